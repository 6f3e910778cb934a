"""A list of rows in columns, with a cursor that stays on its row whatever an update does around it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from claude_auth_tui.explain.pasted import pasted
from claude_auth_tui.tui.commands import bindings
from claude_auth_tui.tui.themes import content_of
from claude_auth_tui.tui.view.lines import Line, fit_line, span, wrap, wrap_line
from claude_auth_tui.tui.view.table import Cell, Column, Row, lay_out, lay_out_whole, share

_GUTTER = 2
"""Cells before a row: the cursor, and the mark of what changed."""
_WRAPPED = 3
"""Lines that one line under a row may take; the details have all of it."""
_SCROLL_BAR = 1
_MEASURED = 50
"""Rows that are measured line by line when asked for the lines needed: no screen is higher."""


class _Drawn(Struct, frozen=True):
    """One line of the list: which row it belongs to (None for the head), and what stands there."""

    row: int | None
    line: Line
    first: bool = False


class RowList(ScrollView, can_focus=True):
    COMPONENT_CLASSES = {"row-list--cursor", "row-list--cursor-blurred"}  # noqa: RUF012 - Textual's own form
    BINDINGS = bindings("list")
    ALLOW_SELECT = False

    class Moved(Message):
        """The cursor stands on another row, or on a row that says something else."""

        def __init__(self, rows: RowList) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> RowList:
            return self.rows

    class Opened(Message):
        """A row was chosen with enter, or by a click on the row the cursor stands on."""

        def __init__(self, rows: RowList, row: Row) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList:
            return self.rows

    def __init__(self, columns: Sequence[Column], keeps_selection: bool = True) -> None:
        """With `keeps_selection` the selected row is seen also while the focus is elsewhere."""
        super().__init__()
        self._keeps_selection = keeps_selection
        self._columns = tuple(columns)
        self._header: tuple[Cell, ...] = ()
        self._indent = 2
        self._empty = ""
        self._foot: tuple[Line, ...] = ()
        self._all: tuple[Row, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._words: tuple[str, ...] = ()
        self._changed: frozenset[str] = frozenset()
        self._cursor = 0
        self._drawn: list[_Drawn] = []
        self._painted: tuple[list[_Drawn], int] = ([], 0)
        """The lines as they were last drawn, and how many of them were above the edge."""
        self._pressed: int | None = None
        self._laid_out_for = -1
        """The width that the lines were made for."""
        self._sized_for = -1
        """The width that the number of lines was told for."""

    # what is shown

    def show(
        self,
        rows: Sequence[Row],
        *,
        header: tuple[Cell, ...] = (),
        empty: str = "",
        indent: int = 2,
        foot: tuple[Line, ...] = (),
        changed: frozenset[str] = frozenset(),
    ) -> None:
        """Show these rows. The cursor stays on the row with its key, else at its place; the scroll and the filter stay too."""
        given = (tuple(rows), header, empty, indent, foot, changed)
        if given == (self._all, self._header, self._empty, self._indent, self._foot, self._changed):
            return
        self._all, self._header, self._empty, self._indent, self._foot, self._changed = given
        self._apply()

    @property
    def filter_text(self) -> str:
        return " ".join(self._words)

    @filter_text.setter
    def filter_text(self, text: str) -> None:
        words = tuple(text.casefold().split())
        if words != self._words:
            self._words = words
            self._apply()

    @property
    def counted(self) -> tuple[int, int]:
        """Rows shown, and rows there are."""
        return len(self._rows), len(self._all) if self._words else sum(1 for row in self._all if not row.hidden)

    @property
    def row(self) -> Row | None:
        """The row the cursor stands on."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def _selecting(self) -> bool:
        """Whether the cursor is seen."""
        return self.has_focus or self._keeps_selection

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rows shown, from the top."""
        return tuple(row.key for row in self._rows)

    def needed(self, width: int) -> tuple[int, int]:
        """Lines it would take to show everything in so many cells: with no row selected, and whichever row is selected."""
        width = max(1, width - _GUTTER - _SCROLL_BAR)
        widths = self._share(width)
        plain = [self._lines_of(row, widths, width, selected=False) for row in self._rows[:_MEASURED]]
        selected = [self._lines_of(row, widths, width, selected=True) for row in self._rows[:_MEASURED]]
        more = max((len(full) - len(bare) for full, bare in zip(selected, plain, strict=True)), default=0)
        around = bool(self._header) + len(self._around_rows(width))
        bare = max(1, sum(map(len, plain)) + max(0, len(self._rows) - _MEASURED) + around)
        return bare, bare + more

    def put_cursor(self, key: str) -> bool:
        """Put the cursor on the row with this key; False where it is not shown."""
        if key not in self.keys:
            return False
        self._move_to(self.keys.index(key))
        return True

    def _apply(self) -> None:
        old = self.row
        at = self._cursor
        top = self._key_at_top()
        self._rows = tuple(row for row in self._all if (row.matches(self._words) if self._words else not row.hidden))
        keys = self.keys
        self._cursor = keys.index(old.key) if old and old.key in keys else max(0, min(at, len(keys) - 1))
        self._lay_out()
        if top is not None and top[0] in keys:
            line = next(i for i, drawn in enumerate(self._drawn) if drawn.row == keys.index(top[0]))
            self.scroll_to(y=line + top[1], animate=False, immediate=True)
        self._keep_in_view()
        if self.row != old:
            self.post_message(self.Moved(self))

    def _key_at_top(self) -> tuple[str, int] | None:
        """The key of the row at the upper edge, and how many of its lines are above it; None where nothing is scrolled."""
        top = self.scroll_offset.y
        if not top or top >= len(self._drawn) or (row := self._drawn[top].row) is None:
            return None
        first = next(i for i, drawn in enumerate(self._drawn) if drawn.row == row)
        return self._rows[row].key, top - first

    # lines

    def _lay_out(self) -> None:
        self._make_lines()
        self._sized_for = self._laid_out_for
        self.virtual_size = Size(self._laid_out_for, len(self._drawn))
        self.refresh()

    def _make_lines(self) -> None:
        self._laid_out_for = self.scrollable_content_region.width
        if self._laid_out_for <= 0:  # before it has a place on the screen
            self._drawn = []
            return
        width = max(1, self._laid_out_for - _GUTTER)
        widths = self._share(width)
        drawn = [_Drawn(None, lay_out(self._header, widths, self._columns))] if self._header else []
        for index, row in enumerate(self._rows):
            selected = index == self._cursor and self._selecting
            lines = self._lines_of(row, widths, width, selected)
            drawn.extend(_Drawn(index, line, first=number == 0) for number, line in enumerate(lines))
        drawn.extend(_Drawn(None, line) for line in self._around_rows(width))
        self._drawn = drawn

    def _share(self, width: int) -> list[int]:
        table = [row.cells for row in self._rows]
        return share([self._header, *table] if self._header else table, self._columns, width)

    def _lines_of(self, row: Row, widths: Sequence[int], width: int, selected: bool) -> list[Line]:
        lines = lay_out_whole(row.cells, widths, self._columns) if selected else [lay_out(row.cells, widths, self._columns)]
        for told in (*row.always, *(row.below if selected else ())):
            wrapped = wrap_line(told, width - self._indent, hang=2)[:_WRAPPED]
            lines.extend(((" " * self._indent, "plain"), *line) for line in wrapped)
        return lines

    def _around_rows(self, width: int) -> list[Line]:
        """What is said below the rows, or in their stead."""
        if not self._rows:
            text = f"Nothing here matches “{pasted(self.filter_text)}”." if self._words else self._empty
            return [span(line, "muted") for line in wrap(text, width)]
        if not self._foot or self._words:
            return []
        return [(), *(line for told in self._foot for line in wrap_line(told, width))]

    def render_line(self, y: int) -> Strip:
        if self.scrollable_content_region.width != self._laid_out_for:  # it is painted before it is told of its size
            self._make_lines()
        self._painted = (self._drawn, self.scroll_offset.y)
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if not 0 <= index < len(self._drawn) or width <= 0:
            return Strip.blank(width, self.rich_style)
        drawn = self._drawn[index]
        at_cursor = self._selecting and drawn.row is not None and drawn.row == self._cursor
        line: Line = ((" " * _GUTTER, "plain"), *drawn.line)
        if drawn.first and drawn.row is not None:
            changed = self._rows[drawn.row].key in self._changed
            line = (("❯" if at_cursor else " ", "accent" if self.has_focus else "muted"), ("•" if changed else " ", "accent"), *drawn.line)
        component = ("row-list--cursor" if self.has_focus else "row-list--cursor-blurred",) if at_cursor else ()
        content = content_of(fit_line(line, width), self.app.native_ansi_color)
        return Visual.to_strips(self, content, width, 1, self.get_visual_style(*component), pad=True)[0]

    def on_resize(self) -> None:
        if self.scrollable_content_region.width != self._sized_for:
            self._lay_out()
        self._keep_in_view()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        if not self._keeps_selection:
            self._lay_out()
            self._keep_in_view()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    # moving

    def _move_to(self, index: int) -> None:
        index = max(0, min(index, len(self._rows) - 1))
        if index != self._cursor and self._rows:
            self._cursor = index
            self._lay_out()
            self.post_message(self.Moved(self))
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        lines = [i for i, drawn in enumerate(self._drawn) if drawn.row == self._cursor]
        height = self.scrollable_content_region.height
        if not lines or height <= 0:
            return
        first = 0 if self._cursor == 0 else lines[0]
        # the row itself stays in view even where its lines below do not all fit
        self.scroll_to_region(Region(0, first, 1, min(lines[-1] - first + 1, height)), animate=False, immediate=True, force=True)

    def action_move(self, step: int) -> None:
        self._move_to(self._cursor + step)

    def action_end(self, step: int) -> None:
        self._move_to(0 if step < 0 else len(self._rows) - 1)

    def action_page(self, step: int) -> None:
        self._move_to(self._cursor + step * max(1, self.scrollable_content_region.height - 1))

    def action_details(self) -> None:
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        # what was under the pointer when it was pressed: the focus that comes with it may already have moved the lines
        drawn, top = self._painted
        offset = event.get_content_offset(self)
        index = -1 if offset is None else offset.y + top
        self._pressed = drawn[index].row if 0 <= index < len(drawn) else None

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.chain > 1:  # the first click of the two has said which row
            self.action_details()
        elif self._pressed is not None:
            self._move_to(self._pressed)
