"""All hits outside startup and settings files, in one order. The readers are in the sibling modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
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

READERS: Final[tuple[Reader, ...]] = (
    dotenv_hits,
    envrc_hits,
    system_hits,
    systemd_hits,
    launchd_hits,
    registry_hits,
    editor_hits,
    project_hits,
    mise_hits,
    powershell_hits,
)


def other_hits(machine: Machine, names: Sequence[str]) -> tuple[Found, ...]:
    """Every line of such a file that names one of the variables."""
    return tuple(found for reader in READERS for found in reader(machine, names))
