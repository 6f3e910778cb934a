"""Reading loops, and the pieces that all compound commands are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.nodes import (
    Block,
    CountingFor,
    For,
    Node,
    Repeat,
    While,
    Word,
)
from claude_auth_tui.shells.posix.scanner import Unfinished
from claude_auth_tui.shells.source_shown import operator_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.parser import Parser

_NAME: Final = re.compile(r"[A-Za-z_]\w*|\d+")
_PARENS: Final = re.compile(r"\([ \t]*\)")
_ENDINGS: Final = (";;&", ";;", ";&", ";|")


class Pieces:
    """What compound commands have in common; shares the text and the position of the parser."""

    def __init__(self, parser: Parser) -> None:
        self.p = parser

    def expect(self, word: str, opened: int, what: Shown) -> None:
        p = self.p
        p.empty_lines()
        if not p.take_word(word):
            raise Unfinished(
                opened,
                say("`{}` lacks its `{}`", what, operator_shown(word))
                if p.pos >= len(p.text)
                else say("`{}` is not closed where `{}` should stand", what, operator_shown(word)),
            )

    def _body(self, opened: int, what: Shown) -> Block:
        """`do … done`, or in zsh `{ … }`, `( … )` or a single command."""
        p = self.p
        p.empty_lines()
        if p.text.startswith(";", p.pos) and not p.text.startswith(";;", p.pos):
            p.pos += 1
            p.empty_lines()
        if p.take_word("do"):
            body = p.filled_list(("done",), opened)
            self.expect("done", opened, what)
            return body
        if p.text.startswith("{", p.pos):
            return self._braced(opened)
        if not p.zsh:
            raise Unfinished(opened, say("`{}` lacks its `do`", what))
        return self._single()

    def _single(self) -> Block:
        """zsh's short form: one command."""
        p = self.p
        start = p.pos
        command = p.and_or()
        return Block((command,) if command else (), start, p.pos)

    def _braced(self, opened: int) -> Block:
        p = self.p
        p.pos += 1
        body = p.filled_list(("}",), opened)
        p.empty_lines()
        if not p.text.startswith("}", p.pos):
            raise Unfinished(opened, say("a `{` is never closed"))
        p.pos += 1
        return body

    def _name(self, start: int) -> str:
        p = self.p
        found = _NAME.match(p.text, p.pos)
        if not found:
            raise Unfinished(start, say("`for` without a name"))
        p.pos = found.end()
        return found.group()

    def _words(self) -> tuple[Word, ...]:
        p = self.p
        words: list[Word] = []
        while True:
            p.blanks()
            word = p.scan_word(parens=p.zsh) if not p.zsh or p.peek() != "}" else None
            if word is None:
                return tuple(words)
            words.append(word)

    def _listed(self, start: int) -> tuple[Word, ...]:
        """Words up to a `)`, which is consumed."""
        p = self.p
        words: list[Word] = []
        while True:
            p.empty_lines()
            if p.text.startswith(")", p.pos):
                p.pos += 1
                return tuple(words)
            word = p.scan_word(parens=True)
            if word is None:
                raise Unfinished(start, say("a list in parentheses is never closed"))
            words.append(word)


class Loops(Pieces):
    """`for`, `while`, `until`, `select`, `foreach` and `repeat`."""

    def _while(self, start: int) -> While:
        return self._loop(start, until=False)

    def _until(self, start: int) -> While:
        return self._loop(start, until=True)

    def _loop(self, start: int, until: bool) -> While:
        p = self.p
        test = p.filled_list(("do", "{") if p.zsh else ("do",), start)
        body = self._body(start, say("until") if until else say("while"))
        return While(test, body, until, p.redirects(), start, p.pos)

    def _for(self, start: int) -> Node:
        p = self.p
        p.blanks()
        if p.text.startswith("((", p.pos):
            opened = p.pos
            p.step_over_parens(opened)
            pieces = [*p.text[opened + 2 : p.pos - 2].split(";"), "", ""]
            p.blanks()
            body = self._body(start, say("for"))
            return CountingFor(pieces[0], pieces[1], pieces[2], body, p.redirects(), start, p.pos)
        names = [self._name(start)]
        while True:
            p.empty_lines()
            if p.take_word("in") or p.text.startswith(("(", ";", "{"), p.pos) or p.peek() == "do":
                break
            names.append(self._name(start))
            if not p.zsh:
                raise Unfinished(start, say("`for` with more than one name"))
        words: tuple[Word, ...] | None = None
        if p.text.startswith("in", p.pos - 2) and p.text[p.pos : p.pos + 1] in (" ", "\t", "\n", ";", "\\"):
            words = self._words()
        elif p.zsh and p.text.startswith("(", p.pos):
            p.pos += 1
            words = self._listed(start)
        body = self._body(start, say("for"))
        return For(tuple(names), words, body, p.redirects(), start, p.pos)

    def _select(self, start: int) -> Node:
        """`select`: nobody answers it while startup files run."""
        node = self._for(start)
        return node._replace(words=()) if isinstance(node, For) else node

    def _foreach(self, start: int) -> For:
        p = self.p
        p.blanks()
        name = self._name(start)
        p.blanks()
        words: tuple[Word, ...] | None = None
        if p.text.startswith("(", p.pos):
            p.pos += 1
            words = self._listed(start)
        elif p.take_word("in"):
            words = self._words()
        p.blanks()
        if p.text.startswith("{", p.pos) or re.compile(r"[;\s]*do\b").match(p.text, p.pos):
            body = self._body(start, say("foreach"))
        else:
            body = p.list_until(("end",))
            self.expect("end", start, say("foreach"))
        return For((name,), words, body, p.redirects(), start, p.pos)

    def _repeat(self, start: int) -> Repeat:
        p = self.p
        p.blanks()
        count = p.scan_word() or Word("0", p.pos, True)
        return Repeat(count, self._body(start, say("repeat")), start, p.pos)
