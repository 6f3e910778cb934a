"""fish text as tokens: words still raw, operators, ends of statements. What is inside a word lives in `words`.

The rules are those of fish's own tokenizer (3.6): `#` begins a comment only where a word could begin, `&` inside a word
is a character, a newline after a pipe, `&&` or `||` does not end the statement (that is the parser's matter).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
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
_WHOLE: Final = re.compile(r"""(?:[A-Za-z0-9_./:@%+,=^!~*?$-]+|'[^'\\]*'|"[^"\\$]*")(?=[\s;]|$)""")
"""A usual word, in one go."""
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
    found = _WHOLE.match(text, position)
    return found.end() if found else _Scan(text, position, line, balanced=False).end()


def group_end(text: str, position: int, line: int) -> int:
    """Behind the closer of the `(`, `[` or `{` at `position`."""
    return _Scan(text, position, line, balanced=True).end()


class _Scan:
    """One word, or one group of it when `balanced`, on the way to its end."""

    def __init__(self, text: str, position: int, line: int, balanced: bool) -> None:
        self.text = text
        self.start = position
        self.position = position
        self.line = line
        self.balanced = balanced
        self.opened: list[str] = []
        """Closers that are waited for: `)`, `}`, `]`, and `"` for a `$(` inside double quotes."""
        self.done = False

    def end(self) -> int:
        text, size = self.text, len(self.text)
        while self.position < size and not self.done:
            found = (_INSIDE if self.opened else _RUN).match(text, self.position)
            if found:
                self.position = found.end()
                continue
            char = text[self.position]
            take = _TAKES.get(char)
            if take is not None:
                take(self, char)
            elif self.opened or self._is_inner_ampersand(char):
                self.position += 1
            else:
                break
        if self.opened:
            raise FishSyntaxError(_UNCLOSED[self.opened[-1]], self.line)
        return self.position

    def _is_inner_ampersand(self, char: str) -> bool:
        following = self.text[self.position + 1 : self.position + 2]
        return char == "&" and following not in _AFTER_WORD

    def _here(self) -> int:
        return self.line + self.text.count("\n", self.start, self.position)

    def _push(self, closer: str) -> None:
        self.opened.append(closer)
        if len(self.opened) > _MAX_NESTING:
            raise FishSyntaxError("nested too deeply to be followed", self.line)

    def escape(self, char: str) -> None:
        if self.position + 1 >= len(self.text):
            raise FishSyntaxError("a backslash at the very end", self.line)
        self.position += 2

    def single(self, char: str) -> None:
        closed = _PLAIN_QUOTED.match(self.text, self.position)
        if not closed:
            raise FishSyntaxError("a single quote is never closed", self._here())
        self.position = closed.end()

    def double(self, char: str) -> None:
        """From a double quote, or from inside of a pair, to behind its end or behind the `$(` that interrupts it."""
        found = _DOUBLE.match(self.text, self.position + 1)
        stop = found.end() if found else self.position + 1
        following = self.text[stop : stop + 1]
        if following == '"':
            self.position = stop + 1
        elif following == "$":
            self._push('"')
            self._push(")")
            self.position = stop + 2
        else:
            raise FishSyntaxError(_UNCLOSED['"'], self._here())

    def opener(self, char: str) -> None:
        self._push(")" if char == "(" else "}")
        self.position += 1

    def closer(self, char: str) -> None:
        opened = self.opened
        while opened and opened[-1] == "]":
            opened.pop()
        if not opened or opened[-1] != char:
            raise FishSyntaxError(f"a closing {char} where none is open", self._here())
        opened.pop()
        if opened and opened[-1] == '"':
            opened.pop()
            self.double(char)
            return
        self.position += 1
        self.done = self.balanced and not opened

    def bracket(self, char: str) -> None:
        if (self.balanced or self.position != self.start) and "]" not in self.opened[-1:]:
            self._push("]")
        self.position += 1

    def closing_bracket(self, char: str) -> None:
        self.position += 1
        if self.opened and self.opened[-1] == "]":
            self.opened.pop()
            self.done = self.balanced and not self.opened

    def comment(self, char: str) -> None:
        self.position += 1
        if self.opened and self.opened[-1] == ")" and self.text[self.position - 2] in " \t\n;(":
            newline = self.text.find("\n", self.position)
            self.position = newline if newline >= 0 else len(self.text)


_TAKES: Final[Mapping[str, Callable[[_Scan, str], None]]] = {
    "\\": _Scan.escape,
    "'": _Scan.single,
    '"': _Scan.double,
    "(": _Scan.opener,
    "{": _Scan.opener,
    ")": _Scan.closer,
    "}": _Scan.closer,
    "[": _Scan.bracket,
    "]": _Scan.closing_bracket,
    "#": _Scan.comment,
}
_AFTER_WORD: Final = frozenset(("", *" \t\r\n;|<>&\0"))
_UNCLOSED: Final = {
    ")": "a parenthesis is never closed",
    "}": "a brace is never closed",
    "]": "a bracket is never closed",
    '"': "a double quote is never closed",
}
