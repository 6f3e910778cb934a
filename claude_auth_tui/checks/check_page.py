"""A page of help for each check: for the command line, for scripts and for the screen. Nothing here looks at a machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from claude_auth_tui.checks.frame import Check, registered

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByLevel
    from claude_auth_tui.model.words import Level

LEVEL_MEANINGS: Final[ByLevel[str]] = {
    "error": "claude or claude -p in a new shell fails, or uses another credential than the one that is wanted; exit status 1",
    "warning": "claude or claude -p may fail, or use another credential",
    "info": "worth knowing; nothing has to be done",
    "unknown": "it could not be looked at",
    "ok": "it was looked at, and all is well",
}


def nearest(id_: str, most: int = 3) -> tuple[str, ...]:
    """The ids that look most like a word, for whoever mistyped one."""
    import difflib  # only where a name is wrong

    ids = [one.id for one in registered()]
    holding = [known for known in ids if id_ and id_ in known]
    return tuple(dict.fromkeys([*difflib.get_close_matches(id_[:80], ids, most), *holding]))[:most]


def page_lines(one: Check) -> Iterator[tuple[str, str]]:
    """The page of a check as pairs of a heading and its text; the heading is empty where the text goes on."""
    looks, _, matters = one.about.partition(". ")
    yield "Wanted", one.passed
    yield "Looks for", looks.rstrip(".") + "."
    if matters:
        yield "Why", matters
    levels: tuple[Level, ...] = one.levels if "unknown" in one.levels else (*one.levels, "unknown")
    for number, level in enumerate(levels):
        yield "Levels" if number == 0 else "", f"{level}: {LEVEL_MEANINGS[level]}"
    yield "Cure", one.cure
    yield "Family", one.family
    yield "Documentation", one.docs
