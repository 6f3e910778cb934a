"""What the file that direnv would load does to the variables: its own lines, and the dotenv files it has loaded.

Which file that is, and whether direnv may load it, is in `direnv_file`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Does, Effect
from claude_auth_tui.shells.elsewhere.direnv_file import DirenvFile, direnv_file
from claude_auth_tui.shells.elsewhere.lazy import pattern
from claude_auth_tui.shells.hits import make_found

_LOADS: Final = pattern(r"^[ \t]*(dotenv|dotenv_if_exists|source_env|source_env_if_exists)(?:[ \t]+([^\s#;&|]+))?[ \t]*(?:#.*)?$")
_EXPORT: Final = pattern(
    r"(?:^|[;&|{(]|\bthen\b|\bdo\b|\belse\b)[ \t]*(?:export|declare[ \t]+-x|typeset[ \t]+-x)[ \t]+(?:[A-Za-z_]\w*(?:=\S*)?[ \t]+)*"
)
_ASSIGNED: Final = pattern(r"([A-Za-z_]\w*)=('[^']*'|\"(?:[^\"\\]|\\.)*\"|[^\s;&|#)]*)")
_UNSET: Final = pattern(r"(?:^|[;&|])[ \t]*unset[ \t]+(?:-v[ \t]+)?((?:[A-Za-z_]\w*[ \t]*)+)")


class Loaded(NamedTuple):
    """Who has direnv load a dotenv file, and whether it may."""

    where: Shown
    """`.envrc:3` as people write it; empty where direnv loads the file by itself."""
    line: int
    """The line of the `.envrc`; 0 where direnv loads the file by itself."""
    by: DirenvFile

    @property
    def effect(self) -> Effect:
        return "conditional" if self.by.standing == "allowed" else "inactive"

    @property
    def because(self) -> Shown:
        return say("{} has direnv load it; {}", self.where, self.by.words) if self.where else self.by.words


def loaded_by_direnv(machine: Machine) -> Mapping[str, Loaded]:
    """The dotenv files that direnv loads in the project folder, by absolute path."""
    by = direnv_file(machine)
    if by is None or by.file.text is None:
        return {}
    if machine.paths.basename(by.file.path) == ".env":
        return {by.file.path: Loaded(NOTHING, 0, by)}
    folder = machine.paths.dirname(by.file.path)
    loaded = {}
    for number, line in enumerate(unveil(by.file.text).splitlines(), 1):
        if (found := _LOADS().match(line)) and (found[2] or found[1].startswith("dotenv")):
            path = machine.paths.normpath(machine.join(folder, (found[2] or ".env").strip("'\"")))
            loaded[path] = Loaded(machine.place(by.file.path, number), number, by)
    return loaded


def envrc_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of the `.envrc` that counts in the project folder that sets or unsets one of the variables."""
    by = direnv_file(machine)
    if by is None or by.file.text is None or machine.paths.basename(by.file.path) != ".envrc":
        return
    text = unveil(by.file.text)
    if not any(name in text for name in names):
        return
    effect: Effect = "conditional" if by.standing == "allowed" else "inactive"
    for number, line in enumerate(text.splitlines(), 1):
        for name, does, value in _named(line, names):
            yield make_found(by.file.path, number, name, does, effect, by.words, source_line=line, value=value, names=names)


def _named(line: str, names: Sequence[str]) -> Iterator[tuple[str, Does, Secret | None]]:
    """What a line does to the variables. direnv passes on what is exported when the file has run."""
    code = line if not line.lstrip().startswith("#") else ""
    exported = bool(_EXPORT().search(code))
    for found in _ASSIGNED().finditer(code):
        if found[1] in names:
            plain = found[2]
            literal = not re.search(r"[$`]", plain) or plain.startswith("'")
            value = Secret(plain[1:-1] if plain[:1] in ("'", '"') else plain) if literal else None
            yield found[1], "export" if exported else "assign", value
    for found in _UNSET().finditer(code):
        for name in found[1].split():
            if name in names:
                yield name, "unset", None
