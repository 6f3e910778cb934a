"""What a new shell inherits, before any startup file runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret

Inherited = Literal["here", "clean", "tmux"]

_CLEAN: Final = ("HOME", "PATH", "USER", "SHELL", "TERM", "LANG")


def inherited_by_new_shell(machine: Machine) -> tuple[Mapping[str, Secret], Inherited]:
    """The environment, and which one was taken: the tmux server's in tmux, else a clean one, unless asked otherwise."""
    asked = machine.request.inherit
    if asked == "here":
        return machine.environment, "here"
    if asked in ("tmux", "auto") and machine.tmux is not None and machine.tmux.known:
        return {**_clean(machine), **machine.tmux.environment}, "tmux"
    return _clean(machine), "clean"


def _clean(machine: Machine) -> dict[str, Secret]:
    environment = {name: machine.environment[name] for name in _CLEAN if name in machine.environment}
    if machine.home:
        environment.setdefault("HOME", Secret(machine.home))
    return environment
