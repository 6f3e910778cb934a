"""git's index: which paths are tracked. Versions 2, 3 and 4, SHA-1 and SHA-256; whatever is odd is answered with "unknown".

Source: gitformat-index(5). Nothing is read here. No library does it: dulwich 1.2 misreads version 4 where more than 127 bytes
of a name are dropped, and takes an index whose entries lie in another file for an empty one (asked beside git 2.39).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

_HEAD: Final = 12
_STAT: Final = 40
"""Bytes of an entry before the object's name."""
_MODE_AT: Final = 24
_MODES: Final = frozenset({0o100644, 0o100755, 0o120000, 0o160000, 0o040000, 0o100600, 0o100664})
_EXTENDED: Final = 0x4000
_LONG_NAME: Final = 0xFFF
_MOST: Final = 200_000
_HASHES: Final = (20, 32)
"""Bytes of a SHA-1 and of a SHA-256; the index does not say which of them it has."""


def tracked(data: bytes, paths: Collection[bytes]) -> frozenset[bytes] | None:
    """Which of these paths (from the root of the work tree, with `/`) are in the index; None where the index cannot be understood."""
    version, count = int.from_bytes(data[4:8]), int.from_bytes(data[8:_HEAD])
    if len(data) < _HEAD or data[:4] != b"DIRC" or version not in (2, 3, 4) or count > _MOST:
        return None
    wanted = frozenset(paths)
    for hash_length in _HASHES:
        try:
            return _found(data, version, count, hash_length, wanted)
        except (ValueError, IndexError):
            continue
    return None


def _found(data: bytes, version: int, count: int, hash_length: int, wanted: frozenset[bytes]) -> frozenset[bytes]:
    """Those of the wanted names that are there. ValueError or IndexError where something does not fit, or is not all here."""
    found: set[bytes] = set()
    at = _HEAD
    for name, at in _entries(data, version, count, hash_length):  # noqa: B007 - where the last one ends is needed
        if name in wanted:
            found.add(name)
    while at < len(data) - hash_length:
        if data[at : at + 4] == b"link":
            raise ValueError  # the rest of the entries lies in another file
        at += 8 + int.from_bytes(data[at + 4 : at + 8])
    if at != len(data) - hash_length:
        raise ValueError
    return frozenset(found)


def _entries(data: bytes, version: int, count: int, hash_length: int) -> Iterator[tuple[bytes, int]]:
    """Each name with the place behind its entry. ValueError or IndexError where something does not fit."""
    at, name = _HEAD, b""
    for _ in range(count):
        if int.from_bytes(data[at + _MODE_AT : at + _MODE_AT + 4]) not in _MODES:
            raise ValueError
        flags_at = at + _STAT + hash_length
        flags = int.from_bytes(data[flags_at : flags_at + 2])
        name_at = flags_at + (4 if version > 2 and flags & _EXTENDED else 2)
        kept = b""
        if version == 4:
            dropped, name_at = _varint(data, name_at)
            if dropped > len(name):
                raise ValueError
            kept = name[: len(name) - dropped]
        end = data.index(b"\0", name_at)
        name = kept + data[name_at:end]
        if flags & _LONG_NAME != min(len(name), _LONG_NAME):
            raise ValueError
        at = end + 1 if version == 4 else at + (end - at + 8) // 8 * 8
        yield name, at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """git's variable width number, and the place behind it."""
    byte = data[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = data[at]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, at + 1
