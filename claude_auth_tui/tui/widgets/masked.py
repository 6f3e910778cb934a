"""Lines to type into that show a mask of what is typed: what could be a value stands there as dots, and is copied as dots."""

from __future__ import annotations

from collections.abc import Callable

from rich.highlighter import Highlighter
from rich.text import Text
from textual.actions import SkipAction
from textual.suggester import Suggester
from textual.widgets import Input, TextArea

from claude_auth_tui.explain.pasted import pasted
from claude_auth_tui.model.shown import Shown


class Mask(Highlighter):
    """As rich colours a text: changes its characters, and not how many they are."""

    def __init__(self, mask: Callable[[str], Shown] = pasted) -> None:
        self._mask = mask

    def highlight(self, text: Text) -> None:
        text.plain = self._mask(text.plain)


class MaskedInput(Input):
    """One line. `mask` says how it is shown, character by character."""

    def __init__(
        self,
        value: str,
        *,
        id: str,  # noqa: A002 - the name it has in Textual
        placeholder: str,
        mask: Callable[[str], Shown] = pasted,
        suggester: Suggester | None = None,
    ) -> None:
        super().__init__(value, id=id, placeholder=placeholder, compact=True, suggester=suggester, highlighter=Mask(mask))
        self._mask = mask
        self.cursor_blink = False

    def action_copy(self) -> None:
        if not self.selected_text:
            raise SkipAction
        self.app.copy_to_clipboard(self._mask(self.selected_text))

    def action_cut(self) -> None:
        self.app.copy_to_clipboard(self._mask(self.selected_text))
        self.delete_selection()


class MaskedArea(TextArea):
    """Many lines."""

    def get_line(self, line_index: int) -> Text:
        return Text(pasted(self.document.get_line(line_index)), end="", no_wrap=True)

    def action_copy(self) -> None:
        if not self.selected_text:
            raise SkipAction
        self.app.copy_to_clipboard(self._masked(self.selected_text))

    def action_cut(self) -> None:
        if self.selected_text:
            self.app.copy_to_clipboard(self._masked(self.selected_text))
            self.delete(*self.selection)

    def _masked(self, text: str) -> str:
        return "\n".join(pasted(line) for line in text.split("\n"))


class FilterLine(MaskedInput):
    """enter keeps the filter, esc clears it (the main screen does both)."""

    def __init__(self, value: str, what: str) -> None:
        super().__init__(value, placeholder=f"words that a row of {what} must hold; enter keeps, esc clears", id="filter")
