"""An explained message as lines: what it means, then the causes, those this machine shows first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from claude_auth_tui.explain import Explanation, RankedCause
from claude_auth_tui.explain.shapes import STANDINGS
from claude_auth_tui.tui.view.line import Line, Role, span
from claude_auth_tui.tui.view.text import visible

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByStanding

_STANDINGS: Final[ByStanding[tuple[str, str, Role]]] = {
    "shown": ("✗", "This machine shows it", "bad"),
    "possible": ("?", "Possible", "warn"),
    "ruled_out": ("–", "Not here", "muted"),
}


def explanation_lines(explanation: Explanation) -> tuple[Line, ...]:
    return tuple(_lines(explanation))


def first_fix(explanation: Explanation) -> str:
    """The command of the first fix of a cause this machine shows, else of a possible one."""
    return next((fix.command for cause in explanation.causes if cause.standing != "ruled_out" for fix in cause.fixes if fix.command), "")


def _lines(explanation: Explanation) -> Iterator[Line]:
    message = explanation.message
    if message is None:
        yield span("This is no message that is known here", "strong")
        yield from (span(visible(note), "muted") for note in explanation.notes)
        for near in explanation.nearest:
            yield (("  near: ", "muted"), (visible(near.message.title), "plain"))
        return
    yield span(visible(message.title), "strong")
    about: Line = span("About authentication. ", "accent") if message.authentication else span("Not about authentication. ", "good")
    yield (*about, (visible(message.means), "plain"))
    yield from (span(visible(note), "warn") for note in explanation.notes)
    for standing in STANDINGS:
        symbol, words, role = _STANDINGS[standing]
        causes = [cause for cause in explanation.causes if cause.standing == standing]
        if causes:
            yield ()
            yield span(words, role)
            yield from (line for cause in causes for line in _cause(cause, symbol, role))
    if explanation.others:
        yield ()
        yield span("Also in this text: " + ", ".join(visible(other.title) for other in explanation.others), "muted")


def _cause(cause: RankedCause, symbol: str, role: Role) -> Iterator[Line]:
    if cause.standing == "ruled_out":
        yield ((f"  {symbol} ", role), (visible(cause.title), "muted"), (f" ({visible(cause.because)})" if cause.because else "", "muted"))
        return
    yield ((f"  {symbol} ", role), (visible(cause.title), "plain"))
    if cause.explain:
        yield span(f"    {visible(cause.explain)}", "muted")
    for evidence in cause.evidence:
        yield ((f"    {visible(evidence.where)}  ", "plain"), (visible(evidence.text), "muted"))
    for fix in cause.fixes:
        yield (("    $ ", "muted"), (visible(fix.command), "code")) if fix.command else span(f"    {visible(fix.title)}", "plain")
        if fix.leads_to:
            yield (("    → after this fix: ", "muted"), (visible(fix.leads_to), "good"))
