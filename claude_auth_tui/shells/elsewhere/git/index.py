"""git's index: which paths are tracked. Versions 2, 3 and 4, SHA-1 and SHA-256; whatever is odd is answered with "unknown".

Source: gitformat-index(5). Nothing is read here.
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
_MOST_EXTENSIONS: Final = 40


def tracked(data: bytes, paths: Collection[bytes]) -> frozenset[bytes] | None:
    """Which of these paths (from the root of the work tree, with `/`) are in the index; None where the index cannot be understood."""
    if len(data) < _HEAD or data[:4] != b"DIRC":
        return None
    version, count = int.from_bytes(data[4:8]), int.from_bytes(data[8:12])
    if version not in (2, 3, 4) or count > _MOST:
        return None
    if count and _mode(data, _HEAD) not in _MODES:
        return None
    if version < 4 and not _is_split(data):
        return frozenset(path for path in paths if _stands_in(data, path))
    for hash_length in (20, 32):
        found = _walk(data, version, count, hash_length, frozenset(paths))
        if found is not None:
            return found
    return None


def _stands_in(data: bytes, name: bytes) -> bool:
    """Whether an entry of this name is there, found by its name, which versions 2 and 3 write whole. Walking takes ten times as long."""
    length, at = min(len(name), _LONG_NAME), -1
    while (at := data.find(name + b"\0", at + 1)) >= 0:
        for hash_length in (20, 32):
            for flags_at in (at - 2, at - 4):
                start = flags_at - hash_length - _STAT
                if start >= _HEAD and int.from_bytes(data[flags_at : flags_at + 2]) & _LONG_NAME == length and _mode(data, start) in _MODES:
                    return True
    return False


def _is_split(data: bytes) -> bool:
    """Whether the rest of the entries lies in another file: an extension `link`, from which the others lead to the end."""
    at = -1
    while (at := data.find(b"link", at + 1)) >= 0:
        for hash_length in (20, 32):
            end = at
            for _ in range(_MOST_EXTENSIONS):
                end += 8 + int.from_bytes(data[end + 4 : end + 8])
                if end >= len(data) - hash_length:
                    break
            if end == len(data) - hash_length:
                return True
    return False


def _mode(data: bytes, start: int) -> int:
    return int.from_bytes(data[start + _MODE_AT : start + _MODE_AT + 4])


def _walk(data: bytes, version: int, count: int, hash_length: int, wanted: frozenset[bytes]) -> frozenset[bytes] | None:
    found: set[bytes] = set()
    try:
        end = _HEAD
        for name, after in _entries(data, version, count, hash_length):
            end = after
            if name in wanted:
                found.add(name)
        while end < len(data) - hash_length:
            if data[end : end + 4] == b"link":
                return None  # the rest of the entries lies in another file
            end += 8 + int.from_bytes(data[end + 4 : end + 8])
    except (ValueError, IndexError):
        return None
    return frozenset(found) if end == len(data) - hash_length else None


def _entries(data: bytes, version: int, count: int, hash_length: int) -> Iterator[tuple[bytes, int]]:
    """Each name with the place behind its entry. ValueError or IndexError where something does not fit."""
    at, name = _HEAD, b""
    for _ in range(count):
        if _mode(data, at) not in _MODES:
            raise ValueError
        flags_at = at + _STAT + hash_length
        flags = int.from_bytes(data[flags_at : flags_at + 2])
        name_at = flags_at + (4 if version > 2 and flags & _EXTENDED else 2)
        if version == 4:
            dropped, name_at = _varint(data, name_at)
            if dropped > len(name):
                raise ValueError
            name = name[: len(name) - dropped]
        else:
            name = b""
        end = data.index(b"\0", name_at)
        name += data[name_at:end]
        if flags & _LONG_NAME not in (min(len(name), _LONG_NAME),):
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
