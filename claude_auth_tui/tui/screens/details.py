"""The details of a row: everything there is to say about it, in full, with `y` and `e` as on the main screen."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.binding import Binding, BindingType

from claude_auth_tui.tui.screens.dialogue import Dialogue, Text
from claude_auth_tui.tui.view.details import Details

Wanted = Literal["copy", "edit"]


class DetailsScreen(Text):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "want('copy')", "copy fix", show=False),
        Binding("e", "want('edit')", "edit", show=False),
    ]

    def __init__(self, details: Details, can_copy: bool) -> None:
        keys = [*(["y copy fix"] if can_copy else []), *(["e edit"] if details.place else []), "esc close"]
        super().__init__(details.title, details.lines, " · ".join(keys))

    def action_want(self, wanted: Wanted) -> None:
        """Close, and let the main screen do it: it knows what is selected."""
        if self.app.screen is not self:  # asked for a second time in the same burst of keys
            return
        self.app.pop_screen()
        self.app.call_later(self.app.screen.run_action, {"copy": "copy_fix", "edit": "edit"}[wanted])


__all__ = ["DetailsScreen", "Dialogue"]
