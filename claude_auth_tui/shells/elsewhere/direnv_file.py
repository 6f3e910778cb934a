"""Which file direnv would load in the project folder, whether it may, and whether the shell has its hook. Nothing is run.

direnv loads the nearest `.envrc` above a folder, all the way to the root (with `load_dotenv`, a `.env` counts too), and
only one whose content its user allowed: a file named by the SHA-256 of the absolute path, a line feed, the content, lies
in `$XDG_DATA_HOME/direnv/allow`; one in `deny`, named by the path alone, forbids it; `direnv.toml` may list folders that
are always allowed (observed, direnv 2.32; direnv.toml(1); the sources of 2.37 for `deny`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from claude_auth_tui.model.changed import with_files
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.raw import bytes_of
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.lazy import pattern
from claude_auth_tui.shells.elsewhere.told import config_home

Standing = Literal["allowed", "not_allowed", "denied"]

_MOST_FOLDERS: Final = 40
_NAMES_HOOK: Final = pattern(
    r"^(?![^\n]*\bPATH=)[^#\n]*\bdirenv\b(?![ \t]+(?:allow|permit|grant|deny|block|edit|exec|reload|status|prune|version)\b)", re.MULTILINE
)
"""direnv as a plugin or a hook. A line that only runs one of its other commands, such as an alias for `direnv allow`, is no hook."""


class DirenvFile(NamedTuple):
    """The `.envrc` (or `.env`) that direnv would load."""

    file: File
    standing: Standing

    @property
    def words(self) -> Shown:
        """Whether direnv loads it, in words."""
        if self.standing == "allowed":
            return say("direnv loads it when a shell with its hook enters this folder, and then it reaches claude")
        if self.standing == "denied":
            return say("direnv was told not to load it (direnv deny), so it does not reach claude")
        return say("direnv has not been allowed to load it (direnv allow), so it does not reach claude")


def direnv_file(machine: Machine) -> DirenvFile | None:
    """The file direnv would load in the project folder; None where there is none."""
    folder = machine.cwd
    for _ in range(_MOST_FOLDERS):
        found = machine.files.file(machine.join(folder, ".envrc"))
        if found.state == "present":
            return DirenvFile(found, _standing(machine, found))
        dotenv = machine.join(folder, ".env")
        if machine.files.stat(dotenv).is_file and _settings(machine).get("load_dotenv") is True:
            found = machine.files.file(dotenv)
            return DirenvFile(found, _standing(machine, found))
        parent = machine.paths.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return None


def envrc_above(machine: Machine, folder: str, name: str = ".envrc") -> str:
    """The nearest file of that name in this folder or above it; empty where there is none."""
    for _ in range(_MOST_FOLDERS):
        path = machine.join(folder, name)
        if machine.files.stat(path).is_file:
            return path
        parent = machine.paths.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
    return ""


def has_hook(machine: Machine, startup_files: Iterable[str]) -> bool:
    """Whether one of these startup files names direnv outside of a comment, or this terminal shows that direnv is at work."""
    if "DIRENV_DIFF" in machine.environment:
        return True
    texts = (machine.files.file(path).text for path in startup_files)
    return any(text is not None and _NAMES_HOOK().search(unveil(text)) is not None for text in texts)


def with_line(machine: Machine, by: DirenvFile, line: str) -> Machine:
    """The machine with a line more at the end of the file, and the file allowed as it is then."""
    text = unveil(by.file.text) if by.file.text is not None else ""
    if text and not text.endswith("\n"):
        text += "\n"
    file = replace(by.file, text=SecretText(f"{text}{line}\n"), raw=None)
    marker = _marker(machine, "allow", file.path, bytes_of(file) or b"")
    return with_files(machine, {file.path: file, marker: File(marker, "present", "file")})


def _standing(machine: Machine, found: File) -> Standing:
    content = bytes_of(found)
    if content is None:
        return "not_allowed"
    if machine.files.stat(_marker(machine, "deny", found.path, b"")).exists:
        return "denied"
    if machine.files.stat(_marker(machine, "allow", found.path, content)).exists:
        return "allowed"
    return "allowed" if _is_listed(machine, found.path) else "not_allowed"


def _marker(machine: Machine, kind: Literal["allow", "deny"], path: str, content: bytes) -> str:
    """The file whose being there means that this content was allowed, or this path denied."""
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass") + b"\n" + content).hexdigest()
    return machine.join(_data_home(machine), "direnv", kind, digest)


def _is_listed(machine: Machine, path: str) -> bool:
    """Whether direnv.toml allows the file by its path, whatever is in it."""
    listed = _settings(machine).get("whitelist")
    if not isinstance(listed, dict):
        return False
    for given in _texts(listed.get("exact")):
        whole = given if given.endswith(("/.envrc", "/.env")) else machine.join(given, ".envrc")
        if _at_home(machine, whole) == path:
            return True
    return any(path.startswith(_at_home(machine, given)) for given in _texts(listed.get("prefix")))


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _at_home(machine: Machine, path: str) -> str:
    return machine.at_home(path[2:]) if path.startswith("~/") else path


def _settings(machine: Machine) -> Mapping[str, object]:
    """direnv.toml, the members of `[global]` beside the others; empty where there is none, or it is no TOML."""
    given = machine.environment.get("DIRENV_CONFIG")
    folder = unveil(given) if given else machine.join(config_home(machine), "direnv")
    for name in ("direnv.toml", "config.toml"):
        text = machine.files.file(machine.join(folder, name)).text
        if text is not None:
            import tomllib  # needed on few machines

            try:
                document = tomllib.loads(unveil(text))
            except ValueError:
                return {}
            general = document.get("global")
            return {**document, **(general if isinstance(general, dict) else {})}
    return {}


def _data_home(machine: Machine) -> str:
    given = machine.environment.get("XDG_DATA_HOME")
    return unveil(given) if given else machine.at_home(".local", "share")
