"""What a new fish hands over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claude_auth_tui.model.machine import Machine, StartKind
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.result import ShellEnd, untouched


def predict_fish(machine: Machine, start: StartKind, inherited: Mapping[str, Secret], names: Sequence[str]) -> ShellEnd:
    """What a new fish, started so with that environment, exports."""
    return ShellEnd("fish", start, untouched(inherited, names), dict(inherited))
