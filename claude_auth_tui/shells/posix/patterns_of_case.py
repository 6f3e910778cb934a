"""Whether a value matches the patterns of a `case` arm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix.conditions import tried
from claude_auth_tui.shells.posix.values import Val

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell


def matches(shell: Shell, value: Val, patterns: tuple[str, ...]) -> bool | None:
    """True where one of them surely matches, None where that cannot be told."""
    answer: bool | None = False
    for raw in patterns:
        if raw == "*":
            return True
        pattern = shell.expander.pattern(raw)
        if value.text is None or pattern is None:
            if not (value.some and pattern == ""):
                answer = None
        elif not tried(shell, expression := compiled(pattern, shell.zsh), value.text, whole=True):
            answer = None
        elif expression.fullmatch(value.text):
            return True
    return answer
