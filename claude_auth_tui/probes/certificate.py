"""Whose certificate it is: the issuer's and the owner's name out of a certificate, trusted or not. Nothing is verified here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_SEQUENCE: Final = 0x30
_OPTIONAL: Final = 0xA0
_NAMES: Final = {b"\x55\x04\x03": "CN", b"\x55\x04\x0a": "O"}


def issuer_of(der: bytes) -> str:
    """The common name of who signed it, else the organisation; empty where it cannot be told (RFC 5280, section 4.1)."""
    try:
        certificate = next(_members(der))[1]
        fields = [field for field in _members(next(_members(certificate))[1]) if field[0] != _OPTIONAL]
        return _name(fields[2][1])
    except (IndexError, StopIteration, ValueError):
        return ""


def _members(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The tag and content of each DER element in a row."""
    position = 0
    while position < len(data):
        tag, length = data[position], data[position + 1]
        position += 2
        if length & 0x80:
            count = length & 0x7F
            if not 0 < count <= 4:
                raise ValueError("no DER")
            length = int.from_bytes(data[position : position + count], "big")
            position += count
        if position + length > len(data):
            raise ValueError("no DER")
        yield tag, data[position : position + length]
        position += length


def _name(data: bytes) -> str:
    found: dict[str, str] = {}
    for _, group in _members(data):
        for tag, pair in _members(group):
            if tag == _SEQUENCE:
                (_, oid), (_, value) = list(_members(pair))[:2]
                if oid in _NAMES:
                    found.setdefault(_NAMES[oid], value.decode("utf-8", "replace"))
    return found.get("CN") or found.get("O") or ""
