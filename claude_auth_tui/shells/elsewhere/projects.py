"""Files of a project that set variables elsewhere: compose files, dev containers, GitHub workflows.

Sources: the Compose specification (`environment`, `env_file`), the dev container reference (`containerEnv`,
`remoteEnv`), and the workflow syntax of GitHub Actions (`env`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.dotenv import settings_of
from claude_auth_tui.shells.elsewhere.folders import project_folders
from claude_auth_tui.shells.elsewhere.lazy import pattern
from claude_auth_tui.shells.elsewhere.told import MOST_FILES, Place, hit, is_project_dotenv, listed, literal, text_naming

if TYPE_CHECKING:
    from claude_auth_tui.shells.elsewhere.jsonc import Member
    from claude_auth_tui.shells.elsewhere.yamlines import Entry

_COMPOSE: Final = pattern(r"(?:docker-)?compose(?:[.-][\w.-]*)?\.ya?ml")
_MOST_ENV_FILES: Final = 10
_NOT_HERE: Final = say("; it does not reach a claude started here")


def project_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of those files that gives one of the variables a value: in the project folder and up to its git root."""
    for folder in _folders(machine):
        yield from _compose_files(machine, folder, names)
        yield from _dev_container(machine, folder, names)
        for path in listed(machine, machine.join(folder, ".github", "workflows"), ".yml", ".yaml"):
            yield from _workflow(machine, path, names)


def _entries(text: str) -> Iterator[Entry]:
    from claude_auth_tui.shells.elsewhere.yamlines import entries  # needed on few machines

    return entries(text)


def _members(text: str) -> Iterator[Member]:
    from claude_auth_tui.shells.elsewhere.jsonc import members

    return members(text)


def _folders(machine: Machine) -> Iterator[str]:
    folders = list(project_folders(machine))
    in_git = machine.files.stat(machine.join(folders[-1], ".git")).exists
    yield from folders if in_git else folders[:1]


def _compose_files(machine: Machine, folder: str, names: Sequence[str]) -> Iterator[Found]:
    found = [name for name in machine.files.folder(folder).names if _COMPOSE().fullmatch(name)]
    seen: set[str] = set()
    for name in found[:MOST_FILES]:
        path = machine.join(folder, name)
        text = text_naming(machine, path, (*names, "env_file"))
        for entry in _entries(text) if text is not None else ():
            service = _service(entry)
            place = Place("conditional", say("only in {}{}", service, _NOT_HERE))
            if entry.above[-1:] == ("environment",):
                yield from _assigned(path, entry, say("only in {}", service), place, names)
            elif entry.key == "env_file" or entry.above[-1:] == ("env_file",):
                other = _env_file(machine, folder, entry)
                if other is not None and other not in seen and len(seen) < _MOST_ENV_FILES:
                    seen.add(other)
                    yield from _loaded(machine, other, Place("conditional", say("only in {}, which loads it{}", service, _NOT_HERE)), names)


def _service(entry: Entry) -> Shown:
    """The container an entry of a compose file is about, in words."""
    if len(entry.above) > 1 and entry.above[0] == "services" and re.fullmatch(r"[A-Za-z0-9][\w.-]{0,30}", entry.above[1]):
        return say("the container of the compose service {}", user_name(entry.above[1]))
    return say("containers that compose starts")


def _assigned(path: str, entry: Entry, service: Shown, place: Place, names: Sequence[str]) -> Iterator[Found]:
    """An entry `NAME: value`, or the item `NAME=value` of a list; without a value the variable is passed on."""
    name, value = entry.key, entry.value
    if not name and value is not None:
        name, equals, value = value.partition("=")
        if not equals:
            value = None
    if name not in names:
        return
    if value is None:
        place = Place(place.effect, say("{}, which is given the value of the shell that starts it", service))
    yield hit(
        path,
        entry.line,
        name,
        place,
        literal(value),
        text=say("environment: {}", name_shown(name)) if value is None else say("environment: {}: …", name_shown(name)),
    )


def _env_file(machine: Machine, folder: str, entry: Entry) -> str | None:
    """The dotenv file an entry names: `env_file: a`, an item of its list, or `path: a` in an item."""
    named = entry.key == "env_file" or (entry.above[-1:] == ("env_file",) and entry.key in ("", "path"))
    if not named or not entry.value or "$" in entry.value or "\0" in entry.value:
        return None
    path: str = machine.paths.normpath(machine.join(folder, entry.value))
    return None if is_project_dotenv(machine, path) else path


def _loaded(machine: Machine, path: str, place: Place, names: Sequence[str]) -> Iterator[Found]:
    if text_naming(machine, path, names) is None:
        return
    text = machine.files.file(path).text
    for setting in settings_of(text) if text is not None else ():
        if setting.name in names:
            yield hit(path, setting.line, setting.name, place, literal(unveil(setting.value)))


def _dev_container(machine: Machine, folder: str, names: Sequence[str]) -> Iterator[Found]:
    inside = machine.container in ("devcontainer", "codespaces")
    not_here = say(", and we are in a dev container: it reaches claude where it was built so") if inside else _NOT_HERE
    for path in (machine.join(folder, ".devcontainer", "devcontainer.json"), machine.join(folder, ".devcontainer.json")):
        text = text_naming(machine, path, names)
        for member in _members(text) if text is not None else ():
            match member.keys:
                case ("containerEnv" | "remoteEnv" as setting, name) if name in names:
                    place = Place("conditional", say("only in this project's dev container{}", not_here))
                    if member.value is None:
                        yield hit(
                            path,
                            member.line,
                            name,
                            place,
                            None,
                            does="unset",
                            text=say("{}: {}: null", user_name(setting), name_shown(name)),
                        )
                        continue
                    if "${localEnv:" in member.value:
                        place = Place(
                            "conditional", say("only in this project's dev container, which is given a value of this machine{}", not_here)
                        )
                    yield hit(
                        path, member.line, name, place, literal(member.value), text=say("{}: {}: …", user_name(setting), name_shown(name))
                    )


def _workflow(machine: Machine, path: str, names: Sequence[str]) -> Iterator[Found]:
    text = text_naming(machine, path, names)
    for entry in _entries(text) if text is not None else ():
        if entry.above[-1:] == ("env",) and entry.key in names:
            place = Place("inactive", say("only on GitHub's runners{}", _NOT_HERE))
            yield hit(path, entry.line, entry.key, place, literal(entry.value), text=say("env: {}: …", name_shown(entry.key)))
