"""The list of all checks and a page of help for each: for the command line, for scripts and for the screen.

Nothing here looks at a machine: what a check says of itself stands at its head.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from claude_auth_tui.checks.frame import Check, registered
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level

LEVEL_MEANINGS: Final[dict[Level, str]] = {
    "error": "claude or claude -p in a new shell fails, or uses another credential than the one that is wanted; exit status 1",
    "warning": "claude or claude -p may fail, or use another credential",
    "info": "worth knowing; nothing has to be done",
    "unknown": "it could not be looked at",
    "ok": "it was looked at, and all is well",
}


class Page(Struct, frozen=True):
    """What there is to say about a check without looking at a machine."""

    id: str
    family: str
    title: Shown
    """Its passed state: what is to be so."""
    about: Shown
    """What it looks for, and why that matters."""
    levels: tuple[Level, ...]
    cure: str
    docs: str


def page_of(id_: str) -> Page | None:
    """The page of a check; None where no check is called so."""
    one = next((one for one in registered() if one.id == id_), None)
    return _page(one) if one is not None else None


def pages() -> tuple[Page, ...]:
    """Every page, by family."""
    return tuple(_page(one) for one in registered())


def nearest(id_: str, most: int = 3) -> tuple[str, ...]:
    """The ids that look most like a word, for whoever mistyped one."""
    import difflib  # only where a name is wrong

    ids = [one.id for one in registered()]
    holding = [known for known in ids if id_ and id_ in known]
    return tuple(dict.fromkeys([*difflib.get_close_matches(id_[:80], ids, most), *holding]))[:most]


def page_lines(page: Page) -> Iterator[tuple[str, str]]:
    """A page as pairs of a heading and its text; the heading is empty where the text goes on."""
    looks, _, matters = page.about.partition(". ")
    yield "Wanted", page.title
    yield "Looks for", looks.rstrip(".") + "."
    if matters:
        yield "Why", matters
    for number, level in enumerate((*page.levels, *(() if "unknown" in page.levels else ("unknown",)))):
        yield "Levels" if number == 0 else "", f"{level}: {LEVEL_MEANINGS[level]}"
    yield "Cure", page.cure
    yield "Family", page.family
    yield "Documentation", page.docs


def _page(one: Check) -> Page:
    return Page(one.id, one.family, one.passed, one.about, one.levels, one.cure, one.docs)
