"""The help: every key, from the same list as the bindings, and what the signs mean."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.tui.commands import COMMANDS, GROUPS, keys_of
from claude_auth_tui.tui.screens.dialogue import Text
from claude_auth_tui.tui.view.line import Line, Role, span
from claude_auth_tui.tui.view.text import pad, wrap

_SIGNS: Final[tuple[tuple[str, Role, str], ...]] = (
    ("✓", "good", "as expected"),
    ("✗", "bad", "fails, or sends another credential than you expect (your login, unless you say otherwise)"),
    ("!", "warn", "may"),
    ("?", "unknown", "asks a question first, or cannot be told"),
    ("·", "muted", "worth knowing; not judged"),
    ("▶", "accent", "the source that is sent"),
    ("≠", "warn", "they differ: this terminal and a new shell, or before and after"),
    ("=", "muted", "the same before and after"),
    ("•", "accent", "changed by the last update"),
)
_KEYS_WIDTH: Final = 28
_INDENT: Final = 2


def help_lines(width: int) -> tuple[Line, ...]:
    """The help's text in lines of so many cells."""
    lines: list[Line] = []
    for group in GROUPS:
        lines.append(span(group, "accent"))
        for command in (c for c in COMMANDS if c.group == group):
            lines += _pair("  ".join(keys_of(command)), "key", command.help, width)
        lines.append(())
    lines.append(span("Signs", "accent"))
    for sign, role, means in _SIGNS:
        lines += _pair(sign, role, means, width)
    mouse = "The mouse works too: panes, rows, the matrix, the verdict and the keys below."
    return (*lines, (), *(span(line, "muted") for line in wrap(mouse, width)))


def _pair(left: str, role: Role, right: str, width: int) -> list[Line]:
    """Something and what it means, beside each other, or below where there is little room."""
    room = width - _KEYS_WIDTH - _INDENT
    if room < 24:
        return [span("  " + left, role), *(span("    " + line) for line in wrap(right, max(1, width - 4)))]
    told = wrap(right, room)
    first: Line = (("  " + pad(left, _KEYS_WIDTH), role), (told[0], "plain"))
    return [first, *(span(" " * (_KEYS_WIDTH + _INDENT) + line) for line in told[1:])]


class HelpScreen(Text):
    BINDINGS = [("question_mark,f1", "dismiss", "close")]  # noqa: RUF012 - Textual's own form

    def __init__(self) -> None:
        super().__init__(span("Help", "strong"), help_lines(60), "esc or ? closes")

    def lines_for(self, width: int) -> tuple[Line, ...]:
        return help_lines(width)
