"""Pane 5: the findings, worst first, each with its first fix and where that leads. What passed is one row."""

from __future__ import annotations

from claude_auth_tui.model.diagnosis import Diagnosis, Evidence, Finding, Fix
from claude_auth_tui.model.words import LEVELS, Level
from claude_auth_tui.tui.view.labels import LEVEL_SYMBOLS, LEVEL_WORDS, count
from claude_auth_tui.tui.view.lines import LEVEL_ROLES, Line, join, visible
from claude_auth_tui.tui.view.places import place_in
from claude_auth_tui.tui.view.table import Cell, Column, PaneView, Row

PASSED = "passed"
"""The key of the row that stands for all that passed."""

_COLUMNS = (Column(least=1, gives=0, gap=1), Column(least=48, grows=True), Column(least=9, drop=1, gives=2))


def checks(diagnosis: Diagnosis) -> PaneView:
    told = sorted((f for f in diagnosis.findings if f.level != "ok"), key=lambda f: (f.muted is not None, LEVELS.index(f.level)))
    passed = [f for f in diagnosis.findings if f.level == "ok"]
    rows = [_row(finding, diagnosis.key_of(finding)) for finding in told]
    if passed:
        rows.append(Row(PASSED, (Cell("✓", "good"), Cell(f"{count(len(passed), 'check')} passed", "muted"), Cell(""))))
    rows.extend(_row(finding, finding.id, hidden=True) for finding in passed)
    return PaneView(
        name="checks",
        title="Checks",
        note=tally(diagnosis),
        headline=tally(diagnosis),
        columns=_COLUMNS,
        rows=tuple(rows),
        empty="No check has anything to say.",
    )


def tally(diagnosis: Diagnosis) -> Line:
    """ "2 errors · 1 warning · 31 passed · 1 muted"."""
    parts: list[Line] = []
    for level in LEVELS:
        number = sum(1 for f in diagnosis.findings if f.level == level and f.muted is None)
        if number:
            parts.append(((_counted(number, level), "muted" if level == "ok" else LEVEL_ROLES[level]),))
    if muted := sum(1 for f in diagnosis.findings if f.muted is not None):
        parts.append(((f"{muted} muted", "muted"),))
    return join(parts) or (("nothing found", "muted"),)


def _counted(number: int, level: Level) -> str:
    return f"{number} {LEVEL_WORDS[level]}" if level in ("ok", "unknown") else count(number, LEVEL_WORDS[level])


def _row(finding: Finding, key: str, hidden: bool = False) -> Row:
    where = next((e.where for e in finding.evidence if e.where), "")
    dim = hidden or finding.muted is not None
    return Row(
        key=key,
        cells=(
            Cell(LEVEL_SYMBOLS[finding.level], "muted" if finding.muted is not None else LEVEL_ROLES[finding.level]),
            Cell(visible(finding.title), "muted" if dim else "plain"),
            Cell(visible(where), "muted", cut="start"),
        ),
        always=muted_lines(finding),
        below=() if hidden else _below(finding),
        search=" ".join(
            (finding.id, finding.explain, LEVEL_WORDS[finding.level], finding.muted or "", *(e.text for e in finding.evidence))
        ),
        place=next((place for e in finding.evidence if (place := place_in(e.where))), ""),
        finding=key,
        hidden=hidden,
    )


def muted_lines(finding: Finding) -> tuple[Line, ...]:
    """That it is muted, and why; nothing where it is not."""
    return ((("muted: ", "muted"), (visible(finding.muted), "muted")),) if finding.muted is not None else ()


def _below(finding: Finding) -> tuple[Line, ...]:
    rests_on = tuple(_evidence(e) for e in finding.evidence[:1])
    if not finding.fixes:
        return rests_on or ((((visible(finding.explain), "muted"),),) if finding.explain else ())
    fix = finding.fixes[0]
    first: Line = (("$ ", "muted"), (visible(fix.command), "code")) if fix.command else ((visible(fix.title), "plain"),)
    more: Line = ((f"  · {count(len(finding.fixes) - 1, 'other fix', 'other fixes')}", "muted"),) if len(finding.fixes) > 1 else ()
    leads = after(fix)
    return tuple(line for line in (*rests_on, first, (*leads, *more) if leads else more) if line)


def _evidence(evidence: Evidence) -> Line:
    where: Line = ((visible(evidence.where), "plain"), ("  ", "plain")) if evidence.where else ()
    return (*where, (visible(evidence.text), "muted"))


def after(fix: Fix) -> Line:
    """Where the fix leads, or else what to do next."""
    if fix.leads_to:
        return (("→ after this fix: ", "muted"), (visible(fix.leads_to), "good"))
    return (("→ then: ", "muted"), (visible(fix.then), "plain")) if fix.then else ()
