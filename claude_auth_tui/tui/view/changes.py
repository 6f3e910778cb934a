"""What an update changed: the rows that are new or say something else."""

from __future__ import annotations

from collections.abc import Sequence

from claude_auth_tui.tui.view.rows import Row


def changed_rows(before: Sequence[Row], after: Sequence[Row]) -> frozenset[str]:
    """The keys of those rows. A line number alone is no change: lines above came or went."""
    old = {row.key: _said(row) for row in before}
    return frozenset(row.key for row in after if not row.hidden and old.get(row.key) != _said(row))


def _said(row: Row) -> tuple[object, ...]:
    return tuple(cell.text for cell in row.cells if cell.text != row.place), row.always
