"""The lines of a YAML file that give a value to a key, with the keys above them. A reader of lines, no YAML parser.

It knows indentation, comments, quotes, block scalars (passed over), lists, and mappings and lists in braces on one
line. Anchors are kept as text, merges are not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.secret import Secret

_KEY: Final = re.compile(
    r"""(?:"([^"]{0,200})"|'([^']{0,200})'|([^\s#:,\[\]{}"'&*!|>%@`-][^:#"'{}\[\]]{0,200}?|-?[\w.-]{1,200}))\s*:(?=\s|$)(.*)""", re.DOTALL
)
_BLOCK: Final = re.compile(r"(?:[&!]\S+[ \t]+)*[|>][-+0-9]{0,2}[ \t]*(?:#.*)?")
_PROPERTIES: Final = re.compile(r"(?:[&!]\S*(?:[ \t]+|$))+")
_PART: Final = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"?|'((?:[^']|'')*)'?|([^,{}\[\]"'][^,{}\[\]]*))\s*""", re.DOTALL)
_MOST_DEEP: Final = 60


def entries(text: str) -> Iterator[Entry]:
    """Every entry in the text, in order. What is malformed is passed over."""
    open_keys: list[tuple[int, str]] = []
    block: int | None = None
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip()
        indent = len(line) - len(line.lstrip(" "))
        content = line[indent:]
        if not content or (block is not None and indent > block):
            continue
        block = None
        if content.startswith(("#", "---", "...", "%")):
            continue
        item = False
        for _ in range(_MOST_DEEP):
            if content != "-" and not content.startswith(("- ", "-\t")):
                break
            rest = content[1:].lstrip()
            _close(open_keys, indent, item=True)
            indent, content, item = indent + len(content) - len(rest), rest, True
        if len(open_keys) > _MOST_DEEP:
            return
        found = _KEY.fullmatch(content)
        _close(open_keys, indent, item=item and not found)
        above = tuple(key for _, key in open_keys)
        if found is None:
            if item and content:
                yield from _flow(above, number, "", content)
                block = indent - 1 if _BLOCK.fullmatch(content) else None
            continue
        key, value = found[1] or found[2] or found[3] or "", found[4].strip()
        if _BLOCK.fullmatch(value):
            block = indent
            yield Entry((*above, key), number, None)
            continue
        yield from _flow(above, number, key, value)
        open_keys.append((indent, key))


def _close(open_keys: list[tuple[int, str]], indent: int, *, item: bool) -> None:
    """Leave the keys that end here. A list may stand as far to the left as its key."""
    while open_keys and (open_keys[-1][0] > indent or (open_keys[-1][0] == indent and not item)):
        open_keys.pop()


def _flow(above: tuple[str, ...], number: int, key: str, value: str) -> Iterator[Entry]:
    """An entry whose value may be a mapping or list in braces, of which each part is an entry of its own."""
    value = value[found.end() :] if (found := _PROPERTIES.match(value)) else value
    if value[:1] not in ("{", "["):
        yield Entry((*above, key), number, _scalar(value))
        return
    inside = (*above, key) if key else above
    for part in _parts(value):
        named = _KEY.fullmatch(part) if value[0] == "{" else None
        if named:
            yield Entry((*inside, named[1] or named[2] or named[3] or ""), number, _scalar(named[4].strip()))
        elif value[0] == "[":
            yield Entry((*inside, ""), number, _scalar(part))


def _parts(value: str) -> Iterator[str]:
    """What stands between the commas of the outermost braces."""
    depth, quote, part = 0, "", list[str]()
    for char in value[:20_000]:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "{[":
            depth += 1
            if depth == 1:
                continue
        elif char in "}]":
            depth -= 1
        if not quote and (depth == 0 or (depth == 1 and char == ",")):
            if stripped := "".join(part).strip():
                yield stripped
            part = []
            if depth == 0:
                return
            continue
        part.append(char)


def _scalar(text: str) -> Secret | None:
    """A value on one line without its quotes and comment; None for nothing."""
    found = _PART.match(text) if text[:1] in ("'", '"') else None
    if found and found[1] is not None:
        return Secret(re.sub(r"\\(.)", r"\1", found[1]))
    if found and found[2] is not None:
        return Secret(found[2].replace("''", "'"))
    plain = re.split(r"(?:^|[ \t])#", text, maxsplit=1)[0].strip()
    return None if plain in ("", "~", "null") else Secret(plain)
