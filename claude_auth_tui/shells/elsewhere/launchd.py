"""launchd agents of macOS that give variables to what they start. Property lists, as XML or binary.

Source: launchd.plist(5) (`EnvironmentVariables`, `ProgramArguments`) and launchctl(1) (`setenv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.documents.property_list import BINARY, binary_entries, xml_entries
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine, bytes_of
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.shared import Place, hit, listed, literal, text_naming, unquoted

_LARGEST: Final = 512 * 1024
_SETENV: Final = r"launchctl[ \t]+setenv[ \t]+([A-Za-z_]\w*)(?:[ \t]+(\"[^\"]*\"|'[^']*'|[^\s;&|]*))?"


def launchd_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each place in an agent's property list that sets one of the variables. Only on macOS."""
    if machine.platform != "macos":
        return
    for folder in (machine.at_home("Library", "LaunchAgents"), "/Library/LaunchAgents"):
        for path in listed(machine, folder, ".plist"):
            yield from _agent(machine, path, names)


def _entries(machine: Machine, path: str, names: Sequence[str]) -> Iterator[Entry]:
    file = machine.files.file(path)
    data = bytes_of(file) if file.text is not None and (file.size or 0) <= _LARGEST else None
    if data is not None and data.startswith(BINARY):
        return binary_entries(data)
    return xml_entries(text_naming(machine, path, names) or "")


def _agent(machine: Machine, path: str, names: Sequence[str]) -> Iterator[Found]:
    """What an agent sets for itself, and what it sets with `launchctl setenv`: as words of their own, or in a script."""
    agent = user_name(machine.paths.basename(path))
    own = Place("conditional", say("only in the launchd agent {}; it does not reach a terminal", agent))
    login = Place(
        "conditional",
        say("launchctl setenv, when the agent {} runs at login; reaches terminals and editors that the desktop starts after it", agent),
    )

    def at_login(line: int, name: str, value: Secret | None) -> Found:
        return hit(path, line, name, login, value, text=say("launchctl setenv {} …", name_shown(name)))

    before, last = "", Entry((), 0, None)
    for entry in _entries(machine, path, names):
        text = unveil(entry.value) if entry.value is not None else ""
        name = unveil(last.value).strip() if last.value is not None else ""
        if entry.path[-2:-1] == ("EnvironmentVariables",) and entry.key in names:
            yield hit(path, entry.line, entry.key, own, entry.value)
        elif before.strip() == "setenv" and name in names and last.path[:-1] == entry.path[:-1]:
            yield at_login(last.line, name, literal(Secret(unquoted(text))))
        for found in re.finditer(_SETENV, text):
            if found[1] in names:
                line = entry.line + text.count("\n", 0, found.start(1)) * (entry.line > 0)
                yield at_login(line, found[1], literal(Secret(unquoted(found[2] or ""))))
        before, last = name, entry
