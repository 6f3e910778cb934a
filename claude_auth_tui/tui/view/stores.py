"""Pane 4: where `/login` keeps its credential, and in what state that is."""

from __future__ import annotations

from datetime import datetime

from claude_auth_tui.model.diagnosis import Diagnosis, Store
from claude_auth_tui.tui.view.line import Line, join
from claude_auth_tui.tui.view.links import finding_at
from claude_auth_tui.tui.view.places import place_in
from claude_auth_tui.tui.view.rows import Cell, Column, PaneView, Row
from claude_auth_tui.tui.view.text import visible
from claude_auth_tui.tui.view.words import STORE_WORDS, moment

_COLUMNS = (Column(least=1, gives=0, gap=1), Column(least=12), Column(least=4, gives=0, drop=1), Column(least=8, gives=0))


def stores(diagnosis: Diagnosis, now: datetime) -> PaneView:
    told = sorted(diagnosis.stores, key=lambda store: store.state == "absent")
    return PaneView(
        name="stores",
        title="Credential store",
        note=_headline(told),
        headline=_headline(told),
        columns=_COLUMNS,
        rows=tuple(_row(diagnosis, store, now) for store in told),
        empty="No place is known where a login would be stored.",
    )


def _headline(told: list[Store]) -> Line:
    present = next((store for store in told if store.state != "absent"), None)
    if present is None:
        return (("no login stored", "warn"),)
    _, word, role = STORE_WORDS[present.state]
    plan: Line = ((f", {_plan(present)}", role),) if present.subscription else ()
    return ((word, role), *plan)


def _plan(store: Store) -> str:
    return visible(store.subscription or "").replace("_", " ").title()


def _row(diagnosis: Diagnosis, store: Store, now: datetime) -> Row:
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
        parts.append(((f"{_plan(store)} plan", "plain"),))
    if until := moment(store.expires_at, now):
        over = store.state in ("expired", "refreshable")
        parts.append(((f"{'expired' if over else 'expires'} {until}", "bad" if store.state == "expired" else "muted"),))
    if store.refreshable is not None:
        parts.append((("refreshes itself" if store.refreshable else "cannot refresh itself", "muted"),))
    return join(parts, (", ", "muted"))


def _notes(store: Store) -> tuple[Line, ...]:
    return tuple(((visible(note), "muted"),) for note in store.notes)
