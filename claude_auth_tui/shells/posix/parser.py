"""From text to commands. Tolerant: what it cannot read ends the text there, and all lines before it stand.

A line is read as a whole, as the shells do: when something in it cannot be read, nothing of it runs, nor anything after.
Compound commands are in `compound`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.command_parts import CommandParts
from claude_auth_tui.shells.posix.compound import Compounds
from claude_auth_tui.shells.posix.easy import easy_command
from claude_auth_tui.shells.posix.nodes import (
    AndOr,
    Assign,
    Background,
    Block,
    Node,
    Pipeline,
    Redirect,
    Simple,
    Unread,
    Word,
)
from claude_auth_tui.shells.posix.scanner import Unfinished
from claude_auth_tui.shells.source_shown import operator_shown

_EMPTY_PARENS: Final = re.compile(r"\([ \t]*\)")
_SEPARATOR: Final = re.compile(r"[ \t]*(;(?![;&|])|&(?![&>]))")
_OPENERS: Final = frozenset(
    ["if", "for", "while", "until", "case", "select", "function", "foreach", "repeat", "{", "[[", "!", "time", "coproc", "nocorrect"]
)
_CLOSERS: Final = frozenset(["then", "elif", "else", "fi", "do", "done", "esac", "}"])
_JOINING: Final = frozenset(["&&", "||"])
_DECLARING: Final = frozenset(
    ["export", "declare", "typeset", "local", "readonly", "integer", "float", "private", "builtin", "command", "-"]
)
_ZSH_ONLY: Final = frozenset(["foreach", "repeat", "nocorrect"])
_RESERVED_IN_ZSH: Final = _OPENERS | _CLOSERS - {"!", "time"}
"""What ends a command that so far is assignments only: zsh still looks for reserved words there."""


class Parser(CommandParts):
    """One text on its way to commands."""

    def __init__(self, text: str, zsh: bool, position: int = 0, depth: int = 0) -> None:
        super().__init__(text, zsh, position, depth)
        self.problem: Unfinished | None = None
        """What ended the reading before the end of the text, if anything did."""
        self.stops: Collection[str] = ()
        """Words that end the list that is being read."""

    def lines(self) -> Iterator[Node]:
        """The complete commands of the text, one line or compound at a time, read as they are asked for."""
        while True:
            self.empty_lines()
            if self.pos >= len(self.text):
                return
            easy = easy_command(self.text, self.pos) if not self.heredocs else None
            if easy:
                self.pos = easy.end
                yield easy
                continue
            start = self.pos
            try:
                block = self.list_until((), one_line=True)
                if not block.items:
                    raise Unfinished(self.pos, say("`{}` is out of place", operator_shown(self.text[self.pos : self.pos + 1])))
            except Unfinished as unfinished:
                following = self._behind(unfinished)
                if not following:
                    self.problem = unfinished
                    return
                yield Unread(unfinished.what, start, following)
                continue
            yield block

    def _behind(self, problem: Unfinished) -> int:
        """Where bash goes on behind an error inside parentheses: at the next line, as if nothing had been begun. 0 where it does not."""
        end = self.text.find("\n", problem.inside) if problem.inside >= 0 else -1
        if self.zsh or end < 0:
            return 0
        self.pos, self.depth, self.stops = end + 1, 0, ()
        self.heredocs.clear()
        return end + 1

    def command_end(self, position: int) -> int:
        inner = Parser(self.text, self.zsh, position, self.depth)
        inner.extglob, inner.ends = self.extglob, self.ends
        try:
            inner.list_until((), closing=")")
        except Unfinished as unfinished:
            if unfinished.inside < 0 and "never closed" not in unfinished.what and inner.pos < len(self.text):
                unfinished.inside = inner.pos
            raise
        if not inner.text.startswith(")", inner.pos):
            problem = Unfinished(position, say("$( is never closed"))
            problem.inside = inner.pos if inner.pos < len(self.text) else -1
            raise problem
        return inner.pos + 1

    # -- lists

    def list_until(self, stops: Collection[str], closing: str = "", one_line: bool = False) -> Block:
        """Commands up to one of the stop words, a `)` or the end; the stop itself is not consumed."""
        outer, self.stops = self.stops, stops
        items: list[Node] = []
        start = self.pos
        while True:
            if not one_line:
                self.empty_lines()
                easy = easy_command(self.text, self.pos) if not self.heredocs else None
                if easy:
                    self.pos = easy.end
                    items.append(easy)
                    continue
            self.blanks()
            if self.zsh and self.text.startswith(";", self.pos) and not self.text.startswith((";;", ";&", ";|"), self.pos):
                self.pos += 1  # zsh lets a separator stand alone
                continue
            if self._at_end(closing):
                break
            command = self.and_or()
            if command is None:
                break
            separator = _SEPARATOR.match(self.text, self.pos)
            if separator:
                self.pos = separator.end()
                if separator.group(1) == "&":
                    if self.text.startswith(("!", "|"), self.pos):
                        self.pos += 1
                    command = Background(command, command.pos, self.pos)
            items.append(command)
            if separator:
                continue
            self.blanks()
            if not self.text.startswith("\n", self.pos):
                break
            if one_line:
                break
        if one_line:
            self._finish_line()
        self.stops = outer
        return Block(tuple(items), start, self.pos)

    def filled_list(self, stops: Collection[str], opened: int, closing: str = "") -> Block:
        """The inside of a compound command, which bash does not allow to be empty."""
        block = self.list_until(stops, closing)
        if not block.items and not self.zsh:
            raise Unfinished(opened, say("a block is empty"))
        return block

    def _finish_line(self) -> None:
        self.blanks()
        if self.pos < len(self.text) and self.text[self.pos] != "\n":
            raise Unfinished(self.pos, say("`{}` is out of place", self.next_shown()))
        if self.heredocs:
            self.empty_lines()

    def _at_end(self, closing: str) -> bool:
        text, position = self.text, self.pos
        if position >= len(text):
            return True
        char = text[position]
        if char == ")":
            if not closing and not self.depth and not self.stops:
                raise Unfinished(position, say("`)` is out of place"))
            return True
        return text.startswith((";;", ";&", ";|"), position)

    def and_or(self) -> Node | None:
        start = self.pos
        first = self.pipeline()
        if first is None:
            return None
        rest: list[tuple[str, Node]] = []
        while True:
            self.blanks()
            operator: str = self.text[self.pos : self.pos + 2]
            if operator not in _JOINING:
                break
            self.pos += 2
            self.empty_lines()
            while self.zsh and self.text.startswith(";", self.pos) and not self.text.startswith((";;", ";&", ";|"), self.pos):
                self.pos += 1
                self.empty_lines()
            following = self.pipeline() if not self.zsh or self.peek() not in _CLOSERS else None
            if following is None:
                if self.zsh:
                    break
                raise Unfinished(self.pos, say("nothing follows `{}`", operator_shown(operator)))
            rest.append((operator, following))
        return AndOr(first, tuple(rest), start, self.pos) if rest else first

    def pipeline(self) -> Node | None:
        start = self.pos
        negated = False
        while self.text.startswith("!", start) and self.take_word("!"):
            negated = not negated
            self.blanks()
        if self.text.startswith("time", self.pos) and self.take_word("time"):
            self.blanks()
            self.take_word("-p")
            self.blanks()
        first = self.command()
        if first is None:
            if self.pos > start:
                return Simple((), (), (), start, self.pos)
            return None
        commands = [first]
        while True:
            self.blanks()
            if not self.text.startswith("|", self.pos) or self.text.startswith("||", self.pos):
                break
            self.pos += 2 if self.text.startswith("|&", self.pos) else 1
            self.empty_lines()
            following = self.command()
            if following is None:
                raise Unfinished(self.pos, say("nothing follows `|`"))
            commands.append(following)
        if len(commands) == 1 and not negated:
            return first
        return Pipeline(tuple(commands), negated, start, self.pos)

    def take_word(self, word: str) -> bool:
        """Step over a reserved word if it is the next word."""
        end = self.pos + len(word)
        if self.text.startswith(word, self.pos) and (end >= len(self.text) or self.text[end] in " \t\n;&|<>()"):
            self.pos = end
            return True
        return False

    # -- commands

    def command(self) -> Node | None:
        """One command, simple or compound; None at the end of a list."""
        text, start = self.text, self.pos
        char = text[start : start + 1]
        if not char or char in "\n;&|)":
            if char == "&" and text.startswith("&>", start):
                return self.simple(start)
            return None
        if char == "(":
            return self._compounds().parenthesis()
        if char == "{" and (self.zsh or text[start + 1 : start + 2] in (" ", "\t", "\n", "")):
            return self._compounds().group()
        word = self.peek()
        if word in self.stops:
            return None
        if word in _CLOSERS and word != "}":
            raise Unfinished(start, say("`{}` is out of place", operator_shown(word)))
        if word == "}":
            raise Unfinished(start, say("`}` is out of place"))
        if word in _OPENERS and (self.zsh or word not in _ZSH_ONLY):
            return self._compounds().reserved(word)
        return self.simple(start)

    def _compounds(self) -> Compounds:
        return Compounds(self)

    def simple(self, start: int) -> Node:
        assigns: list[Assign] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        text = self.text
        declaring = False
        while True:
            self.blanks()
            char = text[self.pos : self.pos + 1]
            if not char or char in "\n;|)":
                break
            if char in "<>&" or char.isdigit() or char == "{":
                redirect = self.redirect()
                if redirect:
                    redirects.append(redirect)
                    continue
                if char == "&":
                    break
            if self.zsh and char == "}" and self.peek() == "}":
                break
            if self.zsh and assigns and not words and self.peek() in _RESERVED_IN_ZSH:
                break
            if not words or declaring:
                assign = self.assign(declaring)
                if assign and not words:
                    assigns.append(assign)
                    continue
                if assign:
                    words.append(Word(text[assign.pos : assign.end], assign.pos, False))
                    continue
            parens = _EMPTY_PARENS.match(text, self.pos) if char == "(" and words and not assigns else None
            if parens:
                self.pos = parens.end()
                return self._compounds().function_body(tuple(w.raw for w in words), start)
            word = self.scan_word(parens=self.zsh and bool(words), assigned=declaring)
            if word is None:
                raise Unfinished(self.pos, say("`{}` is out of place", self.next_shown()))
            declaring = declaring or (not words and word.raw in _DECLARING)
            words.append(word)
        return Simple(tuple(assigns), tuple(words), tuple(redirects), start, self.pos)
