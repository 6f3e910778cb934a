"""`.envrc` files, and whether direnv was allowed to load them.

direnv loads the nearest `.envrc` above a folder, and only one whose content its user allowed: a file named by the
SHA-256 of the absolute path, a line feed, the content, lies in `$XDG_DATA_HOME/direnv/allow` (observed, direnv
2.32).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from claude_auth_tui.model.diagnosis import Does, Effect
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.folders import project_folders
from claude_auth_tui.shells.hits import make_found

_LOADS: Final = re.compile(r"^[ \t]*(dotenv|dotenv_if_exists|source_env|source_env_if_exists)(?:[ \t]+([^\s#;&|]+))?[ \t]*(?:#.*)?$")
_EXPORT: Final = re.compile(
    r"(?:^|[;&|{(]|\bthen\b|\bdo\b|\belse\b)[ \t]*(?:export|declare[ \t]+-x|typeset[ \t]+-x)[ \t]+(?:[A-Za-z_]\w*(?:=\S*)?[ \t]+)*"
)
_ASSIGNED: Final = re.compile(r"([A-Za-z_]\w*)=('[^']*'|\"(?:[^\"\\]|\\.)*\"|[^\s;&|#)]*)")
_UNSET: Final = re.compile(r"(?:^|[;&|])[ \t]*unset[ \t]+(?:-v[ \t]+)?((?:[A-Za-z_]\w*[ \t]*)+)")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Who has direnv load a file, and whether it may."""

    where: str
    """`.envrc:3` as people write it."""
    allowed: bool
    words: str


def nearest_envrc(machine: Machine) -> File | None:
    """The one direnv would load in the project folder."""
    for folder in project_folders(machine):
        file = machine.files.file(machine.join(folder, ".envrc"))
        if file.state == "present":
            return file
    return None


def is_allowed(machine: Machine, envrc: File) -> bool:
    """Whether direnv was allowed to load this content of the file."""
    if envrc.text is None:
        return False
    digest = hashlib.sha256(f"{envrc.path}\n{unveil(envrc.text)}".encode("utf-8", "surrogatepass")).hexdigest()
    given = machine.environment.get("XDG_DATA_HOME")
    data = unveil(given) if given else machine.at_home(".local", "share")
    return machine.files.stat(machine.join(data, "direnv", "allow", digest)).exists


def loaded_by_direnv(machine: Machine) -> Mapping[str, Loaded]:
    """The dotenv files that the project's `.envrc` has direnv load, by absolute path."""
    envrc = nearest_envrc(machine)
    if envrc is None or envrc.text is None:
        return {}
    allowed, words = is_allowed(machine, envrc), allowance(machine, envrc)
    folder = machine.paths.dirname(envrc.path)
    loaded = {}
    for number, line in enumerate(unveil(envrc.text).splitlines(), 1):
        if (found := _LOADS.match(line)) and (found[2] or found[1].startswith("dotenv")):
            path = machine.paths.normpath(machine.join(folder, (found[2] or ".env").strip("'\"")))
            loaded[path] = Loaded(f"{machine.show_path(envrc.path)}:{number}", allowed, words)
    return loaded


def allowance(machine: Machine, envrc: File) -> str:
    """Whether direnv may load it, in words."""
    return "direnv loads it in shells with its hook" if is_allowed(machine, envrc) else "direnv has not been allowed to (direnv allow)"


def envrc_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of the project's `.envrc` that sets or unsets one of the variables, or loads a dotenv file."""
    envrc = nearest_envrc(machine)
    if envrc is None or envrc.text is None:
        return
    text = unveil(envrc.text)
    if not any(name in text for name in names):
        return
    effect: Effect = "conditional" if is_allowed(machine, envrc) else "inactive"
    because = allowance(machine, envrc)
    for number, line in enumerate(text.splitlines(), 1):
        for name, does, value in _named(line, names):
            yield make_found(envrc.path, number, name, does, effect, because, source_line=line, value=value, names=names)


def _named(line: str, names: Sequence[str]) -> Iterator[tuple[str, Does, Secret | None]]:
    """What a line does to the variables. direnv passes on what is exported when the file has run."""
    code = line if not line.lstrip().startswith("#") else ""
    exported = bool(_EXPORT.search(code))
    for found in _ASSIGNED.finditer(code):
        if found[1] in names:
            plain = found[2]
            literal = not re.search(r"[$`]", plain) or plain.startswith("'")
            value = Secret(plain[1:-1] if plain[:1] in ("'", '"') else plain) if literal else None
            yield found[1], "export" if exported else "assign", value
    for found in _UNSET.finditer(code):
        for name in found[1].split():
            if name in names:
                yield name, "unset", None
