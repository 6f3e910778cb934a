"""What checks ask of files whose text they may not see: whether a line can be put behind it, whether a value is written out in it, and
whether other people have an account on this machine.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.unveil import unveil


def ends_with_line_break(machine: Machine, path: str) -> bool:
    """Whether the text of a file ends its last line; true for an empty file and for none."""
    text = machine.files.file(path).text
    return text is None or not text or unveil(text).endswith("\n")


_UNIVERSAL = "fish_variables"


def is_written_out(machine: Machine, found: Found) -> bool:
    """Whether the file holds the value's own characters. fish writes those of its universal variables as codes."""
    if found.value is None or not found.value:
        return False
    if machine.paths.basename(found.hit.path) == _UNIVERSAL:
        return True
    text = machine.files.file(found.hit.path).text
    return text is not None and unveil(found.value) in unveil(text)


_FIRST, _LAST = 1000, 59_999
"""The numbers that systems give to people (login.defs(5))."""
_NO_SHELLS: Final = ("nologin", "false", "sync")
_NO_PEOPLE: Final = frozenset({"Shared", "Guest", "lost+found", "linuxbrew"})


def other_people(machine: Machine) -> int | None:
    """How many other people seem to have an account; None where it cannot be told."""
    homes = machine.files.folder(machine.paths.dirname(machine.home)) if machine.home else None
    accounts = machine.files.file("/etc/passwd").text if machine.platform == "linux" else None
    if accounts is None and (homes is None or homes.state != "present" or machine.platform == "linux"):
        return None
    own = machine.paths.basename(machine.home)
    found = set[str]()
    if accounts is not None:
        for line in unveil(accounts).splitlines():
            home = _home_of_a_person(machine, line.split(":"))
            if home and home != machine.home:
                found.add(machine.paths.basename(home))
    if homes is not None and machine.paths.basename(homes.path) in ("home", "Users"):
        found.update(name for name in homes.names if not name.startswith(".") and name not in _NO_PEOPLE)
    return len(found - {own})


def _home_of_a_person(machine: Machine, fields: list[str]) -> str:
    """The home folder that a line of passwd(5) gives to somebody else; empty for a service and for ourselves."""
    if len(fields) != 7 or not fields[2].isdecimal() or not _FIRST <= int(fields[2]) <= _LAST or int(fields[2]) == machine.uid:
        return ""
    return "" if fields[6].strip().endswith(_NO_SHELLS) else fields[5]
