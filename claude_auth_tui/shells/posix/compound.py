"""Compound commands: `if`, `for`, `while`, `case`, groups, functions, `[[ ]]` and `(( ))`, in bash's forms and zsh's short ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.case_forms import Cases
from claude_auth_tui.shells.posix.nodes import (
    AndOr,
    Anonymous,
    Arithmetic,
    Block,
    Function,
    Group,
    If,
    Node,
    Pipeline,
    Simple,
    Subshell,
    Test,
    Word,
)
from claude_auth_tui.shells.posix.scanner import Unfinished
from claude_auth_tui.shells.posix.testing import read_condition

if TYPE_CHECKING:
    pass

_NAME: Final = re.compile(r"[A-Za-z_]\w*|\d+")
_PARENS: Final = re.compile(r"\([ \t]*\)")
_ENDINGS: Final = (";;&", ";;", ";&", ";|")


def ends_itself(test: Block, text: str, position: int) -> bool:
    """zsh: whether a condition ends with brackets or braces and its body begins right behind them, so that it needs no `then` or `do`."""
    last: Node = test.items[-1]
    while isinstance(last, AndOr | Pipeline):
        last = last.commands[-1] if isinstance(last, Pipeline) else last.rest[-1][1]
    if not isinstance(last, Test | Arithmetic | Subshell | Group) or position >= len(text):
        return False
    return not text[last.end : position].strip(" \t") and text[position] not in "\n;&|)"


class Compounds(Cases):
    """The parser's compound commands; shares its text and position."""

    def reserved(self, word: str) -> Node:
        """The command that begins with a reserved word, which is at the current position."""
        p = self.p
        start = p.pos
        p.deeper(start)
        p.pos += len(word)
        readers: dict[str, Callable[[int], Node]] = {
            "if": self._if,
            "while": self._while,
            "until": self._until,
            "for": self._for,
            "select": self._select,
            "foreach": self._foreach,
            "repeat": self._repeat,
            "case": self._case,
            "function": self._function,
            "[[": self._test,
        }
        if word in readers:
            node = readers[word](start)
        else:  # time, coproc, nocorrect, ! in front of a command
            p.blanks()
            node = p.command() or Simple((), (), (), start, p.pos)
        p.depth -= 1
        return node

    # -- groups

    def parenthesis(self) -> Node:
        """`( … )`, `(( … ))`, or in zsh `() { … }`."""
        p = self.p
        start = p.pos
        p.deeper(start)
        if p.zsh and (found := _PARENS.match(p.text, start)):
            p.pos = found.end()
            node: Node = self._anonymous(start)
        else:
            node = self._arithmetic(start) or self._subshell(start)
        p.depth -= 1
        return node

    def _arithmetic(self, start: int) -> Arithmetic | None:
        p = self.p
        if not p.text.startswith("((", start) or not p.arithmetic_ends(start):
            return None
        return Arithmetic(p.text[start + 2 : p.pos - 2], start, p.pos)

    def _subshell(self, start: int) -> Subshell:
        p = self.p
        p.pos = start + 1
        body = p.filled_list((), start, closing=")")
        p.empty_lines()
        if not p.text.startswith(")", p.pos):
            raise Unfinished(start, say("a `(` is never closed"))
        p.pos += 1
        return Subshell(body, p.redirects(), start, p.pos)

    def group(self) -> Node:
        p = self.p
        start = p.pos
        p.deeper(start)
        body = self._braced(start)
        always = None
        if p.zsh:
            p.blanks()
            if p.take_word("always"):
                p.empty_lines()
                if p.text.startswith("{", p.pos):
                    always = self._braced(start)
        p.depth -= 1
        return Group(body, always, p.redirects(), start, p.pos)

    def _anonymous(self, start: int) -> Anonymous:
        p = self.p
        p.empty_lines()
        body = p.command()
        if body is None:
            raise Unfinished(start, say("a function without a body"))
        words: list[Word] = []
        while True:
            p.blanks()
            word = p.scan_word(parens=True)
            if word is None:
                return Anonymous(body, tuple(words), start, p.pos)
            words.append(word)

    # -- functions

    def _function(self, start: int) -> Node:
        p = self.p
        names: list[str] = []
        while True:
            p.blanks()
            if p.text.startswith(("{", "\n", "("), p.pos) and not (p.text.startswith("(", p.pos) and not names and not p.zsh):
                break
            word = p.scan_word()
            if word is None:
                break
            names.append(word.raw)
        found = _PARENS.match(p.text, p.pos)
        if found:
            p.pos = found.end()
        if not names and p.zsh:
            return self._anonymous(start)
        return self.function_body(tuple(names), start)

    def function_body(self, names: tuple[str, ...], start: int) -> Node:
        p = self.p
        p.empty_lines()
        p.deeper(start)
        body = p.command()
        p.depth -= 1
        if body is None:
            raise Unfinished(start, say("a function without a body"))
        if not p.zsh and isinstance(body, Simple):
            raise Unfinished(start, say("a function whose body is no compound command"))
        return Function(names, body, start, p.pos)

    # -- conditions and loops

    def _if(self, start: int) -> If:
        p = self.p
        arms: list[tuple[Block, Block]] = []
        otherwise = None
        while True:
            test = p.filled_list(("then",), start)
            p.empty_lines()
            if p.take_word("then"):
                arms.append((test, p.filled_list(("elif", "else", "fi"), start)))
                p.empty_lines()
                if p.take_word("elif"):
                    continue
                if p.take_word("else"):
                    otherwise = p.filled_list(("fi",), start)
                self.expect("fi", start, say("if"))
                break
            if not p.zsh or not test.items or not ends_itself(test, p.text, p.pos):
                raise Unfinished(start, say("`if` lacks its `then`"))
            arms.append((test, self._braced(start) if p.text.startswith("{", p.pos) else self._single()))
            following = self._after_short_arm() if p.text[p.pos - 1] == "}" else ""
            if following == "elif":
                continue
            if following == "else":
                otherwise = self._short_else(start)
            break
        return If(tuple(arms), otherwise, p.redirects(), start, p.pos)

    def _after_short_arm(self) -> str:
        """`elif` or `else` behind a braced arm, on its line."""
        p = self.p
        p.blanks()
        return next((word for word in ("elif", "else") if p.take_word(word)), "")

    def _short_else(self, start: int) -> Block:
        p = self.p
        p.empty_lines()
        if p.text.startswith("{", p.pos):
            return self._braced(start)
        block = p.filled_list(("fi",), start)
        self.expect("fi", start, say("if"))
        return block

    def _test(self, start: int) -> Test:
        test = read_condition(self.p, start)
        return Test(test, self.p.redirects(), start, self.p.pos)
