"""The contexts: for each environment Claude Code may be started in, its variables and what happens there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.layers import setting_hits
from claude_auth_tui.claude_code.predict import not_known, predict
from claude_auth_tui.claude_code.shown_values import name_shown, value_shown
from claude_auth_tui.claude_code.start import Start
from claude_auth_tui.claude_code.started import started
from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.model.diagnosis import Context, Surface, Variable
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine, RunningClaude, as_seen_by
from claude_auth_tui.model.saying import NOTHING, say, terminal_shown
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Inherited
from claude_auth_tui.scene.facts import Facts, Scene
from claude_auth_tui.scene.new_shell import pane_end, shell_end, start_in
from claude_auth_tui.scene.other_surfaces import other_surfaces
from claude_auth_tui.scene.whose import Theirs, home_shown, user_shown, whose_note
from claude_auth_tui.shells.elsewhere.gather import other_hits
from claude_auth_tui.shells.inherit import inherited_by_new_shell
from claude_auth_tui.shells.result import ShellEnd, ShellVariable

MOST_RUNNING: Final = 16
"""Running Claude Codes that are told of, the oldest first: a screen has no room for more."""


def gather(machine: Machine) -> Facts:
    """What shells and Claude Code make of the machine: all that the checks look at. Theirs is the machine as a new shell sees it."""
    ours = as_seen_by(machine, None)
    how = inherited_by_new_shell(ours)[1]
    theirs = Theirs(ours, ours.tmux.whose if ours.tmux is not None and how == "tmux" else None)
    machine = as_seen_by(ours, ours.tmux.whose) if ours.tmux is not None and how == "tmux" else ours
    end = theirs.shell(shell_end(theirs.machine, hits=True))
    new_shell = _shell_scene(theirs, end, how, "new_shell", _title(end))
    told = {(f.hit.path, f.hit.line, f.hit.variable) for f in end.found}
    unseen: list[Shown] = []
    others = tuple(f for f in other_hits(machine, NAMES, unseen) if (f.hit.path, f.hit.line, f.hit.variable) not in told)
    loaded = (*end.found, *others)
    scenes = [new_shell, _here(ours, loaded)]
    if ours.tmux is not None and ours.tmux.known and (how, end.start) != ("tmux", "login"):
        pane = Theirs(ours, ours.tmux.whose)
        scenes.append(_shell_scene(pane, pane.shell(pane_end(pane.machine)), "tmux", "new_pane", say("A new tmux pane")))
    scenes += [_running(ours, running, loaded) for running in ours.running[:MOST_RUNNING]]
    found = (*end.found, *setting_hits(new_shell.prediction.configuration.settings), *others)
    context = replace(new_shell.context, notes=(*new_shell.context.notes, *unseen))
    scenes[0] = replace(new_shell, context=replace(context, others=other_surfaces(machine, new_shell.prediction, found)))
    return Facts(machine, tuple(expecting(_with_stores(scene, scenes[0])) for scene in scenes), found, end)


def _with_stores(scene: Scene, new_shell: Scene) -> Scene:
    """The scene with the places of its login, where they are others than a new shell's."""
    stores = scene.prediction.configuration.stores
    if not stores or stores == new_shell.prediction.configuration.stores:  # none are told where nothing could be looked at
        return scene
    return replace(scene, context=replace(scene.context, stores=stores))


def expecting(scene: Scene) -> Scene:
    """The scene with what the user expects of each surface in its folder."""
    machine, context = scene.prediction.start.machine, scene.context
    if not (machine.preferences.expectations or machine.request.expect):
        return scene

    def with_expectation(name: str, surface: Surface) -> Surface:
        found = machine.preferences.expected(name, machine.cwd, machine.request.expect)
        return replace(surface, expected=found.kind) if found else surface

    surfaces = {name: with_expectation(name, surface) for name, surface in context.surfaces.items()}
    others = {name: with_expectation(name, surface) for name, surface in context.others.items()}
    return replace(scene, context=replace(context, surfaces=surfaces, others=others))


def _title(end: ShellEnd) -> Shown:
    other = say(", which becomes {}", end.becomes) if end.becomes not in (None, end.shell) else NOTHING
    return say("A new {} ({}){}", end.shell, end.start, other)


def _shell_scene(theirs: Theirs, end: ShellEnd, how: Inherited, id_: str, title: Shown) -> Scene:
    start = start_in(theirs.machine, end, how)
    prediction = theirs.sends(predict(start))
    context = Context(
        id=id_,
        title=title,
        variables=tuple(_shell_variable(end.variables[name], start.places.get(name)) for name in NAMES),
        surfaces=prediction.surfaces,
        status=prediction.status,
        shell=end.becomes or end.shell,
        start=end.start,
        inherit=how,
        notes=(*whose_note(start.machine), *end.notes),
        home=home_shown(start.machine),
        user=user_shown(start.machine),
        client=start.client,
    )
    return Scene(context, prediction)


def _here(machine: Machine, found: tuple[Found, ...]) -> Scene:
    return _process_scene(Theirs(machine, None), machine.environment, machine.descriptors, found, "here", say("This terminal"))


def _running(machine: Machine, running: RunningClaude, found: tuple[Found, ...]) -> Scene:
    """A running Claude Code reads its files in its own folder, and has the environment it was started with."""
    where = terminal_shown(running.pane or running.tty)
    title = say("claude {}{}", running.pid, (say(" ") + where) if where else NOTHING)
    theirs = Theirs(replace(as_seen_by(machine, None), cwd=running.cwd or machine.cwd), running.whose)
    notes = (say("in {}", machine.show_path(running.cwd)),) if running.cwd and running.cwd != machine.cwd else ()
    return _process_scene(
        theirs, running.environment, running.descriptors, found, say("claude:{}", running.pid), title, notes, running.detail
    )


def _process_scene(
    theirs: Theirs,
    environment: Mapping[str, Secret],
    descriptors: frozenset[int] | None,
    found: tuple[Found, ...],
    id_: str,
    title: Shown,
    notes: tuple[Shown, ...] = (),
    unread: Shown = NOTHING,
) -> Scene:
    """A process's context; `unread` says why its environment is not known, where it is not."""
    machine = theirs.machine
    places: dict[str, Shown] = {
        name: _inferred_place(name, value, found, machine) for name in NAMES if (value := environment.get(name)) is not None
    }
    which = started(machine, environment)
    start = Start(machine, environment, {}, places, which.versions, which.client, descriptors)
    if unread:
        why = say("its environment: {}", unread)
        variables = tuple(Variable(name, "unknown", notes=(why,)) for name in NAMES)
        prediction = not_known(start, say("{}, so what it sends is not known.", why.capital))
    else:
        variables = tuple(_process_variable(name, environment.get(name), places.get(name)) for name in NAMES)
        prediction = theirs.sends(predict(start))
    context = Context(
        id_,
        title,
        variables,
        prediction.surfaces,
        prediction.status,
        notes=(*notes, *whose_note(machine)),
        home=home_shown(machine),
        user=user_shown(machine),
        client=which.client,
    )
    return Scene(context, prediction)


def _inferred_place(name: str, value: Secret, found: tuple[Found, ...], machine: Machine) -> Shown:
    """A line is only named when its value equals the one this process has."""
    settles = [f for f in found if f.hit.variable == name and f.hit.does in ("export", "assign", "dotenv") and f.hit.effect != "inactive"]
    for hit in sorted((f.hit for f in settles if f.value == value), key=lambda h: h.effect != "effective"):
        return machine.place(hit.path, hit.line)
    effective = next((f for f in settles if f.hit.effect == "effective"), None)
    if effective is None:
        return say("inherited")
    place = machine.place(effective.hit.path, effective.hit.line)
    if effective.value is None:
        return say("likely {}", place)
    return say("inherited; {} now holds another value", place)


def _shown(name: str, value: Secret | None) -> Shown | None:
    return value_shown(name, value) if value is not None else None


def _shell_variable(variable: ShellVariable, place: Shown | None) -> Variable:
    origin = None
    if variable.origin is not None and variable.state != "unset":
        origin = (
            say("file:{}", place or NOTHING)
            if variable.origin.kind == "file"
            else say("inherited")
            if variable.origin.kind == "inherited"
            else say("env")
        )
    return Variable(
        name_shown(variable.name),
        variable.state,
        origin,
        place if variable.state != "unset" else None,
        _shown(variable.name, variable.value),
        variable.value.fingerprint if variable.value else None,
        variable.notes,
    )


def _process_variable(name: Shown, value: Secret | None, place: Shown | None) -> Variable:
    if value is None:
        return Variable(name, "unset")
    return Variable(name, "set" if value else "empty", say("env"), place, _shown(name, value), value.fingerprint)
