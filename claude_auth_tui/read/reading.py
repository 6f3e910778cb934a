"""Reading this machine: puts the readers' answers together into a `Machine`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping

from msgspec.structs import replace

from claude_auth_tui.model.installs import read_installs
from claude_auth_tui.model.machine import Ancestor, Files, Machine, Request, RunningClaude, Tmux
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Platform
from claude_auth_tui.read.ancestor import read_ancestor
from claude_auth_tui.read.config_file import config_path, read_preferences
from claude_auth_tui.read.descriptors import own_descriptors
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.read.keychain import read_keychain
from claude_auth_tui.read.processes import read_running
from claude_auth_tui.read.project import look_at
from claude_auth_tui.read.surroundings import read_surroundings
from claude_auth_tui.read.tmux import neighbour_folder, read_tmux
from claude_auth_tui.read.whose import account, own_uid
from claude_auth_tui.read.windows_registry import read_registry


def read_machine(request: Request, environment: Mapping[str, str] | None = None, files: Files | None = None) -> Machine:
    """This machine, now. `environment` and `files` default to this process's and to the disk.

    With another environment than ours, what other processes were started with is not looked at.
    """
    given = os.environ if environment is None else environment
    table = LiveFiles() if files is None else files
    platform = _platform()
    home = _home(given)
    cwd = _cwd(request, home, given)
    look_at(cwd)
    tmux = read_tmux(given, home)
    around = read_surroundings(given)
    node, machine = _names()
    return Machine(
        platform=platform,
        home=home,
        cwd=cwd,
        files=table,
        environment={name: Secret(value) for name, value in given.items()},
        descriptors=own_descriptors(given),
        now=time.time(),
        user=given.get("USER") or given.get("LOGNAME") or "",
        uid=own_uid(),
        login_shell=given.get("SHELL") or account("pw_shell", None),
        wsl=around.wsl,
        container=around.container,
        mounts=around.mounts,
        ssh=around.ssh,
        tmux=tmux,
        ancestor=_terminal(home, around.container) if environment is None else None,
        keychain=read_keychain(given) if platform == "macos" else (),
        installs=read_installs(table, given, home, platform),
        running=_running(tmux, home) if environment is None else (),
        registry=read_registry() if platform == "windows" else (),
        hostname=node,
        arch=machine,
        request=request,
        preferences=read_preferences(table, config_path(home, platform, given), home),
    )


def read_unwatched(request: Request | None = None) -> object:
    """What no file tells and may still change: equal to an earlier answer as long as nothing did. A few milliseconds."""
    home = _home(os.environ)
    tmux = read_tmux(os.environ, home)
    keychain = read_keychain(os.environ) if _platform() == "macos" else ()
    followed = neighbour_folder(os.environ) if request is not None and request.follow else None
    registry = read_registry() if _platform() == "windows" else ()
    return tmux, keychain, _running(tmux, home), registry, followed


def _platform() -> Platform:
    if sys.platform == "darwin":
        return "macos"
    return "windows" if sys.platform == "win32" else "linux"


def _terminal(home: str, container: Shown | None) -> Ancestor | None:
    """The terminal above us, unless it was started for another home than ours: its next shell is none of this user's."""
    found = read_ancestor()
    if found is None or not found.known:
        return found
    if found.outside and container is not None:
        found = replace(found, name=container)
    theirs = found.environment.get("HOME")
    if theirs is None and found.outside:  # a runtime need not set it; the shell takes it from the list of users
        return found
    if os.path.normpath(unveil(theirs or Secret(""))) != home:
        return replace(found, environment={}, detail=say("it was started for another home folder"))
    return found


def _running(tmux: Tmux | None, home: str) -> tuple[RunningClaude, ...]:
    return read_running(tmux.panes if tmux else None, home=home)


def _home(environment: Mapping[str, str]) -> str:
    """The home folder, absolute; empty where there is none."""
    if given := environment.get("HOME"):
        return given if os.path.isabs(given) and os.path.normpath(given) == given else _absolute(given, "/")
    home = environment.get("USERPROFILE", "") if sys.platform == "win32" else account("pw_dir", None)
    return os.path.normpath(home) if os.path.isabs(home) else ""


def _cwd(request: Request, home: str, given: Mapping[str, str]) -> str:
    if request.follow and (followed := neighbour_folder(given)):
        return followed
    if request.cwd:
        return _absolute(os.path.expanduser(request.cwd), home or "/")
    try:
        return os.getcwd()
    except OSError:  # the folder was deleted under us
        return home or "/"


def _absolute(path: str, otherwise: str) -> str:
    """The path made absolute; where the folder we are in was deleted, as if we were in `otherwise`."""
    try:
        return os.path.abspath(path)
    except OSError:
        return os.path.normpath(os.path.join(otherwise, path))


def _names() -> tuple[str, str]:
    """The host's name, and the processor's kind."""
    if hasattr(os, "uname"):
        names = os.uname()
        return names.nodename, names.machine
    import platform

    return platform.node(), platform.machine()
