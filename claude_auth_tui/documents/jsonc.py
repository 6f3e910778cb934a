"""JSON with comments and trailing commas, as editors read it: every value with the keys above it and its line. Nothing is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.secret import Secret

_TOKEN: Final = r'(?s)(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z))|(?P<string>"(?:[^"\\\n]|\\.)*"?)|[{}\[\]:,]|[^\s{}\[\]:,"/]+'
_MOST_DEEP: Final = 100


class Place(Struct, frozen=True):
    """Where a value begins."""

    path: tuple[str, ...]
    line: int
    token: str
    """The whole value, or the bracket that opens it."""


class _Level:
    """An object or array that is open."""

    __slots__ = ("array", "count", "key", "line", "named")

    def __init__(self, array: bool) -> None:
        self.array = array
        self.count = 0
        self.key = ""
        self.line = 0
        self.named = False
        """Whether the key stands and its value is to come."""


def entries(text: str) -> Iterator[Entry]:
    """Every plain value, in order. What is malformed is passed over, and what is nested beyond a hundred."""
    for place in places(text, _MOST_DEEP):
        if place.token == "null":
            yield Entry(place.path, place.line, None)
        elif place.token not in "{[":
            yield Entry(place.path, place.line, Secret(_text(place.token)), bare=place.token[0] != '"')


def places(text: str, deepest: int) -> Iterator[Place]:
    """Where each value begins that lies no deeper than so many brackets, objects and arrays too."""
    levels: list[_Level] = []
    line, seen = 1, 0
    for found in re.finditer(_TOKEN, text):
        start, token = found.start(), found.group()
        line += text.count("\n", seen, start)
        seen = start
        level = levels[-1] if levels else None
        if found.lastgroup == "comment":
            continue
        if token in "}]":
            del levels[-1:]
        elif token in ":,":
            if level is not None:
                level.named = token == ":" and not level.array
                level.count += token == ","
        else:
            if level is not None and len(levels) <= deepest:
                if level.array or level.named:
                    path = tuple(str(each.count) if each.array else each.key for each in levels)
                    yield Place(path, line if level.array else level.line, token)
                elif token not in "{[":
                    level.key, level.line = _text(token), line
            if token in "{[":
                levels.append(_Level(token == "["))


def _text(token: str) -> str:
    if token[0] != '"' or "\\" not in token:
        return token.strip('"')
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')
