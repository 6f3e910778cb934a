"""Runs a program of awk's language over texts. What is cut out of a line keeps the line's place.

What is printed must be the same for every awk: where the order of an array's elements decides it, it is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, Generic, TypeVar

from claude_auth_tui.shells.programs.awk_language import Expr, NotFollowedError, Rule, Stmt, unescaped
from claude_auth_tui.shells.programs.expressions import AWK, expression
from claude_auth_tui.shells.programs.run import MOST_TEXT, Run, T, UnknownTextError

X = TypeVar("X", float, str)

_NUMBER: Final = re.compile(r"[ \t\n]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_FORMAT: Final = re.compile(r"%(?:%|([-+ 0#]*)(\*|\d{1,4})?(?:\.(\d{1,4}))?([a-zA-Z]))")
_BLANKS: Final = " \t\n"
_MOST_STEPS: Final = 20_000
_LARGE: Final = 2.0**53


class _Value(Generic[T]):
    """A text, a number, or both: what is read looks like a number and is compared as one."""

    __slots__ = ("looks", "number", "text")

    def __init__(self, text: T | None, number: float | None, looks: bool = False) -> None:
        self.text = text
        self.number = number
        self.looks = looks
        """Whether a text that was read counts as a number where it looks like one."""


class _Left(Exception):  # noqa: N818 - no error: how control goes on
    """`next`, `exit`, `break` or `continue`."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class Machine(Generic[T]):
    """One run."""

    def __init__(
        self, run: Run[T], rules: Sequence[Rule], separator: str, given: Sequence[str], words: Sequence[str], backwards: bool
    ) -> None:
        self.run = run
        self.rules = rules
        self.backwards = backwards
        """In which order arrays are gone through."""
        self.unordered = False
        """Whether the order of any array was asked for."""
        self.variables: dict[str, _Value[T]] = {}
        self.arrays: dict[str, dict[str, _Value[T]]] = {}
        self.out: list[T] = []
        self.size = 0
        self.steps = 0
        self.status = 0
        self.line = run.made("")
        self.fields: list[_Value[T]] = []
        self.open_ranges: set[int] = set()
        texts = {"FS": separator, "OFS": " ", "ORS": "\n", "RS": "\n", "SUBSEP": "\x1c", "OFMT": "%.6g", "CONVFMT": "%.6g"}
        for name, text in texts.items():
            self.variables[name] = self._made(text)
        for one in given:
            name, equals, text = one.partition("=")
            if not equals or not re.fullmatch(r"[A-Za-z_]\w*", name):
                raise NotFollowedError
            self.variables[name] = _Value(run.made(unescaped(text)), None, True)
        self.paths = list(words)
        listed = ["awk", *words]
        self.arrays["ARGV"] = {str(n): _Value(run.made(word), None, True) for n, word in enumerate(listed)}
        self.variables["ARGC"] = _Value(None, float(len(listed)))

    # -- values

    def _made(self, text: str) -> _Value[T]:
        return _Value(self.run.made(text), None)

    def _text(self, value: _Value[T]) -> T:
        if value.text is not None:
            return value.text
        return self.run.made(_written(self._number(value)))

    def _plain(self, value: _Value[T]) -> str:
        return self.run.plain(self._text(value))

    def _number(self, value: _Value[T]) -> float:
        if value.number is not None:
            return value.number
        if value.text is None:
            raise UnknownTextError
        text = self.run.plain(value.text)
        if re.match(r"[ \t\n]*[-+]?(?:0[xX]|inf|nan)", text, re.IGNORECASE):
            raise NotFollowedError
        found = _NUMBER.match(text)
        return float(found[1]) if found else 0.0

    def _is_number(self, value: _Value[T]) -> bool:
        if value.number is not None or value.text is None or not value.looks:
            return value.number is not None
        return re.fullmatch(_NUMBER.pattern + r"[ \t\n]*", self.run.plain(value.text)) is not None

    def _true(self, value: _Value[T]) -> bool:
        if self._is_number(value):
            return self._number(value) != 0
        return value.text is not None and bool(self.run.plain(value.text))

    def _bool(self, value: bool) -> _Value[T]:
        return _Value(None, float(value))

    # -- running

    def all(self) -> tuple[list[T], int]:
        """What is printed, and the exit status."""
        ends = any(rule.when == "END" for rule in self.rules)
        if self._left(lambda: self._rules("BEGIN")):
            if ends:
                raise NotFollowedError  # whether they are run then differs
            return self.out, self.status
        if any(rule.when != "BEGIN" for rule in self.rules):
            self._left(self._records)
        self._left(lambda: self._rules("END"))
        return self.out, self.status

    def _left(self, run: Callable[[], None]) -> bool:
        """Whether `exit` ended it."""
        try:
            run()
        except _Left as left:
            if left.how != "exit":
                raise NotFollowedError from None
            return True
        return False

    def _rules(self, when: str) -> None:
        for rule in self.rules:
            if rule.when == when and rule.action is not None:
                self._do(rule.action)

    def _records(self) -> None:
        run = self.run
        if any("=" in path for path in self.paths):
            raise NotFollowedError
        texts = run.texts(self.paths)
        separator = self._plain(self.variables["RS"])
        if len(separator) != 1:
            raise NotFollowedError
        number = 0
        whole = run.joined(texts) if len(texts) > 1 else texts[0] if texts else run.made("")
        plain = run.plain(whole)
        at = 0
        while at < len(plain):
            end = plain.find(separator, at)
            end = len(plain) if end < 0 else end
            number += 1
            self._split_line(run.cut(whole, at, end))
            at = end + 1
            self.variables["NR"] = self.variables["FNR"] = _Value(None, float(number))
            try:
                for place, rule in enumerate(self.rules):
                    if not rule.when and self._chosen(place, rule):
                        if rule.action is None:
                            self._write([self.line, run.made("\n")])
                        else:
                            self._do(rule.action)
            except _Left as left:
                if left.how != "next":
                    raise
        if run.missing:
            self.status = 2

    def _chosen(self, place: int, rule: Rule) -> bool:
        if len(rule.patterns) < 2:
            return not rule.patterns or self._true(self._value(rule.patterns[0]))
        if place not in self.open_ranges:
            if not self._true(self._value(rule.patterns[0])):
                return False
            self.open_ranges.add(place)
        if self._true(self._value(rule.patterns[1])):
            self.open_ranges.discard(place)
        return True

    def _split_line(self, line: T) -> None:
        self.line = line
        self.fields = [_Value(part, None, True) for part in self._split(line, self._plain(self.variables["FS"]))]

    def _split(self, text: T, separator: str) -> list[T]:
        plain = self.run.plain(text)
        if not plain:
            return []
        self._spend(1 + len(plain) // 50)
        if separator == " ":
            return [self.run.cut(text, found.start(), found.end()) for found in re.finditer(rf"[^{_BLANKS}]+", plain)]
        if separator == "t" or not separator:
            raise NotFollowedError
        pattern = self._expression(re.escape(separator) if len(separator) == 1 and separator != " " else separator)
        if pattern.fullmatch(""):
            raise NotFollowedError
        matches = self.run.matches(pattern, text)
        if matches is None:
            raise NotFollowedError
        starts = [0, *(found.end() for found in matches)]
        ends = [*(found.start() for found in matches), len(plain)]
        return [self.run.cut(text, start, end) for start, end in zip(starts, ends, strict=True)]

    def _expression(self, text: str) -> re.Pattern[str]:
        if re.search(r"\{|(?:^|[(|])(?:[|)]|$)", text):  # some know no `{2}`, and no empty alternative
            raise NotFollowedError
        made = expression((text.replace("\\/", "/"),), "extended", AWK)
        if made is None:
            raise NotFollowedError
        return made

    def _spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > _MOST_STEPS:
            raise NotFollowedError

    def _write(self, parts: Sequence[T]) -> None:
        self.out += parts
        self.size += sum(len(self.run.plain(part)) for part in parts)
        if self.size > MOST_TEXT:
            raise NotFollowedError

    # -- statements

    def _do(self, node: Stmt) -> None:
        self._spend(1)
        exprs = [one for one in node.exprs if one is not None]
        if node.kind == "block":
            for one in node.body:
                self._do(one)
        elif node.kind == "expr":
            self._value(exprs[0])
        elif node.kind == "print":
            texts = [self._text(self._value(one)) for one in exprs] if exprs else [self.line]
            between = self._text(self.variables["OFS"])
            parts = [part for text in texts for part in (between, text)][1:]
            self._write([*parts, self._text(self.variables["ORS"])])
        elif node.kind == "printf":
            if not exprs:
                raise NotFollowedError
            self._write([self._formatted([self._value(one) for one in exprs])])
        elif node.kind == "if":
            if self._true(self._value(exprs[0])):
                self._do(node.body[0])
            elif len(node.body) > 1:
                self._do(node.body[1])
        elif node.kind == "delete":
            self._delete(exprs[0])
        elif node.kind == "exit":
            self.status = int(self._number(self._value(exprs[0]))) & 255 if exprs else self.status
            raise _Left("exit")
        elif node.kind in ("next", "break", "continue"):
            raise _Left(node.kind)
        else:
            self._loop(node)

    def _delete(self, target: Expr) -> None:
        if target.kind == "name":
            self.arrays[target.name] = {}
        else:
            self.arrays.get(target.name, {}).pop(self._key(target), None)

    def _loop(self, node: Stmt) -> None:
        for _ in self._rounds(node):
            try:
                self._do(node.body[0])
            except _Left as left:
                if left.how == "break":
                    return
                if left.how != "continue":
                    raise

    def _rounds(self, node: Stmt) -> Iterator[None]:
        if node.kind == "each":
            yield from self._each(node)
            return
        if node.kind == "do":
            yield
            while self._true(self._value(_needed(node.exprs[0]))):
                self._spend(1)
                yield
            return
        first, test, step = (None, node.exprs[0], None) if node.kind == "while" else node.exprs
        if first is not None:
            self._value(first)
        while test is None or self._true(self._value(test)):
            self._spend(1)
            yield
            if step is not None:
                self._value(step)

    def _each(self, node: Stmt) -> Iterator[None]:
        variable, array = (_needed(one).name for one in node.exprs)
        if array == "ENVIRON":
            self.arrays["ENVIRON"] = {name: self._environment(name) for name in self.run.exported()}
        keys = sorted(self.arrays.get(array, {}), reverse=self.backwards)
        self.unordered = self.unordered or len(keys) > 1
        for key in keys:
            if key in self.arrays.get(array, {}):
                self.variables[variable] = _Value(self.run.made(key), None, True)
                yield

    def _environment(self, name: str) -> _Value[T]:
        try:
            value = self.run.variable(name)
        except UnknownTextError:
            return _Value(None, None)  # only its name is known
        return _Value(self.run.made("") if value is None else value, None, True)

    # -- expressions

    def _value(self, node: Expr) -> _Value[T]:
        self._spend(1)
        kind, parts = node.kind, node.parts
        if kind == "number":
            return _Value(None, float(node.name))
        if kind == "text":
            return self._made(node.name)
        if kind == "regex":
            return self._bool(self._fits(self.line, node))
        if kind in ("name", "element", "field"):
            return self._held(node)
        if kind == "unary":
            inner = self._value(parts[0])
            if node.name == "(":
                return inner
            if node.name == "!":
                return self._bool(not self._true(inner))
            return _Value(None, self._number(inner) * (-1 if node.name == "-" else 1))
        if kind == "join":
            return _Value(self.run.joined([self._text(self._value(one)) for one in parts]), None)
        if kind == "choose":
            return self._value(parts[1] if self._true(self._value(parts[0])) else parts[2])
        if kind == "in":
            return self._bool(self._plain(self._value(parts[0])) in self._array(node.name))
        if kind == "assign":
            return self._assigned(node)
        if kind == "step":
            before = self._number(self._held(parts[0]))
            after = before + (1 if "++" in node.name else -1)
            self._set(parts[0], _Value(None, after))
            return _Value(None, after if node.name.endswith("x") else before)
        return self._call(node) if kind == "call" else self._between(node)

    def _between(self, node: Expr) -> _Value[T]:
        name, (left, right) = node.name, node.parts
        if name in ("&&", "||"):
            first = self._true(self._value(left))
            return self._bool(first if first == (name == "||") else self._true(self._value(right)))
        one = self._value(left)
        if name in ("~", "!~"):
            return self._bool(self._fits(self._text(one), right) == (name == "~"))
        two = self._value(right)
        if name in ("<", "<=", "==", "!=", ">", ">="):
            return self._bool(self._compared(name, one, two))
        return _Value(None, _calculated(name, self._number(one), self._number(two)))

    def _compared(self, name: str, one: _Value[T], two: _Value[T]) -> bool:
        if self._is_number(one) and self._is_number(two):
            order = _order(self._number(one), self._number(two))
        else:
            a, b = self._plain(one), self._plain(two)
            if name not in ("==", "!=") and not (a + b).isascii():
                raise NotFollowedError
            order = _order(a, b)
        return {"<": order < 0, "<=": order <= 0, "==": order == 0, "!=": order != 0, ">": order > 0, ">=": order >= 0}[name]

    def _fits(self, text: T, node: Expr) -> bool:
        pattern = self._pattern(node)
        if not self.run.may_try(pattern, [text]):
            raise NotFollowedError
        return pattern.search(self.run.plain(text)) is not None

    def _pattern(self, node: Expr) -> re.Pattern[str]:
        return self._expression(node.name if node.kind == "regex" else self._plain(self._value(node)))

    def _key(self, node: Expr) -> str:
        return "\x1c".join(self._plain(self._value(one)) for one in node.parts)

    def _array(self, name: str) -> Mapping[str, _Value[T]]:
        if name == "ENVIRON" and name not in self.arrays:
            return {one: self._environment(one) for one in self.run.exported()}
        return self.arrays.get(name, {})

    def _held(self, node: Expr) -> _Value[T]:
        if node.kind == "field":
            number = self._number(self._value(node.parts[0]))
            if number < 0:
                raise NotFollowedError
            if number == 0:
                return _Value(self.line, None, True)
            return self.fields[int(number) - 1] if number <= len(self.fields) else _Value(self.run.made(""), None, True)
        if node.kind == "element":
            key = self._key(node)
            if node.name == "ENVIRON":
                return self._environment(key)
            array = self.arrays.setdefault(node.name, {})
            if key not in array:
                array[key] = _Empty(self.run.made(""))
            return array[key]
        if node.name == "NF":
            return _Value(None, float(len(self.fields)))
        if node.name in ("RSTART", "RLENGTH", "FILENAME", "RT", "IGNORECASE", "PROCINFO") and node.name not in self.variables:
            raise NotFollowedError
        return self.variables.get(node.name) or _Empty(self.run.made(""))

    def _set(self, node: Expr, value: _Value[T]) -> None:
        if node.kind == "name":
            if node.name in ("NF", "NR", "FNR"):
                raise NotFollowedError
            self.variables[node.name] = value
        elif node.kind == "element":
            if node.name in ("ENVIRON", "ARGV"):
                raise NotFollowedError
            self.arrays.setdefault(node.name, {})[self._key(node)] = value
        else:
            self._set_field(int(self._number(self._value(node.parts[0]))), value)

    def _set_field(self, number: int, value: _Value[T]) -> None:
        if number == 0:
            self._split_line(self._text(value))
            return
        if not 0 < number <= len(self.fields) + 100:
            raise NotFollowedError
        empty = _Value(self.run.made(""), None, True)
        self.fields += [empty] * (number - len(self.fields))
        self.fields[number - 1] = value
        between = self._text(self.variables["OFS"])
        parts = [part for field in self.fields for part in (between, self._text(field))][1:]
        self.line = self.run.joined(parts)

    def _assigned(self, node: Expr) -> _Value[T]:
        target, given = node.parts
        value = self._value(given)
        if node.name != "=":
            value = _Value(None, _calculated(node.name[0], self._number(self._held(target)), self._number(value)))
        self._set(target, value)
        return value

    # -- functions

    def _call(self, node: Expr) -> _Value[T]:
        name, parts = node.name, node.parts
        if name == "length" and not parts:
            return _Value(None, float(len(self.run.plain(self.line))))
        if name == "length" and parts[0].kind == "name" and parts[0].name in self.arrays:
            return _Value(None, float(len(self.arrays[parts[0].name])))
        if name == "split":
            return self._split_into(parts)
        if name in ("sub", "gsub"):
            return self._substituted(name, parts)
        if name == "match":
            return self._matched(parts)
        values = [self._value(one) for one in parts]
        if name == "sprintf" and values:
            return _Value(self._formatted(values), None)
        if len(values) != {"substr": len(values) if len(values) in (2, 3) else 0, "index": 2}.get(name, 1):
            raise NotFollowedError
        if name == "int":
            return _Value(None, float(int(self._number(values[0]))))
        plain = self._plain(values[0])
        if not plain.isascii():
            raise NotFollowedError  # some count bytes
        if name == "length":
            return _Value(None, float(len(plain)))
        if name == "index":
            return _Value(None, float(plain.find(self._plain(values[1])) + 1))
        if name == "substr":
            start = _rounded(self._number(values[1]))
            if start < 1:
                raise NotFollowedError  # mawk counts the characters before the text, too
            end = start + _rounded(self._number(values[2])) if len(values) > 2 else len(plain) + 1
            return _Value(self.run.cut(self._text(values[0]), start - 1, max(min(end - 1, len(plain)), start - 1)), None)
        return self._made(plain.lower() if name == "tolower" else plain.upper())

    def _split_into(self, parts: Sequence[Expr]) -> _Value[T]:
        if len(parts) not in (2, 3) or parts[1].kind != "name":
            raise NotFollowedError
        text = self._text(self._value(parts[0]))
        if len(parts) == 2:
            found = self._split(text, self._plain(self.variables["FS"]))
        elif parts[2].kind == "regex":
            found = self._split_by(text, self._pattern(parts[2]))
        else:
            found = self._split(text, self._plain(self._value(parts[2])))
        self.arrays[parts[1].name] = {str(n): _Value(one, None, True) for n, one in enumerate(found, 1)}
        return _Value(None, float(len(found)))

    def _split_by(self, text: T, pattern: re.Pattern[str]) -> list[T]:
        plain = self.run.plain(text)
        matches = self.run.matches(pattern, text)
        if matches is None or pattern.fullmatch(""):
            raise NotFollowedError
        if not plain:
            return []
        starts = [0, *(found.end() for found in matches)]
        return [self.run.cut(text, a, b) for a, b in zip(starts, [*(found.start() for found in matches), len(plain)], strict=True)]

    def _substituted(self, name: str, parts: Sequence[Expr]) -> _Value[T]:
        target = parts[2] if len(parts) > 2 else Expr("field", "", (Expr("number", "0"),))
        if len(parts) not in (2, 3) or target.kind not in ("name", "element", "field"):
            raise NotFollowedError
        filling = self._plain(self._value(parts[1]))
        text = self._text(self._held(target))
        found = self.run.matches(self._pattern(parts[0]), text)
        if found is None or re.search(r"\\(?!&)", filling):
            raise NotFollowedError
        found = found if name == "gsub" else found[:1]
        out: list[T] = []
        at = 0
        for match in found:
            put = re.sub(r"(\\?)&", partial(_filled, match[0]), filling)
            out += [self.run.cut(text, at, match.start()), self.run.made(put)]
            at = match.end()
        if found:
            out.append(self.run.cut(text, at, len(self.run.plain(text))))
            self._set(target, _Value(self.run.joined([one for one in out if self.run.plain(one)] or [self.run.made("")]), None))
        return _Value(None, float(len(found)))

    def _matched(self, parts: Sequence[Expr]) -> _Value[T]:
        if len(parts) != 2:
            raise NotFollowedError
        text = self._text(self._value(parts[0]))
        found = self.run.matches(self._pattern(parts[1]), text)
        if found is None or not self.run.plain(text).isascii():
            raise NotFollowedError
        start, length = (found[0].start() + 1, len(found[0][0])) if found else (0, -1)
        self.variables["RSTART"], self.variables["RLENGTH"] = _Value(None, float(start)), _Value(None, float(length))
        return _Value(None, float(start))

    def _formatted(self, values: Sequence[_Value[T]]) -> T:
        pattern = self._plain(values[0])
        left = list(values[1:])
        out: list[T] = []
        at = 0
        for found in _FORMAT.finditer(pattern):
            if "%" in pattern[at : found.start()]:
                raise NotFollowedError
            out.append(self.run.made(pattern[at : found.start()]))
            at = found.end()
            if found[0] == "%%":
                out.append(self.run.made("%"))
                continue
            flags, width, precision, letter = found.groups()
            if width == "*" or not left or letter not in "sdixXofgec":
                raise NotFollowedError
            value = left.pop(0)
            if letter == "s" and not width and precision is None:
                out.append(self._text(value))
                continue
            form = f"%{flags or ''}{width or ''}{'' if precision is None else '.' + precision}"
            if letter == "s":
                out.append(self.run.made(f"{form}s" % self._plain(value)))
            elif letter == "c":
                if self._is_number(value):
                    raise NotFollowedError
                out.append(self.run.made(f"{form}s" % self._plain(value)[:1]))
            else:
                number = self._number(value)
                if abs(number) >= _LARGE:
                    raise NotFollowedError
                out.append(self.run.made(f"{form}{letter}" % (int(number) if letter in "dixXo" else number)))
        if "%" in pattern[at:]:
            raise NotFollowedError
        out.append(self.run.made(pattern[at:]))
        return self.run.joined([one for one in out if self.run.plain(one)] or [self.run.made("")])


def _Empty(text: T) -> _Value[T]:  # noqa: N802 - a value, made as the class makes it
    """A variable that was never set: an empty text, and the number 0."""
    return _Value(text, 0.0)


def _needed(node: Expr | None) -> Expr:
    if node is None:
        raise NotFollowedError
    return node


def _rounded(number: float) -> int:
    if abs(number) >= _LARGE:
        raise NotFollowedError
    return round(number)


def _calculated(name: str, one: float, two: float) -> float:
    made: float | complex
    try:
        if name == "^":
            made = one**two
        elif name == "%":
            made = one - two * int(one / two)
        else:
            made = one + two if name == "+" else one - two if name == "-" else one * two if name == "*" else one / two
    except (ZeroDivisionError, OverflowError):
        raise NotFollowedError from None
    if isinstance(made, complex) or abs(made) >= _LARGE:
        raise NotFollowedError
    return made


def _written(number: float) -> str:
    if number == int(number):
        return str(int(number))
    return f"{number:.6g}"


def _order(one: X, two: X) -> int:
    """Below 0, 0 or above, as the first is smaller, equal or greater."""
    return (one > two) - (one < two)


def _filled(found: str, sign: re.Match[str]) -> str:
    """What stands for a `&` in the text that is put in: what was found; `\\&` is the sign itself."""
    return "&" if sign[1] else found
