"""A pane: a numbered title over a list. Among others it may be closed, and is then its title row alone, still saying its headline."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from claude_auth_tui.explain.pasted import pasted
from claude_auth_tui.tui.themes import content_of
from claude_auth_tui.tui.view.layout import Need, Shape, Spot
from claude_auth_tui.tui.view.lines import Line, Span, fit, fit_line, join, spread
from claude_auth_tui.tui.view.table import PaneView
from claude_auth_tui.tui.widgets.line_widgets import Lines
from claude_auth_tui.tui.widgets.row_list import RowList

_UNPLACED: Final = 80
_TITLE_MARGINS: Final = 6
"""Cells of a box's upper border beside its title."""


class PaneTitle(Lines):
    """The title row of a pane that is no box."""

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self._pane = pane

    def lines(self, width: int) -> list[Line]:
        return [self._pane.title_row(width)]


class Pane(Widget):
    """A click on it opens and focuses it."""

    class Wanted(Message):
        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, number: int, view: PaneView, keeps_selection: bool = False) -> None:
        super().__init__(id=view.name)
        self.number = number
        self.view = view
        self.shape: Shape = "box"
        self.changed: frozenset[str] = frozenset()
        self._title = PaneTitle(self)
        self._keeps_selection = keeps_selection
        self._spot: Spot | None = None
        self._titled: object = None
        """What was drawn as the title last."""
        self.rows = RowList(view.columns, keeps_selection)
        self._show_rows()
        self.begin()

    def begin(self) -> None:
        """Put the cursor where it begins."""
        if self.view.start:
            self.rows.put_cursor(self.view.start)

    def compose(self) -> ComposeResult:
        yield self._title
        yield self.rows

    def show(self, view: PaneView, changed: frozenset[str]) -> None:
        """Show what the pane says now, with marks on the rows that changed."""
        self.view, self.changed = view, changed
        self._show_rows()
        self.draw_title()

    def _show_rows(self) -> None:
        view = self.view
        self.rows.show(view.rows, header=view.header, empty=view.empty, indent=view.indent, foot=view.foot, changed=self.changed)

    def place(self, spot: Spot | None) -> None:
        """Go to this spot and take its shape; None to be hidden. Draws nothing where it is there already."""
        if spot != self._spot:
            self._spot = spot
            self.display = spot is not None
            if spot is not None:
                self.styles.offset = (spot.x, spot.y)
                self.styles.width, self.styles.height = spot.width, spot.height
                self.shape = spot.shape
                self.update_classes({f"-{name}": name == spot.shape for name in ("box", "open", "closed")}, update=self.is_attached)
                self.rows.display = spot.shape != "closed"
                self._title.display = spot.shape != "box"
        self.draw_title()

    def needed(self, width: int) -> Need:
        """Lines a box of so many cells needs."""
        bare, full = self.rows.needed(width - 2)
        return Need(full + 2 if self._keeps_selection else bare + 2, full + 2)

    def draw_title(self) -> None:
        """Draw the title again if it says something else."""
        width = (self._spot.width if self._spot else _UNPLACED) - _TITLE_MARGINS
        line = fit_line(self._title_line(self.view.note), width) if self.shape == "box" else self.title_row(width)
        drawn = (self.shape, self.app.native_ansi_color, line)
        if drawn == self._titled:
            return
        self._titled = drawn
        if self.shape == "box":
            self.border_title = content_of(line, self.app.native_ansi_color)
        else:
            self._title.refresh()

    def _heading(self) -> tuple[Span, ...]:
        # a sign beside the colour of the border, for screens without colours
        focus: tuple[Span, ...] = (("▸ ", "accent"),) if self.shape == "box" and self.rows.has_focus else ()
        return (*focus, (f"{self.number} ", "key"), (self.view.title, "strong"))

    def _filtered(self) -> Line:
        if not self.rows.filter_text:
            return ()
        shown, every = self.rows.counted
        return ((f"/{fit(pasted(self.rows.filter_text), 20)}", "accent"), (f" {shown} of {every}", "plain"))

    def _title_line(self, note: Line) -> Line:
        return join([self._heading(), self._filtered() or note])

    def title_row(self, width: int) -> Line:
        """The title row of an accordion: open or closed, and what there is to say of it."""
        opened = self.shape == "open"
        mark: Span = ("▾ " if opened else "▸ ", "accent" if opened else "muted")
        note = self.view.note if opened else self.view.headline
        changed: Line = (("•", "accent"),) if self.changed and not opened else ()
        return spread((mark, *self._title_line(note)), changed, width, gap=1)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Wanted(self.number))

    def on_descendant_focus(self) -> None:
        self.draw_title()

    def on_descendant_blur(self) -> None:
        self.draw_title()
