"""From a machine to what a new shell hands over: the entry to this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.machine import Machine, ShellName, StartKind
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.result import ShellEnd, ShellVariable


def predict_shell(machine: Machine, shell: ShellName, start: StartKind, inherited: Mapping[str, Secret], names: Sequence[str]) -> ShellEnd:
    """What a new `shell`, started so with that environment, exports; `names` are the variables to report and to find."""
    variables = {
        name: ShellVariable(name, "set" if inherited[name] else "empty", Origin("inherited"), inherited[name])
        if name in inherited
        else ShellVariable(name, "unset")
        for name in names
    }
    return ShellEnd(shell, start, variables, dict(inherited))
