"""Causes measured against a machine: shown, possible or ruled out, in that order.

A finding of one of a cause's checks shows it, and brings its evidence and fixes along. Where no check looks, the
cause's own look does. What the message itself names counts too: "…from ANTHROPIC_AUTH_TOKEN" rules the key out.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from claude_auth_tui.explain.shapes import STANDINGS, Cause, Message, RankedCause
from claude_auth_tui.model.diagnosis import Diagnosis, Finding
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import LEVELS, Level

_SHOWING: tuple[Level, ...] = ("error", "warning", "info")


def rank(message: Message, named: AbstractSet[Shown], diagnosis: Diagnosis) -> tuple[RankedCause, ...]:
    """The message's causes; within one standing those with the graver finding, then those something speaks for, come first."""
    ranked = [_measure(cause, named, diagnosis) for cause in message.causes]
    order = {
        cause.id: (STANDINGS.index(cause.standing), _gravity(cause, diagnosis), not cause.evidence, at) for at, cause in enumerate(ranked)
    }
    return tuple(sorted(ranked, key=lambda cause: order[cause.id]))


def _measure(cause: Cause, named: AbstractSet[Shown], diagnosis: Diagnosis) -> RankedCause:
    made = RankedCause(cause.id, cause.title, cause.explain, "possible")
    if named and cause.sign.about and not named & set(cause.sign.about):
        return _out(made, say("the message names {}", say_all(sorted(named))))
    finding = _finding(cause, diagnosis)
    fixes = tuple(recipe(diagnosis) for recipe in cause.fixes)
    if finding is not None and finding.level in _SHOWING:
        return RankedCause(
            cause.id, cause.title, cause.explain, "shown", finding.title, finding.id, finding.evidence, finding.fixes or fixes
        )  # fmt: skip
    evidence = cause.sign.shows(diagnosis) if cause.sign.shows else ()
    if evidence:
        return RankedCause(cause.id, cause.title, cause.explain, "shown", NOTHING, None, evidence, fixes)
    why = (cause.sign.never(diagnosis) if cause.sign.never else NOTHING) or _passed(cause, diagnosis)
    if why:
        return _out(made, why)
    hints = cause.sign.hints(diagnosis) if cause.sign.hints else ()
    because = finding.title if finding is not None else NOTHING
    return RankedCause(cause.id, cause.title, cause.explain, "possible", because, finding.id if finding else None, hints, fixes)


def _out(cause: RankedCause, why: Shown) -> RankedCause:
    return RankedCause(cause.id, cause.title, cause.explain, "ruled_out", why)


def _finding(cause: Cause, diagnosis: Diagnosis) -> Finding | None:
    """The gravest finding of the cause's checks that is about what the cause is about; one that could not look comes last."""
    found = [f for f in diagnosis.findings if f.id in cause.checks and f.level != "ok" and _is_about(f, cause.sign.about)]
    return min(found, key=lambda f: (f.level == "unknown", LEVELS.index(f.level), cause.checks.index(f.id)), default=None)


def _passed(cause: Cause, diagnosis: Diagnosis) -> Shown:
    if not cause.decisive:
        return NOTHING
    passed = {finding.id for finding in diagnosis.findings if finding.level == "ok"}
    return say("the checks for it passed") if passed.issuperset(cause.checks) else NOTHING


def _is_about(finding: Finding, names: tuple[str, ...]) -> bool:
    if not names:
        return True
    told = " ".join([finding.title, finding.explain, *(f"{e.where} {e.text}" for e in finding.evidence)])
    return any(name in told for name in names)


def _gravity(cause: RankedCause, diagnosis: Diagnosis) -> int:
    """0 for what a finding at level error shows, more for less."""
    finding = diagnosis.finding(cause.check) if cause.check else None
    return LEVELS.index(finding.level) if finding else LEVELS.index("warning")
