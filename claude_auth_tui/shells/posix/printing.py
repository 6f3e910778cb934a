"""`echo`, `printf` and `print`: what they write, with the places of what they were given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.nodes import Simple
from claude_auth_tui.shells.posix.values import Val, joined, unknown
from claude_auth_tui.shells.posix.words import ansi

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.commands import Evaluator

_DIRECTIVE: Final = re.compile(r"%(?:%|[-+ #0]*(\*|\d+)?(?:\.(\*|\d+))?([sdibqcxXoufeg]))")


def echo(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    rest = list(arguments)
    newline, escapes = True, shell.zsh
    while rest and rest[0].text is not None and re.fullmatch(r"-[neE]+", rest[0].text):
        option = rest.pop(0).text or ""
        newline = newline and "n" not in option
        escapes = "e" in option or (escapes and "E" not in option)
    shell.output.write(_spaced(rest, escapes, newline))
    return 0


def _spaced(values: list[Val], escapes: bool, newline: bool) -> Val:
    parts: list[Val] = []
    for number, value in enumerate(values):
        if number:
            parts.append(Val(" "))
        if escapes and value.text is not None and "\\" in value.text:
            value = value._replace(text=ansi(value.text), spans=())  # noqa: PLW2901 - the same word, its escapes read
        parts.append(value)
    if newline:
        parts.append(Val("\n"))
    return _merged(parts)


def _merged(parts: list[Val]) -> Val:
    """Put together so that blanks and the line end do not count as written here."""
    taken = next((p.place for p in parts if p.place is not None and p.text), None)
    return joined([p._replace(place=taken) if p.text in (" ", "\n") else p for p in parts]) if parts else Val("")


def print_(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    """zsh's `print`."""
    rest = list(arguments)
    newline, raw, lines = True, False, False
    while rest and rest[0].text is not None and rest[0].text.startswith("-") and len(rest[0].text) > 1:
        option = rest.pop(0).text or ""
        if option == "--":
            break
        newline = newline and "n" not in option
        raw = raw or "r" in option
        lines = lines or "l" in option
        if "P" in option:
            rest = [shell.prompt(v) for v in rest]
        if "v" in option and rest:
            name = rest.pop(0).text or ""
            shell.assign(name, _spaced(rest, not raw, False), shell.place(node.pos))
            return 0
        if "u" in option and rest and option.endswith("u"):
            rest.pop(0)
        if set(option) & set("sSz"):
            return 0
    if lines:
        for value in rest:
            shell.output.write(_spaced([value], not raw, True))
    else:
        shell.output.write(_spaced(rest, not raw, newline))
    return 0


def printf(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    rest = list(arguments)
    target = None
    if len(rest) >= 2 and rest[0].text == "-v":
        target = rest[1].text
        rest = rest[2:]
    if rest and rest[0].text == "--":
        rest.pop(0)
    if not rest:
        return 1
    made = _formatted(rest[0], rest[1:])
    if target is not None:
        shell.assign(target, made, shell.place(node.pos))
    else:
        shell.output.write(made)
    return 0


def _formatted(template: Val, values: list[Val]) -> Val:
    if template.text is None:
        return template
    text = ansi(template.text) if "\\" in template.text else template.text
    parts: list[Val] = []
    left = list(values)
    for _ in range(2000):
        before = len(left)
        parts.extend(_once(text, left))
        if not left or len(left) == before:
            break
    return _merged(parts) if parts else Val("")


def _once(text: str, left: list[Val]) -> list[Val]:
    parts: list[Val] = []
    position = 0
    for found in _DIRECTIVE.finditer(text):
        if found.start() > position:
            parts.append(Val(text[position : found.start()]))
        position = found.end()
        if found.group() == "%%":
            parts.append(Val("%"))
            continue
        value = left.pop(0) if left else Val("0" if found.group(3) in "di" else "")
        kind, width, precision = found.group(3), found.group(1), found.group(2)
        if kind not in "sdibq" or width == "*" or precision == "*" or (kind in "di" and not re.fullmatch(r"-?\d+", value.text or "x")):
            parts.append(unknown(say("what printf prints")))
        elif (width or precision) and value.text is not None:
            parts.append(
                value._replace(
                    text=found.group().replace("i", "d").replace("b", "s").replace("q", "s")
                    % (int(value.text) if kind in "di" else value.text),
                    spans=(),
                )
            )
        elif kind == "b" and value.text is not None:
            parts.append(value._replace(text=ansi(value.text), spans=()))
        else:
            parts.append(value)
    if position < len(text):
        parts.append(Val(text[position:]))
    return parts
