"""What a new shell inherits, before any startup file runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import Inherited
from claude_auth_tui.shells.elsewhere.registry import session_environment

_CLEAN: Final = ("HOME", "PATH", "USER", "SHELL", "TERM", "LANG")


def inherited_by_new_shell(machine: Machine) -> tuple[Mapping[str, Secret], Inherited]:
    """The environment, and which one was taken.

    Unless asked otherwise: in tmux the server's and session's, in a CI job this one, else that of the terminal we run
    in where it can be read, in a container what its first shell was started with, on Windows what the registry gives to a new
    session, else a clean one.
    """
    asked = machine.request.inherit
    if asked == "here":
        return machine.environment, "here"
    if asked in ("tmux", "auto") and machine.tmux is not None and machine.tmux.known:
        return {**_clean(machine), **machine.tmux.environment}, "tmux"
    if asked == "auto" and in_ci(machine):
        return machine.environment, "here"
    if asked == "auto" and machine.ancestor is not None and machine.ancestor.known and (machine.tmux is None or machine.ancestor.outside):
        return {**_clean(machine), **machine.ancestor.environment}, "outside" if machine.ancestor.outside else "terminal"
    if asked == "auto" and machine.registry:
        return {**_clean(machine), **session_environment(machine)}, "registry"
    return _clean(machine), "clean"


def in_ci(machine: Machine) -> bool:
    """Whether this is a job of a CI service, whose shells all get the environment the job was given: CI is set, as they all do."""
    marker = machine.environment.get("CI")
    return machine.tmux is None and marker is not None and marker.plain.lower() not in ("", "0", "false")


def _clean(machine: Machine) -> dict[str, Secret]:
    environment = {name: machine.environment[name] for name in _CLEAN if name in machine.environment}
    if machine.own is not None:  # somebody else's
        environment |= {name: Secret(value) for name, value in (("USER", machine.user), ("SHELL", machine.login_shell)) if value}
        environment.pop("HOME", None)
    if machine.home:
        environment.setdefault("HOME", Secret(machine.home))
    return environment
