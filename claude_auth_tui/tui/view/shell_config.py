"""Pane 3: every line in a file that names one of the variables, with its effect and the reason."""

from __future__ import annotations

from claude_auth_tui.model.diagnosis import Diagnosis, Hit
from claude_auth_tui.model.words import Effect
from claude_auth_tui.tui.view.line import Line
from claude_auth_tui.tui.view.links import finding_at
from claude_auth_tui.tui.view.rows import Cell, Column, PaneView, Row
from claude_auth_tui.tui.view.text import visible
from claude_auth_tui.tui.view.words import EFFECT_WORDS, count

_COLUMNS = (Column(least=14), Column(least=14, drop=1, grows=True), Column(least=9, gives=0))
_ORDER: tuple[Effect, ...] = ("effective", "conditional", "unknown", "overridden", "not_exported", "not_reached", "inactive")


def shell_config(diagnosis: Diagnosis) -> PaneView:
    hits = sorted(diagnosis.hits, key=lambda hit: _ORDER.index(hit.effect))
    effective = sum(1 for hit in hits if hit.effect == "effective")
    note: Line = ((count(len(hits), "line"), "plain"),) if hits else (("no line", "plain"),)
    if hits:
        note = (*note, (" · ", "muted"), (f"{effective} effective" if effective else "none effective", "accent" if effective else "plain"))
    keys: dict[str, int] = {}
    return PaneView(
        name="shell",
        title="Shell config",
        note=note,
        headline=note,
        columns=_COLUMNS,
        rows=tuple(_row(diagnosis, hit, keys) for hit in hits),
        empty="No startup, .env or settings file names one of the variables.",
    )


def _row(diagnosis: Diagnosis, hit: Hit, keys: dict[str, int]) -> Row:
    place = f"{hit.path}:{hit.line}" if hit.line else hit.path
    word, role = EFFECT_WORDS[hit.effect]
    key = f"{hit.path} {hit.variable} {hit.does}"
    keys[key] = keys.get(key, 0) + 1
    quiet = hit.effect in ("overridden", "not_reached", "inactive")
    return Row(
        # without the line number, so that the row stays the same when lines above it come and go
        key=f"{key} {keys[key]}",
        cells=(
            Cell(visible(place), "muted" if quiet else "plain", cut="start"),
            Cell(visible(hit.text.strip() or f"{hit.does} {hit.variable}"), "muted" if quiet else "code"),
            Cell(word, role),
        ),
        below=(((visible(hit.because), "muted"),),) if hit.because else (),
        search=f"{hit.variable} {hit.does} {hit.because} {hit.shown or ''}",
        place=place,
        finding=finding_at(diagnosis, place),
    )
