"""JSON with comments and trailing commas, as editors read it: every value with its keys and its line. Nothing is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from claude_auth_tui.shells.elsewhere.lazy import pattern

_TOKEN: Final = pattern(
    r'(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z))|(?P<string>"(?:[^"\\\n]|\\.)*"?)|(?P<sign>[{}\[\]:,])|(?P<word>[^\s{}\[\]:,"/]+)'
)
_MOST_DEEP: Final = 100


@dataclass(frozen=True, slots=True)
class Member:
    """A value that is neither object nor array."""

    keys: tuple[str, ...]
    """The way to it; the place in an array is its number in digits."""
    line: int
    """From 1."""
    value: str | None = field(repr=False)
    """A string's text, or the word (`true`, `12`); None for `null`."""


@dataclass(slots=True)
class _Level:
    """An object or array that is open."""

    array: bool
    key: str = ""
    count: int = 0
    named: bool = False
    """Whether the key stands and its value is to come."""


def members(text: str) -> Iterator[Member]:
    """Every plain value in the document, in order. What is malformed is passed over; nesting beyond a hundred ends it."""
    levels: list[_Level] = []
    line, seen = 1, 0
    for found in _TOKEN().finditer(text):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        token = found.group()
        match found.lastgroup:
            case "sign" if token in "{[":
                if len(levels) >= _MOST_DEEP:
                    return
                levels.append(_Level(token == "["))
            case "sign" if token in "}]":
                if levels:
                    levels.pop()
            case "sign" if levels:
                level = levels[-1]
                level.named = token == ":" and not level.array
                level.count += token == ","
            case "string" | "word" if levels:
                value = _string(token) if token[0] == '"' else None if token == "null" else token
                level = levels[-1]
                if level.array or level.named:
                    yield Member(tuple(str(each.count) if each.array else each.key for each in levels), line, value)
                elif value is not None:
                    level.key = value


def _string(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')
