"""What would be sent if one source were gone: the question behind every fix."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.jsonfile import Json, parse, to_text
from claude_auth_tui.claude_code.login import KEYCHAIN
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.profiles import FEDERATION
from claude_auth_tui.claude_code.start import Configuration, Prediction, Start
from claude_auth_tui.claude_code.variables import CONSOLE, LOGIN, SIGNATURE
from claude_auth_tui.model.changed import with_files
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.unveil import unveil

_AWS_KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_Change = Callable[[Json], Json]


def without(start: Start, source: str, found: Configuration | None = None) -> Prediction:
    """The prediction for the same start without this source (an id such as `env:ANTHROPIC_API_KEY`).

    A source that is not there changes nothing. `found` is what this start finds, where that is known already.
    """
    return predict(_removed(start, source, found))


def _removed(start: Start, source: str, found: Configuration | None) -> Start:
    kind, _, name = source.partition(":")
    if kind == "env":
        return _without_variables(start, (name,))
    if kind.startswith("settings."):
        scope = kind.removeprefix("settings.").removesuffix(".env")
        path = ("env", name) if kind.endswith(".env") else (name,)
        return _without_setting(start, path, scope, found)
    if kind == "config.env":
        return _in_state_file(start, lambda document: _drop(document, ("env", name)), found)
    if source == CONSOLE:
        return _in_state_file(_without_items(start, login=False), lambda document: _drop(document, ("primaryApiKey",)), found)
    if source == LOGIN:
        return _without_login(start, found)
    if kind == "profile":
        return _without_profile(start, name, found)
    if source == SIGNATURE:
        home = start.machine.at_home
        return _with_files(_without_variables(start, _AWS_KEYS), {home(".aws", "credentials"): None, home(".aws", "config"): None})
    return start


def _without_variables(start: Start, names: tuple[str, ...]) -> Start:
    return replace(
        start,
        environment={name: value for name, value in start.environment.items() if name not in names},
        unknown={name: why for name, why in start.unknown.items() if name not in names},
    )


def _without_setting(start: Start, path: tuple[str, ...], scope: str = "", found: Configuration | None = None) -> Start:
    """Without a member in every layer of this scope, or of all."""
    machine = start.machine
    changes: dict[str, File | None] = {}
    for layer in (found or predict(start).configuration).layers:
        if layer.state == "used" and scope in ("", layer.scope):
            if layer.path and layer.file is not None:
                changes[layer.path] = _edited(layer.file, lambda document: _drop(document, path))
            elif not layer.path:
                given = to_text(_drop(layer.document, path))
                machine = replace(machine, request=replace(machine.request, settings=given))
    return _with_files(replace(start, machine=machine), changes)


def _in_state_file(start: Start, change: _Change, found: Configuration | None) -> Start:
    file = (found or predict(start).configuration).state.file
    return _with_files(start, {file.path: _edited(file, change)}) if file.text is not None else start


def _without_login(start: Start, found: Configuration | None) -> Start:
    configuration = found or predict(start).configuration
    file = configuration.login.file
    gone = _without_items(start, login=True)
    path = file.path if file is not None else start.machine.join(configuration.config_dir, ".credentials.json")
    return _with_files(gone, {path: None})


def _without_items(start: Start, login: bool) -> Start:
    """Without the Keychain's items of the login, or of the Console key: they are absent then, not unknown."""
    items = tuple(replace(item, state="absent") if item.service.startswith(KEYCHAIN) == login else item for item in start.machine.keychain)
    return replace(start, machine=replace(start.machine, keychain=items))


def _without_profile(start: Start, name: str, found: Configuration | None) -> Start:
    profile = (found or predict(start).configuration).profile
    if name == FEDERATION and (profile is None or not profile.path):
        variable = "ANTHROPIC_FEDERATION_RULE_ID"
        return _without_setting(_without_variables(start, (variable,)), ("env", variable))
    return _with_files(start, {profile.path: None}) if profile is not None and profile.path else start


def _with_files(start: Start, changes: Mapping[str, File | None]) -> Start:
    """The start with files changed, or gone (None)."""
    files = {path: File(path, "absent") if changed is None else changed for path, changed in changes.items()}
    return replace(start, machine=with_files(start.machine, files)) if files else start


def without_member(found: File, line: int, *names: str) -> File:
    """A JSON file without a member, whose name stands on this line (from 1; 0 if unknown). Other lines stay where they are."""
    if found.text is None:
        return found
    lines = unveil(found.text).split("\n")
    if 1 <= line <= len(lines):
        # with another name it is there and means nothing, and nothing around it has to be written anew
        around = re.split(rf'(?<!\\)"{re.escape(names[-1])}"(?=\s*:)', lines[line - 1])
        if len(around) == 2:
            lines[line - 1] = '"_"'.join(around)
            return replace(found, text=SecretText("\n".join(lines)))
    return _edited(found, lambda document: _drop(document, names))


def _edited(found: File, change: _Change) -> File:
    if found.text is None:
        return found
    return replace(found, text=to_text(change(parse(found.text, lines=False).value)))


def _drop(document: Json, path: tuple[str, ...]) -> Json:
    if not isinstance(document, Mapping) or path[0] not in document:
        return document
    if len(path) == 1:
        return {name: value for name, value in document.items() if name != path[0]}
    return {**document, path[0]: _drop(document[path[0]], path[1:])}
