"""mise's project files: the variables of their `[env]` tables. Whether mise trusts a file is not looked at.

Source: mise's manual (configuration, environments): the files' names, `[env]`, `false` for a variable that is taken away.
Lines are read one by one, so that each hit has its line; a table written in braces is not looked into.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.elsewhere.folders import project_folders
from claude_auth_tui.shells.elsewhere.told import Place, config_home, hit, text_naming

_NAMES: Final = frozenset({"mise.toml", ".mise.toml", "mise.local.toml", ".mise.local.toml"})
_PLACE: Final = Place(
    "conditional", say("mise sets it in shells with its hook that enter this folder, once it trusts the file; then it reaches claude")
)


def mise_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of an `[env]` table that sets one of the variables or takes it away."""
    for folder in project_folders(machine):
        for name in machine.files.folder(folder).names:
            if name in _NAMES:
                yield from _file(machine, machine.join(folder, name), names)
    yield from _file(machine, machine.join(config_home(machine), "mise", "config.toml"), names)


def _file(machine: Machine, path: str, names: Sequence[str]) -> Iterator[Found]:
    inside = False
    for number, raw in enumerate((text_naming(machine, path, names) or "").split("\n"), 1):
        line = raw.strip()
        if line.startswith("["):
            inside = line.split("#")[0].strip() == "[env]"
            continue
        key, equals, value = line.partition("=")
        name = key.strip().strip("\"'").removeprefix("" if inside else "env.")
        if not equals or name not in names or not (inside or key.strip().startswith("env.")):
            continue
        value = value.strip()
        if value.split("#")[0].strip() == "false":
            yield hit(path, number, name, _PLACE, None, does="unset", text=say("env: {} = false", name_shown(name)))
        else:
            yield hit(path, number, name, _PLACE, _literal(value), text=say("env: {} = …", name_shown(name)))


def _literal(value: str) -> Secret | None:
    """A text between quotes; None for what mise computes (`{{ … }}`) and for a table."""
    quote = value[:1]
    if quote not in ('"', "'"):
        return Secret(value.split("#")[0].strip()) if value[:1].isdigit() else None
    end = value.find(quote, 1)
    return None if end < 0 or "{{" in value or "\\" in value else Secret(value[1:end])
