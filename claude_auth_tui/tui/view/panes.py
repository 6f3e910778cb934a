"""The five panes in their order."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.tui.view.checks import checks
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.environment import environment
from claude_auth_tui.tui.view.precedence import precedence
from claude_auth_tui.tui.view.rows import PaneView
from claude_auth_tui.tui.view.shell_config import shell_config
from claude_auth_tui.tui.view.stores import stores

CHECKS: Final = 4
"""The index of the checks: the pane in focus at the start."""


def panes_of(diagnosis: Diagnosis, choice: Choice, now: datetime) -> tuple[PaneView, ...]:
    return (
        precedence(diagnosis, choice),
        environment(diagnosis, choice),
        shell_config(diagnosis),
        stores(diagnosis, now),
        checks(diagnosis),
    )
