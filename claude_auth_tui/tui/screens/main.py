"""The main screen: puts the parts together, divides the space, keeps what is chosen, and does what its keys say."""

from __future__ import annotations

from typing import Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from claude_auth_tui.clipboard import Copied
from claude_auth_tui.model.diagnosis import Diagnosis, Finding, Fix, Verdict
from claude_auth_tui.model.saying import kind_of
from claude_auth_tui.probes.probe import ProbeKind
from claude_auth_tui.tui.commands import ACTS_HERE, BY_ID, bindings
from claude_auth_tui.tui.messages import Told, ToTerminal, WasCopied
from claude_auth_tui.tui.tools import Source, Tools
from claude_auth_tui.tui.view.choice import Choice, choice_of
from claude_auth_tui.tui.view.details import details_of
from claude_auth_tui.tui.view.layout import Division, Need, division, spots
from claude_auth_tui.tui.view.lines import Line, visible
from claude_auth_tui.tui.view.matrix import cells_of
from claude_auth_tui.tui.view.panes import CHECKS, panes_of
from claude_auth_tui.tui.view.places import at_home, take_apart
from claude_auth_tui.tui.view.table import changed_rows
from claude_auth_tui.tui.view.top import News
from claude_auth_tui.tui.widgets.line_widgets import KeyLine, MatrixBox, TopLine, VerdictBox
from claude_auth_tui.tui.widgets.pane import Pane
from claude_auth_tui.tui.widgets.row_list import RowList

_VERDICT_MARGINS: Final = 2
_MATRIX_MARGINS: Final = 4
"""Cells beside their lines, as the style sheet has them."""
_SEVERITY: Final = {"error": "error", "warning": "warning"}
START_AGAIN = 75
"""The app's return code that asks for a new start: the command line then replaces itself by a login shell."""


class MainScreen(Screen[None]):
    """What is chosen, what is shown of it, and what its keys do."""

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
        how = division(width, height, len(self.diagnosis.contexts))
        self.update_classes({f"-gap-{gap}": how.gaps >= gap for gap in (1, 2, 3)})
        self._top.display, self._keys.display = how.header, how.footer
        self._matrix.display = how.matrix != "none"
        self._top.show(self.diagnosis, self.news)
        self._verdict.show(self.diagnosis, self.finding, how.verdict, how.hint)
        self._matrix.show(self.diagnosis, self.choice, self._changed_cells, how.matrix == "full", how.contexts)
        self._place_panes(how, width, height)

    def _place_panes(self, how: Division, width: int, height: int) -> None:
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

    # what its keys do

    def say(self, text: str, severity: str = "information", title: str = "") -> None:
        """A toast, in place of the one before. Its text is taken literally."""
        self.app.clear_notifications()
        level = "warning" if severity == "warning" else "error" if severity == "error" else "information"
        self.app.notify(visible(text), title=visible(title), severity=level, timeout=4, markup=False)  # type: ignore[arg-type]

    def verdict_changed(self, verdict: Verdict) -> None:
        if self.diagnosis.bell:
            self.app.bell()
        self.say(verdict.headline, _SEVERITY.get(verdict.level, "information"), "Verdict changed")

    # panes

    def action_go(self, number: int) -> None:
        self.active = number - 1
        self.divide()
        self.pane.rows.focus(scroll_visible=False)

    def action_pane(self, step: int) -> None:
        self.action_go((self.active + step) % len(self.panes) + 1)

    def action_zoom(self) -> None:
        self.zoomed = not self.zoomed
        self.divide()

    def go_to_verdict(self) -> None:
        if self.diagnosis.verdict.finding:
            self.panes[CHECKS].rows.put_cursor(self.diagnosis.verdict.finding)
            self.action_go(CHECKS + 1)

    def action_finding(self, step: int) -> None:
        """The next or previous finding that is not only worth knowing; round the end to the start."""
        rows = self.panes[CHECKS].rows
        counted = [f for f in self.diagnosis.findings if f.muted is None]
        grave = [f for f in counted if f.level in ("error", "warning", "unknown")] or [f for f in counted if f.level == "info"]
        wanted = [self.diagnosis.key_of(f) for f in grave]
        shown = [key for key in rows.keys if key in wanted]
        if not shown:
            self.say("No finding to go to")
            return
        here = rows.row.key if rows.row else None
        at = shown.index(here) + step if here in shown else (0 if step > 0 else -1)
        rows.put_cursor(shown[at % len(shown)])
        self.action_go(CHECKS + 1)

    # the matrix

    def choose(self, choice: Choice) -> None:
        self.choice = choice
        self.show_panes()
        self.panes[0].begin()
        self.divide()

    def action_surface(self, step: int) -> None:
        self.choose(self.choice.next_surface(step))

    def action_context(self, step: int) -> None:
        self.choose(self.choice.next_context(self.diagnosis, step))

    # details, copying, editing

    def action_details(self) -> None:
        from claude_auth_tui.tui.screens.dialogue import DetailsScreen

        row = self.pane.rows.row
        if row is not None:
            details = details_of(self.diagnosis, self.pane.view.name, row, self.choice)
            self.app.push_screen(DetailsScreen(details, can_copy=bool(self.finding and any(f.command for f in self.finding.fixes))))

    def action_copy_fix(self) -> None:
        """Copy the first fix at once; where there are several, offer the others."""
        finding = self.finding
        index = next((i for i, fix in enumerate(finding.fixes) if fix.command), None) if finding else None
        if finding is None or index is None:
            self.say("Nothing to copy: the selected row has no fix that can be pasted")
            return
        self._copy_fix(finding.fixes[index])
        if sum(1 for fix in finding.fixes if fix.command) > 1:
            from claude_auth_tui.tui.screens.fix_menu import FixesScreen

            self.app.push_screen(FixesScreen(finding, index), lambda chosen: self._copy_other(finding, index, chosen))

    def _copy_other(self, finding: Finding, copied: int, chosen: int | None) -> None:
        if chosen is not None and chosen != copied:
            self._copy_fix(finding.fixes[chosen])

    def _copy_fix(self, fix: Fix) -> None:
        self.copy_text(fix.command, fix.title)

    def action_copy_report(self) -> None:
        from claude_auth_tui.telling.markdown import markdown_report

        self.copy_text(markdown_report(self.diagnosis, self.tools.about()), "The report")

    @work(thread=True, exit_on_error=False)
    def copy_text(self, text: str, what: str) -> None:
        def to_terminal(sequence: str) -> None:
            self.post_message(ToTerminal(sequence))

        copied = self.tools.copy(text, to_terminal)
        self.post_message(WasCopied(what, copied))

    @on(Worker.StateChanged)
    def _copy_failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self.say(f"Could not copy ({kind_of(event.worker.error)})" if event.worker.error else "Could not copy", "error")

    @on(ToTerminal)
    def _to_terminal(self, event: ToTerminal) -> None:
        self.app.copy_to_clipboard(event.text)

    @on(WasCopied)
    def _was_copied(self, event: WasCopied) -> None:
        copied: Copied = event.copied
        failed = copied.method == "none"
        words = copied.words if not copied.error or failed else f"{copied.words} ({copied.error})"
        self.say(words, "error" if failed else "information", "" if failed else event.what)

    def action_edit(self) -> None:
        row = self.pane.rows.row
        place = row.place if row else ""
        if not place:
            self.say("The selected row names no file")
            return
        path, line = take_apart(place)
        command = self.tools.editor(at_home(path, self.tools.home), line)
        if not command.argv:
            self.say(command.words, "warning")
            return
        if command.takes_the_terminal:
            from textual.app import SuspendNotSupported

            try:
                with self.app.suspend():
                    status = self.tools.run(command.argv)
            except SuspendNotSupported:
                self.say("This terminal cannot be handed to an editor", "warning")
                return
        else:
            status = self.tools.run(command.argv)
        self.say(
            command.words if status == 0 else f"{command.argv[0]} ended with status {status}", "information" if status == 0 else "warning"
        )
        self.read_again()

    def action_read_again(self) -> None:
        self.read_again()

    # filter

    def action_filter(self) -> None:
        from claude_auth_tui.tui.widgets.masked import FilterLine

        if not self.query(FilterLine):
            self.mount(FilterLine(self.pane.rows.filter_text, self.pane.view.title), after="#panes")
        self.query_one(FilterLine).focus()

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        self._filter(event.value)

    def _filter(self, words: str) -> None:
        self.pane.rows.filter_text = words
        self.pane.draw_title()
        self.divide()

    @on(Input.Submitted, "#filter")
    def _filter_kept(self) -> None:
        self._leave_filter()

    def _leave_filter(self) -> None:
        self.query("#filter").remove()
        self.divide()
        self.pane.rows.focus(scroll_visible=False)

    def action_close(self) -> None:
        """Close the innermost thing that is open. Never quits."""
        if self.query("#filter"):
            self._filter("")
            self._leave_filter()
        elif self.pane.rows.filter_text:
            self._filter("")
        elif self.zoomed:
            self.action_zoom()

    # what asks first

    def action_folder(self) -> None:
        from claude_auth_tui.tui.screens.folder import Folder, FolderScreen

        def chosen(folder: Folder | None) -> None:
            if folder is not None:
                self.source.use_folder(folder.path)

        place = self.diagnosis.place
        current = "" if place.follow else place.cwd
        self.app.push_screen(FolderScreen(current, self.tools.home, can_follow=place.tmux), chosen)

    def action_explain(self) -> None:
        from claude_auth_tui.tui.screens.explain_screen import ExplainScreen

        def chosen(command: str | None) -> None:
            if command:
                self.copy_text(command, "The fix")

        self.app.push_screen(ExplainScreen(self.diagnosis), chosen)

    def action_what_if(self) -> None:
        from claude_auth_tui.tui.screens.what_if_screen import WhatIfScreen
        from claude_auth_tui.tui.view.what_if_lines import subject_of

        row = self.pane.rows.row
        subject = subject_of(self.diagnosis, self.pane.view.name, row) if row is not None else None
        if subject is None:
            self.say("First select a source, variable, line or login")
            return
        self.app.push_screen(WhatIfScreen(subject, self.diagnosis, self.source.what_if))

    def action_ask_shell(self) -> None:
        from claude_auth_tui.tui.screens.confirm import RealShell

        command = self.source.shell_command()
        if not command:
            self.say("This machine is made up: there is no shell to ask")
            return
        self.app.push_screen(RealShell(command, self.source.ask_shell))

    def action_probe(self, kind: ProbeKind) -> None:
        """Ask about the cell of the matrix that the panes explain."""
        from claude_auth_tui.tui.screens.probe_screen import ProbeScreen

        choice, source = self.choice, self.source
        self.app.push_screen(ProbeScreen(kind, lambda: source.probe_plan(kind, choice.context, choice.surface), self.copy_text))

    def action_start_again(self) -> None:
        from claude_auth_tui.tui.screens.confirm import Confirm

        if not self.tools.start_again:
            self.say("This machine is made up: there is no shell to start from")
            return
        shell = self.diagnosis.place.shell
        lines: tuple[Line, ...] = (
            (("This ends the view and opens it again from a new login ", "plain"), (visible(shell), "code"), (",", "plain")),
            (('which runs your startup files: "this terminal" then has what they', "plain"),),
            (("set now. The shell you started from keeps what it has.", "plain"),),
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.app.exit(return_code=START_AGAIN)

        self.app.push_screen(Confirm("Start again", lines, "starts again"), answered)
