"""Property lists of macOS. One in XML is read for its lines, also where it is damaged; a binary one has no lines, and is whole or nothing.

Only the texts are told: numbers, dates and data are passed over. In XML, CDATA sections and entities of a document's own are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.secret import Secret

BINARY: Final = b"bplist0"
"""What a binary list begins with."""
_TOKEN: Final = r"(?s)<!--(?:[^-]|-(?!->))*(?:-->|\Z)|<(?P<name>/?(?:key|string|dict|array))\s*>(?P<text>[^<]*)"
_MOST_DEEP: Final = 60


def xml_entries(text: str) -> Iterator[Entry]:
    """Every text in the list, in order. What is malformed is passed over; nesting beyond sixty ends it."""
    import html  # only macOS has these files

    keys, counts = [""], [-1]  # of each open dictionary the key at hand, of each open array (with a count from 0) the element
    line, seen, key_line = 1, 0, 0
    for found in re.finditer(_TOKEN, text):
        line += text.count("\n", seen, found.start())
        seen, content = found.start(), found["text"]
        match found["name"]:
            case "key":
                keys[-1], key_line = html.unescape(content.strip()), line
            case "string":
                path = tuple(str(count) if count >= 0 else key for key, count in zip(keys, counts, strict=True) if key or count >= 0)
                yield Entry(path, key_line if keys[-1] else line, Secret(html.unescape(content)))
                keys[-1], counts[-1] = "", counts[-1] + (counts[-1] >= 0)
            case "dict" | "array" as name:
                if len(keys) > _MOST_DEEP:
                    return
                keys.append("")
                counts.append(0 if name == "array" else -1)
            case "/dict" | "/array" if len(keys) > 1:
                keys.pop()
                counts.pop()
                keys[-1], counts[-1] = "", counts[-1] + (counts[-1] >= 0)


def binary_entries(data: bytes) -> Iterator[Entry]:
    """The same of a binary list, at line 0; nothing of a damaged one."""
    import plistlib  # takes milliseconds, and is needed on few machines

    try:
        document: object = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except Exception:  # noqa: BLE001 - a damaged list makes plistlib raise whatever it stumbles over
        return
    yield from _texts((), document)


def _texts(path: tuple[str, ...], value: object) -> Iterator[Entry]:
    if isinstance(value, str):
        yield Entry(path, 0, Secret(value))
    elif isinstance(value, dict | list) and len(path) < _MOST_DEEP:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts((*path, str(key)), inner)
