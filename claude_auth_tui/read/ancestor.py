"""What a new shell would be started by, from /proc: the nearest ancestor of ours that is no shell and no wrapper. Linux only.

A terminal, a multiplexer or an editor hands on what it has itself. Others make an environment of their own: sshd, login,
WSL's init, the runtime of a container, which starts a shell whose parent is then 0 or the container's first program
(`docker run`, `docker exec`, `kubectl exec`, `podman exec`, lxc-attach, systemd-nspawn, a bare `unshare --pid`). What those
gave is what our outermost shell was started with, and what they give to the next one as well.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.machine import Ancestor
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.proc import depth_of, environment_of, name_of, own_pid, parent_of, words_of

_SHELLS: Final = frozenset({"sh", "ash", "bash", "dash", "fish", "ksh", "mksh", "nu", "pwsh", "tcsh", "csh", "xonsh", "zsh"})
_WRAPPERS: Final = frozenset(
    {"claude", "doas", "entr", "env", "expect", "hx", "make", "ninja", "nice", "nohup", "node", "npm", "npx", "nvim", "pipx", "script"}
    | {"setsid", "strace", "stdbuf", "su", "sudo", "time", "timeout", "uv", "uvx", "vi", "vim", "watch"}
    | {"capsh", "chroot", "gosu", "nsenter", "runuser", "setpriv", "su-exec", "unshare"}
)
"""Programs people start us from, which no terminal is: what they were given says nothing about a new window."""
_BUILDERS: Final = frozenset({"sshd", "sshd-session", "sshd-auth", "dropbear", "login", "agetty", "getty", "SessionLeader"})
_BUILDERS_BEGIN: Final = ("Relay(", "init(")
"""They give a login shell an environment of their own making; the last two and `SessionLeader` are WSL's."""
_RUNTIMES: Final = frozenset({"conmon", "containerd-shim", "docker-containe", "crun", "runc"})
"""They start a container's programs, and are seen from inside where it has no namespace of processes (toolbox, distrobox, `--pid host`)."""
_SERVER: Final = say("tmux: server")
_SESSION_ENDS: Final = frozenset({"init", "systemd", "launchd", "runit", "openrc-init", "dinit", "shepherd"})
_MOST_STEPS: Final = 40


def read_ancestor(pid: int | None = None, proc: str = "/proc") -> Ancestor | None:
    """The terminal, multiplexer or whatever else is above us; None where it cannot be told."""
    current = own_pid(proc) if pid is None else pid
    for _ in range(_MOST_STEPS):
        parent = parent_of(proc, current)
        if parent is None:
            return None
        if parent == 0 or depth_of(proc, current) > depth_of(proc, parent) > 0:
            return _outside(proc, current)
        name = name_of(proc, parent).removeprefix("-")
        if name in _SESSION_ENDS:
            return None
        if name in _BUILDERS or name.startswith(_BUILDERS_BEGIN):
            return _built(proc, parent, name, current)
        if name in _RUNTIMES:
            return _outside(proc, current)
        if name not in _SHELLS | _WRAPPERS and not name.startswith("python"):
            if parent == 1:  # the first program of a container: tini, sleep, a server
                return _outside(proc, current)
            environment, why = environment_of(proc, parent)
            return Ancestor(_shown(name), parent, environment, NOTHING if environment else why or say("it has none"))
        current = parent
    return None


def _outside(proc: str, outermost: int) -> Ancestor:
    """Something that cannot be seen from here started our outermost shell, or us."""
    environment, why = environment_of(proc, outermost)
    return Ancestor(
        say("what started this terminal"), outermost, environment, NOTHING if environment else why or say("it has none"), outside=True
    )


def _built(proc: str, pid: int, name: str, outermost: int) -> Ancestor:
    """Whoever gives a login shell an environment: that is seen in the shell itself, as long as it is the one that was started."""
    if words_of(proc, outermost)[0].startswith(b"-"):
        environment, why = environment_of(proc, outermost)
        return Ancestor(_shown(name), pid, environment, NOTHING if environment else why or say("it has none"))
    return Ancestor(_shown(name), pid, {}, say("it gives a shell another environment than its own"))


def _shown(name: str) -> Shown:
    """A process names itself as it likes."""
    return _SERVER if name.startswith(_SERVER) else user_name(name)
