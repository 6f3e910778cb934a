"""How a check is written and run: one small function, registered with its id."""

from __future__ import annotations

from claude_auth_tui.facts import Facts
from claude_auth_tui.model.diagnosis import Finding


def run_checks(facts: Facts) -> tuple[Finding, ...]:
    """Every check's findings, worst first."""
    return ()
