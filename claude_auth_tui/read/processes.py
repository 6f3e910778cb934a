"""Other processes, from /proc: every running `claude` of this user, and the program a new shell would be started by. Linux only.

A `claude` is told by its name, by the file it runs, or by the script its `node` runs; command lines are looked at for
that and not kept, since they may hold values. Elsewhere another process's environment cannot be read without running something.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final

from claude_auth_tui.model.machine import Ancestor, RunningClaude
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.descriptors import descriptors_of
from claude_auth_tui.read.opening import read_bytes
from claude_auth_tui.read.system_words import system_words

_NAMES: Final = frozenset({"claude", "claude.exe"})
_RUNTIMES: Final = frozenset({"node", "bun", "MainThread"})
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+(-.*)?")
"""The native installer's program is named after its version, such as ~/.local/share/claude/versions/2.1.329."""
_MOST_BYTES: Final = 1024 * 1024
_MOST: Final = 64
_SHELLS: Final = frozenset({"sh", "ash", "bash", "dash", "fish", "ksh", "mksh", "nu", "pwsh", "tcsh", "csh", "xonsh", "zsh"})
_WRAPPERS: Final = frozenset(
    {"claude", "doas", "entr", "env", "expect", "hx", "make", "ninja", "nice", "nohup", "node", "npm", "npx", "nvim", "pipx", "script"}
    | {"setsid", "strace", "stdbuf", "su", "sudo", "time", "timeout", "uv", "uvx", "vi", "vim", "watch"}
)
"""Programs people start us from, which no terminal is: what they were given says nothing about a new window."""
_SERVER: Final = say("tmux: server")
_SESSION_ENDS: Final = frozenset({"init", "systemd", "launchd"})
_MOST_STEPS: Final = 40


def read_running(panes: Mapping[str, str] | None = None, proc: str = "/proc", uid: int | None = None) -> tuple[RunningClaude, ...]:
    """The oldest first. `panes`: tmux's pane at each terminal. Empty where there is no /proc."""
    owner = uid if uid is not None else os.getuid() if hasattr(os, "getuid") else -1
    try:
        pids = [entry.name for entry in os.scandir(proc) if entry.name.isdecimal()]
    except OSError:
        return ()
    ours = [pid for pid in pids if _is_ours(proc, pid, owner)]
    boot = _boot_time(proc) if ours else None
    found = [running for pid in ours if (running := _running(proc, pid, panes or {}, boot))]
    return tuple(sorted(found, key=lambda running: (running.started or 0.0, running.pid))[:_MOST])


def _is_ours(proc: str, pid: str, owner: int) -> bool:
    if int(pid) == os.getpid():
        return False
    name = _name(proc, pid)
    if name not in _NAMES and name not in _RUNTIMES and not _VERSION.fullmatch(name):
        return False
    try:
        if os.stat(f"{proc}/{pid}").st_uid != owner:
            return False
    except OSError:
        return False
    return name in _NAMES or _runs_claude(_read(f"{proc}/{pid}/cmdline", 4096).split(b"\0"))


def _runs_claude(words: list[bytes]) -> bool:
    if b"/claude/versions/" in words[0]:
        return True
    script = next((word for word in words[1:] if not word.startswith(b"-")), b"")
    return os.path.basename(words[0]) in (b"node", b"bun") and (
        os.path.basename(script) == b"claude" or b"/@anthropic-ai/claude-code/" in script
    )


def _running(proc: str, pid: str, panes: Mapping[str, str], boot: float | None) -> RunningClaude | None:
    folder = f"{proc}/{pid}"
    fields = _fields(proc, pid)
    if len(fields) < 20 or fields[0] in (b"Z", b"X"):
        return None  # it has ended
    tty = _tty(int(fields[4]))
    started = None if boot is None else boot + int(fields[19]) / os.sysconf("SC_CLK_TCK")
    environment, why = _environment(proc, pid)
    return RunningClaude(int(pid), environment, _cwd(folder), tty, panes.get(tty), started, why, descriptors_of(proc, pid, environment))


def _cwd(folder: str) -> str:
    try:
        return os.readlink(f"{folder}/cwd").removesuffix(" (deleted)")
    except OSError:
        return ""


def _tty(device: int) -> str:
    """The terminal's path from its device number, as /proc writes it (proc(5): tty_nr)."""
    major, minor = (device >> 8) & 0xFFF, (device & 0xFF) | ((device >> 12) & 0xFFF00)
    if 136 <= major <= 143:
        return f"/dev/pts/{(major - 136) * 256 + minor}"
    return f"/dev/tty{minor}" if major == 4 and minor < 64 else ""


def _boot_time(proc: str) -> float | None:
    try:
        lines = read_bytes(f"{proc}/stat", _MOST_BYTES).splitlines()
        return next((float(line.split()[1]) for line in lines if line.startswith(b"btime ")), None)
    except (OSError, ValueError, IndexError):
        return None


# What a new shell is started by: the nearest ancestor that is no shell and no wrapper of ours


def read_ancestor(pid: int | None = None, proc: str = "/proc") -> Ancestor | None:
    """The terminal, sshd or multiplexer above us; None where it cannot be told."""
    current = os.getpid() if pid is None else pid
    for _ in range(_MOST_STEPS):
        parent = _parent(proc, current)
        if parent is None or parent <= 1:
            return None
        name = _name(proc, parent).removeprefix("-")
        if name in _SESSION_ENDS:
            return None
        if name not in _SHELLS | _WRAPPERS and not name.startswith("python"):
            environment, why = _environment(proc, parent)
            return Ancestor(_shown(name), parent, environment, NOTHING if environment else why or say("it has none"))
        current = parent
    return None


def _parent(proc: str, pid: int) -> int | None:
    try:
        return int(_fields(proc, pid)[1])
    except (IndexError, ValueError):
        return None


def _shown(name: str) -> Shown:
    """A process names itself as it likes."""
    return _SERVER if name.startswith(_SERVER) else user_name(name)


# Of one process


def _name(proc: str, pid: int | str) -> str:
    return _read(f"{proc}/{pid}/comm", 64).decode("utf-8", "replace").strip()


def _fields(proc: str, pid: int | str) -> list[bytes]:
    """The state, the parent and what follows, as proc(5) has it; empty where there is no such process."""
    return _read(f"{proc}/{pid}/stat", 4096).rpartition(b")")[2].split()  # the name in brackets may hold anything


def _environment(proc: str, pid: int | str) -> tuple[dict[str, Secret], Shown]:
    """What it was started with, or why that cannot be told."""
    try:
        data = read_bytes(f"{proc}/{pid}/environ", _MOST_BYTES)
    except OSError as error:
        return {}, system_words(error, say("it cannot be read"))
    pairs = (pair.decode("utf-8", "surrogateescape").partition("=") for pair in data.split(b"\0") if b"=" in pair)
    return {name: Secret(value) for name, _, value in pairs}, NOTHING


def _read(path: str, most: int) -> bytes:
    try:
        return read_bytes(path, most)
    except OSError:
        return b""
