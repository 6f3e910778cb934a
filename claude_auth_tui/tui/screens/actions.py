"""What the keys of the main screen do."""

from __future__ import annotations

from collections.abc import Callable

from textual import on, work
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from claude_auth_tui.clipboard import Copied
from claude_auth_tui.model.diagnosis import Diagnosis, Finding, Fix, Verdict
from claude_auth_tui.model.failure import kind_of
from claude_auth_tui.tui.messages import ToTerminal, WasCopied
from claude_auth_tui.tui.tools import Tools
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.details import details_of
from claude_auth_tui.tui.view.panes import CHECKS
from claude_auth_tui.tui.view.places import at_home, take_apart
from claude_auth_tui.tui.view.text import visible
from claude_auth_tui.tui.widgets.pane import Pane

_SEVERITY = {"error": "error", "warning": "warning"}


class Actions(Screen[None]):
    """The main screen's actions; `MainScreen` has what they act on."""

    diagnosis: Diagnosis
    choice: Choice
    tools: Tools
    panes: list[Pane]
    active: int
    zoomed: bool
    read_again: Callable[[], None]

    @property
    def pane(self) -> Pane:
        raise NotImplementedError

    @property
    def finding(self) -> Finding | None:
        raise NotImplementedError

    def show_panes(self, mark: bool = False) -> None:
        raise NotImplementedError

    def divide(self, size: Size | None = None) -> None:
        raise NotImplementedError

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
        from claude_auth_tui.tui.screens.details import DetailsScreen

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
            from claude_auth_tui.tui.screens.fixes import FixesScreen

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
        from claude_auth_tui.tui.widgets.filter import FilterLine

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
