"""systemd user units and `environment.d`: what the user manager hands to services and to sessions.

Sources: environment.d(5), systemd.exec(5) (`Environment`, `EnvironmentFile`, `UnsetEnvironment`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.documents import sections
from claude_auth_tui.documents.assignments import dotenv
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.shared import (
    Place,
    config_home,
    hit,
    hits,
    is_project_dotenv,
    listed,
    literal,
    some,
    text_naming,
    unquoted,
)

_WORD: Final = r"(?s)\"((?:[^\"\\]|\\.)*)\"?|'((?:[^'\\]|\\.)*)'?|(\S+)"
_LONGEST_UNIT: Final = 64 * 1024


def systemd_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line that sets one of the variables for the user manager or for one of its units. Only on Linux."""
    if machine.platform == "linux":
        yield from _environment_d(machine, names)
        yield from _user_units(machine, names)


def _environment_d(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    place = Place(
        "conditional",
        say("the systemd user manager loads it: reaches services and, from the next login on, the terminals of most desktops"),
    )
    for folder in (machine.join(config_home(machine), "environment.d"), "/etc/environment.d"):
        for path in listed(machine, folder, ".conf"):
            yield from hits(path, sections.entries(text_naming(machine, path, names) or ""), names, place, _plain)


def _plain(value: Secret | None) -> Secret | None:
    return None if value is None else literal(Secret(unquoted(unveil(value))))


def _user_units(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    folder = machine.join(config_home(machine), "systemd", "user")
    loaded: dict[str, list[str]] = {}
    for path in listed(machine, folder, ".service", ".service.d"):
        if not path.endswith(".d"):
            yield from _unit(machine, path, machine.paths.basename(path), names, loaded)
            continue
        for part in listed(machine, path, ".conf"):
            yield from _unit(machine, part, machine.paths.basename(path).removesuffix(".d"), names, loaded)
    for path, units in loaded.items():
        yield from _environment_file(machine, path, units, names)


def _unit(machine: Machine, path: str, unit: str, names: Sequence[str], loaded: dict[str, list[str]]) -> Iterator[Found]:
    """The unit's own lines; the files it has loaded are added to `loaded`, each with the units that name it."""
    file = machine.files.file(path)
    if file.text is None or file.text.length > _LONGEST_UNIT:
        return
    place = Place("conditional", say("only in the systemd user unit {}; it does not reach a terminal", user_name(unit)))
    for entry in sections.entries(unveil(file.text)):
        value = unveil(entry.value) if entry.value is not None else ""
        match entry.path:
            case ("Service", "Environment"):
                for word in _words(value):
                    name, assigned, text = word.partition("=")
                    if assigned and name in names:
                        given = None if "%" in text else Secret(text)
                        yield hit(path, entry.line, name, place, given, text=say("Environment={}=…", name_shown(name)))
            case ("Service", "UnsetEnvironment"):
                for word in _words(value):
                    if (name := word.partition("=")[0]) in names:
                        yield hit(path, entry.line, name, place, None, does="unset", text=say("UnsetEnvironment={}", name_shown(name)))
            case ("Service", "EnvironmentFile"):
                other = _path(machine, value)
                if other and unit not in loaded.setdefault(other, []):
                    loaded[other].append(unit)


def _path(machine: Machine, given: str) -> str:
    """The one file that EnvironmentFile names; empty for a pattern and for what only systemd can expand."""
    path = given.strip("\"'").removeprefix("-").replace("%h", machine.home).replace("%E", config_home(machine))
    if not machine.paths.isabs(path) or any(sign in path for sign in "*?[%\0"):
        return ""
    absolute: str = machine.paths.normpath(path)
    return "" if is_project_dotenv(machine, absolute) else absolute


def _environment_file(machine: Machine, path: str, units: list[str], names: Sequence[str]) -> Iterator[Found]:
    noun, loads = (say("unit"), say("loads")) if len(units) == 1 else (say("units"), say("load"))
    place = Place("conditional", say("only in the systemd user {} {}, which {} it; not in a terminal", noun, some(units), loads))
    yield from hits(path, dotenv(text_naming(machine, path, names) or ""), names, place, lambda value: value)


def _words(text: str) -> Iterator[str]:
    """Words of a unit's value: quotes group, a backslash escapes."""
    for found in re.finditer(_WORD, text):
        word = found[1] or found[2] or found[3] or ""
        yield re.sub(r"\\(.)", r"\1", word)
