"""The one sentence on top: the worst finding about a new shell, else what will be sent there."""

from __future__ import annotations

from claude_auth_tui.facts import Facts
from claude_auth_tui.model.diagnosis import Finding, Verdict


def verdict_of(facts: Facts, findings: tuple[Finding, ...]) -> Verdict:
    surface = facts.scene("new_shell").context.surfaces["print"]
    return Verdict("unknown", surface.because, "", "new_shell", "print", None)
