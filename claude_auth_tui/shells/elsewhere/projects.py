"""Files of a project that set variables elsewhere: compose files, dev containers, GitHub workflows.

Sources: the Compose specification (`environment`, `env_file`), the dev container reference (`containerEnv`,
`remoteEnv`), and the workflow syntax of GitHub Actions (`env`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.documents import jsonc, yaml_lines
from claude_auth_tui.documents.assignments import dotenv
from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.shared import (
    MOST_FILES,
    Place,
    hit,
    hits,
    is_project_dotenv,
    listed,
    literal,
    project_folders,
    text_naming,
)

_COMPOSE: Final = r"(?:docker-)?compose(?:[.-][\w.-]*)?\.ya?ml"
_MOST_ENV_FILES: Final = 10
_NOT_HERE: Final = say("; it does not reach a claude started here")


def project_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of those files that gives one of the variables a value: in the project folder and up to its git root."""
    for folder in _folders(machine):
        yield from _compose_files(machine, folder, names)
        yield from _dev_container(machine, folder, names)
        for path in listed(machine, machine.join(folder, ".github", "workflows"), ".yml", ".yaml"):
            yield from _workflow(machine, path, names)


def _folders(machine: Machine) -> Iterator[str]:
    folders = list(project_folders(machine))
    in_git = machine.files.stat(machine.join(folders[-1], ".git")).exists
    yield from folders if in_git else folders[:1]


def _compose_files(machine: Machine, folder: str, names: Sequence[str]) -> Iterator[Found]:
    found = [name for name in machine.files.folder(folder).names if re.fullmatch(_COMPOSE, name)]
    seen: set[str] = set()
    for name in found[:MOST_FILES]:
        path = machine.join(folder, name)
        text = text_naming(machine, path, (*names, "env_file"))
        for entry in yaml_lines.entries(text or ""):
            service = _service(entry)
            place = Place("conditional", say("only in {}{}", service, _NOT_HERE))
            if entry.path[-2:-1] == ("environment",):
                yield from _assigned(path, entry, say("only in {}", service), place, names)
            else:
                other = _env_file(machine, folder, entry)
                if other is not None and other not in seen and len(seen) < _MOST_ENV_FILES:
                    seen.add(other)
                    place = Place("conditional", say("only in {}, which loads it{}", service, _NOT_HERE))
                    yield from hits(other, dotenv(text_naming(machine, other, names) or ""), names, place)


def _service(entry: Entry) -> Shown:
    """The container an entry of a compose file is about, in words."""
    match entry.path:
        case ("services", name, _, *_) if re.fullmatch(r"[A-Za-z0-9][\w.-]{0,30}", name):
            return say("the container of the compose service {}", user_name(name))
    return say("containers that compose starts")


def _assigned(path: str, entry: Entry, service: Shown, place: Place, names: Sequence[str]) -> Iterator[Found]:
    """An entry `NAME: value`, or the item `NAME=value` of a list; without a value the variable is passed on."""
    name, value = entry.key, entry.value
    if not name and value is not None:
        name, equals, text = unveil(value).partition("=")
        value = Secret(text) if equals else None
    if name in names and value is None:
        place = Place(place.effect, say("{}, which is given the value of the shell that starts it", service))
        yield hit(path, entry.line, name, place, None, text=say("environment: {}", name_shown(name)))
    elif name in names:
        yield hit(path, entry.line, name, place, literal(value), text=say("environment: {}: …", name_shown(name)))


def _env_file(machine: Machine, folder: str, entry: Entry) -> str | None:
    """The dotenv file an entry names: `env_file: a`, an item of its list, or `path: a` in an item."""
    match entry.path:
        case (*_, "env_file") | (*_, "env_file", "" | "path"):
            value = unveil(entry.value) if entry.value is not None else ""
            path: str = machine.paths.normpath(machine.join(folder, value))
            return None if not value or "$" in value or "\0" in value or is_project_dotenv(machine, path) else path
    return None


def _dev_container(machine: Machine, folder: str, names: Sequence[str]) -> Iterator[Found]:
    inside = machine.container in ("devcontainer", "codespaces")
    not_here = say(", and we are in a dev container: it reaches claude where it was built so") if inside else _NOT_HERE
    only = Place("conditional", say("only in this project's dev container{}", not_here))
    given = Place("conditional", say("only in this project's dev container, which is given a value of this machine{}", not_here))
    for path in (machine.join(folder, ".devcontainer", "devcontainer.json"), machine.join(folder, ".devcontainer.json")):
        for entry in jsonc.entries(text_naming(machine, path, names) or ""):
            match entry.path:
                case ("containerEnv" | "remoteEnv" as setting, name) if name in names and entry.value is None:
                    told = say("{}: {}: null", user_name(setting), name_shown(name))
                    yield hit(path, entry.line, name, only, None, does="unset", text=told)
                case ("containerEnv" | "remoteEnv" as setting, name) if name in names and entry.value is not None:
                    place = given if "${localEnv:" in unveil(entry.value) else only
                    yield from hits(path, [entry], names, place, text=user_name(setting))


def _workflow(machine: Machine, path: str, names: Sequence[str]) -> Iterator[Found]:
    place = Place("inactive", say("only on GitHub's runners{}", _NOT_HERE))
    named = (entry for entry in yaml_lines.entries(text_naming(machine, path, names) or "") if entry.path[-2:-1] == ("env",))
    yield from hits(path, named, names, place, text=say("env"))
