"""The pieces of simple commands: blanks and here-documents, assignments, lists in parentheses, redirections. Commands are in `parser`."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.nodes import Assign, Heredoc, Redirect, Word
from claude_auth_tui.shells.posix.scanner import Scanner, Unfinished
from claude_auth_tui.shells.source_shown import operator_shown

_BLANKS: Final = re.compile(r"(?:[ \t]|\\\n)*+")
_BLANK_STARTS: Final = frozenset(" \t\\#")
_COMMENT: Final = re.compile(r"#[^\n]*")
_EMPTY_LINES: Final = re.compile(r"(?:[ \t\n]|\\\n|#[^\n]*)*+")
_REDIRECT: Final = re.compile(r"(\d+|\{[A-Za-z_]\w*\})?(<<<|<<-?|<>|<&|>>[|!]|>&[|!]?|>>|>[|!]|&>>[|!]?|&>[|!]?|>|<)")
_ASSIGN: Final = re.compile(r"([A-Za-z_]\w*)(\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])?(\+?)=")
_RESERVED: Final = re.compile(r"(?:[a-z]+|[{}!]|\[\[)(?=[ \t\n;&|<>()]|$)")


class CommandParts(Scanner):
    """A scanner that knows the pieces of commands."""

    def __init__(self, text: str, zsh: bool, position: int = 0, depth: int = 0) -> None:
        super().__init__(text, zsh, position, depth)
        self.heredocs: list[Heredoc] = []

    # -- blanks, lines, here-documents

    def blanks(self) -> None:
        if self.text[self.pos : self.pos + 1] not in _BLANK_STARTS:
            return
        found = _BLANKS.match(self.text, self.pos)
        if found:
            self.pos = found.end()
        if self.text.startswith("#", self.pos) and (comment := _COMMENT.match(self.text, self.pos)):
            self.pos = comment.end()

    def empty_lines(self) -> None:
        """Blanks, comments and line ends; reads the here-documents that wait for a line end."""
        while True:
            if not self.heredocs:
                found = _EMPTY_LINES.match(self.text, self.pos)
                self.pos = found.end() if found else self.pos
                return
            self.blanks()
            if not self.text.startswith("\n", self.pos):
                return
            self.pos += 1
            self._read_heredocs()

    def _read_heredocs(self) -> None:
        for heredoc in self.heredocs:
            heredoc.pos = start = self.pos
            lines: list[str] = []
            while True:
                if self.pos >= len(self.text):
                    break
                end = self.text.find("\n", self.pos)
                end = len(self.text) if end < 0 else end
                line = self.text[self.pos : end]
                self.pos = min(end + 1, len(self.text))
                if heredoc.strip:
                    line = line.lstrip("\t")
                if line == heredoc.delimiter:
                    break
                lines.append(line + "\n")
            heredoc.body = "".join(lines) if heredoc.strip else self.text[start : start + sum(map(len, lines))]
        self.heredocs.clear()

    def next_shown(self) -> Shown:
        """The next operator or keyword; any other word is not told."""
        return operator_shown(self.next_piece())

    def next_piece(self) -> str:
        found = re.compile(r"[A-Za-z]{1,10}|.").match(self.text, self.pos)
        return found.group() if found else ""

    def peek(self) -> str:
        """The next word if it could be a reserved one, else nothing."""
        found = _RESERVED.match(self.text, self.pos)
        return found.group() if found else ""

    # -- assignments and redirections

    def assign(self, declaring: bool = False) -> Assign | None:
        """An assignment at the current position; as an argument of `export` and its like only the form with parentheses."""
        text, start = self.text, self.pos
        found = _ASSIGN.match(text, start)
        if not found:
            return None
        name, key, plus = found.group(1), found.group(2), bool(found.group(3))
        if text.startswith("(", found.end()):
            self.pos = found.end() + 1
            return Assign(name, key and key[1:-1], plus, None, self._array(start), start, self.pos)
        if declaring:
            return None
        self.pos = found.end()
        value = self.scan_word(assigned=True) or Word("", self.pos, True)
        return Assign(name, key and key[1:-1], plus, value, None, start, self.pos)

    def _array(self, opened: int) -> tuple[Word, ...]:
        words: list[Word] = []
        self.depth += 1
        while True:
            self.empty_lines()
            if self.text.startswith(")", self.pos):
                self.pos += 1
                break
            word = self.scan_word(parens=self.zsh) if not self.zsh or self.peek() != "}" else None
            if word is None:
                if self.pos >= len(self.text):
                    raise Unfinished(opened, say("a list in parentheses is never closed"))
                if not self.zsh or self.text[self.pos] != ";":
                    problem = Unfinished(self.pos, say("`{}` is out of place in a list in parentheses", self.next_shown()))
                    problem.inside = self.pos
                    raise problem
                self.pos += 1
                continue
            words.append(word)
        self.depth -= 1
        return tuple(words)

    def redirect(self) -> Redirect | None:
        found = _REDIRECT.match(self.text, self.pos)
        if not found:
            return None
        operator = found.group(2)
        if operator in ("<", ">") and self.text.startswith("(", found.end()):
            return None
        if self.zsh and operator == "<" and re.compile(r"<\d*-\d*>").match(self.text, self.pos):
            return None
        start = self.pos
        self.pos = found.end()
        self.blanks()
        target = self.scan_word()
        if target is None:
            if operator in (">&", "<&") and self.text.startswith("-", self.pos):
                self.pos += 1
                return Redirect(operator, found.group(1) or "", None, None, start)
            raise Unfinished(start, say("nothing follows `{}`", operator_shown(operator)))
        heredoc = None
        if operator.startswith("<<") and operator != "<<<":
            bare = re.sub(r"\\(.)|['\"]|\$(?=['\"])", r"\1", target.raw)
            heredoc = Heredoc(bare, bare != target.raw, operator == "<<-")
            self.heredocs.append(heredoc)
        return Redirect(operator, found.group(1) or "", target, heredoc, start)

    def redirects(self) -> tuple[Redirect, ...]:
        """The redirections behind a compound command."""
        found: list[Redirect] = []
        while True:
            self.blanks()
            redirect = self.redirect() if self.pos < len(self.text) and self.text[self.pos] in "<>&0123456789{" else None
            if redirect is None:
                return tuple(found)
            found.append(redirect)
