"""What would be sent if something were gone: a source, a variable, a line of a file, a stored login.

Nothing is decided anew here: the machine, or each start of Claude Code, goes through `scene` again without it. The answer
says what changes in each context and surface, and which variables are others then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.checks.known import given, shown_value
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import name_of
from claude_auth_tui.claude_code.login import FILE_NAME
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, SCOPES, Layer
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.tables import HELPER, NAMES
from claude_auth_tui.claude_code.whole_member import without_member
from claude_auth_tui.model.diagnosis import SURFACES, Hit, Store, Surface, Variable
from claude_auth_tui.model.machine import File, Machine, with_files
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.what_if import Subject, SurfaceChange, VariableChange, WhatIf
from claude_auth_tui.model.words import VariableState
from claude_auth_tui.scene.again import without
from claude_auth_tui.scene.contexts import expecting, gather
from claude_auth_tui.scene.facts import Facts, Scene
from claude_auth_tui.shells.blank_line import blanked

_LONGER_COMMAND: Final = say("The line is part of a longer command, which would be another one without it")
_NOT_THERE: Final = say("It is not there any more")


class Gone(Struct, frozen=True):
    """What became of the subject."""

    title: Shown
    scenes: tuple[Scene, ...] = ()
    """The contexts then, in the same order; empty where `cannot` says why that cannot be told."""
    cannot: Shown = NOTHING
    because: Shown = NOTHING
    """Why it does not count, if it does not."""


def what_if(facts: Facts, subject: Subject) -> WhatIf:
    """What each context and surface would send without the subject."""
    gone = _without_subject(facts, subject)
    if gone.cannot:
        return WhatIf(subject, gone.title, "unknown", say("Cannot tell. {}", gone.cannot.sentence))
    pairs = list(zip(facts.scenes, gone.scenes, strict=True))
    surfaces = tuple(change for before, after in pairs for change in _surfaces(before, after))
    variables = tuple(change for before, after in pairs for change in _variables(before, after))
    changes = bool(variables) or any(change.changed for change in surfaces)
    return WhatIf(
        subject,
        gone.title,
        "changes" if changes else "same",
        _says(pairs, surfaces, variables) if changes else _nothing(gone),
        surfaces,
        variables,
        tuple(scene.context for scene in gone.scenes),
        gone.scenes[0].prediction.configuration.stores,
    )


def subjects_sent(facts: Facts) -> tuple[Subject, ...]:
    """The sources that a new shell's `claude`, `claude -p` and `claude --bare -p` send or are sent by."""
    surfaces = facts.scene("new_shell").context.surfaces.values()
    return tuple(Subject("source", source) for source in dict.fromkeys(s for surface in surfaces for s in _used(surface)))


def subjects_counting(facts: Facts) -> tuple[Subject, ...]:
    """Everything that counts somewhere: each source used in a context, each effective line, each store with something in it."""
    surfaces = [surface for scene in facts.scenes for surface in scene.context.surfaces.values()]
    show = facts.machine.show_path
    effective = [found.hit for found in facts.found if found.hit.effect == "effective"]
    stores = facts.scene("new_shell").prediction.configuration.stores
    return (
        *(Subject("source", source) for source in dict.fromkeys(s for surface in surfaces for s in _used(surface))),
        *dict.fromkeys(Subject("line", hit.variable, show(hit.path), hit.line) for hit in effective),
        *(Subject("store", say("{}", store.kind), store.where) for store in stores if store.state != "absent"),
    )


def _used(surface: Surface) -> Iterator[Shown]:
    """What is sent there, whatever is answered first; a cloud provider's switch too."""
    yield from surface.sources
    yield from (link.source for link in surface.chain if link.state == "sends")
    for then in (surface.if_yes, surface.if_no):
        if then is not None:
            yield from _used(then)


# the contexts without it


def _without_subject(facts: Facts, subject: Subject) -> Gone:
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
        return Gone(title, cannot=_NOT_THERE)
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
        return Gone(title, cannot=_LONGER_COMMAND) if reached else Gone(title, facts.scenes, because=hit.because)
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
        return Gone(subject.path, cannot=_NOT_THERE)
    because = say("It is {}", told.state) if told.state == "absent" else say("Something else is used before it")
    if told.kind == "keychain":
        items = tuple(replace(i, state="absent") if f'Keychain item "{i.service}"' == told.where else i for i in machine.keychain)
        return Gone(told.where, gather(replace(machine, keychain=items)).scenes, because=because)
    if told.kind == "config":
        state = configuration.state
        line = state.lines.get(("primaryApiKey",), 0)
        return _changed(facts, told.where, {state.path: without_member(state.file, line, "primaryApiKey")}, because)
    path = machine.join(configuration.login_dir, FILE_NAME)
    return _changed(facts, told.where, {path: File(path, "absent")}, because)


def _changed(facts: Facts, title: Shown, files: dict[str, File], because: Shown) -> Gone:
    """A machine with other files, looked at anew."""
    return Gone(title, gather(with_files(facts.machine, files)).scenes, because=because)


# what changes


def _surfaces(before: Scene, after: Scene) -> Iterator[SurfaceChange]:
    for name in SURFACES:
        old, new = before.context.surfaces[name], after.context.surfaces[name]
        changed = _gist(before.prediction, old) != _gist(after.prediction, new)
        yield SurfaceChange(before.context.id, name, old, new, changed)


def _gist(prediction: Prediction, surface: Surface | None) -> tuple[object, ...]:
    """What makes two answers different ones. The same source with another value is another answer."""
    if surface is None:
        return ()
    values = tuple(place.value.fingerprint for s in surface.sources if (place := given(prediction, name_of(s))) is not None)
    links = tuple(link.shown for link in surface.chain if link.source in surface.sources)
    return (
        surface.outcome, surface.asks, surface.reason, surface.provider, surface.authorization, surface.x_api_key, surface.pays,
        values, links, _gist(prediction, surface.if_yes), _gist(prediction, surface.if_no),
    )  # fmt: skip


def _variables(before: Scene, after: Scene) -> Iterator[VariableChange]:
    if before is after:
        return
    others: set[str] = {old.name for old, new in zip(before.context.variables, after.context.variables, strict=True) if old != new}
    others.update(name for scene in (before, after) for name in _from_files(scene))
    for name in (name for name in NAMES if name in others):
        old, new = _as_given(before, name), _as_given(after, name)
        if (old.state, old.origin, old.fingerprint) != (new.state, new.origin, new.fingerprint):
            yield VariableChange(before.context.id, old, new)


def _from_files(scene: Scene) -> Iterator[str]:
    """The variables that settings files and the state file set."""
    configuration = scene.prediction.configuration
    yield from configuration.settings.env
    yield from (entry.name for entry in configuration.state.env)


def _as_given(scene: Scene, name: Shown) -> Variable:
    """A variable as Claude Code gets it: what a settings or state file says replaces what the shell says."""
    place = given(scene.prediction, name)
    if place is None or place.source.startswith("env:"):
        return scene.context.variable(name)
    state: VariableState = "empty" if place.value.is_empty else "set"
    return Variable(name, state, say("file:{}", place.where), place.where, shown_value(name, place.value) or None, place.value.fingerprint)


# words


def _nothing(gone: Gone) -> Shown:
    because = gone.because.clause
    return say("Nothing changes. {}.", because) if because[:1].isupper() else say("Nothing changes: {}.", because)


def _says(pairs: list[tuple[Scene, Scene]], surfaces: tuple[SurfaceChange, ...], variables: tuple[VariableChange, ...]) -> Shown:
    """What happens in the first context in which something changes; it is a new shell, wherever that is one of them."""
    changed = next((change for change in surfaces if change.changed), None)
    context = changed.context if changed is not None else variables[0].context
    after = next(new for _, new in pairs if new.context.id == context)
    parts = [outlook(after.prediction) if changed is not None else say("the same is sent as before")]
    parts += [_comes_from(change) for change in variables if change.context == context and change.after.state != "unset"]
    told = say_all(parts, "; ")
    return told if context == pairs[0][0].context.id else say("A new shell stays as it is. In {}: {}", _named(after), told)


def _named(scene: Scene) -> Shown:
    if scene.context.id == "here":
        return say("this terminal")
    return scene.context.title.small if scene.context.title.startswith("A new") else scene.context.title


def _comes_from(change: VariableChange) -> Shown:
    name, then = change.after.name, change.after
    if then.state == "unknown":
        return say("{} is then decided when the shell starts", name)
    what = say("set to nothing") if then.state == "empty" else say("the one")
    if then.where == "inherited":
        return say("{} is then {} that is inherited", name, what)
    return say("{} is then {} from {}", name, what, then.where or say("elsewhere"))
