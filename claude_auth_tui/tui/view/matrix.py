"""The matrix: contexts down, surfaces across, in each cell what happens there, marked where it is not as expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from claude_auth_tui.claude_code.expected import surface_level
from claude_auth_tui.model.diagnosis import SURFACES, Context, Diagnosis
from claude_auth_tui.model.words import Level, SurfaceName
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.labels import (
    LEVEL_SYMBOLS,
    OTHER_NAMES,
    SURFACE_NAMES,
    SURFACE_SHORT,
    context_name,
    short_name,
    surface_word,
    whose_words,
)
from claude_auth_tui.tui.view.lines import Line, Role, Span, fit, pad, visible, width_of

_ROLES: Final[dict[Level | None, Role]] = {
    "error": "bad",
    "warning": "warn",
    "unknown": "unknown",
    "info": "muted",
    "ok": "good",
    None: "muted",
}
_GAP: Final = 2
_MARGIN: Final = 2
_LEAST, _USUAL, _MOST = 3, 14, 22
"""Cells of a column: at least, at least where there is room, and at most."""
_LEAST_NAME: Final = 9


class MatrixView(Struct, frozen=True):
    """The lines, the first being the heads, and where its columns are, so that a click finds its cell."""

    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    contexts: tuple[str, ...]
    chosen: tuple[int, int] | None
    """The line of the chosen cell, and which of the line's spans it is."""

    def at(self, x: int, y: int) -> Choice | None:
        """The cell at a position; None outside, and on a surface that is only told."""
        if not 0 < y <= len(self.contexts):
            return None
        column = max((i for i, start in enumerate(self.starts) if start <= x), default=0)
        return Choice(self.contexts[y - 1], SURFACES[column]) if column < len(SURFACES) else None


def matrix(diagnosis: Diagnosis, choice: Choice, width: int, most: int | None = None, changed: frozenset[str] = frozenset()) -> MatrixView:
    """The matrix in a width; with `most` contexts at most, the chosen one always among them."""
    contexts = _told(diagnosis.contexts, choice, most)
    most_cells = max(_LEAST_NAME, width // 3)
    names = [_name(context, most_cells) for context in contexts]
    others = [name for name in OTHER_NAMES if any(name in context.others for context in diagnosis.contexts)]
    cells = [
        [*(cell(diagnosis, context, surface) for surface in SURFACES), *(_other(diagnosis, context, name) for name in others)]
        for context in contexts
    ]
    columns = (*SURFACES, *others)
    heads = [(SURFACE_NAMES[s], SURFACE_SHORT[s]) for s in SURFACES] + [OTHER_NAMES[name] for name in others]
    first = min(max(map(width_of, names), default=0), most_cells)
    room = (width - _MARGIN - first - _GAP * len(columns)) // len(columns)
    natural = max((2 + width_of(text) for row in cells for _, (text, _), _ in row), default=8)
    column = max(_LEAST, min(room, max(natural, _USUAL), _MOST))
    starts = tuple(_MARGIN + first + _GAP + i * (column + _GAP) for i in range(len(columns)))
    lines: list[Line] = [_heads(heads, columns, choice, first, column)]
    where = None
    for y, (context, name, row) in enumerate(zip(contexts, names, cells, strict=True), 1):
        here = context.id == choice.context
        spans: list[Span] = [
            ("▸ " if here else "  ", "accent"),
            (pad(name, first), "strong" if here else "plain"),
        ]
        for surface, (role, (text, brief), symbol) in zip(columns, row, strict=True):
            word = text if width_of(text) + 2 <= column else brief
            mark = "•" if f"{context.id} {surface}" in changed else " "
            spans.append((mark.rjust(_GAP), "accent"))
            spans.append((pad(f"{symbol} {fit(word, column - 2)}", column), role))
            if here and surface == choice.surface:
                where = (y, len(spans) - 1)
        lines.append(tuple(spans))
    return MatrixView(tuple(lines), starts, tuple(c.id for c in contexts), where)


def cells_of(diagnosis: Diagnosis) -> dict[str, tuple[str, ...]]:
    """Every cell by a key of its own, for telling which of them an update changed."""
    return {
        f"{context.id} {surface}": (
            surface_word(context.surfaces.get(surface), diagnosis)[0],
            str(surface_level(diagnosis, context, surface)),
        )
        for context in diagnosis.contexts
        for surface in SURFACES
    }


def chosen_line(diagnosis: Diagnosis, choice: Choice) -> Line:
    """The chosen cell alone, for screens without room for the matrix: "▸ new zsh · claude -p  ✗ API …w7AA"."""
    context = diagnosis.context(choice.context) or next(iter(diagnosis.contexts), None)
    if context is None:
        return ()
    role, (text, _), symbol = cell(diagnosis, context, choice.surface)
    return (
        ("▸ ", "accent"),
        (context_name(context), "strong"),
        (" · ", "muted"),
        (SURFACE_NAMES[choice.surface], "plain"),
        ("  ", "plain"),
        (f"{symbol} {text}", role),
    )


def _told(contexts: Sequence[Context], choice: Choice, most: int | None) -> Sequence[Context]:
    if most is None or len(contexts) <= most:
        return contexts
    index = next((i for i, c in enumerate(contexts) if c.id == choice.context), 0)
    start = max(0, min(index - most + 1, len(contexts) - most)) if index >= most else 0
    return contexts[start : start + most]


def _name(context: Context, most: int) -> str:
    """The longest of its names that fits."""
    name = context_name(context)
    start = f" ({visible(context.start)})" if context.start else ""
    whose = whose_words(context)
    names = (f"{name.removesuffix(whose)}{start}{whose}", name)
    return next((one for one in names if width_of(one) <= most), short_name(context))


class CellView(NamedTuple):
    """One cell: how it is judged, its text in full and in one word, and its sign."""

    role: Role
    words: tuple[str, str]
    symbol: str


def cell(diagnosis: Diagnosis, context: Context, surface: SurfaceName) -> CellView:
    level = surface_level(diagnosis, context, surface)
    told = context.surfaces.get(surface)
    symbol = "?" if told and told.outcome == "asks" else LEVEL_SYMBOLS[level] if level else " "
    return CellView(_ROLES[level], surface_word(told, diagnosis), symbol)


def _other(diagnosis: Diagnosis, context: Context, name: str) -> CellView:
    """A surface beside the command line, which is told and not judged."""
    told = context.others.get(name)
    words = ("own account", "own") if name == "desktop" and told is not None else surface_word(told, diagnosis)
    return CellView("muted", words, " ")


def _heads(heads: Sequence[tuple[str, str]], columns: Sequence[str], choice: Choice, first: int, column: int) -> Line:
    spans: list[Span] = [(" " * (_MARGIN + first), "plain")]
    for surface, (long, short) in zip(columns, heads, strict=True):
        word = long if width_of(long) + 2 <= column else short
        spans.append(
            (
                " " * _GAP + pad("  " + word if width_of(word) + 2 <= column else word, column),
                "strong" if surface == choice.surface else "muted",
            )
        )
    return tuple(spans)
