"""The main screen: puts the parts together, divides the space, and keeps what is chosen. Its actions are in `actions`."""

from __future__ import annotations

from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size
from textual.screen import Screen

from claude_auth_tui.model.diagnosis import Diagnosis, Finding
from claude_auth_tui.tui.commands import ACTS_HERE, BY_ID, bindings
from claude_auth_tui.tui.messages import Told
from claude_auth_tui.tui.screens.actions import Actions
from claude_auth_tui.tui.screens.asking import Asking
from claude_auth_tui.tui.tools import Source, Tools
from claude_auth_tui.tui.view.changes import changed_rows
from claude_auth_tui.tui.view.choice import Choice, choice_of
from claude_auth_tui.tui.view.matrix import cells_of
from claude_auth_tui.tui.view.panes import CHECKS, panes_of
from claude_auth_tui.tui.view.plan import Need, Plan, plan, spots
from claude_auth_tui.tui.view.top import News
from claude_auth_tui.tui.widgets.footer import KeyLine
from claude_auth_tui.tui.widgets.header import TopLine
from claude_auth_tui.tui.widgets.matrix import MatrixBox
from claude_auth_tui.tui.widgets.pane import Pane
from claude_auth_tui.tui.widgets.rows import RowList
from claude_auth_tui.tui.widgets.verdict import VerdictBox

_VERDICT_MARGINS: Final = 2
_MATRIX_MARGINS: Final = 4
"""Cells beside their lines, as the style sheet has them."""


class MainScreen(Actions, Asking, Screen[None]):
    BINDINGS = bindings("screen")
    AUTO_FOCUS = ""

    def __init__(self, diagnosis: Diagnosis, news: News, tools: Tools, source: Source) -> None:
        super().__init__()
        self.source = source
        self.read_again = source.read_again
        self.diagnosis = diagnosis
        self.news = news
        self.tools = tools
        self.choice: Choice = choice_of(diagnosis)
        self.zoomed = False
        self.active = CHECKS
        self.number = 0
        self._top = TopLine(diagnosis, news)
        self._verdict = VerdictBox(diagnosis)
        self._matrix = MatrixBox(diagnosis, self.choice)
        views = panes_of(diagnosis, self.choice, tools.now())
        self.panes = [Pane(index + 1, view, keeps_selection=index == CHECKS) for index, view in enumerate(views)]
        self._keys = KeyLine(bool(tools.elsewhere))
        if tools.elsewhere:
            for command in ACTS_HERE:
                setattr(self, f"action_{BY_ID[command].action.partition('(')[0]}", self._off)
        if diagnosis.verdict.finding:
            self.panes[CHECKS].rows.put_cursor(diagnosis.verdict.finding)

    def _off(self, *_: object) -> None:
        self.say(f"{self.tools.elsewhere}: this key acts on the machine you are at, so it is off")

    def compose(self) -> ComposeResult:
        # before anything is mounted, so that nothing has to be styled and laid out twice for the first picture
        self.divide(self.app.size)
        yield self._top
        yield self._verdict
        yield self._matrix
        yield Container(*self.panes, id="panes")
        yield self._keys

    def on_mount(self) -> None:
        self.pane.rows.focus(scroll_visible=False)
        self.app.theme_changed_signal.subscribe(self, self._draw_titles)

    def on_resize(self) -> None:
        self.divide()

    def _draw_titles(self, _: object) -> None:
        for pane in self.panes:
            pane.draw_title()

    # what is chosen

    @property
    def pane(self) -> Pane:
        """The pane that has, or would have, the focus."""
        return self.panes[self.active]

    @property
    def finding(self) -> Finding | None:
        """The finding whose fix `y` copies: that of the selected row, else the one selected among the checks."""
        for pane in (self.pane, self.panes[CHECKS]):
            row = pane.rows.row
            if row and row.finding and (found := self.diagnosis.finding(row.finding)):
                return found
        return None

    # what is shown

    def show(self, diagnosis: Diagnosis, news: News, mark: bool) -> None:
        """Show another diagnosis; with `mark`, what it changed is marked, else the marks stay."""
        before = self.diagnosis
        followed = self.choice == choice_of(before)
        self.diagnosis, self.news = diagnosis, news
        if followed or diagnosis.context(self.choice.context) is None:
            self.choice = choice_of(diagnosis)
        at_verdict = (
            before.verdict.finding is not None
            and self.panes[CHECKS].rows.row is not None
            and self.panes[CHECKS].rows.row.key == before.verdict.finding
        )
        cells = cells_of(before), cells_of(diagnosis)
        if mark:
            self._changed_cells = frozenset(key for key, cell in cells[1].items() if cells[0].get(key) != cell)
        self.show_panes(mark)
        if at_verdict and diagnosis.verdict.finding and diagnosis.verdict.finding != before.verdict.finding:
            self.panes[CHECKS].rows.put_cursor(diagnosis.verdict.finding)
        self.divide()

    _changed_cells: frozenset[str] = frozenset()

    def show_panes(self, mark: bool = False) -> None:
        """Bring the panes up to date with the diagnosis and the choice."""
        for pane, view in zip(self.panes, panes_of(self.diagnosis, self.choice, self.tools.now()), strict=True):
            pane.show(view, changed_rows(pane.view.rows, view.rows) if mark else pane.changed)

    def divide(self, size: Size | None = None) -> None:
        """Divide the screen for its size, and show in each part what it has room for."""
        width, height = size or self.size
        how = plan(width, height, len(self.diagnosis.contexts))
        self.update_classes({f"-gap-{gap}": how.gaps >= gap for gap in (1, 2, 3)})
        self._top.display, self._keys.display = how.header, how.footer
        self._matrix.display = how.matrix != "none"
        self._top.show(self.diagnosis, self.news)
        self._verdict.show(self.diagnosis, self.finding, how.verdict, how.hint)
        self._matrix.show(self.diagnosis, self.choice, self._changed_cells, how.matrix == "full", how.contexts)
        self._place_panes(how, width, height)

    def _place_panes(self, how: Plan, width: int, height: int) -> None:
        used = how.header + how.footer + how.gaps
        for part, margins in ((self._verdict, _VERDICT_MARGINS), (self._matrix, _MATRIX_MARGINS)):
            if part.display:
                lines = len(part.lines(max(1, width - margins)))
                part.styles.height = min(lines, max(1, height - used))
                used += lines
        area = max(0, height - used - bool(self.query("#filter")))
        needs = [pane.needed(width // 2) if how.panes == "columns" else Need(0, 0) for pane in self.panes]
        found = spots(how, width, area, needs, self.active, self.zoomed)
        for pane, spot in zip(self.panes, found, strict=True):
            pane.place(spot)

    # what happens

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._verdict.point_at(self.finding)

    @on(RowList.Opened)
    def _opened(self) -> None:
        self.action_details()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click on a list has given its pane the focus."""
        index = next((i for i, pane in enumerate(self.panes) if pane.rows is event.widget), self.active)
        if index != self.active:
            self.active = index
            self.divide()

    @on(Pane.Wanted)
    def _pane_wanted(self, event: Pane.Wanted) -> None:
        self.action_go(event.number)

    @on(MatrixBox.Chosen)
    def _cell_chosen(self, event: MatrixBox.Chosen) -> None:
        self.choose(event.choice)

    @on(VerdictBox.Clicked)
    def _verdict_clicked(self) -> None:
        self.go_to_verdict()

    def tell(self, told: Told) -> None:
        """Take what was told, unless something newer is already shown; say so where the verdict changed."""
        if told.number and told.number <= self.number:
            return
        self.number = max(self.number, told.number)
        before = self.diagnosis
        new = told.diagnosis if told.diagnosis is not None and told.diagnosis != before else None
        self.show(new or before, told.news, mark=new is not None)
        if new is not None and new.verdict.headline != before.verdict.headline:
            self.verdict_changed(new.verdict)
        elif told.asked and new is None and not told.news.detail:
            self.say("Read again: nothing has changed")
