"""The matrix of contexts and surfaces on the screen. A click chooses a cell."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message

from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.tui.roles import content_of
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.line import Line, fit_line
from claude_auth_tui.tui.view.matrix import MatrixView, chosen_line, matrix
from claude_auth_tui.tui.widgets.line import Lines


class MatrixBox(Lines):
    class Chosen(Message):
        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, diagnosis: Diagnosis, choice: Choice) -> None:
        super().__init__(id="matrix")
        self.diagnosis = diagnosis
        self.choice = choice
        self.changed: frozenset[str] = frozenset()
        self.contexts = len(diagnosis.contexts)
        self.whole = True

    def show(self, diagnosis: Diagnosis, choice: Choice, changed: frozenset[str], whole: bool, contexts: int) -> None:
        """Show it with so many contexts at most, or (`whole` false) the chosen cell alone."""
        given = (diagnosis, choice, changed, whole, contexts)
        if given == (self.diagnosis, self.choice, self.changed, self.whole, self.contexts):
            return
        self.diagnosis, self.choice, self.changed, self.whole, self.contexts = given
        self.refresh()

    def _view(self, width: int) -> MatrixView:
        return matrix(self.diagnosis, self.choice, width, self.contexts, self.changed)

    def lines(self, width: int) -> list[Line]:
        if not self.whole:
            return [fit_line(chosen_line(self.diagnosis, self.choice), width)]
        return [fit_line(line, width) for line in self._view(width).lines]

    def render(self) -> Content:
        if not self.whole:
            return super().render()
        view = self._view(self.content_size.width)
        ansi = self.app.native_ansi_color
        drawn = [
            content_of(line, ansi, view.chosen[1] if view.chosen and view.chosen[0] == y else None) for y, line in enumerate(view.lines)
        ]
        return Content("\n").join(drawn)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if self.whole and offset is not None and (choice := self._view(self.content_size.width).at(offset.x, offset.y)):
            self.post_message(self.Chosen(choice))
