"""Hits in settings files: each variable of an `env` block and each `apiKeyHelper`, with what becomes of it."""

from __future__ import annotations

from claude_auth_tui.claude_code.configuration import Configuration
from claude_auth_tui.model.found import Found


def setting_hits(configuration: Configuration) -> tuple[Found, ...]:
    """Every line of a settings file that names one of the variables or a helper (`does` "env"), lowest layer first."""
    return ()
