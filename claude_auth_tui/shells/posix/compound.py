"""Compound commands: `if`, `for`, `while`, `case`, groups, functions, `[[ ]]` and `(( ))`, in bash's forms and zsh's short ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from claude_auth_tui.shells.posix.nodes import (
    Anonymous,
    Arithmetic,
    Arm,
    Block,
    Case,
    CountingFor,
    For,
    Function,
    Group,
    If,
    Node,
    Repeat,
    Simple,
    Subshell,
    Test,
    While,
    Word,
)
from claude_auth_tui.shells.posix.scanner import Unfinished
from claude_auth_tui.shells.posix.testing import read_condition

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.parser import Parser

_NAME: Final = re.compile(r"[A-Za-z_]\w*|\d+")
_PARENS: Final = re.compile(r"\([ \t]*\)")
_ENDINGS: Final = (";;&", ";;", ";&", ";|")


class Compounds:
    """The parser's compound commands; shares its text and position."""

    def __init__(self, parser: Parser) -> None:
        self.p = parser

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
            "select": self._for,
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

    # -- pieces

    def expect(self, word: str, opened: int, what: str) -> None:
        p = self.p
        p.empty_lines()
        if not p.take_word(word):
            raise Unfinished(
                opened, f"`{what}` lacks its `{word}`" if p.pos >= len(p.text) else f"`{what}` is not closed where `{word}` should stand"
            )

    def _body(self, opened: int, what: str) -> Block:
        """`do … done`, or in zsh `{ … }`, `( … )` or a single command."""
        p = self.p
        p.empty_lines()
        if p.text.startswith(";", p.pos) and not p.text.startswith(";;", p.pos):
            p.pos += 1
            p.empty_lines()
        if p.take_word("do"):
            body = p.list_until(("done",))
            self.expect("done", opened, what)
            return body
        if p.text.startswith("{", p.pos):
            return self._braced(opened)
        if not p.zsh:
            raise Unfinished(opened, f"`{what}` lacks its `do`")
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
        body = p.list_until(("}",))
        p.empty_lines()
        if not p.text.startswith("}", p.pos):
            raise Unfinished(opened, "a `{` is never closed")
        p.pos += 1
        return body

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
        body = p.list_until((), closing=")")
        p.empty_lines()
        if not p.text.startswith(")", p.pos):
            raise Unfinished(start, "a `(` is never closed")
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
            raise Unfinished(start, "a function without a body")
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
            raise Unfinished(start, "a function without a body")
        if not p.zsh and isinstance(body, Simple):
            raise Unfinished(start, "a function whose body is no compound command")
        return Function(names, body, start, p.pos)

    # -- conditions and loops

    def _if(self, start: int) -> If:
        p = self.p
        arms: list[tuple[Block, Block]] = []
        otherwise = None
        while True:
            test = p.list_until(("then", "{") if p.zsh else ("then",))
            p.empty_lines()
            if p.take_word("then"):
                arms.append((test, p.list_until(("elif", "else", "fi"))))
                p.empty_lines()
                if p.take_word("elif"):
                    continue
                if p.take_word("else"):
                    otherwise = p.list_until(("fi",))
                self.expect("fi", start, "if")
                break
            if not p.zsh or not test.items:
                raise Unfinished(start, "`if` lacks its `then`")
            arms.append((test, self._braced(start) if p.text.startswith("{", p.pos) else self._single()))
            following = self._after_short_arm()
            if following == "elif":
                continue
            if following == "else":
                otherwise = self._short_else(start)
            break
        return If(tuple(arms), otherwise, p.redirects(), start, p.pos)

    def _after_short_arm(self) -> str:
        """`elif` or `else` behind a braced arm, perhaps on a line of its own."""
        p = self.p
        before = p.pos
        if not p.heredocs:
            p.empty_lines()
        for word in ("elif", "else"):
            if p.take_word(word):
                return word
        p.pos = before
        return ""

    def _short_else(self, start: int) -> Block:
        p = self.p
        p.empty_lines()
        return self._braced(start) if p.text.startswith("{", p.pos) else self._single()

    def _while(self, start: int) -> While:
        return self._loop(start, until=False)

    def _until(self, start: int) -> While:
        return self._loop(start, until=True)

    def _loop(self, start: int, until: bool) -> While:
        p = self.p
        test = p.list_until(("do", "{") if p.zsh else ("do",))
        body = self._body(start, "until" if until else "while")
        return While(test, body, until, p.redirects(), start, p.pos)

    def _for(self, start: int) -> Node:
        p = self.p
        p.blanks()
        if p.text.startswith("((", p.pos):
            opened = p.pos
            p.step_over_parens(opened)
            pieces = [*p.text[opened + 2 : p.pos - 2].split(";"), "", ""]
            p.blanks()
            body = self._body(start, "for")
            return CountingFor(pieces[0], pieces[1], pieces[2], body, p.redirects(), start, p.pos)
        names = [self._name(start)]
        while True:
            p.empty_lines()
            if p.take_word("in") or p.text.startswith(("(", ";", "{"), p.pos) or p.peek() == "do":
                break
            names.append(self._name(start))
            if not p.zsh:
                raise Unfinished(start, "`for` with more than one name")
        words: tuple[Word, ...] | None = None
        if p.text.startswith("in", p.pos - 2) and p.text[p.pos : p.pos + 1] in (" ", "\t", "\n", ";", "\\"):
            words = self._words()
        elif p.zsh and p.text.startswith("(", p.pos):
            p.pos += 1
            words = self._listed(start)
        body = self._body(start, "for")
        return For(tuple(names), words, body, p.redirects(), start, p.pos)

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
            body = self._body(start, "foreach")
        else:
            body = p.list_until(("end",))
            self.expect("end", start, "foreach")
        return For((name,), words, body, p.redirects(), start, p.pos)

    def _name(self, start: int) -> str:
        p = self.p
        found = _NAME.match(p.text, p.pos)
        if not found:
            raise Unfinished(start, "`for` without a name")
        p.pos = found.end()
        return found.group()

    def _words(self) -> tuple[Word, ...]:
        p = self.p
        words: list[Word] = []
        while True:
            p.blanks()
            word = p.scan_word(parens=p.zsh)
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
                raise Unfinished(start, "a list in parentheses is never closed")
            words.append(word)

    def _repeat(self, start: int) -> Repeat:
        p = self.p
        p.blanks()
        count = p.scan_word() or Word("0", p.pos, True)
        return Repeat(count, self._body(start, "repeat"), start, p.pos)

    # -- case

    def _case(self, start: int) -> Case:
        p = self.p
        p.blanks()
        word = p.scan_word(parens=p.zsh)
        if word is None:
            raise Unfinished(start, "`case` without a word")
        p.empty_lines()
        if p.zsh and p.text.startswith(";", p.pos):
            p.pos += 1
            p.empty_lines()
        if p.zsh and p.text.startswith("{", p.pos):
            p.pos += 1
            closer = "}"
        elif p.take_word("in"):
            closer = "esac"
            if p.zsh and p.text.startswith(";", p.pos):
                p.pos += 1
        else:
            raise Unfinished(start, "`case` lacks its `in`")
        arms: list[Arm] = []
        while True:
            p.empty_lines()
            if p.take_word(closer):
                break
            if p.pos >= len(p.text):
                raise Unfinished(start, f"`case` lacks its `{closer}`")
            patterns = self._patterns(start)
            body = p.list_until((closer,))
            p.empty_lines()
            ending = next((e for e in _ENDINGS if p.text.startswith(e, p.pos)), "")
            p.pos += len(ending)
            arms.append(Arm(patterns, body, ending or ";;"))
            if not ending:
                self.expect(closer, start, "case")
                break
        return Case(word, tuple(arms), p.redirects(), start, p.pos)

    def _patterns(self, start: int) -> tuple[str, ...]:
        """The patterns up to their `)`. A leading `(` may belong to the form or, in zsh, to the pattern."""
        p = self.p
        opened = p.text.startswith("(", p.pos)
        if opened and p.zsh:
            before = p.pos
            p.step_over_parens(before)
            inside = p.text[before + 1 : p.pos - 1]
            rest = re.compile(r"[ \t]*\)|[^\s;&]*\)").match(p.text, p.pos)
            if not rest:
                return self._split(inside)
            p.pos = before
            opened = False
        p.pos += opened
        pieces: list[str] = []
        while True:
            p.empty_lines()
            if p.text.startswith(")", p.pos):
                break
            if p.text.startswith("|", p.pos):
                p.pos += 1
                continue
            word = p.scan_word(parens=True)
            if word is None:
                raise Unfinished(start, "a pattern of `case` is never closed")
            pieces.append(word.raw)
        p.pos += 1
        return tuple(pieces)

    def _split(self, inside: str) -> tuple[str, ...]:
        parts: list[str] = []
        depth, current, position = 0, "", 0
        while position < len(inside):
            char = inside[position]
            if char == "\\":
                current += inside[position : position + 2]
                position += 2
                continue
            depth += (char == "(") - (char == ")")
            if char == "|" and not depth:
                parts.append(current.strip())
                current = ""
            else:
                current += char
            position += 1
        return (*parts, current.strip())

    def _test(self, start: int) -> Test:
        test = read_condition(self.p, start)
        return Test(test, self.p.redirects(), start, self.p.pos)
