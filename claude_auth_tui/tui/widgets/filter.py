"""The line in which the words of a filter are typed."""

from __future__ import annotations

from claude_auth_tui.tui.widgets.masked import MaskedInput


class FilterLine(MaskedInput):
    """enter keeps the filter, esc clears it (the main screen does both)."""

    def __init__(self, value: str, what: str) -> None:
        super().__init__(value, placeholder=f"words that a row of {what} must hold; enter keeps, esc clears", id="filter")
