"""A text cut into words as zsh's own reader does it, quotes and all: the flags `z` and `Z` (observed, zsh 5.9)."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.scanner import Scanner, Unfinished
from claude_auth_tui.shells.posix.values import Val, piece

_OPERATOR: Final = re.compile(r"\d*(?:>>[|!]?|>&[|!]?|>[|!]?|<<<|<>|<&|<)|&>>?[|!]?|;;|;&|;[|]|&&|[|]{1,2}&?|&[|!]?|[;()\n]")
_BLANKS: Final = re.compile(r"(?:[ \t]|\\\n)+")


class _Words(Scanner):
    def command_end(self, position: int) -> int:
        """Where a nested command ends: at the parenthesis that is left over, quotes aside."""
        depth, at = 1, position
        while at < len(self.text):
            char = self.text[at]
            if char == "\\":
                at += 1
            elif char in "'\"" and (end := self.text.find(char, at + 1)) > 0:
                at = end
            depth += (char == "(") - (char == ")")
            at += 1
            if not depth:
                return at
        raise Unfinished(position, say("a command is never closed"))


def shell_words(value: Val, options: str = "") -> list[Val] | None:
    """The words and operators; None where the text is not known, or not followed. `options` are those of `Z`: `n` takes line ends for blanks."""
    text = value.text
    if text is None or "<<" in text.replace("<<<", "") or set(options) - set("n"):
        return None
    scanner = _Words(text, True)
    words: list[Val] = []
    while scanner.pos < len(text):
        blank = _BLANKS.match(text, scanner.pos)
        if blank:
            scanner.pos = blank.end()
            continue
        found = _OPERATOR.match(text, scanner.pos)
        if found:
            if found.group() != "\n":
                words.append(piece(value, scanner.pos, found.end()))
            elif "n" not in options:
                words.append(Val(";"))
            scanner.pos = found.end()
            continue
        begin = scanner.pos
        try:
            word = scanner.scan_word()
        except Unfinished:
            word = None
        if word is None:
            scanner.pos = len(text)
        words.append(piece(value, begin, scanner.pos))
    return words
