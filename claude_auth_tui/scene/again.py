"""The same machine, changed, asked again: what a fix, an edit, another shell or something's absence would lead to.

Nothing is decided anew here. A file, a variable, a source is changed, and the same evaluators and rules answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.login import FILE_NAME, KEYCHAIN
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.profiles import FEDERATION
from claude_auth_tui.claude_code.start import Configuration, Prediction, Start
from claude_auth_tui.claude_code.tables import CONSOLE, LOGIN, SIGNATURE
from claude_auth_tui.claude_code.whole_member import dropped, without_member
from claude_auth_tui.documents.strict_json import to_text
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import File, with_files
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret

_AWS_KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_AS_THEY_ARE: Final[Mapping[str, File | None]] = MappingProxyType({})
_NO_MORE: Final[Mapping[str, Secret]] = MappingProxyType({})


def again(
    start: Start,
    files: Mapping[str, File | None] = _AS_THEY_ARE,
    gone: Iterable[str] = (),
    given: Mapping[str, Secret] = _NO_MORE,
) -> Prediction:
    """The same start with other files (None: there is none), without the variables in `gone`, and with those in `given`.

    Variables are those of the environment: what settings files say is left as it is.
    """
    return predict(changed(start, files, gone, given))


def changed(
    start: Start,
    files: Mapping[str, File | None] = _AS_THEY_ARE,
    gone: Iterable[str] = (),
    given: Mapping[str, Secret] = _NO_MORE,
) -> Start:
    """As `again`: the start that is asked."""
    out = {*gone, *given}
    table = {path: File(path, "absent") if file is None else file for path, file in files.items()}
    return replace(
        start,
        machine=with_files(start.machine, table) if table else start.machine,
        environment={**{name: value for name, value in start.environment.items() if name not in out}, **given},
        unknown={name: why for name, why in start.unknown.items() if name not in out},
    )


def with_hits(start: Start, hits: Iterable[Found]) -> Start:
    """The same start where something else has loaded these lines, which replace what the shell gives."""
    environment, unknown, places = dict(start.environment), dict(start.unknown), dict(start.places)
    for found in hits:
        name, place = found.hit.variable, start.machine.place(found.hit.path, found.hit.line)
        for mapping in (environment, unknown, places):
            mapping.pop(name, None)
        if found.hit.does == "unset":
            continue
        places[name] = place
        if found.value is None:
            unknown[name] = say("{} computes it", place)
        else:
            environment[name] = found.value
    return replace(start, environment=environment, unknown=unknown, places=places)


def without(start: Start, source: str, found: Configuration | None = None) -> Prediction:
    """The prediction for the same start without this source (an id such as `env:ANTHROPIC_API_KEY`).

    A source that is not there changes nothing. `found` is what this start finds, where that is known already.
    """
    return predict(_removed(start, source, found))


def without_all(start: Start, sources: Sequence[str]) -> Prediction:
    """The same without one source after the other."""
    prediction = predict(start)
    for source in sources:
        prediction = without(prediction.start, source)
    return prediction


def _removed(start: Start, source: str, found: Configuration | None) -> Start:
    kind, _, name = source.partition(":")
    if kind == "env":
        return changed(start, gone=(name,))
    if kind.startswith("settings."):
        scope = kind.removeprefix("settings.").removesuffix(".env")
        path = ("env", name) if kind.endswith(".env") else (name,)
        return _without_setting(start, path, scope, found)
    if kind == "config.env":
        return _in_state_file(start, ("env", name), found)
    if source == CONSOLE:
        return _in_state_file(_without_items(start, login=False), ("primaryApiKey",), found)
    if source == LOGIN:
        return _without_login(start, found)
    if kind == "profile":
        return _without_profile(start, name, found)
    if source == SIGNATURE:
        home = start.machine.at_home
        return changed(start, {home(".aws", "credentials"): None, home(".aws", "config"): None}, _AWS_KEYS)
    return start


def _without_setting(start: Start, path: tuple[str, ...], scope: str = "", found: Configuration | None = None) -> Start:
    """Without a member in every layer of this scope, or of all."""
    machine = start.machine
    changes: dict[str, File | None] = {}
    for layer in (found or predict(start).configuration).layers:
        if layer.state == "used" and scope in ("", layer.scope):
            if layer.path and layer.file is not None:
                changes[layer.path] = without_member(layer.file, 0, *path)
            elif not layer.path:
                given = to_text(dropped(layer.document, path))
                machine = replace(machine, request=replace(machine.request, settings=given))
    return changed(replace(start, machine=machine), changes)


def _in_state_file(start: Start, path: tuple[str, ...], found: Configuration | None) -> Start:
    file = (found or predict(start).configuration).state.file
    return changed(start, {file.path: without_member(file, 0, *path)}) if file.text is not None else start


def _without_login(start: Start, found: Configuration | None) -> Start:
    configuration = found or predict(start).configuration
    file = configuration.login.file
    path = file.path if file is not None else start.machine.join(configuration.login_dir, FILE_NAME)
    return changed(_without_items(start, login=True), {path: None})


def _without_items(start: Start, login: bool) -> Start:
    """Without the Keychain's items of the login, or of the Console key: they are absent then, not unknown."""
    items = tuple(replace(item, state="absent") if item.service.startswith(KEYCHAIN) == login else item for item in start.machine.keychain)
    return replace(start, machine=replace(start.machine, keychain=items))


def _without_profile(start: Start, name: str, found: Configuration | None) -> Start:
    profile = (found or predict(start).configuration).profile
    if name == FEDERATION and (profile is None or not profile.path):
        variable = "ANTHROPIC_FEDERATION_RULE_ID"
        return _without_setting(changed(start, gone=(variable,)), ("env", variable))
    return changed(start, {profile.path: None}) if profile is not None and profile.path else start
