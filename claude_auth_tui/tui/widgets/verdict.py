"""The verdict: one sentence, what it rests on, and what `y` copies."""

from __future__ import annotations

from textual import events
from textual.message import Message

from claude_auth_tui.model.diagnosis import Diagnosis, Finding
from claude_auth_tui.model.words import LEVELS
from claude_auth_tui.tui.view.line import Line, fit_line
from claude_auth_tui.tui.view.top import copy_hint, first_fix, verdict_lines
from claude_auth_tui.tui.widgets.line import Lines


class VerdictBox(Lines):
    """A click selects the finding it stands for."""

    class Clicked(Message):
        pass

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(id="verdict")
        self.diagnosis = diagnosis
        self.finding: Finding | None = None
        self.most: int | None = None
        self.hint = True
        self._show_level()

    def show(self, diagnosis: Diagnosis, finding: Finding | None, most: int | None, hint: bool) -> None:
        """Show the verdict in `most` lines at most, with what `y` copies for the selected finding."""
        if (diagnosis.verdict, finding, most, hint) == (self.diagnosis.verdict, self.finding, self.most, self.hint):
            return
        self.diagnosis, self.finding, self.most, self.hint = diagnosis, finding, most, hint
        self._show_level()
        self.refresh()

    def point_at(self, finding: Finding | None) -> None:
        """Say what `y` copies for this finding."""
        self.show(self.diagnosis, finding, self.most, self.hint)

    def lines(self, width: int) -> list[Line]:
        lines = verdict_lines(self.diagnosis, width, self.most)
        if not self.hint or not any(first_fix(finding) for finding in self.diagnosis.findings):
            return lines
        # the line stays where the selected row has no fix, so that nothing jumps while the cursor moves
        return [*lines, (("  ", "plain"), *fit_line(copy_hint(self.finding), width - 2))]

    def _show_level(self) -> None:
        self.update_classes({f"-{level}": level == self.diagnosis.verdict.level for level in LEVELS}, update=self.is_attached)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Clicked())
