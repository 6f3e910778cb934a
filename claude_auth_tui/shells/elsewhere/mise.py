"""mise's project files: the variables of their `[env]` tables. Whether mise trusts a file is not looked at.

Source: mise's manual (configuration, environments): the files' names, `[env]`, `false` for a variable that is taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.documents import toml_lines
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.shared import Place, config_home, hit, project_folders, text_naming

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
    for entry in toml_lines.entries(text_naming(machine, path, names) or ""):
        match entry.path:
            case ("env", name) if name in names and entry.bare and entry.value == Secret("false"):
                yield hit(path, entry.line, name, _PLACE, None, does="unset", text=say("env: {} = false", name_shown(name)))
            case ("env", name) if name in names:
                computed = entry.value is None or "{{" in unveil(entry.value)
                yield hit(path, entry.line, name, _PLACE, None if computed else entry.value, text=say("env: {} = …", name_shown(name)))
