"""Windows: the variables in the registry, as hits and as what a program started later is given.

The machine's variables come first and the user's replace them; of PATH the user's part is put behind the machine's.
`%NAME%` is replaced in values that are stored so (Microsoft's documentation of environment variables and of
`CreateEnvironmentBlock`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine, RegistryValue
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.shared import Place, hit

KEYS: Final = {
    "user": say(r"HKCU\Environment"),
    "machine": say(r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment"),
}
"""Where the values of a scope stand, as registry tools write it."""

_REFERENCE: Final = r"%([^%=]+)%"


def registry_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each of the variables that the registry holds. The registry has no lines: its hits stand at line 0."""
    users = {value.name.upper() for value in machine.registry if value.scope == "user"}
    for value in machine.registry:
        name = value.name.upper()
        if name not in names:
            continue
        place = Place(
            "effective", say("Windows gives it to every program started from now on, terminals too; one that is open keeps what it has")
        )
        if value.scope == "machine" and name in users:
            place = Place("overridden", say("the user's own value in {} replaces it", KEYS["user"]))
        yield hit(KEYS[value.scope], 0, name, place, None if _refers(value) else value.value, does="export")


def session_environment(machine: Machine) -> Mapping[str, Secret]:
    """What Windows gives a program that is started now, as far as the registry tells; the names in capitals. Empty elsewhere."""
    found: dict[str, Secret] = {}
    for value in machine.registry:
        name = value.name.upper()
        before = found.get(name)
        found[name] = Secret(f"{unveil(before)};{unveil(value.value)}") if name == "PATH" and before else value.value
    known = {**{name.upper(): value for name, value in machine.environment.items()}, **found}
    for value in machine.registry:
        if _refers(value):
            found[value.name.upper()] = _expanded(found[value.name.upper()], known)
    return found


def _refers(value: RegistryValue) -> bool:
    return value.expands and re.search(_REFERENCE, unveil(value.value)) is not None


def _expanded(value: Secret, known: Mapping[str, Secret]) -> Secret:
    """The value with each `%NAME%` replaced once; a name that is not set stays as it is written."""

    def replaced(found: re.Match[str]) -> str:
        other = known.get(found[1].upper())
        return found.group() if other is None else unveil(other)

    return Secret(re.sub(_REFERENCE, replaced, unveil(value)))
