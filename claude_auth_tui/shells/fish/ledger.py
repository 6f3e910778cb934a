"""A dictionary that can take back what was written into it, at the cost of what was written, not of its size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

V = TypeVar("V")


class Gone:
    """Stands for a key that is not there."""


GONE: Final = Gone()
Changes = Mapping[str, V | Gone]


class Ledger(dict[str, V]):
    """`begin` … `undo`: everything written in between is taken back, and returned. Nests."""

    __slots__ = ("_before",)

    def __init__(self, content: Mapping[str, V] | None = None) -> None:
        super().__init__(content or {})
        self._before: list[dict[str, V | Gone]] = []

    def begin(self) -> None:
        self._before.append({})

    def undo(self) -> Changes[V]:
        """Back to what it was at the last `begin`. Gives what the changed keys held, to be applied again."""
        before = self._before.pop()
        changes: dict[str, V | Gone] = {key: self.get(key, GONE) for key in before}
        for key, value in before.items():
            if isinstance(value, Gone):
                dict.pop(self, key, None)
            else:
                dict.__setitem__(self, key, value)
        return changes

    def keep(self) -> None:
        """End the last `begin` without taking anything back."""
        before = self._before.pop()
        if self._before:
            for key, value in before.items():
                self._before[-1].setdefault(key, value)

    def apply(self, changes: Changes[V]) -> None:
        for key, value in changes.items():
            if not isinstance(value, Gone):
                self[key] = value
            elif key in self:
                del self[key]

    def with_changes(self, changes: Changes[V]) -> Ledger[V]:
        """A copy of its own with those changes."""
        made: Ledger[V] = Ledger(self)
        made.apply(changes)
        return made

    def __setitem__(self, key: str, value: V) -> None:
        if self._before:
            self._before[-1].setdefault(key, self.get(key, GONE))
        dict.__setitem__(self, key, value)

    def __delitem__(self, key: str) -> None:
        if self._before:
            self._before[-1].setdefault(key, self.get(key, GONE))
        dict.__delitem__(self, key)
