"""What a single `$name` or `${…}` stands for: the variable, its element, and what the operators make of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix import parameters
from claude_auth_tui.shells.posix.arithmetic import calculate
from claude_auth_tui.shells.posix.state import Value
from claude_auth_tui.shells.posix.values import EMPTY, Val, piece, unknown
from claude_auth_tui.shells.posix.words import Parameter, Parts
from claude_auth_tui.shells.source_shown import variable_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell

_DEFAULTS: Final = frozenset([":-", "-", ":=", "=", ":+", "+", ":?", "?", "::="])
_SEARCH: Final = re.compile(r"\(([iIrRkKenw]+)\)(.*)", re.DOTALL)


_TRANSFORMS: Final[dict[str, Callable[[str], str | None]]] = {
    "U": str.upper,
    "L": str.lower,
    "u": lambda t: t[:1].upper() + t[1:],
    "E": str,
}


class Lookups:
    """Parameter expansion of one shell."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    # -- asked of the subclass

    def text(self, raw: str, mode: str = "word", position: int = 0) -> Val:
        raise NotImplementedError

    def whole(self, parts: Parts, position: int, tildes: bool = False) -> Val:
        raise NotImplementedError

    def pattern(self, raw: str, position: int = 0) -> str | None:
        raise NotImplementedError

    def spread(self, values: list[Val]) -> Val:
        raise NotImplementedError

    # -- parameters

    def parameter(self, part: Parameter, position: int) -> Val | list[Val]:
        """The value, or the values where it is a list that stays one."""
        if not part.operator and not part.prefix and not part.flags and part.subscript is None and part.nested is None:
            value = self.shell.variable(part.name)
            if value is None and self._must_be_set(part.name):
                self.shell.broken(say("{} is not set", variable_shown(part.name)))
            return self._shape(value, part)
        if part.operator == "?bad":
            return unknown(say("an expansion this evaluator does not know"))
        base, is_set = self._base(part, position)
        if "+" in part.prefix:
            return unknown(say("whether it is set cannot be told"), True) if is_set is None else Val("1" if is_set else "0")
        if part.operator in _DEFAULTS:
            base = self._default(part, base, is_set, position)
        elif is_set is False and self._must_be_set(part.name):
            self.shell.broken(say("{} is not set", variable_shown(part.name)))
        elif part.operator and part.operator != "names":
            base = self._operate(part, base, position)
        if "#" in part.prefix:
            return self._length(base)
        if part.flags:
            base = self._flags(part, base, position)
        if isinstance(base, list) and part.quoted and part.subscript != "@" and "@" not in part.flags and part.name not in ("@",):
            return base if self._keeps_list(part) else self.spread(base)
        return base

    def _must_be_set(self, name: str) -> bool:
        return "nounset" in self.shell.state.options and name not in ("@", "*")

    def _keeps_list(self, part: Parameter) -> bool:
        return part.nested is not None and bool(set(part.flags) & set("fs@"))

    def _shape(self, value: Value, part: Parameter) -> Val | list[Val]:
        """A variable's value where nothing is done to it."""
        if isinstance(value, Val):
            return value
        if value is None:
            return EMPTY
        listed = list(value.values()) if isinstance(value, Mapping) else list(value)
        if part.name == "*" and part.quoted:
            return self.spread(listed)
        if part.name in ("@", "*"):
            return listed
        if not self.shell.zsh:
            return listed[0] if listed else EMPTY
        return self.spread(listed) if part.quoted else listed

    def _base(self, part: Parameter, position: int) -> tuple[Val | list[Val], bool | None]:
        shell = self.shell
        if part.nested is not None:
            return self._nested(part, position), True
        name = part.name
        if "!" in part.prefix:
            return self._indirect(part)
        if "P" in part.flags:
            pointed = shell.variable(name)
            if not isinstance(pointed, Val) or pointed.text is None:
                return unknown(say("a name that is not known")), None
            name = pointed.text
        value = shell.variable(name)
        is_set: bool | None = value is not None
        var = shell.state.find(name)
        if var is not None and "?" in var.fold:
            is_set = None
        if part.subscript is not None:
            element = self._element(name, value, part.subscript)
            return (EMPTY, False) if element is None else (element, None if is_set is None else True)
        if "#" in part.prefix and not isinstance(value, Val) and value is not None and (shell.zsh or name in ("@", "*")):
            return list(value.values()) if isinstance(value, Mapping) else list(value), True
        if part.flags and not isinstance(value, Val) and value is not None:
            if isinstance(value, Mapping) and "k" in part.flags and "v" not in part.flags:
                return [Val(key) for key in value], is_set
            return shell.listed(value), is_set
        return self._shape(value, part), is_set

    def _nested(self, part: Parameter, position: int) -> Val | list[Val]:
        nested = part.nested or ()
        if len(nested) == 1 and isinstance(nested[0], Parameter):
            found = self.parameter(nested[0], position)
        else:
            found = self.whole(nested, position)
        if part.subscript is None:
            return found
        value: Value = found
        return self._element("", value, part.subscript) or EMPTY

    def _indirect(self, part: Parameter) -> tuple[Val | list[Val], bool | None]:
        shell = self.shell
        if part.subscript in ("@", "*"):
            value = shell.variable(part.name)
            if isinstance(value, Mapping):
                return [Val(key) for key in value], True
            return [Val(str(n)) for n in range(len(value))] if isinstance(value, list) else EMPTY, True
        if part.operator == "" and part.argument == "" and part.name and part.prefix == "!" and part.subscript is None:
            pointed = shell.variable(part.name)
            if isinstance(pointed, Val) and pointed.text is not None:
                value = shell.variable(pointed.text) if re.fullmatch(r"[A-Za-z_]\w*|\d+", pointed.text) else None
                return self._shape(value, part), value is not None
            return (EMPTY, False) if pointed is None else (unknown(say("a name that is not known")), None)
        if part.operator == "names":
            return [Val(name) for name in sorted(shell.state.frames[0]) if name.startswith(part.name)], True
        pointed = shell.variable(part.name)
        if isinstance(pointed, Val) and pointed.text and re.fullmatch(r"[A-Za-z_]\w*", pointed.text):
            value = shell.variable(pointed.text)
            return self._shape(value, part), value is not None
        return unknown(say("names that are not known")), None

    # -- elements

    def _element(self, name: str, value: Value, subscript: str) -> Val | list[Val] | None:
        if subscript in ("@", "*"):
            if isinstance(value, Val):
                return [value]
            if value is None:
                return []
            listed = list(value.values()) if isinstance(value, Mapping) else list(value)
            return listed if subscript == "@" else [*listed]
        special = self.shell.special_element(name, subscript) if self.shell.zsh or name in ("BASH_SOURCE", "FUNCNAME") else None
        if special is not None:
            return special if special != EMPTY else None
        if isinstance(value, Mapping):
            key = self.text(subscript).text
            return unknown(say("an element that is not known")) if key is None else value.get(key)
        if self.shell.zsh and (search := _SEARCH.fullmatch(subscript)):
            return self._search(value, search.group(1), search.group(2))
        if value is None:
            return None
        first, comma, last = subscript.partition(",")
        start = self.calculate(first)
        end = self.calculate(last) if comma else start
        if start is None or end is None:
            return unknown(say("an element that is not known"))
        return self._numbered(value, start, end, bool(comma))

    def _numbered(self, value: Value, start: int, end: int, many: bool) -> Val | list[Val] | None:
        zsh = self.shell.zsh
        if isinstance(value, Val):
            if not zsh:
                return value if start == 0 else None
            if value.text is None:
                return unknown(value.why)
            size = len(value.text)
            first = start - 1 if start > 0 else size + start
            return piece(value, max(first, 0), max(min(end if end >= 0 else size + end + 1, size), 0))
        listed = list(value) if isinstance(value, list) else []
        size = len(listed)
        if many:
            first = start - 1 if start > 0 else size + start
            return listed[max(first, 0) : end if end >= 0 else size + end + 1]
        index = start - 1 if zsh and start > 0 else start if start >= 0 else size + start
        return listed[index] if 0 <= index < size and not (zsh and start == 0) else None

    def _search(self, value: Value, flags: str, raw: str) -> Val | None:
        """zsh's `[(r)…]`, `[(I)…]` and their like on an array."""
        pattern = self.pattern(raw)
        if pattern is None or isinstance(value, Val):
            return unknown(say("an element that is searched for"))
        listed = list(value.values()) if isinstance(value, Mapping) else list(value or ())
        if any(v.text is None for v in listed):
            return unknown(say("an element that is searched for"))
        expression = re.compile(re.escape(raw)) if "e" in flags else compiled(pattern, True)
        backwards = "I" in flags or "R" in flags
        order = range(len(listed) - 1, -1, -1) if backwards else range(len(listed))
        found = next((n for n in order if expression.fullmatch(listed[n].text or "")), None)
        if "i" in flags.lower():
            missing = 0 if "I" in flags else len(listed) + 1
            return Val(str(missing if found is None else found + 1))
        return None if found is None else listed[found]

    # -- operators

    def _default(self, part: Parameter, base: Val | list[Val], is_set: bool | None, position: int) -> Val | list[Val]:
        operator, colon = part.operator, part.operator.startswith(":")
        known_value = base if isinstance(base, Val) else self.spread(base)
        if colon and is_set is not False and not known_value.some:
            is_set = None if known_value.text is None else bool(known_value.text)
        kind = operator[-1]
        if operator == "::=":
            is_set = False
        if is_set is None:
            return unknown(known_value.why or say("whether it is set cannot be told"))
        if kind == "+":
            return self._argument(part, position) if is_set else EMPTY
        if is_set:
            return base
        if kind == "?":
            self.shell.broken(say("{} is not set", variable_shown(part.name)))
        value = self._argument(part, position)
        if kind == "=" and part.name:
            self.shell.assign_default(part.name, value, position, part.subscript)
        return value

    def _argument(self, part: Parameter, position: int) -> Val:
        raw = part.argument
        if part.quoted:
            raw = re.sub(r'(?<!\\)"', "", raw)
            return self.text(raw, "double", position)
        return self.text(raw, "word", position)

    def _operate(self, part: Parameter, base: Val | list[Val], position: int) -> Val | list[Val]:
        operator, raw = part.operator, part.argument
        if operator == ":":
            if isinstance(base, list) and re.match(r"\s*[-\d$]", raw):
                return self._slice(base, raw)
            return self._each(base, self._substring_or_modifier(raw))
        if operator[0] in "#%":
            cut = self.pattern(raw)
            if cut is None:
                return unknown(say("a pattern that is not known"))
            self._spend(base, cut)
            return self._each(base, lambda v: parameters.trim(v, operator, cut, self.shell.zsh))
        if operator[0] == "/":
            before, after = _halves(raw)
            pattern, replacement = self.pattern(before), self.text(after, "double" if part.quoted and '"' not in after else "word")
            if pattern is None or replacement.text is None:
                return unknown(say("a replacement that is not known"))
            self._spend(base, pattern)
            return self._each(base, lambda v: parameters.replace(v, operator, pattern, replacement.text or "", self.shell.zsh))
        if operator[0] in "^,":
            return self._each(base, lambda v: parameters.recase(v, operator))
        if operator == "@":
            changed = _TRANSFORMS.get(raw)
            return self._each(base, lambda v: parameters.known(v, changed)) if changed else base
        if operator == ":#":
            return self._without(part, base, raw)
        return unknown(say("an expansion this evaluator does not know"))

    def _without(self, part: Parameter, base: Val | list[Val], raw: str) -> Val | list[Val]:
        pattern = self.pattern(raw)
        if pattern is None:
            return unknown(say("a pattern that is not known"))
        expression = compiled(pattern, True)
        kept = "M" in part.flags
        values = base if isinstance(base, list) else [base]
        if any(v.text is None for v in values):
            return unknown(say("a list that is not known"))
        left = [v for v in values if bool(expression.fullmatch(v.text or "")) == kept]
        return left if isinstance(base, list) else (left[0] if left else EMPTY)

    def _substring_or_modifier(self, raw: str) -> Callable[[Val], Val]:
        if self.shell.zsh and re.match(r"[A-Za-z]", raw):
            return lambda v: parameters.modified(v, raw, self.shell.real_path)
        first, colon, last = raw.partition(":")
        offset, length = self.calculate(first), self.calculate(last) if colon else None
        return lambda v: parameters.substring(v, offset, length, bool(colon))

    def _slice(self, base: list[Val], raw: str) -> Val | list[Val]:
        first, colon, last = raw.partition(":")
        offset, length = self.calculate(first), self.calculate(last) if colon else len(base)
        if offset is None or length is None:
            return unknown(say("a part of a list that is not known"))
        offset = offset if offset >= 0 else len(base) + offset
        return base[max(offset - 1, 0) if offset else 0 :][:length]

    def _spend(self, base: Val | list[Val], pattern: str) -> None:
        """Count what changing long texts costs."""
        size = sum(len(value.text or "") for value in (base if isinstance(base, list) else [base]))
        self.shell.spend(size // 30 + size * len(pattern) // 2000)

    def _each(self, base: Val | list[Val], change: Callable[[Val], Val]) -> Val | list[Val]:
        return [change(v) for v in base] if isinstance(base, list) else change(base)

    def _length(self, base: Val | list[Val]) -> Val:
        if isinstance(base, list):
            return Val(str(len(base)))
        return unknown(base.why, True) if base.text is None else Val(str(len(base.text)))

    def _flags(self, part: Parameter, base: Val | list[Val], position: int) -> Val | list[Val]:
        shell, flags = self.shell, part.flags
        values = base if isinstance(base, list) else [base]
        self._spend(values, "")
        if "%" in flags:
            values = [shell.prompt(v) for v in values]
        if "e" in re.sub(r"[sj](.).*?\1", "", flags):
            values = [v if v.text is None else self.text(v.text, "double", position) for v in values]
        made = parameters.flagged(values, flags, not isinstance(base, list))
        if made is None:
            return unknown(say("an expansion this evaluator does not know"))
        if isinstance(base, list) or set(flags) & set("fs0"):
            return made if len(made) != 1 or isinstance(base, list) else made[0]
        return made[0] if made else EMPTY

    # -- arithmetic

    def calculate(self, raw: str) -> int | None:
        """The value of an arithmetic text, its expansions done first; None where it cannot be told."""
        text = self.text(raw.replace('"', ""), "double") if re.search(r"[$`\\]", raw) else Val(raw)
        if text.text is None:
            return None
        return calculate(text.text, self._number_text, self.shell.assign_number)

    def _number_text(self, name: str) -> str | None:
        value = self.shell.variable(name)
        if value is None:
            return ""
        if isinstance(value, Val):
            return value.text
        if isinstance(value, list):
            return value[0].text if value else ""
        return None


def _halves(raw: str) -> tuple[str, str]:
    """The pattern and the replacement of `/pattern/replacement`."""
    position, depth = 0, 0
    while position < len(raw):
        char = raw[position]
        if char == "\\":
            position += 2
            continue
        if char in "'\"" and (end := raw.find(char, position + 1)) > 0:
            position = end + 1
            continue
        depth += (char == "{") - (char == "}")
        if char == "/" and depth <= 0 and position:
            return raw[:position], raw[position + 1 :]
        position += 1
    return raw, ""
