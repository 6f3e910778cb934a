"""fish text as tokens: words still raw, operators, ends of statements. What is inside a word lives in `word_parts`.

The rules are those of fish's own tokenizer (3.6): `#` begins a comment only where a word could begin, `&` inside a word
is a character, a newline after a pipe, `&&` or `||` does not end the statement (that is the parser's matter).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.syntax import FishSyntaxError, TooDeepError, Word
from claude_auth_tui.shells.source_shown import operator_shown


class Token(Struct, frozen=True):
    """`kind` is `word`, `end` (newline or `;`), `|`, `&&`, `||`, `&`, `redirect` or `eof`.

    A word with nothing in it to expand comes as a `Word` at once.
    """

    kind: str
    text: str
    line: int


_RUN: Final = re.compile(r"[^ \t\r\n;|&<>()\[\]{}'\"\\#]+")
"""Characters that mean nothing to the tokenizer."""
_BLANKS: Final = re.compile(r"(?:[ \t\r\f\v\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]|\\\n)+")
"""What may stand before a word; only the first three of them, a newline and operators end one (observed, 3.6)."""
_USUAL: Final = re.compile(
    r"""[ \t]*(?:(?P<plain>[A-Za-z0-9_./:@%+,=^!-][A-Za-z0-9_./:@%+,=^!~-]*)(?=[ \t\r\n;]|$)
    |(?P<end>[\n;])
    |'(?P<single>[^'\\]*)'(?=[ \t\r\n;]|$)
    |"(?P<double>[^"\\$]*)"(?=[ \t\r\n;]|$)
    |(?P<comment>\#[^\n]*)
    |(?P<other>[A-Za-z0-9_./:@%+,=^!~*?$-]+)(?=[ \t\r\n;]|$))""",
    re.VERBOSE,
)
"""What most of a script is made of."""
_REDIRECT: Final = re.compile(r"&>>\??|&>\??|(\d*)(?:>>|>\?|>&|>\||>|<&|<)")
_PLAIN_QUOTED: Final = re.compile(r"'(?:[^'\\]|\\.)*'", re.DOTALL)
_DOUBLE: Final = re.compile(r'(?:[^"\\$]|\\.|\$(?!\())*', re.DOTALL)
_INSIDE: Final = re.compile(r"[^()\[\]{}'\"\\#]+")
_MAX_NESTING: Final = 60


def tokens(text: str, line: int = 1) -> list[Token | Word]:
    """The tokens of a text whose first line is `line`.

    Raises FishSyntaxError for what fish refuses: an unclosed quote, parenthesis, brace or index.
    """
    out: list[Token | Word] = []
    position, size = 0, len(text)
    usual = _USUAL.match
    while position < size:
        found = usual(text, position)
        if found is None:
            position, line = _unusual(text, position, line, out)
            continue
        kind = found.lastgroup
        position = found.end()
        if kind == "plain":
            raw = found.group("plain")
            out.append(Word(raw, line, raw, ()))
        elif kind == "end":
            char = text[position - 1]
            out.append(Token("end", char, line))
            if char == "\n":
                line += 1
        elif kind == "other":
            out.append(Token("word", found.group("other"), line))
        elif kind != "comment":
            inside = found.group("single" if kind == "single" else "double")
            quote = "'" if kind == "single" else '"'
            raw = f"{quote}{inside}{quote}"
            out.append(Word(raw, line, inside, ()))
            if "\n" in inside:
                line += inside.count("\n")
    out.append(Token("eof", "", line))
    return out


def _unusual(text: str, position: int, line: int, out: list[Token | Word]) -> tuple[int, int]:
    """One step over what `_USUAL` does not know: where it ends, and the line there."""
    found = _BLANKS.match(text, position)
    if found:
        position = found.end()
        newlines = text.count("\n", found.start(), position)
        while newlines and text.startswith("#", position):  # after a continued line a comment takes its newline along
            end = text.find("\n", position)
            newlines += end >= 0
            position = end + 1 if end >= 0 else len(text)
            found = _BLANKS.match(text, position)
            position = found.end() if found else position
        return position, line + newlines
    char = text[position]
    if char in "|&<>" or char.isdecimal():
        operator = _operator(text, position, line)
        if operator is not None:
            out.append(operator)
            return position + len(operator.text), line
    stop = max(word_end(text, position, line), position + 1)  # whatever it is, it is passed
    raw = text[position:stop]
    out.append(Token("word", raw, line))
    return stop, line + raw.count("\n")


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
    return _Scan(text, position, line, balanced=False).end()


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
            raise TooDeepError(self.line)

    def escape(self, char: str) -> None:
        if self.position + 1 >= len(self.text):
            raise FishSyntaxError(say("a backslash at the very end"), self.line)
        self.position += 2

    def single(self, char: str) -> None:
        closed = _PLAIN_QUOTED.match(self.text, self.position)
        if not closed:
            raise FishSyntaxError(say("a single quote is never closed"), self._here())
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
            raise FishSyntaxError(say("a closing {} where none is open", operator_shown(char)), self._here())
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
    ")": say("a parenthesis is never closed"),
    "}": say("a brace is never closed"),
    "]": say("a bracket is never closed"),
    '"': say("a double quote is never closed"),
}
