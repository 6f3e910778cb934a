"""Everything there is to say about one row, in full: what `enter` opens. Lines are not cut here, they are wrapped when drawn."""

from __future__ import annotations

from msgspec import Struct

from claude_auth_tui.model import saying
from claude_auth_tui.model.diagnosis import Context, Diagnosis, Finding, Fix, Hit, Store, Surface, Variable
from claude_auth_tui.tui.view.checks_pane import muted_lines
from claude_auth_tui.tui.view.choice import Choice, chosen
from claude_auth_tui.tui.view.labels import (
    LEVEL_SYMBOLS,
    LEVEL_WORDS,
    STORE_WORDS,
    SURFACE_NAMES,
    context_name,
    effect_word,
    sent_as,
    surface_word,
    variable_state,
)
from claude_auth_tui.tui.view.lines import LEVEL_ROLES, Line, visible
from claude_auth_tui.tui.view.table import Row

NOTHING: Line = ()


class Details(Struct, frozen=True):
    title: Line
    lines: tuple[Line, ...]
    place: str = ""
    finding: str | None = None


def details_of(diagnosis: Diagnosis, pane: str, row: Row, choice: Choice) -> Details:
    """What a row of a pane says in full, and what the finding it belongs to says."""
    lines: list[Line] = []
    finding = diagnosis.finding(row.finding) if row.finding else None
    title: Line = tuple((cell.text + " ", "strong") for cell in row.cells[:2] if cell.text.strip())
    if pane == "precedence":
        title, lines = _source(diagnosis, row, choice)
    elif pane == "environment":
        title, lines = ((visible(row.key), "strong"),), _variable(diagnosis, row.key)
    elif pane == "shell":
        title, lines = _hit(diagnosis, row)
    elif pane == "stores":
        title, lines = _store(diagnosis, row)
    elif finding is None:
        title, lines = _passed(diagnosis)
    if finding is not None and pane == "checks":
        title, lines = _title(finding), [*_finding(finding), *_page(finding)]
    elif finding is not None:
        lines += [NOTHING, (("What is wrong here", "accent"),), _title(finding), *_finding(finding)]
    return Details(title, tuple(lines), row.place, row.finding)


def _told(name: str, text: str | None) -> list[Line]:
    return [((f"{name}  ", "muted"), (visible(text), "plain"))] if text else []


def _head(text: str) -> list[Line]:
    return [NOTHING, ((text, "accent"),)]


def _title(finding: Finding) -> Line:
    return (
        (f"{LEVEL_SYMBOLS[finding.level]} {LEVEL_WORDS[finding.level]}  ", LEVEL_ROLES[finding.level]),
        (visible(finding.title), "strong"),
    )


def _finding(finding: Finding) -> list[Line]:
    lines: list[Line] = [*muted_lines(finding)]
    if finding.explain:
        lines.append(((visible(finding.explain), "plain"),))
    if finding.evidence:
        lines += _head("Evidence")
        lines += [((f"{visible(e.where)}  " if e.where else "", "plain"), (visible(e.text), "muted")) for e in finding.evidence]
    for number, fix in enumerate(finding.fixes, 1):
        lines += _head(f"Fix {number} of {len(finding.fixes)}" if len(finding.fixes) > 1 else "Fix")
        lines += _fix(fix)
    if finding.docs:
        lines += [NOTHING, *_told("Documentation", finding.docs)]
    return [*lines, NOTHING, ((visible(finding.id), "muted"),)]


def _page(finding: Finding) -> list[Line]:
    """The page of help of its check, and how it is muted. Nothing for a check this version does not know."""
    from claude_auth_tui.checks.check_page import page_lines
    from claude_auth_tui.checks.frame import check_of

    page = check_of(finding.id)
    if page is None:
        return []
    lines = [*_head("About this check"), *(_pair(heading, text) for heading, text in page_lines(page) if heading != "Documentation")]
    if finding.level != "ok" and finding.muted is None:
        lines.append(_pair("Mute it", f'in the config file: [[mute]] id = "{page.id}" and reason = "…"'))
    return lines


def _pair(heading: str, text: str) -> Line:
    return ((f"{heading}  " if heading else "  ", "muted"), (visible(text), "plain"))


def _fix(fix: Fix) -> list[Line]:
    lines: list[Line] = [((visible(fix.title), "strong"), (f"  ({visible(fix.shell)})" if fix.shell and fix.command else "", "muted"))]
    if fix.command:
        lines += [(("$ " if index == 0 else "  ", "muted"), (visible(line), "code")) for index, line in enumerate(fix.command.split("\n"))]
    if fix.leads_to:
        lines.append((("→ after this fix: ", "muted"), (visible(fix.leads_to), "good")))
    return [*lines, *_told("Then", fix.then), *_told("Undo", fix.undo)]


def _source(diagnosis: Diagnosis, row: Row, choice: Choice) -> tuple[Line, list[Line]]:
    context, surface = chosen(diagnosis, choice)
    link = next((link for link in surface.chain if link.source == row.key), None) if surface else None
    if link is None or context is None or surface is None:
        return ((visible(row.key), "strong"),), []
    lines: list[Line] = [((sent_as(link), "strong"), (f"  in {context_name(context)}, {SURFACE_NAMES[choice.surface]}", "muted"))]
    lines += [((visible(link.because), "plain"),)] if link.because else []
    lines += [NOTHING, *_told("From", link.where), *_told("Value", link.shown), *_told("Source", link.source)]
    lines += _head(f"What {SURFACE_NAMES[choice.surface]} does in {context_name(context)}")
    lines += _surface(diagnosis, surface)
    return ((visible(link.title or link.source), "strong"),), lines


def _surface(diagnosis: Diagnosis, surface: Surface) -> list[Line]:
    lines: list[Line] = [((surface_word(surface, diagnosis)[0], "strong"),), ((visible(surface.because), "plain"),)]
    for answer, then in (("If you answer yes", surface.if_yes), ("If you answer no", surface.if_no)):
        if then is not None:
            lines.append(((f"{answer}  ", "muted"), (surface_word(then, diagnosis)[0], "plain"), (f"  {visible(then.because)}", "muted")))
    return lines


def _variable(diagnosis: Diagnosis, name: str) -> list[Line]:
    lines: list[Line] = []
    for context in diagnosis.contexts:
        lines += _in_context(context, name)
    return lines


def _in_context(context: Context, name: str) -> list[Line]:
    variable = next((told for told in context.variables if told.name == name), Variable(saying.NOTHING, "unset"))
    lines: list[Line] = [
        (
            (f"{context_name(context)}  ", "muted"),
            (variable_state(variable), "plain"),
            (f"  {visible(variable.where)}" if variable.where else "", "muted"),
        )
    ]
    return [*lines, *((("  " + visible(note), "muted"),) for note in variable.notes)]


def _hit(diagnosis: Diagnosis, row: Row) -> tuple[Line, list[Line]]:
    hit: Hit | None = next((h for h in diagnosis.hits if f"{h.path}:{h.line}" == row.place or h.path == row.place), None)
    if hit is None:
        return ((visible(row.place), "strong"),), []
    word, role = effect_word(hit)
    lines: list[Line] = [((visible(hit.text), "code"),)] if hit.text else []
    lines += [NOTHING, ((word, role), (f"  {visible(hit.because)}", "plain"))]
    lines += [NOTHING, *_told("Variable", hit.variable), *_told("Does", hit.does), *_told("Value", hit.shown)]
    return ((visible(row.place), "strong"),), lines


def _store(diagnosis: Diagnosis, row: Row) -> tuple[Line, list[Line]]:
    store: Store | None = next((s for s in diagnosis.stores if f"{s.kind} {s.where}" == row.key), None)
    if store is None:
        return ((visible(row.key), "strong"),), []
    symbol, word, role = STORE_WORDS[store.state]
    lines: list[Line] = [((f"{symbol} {word}", role),), NOTHING]
    lines += _told("Plan", store.subscription) + _told("Expires", store.expires_at)
    if store.refreshable is not None:
        lines += _told("Refreshes itself", "yes" if store.refreshable else "no")
    lines += _told("Mode", store.mode) + _told("Scopes", " ".join(store.scopes))
    return ((visible(store.where), "strong"),), [*lines, *(((visible(note), "plain"),) for note in store.notes)]


def _passed(diagnosis: Diagnosis) -> tuple[Line, list[Line]]:
    passed = [f for f in diagnosis.findings if f.level == "ok"]
    return ((f"{len(passed)} checks passed", "strong"),), [(("✓ ", "good"), (visible(f.title), "plain")) for f in passed]
