"""New shells of a machine, evaluated, and how Claude Code is started in them. Nobody else outside `shells` asks the evaluators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from claude_auth_tui.claude_code.start import Start
from claude_auth_tui.claude_code.started import started
from claude_auth_tui.claude_code.tables import DESCRIPTORS, NAMES
from claude_auth_tui.model.machine import Machine, Whose
from claude_auth_tui.model.saying import say, say_all
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Inherited, ShellName, StartKind
from claude_auth_tui.shells.inherit import in_ci, inherited_by_new_shell
from claude_auth_tui.shells.predict import predict_shell, predict_startup
from claude_auth_tui.shells.result import ShellEnd, ShellVariable


def shell_to_predict(machine: Machine) -> tuple[ShellName, StartKind]:
    """The shell and the kind of start: what was asked for, else the login shell as a terminal, tmux or a CI job starts it."""
    request = machine.request
    named = machine.paths.basename(machine.login_shell)
    known: tuple[ShellName, ...] = ("bash", "zsh", "fish")
    default: ShellName = next((one for one in known if one == named), known[0])
    shell = request.shell or default
    if request.start:
        return shell, request.start
    if in_ci(machine):
        return shell, "script"
    return shell, "login" if machine.tmux or machine.platform == "macos" or machine.ssh else "interactive"


def shell_end(
    machine: Machine,
    kind: tuple[ShellName, StartKind] | None = None,
    inherited: Mapping[str, Secret] | None = None,
    names: Sequence[str] = NAMES,
    hits: bool = False,
) -> ShellEnd:
    """How a new shell in the project folder ends: the user's, with what new shells inherit, where nothing else is said.

    `names` are the variables to report. Without `hits` no places are told, which is most of the work.
    """
    shell, start = kind or shell_to_predict(machine)
    return predict_shell(machine, shell, start, _inherited(machine) if inherited is None else inherited, names, hits)


def pane_end(machine: Machine, names: Sequence[str] = NAMES) -> ShellEnd:
    """The shell of a new tmux pane: a login shell with the server's and session's environment (tmux(1), default-command)."""
    in_tmux = replace(machine, request=replace(machine.request, inherit="tmux"))
    return shell_end(machine, (shell_to_predict(machine)[0], "login"), _inherited(in_tmux), names)


def startup_end(machine: Machine) -> ShellEnd:
    """How the user's new shell ends in the home folder, where no hook of direnv loads anything."""
    return predict_startup(machine, *shell_to_predict(machine), _inherited(machine), NAMES)


def _inherited(machine: Machine) -> Mapping[str, Secret]:
    return inherited_by_new_shell(machine)[0]


def start_in(machine: Machine, end: ShellEnd, how: Inherited | None = None) -> Start:
    """How Claude Code is started in the shell that came to this end. `how` it inherits, where that is not what new shells do."""
    unknown = unknown_in(end)
    home = end.environment.get("HOME")
    if home is None and "HOME" in machine.environment:
        unknown["HOME"] = say("the startup files take it away, or set it to what cannot be told")
    elif home is not None and (given := machine.paths.normpath(home.plain)) != machine.home and machine.paths.isabs(given):
        own = machine.own or Whose(machine.home, machine.uid, machine.user, machine.login_shell)
        machine = replace(machine, home=given, own=own)  # Claude Code's own folder is in the HOME it is given
    environment = {name: value for name, value in end.environment.items() if name not in unknown}
    places = {name: place for name, variable in end.variables.items() if (place := _place(machine, variable))}
    which = started(machine, environment, unknown)
    return Start(machine, environment, unknown, places, which.versions, which.client, _descriptors(machine, end, how))


def _descriptors(machine: Machine, end: ShellEnd, how: Inherited | None) -> frozenset[int] | None:
    """What a new shell hands on of the descriptors that variables name: in a process of ours what we have, of what tmux starts nothing
    (it closes all but the terminal's). A startup file that names one may open it, and a terminal may hand on one of its own."""
    named = [end.variables[name] for name in DESCRIPTORS if name in end.variables and end.variables[name].state != "unset"]
    if any(variable.origin is None or variable.origin.kind == "file" for variable in named):
        return None
    how = how or inherited_by_new_shell(machine)[1]
    return machine.descriptors if how == "here" else frozenset() if how in ("tmux", "clean") or not named else None


def unknown_in(end: ShellEnd) -> dict[str, Shown]:
    """The variables whose value cannot be told, each with the reason."""
    return {n: say_all(v.notes, "; ") or say("decided when the shell runs") for n, v in end.variables.items() if v.state == "unknown"}


def _place(machine: Machine, variable: ShellVariable) -> Shown | None:
    origin = variable.origin
    if origin is None:
        return None
    return machine.place(origin.path, origin.line) if origin.kind == "file" else say("inherited")
