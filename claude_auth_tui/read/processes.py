"""Other processes, from /proc: every running `claude`. Linux only.

A `claude` is told by its name, by the file it runs, or by the script its `node` runs; command lines are looked at for
that and not kept, since they may hold values. Elsewhere another process's environment cannot be read without running something.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final

from claude_auth_tui.model.machine import RunningClaude
from claude_auth_tui.read.descriptors import descriptors_of
from claude_auth_tui.read.opening import read_bytes
from claude_auth_tui.read.proc import MOST_BYTES, environment_of, fields_of, name_of, own_pid, words_of
from claude_auth_tui.read.whose import own_uid, whose_is

_NAMES: Final = frozenset({"claude", "claude.exe"})
_RUNTIMES: Final = frozenset({"node", "bun", "MainThread"})
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+(-.*)?")
"""The native installer's program is named after its version, such as ~/.local/share/claude/versions/2.1.329."""
_MOST: Final = 64


def read_running(
    panes: Mapping[str, str] | None = None, proc: str = "/proc", uid: int | None = None, home: str = ""
) -> tuple[RunningClaude, ...]:
    """Ours first, each kind the oldest first. `panes`: tmux's pane at each terminal; `home`: our home folder. Empty where there is no /proc.

    Those of other users are told where they run on a terminal of ours (`sudo -u`), and all of them to root.
    """
    owner = uid if uid is not None else own_uid()
    try:
        pids = [entry.name for entry in os.scandir(proc) if entry.name.isdecimal()]
    except OSError:
        return ()
    claudes = [pid for pid in pids if _is_claude(proc, pid)]
    boot = _boot_time(proc) if claudes else None
    found = [running for pid in claudes if (running := _running(proc, pid, panes or {}, boot, owner, home))]
    return tuple(sorted(found, key=lambda running: (running.whose is not None, running.started or 0.0, running.pid))[:_MOST])


def _is_claude(proc: str, pid: str) -> bool:
    if int(pid) == own_pid(proc):
        return False
    name = name_of(proc, pid)
    if name not in _NAMES and name not in _RUNTIMES and not _VERSION.fullmatch(name):
        return False
    return name in _NAMES or _runs_claude(words_of(proc, pid))


def _runs_claude(words: list[bytes]) -> bool:
    if b"/claude/versions/" in words[0]:
        return True
    script = next((word for word in words[1:] if not word.startswith(b"-")), b"")
    return os.path.basename(words[0]) in (b"node", b"bun") and (
        os.path.basename(script) == b"claude" or b"/@anthropic-ai/claude-code/" in script
    )


def _running(proc: str, pid: str, panes: Mapping[str, str], boot: float | None, owner: int | None, home: str) -> RunningClaude | None:
    folder = f"{proc}/{pid}"
    fields = fields_of(proc, pid)
    uid = _user(folder)
    if len(fields) < 20 or fields[0] in (b"Z", b"X") or uid is None:
        return None  # it has ended
    tty = _tty(int(fields[4]))
    if uid != owner and owner != 0 and (not tty or _user(tty) != owner):
        return None
    started = None if boot is None else boot + int(fields[19]) / os.sysconf("SC_CLK_TCK")
    environment, why = environment_of(proc, pid)
    whose = whose_is(environment, uid, home, (proc, int(pid))) if home else None
    if whose is not None and whose.detail:  # a container has terminals of its own, with the numbers of ours
        tty = ""
    return RunningClaude(
        int(pid), environment, _cwd(folder), tty, panes.get(tty), started, why, whose, descriptors_of(proc, pid, environment)
    )


def _user(path: str) -> int | None:
    """Who owns it: of a process the user it runs as."""
    try:
        return os.stat(path).st_uid
    except OSError:
        return None


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
        lines = read_bytes(f"{proc}/stat", MOST_BYTES).splitlines()
        return next((float(line.split()[1]) for line in lines if line.startswith(b"btime ")), None)
    except (OSError, ValueError, IndexError):
        return None
