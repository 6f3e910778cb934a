"""Paste an error message, and read what it means on this machine. What could be a value in it stands as dots; nothing of it is kept."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static, TextArea

from claude_auth_tui.explain import explain
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.tui.screens.dialogue import Dialogue, Scroll
from claude_auth_tui.tui.view.dialogue_lines import explanation_lines, first_fix
from claude_auth_tui.tui.widgets.masked import MaskedArea


class ExplainScreen(Dialogue[str]):
    """Answers with a command to copy, when one was chosen. The answer follows what is typed or pasted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False, priority=True),
        Binding("ctrl+y", "copy", show=False, priority=True),
        Binding("y", "copy", show=False),
    ]

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__((("Explain an error", "strong"),), "tab to the answer · y or ctrl+y copies the fix · esc closes")
        self._diagnosis = diagnosis
        self._fix = ""
        self._area = MaskedArea(
            "", id="pasted", compact=True, tab_behavior="focus", show_line_numbers=False, placeholder="Paste what Claude Code said"
        )
        self._area.cursor_blink = False
        self._answer = Static("", id="answer")

    def inside(self) -> ComposeResult:
        yield self._area
        yield Scroll(self._answer)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        text = self._area.text
        if not text.strip():
            self._fix = ""
            self._answer.update("")
            return
        explanation = explain(text, self._diagnosis)
        self._fix = first_fix(explanation)
        self._answer.update(self.content(*explanation_lines(explanation)))

    def action_copy(self) -> None:
        if self._fix:
            self.dismiss(self._fix)
