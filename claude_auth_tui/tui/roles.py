"""How a role looks. Names of styles only; the colours are in `themes`, and a theme of the terminal's own colours dims instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from claude_auth_tui.tui.view.line import Line
from claude_auth_tui.tui.view.text import visible

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByRole

_STYLES: Final[ByRole[str]] = {
    "plain": "",
    "strong": "bold",
    "muted": "$tone-muted",
    "good": "$tone-good",
    "bad": "bold $tone-bad",
    "warn": "$tone-warn",
    "unknown": "$tone-unknown",
    "accent": "$tone-accent",
    "key": "bold $tone-accent",
    "code": "$tone-code",
}
_ANSI_STYLES: Final[ByRole[str]] = {**_STYLES, "muted": "dim"}


_PICKED: Final = "on $tone-picked"
_ANSI_PICKED: Final = "reverse"


def content_of(line: Line, ansi: bool = False, picked: int | None = None) -> Content:
    """The line as drawable content, the span `picked` standing out.

    Its texts are taken literally: nothing in them is read as markup, and nothing reaches the terminal that it would obey.
    """
    styles = _ANSI_STYLES if ansi else _STYLES
    drawn = []
    for index, (told, role) in enumerate(line):
        text, style = visible(told), styles[role]
        if index == picked:
            style = f"{style} {_ANSI_PICKED if ansi else _PICKED}".strip()
        drawn.append((text, style) if style else text)
    return Content.assemble(*drawn)
