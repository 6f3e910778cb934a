"""Rows in columns: what a pane lists, how its columns share a width, and which rows an update changed.

Drawing and the cursor are in `widgets.row_list`.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.tui.view.lines import Cut, Line, Role, pad, width_of, wrap


class Cell(Struct, frozen=True):
    text: str
    role: Role = "plain"
    short: str | None = None
    """Said instead where the column is too narrow for the text."""
    cut: Cut = "end"


class Column(Struct, frozen=True):
    """How a column gives way: `least` cells must remain, else it is left out, the highest `drop` first (0: never)."""

    least: int = 4
    drop: int = 0
    gives: int = 1
    """Its share when there is too little room: 0 for a column that never shrinks."""
    grows: bool = False
    gap: int = 2
    """Cells after it."""


class Row(Struct, frozen=True):
    """One thing in a list. `key` is what it is, over all updates."""

    key: str
    cells: tuple[Cell, ...]
    below: tuple[Line, ...] = ()
    """Lines under it while the cursor is on it."""
    always: tuple[Line, ...] = ()
    """Lines under it at any time."""
    search: str = ""
    """What the filter looks through beside the cells."""
    place: str = ""
    """`FILE:LINE` or a file: what the editor opens."""
    finding: str | None = None
    """The id of the finding it belongs to."""
    hidden: bool = False
    """Shown only while a filter looks for it."""

    def matches(self, words: Sequence[str]) -> bool:
        text = " ".join((*(cell.text for cell in self.cells), self.search)).casefold()
        return all(word in text for word in words)


class PaneView(Struct, frozen=True):
    """What a pane shows: its title and note, what it says when it is closed, and its rows."""

    name: str
    title: str
    note: Line
    headline: Line
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    header: tuple[Cell, ...] = ()
    empty: str = ""
    """Said where there is no row."""
    indent: int = 2
    """Cells before the lines under a row."""
    foot: tuple[Line, ...] = ()
    """Said below the rows; wrapped, not cut."""
    start: str | None = None
    """The key of the row the cursor begins on."""


def share(rows: Sequence[Sequence[Cell]], columns: Sequence[Column], width: int) -> list[int]:
    """The width of each column, in cells; 0 for one that is left out."""
    count = len(columns)
    wanted = [max((width_of(row[i].text) for row in rows if i < len(row)), default=0) for i in range(count)]
    widths = list(wanted)
    if _total(widths, columns) > width:
        widths = [max((width_of(_shorter(row[i])) for row in rows if i < len(row)), default=0) for i in range(count)]
        _give_back(widths, wanted, columns, width)
    for drop in sorted({column.drop for column in columns if column.drop}, reverse=True):
        if _shrinkable(widths, columns) >= _total(widths, columns) - width:
            break
        widths = [0 if column.drop == drop else w for w, column in zip(widths, columns, strict=True)]
    _shrink(widths, columns, width)
    _grow(widths, columns, width)
    return widths


def lay_out(cells: Sequence[Cell], widths: Sequence[int], columns: Sequence[Column]) -> Line:
    """One row as a line: each cell cut or padded to its column."""
    spans: list[tuple[str, Role]] = []
    gap = 0
    for cell, width, column in zip(cells, widths, columns, strict=False):
        if not width:
            continue
        text = cell.text if width_of(cell.text) <= width or cell.short is None else cell.short
        if spans:
            spans.append((" " * gap, "plain"))
        spans.append((pad(text, width, cell.cut), cell.role))
        gap = column.gap
    if spans:
        text, role = spans[-1]
        spans[-1] = (text.rstrip(), role)
    return tuple(spans)


def lay_out_whole(cells: Sequence[Cell], widths: Sequence[int], columns: Sequence[Column]) -> list[Line]:
    """One row as lines: as `lay_out`, but the cell of the growing column is broken into lines instead of being cut."""
    grows = next((i for i, column in enumerate(columns) if column.grows and widths[i]), None)
    if grows is None or grows >= len(cells) or width_of(cells[grows].text) <= widths[grows]:
        return [lay_out(cells, widths, columns)]
    pieces = wrap(cells[grows].text, widths[grows])
    first = lay_out([*cells[:grows], replace(cells[grows], text=pieces[0]), *cells[grows + 1 :]], widths, columns)
    before = sum(width + column.gap for width, column in zip(widths[:grows], columns, strict=False) if width)
    return [first, *(((" " * before, "plain"), (piece, cells[grows].role)) for piece in pieces[1:])]


def _shorter(cell: Cell) -> str:
    return cell.text if cell.short is None else cell.short


def _total(widths: Sequence[int], columns: Sequence[Column]) -> int:
    used = [(w, column.gap) for w, column in zip(widths, columns, strict=True) if w]
    return sum(w + gap for w, gap in used) - (used[-1][1] if used else 0)


def _shrinkable(widths: Sequence[int], columns: Sequence[Column]) -> int:
    return sum(max(0, w - c.least) for w, c in zip(widths, columns, strict=True) if c.gives)


def _give_back(widths: list[int], wanted: Sequence[int], columns: Sequence[Column], width: int) -> None:
    """Columns whose short text was not needed after all get their full width again, from the left."""
    for index, want in enumerate(wanted):
        if want - widths[index] <= width - _total(widths, columns):
            widths[index] = want


def _shrink(widths: list[int], columns: Sequence[Column], width: int) -> None:
    """The widest column that may give gives first; when all are at their least, whichever is widest."""
    while (over := _total(widths, columns) - width) > 0:
        giving = [i for i, c in enumerate(columns) if c.gives and widths[i] > c.least] or [i for i, w in enumerate(widths) if w > 1]
        if not giving:
            return
        widest = max(giving, key=lambda i: widths[i] * max(1, columns[i].gives))
        floor = columns[widest].least if columns[widest].gives and widths[widest] > columns[widest].least else 1
        next_widest = max((widths[i] for i in giving if i != widest), default=0)
        widths[widest] -= max(1, min(over, widths[widest] - max(floor, next_widest)))


def _grow(widths: list[int], columns: Sequence[Column], width: int) -> None:
    growing = next((i for i, c in enumerate(columns) if c.grows and widths[i]), None)
    if growing is not None:
        widths[growing] += max(0, width - _total(widths, columns))


def changed_rows(before: Sequence[Row], after: Sequence[Row]) -> frozenset[str]:
    """The keys of those rows. A line number alone is no change: lines above came or went."""
    old = {row.key: _said(row) for row in before}
    return frozenset(row.key for row in after if not row.hidden and old.get(row.key) != _said(row))


def _said(row: Row) -> tuple[object, ...]:
    return tuple(cell.text for cell in row.cells if cell.text != row.place), row.always
