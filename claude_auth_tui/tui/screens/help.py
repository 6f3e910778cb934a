"""The help: every key, from the same list as the bindings, and what the signs mean."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.tui.commands import COMMANDS, GROUPS, keys_of
from claude_auth_tui.tui.screens.dialogue import Text
from claude_auth_tui.tui.view.line import Line, Role
from claude_auth_tui.tui.view.text import pad

_SIGNS: Final[tuple[tuple[str, Role, str], ...]] = (
    ("✓", "good", "as expected"),
    ("✗", "bad", "fails, or sends another credential than your login"),
    ("!", "warn", "may"),
    ("?", "unknown", "asks a question first, or cannot be told"),
    ("·", "muted", "worth knowing; not judged"),
    ("▶", "accent", "the source that is sent"),
    ("≠", "warn", "this terminal and a new shell differ"),
    ("•", "accent", "changed by the last update"),
)
_KEYS_WIDTH: Final = 20


def help_lines() -> tuple[Line, ...]:
    """The help's text."""
    lines: list[Line] = []
    for group in GROUPS:
        lines += [((group, "accent"),)]
        for command in (c for c in COMMANDS if c.group == group):
            lines.append((("  " + pad("  ".join(keys_of(command)), _KEYS_WIDTH), "key"), (command.help, "plain")))
        lines.append(())
    lines.append((("Signs", "accent"),))
    lines += [(("  " + pad(sign, _KEYS_WIDTH), role), (means, "plain")) for sign, role, means in _SIGNS]
    return (*lines, (), (("The mouse works too: panes, rows, the matrix, the verdict and the keys below.", "muted"),))


class HelpScreen(Text):
    BINDINGS = [("question_mark,f1", "dismiss", "close")]  # noqa: RUF012 - Textual's own form

    def __init__(self) -> None:
        super().__init__((("Help", "strong"),), help_lines(), "esc or ? closes")
