"""Builtins that print and read: `echo`, `printf`, `print`, `read` and `mapfile`, with the places of what they were given."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import NAME
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Input, Val, joined, piece, unknown, words_of
from claude_auth_tui.shells.posix.word_parts import ansi

_MOST_ROUNDS: Final = 2000
"""How often printf goes through its format."""
_MOST_DIGITS: Final = 4
"""Of a width."""
_DIRECTIVE: Final = re.compile(r"%(?:%|[-+ #0]*(\*|[0-9]+)?(?:\.(\*|[0-9]+))?([sdibqcxXoufeg]))")


def echo(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
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
            value = replace(value, text=ansi(value.text), spans=())  # noqa: PLW2901 - the same word, its escapes read
        parts.append(value)
    if newline:
        parts.append(Val("\n"))
    return _merged(parts)


def _merged(parts: list[Val]) -> Val:
    """Put together so that blanks and the line end do not count as written here."""
    taken = next((p.place for p in parts if p.place is not None and p.text), None)
    return joined([replace(p, place=taken) if p.text in (" ", "\n") else p for p in parts]) if parts else Val("")


def print_(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """zsh's `print`."""
    rest, given = _print_options(arguments)
    if "P" in given:
        rest = [shell.prompt(value) for value in rest]
    raw, end = "r" in given or "R" in given, "n" not in given
    if "f" in given:
        made = _formatted(given["f"], rest)
    elif "l" in given or "N" in given:
        between = "\n" if "l" in given else "\0"
        made = _merged([part for value in rest for part in (_spaced([value], not raw, newline=False), Val(between))])
    elif set(given) & set("abcCDimoOxX"):
        made = unknown(say("what print lays out"))
    else:
        made = _spaced(rest, not raw, end and "v" not in given)
    if "v" in given:
        shell.assign(given["v"].text or "", made, shell.place(node.pos))
    elif not set(given) & set("sSzp") and given.get("u", Val("1")).text == "1":
        shell.output.write(made)
    return 0


def _print_options(arguments: list[Val]) -> tuple[list[Val], dict[str, Val]]:
    """The words of `print`, and its options by their letter with what they take."""
    rest = list(arguments)
    given: dict[str, Val] = {}
    while rest and rest[0].text is not None and rest[0].text[:1] == "-" and "R" not in given:
        option = rest.pop(0).text or ""
        if option in ("-", "--"):
            break
        letters = option[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            given[letter] = Val("")
            if letter in "CfuvxX":
                given[letter] = Val(letters) if letters else rest.pop(0) if rest else Val("1")
                letters = ""
    return rest, given


def printf(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
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
    for _ in range(_MOST_ROUNDS):
        before = len(left)
        parts.extend(_once(text, left))
        if not left or len(left) == before:
            break
    return _merged(parts) if parts else Val("")


def _too_wide(told: str | None) -> bool:
    """Whether a width or a precision is not in the text, or more than anybody means."""
    return told is not None and (told == "*" or len(told) > _MOST_DIGITS)


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
        if (
            kind not in "sdibq"
            or _too_wide(width)
            or _too_wide(precision)
            or (kind in "di" and not re.fullmatch(r"-?\d+", value.text or "x"))
        ):
            parts.append(unknown(say("what printf prints")))
        elif (width or precision) and value.text is not None:
            parts.append(
                replace(
                    value,
                    text=found.group().replace("i", "d").replace("b", "s").replace("q", "s")
                    % (int(value.text) if kind in "di" else value.text),
                    spans=(),
                )
            )
        elif kind == "q" and value.text is not None and not re.fullmatch(r"[\w./:@%+=,-]+", value.text, re.ASCII):
            parts.append(unknown(say("what printf prints"), some=True))
        elif kind == "b" and value.text is not None:
            parts.append(replace(value, text=ansi(value.text), spans=()))
        else:
            parts.append(value)
    if position < len(text):
        parts.append(Val(text[position:]))
    if re.search(r"%[-+ #0\d.*]*\(", _DIRECTIVE.sub("", text)):  # bash's `%(%F)T`
        return [unknown(say("the time"), some=True)]
    return parts


# -- reading


def read(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    names: list[str] = []
    raw = array = counted = False
    end_of_line = "\n"
    items = [a.text or "" for a in arguments]
    while items:
        item = items.pop(0)
        if item.startswith("-") and len(item) > 1 and not names:
            raw = raw or "r" in item
            array = array or "a" in item or (shell.zsh and "A" in item)
            counted = counted or bool(set(item[1:]) & set("nNukq" if not shell.zsh else "ukqzceE"))
            if "d" in item:
                told = item.partition("d")[2] or (items.pop(0) if items else "\n")
                end_of_line = told[:1] or "\0"
            elif item[-1] in "pntNui" and items and not (shell.zsh and item[-1] in "pn"):
                items.pop(0)
        else:
            names.append(item.split("?")[0])
    names = [n for n in names if NAME.fullmatch(n)] or ["REPLY"]
    given = shell.input.value
    if given is None or given.text is None or counted:
        why = say("read from the terminal") if given is None else given.why or say("a part of what is read")
        lines = given.any_order if given is not None and len(names) == 1 and not counted else ()
        for name in names:
            value = Val(None, None, why, of_files=given is not None and given.of_files, one_of=lines)
            shell.assign(name, value, shell.place(node.pos))
        return None
    line = shell.input.line(end_of_line)
    if line is None:
        for name in names:
            shell.assign(name, Val(""), shell.place(node.pos))
        return 1
    if not raw and "\\" in (line.text or ""):
        line = replace(line, text=re.sub(r"\\(.)", r"\1", line.text or ""), spans=())
    ended = given.text[shell.input.at - 1 : shell.input.at] == end_of_line
    _distribute(shell, line, names, array, node)
    return 0 if ended else 1


def _distribute(shell: Shell, line: Val, names: list[str], array: bool, node: Simple) -> None:
    separators = shell.separators()
    place = shell.place(node.pos)
    if array:
        shell.assign(names[0], words_of(line, separators) if separators else [line], place)
        return
    text = line.text or ""
    position = 0
    for number, name in enumerate(names):
        while position < len(text) and text[position] in separators and text[position] in " \t\n":
            position += 1
        if number == len(names) - 1:
            end = len(text)
            while end > position and text[end - 1] in separators and text[end - 1] in " \t\n":
                end -= 1
            shell.assign(name, piece(line, position, end), place)
            return
        end = position
        while end < len(text) and text[end] not in separators:
            end += 1
        shell.assign(name, piece(line, position, end), place)
        position = end + 1


def mapfile(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """`mapfile -t -d X NAME`; with any other option what the list holds is not known."""
    items = [a.text for a in arguments]
    name, end_of_line, bare, known = "MAPFILE", "\n", False, True
    while items:
        item = items.pop(0)
        if item is None or item[:1] != "-":
            name = item if item is not None and NAME.fullmatch(item) else name
            continue
        bare = bare or item[1:2] == "t"
        letters = item[1:].removeprefix("t")
        if letters[:1] == "d":
            told = letters[1:] or (items.pop(0) if items else "\n")
            end_of_line, known = (told or "")[:1] or "\0", known and told is not None
        elif letters:
            known = False
            if len(letters) == 1 and items:
                items.pop(0)
    given = shell.input.rest()
    if given is None or given.text is None or not known:
        lines = given.any_order if given is not None and known else ()
        value = Val(None, None, say("read from a program"), of_files=given is not None and given.of_files, any_order=lines)
        shell.assign(name, value, shell.place(node.pos))
        return 0
    source, found = Input(given), list[Val]()
    while (line := source.line(end_of_line)) is not None:
        found.append(line if bare or source.at > len(given.text) else joined([line, Val(end_of_line.replace("\0", ""))]))
    shell.assign(name, found, shell.place(node.pos))
    return 0
