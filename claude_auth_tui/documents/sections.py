"""Files of `[section]` and `key = value` lines: systemd's units and environment.d (which has no sections), and git's configuration.

Lines that end in a backslash go on; `#` and `;` begin a comment at the start of a line only. What stands in quotes, and what may be
behind it, is left to who knows the key. A section of git with a name of its own (`[remote "x"]`) goes by all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.secret import Secret


def entries(text: str) -> Iterator[Entry]:
    """Every key with its value, in order: its path is the section, where it stands in one, and the key."""
    section: tuple[str, ...] = ()
    for number, line in _joined(text):
        if line.lstrip().startswith("["):
            section = (line.strip()[1:].split("]")[0].strip(),)
            continue
        key, equals, value = line.partition("=")
        if equals:
            yield Entry((*section, key.strip()), number, Secret(value.strip()))


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are no comments, those ending in a backslash joined with the next, each with the number of its first."""
    started, parts = 0, list[str]()
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip("\r")
        if line.lstrip()[:1] in ("#", ";"):
            continue
        started = started or number
        if line.endswith("\\"):
            parts.append(line[:-1])
            continue
        yield started, " ".join([*parts, line])
        started, parts = 0, []
    if parts:
        yield started, " ".join(parts)
