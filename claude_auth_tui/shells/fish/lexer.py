"""fish text as tokens: words still raw, operators, ends of statements. What is inside a word lives in `words`.

The rules are those of fish's own tokenizer (3.6): `#` begins a comment only where a word could begin, `&` inside a word
is a character, a newline after a pipe, `&&` or `||` does not end the statement (that is the parser's matter).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from claude_auth_tui.shells.fish.syntax import FishSyntaxError


class Token(NamedTuple):
    """`kind` is `word`, `end` (newline or `;`), `|`, `&&`, `||`, `&`, `redirect` or `eof`."""

    kind: str
    text: str
    line: int


_BLANKS: Final = re.compile(r"(?:[ \t\r\f\v\u00a0]|\\\n)+")
_BLANK_CHARS: Final = frozenset(" \t\r\\\f\v\u00a0")
_RUN: Final = re.compile(r"[^\s;|&<>()\[\]{}'\"\\#]+")
"""Characters that mean nothing to the tokenizer."""
_COMMENT: Final = re.compile(r"#[^\n]*")
_REDIRECT: Final = re.compile(r"&>>\??|&>\??|(\d*)(?:>>|>\?|>&|>\||>|<&|<)")
_PLAIN_QUOTED: Final = re.compile(r"'(?:[^'\\]|\\.)*'", re.DOTALL)
_DOUBLE: Final = re.compile(r'(?:[^"\\$]|\\.|\$(?!\())*', re.DOTALL)
_INSIDE: Final = re.compile(r"[^()\[\]{}'\"\\#]+")
_MAX_NESTING: Final = 60


def tokens(text: str, line: int = 1) -> Iterator[Token]:
    """The tokens of a text whose first line is `line`.

    Raises FishSyntaxError for what fish refuses: an unclosed quote, parenthesis, brace or index.
    """
    position, end = 0, len(text)
    continued = False
    """Whether a backslash at the end of a line came just before: a comment then takes its newline along."""
    while position < end:
        char = text[position]
        if char in _BLANK_CHARS and (found := _BLANKS.match(text, position)):
            if char == "\\" or found.end() - position > 1:
                newlines = text.count("\n", position, found.end())
                line += newlines
                continued = continued or newlines > 0
            position = found.end()
            continue
        if char == "\n":
            yield Token("end", "\n", line)
            line += 1
            position += 1
            continue
        if char == "#":
            position = text.find("\n", position)
            if position < 0:
                break
            if continued:
                position += 1
                line += 1
            continue
        continued = False
        if char == ";":
            yield Token("end", ";", line)
            position += 1
            continue
        if char in "|&<>" or char.isdigit():
            operator = _operator(text, position, line)
            if operator is not None:
                yield operator
                position += len(operator.text)
                continue
        stop = word_end(text, position, line)
        raw = text[position:stop]
        yield Token("word", raw, line)
        if "\n" in raw:
            line += raw.count("\n")
        position = stop
    yield Token("eof", "", line)


def _operator(text: str, position: int, line: int) -> Token | None:
    char = text[position]
    two = text[position : position + 2]
    if two in ("&&", "||"):
        return Token(two, two, line)
    if char == "|":
        return Token("|", "|", line)
    if two == "&|":
        return Token("|", "&|", line)
    found = _REDIRECT.match(text, position)
    if found:
        return Token("|" if found.group().endswith(">|") else "redirect", found.group(), line)
    return Token("&", "&", line) if char == "&" else None


def word_end(text: str, position: int, line: int) -> int:
    """Where the word that begins at `position` ends."""
    return _scan(text, position, line, balanced=False)


def group_end(text: str, position: int, line: int) -> int:
    """Behind the closer of the `(`, `[` or `{` at `position`."""
    return _scan(text, position, line, balanced=True)


def _scan(text: str, position: int, line: int, balanced: bool) -> int:
    start, end = -1 if balanced else position, len(text)
    opened: list[str] = []
    """Closers that are waited for: `)`, `}`, `]`, and `"` for a `$(` inside double quotes."""
    while position < end:
        if not opened:
            found = _RUN.match(text, position)
            if found:
                position = found.end()
                if position >= end:
                    break
        else:
            found = _INSIDE.match(text, position)
            if found:
                position = found.end()
                if position >= end:
                    break
        char = text[position]
        if char == "\\":
            if position + 1 >= end:
                raise FishSyntaxError("a backslash at the very end", line)
            position += 2
        elif char == "'":
            closed = _PLAIN_QUOTED.match(text, position)
            if not closed:
                raise FishSyntaxError("a single quote is never closed", _line_at(text, start, position, line))
            position = closed.end()
        elif char == '"':
            position = _double_quoted(text, position + 1, opened, line)
        elif char in "({":
            opened.append(")" if char == "(" else "}")
            if len(opened) > _MAX_NESTING:
                raise FishSyntaxError("nested too deeply to be followed", line)
            position += 1
        elif char in ")}":
            while opened and opened[-1] == "]":
                opened.pop()
            if not opened or opened[-1] != char:
                raise FishSyntaxError(f"a closing {char} where none is open", _line_at(text, start, position, line))
            opened.pop()
            position += 1
            if opened and opened[-1] == '"':
                opened.pop()
                position = _double_quoted(text, position, opened, line)
            elif balanced and not opened:
                return position
        elif char == "[":
            if position != start and "]" not in opened[-1:]:
                opened.append("]")
            position += 1
        elif char == "]":
            position += 1
            if opened and opened[-1] == "]":
                opened.pop()
                if balanced and not opened:
                    return position
        elif char == "#":
            if opened and text[position - 1] in " \t\n;(" and opened[-1] == ")":
                found = _COMMENT.match(text, position)
                position = found.end() if found else end
            else:
                position += 1
        elif opened:
            position += 1
        elif char == "&" and position + 1 < end and text[position + 1] not in " \t\r\n;|<>&\0":
            position += 1
        else:
            break
    if opened:
        raise FishSyntaxError(_UNCLOSED[opened[-1]], line)
    return position


_UNCLOSED: Final = {
    ")": "a parenthesis is never closed",
    "}": "a brace is never closed",
    "]": "a bracket is never closed",
    '"': "a double quote is never closed",
}


def _double_quoted(text: str, position: int, opened: list[str], line: int) -> int:
    """From inside double quotes to behind their end, or behind the `$(` that interrupts them."""
    found = _DOUBLE.match(text, position)
    stop = found.end() if found else position
    if stop >= len(text):
        raise FishSyntaxError(_UNCLOSED['"'], line)
    if text[stop] == '"':
        return stop + 1
    if text[stop] != "$":  # a backslash at the very end
        raise FishSyntaxError(_UNCLOSED['"'], line)
    opened.append('"')
    opened.append(")")
    if len(opened) > _MAX_NESTING:
        raise FishSyntaxError("nested too deeply to be followed", line)
    return stop + 2


def _line_at(text: str, start: int, position: int, line: int) -> int:
    return line + text.count("\n", start, position)
