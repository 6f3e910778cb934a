"""Reading `case`, whose patterns follow rules of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.nodes import (
    Arm,
    Case,
)
from claude_auth_tui.shells.posix.scanner import Unfinished

if TYPE_CHECKING:
    pass
from claude_auth_tui.shells.posix.loop_forms import Loops

_NAME: Final = re.compile(r"[A-Za-z_]\w*|\d+")
_PARENS: Final = re.compile(r"\([ \t]*\)")
_ENDINGS: Final = (";;&", ";;", ";&", ";|")


class Cases(Loops):
    """`case`."""

    def _case(self, start: int) -> Case:
        p = self.p
        p.blanks()
        word = p.scan_word(parens=p.zsh)
        if word is None:
            raise Unfinished(start, say("`case` without a word"))
        p.empty_lines()
        if p.zsh and p.text.startswith(";", p.pos):
            p.pos += 1
            p.empty_lines()
        if p.zsh and p.text.startswith("{", p.pos):
            p.pos += 1
            closer = say("}")
        elif p.take_word("in"):
            closer = say("esac")
            if p.zsh and p.text.startswith(";", p.pos):
                p.pos += 1
        else:
            raise Unfinished(start, say("`case` lacks its `in`"))
        arms: list[Arm] = []
        while True:
            p.empty_lines()
            if p.take_word(closer):
                break
            if p.pos >= len(p.text):
                raise Unfinished(start, say("`case` lacks its `{}`", closer))
            patterns = self._patterns(start)
            body = p.list_until((closer,))
            p.empty_lines()
            ending = next((e for e in _ENDINGS if p.text.startswith(e, p.pos)), "")
            p.pos += len(ending)
            arms.append(Arm(patterns, body, ending or ";;"))
            if not ending:
                self.expect(closer, start, say("case"))
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
            p.blanks()
            word = p.scan_word(parens=p.zsh)
            if word is None and not (p.zsh and (p.text.startswith("|", p.pos) or (pieces and p.text.startswith(")", p.pos)))):
                raise Unfinished(start, say("a pattern of `case` is never closed"))
            pieces.append(word.raw if word is not None else "")
            p.blanks()
            if p.text.startswith(")", p.pos):
                break
            if not p.text.startswith("|", p.pos) or p.text.startswith("||", p.pos):
                raise Unfinished(p.pos, say("a pattern of `case` does not end"))
            p.pos += 1
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
