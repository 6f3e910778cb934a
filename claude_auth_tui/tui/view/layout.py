"""How the screen is divided at a size. Whatever the size, there is an answer; the verdict is the last thing to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from msgspec import Struct

WIDE: Final = 100
TALL: Final = 30
"""From this size on the panes stand side by side; below it they are an accordion."""
VERDICT_ONLY: Final = 12
"""Below so many rows there is only the verdict."""
_NARROWEST: Final = 20
_ROOMY: Final = 34
"""From so many rows on side by side panes have blank lines around the verdict too."""
_WHOLE_MATRIX: Final = 18
"""From so many rows on an accordion has room for the whole matrix, not only for the chosen cell."""
_LONG_VERDICT: Final = 24
"""And from so many on for a fourth line of the verdict."""
_HEADER: Final = 16
_HINT: Final = 14
"""With the chosen cell alone: from so many rows on there is a header, and a line for what `y` copies."""
_GAPS: Final = ((28, 3), (24, 2), (22, 1))
"""Blank lines of an accordion, by the rows from which on it has them."""


class Division(Struct, frozen=True):
    panes: Literal["columns", "accordion", "none"]
    header: bool
    verdict: int | None
    """Lines for the verdict's text at most; None for as many as it needs."""
    hint: bool
    """Whether what `y` copies has a line of its own."""
    matrix: Literal["full", "chosen", "none"]
    contexts: int
    """Contexts shown at most."""
    footer: bool
    gaps: int
    """Blank lines: the first below the matrix, the second above it, the third above the verdict."""


def division(width: int, height: int, contexts: int) -> Division:
    """The division of a screen of so many cells when there are so many contexts."""
    if height < VERDICT_ONLY or width < _NARROWEST:
        return Division("none", header=False, verdict=None, hint=height > 4, matrix="none", contexts=0, footer=False, gaps=0)
    if width >= WIDE and height >= TALL:
        return Division(
            "columns",
            header=True,
            verdict=None,
            hint=True,
            matrix="full",
            contexts=max(2, min(contexts, height // 5)),
            footer=True,
            gaps=3 if height >= _ROOMY else 1,
        )
    if height >= _WHOLE_MATRIX:
        shown = max(2, min(contexts, (height - _HINT) // 2))
        return Division(
            "accordion",
            header=True,
            verdict=3 if height < _LONG_VERDICT else 4,
            hint=True,
            matrix="full",
            contexts=shown,
            footer=True,
            gaps=next((gaps for rows, gaps in _GAPS if height >= rows), 0),
        )
    return Division(
        "accordion", header=height >= _HEADER, verdict=2, hint=height >= _HINT, matrix="chosen", contexts=1, footer=True, gaps=0
    )


Shape = Literal["box", "open", "closed"]


class Spot(Struct, frozen=True):
    """Where a pane is, in cells from the upper left of the panes' area, and in which shape."""

    x: int
    y: int
    width: int
    height: int
    shape: Shape


class Need(NamedTuple):
    """Lines a pane needs as a box: with nothing selected in it, and with whatever row is selected."""

    bare: int
    full: int


LEFT: Final = (0, 3)
RIGHT: Final = (1, 2, 4)
"""Which panes stand above each other in the two columns, by index."""


def spots(how: Division, width: int, height: int, needs: Sequence[Need], focused: int, zoomed: bool = False) -> list[Spot | None]:
    """A spot for each pane in an area of so many cells; None where it is not shown."""
    count = len(needs)
    if how.panes == "none" or height <= 0 or width <= 0:
        return [None] * count
    if zoomed:
        shape: Shape = "box" if how.panes == "columns" else "open"
        return [Spot(0, 0, width, height, shape) if index == focused else None for index in range(count)]
    if how.panes == "accordion":
        return _accordion(width, height, count, focused)
    left = width // 2
    found: list[Spot | None] = [None] * count
    for column, x, wide, grows in ((LEFT, 0, left, 0), (RIGHT, left, width - left, len(RIGHT) - 1)):
        y = 0
        wanted = [needs[i].full for i in column]
        if sum(wanted) > height:
            wanted = [needs[i].bare for i in column]
        for index, high in zip(column, heights(height, wanted, grows), strict=True):
            found[index] = Spot(x, y, wide, high, "box") if high else None
            y += high
    return found


def _accordion(width: int, height: int, count: int, focused: int) -> list[Spot | None]:
    """The focused pane is open, the others are a title row each; where not even those fit, the focused one comes first."""
    closed = min(count - 1, max(0, height - 2))
    others = [index for index in range(count) if index != focused][:closed]
    found: list[Spot | None] = [None] * count
    y = 0
    for index in range(count):
        if index == focused:
            found[index] = Spot(0, y, width, height - closed, "open")
            y += height - closed
        elif index in others:
            found[index] = Spot(0, y, width, 1, "closed")
            y += 1
    return found


def heights(available: int, needs: Sequence[int], grows: int) -> list[int]:
    """How boxes above each other share a height: each what it needs where there is room, the rest to the one that `grows`.

    Where there is not, the highest gives first.
    """
    got = list(needs)
    while sum(got) > available:
        highest = max(range(len(got)), key=lambda i: got[i])
        got[highest] -= 1
    got[grows] += available - sum(got)
    return got
