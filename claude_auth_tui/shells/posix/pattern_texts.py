"""The text of a pattern taken apart: what `~` takes out of it, where its replacement begins, and where it fits."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.values import Val, unknown

_SHORT: Final = 1000
"""Characters of a text in which each place is tried."""


def exclusions(pattern: str) -> list[str]:
    """A pattern and what its `~` take out of it, outside of parentheses and brackets."""
    cuts: list[int] = []
    depth = position = 0
    while position < len(pattern):
        char = pattern[position]
        if char == "\\":
            position += 2
            continue
        if char == "[" and not depth and (end := pattern.find("]", position + 2)) > 0:
            position = end
        depth += (char == "(") - (char == ")")
        if char == "~" and not depth and position and pattern[position + 1 : position + 2] not in ("", "/"):
            cuts.append(position)
        position += 1
    return [pattern[begin + 1 : end] for begin, end in zip([-1, *cuts], [*cuts, len(pattern)], strict=True)]


def slash_in_parens(pattern: str) -> bool:
    return re.search(r"\([^()]*/", pattern) is not None


def is_open(pattern: str) -> bool:
    """Whether a bracket in it is never closed."""
    return pattern.rfind("[") > pattern.rfind("]")


def halves(raw: str, may_be_empty: bool) -> tuple[str, str]:
    """The pattern and the replacement of `/pattern/replacement`."""
    position, depth = 0, 0
    while position < len(raw):
        char = raw[position]
        if char == "\\":
            position += 2
            continue
        if char in "'\"" and (end := raw.find(char, position + 1)) > 0:
            position = end + 1
            continue
        depth += (char == "{") - (char == "}")
        if char == "/" and depth <= 0 and (position or may_be_empty):
            return raw[:position], raw[position + 1 :]
        position += 1
    return raw, ""


def position_in(text: str, expression: re.Pattern[str], backwards: bool) -> Val:
    """Where in a text a pattern fits first or last, from 1; behind the end, or 0 where it looks backwards, for nowhere."""
    places = range(len(text), -1, -1) if backwards else range(len(text))
    if len(text) > _SHORT:
        return unknown(say("an element that is searched for"))
    found = next((n for n in places if any(expression.fullmatch(text, n, end) for end in range(n, len(text) + 1))), None)
    return Val(str(0 if backwards else len(text) + 1) if found is None else str(found + 1))
