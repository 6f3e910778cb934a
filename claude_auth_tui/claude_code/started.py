"""Which Claude Code is started in an environment: the program its PATH finds first, and its version, or the versions it may be.

Told from paths and files; nothing is run. Whose rules hold for a version is `rules`'.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

from claude_auth_tui.claude_code import MODELLED
from claude_auth_tui.claude_code.packages import number_of, older
from claude_auth_tui.claude_code.rules import boundaries
from claude_auth_tui.documents.strict_json import as_object, as_text, parse
from claude_auth_tui.model.diagnosis import Client
from claude_auth_tui.model.installs import NATIVE_VERSIONS, first_install
from claude_auth_tui.model.machine import Install, Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.saying import version as shown_version
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

LATELY: Final = "2.1.146"
"""The newest of half a year before `MODELLED`: an older one is not taken for possible without a file that tells it."""
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")
_SEEN: Final = ("lastReleaseNotesSeen", "lastOnboardingVersion")
"""Members of the state file that a Claude Code writes its own version into (observed, 2.1.332)."""


class Started(Struct, frozen=True):
    """What typing `claude` starts."""

    versions: tuple[str, ...] = ()
    """The version, newest first where there are several that it may be; none where nothing is installed."""
    client: Client | None = None
    """The program; None where the PATH finds none, or is not known."""


def started(machine: Machine, environment: Mapping[str, Secret], unknown: Collection[str] = ()) -> Started:
    """The Claude Code that is started in this environment; `unknown` are variables whose value cannot be told."""
    search = environment.get("PATH")
    install = None
    if search is not None and "PATH" not in unknown:
        install = first_install(machine.files, unveil(search), machine.platform)
    install = install or _known_before(machine, search)
    if install is None:
        return Started(tuple(sorted(_installed(machine), key=number_of, reverse=True)))
    versions = (str(install.version),) if install.version else _candidates(machine, environment)
    known = [version if older(version, str(MODELLED)) else str(MODELLED) for version in (versions[-1], versions[0])]
    rules = shown_version(known[0]) if known[0] == known[1] else say("{} to {}", shown_version(known[0]), shown_version(known[1]))
    return Started(versions, Client(machine.show_path(install.path), install.version, rules))


def _known_before(machine: Machine, search: Secret | None) -> Install | None:
    """The one that was found when the machine was read, where its folder is on this PATH."""
    folders = unveil(search).split(machine.paths.pathsep) if search is not None else []
    return next((one for one in machine.installs if one.first_on_path and machine.paths.dirname(one.path) in folders), None)


def _installed(machine: Machine) -> set[str]:
    """The versions that are on this machine, wherever they lie."""
    versions = {str(install.version) for install in machine.installs if install.version}
    names = machine.files.folder(machine.at_home(*NATIVE_VERSIONS)).names
    return versions | {name for name in names if _VERSION.fullmatch(name)}


def _candidates(machine: Machine, environment: Mapping[str, Secret]) -> tuple[str, ...]:
    """What a program may be that does not tell its version: a wrapper, or a distribution's own binary."""
    installed = _installed(machine)
    if installed:
        return tuple(sorted(installed, key=number_of, reverse=True))
    lowest = max((LATELY, *_seen(machine, environment)), key=number_of)
    newest = max((str(MODELLED), lowest), key=number_of)
    between = (version for version in boundaries() if number_of(lowest) < number_of(version) < number_of(newest))
    return tuple(sorted({lowest, newest, *between}, key=number_of, reverse=True))


def _seen(machine: Machine, environment: Mapping[str, Secret]) -> tuple[str, ...]:
    """Versions that were started here before, as the state file has them."""
    folder = environment.get("CLAUDE_CONFIG_DIR")
    path = machine.join(unveil(folder), ".claude.json") if folder else machine.at_home(".claude.json")
    text = machine.files.file(path).text
    if text is None:
        return ()
    document = as_object(parse(text, False, frozenset(_SEEN)).value)
    told = (as_text(document.get(name)) for name in _SEEN)
    return tuple(unveil(version) for version in told if version is not None and _VERSION.fullmatch(unveil(version)))
