"""The answer in words and facts: what changes in each context and surface, and which variables are others then."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.checks.known import given, shown_value
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import name_of
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.variables import NAMES
from claude_auth_tui.model.diagnosis import SURFACES, Surface, Variable
from claude_auth_tui.model.saying import say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.what_if import Subject, SurfaceChange, VariableChange, WhatIf
from claude_auth_tui.model.words import VariableState
from claude_auth_tui.scene.facts import Facts, Scene
from claude_auth_tui.what_if.gone import Gone, without_subject


def what_if(facts: Facts, subject: Subject) -> WhatIf:
    """What each context and surface would send without the subject."""
    gone = without_subject(facts, subject)
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
