"""All hits outside startup and settings files, in one order. The readers are in the sibling modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import failed_here, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.elsewhere.direnv import envrc_hits
from claude_auth_tui.shells.elsewhere.dotenv import dotenv_hits
from claude_auth_tui.shells.elsewhere.editors import editor_hits
from claude_auth_tui.shells.elsewhere.launchd import launchd_hits
from claude_auth_tui.shells.elsewhere.mise import mise_hits
from claude_auth_tui.shells.elsewhere.powershell import powershell_hits
from claude_auth_tui.shells.elsewhere.projects import project_hits
from claude_auth_tui.shells.elsewhere.registry import registry_hits
from claude_auth_tui.shells.elsewhere.system import system_hits
from claude_auth_tui.shells.elsewhere.systemd import systemd_hits

Reader: TypeAlias = Callable[[Machine, Sequence[str]], Iterable[Found]]

READERS: Final[dict[Reader, Shown]] = {
    dotenv_hits: say("the .env files"),
    envrc_hits: say("the .envrc"),
    system_hits: say("the files that log you in"),
    systemd_hits: say("systemd's environment files"),
    launchd_hits: say("launchd's agents"),
    registry_hits: say("the registry"),
    editor_hits: say("the editors' settings"),
    project_hits: say("the project's files for containers and workflows"),
    mise_hits: say("mise's files"),
    powershell_hits: say("PowerShell's profiles"),
}
"""Each with what it looks at, in the order in which the hits are told."""


def other_hits(machine: Machine, names: Sequence[str], notes: list[Shown] | None = None) -> tuple[Found, ...]:
    """Every line of such a file that names one of the variables. To `notes` is added what could not be looked at."""
    found: list[Found] = []
    for reader, what in READERS.items():
        try:
            found.extend(reader(machine, names))
        except Exception as failure:  # noqa: BLE001 - whatever is in such a file, the others are still read
            if notes is not None:
                notes.append(say("{}: {}", what, failed_here(failure)))
    return tuple(found)
