"""A probe as lines: what it would do, and what came of it, each thing with its sign and its word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claude_auth_tui.probes.shape import Plan, Probe, Row
from claude_auth_tui.tui.view.line import LEVEL_ROLES, Line, line_text, span, wrap_line
from claude_auth_tui.tui.view.text import visible, wrap
from claude_auth_tui.tui.view.words import LEVEL_SYMBOLS, LEVEL_WORDS

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
    return tuple(_lines(probe, width))


def _lines(probe: Probe, width: int) -> Iterator[Line]:
    about = ""
    column = max((len(_title(row)) for row in probe.rows if len(_title(row)) <= _TITLE), default=0)
    for row in probe.rows:
        if row.about != about:
            if about:
                yield ()
            about = row.about
            yield span(visible(about), "strong")
        yield from wrap_line(_row(row, column, width - _HANG), width, _HANG)
        if row.explain:
            yield from wrap_line((("    claude-auth-tui explain ", "muted"), (row.explain, "code")), width, _HANG)
    yield ()
    yield span(f"Asked for {probe.seconds:.1f} s", "muted")


def _title(row: Row) -> str:
    word = f" ({LEVEL_WORDS[row.level]})" if row.level in ("error", "warning", "unknown") else ""
    return visible(row.title) + word


def _row(row: Row, column: int, width: int) -> Line:
    role = LEVEL_ROLES[row.level]
    return (f"{LEVEL_SYMBOLS[row.level]} ", role), (f"{_title(row):{column}}", role), (f"  {_breakable(row.text, width)}", "plain")


def probe_text(probe: Probe) -> str:
    """To copy: what was asked, and what came of it."""
    asked = [visible(text) for text in probe.says]
    return "\n".join([probe.title, *asked, "", *(line_text(line) for line in probe_lines(probe, _WIDE))]) + "\n"
