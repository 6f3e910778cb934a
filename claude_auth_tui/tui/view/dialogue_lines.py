"""What the dialogues say as lines: an explained message with its causes, and what a probe will do and found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from claude_auth_tui.explain import Explanation, RankedCause
from claude_auth_tui.explain.shapes import STANDINGS
from claude_auth_tui.probes.probe import Plan, Probe, Row
from claude_auth_tui.tui.view.labels import LEVEL_SYMBOLS, LEVEL_WORDS
from claude_auth_tui.tui.view.lines import LEVEL_ROLES, Line, Role, line_text, span, visible, wrap, wrap_line

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


_TITLE: Final = 16
"""Cells a title may have to stand in a column."""
_HANG: Final = 4
_WIDE: Final = 1000
"""Where nothing is to be wrapped."""


def plan_lines(plan: Plan, width: int = 80) -> tuple[Line, ...]:
    """What would be run or sent where; or why not."""
    says = [span(_breakable(text, width)) for text in plan.says]
    if plan.refused and says:
        says[0] = (("Not done. ", "warn"), *says[0])
    return tuple(line for one in says for line in wrap_line(one, width))


def _breakable(text: str, width: int) -> str:
    """The text with words that no line could hold broken: an address is told whole."""
    return " ".join(wrap(visible(text), max(8, width)))


def probe_lines(probe: Probe, width: int = 80) -> tuple[Line, ...]:
    """What came of it."""
    return tuple(_probe_lines(probe, width))


def _probe_lines(probe: Probe, width: int) -> Iterator[Line]:
    about = ""
    column = max((len(_probe_title(row)) for row in probe.rows if len(_probe_title(row)) <= _TITLE), default=0)
    for row in probe.rows:
        if row.about != about:
            if about:
                yield ()
            about = row.about
            yield span(visible(about), "strong")
        yield from wrap_line(_probe_row(row, column, width - _HANG), width, _HANG)
        if row.explain:
            yield from wrap_line((("    claude-auth-tui explain ", "muted"), (row.explain, "code")), width, _HANG)
    yield ()
    yield span(f"Asked for {probe.seconds:.1f} s", "muted")


def _probe_title(row: Row) -> str:
    word = f" ({LEVEL_WORDS[row.level]})" if row.level in ("error", "warning", "unknown") else ""
    return visible(row.title) + word


def _probe_row(row: Row, column: int, width: int) -> Line:
    role = LEVEL_ROLES[row.level]
    return (f"{LEVEL_SYMBOLS[row.level]} ", role), (f"{_probe_title(row):{column}}", role), (f"  {_breakable(row.text, width)}", "plain")


def probe_text(probe: Probe) -> str:
    """To copy: what was asked, and what came of it."""
    asked = [visible(text) for text in probe.says]
    return "\n".join([probe.title, *asked, "", *(line_text(line) for line in probe_lines(probe, _WIDE))]) + "\n"
