"""zsh's `zparseopts` and `zformat` (zshmodules(1), zsh/zutil; observed of 5.9)."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Val, joined, unknown

_SPEC: Final = re.compile(r"((?:\\.|[^\\+:=])+)(\+?)(::?)?(-?)(?:=(.*))?", re.DOTALL)
_DIRECTIVE: Final = re.compile(r"%(-?)(\d*)(?:\.(\d+))?(.)", re.DOTALL)
_MOST_WIDTH: Final = 1000


class _Option(Struct, frozen=True):
    name: str
    many: bool
    argument: str
    """`:` for one that it needs, `::` for one that may be left out, or nothing."""
    same: bool
    """Whether the argument is put into the same element."""
    array: str


class _Parsed(Struct):
    """What was found among the parameters."""

    found: list[tuple[_Option, str, Val | None]]
    left: list[Val]
    failed: bool = False


def zparseopts(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    flags = ""
    array = table = ""
    rest = [a.text for a in arguments]
    while rest and (word := rest[0]) is not None and re.fullmatch(r"-[DEFKM]+|-[aA].*|--?", word, re.DOTALL):
        rest.pop(0)
        if word in ("-", "--"):
            break
        if word[1] in "aA":
            name = word[2:] or (rest.pop(0) if rest else None) or ""
            array, table = (name, table) if word[1] == "a" else (array, name)
        else:
            flags += word[1:]
    options = [_option(spec, array) for spec in rest if spec is not None]
    known = [option for option in options if option is not None]
    named = dict.fromkeys(name for name in (array, *(option.array for option in known)) if name)
    place = shell.place(node.pos)
    if len(known) != len(rest) or set(flags) - set("DEFKM") or any(value.text is None for value in shell.state.positional):
        why = say("which options are given")
        for name in (*named, table):
            if name:
                shell.assign(name, unknown(why), place)
        if "D" in flags:
            shell.state.positional = tuple(unknown(why) for _ in shell.state.positional)
        return None
    parsed = _read(list(shell.state.positional), known, flags)
    if parsed.failed:
        return 1
    _give(shell, parsed, flags, list(named), table, {option.name: option for option in known}, node)
    if "D" in flags:
        shell.state.positional = tuple(parsed.left)
    return 0


def _option(spec: str, array: str) -> _Option | None:
    found = _SPEC.fullmatch(spec)
    if found is None:
        return None
    name, many, argument, same, target = found.groups()
    return _Option(
        re.sub(r"\\(.)", r"\1", name), bool(many), argument or "", bool(same) or argument == "::", array if target is None else target
    )


def _read(parameters: list[Val], options: list[_Option], flags: str) -> _Parsed:
    parsed = _Parsed([], [])
    extract = "E" in flags
    left = list(parameters)
    while left:
        value = left[0]
        text = value.text or ""
        if not text.startswith("-"):
            if not extract:
                break
            parsed.left.append(left.pop(0))
            continue
        if text in ("-", "--"):
            left.pop(0)
            if extract:
                parsed.left.append(value)
            break
        left.pop(0)
        whole = _named(options, text[1:])
        taken = _take(parsed, whole, text, left) if whole is not None else _take_letters(parsed, options, text, left, "F" in flags)
        if parsed.failed:
            return parsed
        if taken:
            continue
        if not extract:
            left.insert(0, value)
            break
        parsed.left.append(value)
    parsed.left += left
    return parsed


def _named(options: list[_Option], text: str) -> _Option | None:
    """The option that a parameter names: one with an argument may have it right behind its name."""
    for option in options:
        if text == option.name:
            return option
    return next((option for option in options if option.argument and len(option.name) > 1 and text.startswith(option.name)), None)


def _take(parsed: _Parsed, option: _Option, text: str, left: list[Val]) -> bool:
    behind = text[len(option.name) + 1 :]
    if not option.argument:
        parsed.found.append((option, option.name, None))
    elif behind:
        parsed.found.append((option, option.name, Val(behind)))
    elif option.argument == ":" or (left and not (left[0].text or "").startswith("-")):
        if not left:
            parsed.failed = True
            return False
        parsed.found.append((option, option.name, left.pop(0)))
    else:
        parsed.found.append((option, option.name, None))
    return True


def _take_letters(parsed: _Parsed, options: list[_Option], text: str, left: list[Val], strict: bool) -> bool:
    """Options of one letter that stand together."""
    for at, letter in enumerate(text[1:], 1):
        option = next((o for o in options if o.name == letter), None)
        if option is None:
            parsed.failed = strict
            return False
        if option.argument:
            return _take(parsed, option, f"-{letter}{text[at + 1 :]}", left)
        parsed.found.append((option, letter, None))
    return True


def _give(shell: Shell, parsed: _Parsed, flags: str, arrays: list[str], table: str, options: dict[str, _Option], node: Simple) -> None:
    lists: dict[str, list[Val]] = {}
    pairs: dict[str, Val] = {}
    last: dict[tuple[str, str], int] = {}
    for given, name, argument in parsed.found:
        option = options.get(given.array, given) if "M" in flags else given
        words = [Val(f"-{name}")] if argument is None else [Val(f"-{name}"), argument]
        if len(words) > 1 and option.same:
            words = [joined(words)]
        if option.array and (option.array not in options or "M" not in flags):
            held = lists.setdefault(option.array, [])
            before = last.get((option.array, option.name))
            if before is not None and not option.many:
                held[before : before + len(words)] = words
            else:
                last[option.array, option.name] = len(held)
                held += words
        elif table:
            value = argument if argument is not None else Val("")
            key = f"-{option.name}"
            pairs[key] = joined([pairs[key], value]) if option.many and key in pairs else value
    place = shell.place(node.pos)
    for name in arrays:
        if name in lists or ("K" not in flags and (name not in options or "M" not in flags)):
            shell.assign(name, lists.get(name, []), place)
    if table and (pairs or "K" not in flags):
        shell.assign(table, pairs, place)


def zformat(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    texts = [a.text for a in arguments]
    if len(texts) < 3 or texts[0] not in ("-f", "-F", "-a", "-q") or not texts[1]:
        return 1
    target, place = texts[1], shell.place(node.pos)
    form, specs = texts[2], texts[3:]
    if form is None or None in specs or texts[0] in ("-F", "-q"):
        shell.assign(target, unknown(say("a text that is put together")), place)
        return 0
    pairs = [(spec or "").partition(":") for spec in specs]
    if texts[0] == "-a":
        shell.assign(target, _in_columns(form, [(name, sep, text) for name, sep, text in pairs]), place)
        return 0
    made = _formatted(form, {name: text for name, sep, text in pairs if sep})
    shell.assign(target, unknown(say("a text that is put together")) if made is None else Val(made), place)
    return 0


def _in_columns(separator: str, pairs: list[tuple[str, str, str]]) -> list[Val]:
    width = max((len(name) for name, sep, _ in pairs if sep), default=0)
    return [Val(f"{name:<{width}}{separator}{text}") if sep else Val(name) for name, sep, text in pairs]


def _formatted(form: str, values: dict[str, str]) -> str | None:
    """The text with its `%x`; None where it asks for more than that."""
    parts: list[str] = []
    at = 0
    for found in _DIRECTIVE.finditer(form):
        before, width, most, letter = found.groups()
        if letter in "()" or int(width or 0) > _MOST_WIDTH:
            return None
        parts.append(form[at : found.start()])
        at = found.end()
        if letter == "%":
            parts.append("%")
            continue
        if letter not in values:
            parts.append(found.group())
            continue
        text = values[letter] if most is None else values[letter][: int(most[:5])]
        size = int(width or 0)
        parts.append(text.rjust(size) if before else text.ljust(size))
    return "".join([*parts, form[at:]])
