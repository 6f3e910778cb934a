"""What a new fish hands over: the startup files in fish's order, then the answer in the words of `result`.

Order (fish 3.6, `share/config.fish`): universal variables, every `conf.d` (the user's, then the system's, then the
vendors'; of files with one name only the first), the system's `config.fish`, the user's `config.fish`. It is the same for
login, interactive and other shells.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, failed_here, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import StartKind
from claude_auth_tui.shells.fish.effects import Effects
from claude_auth_tui.shells.fish.evaluator import Evaluator
from claude_auth_tui.shells.fish.record import ExpansionError, Flow, Key, OutOfBudgetError
from claude_auth_tui.shells.fish.shell import Shell, Source
from claude_auth_tui.shells.fish.state import INHERITED, State, Var
from claude_auth_tui.shells.fish.universal import universals_of
from claude_auth_tui.shells.fish.values import Item, Opaque, natural_key
from claude_auth_tui.shells.result import NOTHING_UNKNOWN, ShellEnd, ShellVariable, beneath
from claude_auth_tui.shells.source_shown import variable_shown


class Folders(Struct, frozen=True):
    """Where this fish looks for its files."""

    config: str
    system: str
    data: str
    user_data: str
    vendors: tuple[str, ...]
    """Folders with `vendor_conf.d` and `vendor_functions.d`."""


def predict_fish(
    machine: Machine,
    start: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    unknown: Mapping[str, Shown] = NOTHING_UNKNOWN,
    hits: bool = True,
) -> ShellEnd:
    """What a new fish, started so with that environment, exports; `names` are the variables to report and to find.

    `unknown` are inherited variables whose value cannot be told, with why.
    """
    collecting = gc.isenabled()
    gc.disable()  # a long script makes a large tree, all of it alive: looking for garbage in it doubles the time
    try:
        return _predicted(machine, start, inherited, names, unknown, hits)
    finally:
        if collecting:
            gc.enable()


def _predicted(
    machine: Machine, start: StartKind, inherited: Mapping[str, Secret], names: Sequence[str], unknown: Mapping[str, Shown], hits: bool
) -> ShellEnd:
    environment = {name: unveil(value) for name, value in inherited.items()}
    sources: dict[str, Source] = {}
    shell = run_startup(machine, start, environment, frozenset(names), sources, (), unknown)
    exported = shell.state.exported()
    known = {
        name: Secret(_handed_over(value)) for name, var in exported.items() if isinstance(value := var.joined(), str) and _certain(var)
    }
    folders = folders_of(machine, environment)

    def again(skip: frozenset[Key]) -> Shell:
        return run_startup(machine, start, environment, frozenset(names), sources, skip, unknown)

    effects = Effects(shell, exported, again, folders.config, _in_config_folders(machine, folders)[1])
    return ShellEnd(
        "fish",
        start,
        {name: _variable(shell, name, exported.get(name)) for name in names},
        known,
        effects.found() if hits else (),
        tuple(shell.record.files),
        tuple(shell.record.notes),
        beneath=_beneath(shell, inherited, unknown),
    )


def _beneath(shell: Shell, inherited: Mapping[str, Secret], unknown: Mapping[str, str]) -> dict[str, tuple[ShellVariable, ...]]:
    """What is under each variable that lines of the files, each for itself, give a value that stands there as it is."""
    if shell.record.overrun:
        return {}
    spoilt = {*shell.record.reads, *unknown, *shell.state.universals, *shell.loaded_universals}
    given: dict[str, dict[tuple[str, int], ShellVariable]] = {}
    lines: dict[str, list[str]] = {}
    for event in shell.record.events:
        path, line, name = event.key.path, event.key.line, event.key.name
        made = given.setdefault(name, {})
        plain = event.does == "export" and event.exported is True and event.absolute and not event.doubt and event.via is None
        if path not in lines:
            source = shell.sources.get(path)
            lines[path] = source.text.split("\n") if source is not None else []
        text = lines[path][line - 1] if 0 < line <= len(lines[path]) else "$"
        if not plain or name in spoilt or event.items is None or (path, line) in made or any(char in text for char in "$("):
            spoilt.add(name)
            continue
        value = Var(event.items, True, name.endswith("PATH")).joined()
        if isinstance(value, Opaque):
            spoilt.add(name)
            continue
        told = _handed_over(value)
        made[path, line] = ShellVariable(name, "set" if told else "empty", Origin("file", path, line), Secret(told))
    return {name: beneath(name, list(made.values()), inherited.get(name)) for name, made in given.items() if name not in spoilt}


def _certain(var: Var) -> bool:
    return not var.maybe_unset and var.exported is True


def run_startup(
    machine: Machine,
    start: StartKind,
    environment: Mapping[str, str],
    names: frozenset[str],
    sources: dict[str, Source],
    skip: Collection[Key],
    unknown: Mapping[str, Shown] = NOTHING_UNKNOWN,
) -> Shell:
    """One evaluation of all startup files; `skip` are places that are to have no effect."""
    folders = folders_of(machine, environment)
    shell = Shell(machine, start, names, skip, sources, folders.data)
    shell.state = _initial(machine, start, environment, folders, skip)
    for name, why in unknown.items():
        shell.state.globals[name] = Var((Opaque(why),), None, name.endswith("PATH"), INHERITED, True)
    shell.inherited = {name: var for name, var in shell.state.globals.items() if name in environment or name in unknown}
    evaluator = Evaluator(shell)
    try:
        _load_universals(shell, folders, skip)
        for path in startup_files(machine, folders):
            text = shell.lookup.text(path)
            if not path.endswith("/config.fish"):
                shell.state.status = 0  # each file of conf.d is sourced behind a test; config.fish sees what came before
            if text is not None:
                why = _unsure(unknown, environment) if path.startswith(f"{folders.config}/") else NOTHING
                _read(evaluator, path, text, why)
            elif machine.files.stat(path).exists:
                _unread(shell, path)
        evaluator.after_events()
    except OutOfBudgetError:
        shell.record.overrun = say("the startup files take too many steps to be followed")
        shell.path = next(reversed(shell.record.files), "")
        shell.note(say("the startup files take too many steps to be followed to their end"))
        shell.doubts.clear()
        shell.poison(Opaque(shell.record.overrun, many=True), shell.line, sorted(names))
    except (ExpansionError, RecursionError):
        shell.path = next(reversed(shell.record.files), "")
        shell.note(say("nested too deeply to be followed to the end"))
        shell.poison(Opaque(say("the startup files are nested too deeply to be followed"), many=True), shell.line, sorted(names))
    except Exception as failure:  # noqa: BLE001 - whatever a file provokes, it ends as a row
        shell.note(failed_here(failure))
        shell.doubts.clear()
        shell.poison(Opaque(say("{}: {}", shell.here(), failed_here(failure)), many=True), shell.line, sorted(names))
    return shell


def _unsure(unknown: Mapping[str, str], environment: Mapping[str, str]) -> Shown:
    """Why the user's own folder cannot be told; empty where it can."""
    deciding = "XDG_CONFIG_HOME" if "XDG_CONFIG_HOME" in unknown or environment.get("XDG_CONFIG_HOME") else "HOME"
    return say("{} is not known, so whether this file is read cannot be told", variable_shown(deciding)) if deciding in unknown else NOTHING


def _read(evaluator: Evaluator, path: str, text: str, why: Shown) -> None:
    if not why:
        evaluator.source_file(path, text)
        return
    evaluator.shell.record.note(say("{}: {}", evaluator.shell.machine.show_path(path), why))
    evaluator.undecided(why, lambda: evaluator.source_file(path, text), lambda: Flow.NORMAL)


def _unread(shell: Shell, path: str) -> None:
    """A startup file that is there but was not read. fish reads one that is merely large."""
    shell.record.files[path] = None
    shown = shell.machine.show_path(path)
    shell.record.note(say("{} cannot be read", shown))
    if shell.machine.files.file(path).state == "too_large":
        shell.path = path
        shell.poison(Opaque(say("{} is too large to be looked into", shown), many=True), 1, sorted(shell.names))


def folders_of(machine: Machine, environment: Mapping[str, str]) -> Folders:
    """fish's folders from the environment; on macOS those of Homebrew where they are there."""
    home = environment.get("HOME") or machine.home
    config = environment.get("XDG_CONFIG_HOME") or machine.join(home, ".config")
    user_data = environment.get("XDG_DATA_HOME") or machine.join(home, ".local/share")
    prefix = ""
    if machine.platform == "macos":
        prefix = next((p for p in ("/opt/homebrew", "/usr/local") if machine.files.stat(f"{p}/etc/fish").is_folder), "")
    data = f"{prefix or '/usr'}/share/fish"
    shared = [part.rstrip("/") + "/fish" for part in environment.get("XDG_DATA_DIRS", "").split(":") if part]
    vendors = list(dict.fromkeys([f"{user_data}/fish", *(shared or [data]), data]))
    absolute = machine.join(machine.cwd, config)
    return Folders(f"{absolute}/fish", f"{prefix}/etc/fish", data, f"{user_data}/fish", tuple(vendors))


def _config_folders(folders: Folders) -> tuple[str, ...]:
    """The folders with startup files, in fish's order."""
    return (f"{folders.config}/conf.d", f"{folders.system}/conf.d", *(f"{vendor}/vendor_conf.d" for vendor in folders.vendors))


def _in_config_folders(machine: Machine, folders: Folders) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The first file of each name, and those that it takes the place of, each with that file."""
    taken: dict[str, str] = {}
    shadowed: list[tuple[str, str]] = []
    for folder in _config_folders(folders):
        names = [name for name in machine.files.folder(folder).names if name.endswith(".fish") and not name.startswith(".")]
        for name in sorted(names, key=natural_key):
            path = f"{folder}/{name}"
            if taken.setdefault(name, path) != path:
                shadowed.append((path, taken[name]))
    return taken, shadowed


def startup_files(machine: Machine, folders: Folders) -> list[str]:
    """The files fish reads when it starts, in its order; only those that are there."""
    first, _ = _in_config_folders(machine, folders)
    there = [path for path in first.values() if machine.files.stat(path).is_file]
    return [*there, f"{folders.system}/config.fish", f"{folders.config}/config.fish"]


def _initial(machine: Machine, start: StartKind, environment: Mapping[str, str], folders: Folders, skip: Collection[Key]) -> State:
    """The variables a fish has before its first file."""
    state = State(cwd=machine.cwd)
    for name, value in environment.items():
        path = name.endswith("PATH")
        state.globals[name] = Var(tuple(value.split(":")) if path else (value,), True, path, INHERITED)
    level = environment.get("SHLVL", "0")
    if start != "script":
        state.globals["SHLVL"] = Var((str(int(level) + 1) if level.isdecimal() else "1",), True, False, INHERITED)
    state.globals.setdefault("HOME", Var((machine.home,), True, False, INHERITED))
    if machine.uid == 0:  # fish does not trust a USER that su kept
        state.globals["USER"] = Var(("root",), True, False, INHERITED)
    state.globals["PWD"] = Var((machine.cwd,), True, False, INHERITED)
    functions = [
        f"{folders.config}/functions",
        f"{folders.system}/functions",
        *(f"{vendor}/vendor_functions.d" for vendor in folders.vendors),
    ]
    for name, items in (
        ("__fish_config_dir", [folders.config]),
        ("__fish_sysconf_dir", [folders.system]),
        ("__fish_data_dir", [folders.data]),
        ("__fish_user_data_dir", [folders.user_data]),
        ("__fish_vendor_confdirs", [f"{vendor}/vendor_conf.d" for vendor in folders.vendors]),
        ("fish_function_path", functions),
        ("fish_complete_path", [f"{folders.config}/completions"]),
    ):
        state.globals.setdefault(name, Var(tuple(items)))
    if machine.platform == "macos" and start == "login":
        _add_macos_paths(machine, state)
    return state


def _add_macos_paths(machine: Machine, state: State) -> None:
    """A login fish on macOS puts the folders of /etc/paths and /etc/paths.d before those of PATH, as path_helper does."""
    found: list[Item] = []
    names = machine.files.folder("/etc/paths.d").names
    for path in ("/etc/paths", *(f"/etc/paths.d/{name}" for name in sorted(names, key=natural_key))):
        secret = machine.files.file(path).text
        found.extend(line for line in (unveil(secret).split("\n") if secret is not None else []) if line and line not in found)
    if found:
        before = state.globals.get("PATH", Var((), True, True, INHERITED))
        state.globals["PATH"] = Var((*found, *(i for i in before.items if i not in found)), True, True, before.origin)


def _load_universals(shell: Shell, folders: Folders, skip: Collection[Key]) -> None:
    """Universal variables; an inherited variable that says the same as an exported universal one gives way to it."""
    path = f"{folders.config}/fish_variables"
    text = shell.lookup.text(path)
    if text is None:
        return
    shell.record.files[path] = None
    state = shell.state
    shell.loaded_universals = universals_of(text, path)
    for name, var in shell.loaded_universals.items():
        if var.origin is not None and Key(path, var.origin.line, name) in skip:
            continue
        state.universals[name] = var
        inherited = state.globals.get(name)
        if var.exported and inherited is not None and inherited.exported and inherited.joined() == var.joined():
            del state.globals[name]
    paths = state.universals.get("fish_user_paths")
    if paths is not None:
        shell.add_user_paths(paths.items)


def _variable(shell: Shell, name: str, var: Var | None) -> ShellVariable:
    if var is None:
        return ShellVariable(name, "unset")
    value = var.joined()
    if isinstance(value, Opaque) or not _certain(var):
        reason = value.reason if isinstance(value, Opaque) else say("whether it is exported is only known when the shell runs")
        origin = var.origin
        place = say("{}: ", shell.machine.place(origin.path, origin.line)) if origin is not None and origin.kind == "file" else NOTHING
        return ShellVariable(name, "unknown", origin, None, (place + reason,))
    text = _handed_over(value)
    return ShellVariable(name, "set" if text else "empty", var.origin, Secret(text))


def _handed_over(value: str) -> str:
    """A value as a program gets it: a NUL ends it."""
    return str(value).partition("\0")[0]
