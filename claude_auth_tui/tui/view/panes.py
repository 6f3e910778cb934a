"""The five panes in their order, and what those say that are no table of variables or checks: the chain of the chosen cell, the lines in
files, and where `/login` keeps its credential.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from claude_auth_tui.model.diagnosis import ChainLink, Diagnosis, Hit, Store, Surface
from claude_auth_tui.model.words import Effect
from claude_auth_tui.tui.view.checks_pane import checks
from claude_auth_tui.tui.view.choice import Choice, chosen
from claude_auth_tui.tui.view.environment_pane import environment
from claude_auth_tui.tui.view.labels import (
    STATE_MARKS,
    STORE_WORDS,
    SURFACE_NAMES,
    context_name,
    count,
    effect_word,
    moment,
    plan_name,
    sent_as,
    shown_tail,
    surface_word,
)
from claude_auth_tui.tui.view.lines import Line, Role, join, span, visible
from claude_auth_tui.tui.view.places import finding_at, in_short, place_in
from claude_auth_tui.tui.view.table import Cell, Column, PaneView, Row

_CHAIN_COLUMNS = (
    Column(least=1, gives=0, gap=1),
    Column(least=25),
    Column(least=5, drop=2, gives=0),
    Column(least=10, gives=0),
    Column(least=11, drop=1, gives=3),
)


def precedence(diagnosis: Diagnosis, choice: Choice) -> PaneView:
    context, surface = chosen(diagnosis, choice)
    where: Line = (
        (context_name(context) if context else "nothing read", "plain"),
        (" · ", "muted"),
        (SURFACE_NAMES[choice.surface], "plain"),
    )
    word = surface_word(surface, diagnosis)[0]
    rows = tuple(_link_row(diagnosis, link) for link in surface.chain) if surface else ()
    return PaneView(
        name="precedence",
        title="Precedence",
        note=where,
        headline=((word, "strong"), (" · ", "muted"), *where),
        columns=_CHAIN_COLUMNS,
        rows=rows,
        empty=_nothing(surface),
        foot=_foot(diagnosis, surface) if rows else (),
        start=next((link.source for link in surface.chain if link.state == "sends"), None) if surface else None,
    )


def _link_row(diagnosis: Diagnosis, link: ChainLink) -> Row:
    mark, role = STATE_MARKS[link.state]
    title = visible(link.title or link.source)
    quiet = link.state in ("unset", "empty", "ignored")
    state_role: Role = "muted" if quiet else role
    short = {"authorization": "Authorization", "x_api_key": "x-api-key", "both": "both headers"}.get(link.header or "")
    because = span(visible(link.because), "muted")
    return Row(
        key=link.source,
        cells=(
            Cell(mark, role),
            Cell(title, "muted" if quiet else "strong" if link.state == "sends" else "plain"),
            Cell(shown_tail(link.shown), "plain"),
            Cell(sent_as(link), state_role, short if link.state == "sends" else None),
            Cell(visible(in_short(link.where)), "muted", cut="start"),
        ),
        below=(because,) if because else (),
        search=f"{link.source} {link.because}",
        place=place_in(link.where),
        finding=finding_at(diagnosis, link.where),
    )


def _foot(diagnosis: Diagnosis, surface: Surface | None) -> tuple[Line, ...]:
    """What comes of it all, and of each answer where a question is asked first."""
    if surface is None:
        return ()
    lines: list[Line] = [span(visible(surface.because), "muted")]
    for answer, then in (("yes", surface.if_yes), ("no", surface.if_no)):
        if then is not None:
            lines.append(((f"if you answer {answer}: ", "muted"), (surface_word(then, diagnosis)[0], "plain")))
    return tuple(line for line in lines if line)


def _nothing(surface: Surface | None) -> str:
    return visible(surface.because) if surface and surface.because else "Nothing is known about this start."


_HIT_COLUMNS = (Column(least=14), Column(least=14, drop=1, grows=True), Column(least=9, gives=0))
_EFFECT_ORDER: tuple[Effect, ...] = ("effective", "conditional", "unknown", "overridden", "not_exported", "not_reached", "inactive")


def shell_config(diagnosis: Diagnosis) -> PaneView:
    hits = sorted(diagnosis.hits, key=lambda hit: _EFFECT_ORDER.index(hit.effect))
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
        columns=_HIT_COLUMNS,
        rows=tuple(_hit_row(diagnosis, hit, keys) for hit in hits),
        empty="No startup, .env or settings file names one of the variables.",
    )


def _hit_row(diagnosis: Diagnosis, hit: Hit, keys: dict[str, int]) -> Row:
    place = f"{hit.path}:{hit.line}" if hit.line else hit.path
    word, role = effect_word(hit)
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


_STORE_COLUMNS = (Column(least=1, gives=0, gap=1), Column(least=12), Column(least=4, gives=0, drop=1), Column(least=8, gives=0))


def stores(diagnosis: Diagnosis, now: datetime) -> PaneView:
    told = sorted(diagnosis.stores, key=lambda store: store.state == "absent")
    return PaneView(
        name="stores",
        title="Credential store",
        note=_headline(told),
        headline=_headline(told),
        columns=_STORE_COLUMNS,
        rows=tuple(_store_row(diagnosis, store, now) for store in told),
        empty="No place is known where a login would be stored.",
    )


def _headline(told: list[Store]) -> Line:
    present = next((store for store in told if store.state != "absent"), None)
    if present is None:
        return (("no login stored", "warn"),)
    _, word, role = STORE_WORDS[present.state]
    plan: Line = ((f", {plan_name([present])}", role),) if present.subscription else ()
    return ((word, role), *plan)


def _store_row(diagnosis: Diagnosis, store: Store, now: datetime) -> Row:
    symbol, word, role = STORE_WORDS[store.state]
    absent = store.state == "absent"
    open_to_others = store.mode is not None and store.mode[-2:] != "00"
    return Row(
        key=f"{store.kind} {store.where}",
        cells=(
            Cell(symbol, role),
            Cell(visible(store.where), "muted" if absent else "plain", cut="start"),
            Cell(visible(store.mode or ""), "warn" if open_to_others else "muted"),
            Cell(word, role),
        ),
        always=() if absent else tuple(line for line in (_what(store, now), *_notes(store)) if line),
        search=" ".join((*store.scopes, *store.notes, store.subscription or "")),
        place=place_in(store.where) if store.kind != "keychain" else "",
        finding=finding_at(diagnosis, store.where),
    )


def _what(store: Store, now: datetime) -> Line:
    parts: list[Line] = []
    if store.subscription:
        parts.append(((f"{plan_name([store])} plan", "plain"),))
    if until := moment(store.expires_at, now):
        over = store.state in ("expired", "refreshable")
        parts.append(((f"{'expired' if over else 'expires'} {until}", "bad" if store.state == "expired" else "muted"),))
    if store.refreshable is not None:
        parts.append((("refreshes itself" if store.refreshable else "cannot refresh itself", "muted"),))
    return join(parts, (", ", "muted"))


def _notes(store: Store) -> tuple[Line, ...]:
    return tuple(((visible(note), "muted"),) for note in store.notes)


CHECKS: Final = 4
"""The index of the checks: the pane in focus at the start."""


def panes_of(diagnosis: Diagnosis, choice: Choice, now: datetime) -> tuple[PaneView, ...]:
    return (
        precedence(diagnosis, choice),
        environment(diagnosis, choice),
        shell_config(diagnosis),
        stores(diagnosis, now),
        checks(diagnosis),
    )
