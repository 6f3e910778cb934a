"""The order in which zsh goes through a table: that of its hash function, not that in which things were put in (zsh 5.9, Src/hashtable.c).

Observed: with up to 300 random keys `${(k)table}` of zsh 5.9 comes in just this order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

VARIABLE: Final = 17
ALIASES: Final = 23
FUNCTIONS: Final = 7
PARAMETERS: Final = 151
"""The chains that a table begins with: an associative array of the user's, and the shell's own."""
_FULL: Final = 2
_GROWN: Final = 4
_WIDTH: Final = 0xFFFFFFFF


def hash_order(keys: Iterable[str], chains: int = VARIABLE) -> list[str]:
    """Keys that were put in one after the other, as zsh goes through them."""
    hashed = [(key, _hash(key)) for key in keys]
    if len(hashed) < _FULL:
        return [key for key, _ in hashed]
    table: list[list[tuple[str, int]]] = [[] for _ in range(chains)]
    for count, entry in enumerate(hashed, 1):
        table[entry[1] % len(table)].append(entry)
        if count >= len(table) * _FULL:
            grown: list[list[tuple[str, int]]] = [[] for _ in range(len(table) * _GROWN)]
            for chain in table:
                for old in reversed(chain):
                    grown[old[1] % len(grown)].append(old)
            table = grown
    return [key for chain in table for key, _ in reversed(chain)]


def _hash(text: str) -> int:
    value = 0
    for byte in text.encode("utf-8", "surrogateescape"):
        value = (value * 33 + byte) & _WIDTH
    return value
