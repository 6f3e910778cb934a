"""Which finding a place on the screen belongs to: the worst one whose evidence stands there."""

from __future__ import annotations

from claude_auth_tui.model.diagnosis import Diagnosis, Finding
from claude_auth_tui.model.words import LEVELS
from claude_auth_tui.tui.view.places import place_in


def finding_at(diagnosis: Diagnosis, *wheres: str | None) -> str | None:
    """The id of the worst finding with a fix whose evidence names one of the places, or None."""
    places = {place for where in wheres if (place := place_in(where))}
    if not places:
        return None
    found = [f for f in diagnosis.findings if f.level != "ok" and f.fixes and any(place_in(e.where) in places for e in f.evidence)]
    return diagnosis.key_of(min(found, key=_rank)) if found else None


def _rank(finding: Finding) -> int:
    """The worst first; those that do not count last."""
    return LEVELS.index(finding.level) + (len(LEVELS) if finding.muted is not None else 0)
