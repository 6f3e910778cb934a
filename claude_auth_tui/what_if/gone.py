"""The contexts as they would be with something gone. Putting the difference into words is `answer`'s matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec.structs import replace

from claude_auth_tui.checks.known import given
from claude_auth_tui.claude_code.login import FILE_NAME
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, SCOPES, Layer
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.variables import HELPER
from claude_auth_tui.claude_code.what_if import without, without_member
from claude_auth_tui.model.changed import with_files
from claude_auth_tui.model.diagnosis import Hit, Store, Variable
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.what_if import Subject
from claude_auth_tui.scene.contexts import expecting, gather
from claude_auth_tui.scene.facts import Facts, Scene
from claude_auth_tui.shells.blank_line import blanked

LONGER_COMMAND: Final = say("The line is part of a longer command, which would be another one without it")
NOT_THERE: Final = say("It is not there any more")


class Gone(NamedTuple):
    """What became of the subject."""

    title: Shown
    scenes: tuple[Scene, ...] = ()
    """The contexts then, in the same order; empty where `cannot` says why that cannot be told."""
    cannot: Shown = NOTHING
    because: Shown = NOTHING
    """Why it does not count, if it does not."""


def without_subject(facts: Facts, subject: Subject) -> Gone:
    if subject.kind == "source":
        return _source(facts, subject.name)
    if subject.kind == "variable":
        return _variable(facts, subject.name)
    return _line(facts, subject) if subject.kind == "line" else _store(facts, subject)


# a source, a variable: every context starts Claude Code without it


def _source(facts: Facts, source: Shown) -> Gone:
    scenes = tuple(_without(scene, (source,)) for scene in facts.scenes)
    links = [link for scene in facts.scenes for s in scene.context.surfaces.values() for link in s.chain if link.source == source]
    link = next((link for link in links if link.state != "unset"), links[0] if links else None)
    return Gone(_source_title(source, link.title if link else NOTHING), scenes, because=link.because if link else say("It is not there"))


def _source_title(source: Shown, title: Shown) -> Shown:
    kind, name = source.before(":"), source.behind(":")
    if kind == "env":
        return say("{} in the environment", name)
    scope = next((s for s in SCOPES if kind in (f"settings.{s}", f"settings.{s}.env")), None)
    if scope is not None:
        return say("{} in the {}", name, SCOPE_TITLES[scope]) if scope != "flag" else say("{} in {}", name, SCOPE_TITLES[scope])
    return say("{} in the state file", name) if kind == "config.env" else (title or source)


def _variable(facts: Facts, name: Shown) -> Gone:
    scenes = tuple(_without(scene, (f"env:{name}", *_elsewhere(scene.prediction, name))) for scene in facts.scenes)
    return Gone(say("every {}", name), scenes, because=say("It is set nowhere"))


def _elsewhere(prediction: Prediction, name: str) -> Iterator[str]:
    """The sources that give Claude Code a variable beside the environment."""
    settings = prediction.configuration.settings
    given = [*settings.env.values(), *settings.overridden, *(setting for setting, _ in settings.ignored)]
    yield from dict.fromkeys(setting.source for setting in given if setting.name == name)
    if any(given.name == name for given in prediction.configuration.state.env):
        yield f"config.env:{name}"


def _without(scene: Scene, sources: tuple[str, ...]) -> Scene:
    prediction = scene.prediction
    for source in sources:
        kind, _, name = source.partition(":")
        start = prediction.start
        if kind == "env" and name not in start.environment and name not in start.unknown:
            continue
        prediction = without(start, source, prediction.configuration)
    if prediction is scene.prediction:
        return scene
    start, context = prediction.start, scene.context
    variables = tuple(
        v if v.state == "unset" or v.name in start.environment or v.name in start.unknown else Variable(v.name, "unset")
        for v in context.variables
    )
    return expecting(Scene(replace(context, variables=variables, surfaces=prediction.surfaces, status=prediction.status), prediction))


# a line, a store: the machine is another one


def _line(facts: Facts, subject: Subject) -> Gone:
    machine = facts.machine
    title = say("{}:{}", subject.path, subject.line) if subject.line else subject.path
    hit = next((found.hit for found in facts.found if _is(machine, found.hit, subject)), None)
    if hit is None:
        return Gone(title, cannot=NOT_THERE)
    layer = _layer(facts, hit)
    if layer is not None and layer.file is not None:
        member = (HELPER,) if hit.variable == HELPER else ("env", hit.variable)
        return _changed(facts, title, {hit.path: without_member(layer.file, hit.line, *member)}, hit.because)
    if not _evaluated(facts, hit):
        return Gone(title, facts.scenes, because=hit.because)
    plain = hit.does == "dotenv"
    file = blanked(machine, hit.path, hit.line, facts.scene("new_shell").context.shell or "bash", plain)
    if file is None:
        reached = hit.effect not in ("inactive", "not_reached")
        return Gone(title, cannot=LONGER_COMMAND) if reached else Gone(title, facts.scenes, because=hit.because)
    return _changed(facts, title, {hit.path: file}, _why_not(facts, hit))


def _why_not(facts: Facts, hit: Hit) -> Shown:
    """Why a line of a startup file makes no difference, if it makes none."""
    place = given(facts.scene("new_shell").prediction, hit.variable)
    if place is not None and not place.source.startswith("env:"):
        return say("{} sets {} for Claude Code, whatever the shell says", place.where, hit.variable)
    return hit.because if hit.effect != "effective" else say("the same comes of it without this line")


def _is(machine: Machine, hit: Hit, subject: Subject) -> bool:
    return hit.line == subject.line and subject.name in ("", hit.variable) and machine.show_path(hit.path) == subject.path


def _layer(facts: Facts, hit: Hit) -> Layer | None:
    """The settings file a hit stands in."""
    layers = facts.scene("new_shell").prediction.configuration.layers
    return next((layer for layer in layers if hit.does == "env" and layer.path == hit.path and layer.state == "used"), None)


def _evaluated(facts: Facts, hit: Hit) -> bool:
    """Whether the new shell's evaluation has seen the line; other hits change none of the contexts."""
    found = facts.shell.found if facts.shell is not None else ()
    return any((one.hit.path, one.hit.line) == (hit.path, hit.line) for one in found)


def _store(facts: Facts, subject: Subject) -> Gone:
    machine, configuration = facts.machine, facts.scene("new_shell").prediction.configuration
    told: Store | None = next((s for s in configuration.stores if (s.kind, s.where) == (subject.name, subject.path)), None)
    if told is None:
        return Gone(subject.path, cannot=NOT_THERE)
    because = say("It is {}", told.state) if told.state == "absent" else say("Something else is used before it")
    if told.kind == "keychain":
        items = tuple(replace(i, state="absent") if f'Keychain item "{i.service}"' == told.where else i for i in machine.keychain)
        return Gone(told.where, gather(replace(machine, keychain=items)).scenes, because=because)
    if told.kind == "config":
        state = configuration.state
        line = state.lines.get(("primaryApiKey",), 0)
        return _changed(facts, told.where, {state.path: without_member(state.file, line, "primaryApiKey")}, because)
    path = machine.join(configuration.config_dir, FILE_NAME)
    return _changed(facts, told.where, {path: File(path, "absent")}, because)


def _changed(facts: Facts, title: Shown, files: dict[str, File], because: Shown) -> Gone:
    """A machine with other files, looked at anew."""
    return Gone(title, gather(with_files(facts.machine, files)).scenes, because=because)
