"""What identifies the user of this machine: collected for reports, which leave it out. Holds values only as secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claude_auth_tui.claude_code.tables import BY_NAME, VARIABLES
from claude_auth_tui.model.private import Private
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.scene.facts import Facts

_TELLING: Final = ("region", "number")
"""What a value may be that identifies nobody."""
_NAMES: Final = tuple(
    info.name
    for info in VARIABLES
    if not info.secret and info.role not in ("switch", "mode") and info.holds not in _TELLING and not info.skips
)


def private_of(facts: Facts) -> Private:
    """Every word of this machine that a public report must not hold. Nothing is done with them before a report is made."""
    return Private(_words(facts))


def _words(facts: Facts) -> Iterator[tuple[Secret, str]]:
    machine = facts.machine
    yield Secret(machine.user), "USER"
    yield Secret(machine.paths.basename(machine.home)), "USER"
    yield Secret(machine.hostname), "HOST"
    yield Secret(machine.hostname.partition(".")[0]), "HOST"
    for scene in facts.scenes:
        there = scene.prediction.start.machine
        yield Secret(there.user), "USER"
        yield Secret(there.paths.basename(there.home)), "USER"
        configuration = scene.prediction.configuration
        yield from configuration.state.account
        for name in _NAMES:
            if (found := scene.prediction.start.environment.get(name)) is not None:
                yield from _parts(name, found)
            if (setting := configuration.settings.env.get(name)) is not None:
                yield from _parts(name, setting.value)
        for setting in configuration.settings.overridden:
            if setting.name in _NAMES:
                yield from _parts(setting.name, setting.value)
    for found_at in facts.found:
        if found_at.hit.variable in _NAMES and found_at.value is not None:
            yield from _parts(found_at.hit.variable, found_at.value)


def _parts(name: str, value: Secret) -> Iterator[tuple[Secret, str]]:
    """A value as a whole; an address or a path is left to the rules about those, which keep what a report needs."""
    if BY_NAME[name].role in ("endpoint", "folder", "network") or BY_NAME[name].holds == "path":
        return
    yield value.trimmed(), name.removeprefix("ANTHROPIC_").removeprefix("CLAUDE_CODE_")
