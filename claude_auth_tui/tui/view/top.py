"""The top of the screen: the header, the verdict, what `y` copies, and the terminal's title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Diagnosis, Finding, Fix
from claude_auth_tui.tui.view.labels import LEVEL_SYMBOLS
from claude_auth_tui.tui.view.lines import LEVEL_ROLES, Line, join, line_width, span, spread, visible, wrap

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByWatchState

_DETAIL: Final = 3
"""Lines of the verdict's detail at most."""
_CLAUSE: Final = " · "
"""Between the parts of a detail."""

WatchState = Literal["starting", "live", "polling", "off", "demo", "report"]

_WATCH: ByWatchState[tuple[str, str]] = {
    "starting": ("○", "starting"),
    "live": ("●", "live"),
    "polling": ("◐", "polling"),
    "off": ("✗", "not watching"),
    "demo": ("◇", "demo"),
    "report": ("◇", "report"),
}


class News(Struct, frozen=True):
    """The state of the watch, and what the last update was about."""

    watch: WatchState = "starting"
    detail: str = ""
    """Why it is not live."""
    at: str = ""
    """ "12:03:41", or "" before the first update."""
    cause: str = ""
    """ "~/.zshrc", "read again": what led to it."""
    changed: bool = False
    """Whether the update said anything new."""


def header_line(diagnosis: Diagnosis, news: News, width: int) -> Line:
    place = diagnosis.place
    shell = f"{place.shell or 'no shell'} in tmux" if place.tmux else place.shell
    over = " over SSH" if place.ssh else ""
    folder: Line = (("following ", "muted"), (visible(place.cwd), "plain")) if place.follow else span(visible(place.cwd))
    parts = [folder, span(visible(shell + over) if shell else "", "muted"), span(_version(diagnosis), "muted")]
    name: Line = (("claude-auth", "accent"), ("  ", "plain"))
    rights = watch_lines(news)
    # what matters least goes first: the reason behind the watch's state, then the version, the shell, the cause
    whose = ((3, rights[0]), (2, rights[0]), (1, rights[0])) if news.watch in ("report", "demo") else ()
    for kept, right in (*whose, (3, rights[0]), (3, rights[1]), (2, rights[1]), (1, rights[1]), (1, rights[2]), (1, rights[3])):
        left = (*name, *join(parts[:kept]))
        if line_width(left) + 2 + line_width(right) <= width:
            return spread(left, right, width)
    return spread((*name, *parts[0]), rights[3] if width >= 30 else rights[4], width)


def watch_lines(news: News) -> tuple[Line, Line, Line, Line, Line]:
    """The state of the watch in five forms, the longest first."""
    symbol, word = _WATCH[news.watch]
    role: Literal["good", "warn", "bad", "muted"] = {"live": "good", "polling": "warn", "off": "bad"}.get(news.watch, "muted")  # type: ignore[assignment]
    state: Line = ((f"{symbol} ", role), (word, "plain"))
    why: Line = ((visible(news.detail), "muted"),) if news.detail else ()
    verb = "changed" if news.changed else "read"
    when: Line = ((f"{verb} {news.at}", "muted"),) if news.at else ()
    cause: Line = ((f" {visible(news.cause)}", "plain" if news.changed else "muted"),) if news.at and news.cause else ()
    return (join([state, why, (*when, *cause)]), join([state, (*when, *cause)]), join([state, when]), state, (state[0],))


def _version(diagnosis: Diagnosis) -> str:
    """The Claude Code that a new shell starts, and whose rules are told."""
    client = diagnosis.client
    if client is not None:
        return f"Claude Code {visible(client.version or 'of unknown version')} · rules of {visible(client.rules or diagnosis.modelled)}"
    first = next(iter(diagnosis.installed), None)
    if first is None:
        return "no Claude Code found"
    return f"Claude Code {visible(first.version)}" if first.version else "Claude Code"


def verdict_lines(diagnosis: Diagnosis, width: int, most: int | None = None) -> list[Line]:
    """The headline, wrapped, its symbol hanging to the left; then the detail on one line where `most` leaves room."""
    verdict = diagnosis.verdict
    role = LEVEL_ROLES[verdict.level]
    headline = wrap(visible(verdict.headline), width - 2, most)
    lines: list[Line] = [
        ((f"{LEVEL_SYMBOLS[verdict.level]} " if index == 0 else "  ", role), (text, "strong")) for index, text in enumerate(headline)
    ]
    room = _DETAIL if most is None else min(_DETAIL, most - len(lines))
    for paragraph in verdict.detail.splitlines():
        told = _clauses(visible(paragraph), width - 2, max(0, room)) if paragraph.strip() else []
        lines.extend((("  ", "plain"), (text, "muted")) for text in told)
        room -= len(told)
    return lines


def _clauses(text: str, width: int, lines: int) -> list[str]:
    """The text in so many lines at most: what does not fit goes clause by clause from the end, and only the first one is cut."""
    kept: list[str] = []
    for number, part in enumerate(text.split(_CLAUSE)):
        for shorter in (part, part.partition("; ")[0]):
            if number == 0 or len(wrap(_CLAUSE.join([*kept, shorter]), width)) <= lines:
                kept.append(shorter)
                break
        else:
            break
    return wrap(_CLAUSE.join(kept), width, lines)


def copy_hint(finding: Finding | None) -> Line:
    """What `y` would copy now."""
    fix = first_fix(finding)
    if fix is None:
        return ()
    return (("y", "key"), (" copies  ", "muted"), (visible(fix.command), "code"))


def first_fix(finding: Finding | None) -> Fix | None:
    """The smallest fix that can be typed."""
    return next((fix for fix in finding.fixes if fix.command), None) if finding else None


def terminal_title(diagnosis: Diagnosis) -> str:
    """The terminal's title: the verdict, so that a hidden pane still speaks."""
    verdict = diagnosis.verdict
    return f"{LEVEL_SYMBOLS[verdict.level]} {visible(verdict.headline)}"
