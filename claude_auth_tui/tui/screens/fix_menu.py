"""The menu of a finding's fixes. The first has been copied when it opens; enter copies another."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from claude_auth_tui.model.diagnosis import Finding, Fix
from claude_auth_tui.tui.screens.dialogue import Dialogue
from claude_auth_tui.tui.view.checks_pane import after
from claude_auth_tui.tui.view.lines import Line, span, visible
from claude_auth_tui.tui.view.table import Cell, Column, Row
from claude_auth_tui.tui.widgets.row_list import RowList


class FixesScreen(Dialogue[int]):
    """Answers with the index of the fix to copy."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "chosen", show=False),
        *(Binding(str(number), f"choose({number - 1})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, finding: Finding, copied: int) -> None:
        super().__init__((("Copied the first fix; enter copies another", "strong"),), "j/k move · enter copy · esc close")
        self._fixes = finding.fixes
        self._copied = copied
        self.rows = RowList((Column(least=1, gives=0), Column(least=10, grows=True), Column(least=6, gives=0)))

    def inside(self) -> ComposeResult:
        self.rows.show([self._row(number, fix) for number, fix in enumerate(self._fixes)], indent=3)
        self.rows.put_cursor(str(self._copied))
        yield self.rows

    def _row(self, number: int, fix: Fix) -> Row:
        command: Line = (("$ ", "muted"), (visible(fix.command), "code")) if fix.command else span("nothing to paste here", "muted")
        return Row(
            str(number),
            (Cell(str(number + 1), "key"), Cell(visible(fix.title), "strong"), Cell("✓ copied" if number == self._copied else "", "good")),
            always=tuple(line for line in (command, after(fix)) if line),
        )

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        self.action_choose(int(event.row.key))

    def action_chosen(self) -> None:
        if self.rows.row is not None:
            self.action_choose(int(self.rows.row.key))

    def action_choose(self, index: int) -> None:
        if index < len(self._fixes) and self._fixes[index].command:
            self.dismiss(index)
