"""Finding every program this one runs, and running the few system tools that are asked for facts.

A program is found here and nowhere else, by the absolute folders of the PATH that are not the project's: with `.` on the
PATH, or with what direnv puts there, a project could have its own `tmux` or `vi` run. What we start gets the same PATH.
Everything that was started is known here until it has ended, so that nothing is left behind (`end_children`).
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.patience import asking
from claude_auth_tui.read.project import Project
from claude_auth_tui.read.system_words import seconds_shown, system_words

if TYPE_CHECKING:
    import subprocess


# fmt: off
_RUNS: Final = frozenset((
    "BASH_ENV", "ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PERL5LIB", "PERL5OPT", "RUBYLIB", "RUBYOPT",
    "NODE_PATH", "NODE_OPTIONS", "LUA_PATH", "LUA_CPATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "DYLD_INSERT_LIBRARIES",
    "DYLD_LIBRARY_PATH", "VIMINIT", "GVIMINIT", "EXINIT", "VIM", "VIMRUNTIME", "EMACSLOADPATH", "ZDOTDIR", "LESSOPEN", "PAGER", "SHELL",
))
# fmt: on
"""Variables that name what a program runs or loads before it does what it was started for."""


class Answer(Struct, frozen=True):
    """What a tool said. `output` may hold values: whoever reads it makes `Secret`s of them at once."""

    output: bytes = b""
    status: int | None = None
    """The exit status; None when it did not run to its end."""
    detail: Shown = NOTHING
    """Why there is no answer, in words; never what the tool printed."""


def find_program(name: str, environment: Mapping[str, str]) -> str | None:
    """A program's absolute path, by its name on the PATH of `environment` or by an absolute path; None where there is none.

    Nothing that lies in the project is found.
    """
    project = Project()
    if os.path.dirname(name):
        candidates = iter([name] if os.path.isabs(name) else [])
    else:
        candidates = (os.path.join(folder, name) for folder in _folders(environment, project))
    for candidate in candidates:
        for path in (candidate + ending for ending in _endings(environment)):
            if _is_program(path) and not project.holds(path):
                return path
    return None


def _is_program(path: str) -> bool:
    with asking(path) as answers:
        return answers and os.path.isfile(path) and os.access(path, os.X_OK)


def search_path(environment: Mapping[str, str]) -> str:
    """The PATH for what we start: without folders that are relative or the project's."""
    return os.pathsep.join(_folders(environment, Project()))


def pick(environment: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """What a tool is given: these variables and a PATH. Anything else might have it run something more (BASH_ENV, LD_PRELOAD)."""
    given = {name: environment[name] for name in names if name in environment}
    return given | ({"PATH": search_path(environment)} if environment.get("PATH") else {})


def outside(environment: Mapping[str, str]) -> dict[str, str]:
    """The user's whole environment for an editor or a shell, without what would have it run something of the project."""
    project = Project()
    kept = {name: value for name, value in environment.items() if name not in _RUNS or not _names_project(value, project)}
    return kept | ({"PATH": search_path(environment)} if environment.get("PATH") else {})


def _names_project(value: str, project: Project) -> bool:
    """Whether a value names anything by a relative path, or in the project."""
    words = (word.strip("\"'") for word in re.split(r"[\s:;=,|]+", value) if "/" in word or word == ".")
    paths = [os.path.expandvars(os.path.expanduser(word)) for word in words]
    return any(not os.path.isabs(path) or project.holds(path) for path in paths)


def _folders(environment: Mapping[str, str], project: Project) -> Iterator[str]:
    for folder in dict.fromkeys(environment.get("PATH", "").split(os.pathsep)):
        if os.path.isabs(folder) and not project.holds(folder):
            yield folder


def _endings(environment: Mapping[str, str]) -> tuple[str, ...]:
    return ("", *environment.get("PATHEXT", ".EXE;.CMD").split(";")) if sys.platform == "win32" else ("",)


def run_all(commands: Sequence[Sequence[str]], environment: Mapping[str, str], timeout: float) -> list[Answer]:
    """Run commands side by side and wait for all, `timeout` seconds at most. A failure is an answer, never an exception."""
    import subprocess  # most looks run nothing, and should not pay for it

    end = time.monotonic() + timeout
    started = [_start(command, environment) for command in commands]
    return [_finish(process, end, timeout) if isinstance(process, subprocess.Popen) else process for process in started]


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes] | Answer:
    import subprocess

    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            cwd="/",
            start_new_session=True,  # no terminal to ask on, and ctrl+c is not for it
        )
    except (OSError, ValueError) as error:
        return Answer(detail=system_words(error, say("it cannot be run")))
    _children[process] = True
    return process


def _finish(process: subprocess.Popen[bytes], end: float, timeout: float) -> Answer:
    import subprocess

    try:
        with known(process):
            output, _ = process.communicate(timeout=max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # it waits for a disk that does not answer; nothing can end it
            process.communicate(timeout=0.5)
        return Answer(detail=say("no answer within {} s", seconds_shown(timeout)))
    except OSError as error:
        return Answer(detail=system_words(error, say("its answer cannot be read")))
    return Answer(output, process.returncode)


_children: dict[subprocess.Popen[bytes], bool] = {}
"""What is running because we started it, and whether it leads a process group of its own."""
_none_more = threading.Event()


@contextlib.contextmanager
def known(process: subprocess.Popen[bytes], group: bool = True) -> Iterator[None]:
    """As long as this lasts `end_children` ends it; `group`: it was started with a session of its own, which ends with it."""
    _children[process] = group
    if _none_more.is_set():
        _signal(process, group, "SIGTERM")
    try:
        yield
    finally:
        _children.pop(process, None)


def end_children(within: float) -> None:
    """Ask everything that was started to end, and after `within` seconds end it. What starts from now on ends at once.

    An editor in our own process group is asked only: it may hold what nobody has saved.
    """
    _none_more.set()
    children = list(_children.items())
    for process, group in children:
        _signal(process, group, "SIGTERM")
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and any(not _has_ended(process) for process, _ in children):
        time.sleep(0.01)
    for process, group in children:
        if group:
            _signal(process, group, "SIGKILL")


def _signal(process: subprocess.Popen[bytes], group: bool, name: str) -> None:
    import signal

    if process.returncode is not None:  # waited for: its number may be another's by now
        return
    number = getattr(signal, name, signal.SIGTERM)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if group and hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        else:
            os.kill(process.pid, number)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Without taking its end from whoever waits for it."""
    if process.returncode is not None or not hasattr(os, "waitid"):
        return process.returncode is not None
    try:
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True
