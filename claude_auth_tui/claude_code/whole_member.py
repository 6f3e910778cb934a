"""Whether a member of a JSON file stands on a line of its own, so that the line can go and the rest stays JSON.

Cautious on purpose: None for every layout that is not the usual one, and the caller takes a slower way.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.unveil import unveil

Place = Literal["inside", "last"]
"""With "inside" the line alone can go (a comma follows, or it is the only member); "last" needs the comma before it gone too."""

_VALUE: Final = r'(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)'


def member_place(machine: Machine, path: str, line: int, name: str) -> Place | None:
    """Where the member `name` on line `line` (from 1) of a sound JSON file stands; None where its line holds anything else."""
    found = machine.files.file(path)
    if found.state != "present" or found.text is None or found.bad_byte is not None:
        return None
    lines = unveil(found.text).split("\n")
    if not 1 < line < len(lines) or "\r" in lines[line - 2] + lines[line - 1] or not name.isidentifier():
        return None
    matched = re.fullmatch(rf'\s*"{name}"\s*:\s*{_VALUE}\s*(,?)\s*', lines[line - 1])
    before, after = lines[line - 2].rstrip(), lines[line].lstrip()
    if not matched or not (before.endswith(("{", ","))):
        return None
    if matched.group(1):
        return "inside"
    if not after.startswith("}"):
        return None
    return "inside" if before.endswith("{") else "last"
