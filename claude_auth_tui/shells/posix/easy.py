"""Lines that need no parser: one command of words without operators, nested expansions or continuations. Most lines are such."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.shells.posix.nodes import Assign, Simple, Word

_PLAIN_WORD: Final = re.compile(r"[A-Za-z0-9_./:,@%+-][A-Za-z0-9_./:,@%+=-]*")
_EASY: Final = r"""(?:[^ \t\n;&|<>()'"`\\$#{}]|'[^'\n]*'|"(?:[^"\\`$\n]|\\[^\n]|\$\w+|\$\{\w+\})*+"|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\}|(?<=[^ \t\n])\#)++"""
_EASY_WORD: Final = re.compile(_EASY)
_EASY_LINE: Final = re.compile(rf"[A-Za-z_.][A-Za-z0-9_./:,@%+-]*+(?:[ \t]+{_EASY})*+[ \t]*(?=\n|$)")
"""A line that is one command of words without operators or nested commands: most lines are, and need no further look."""
_EASY_ASSIGNMENT: Final = re.compile(rf"([A-Za-z_]\w*)=({_EASY})?[ \t]*(?=\n|$)")
_WORDS: Final = "if then elif else fi for while until case esac select function foreach repeat end do done time coproc nocorrect in always"
_RESERVED: Final = frozenset(_WORDS.split())


def easy_command(text: str, start: int) -> Simple | None:
    """The command on a line that is a single command of easy words, or a single assignment; None where it takes the whole parser."""
    line = _EASY_LINE.match(text, start)
    if line:
        end = line.end()
        words = tuple(
            Word(f.group(), f.start(), _PLAIN_WORD.fullmatch(f.group()) is not None) for f in _EASY_WORD.finditer(text, start, end)
        )
        return Simple((), words, (), start, end) if words[0].raw not in _RESERVED else None
    assignment = _EASY_ASSIGNMENT.match(text, start)
    if not assignment:
        return None
    end = assignment.end()
    raw = assignment.group(2) or ""
    value = Word(raw, assignment.start(2) if raw else end, _PLAIN_WORD.fullmatch(raw) is not None)
    return Simple((Assign(assignment.group(1), None, False, value, None, start, end),), (), (), start, end)
