"""Places for people (`~/.zshrc:42`, `likely ~/.zshrc:42`) taken apart, so that an editor can be opened there, and the finding each belongs to."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.diagnosis import Diagnosis, Finding
from claude_auth_tui.model.saying import place
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import LEVELS

_WORDS: Final = re.compile(r"^(?:likely |inherited; )|(?: now holds another value)$")
_LINE: Final = re.compile(r"^(?P<path>.+?):(?P<line>\d+)(?::\d+)?$")


def place_in(where: str | None) -> str:
    """The file, with its line where one is named, in a place for people; "" where it names none."""
    place = _WORDS.sub("", where or "").strip()
    return place if place.startswith(("/", "~")) or re.match(r"^[A-Za-z]:[\\/]", place) else ""


def in_short(where: str | None) -> str:
    """A place for people in a column: that a value is inherited, without what the file says by now."""
    return "inherited" if where and where.startswith("inherited; ") else where or ""


def take_apart(place: str) -> tuple[str, int]:
    """The path and the line, 0 for none."""
    found = _LINE.match(place)
    return (found["path"], int(found["line"])) if found else (place, 0)


def at_home(path: str, home: str) -> str:
    """The path with `~` as the home folder."""
    return home.rstrip("/") + path[1:] if home and (path == "~" or path.startswith("~/")) else path


def shown_at_home(path: str, home: str) -> Shown:
    """The path with the home folder as `~`."""
    root = home.rstrip("/")
    if root and (path == root or path.startswith(root + "/")):
        return place("~" + path[len(root) :])
    return place(path)


def finding_at(diagnosis: Diagnosis, *wheres: str | None) -> str | None:
    """The id of the worst finding with a fix whose evidence names one of the places, or None."""
    places = {place for where in wheres if (place := place_in(where))}
    if not places:
        return None
    found = [f for f in diagnosis.findings if f.level != "ok" and f.fixes and any(place_in(e.where) in places for e in f.evidence)]
    return diagnosis.key_of(min(found, key=_rank)) if found else None


def _rank(finding: Finding) -> int:
    """The worst first; those that do not count last."""
    return LEVELS.index(finding.level) + (len(LEVELS) if finding.muted is not None else 0)
