"""The lines of a TOML file that give a value to a key. A reader of lines, no TOML parser (tomllib knows no lines).

It knows tables, dotted and quoted keys, comments, and values on one line that are texts or words. Texts with a backslash in them,
those over several lines, and tables and arrays in brackets have no value here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.secret import Secret

_KEY: Final = r"""(?:"([^"]{0,200})"|'([^']{0,200})'|(?<![\w-])([\w-]{1,200}))\s{0,20}(?:\.|$)"""
_WORD: Final = r"true|false|[0-9][^\s,]*"


def entries(text: str) -> Iterator[Entry]:
    """Every key with its value, in order. What is malformed is passed over."""
    table: tuple[str, ...] = ()
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line.startswith("["):
            name = line.split("#")[0].strip()
            table = (*_keys(name.strip("[]")), *(["0"] if name.startswith("[[") else []))
            continue
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            yield _entry((*table, *_keys(key)), number, value.strip())


def _keys(text: str) -> tuple[str, ...]:
    return tuple(found[0] or found[1] or found[2] for found in re.findall(_KEY, text))


def _entry(path: tuple[str, ...], number: int, value: str) -> Entry:
    quote = value[:1]
    if quote in ('"', "'"):
        end = value.find(quote, 1)
        return Entry(path, number, None if end < 0 or value.startswith(quote * 3) or "\\" in value else Secret(value[1:end]))
    word = value.split("#")[0].strip()
    return Entry(path, number, Secret(word), bare=True) if re.fullmatch(_WORD, word) else Entry(path, number, None)
