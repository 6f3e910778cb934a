"""A probe as lines: what it would do, and what came of it, each thing with its sign and its word."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.probes.shape import Plan, Probe, Row
from claude_auth_tui.tui.view.line import LEVEL_ROLES, Line, line_text, say
from claude_auth_tui.tui.view.text import visible
from claude_auth_tui.tui.view.words import LEVEL_SYMBOLS, LEVEL_WORDS


def plan_lines(plan: Plan) -> tuple[Line, ...]:
    """What would be run or sent where; or why not."""
    says = tuple(say(visible(text)) for text in plan.says)
    return ((("Not done. ", "warn"), *says[0]), *says[1:]) if plan.refused and says else says


def probe_lines(probe: Probe) -> tuple[Line, ...]:
    """What came of it."""
    return tuple(_lines(probe))


def _lines(probe: Probe) -> Iterator[Line]:
    about = ""
    for row in probe.rows:
        if row.about != about:
            if about:
                yield ()
            about = row.about
            yield say(visible(about), "strong")
        yield _row(row)
        if row.explain:
            yield ("    claude-auth-tui explain ", "muted"), (row.explain, "code")
    yield ()
    yield say(f"Asked for {probe.seconds:.1f} s", "muted")


def _row(row: Row) -> Line:
    role = LEVEL_ROLES[row.level]
    word = f" ({LEVEL_WORDS[row.level]})" if row.level in ("error", "warning", "unknown") else ""
    return (f"{LEVEL_SYMBOLS[row.level]} ", role), (f"{visible(row.title)}{word}", role), (f"  {visible(row.text)}", "plain")


def probe_text(probe: Probe) -> str:
    """To copy: what was asked, and what came of it."""
    asked = [visible(text) for text in probe.says]
    return "\n".join([probe.title, *asked, "", *(line_text(line) for line in probe_lines(probe))]) + "\n"
