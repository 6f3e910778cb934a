"""Pane 1: the chain of the chosen context and surface, in the order in which Claude Code considers it."""

from __future__ import annotations

from claude_auth_tui.model.diagnosis import ChainLink, Diagnosis, Surface
from claude_auth_tui.tui.view.choice import Choice, chosen
from claude_auth_tui.tui.view.line import Line, Role, span
from claude_auth_tui.tui.view.links import finding_at
from claude_auth_tui.tui.view.places import in_short, place_in
from claude_auth_tui.tui.view.rows import Cell, Column, PaneView, Row
from claude_auth_tui.tui.view.text import visible
from claude_auth_tui.tui.view.words import STATE_MARKS, SURFACE_NAMES, context_name, sent_as, shown_tail, surface_word

_COLUMNS = (
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
    rows = tuple(_row(diagnosis, link) for link in surface.chain) if surface else ()
    return PaneView(
        name="precedence",
        title="Precedence",
        note=where,
        headline=((word, "strong"), (" · ", "muted"), *where),
        columns=_COLUMNS,
        rows=rows,
        empty=_nothing(surface),
        foot=_foot(diagnosis, surface) if rows else (),
        start=next((link.source for link in surface.chain if link.state == "sends"), None) if surface else None,
    )


def _row(diagnosis: Diagnosis, link: ChainLink) -> Row:
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
