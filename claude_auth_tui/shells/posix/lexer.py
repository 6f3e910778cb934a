"""A text taken for shell words, as zsh's `(z)` and `(Q)` do: quotes stay where they are, or go."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.shells.posix.word_parts import ansi

_OPERATOR: Final = re.compile(r"&&|\|\||\|&|&[|!]|;;|;&|[;&|()\n]")
_SINGLE: Final = re.compile(r"'[^']*'")
_DOUBLE: Final = re.compile(r'"(?:[^"\\$`]|\\.|\$(?![({]))*"', re.DOTALL)
_ANSI: Final = re.compile(r"\$'(?:[^'\\]|\\.)*'", re.DOTALL)
_PLAIN: Final = re.compile(r"(?:\\.|\$(?![({'\"])|[^\s'\"\\$`;&|()<>#])+", re.DOTALL)
_BRACED: Final = re.compile(r"\$\{[^{}'\"`\\]*\}|\$\([^()'\"`\\]*\)")
_QUOTES: Final = re.compile(r"'([^']*)'|\"((?:[^\"\\]|\\.)*)\"|\$'((?:[^'\\]|\\.)*)'|\\(.)", re.DOTALL)


def quoted_words(text: str) -> list[tuple[int, int, str | None]] | None:
    """The words, by begin and end, and the text of one that is written otherwise; None where that cannot be told."""
    found: list[tuple[int, int, str | None]] = []
    position = 0
    while position < len(text):
        if text[position] in " \t":
            position += 1
            continue
        operator = _OPERATOR.match(text, position)
        if operator:
            found.append((position, operator.end(), ";" if operator.group() == "\n" else None))
            position = operator.end()
            continue
        start = position
        while position < len(text):
            part = next((m for one in (_SINGLE, _DOUBLE, _ANSI, _BRACED, _PLAIN) if (m := one.match(text, position)) and m.group()), None)
            if part is None and position > start and text[position] == "#":
                position += 1
                continue
            if part is None:
                break
            position = part.end()
        if position == start or (position < len(text) and text[position] not in " \t\n;&|)"):
            return None
        found.append((start, position, None))
    return found


def without_quotes(text: str) -> str:
    """A text without one level of quotes."""
    return _QUOTES.sub(_inside, text)


def _inside(found: re.Match[str]) -> str:
    single, double, escaped, char = found.groups()
    if single is not None:
        return single
    if double is not None:
        return re.sub(r"\\([\\\"$`])", r"\1", double)
    return ansi(escaped) if escaped is not None else char
