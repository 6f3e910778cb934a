"""A text as it is typed or pasted, made safe to stand on the screen: words stand, runs that could be a value become dots.

Dot for character, so that a cursor in the text stays where it is. While something is typed nobody can tell yet what it
will be, so this allows more narrowly than `saying.foreign`: plain words and numbers, and no run that mixes them.
"""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.made import made
from claude_auth_tui.model.masking import opaque, pieces, value_like
from claude_auth_tui.model.shown import Shown

DOT: Final = "•"
_RUN: Final = re.compile(r"[A-Za-z0-9_+-]+")
"""What one value is made of, as far as it has no sign in it that prose has too."""
_WORDS: Final = re.compile(r"\S+")
_BETWEEN: Final = re.compile(r"[_+-]+")
_WORD: Final = re.compile(r"[A-Z]{0,2}[a-z]{1,20}|[A-Z]{1,20}|([A-Z]?[a-z]{2,15}|[A-Z]{2,5}(?![a-z])){2,4}")
_NUMBER: Final = re.compile(r"\d{1,4}")
_WITH_NUMBER: Final = re.compile(r"[A-Za-z]{1,5}\d{1,2}")
_LONGEST: Final = 60
_KEY: Final = "sk-ant-"
_VALUE: Final = 12


def pasted(text: str) -> Shown:
    """One line of it, as long as it was."""
    return made(_WORDS.sub(_word_shown, _printable(text)))


def _word_shown(found: re.Match[str]) -> str:
    parts = found[0].split("/")
    split = pieces(parts)
    return "/".join(_RUN.sub(_dots if at in split else _dots_unless_it_stands, part) for at, part in enumerate(parts))


def _dots(found: re.Match[str]) -> str:
    return DOT * len(found[0])


def _dots_unless_it_stands(found: re.Match[str]) -> str:
    return found[0] if _stands(found[0]) else _dots(found)


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(char if char.isprintable() or char == "\t" else DOT for char in text)


def _stands(run: str) -> bool:
    """Whether a run is words and numbers: at most one of its parts may have both, as in `x-api-key`, `api03` and `claude-3-5`."""
    if len(run) > _LONGEST or run.startswith(_KEY) or value_like(run, _VALUE) or opaque(run):
        return False
    parts = [part for part in _BETWEEN.split(run) if part]
    mixed = [part for part in parts if not _WORD.fullmatch(part) and not _NUMBER.fullmatch(part)]
    numbers = sum(_NUMBER.fullmatch(part) is not None for part in parts)
    return len(mixed) <= 1 and all(_WITH_NUMBER.fullmatch(part) for part in mixed) and numbers <= 3
