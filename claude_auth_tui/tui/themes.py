"""How a role looks: a calm dark and a light theme of our own, and the tones every other theme gets from its own colours.

A theme of the terminal's own colours dims instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from textual.color import Color
from textual.content import Content
from textual.theme import Theme

from claude_auth_tui.tui.view.lines import Line, visible

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByRole

DARK: Final = Theme(
    name="claude-auth-dark",
    primary="#8fb3f5",
    secondary="#6f87b8",
    accent="#8fb3f5",
    warning="#e3b86b",
    error="#f47d8c",
    success="#8ccf9b",
    foreground="#d6d8df",
    background="#15161b",
    surface="#1b1d24",
    panel="#22252e",
    dark=True,
    variables={
        "border": "#8fb3f5",
        "border-blurred": "#3a3e4b",
        "tone-muted": "#8d93a3",
        "tone-good": "#8ccf9b",
        "tone-bad": "#f47d8c",
        "tone-warn": "#e3b86b",
        "tone-accent": "#8fb3f5",
        "tone-picked": "#2a3042",
        "tone-unknown": "#bd9cf0",
        "tone-code": "#c9cfdd",
        "footer-key-foreground": "#8fb3f5",
    },
)
LIGHT: Final = Theme(
    name="claude-auth-light",
    primary="#2456b8",
    secondary="#5a6f9c",
    accent="#2456b8",
    warning="#8a5600",
    error="#b01e3c",
    success="#1b6b3a",
    foreground="#23252b",
    background="#fbfaf8",
    surface="#f3f2ee",
    panel="#e9e8e3",
    dark=False,
    variables={
        "border": "#2456b8",
        "border-blurred": "#c9c8c2",
        "tone-muted": "#63676f",
        "tone-good": "#1b6b3a",
        "tone-bad": "#b01e3c",
        "tone-warn": "#8a5600",
        "tone-accent": "#2456b8",
        "tone-picked": "#dfe6f5",
        "tone-unknown": "#6a3fb5",
        "tone-code": "#34373f",
        "footer-key-foreground": "#2456b8",
    },
)


def tones(variables: Mapping[str, str], ansi: bool) -> dict[str, str]:
    """The tones for a theme that does not name its own, from the colours it has."""
    if ansi:
        made = {"muted": "ansi_default", "unknown": "ansi_magenta", "code": "ansi_default", "picked": "ansi_default"}
        made |= {"good": variables["success"], "bad": variables["error"], "warn": variables["warning"], "accent": variables["primary"]}
    else:
        background, foreground = Color.parse(variables["background"]), Color.parse(variables["foreground"])
        made = {
            "muted": background.blend(foreground, 0.62).hex,
            "unknown": variables["text-accent"],
            "code": variables["foreground"],
            "picked": background.blend(Color.parse(variables["primary"]), 0.22).hex,
            "good": variables["text-success"],
            "bad": variables["text-error"],
            "warn": variables["text-warning"],
            "accent": variables["text-primary"],
        }
    return {f"tone-{name}": variables.get(f"tone-{name}", colour) for name, colour in made.items()}


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
