"""From a machine to what a new shell hands over: the entry to this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claude_auth_tui.model.failure import failed_here
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.shells.elsewhere.direnv import in_folder
from claude_auth_tui.shells.result import NOTHING_UNKNOWN, ShellEnd, ShellVariable


def predict_shell(
    machine: Machine, shell: ShellName, start: StartKind, inherited: Mapping[str, Secret], names: Sequence[str], hits: bool = True
) -> ShellEnd:
    """What a new `shell`, started so with that environment in the project folder, exports; `names` are the variables to report and find.

    Without `hits` no places are told, which is most of the work.
    """
    return in_folder(machine, predict_startup(machine, shell, start, inherited, names, hits), names)


def predict_startup(
    machine: Machine, shell: ShellName, start: StartKind, inherited: Mapping[str, Secret], names: Sequence[str], hits: bool = True
) -> ShellEnd:
    """The same when only its startup files have run: before direnv loads anything in a folder."""
    end = started(machine, shell, start, inherited, names, hits=hits)
    if end.replaced:
        from claude_auth_tui.shells.following import followed

        return followed(machine, end, names)
    return end


def started(
    machine: Machine,
    shell: ShellName,
    start: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    unknown: Mapping[str, Shown] = NOTHING_UNKNOWN,
    hits: bool = True,
) -> ShellEnd:
    """The same up to where another shell takes its place; `unknown` are inherited variables whose value cannot be told, with why."""
    try:
        return _evaluated(machine, shell, start, inherited, names, unknown, hits)
    except Exception as failure:  # noqa: BLE001 - whatever is on a machine, it ends as a row
        why = say("the startup files of {}: {}", shell, failed_here(failure))
        return ShellEnd(
            shell,
            start,
            {name: ShellVariable(name, "unknown", notes=(why,)) for name in names},
            {name: value for name, value in inherited.items() if name not in names},
            notes=(why,),
        )


def _evaluated(
    machine: Machine,
    shell: ShellName,
    start: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    unknown: Mapping[str, Shown],
    hits: bool,
) -> ShellEnd:
    if shell == "fish":  # imported here: one shell's evaluator is all that a look needs, and `check` must start fast
        from claude_auth_tui.shells.fish import predict_fish

        return predict_fish(machine, start, inherited, names, unknown, hits)
    from claude_auth_tui.shells.posix.prediction import predict_posix

    return predict_posix(machine, shell, start, inherited, names, unknown, hits)
