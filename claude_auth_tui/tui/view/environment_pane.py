"""Pane 2: the variables, this terminal's beside those a new shell will have."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.address import BASE_URL
from claude_auth_tui.claude_code.tables import CREDENTIAL_VARIABLES
from claude_auth_tui.model.diagnosis import Context, Diagnosis, Hit, Variable
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.labels import context_name, short_name, shown_tail
from claude_auth_tui.tui.view.lines import Line, join, span, visible
from claude_auth_tui.tui.view.places import finding_at, in_short, place_in
from claude_auth_tui.tui.view.table import Cell, Column, PaneView, Row

_ALWAYS: Final = (*CREDENTIAL_VARIABLES, BASE_URL)
"""Shown also where they are not set, since their absence is an answer."""

_COLUMNS = (
    Column(least=24),
    Column(least=7, gap=1),
    Column(least=1, gives=0, gap=1),
    Column(least=9),
    Column(least=10, drop=1, gives=2),
)


def environment(diagnosis: Diagnosis, choice: Choice) -> PaneView:
    here, new = _sides(diagnosis, choice)
    any_side = here or new
    names = [v.name for v in any_side.variables] if any_side else []
    pairs = [(_variable(here, name), _variable(new, name)) for name in dict.fromkeys((*_ALWAYS, *names))]
    settings = {hit.variable: hit for hit in diagnosis.hits if hit.does == "env" and hit.effect == "effective"}
    told = [pair for pair in pairs if any(v.state != "unset" for v in pair) or pair[0].name in _ALWAYS or pair[0].name in settings]
    told.sort(key=lambda pair: all(v.state == "unset" for v in pair) and pair[0].name not in settings)
    rows = tuple(_row(diagnosis, *pair, settings.get(pair[0].name)) for pair in told)
    given = [pair for pair in told if any(v.state != "unset" for v in pair)]
    differing = [pair for pair in given if _differ(*pair)]
    told_count: Line = ((f"{len(given)} set", "plain"),) if given else (("none set", "plain"),)
    told_differ: Line = ((_differing(len(differing)), "warn"),) if differing else ()
    return PaneView(
        name="environment",
        title="Environment",
        note=told_differ,
        headline=join([told_count, told_differ]),
        columns=_COLUMNS,
        rows=rows,
        header=(
            Cell("", "muted"),
            Cell(context_name(here) if here else "", "muted", "here"),
            Cell("", "muted"),
            Cell(context_name(new) if new else "", "muted", short_name(new) if new else None),
            Cell("from", "muted"),
        ),
        empty="None of the variables that Claude Code reads is set.",
    )


def _sides(diagnosis: Diagnosis, choice: Choice) -> tuple[Context | None, Context | None]:
    """This terminal, and the new shell, or in its stead the chosen context where that is neither."""
    here, new = diagnosis.context("here"), diagnosis.context("new_shell")
    other = diagnosis.context(choice.context) if choice.context not in ("here", "new_shell") else None
    return here, other or new


def _variable(context: Context | None, name: Shown) -> Variable:
    return context.variable(name) if context else Variable(name, "unset")


def _differ(here: Variable, new: Variable) -> bool:
    if "unknown" in (here.state, new.state):
        return False
    return (here.state, here.fingerprint) != (new.state, new.fingerprint)


def _differing(number: int) -> str:
    return f"{number} differs" if number == 1 else f"{number} differ"


def _row(diagnosis: Diagnosis, here: Variable, new: Variable, settings: Hit | None) -> Row:
    """One variable: the values of the shells with the shells' places. `settings` sets it for Claude Code, whatever a shell says."""
    unset = here.state == new.state == "unset"
    where = (new.where if new.state != "unset" else here.where) or ""
    place = f"{settings.path}:{settings.line}" if settings is not None else ""
    notes = tuple(span(visible(note), "muted") for note in dict.fromkeys((*here.notes, *new.notes)))
    old = span(visible(_from(here.where)), "muted") if here.where and here.where != new.where else ()
    full: Line = span(visible(new.where), "muted") if new.where and in_short(new.where) != new.where else ()
    return Row(
        key=here.name,
        cells=(
            Cell(visible(here.name), "muted" if unset else "plain"),
            _value(here),
            Cell("≠" if _differ(here, new) else " ", "warn"),
            _value(new),
            Cell("" if unset else visible(in_short(where)), "muted", cut="start"),
        ),
        always=(_set_by(settings, place),) if settings is not None else (),
        below=(*(line for line in (full, old) if line), *notes),
        search=" ".join(filter(None, (here.shown, new.shown, here.where, new.where))),
        place=place_in(place) or place_in(new.where) or place_in(here.where),
        finding=finding_at(diagnosis, place, new.where, here.where),
    )


def _set_by(settings: Hit, place: str) -> Line:
    """The layer above the shells, with its own value and its own place."""
    value = f" to {shown_tail(settings.shown) or visible(settings.shown)}" if settings.shown else ""
    return ((f"{visible(in_short(place))} sets it{value} for Claude Code, whatever a shell says", "accent"),)


def _from(where: str) -> str:
    """Where this terminal has it from, as a sentence."""
    if where.startswith("inherited"):
        return f"this terminal inherited it{where.removeprefix('inherited')}"
    likely = "likely " if where.startswith("likely ") else ""
    return f"this terminal {likely}has it from {where.removeprefix('likely ')}"


def _value(variable: Variable) -> Cell:
    if variable.state == "unset":
        return Cell("–", "muted")
    if variable.state == "empty":
        return Cell("empty", "warn")
    if variable.state == "unknown":
        return Cell("? at run time", "unknown", "?")
    return Cell(shown_tail(variable.shown) or visible(variable.shown or "set"))
