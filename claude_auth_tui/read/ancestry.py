"""The program a new shell would be started by: the nearest ancestor that is no shell and no wrapper of ours.

Linux only, from /proc; elsewhere another process's environment cannot be read without running something.
"""

from __future__ import annotations

import os
from typing import Final

from claude_auth_tui.model.machine import Ancestor
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.opening import read_bytes
from claude_auth_tui.read.system_words import system_words

_SHELLS: Final = frozenset({"sh", "ash", "bash", "dash", "fish", "ksh", "mksh", "nu", "pwsh", "tcsh", "csh", "xonsh", "zsh"})
_WRAPPERS: Final = frozenset(
    {"claude", "doas", "entr", "env", "expect", "hx", "make", "ninja", "nice", "nohup", "node", "npm", "npx", "nvim", "pipx", "script"}
    | {"setsid", "strace", "stdbuf", "su", "sudo", "time", "timeout", "uv", "uvx", "vi", "vim", "watch"}
)
"""Programs people start us from, which no terminal is: what they were given says nothing about a new window."""
_SERVER: Final = say("tmux: server")
_SESSION_ENDS: Final = frozenset({"init", "systemd", "launchd"})
_MOST_STEPS: Final = 40
_MOST_BYTES: Final = 1024 * 1024


def read_ancestor(pid: int | None = None, proc: str = "/proc") -> Ancestor | None:
    """The terminal, sshd or multiplexer above us; None where it cannot be told."""
    current = os.getpid() if pid is None else pid
    for _ in range(_MOST_STEPS):
        parent = _parent(proc, current)
        if parent is None or parent <= 1:
            return None
        name = _name(proc, parent)
        if name in _SESSION_ENDS:
            return None
        if name not in _SHELLS | _WRAPPERS and not name.startswith("python"):
            return _ancestor(proc, parent, name)
        current = parent
    return None


def _parent(proc: str, pid: int) -> int | None:
    try:
        fields = read_bytes(f"{proc}/{pid}/stat", 4096).rpartition(b")")[2].split()  # the name in brackets may hold anything
        return int(fields[1])
    except (OSError, IndexError, ValueError):
        return None


def _name(proc: str, pid: int) -> str:
    try:
        return read_bytes(f"{proc}/{pid}/comm", 64).decode("utf-8", "replace").strip().removeprefix("-")
    except OSError:
        return ""


def _ancestor(proc: str, pid: int, name: str) -> Ancestor:
    try:
        data = read_bytes(f"{proc}/{pid}/environ", _MOST_BYTES)
    except OSError as error:
        return Ancestor(_shown(name), pid, {}, system_words(error, say("it cannot be read")))
    pairs = (pair.decode("utf-8", "surrogateescape").partition("=") for pair in data.split(b"\0") if b"=" in pair)
    environment = {name: Secret(value) for name, _, value in pairs}
    return Ancestor(_shown(name), pid, environment, NOTHING if environment else say("it has none"))


def _shown(name: str) -> Shown:
    """A process names itself as it likes."""
    return _SERVER if name.startswith(_SERVER) else user_name(name)
