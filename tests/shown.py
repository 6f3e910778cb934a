"""Shown text for tests that make up what the program would have told."""

from __future__ import annotations

from claude_auth_tui.model.made import made
from claude_auth_tui.model.shown import Shown


def shown(text: str) -> Shown:
    """Any text as if a constructor had made it."""
    return made(text)
