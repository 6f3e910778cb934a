"""Ask the real shell what it ends up with. It runs the user's startup files, so only ever when the user asks for it.

The shell gets no terminal and no input, a time limit, and marks in its environment by which startup files can tell
that nobody sits in front of it. It writes its environment to a pipe of its own, so what startup files print is lost.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NoReturn

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, place, say, spaced
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.read.system_tools import find_program, known, outside, search_path
from claude_auth_tui.read.system_words import seconds_shown, system_words

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByStart

MARKS: Final = {"VSCODE_RESOLVING_ENVIRONMENT": "1", "CLAUDE_AUTH_TUI_RESOLVING_ENVIRONMENT": "1"}
"""Startup files and frameworks look for the first (it is Visual Studio Code's); the second is ours."""
TIME_LIMIT: Final = 10.0
"""Seconds."""
_MOST: Final = 4 * 1024 * 1024
_FLAGS: Final[ByStart[tuple[str, ...]]] = {"login": ("-l", "-i"), "interactive": ("-i",), "script": ()}
_SHOWN_FLAGS: Final[ByStart[tuple[Shown, ...]]] = {"login": (say("-l"), say("-i")), "interactive": (say("-i"),), "script": ()}
_NO_SHELL: Final = say("no such program outside of the project")
_DUMP: Final = "import os,sys; os.write(int(sys.argv[1]), b'\\0'.join(k+b'='+v for k,v in os.environb.items()) + b'\\0\\0')"


class ShellAnswer(Struct, frozen=True):
    """What the shell exported, or why it gave no answer."""

    command: Shown
    """What was run, for people."""
    environment: Mapping[str, Secret] | None
    detail: Shown = NOTHING
    seconds: float = 0.0


def command_for(shell: ShellName, start: StartKind, program: str = "") -> tuple[str, ...]:
    """The shell and its flags, without what it is told to run."""
    return (program or shell, *_FLAGS[start])


def ask_shell(
    shell: ShellName, start: StartKind, inherited: Mapping[str, Secret], cwd: str, program: str = "", time_limit: float = TIME_LIMIT
) -> ShellAnswer:
    """Start the shell, let it run its startup files, and take its environment. Blocks up to `time_limit` seconds."""
    arguments = command_for(shell, start, program)
    shown = spaced(place(arguments[0]), *_SHOWN_FLAGS[start])
    begun = time.monotonic()
    found = find_program(arguments[0], os.environ)
    if found is None:
        return ShellAnswer(shown, None, say("it could not be started: {}", _NO_SHELL))
    environment = {name: unveil(value) for name, value in inherited.items()} | MARKS
    if "PATH" in environment:
        environment["PATH"] = search_path(environment)
    reading, writing = os.pipe()
    dump = f"{shlex.quote(sys.executable)} -I -S -c {shlex.quote(_DUMP)} {writing}"
    try:
        process = subprocess.Popen(
            [found, *arguments[1:], "-c", dump],
            env=environment,
            cwd=cwd if os.path.isdir(cwd) else "/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(writing,),
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        os.close(reading)
        os.close(writing)
        return ShellAnswer(shown, None, say("it could not be started: {}", system_words(error, say("bad argument"))))
    os.close(writing)
    with known(process):
        try:
            data = _read_until_end(reading, begun + time_limit)
        finally:
            os.close(reading)
            _end(process)
    seconds = time.monotonic() - begun
    if not data.endswith(b"\0\0"):
        late = seconds >= time_limit
        why = (
            say("it did not answer within {} s", seconds_shown(time_limit))
            if late
            else say("its startup files ended or replaced it before it could answer")
        )
        return ShellAnswer(shown, None, why, seconds)
    pairs = (pair.decode("utf-8", "surrogateescape").partition("=") for pair in data[:-2].split(b"\0"))
    return ShellAnswer(shown, {name: Secret(value) for name, _, value in pairs if name not in MARKS}, NOTHING, seconds)


def start_anew(program: str, then: Sequence[str], inherited: Mapping[str, Secret], names: Sequence[str]) -> NoReturn:
    """Replace this process by an interactive login shell that runs `then`. Only when the user said so. Raises OSError.

    It gets our environment with its `names` as a new shell would inherit them, so that what only we carry is gone, and a
    PATH without folders of the project. It starts in the home folder, so that no startup file finds the project's programs.
    """
    found = find_program(program, os.environ)
    if found is None:
        raise FileNotFoundError(errno.ENOENT, _NO_SHELL)
    environment = {name: value for name, value in outside(os.environ).items() if name not in names}
    environment |= {name: unveil(inherited[name]) for name in names if name in inherited}
    command = " ".join(map(_fish_word if os.path.basename(found) == "fish" else shlex.quote, then))
    home = environment.get("HOME", "")
    os.chdir(home if os.path.isdir(home) else "/")
    os.execve(found, [found, *_FLAGS["login"], "-c", f"exec {command}"], environment)


def _fish_word(text: str) -> str:
    """Between single quotes fish takes a backslash for an escape."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _read_until_end(descriptor: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while size < _MOST and (left := deadline - time.monotonic()) > 0:
        if not select.select([descriptor], [], [], left)[0]:
            break
        part = os.read(descriptor, 65536)
        if not part:
            break
        parts.append(part)
        size += len(part)
        if part.endswith(b"\0\0"):
            break
    return b"".join(parts)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the shell and whatever its startup files left running in its session."""
    for signal_ in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, signal_)
        except (ProcessLookupError, PermissionError):
            break
        try:
            process.wait(0.3)
            break
        except subprocess.TimeoutExpired:
            continue
    with contextlib.suppress(subprocess.TimeoutExpired):  # it waits for a disk that does not answer; nothing can end it
        process.wait(1.0)


def differences(
    predicted: Mapping[str, Secret], unknown: Sequence[str], answer: Mapping[str, Secret], names: Sequence[Shown]
) -> tuple[Shown, ...]:
    """Where the prediction and the truth differ, one sentence for each variable; nothing where they agree."""
    told: list[Shown] = []
    for name in names:
        real, said = answer.get(name), predicted.get(name)
        if name in unknown:
            does = say("sets it") if real is not None else say("leaves it unset")
            told.append(say("{}: could not be told; the real shell {}", name, does))
        elif real != said:
            expected = say("unset") if said is None else say("set")
            found = say("it unset") if real is None else say("it set") if said is None else say("another value")
            told.append(say("{}: predicted {}, but the real shell has {}", name, expected, found))
    return tuple(told)


def command_shown(shell: ShellName, start: StartKind) -> Shown:
    """What would be run, for people."""
    return spaced(say("{}", shell), *_SHOWN_FLAGS[start])
