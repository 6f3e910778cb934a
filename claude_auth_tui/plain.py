"""The plain report: the diagnosis as text for people, pipes and screen readers. No colour, no boxes."""

from __future__ import annotations

from claude_auth_tui.model.diagnosis import Diagnosis


def plain_report(diagnosis: Diagnosis) -> str:
    """The whole report, ending in a line break."""
    return f"{diagnosis.verdict.headline}\n{diagnosis.verdict.detail}\n"
