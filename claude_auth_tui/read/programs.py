"""Running the few system tools that are asked for facts: by absolute path, without input, with a time limit."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.failing import seconds_shown, system_words

if TYPE_CHECKING:
    import subprocess


class Answer(NamedTuple):
    """What a tool said. `output` may hold values: whoever reads it makes `Secret`s of them at once."""

    output: bytes = b""
    status: int | None = None
    """The exit status; None when it did not run to its end."""
    detail: Shown = NOTHING
    """Why there is no answer, in words; never what the tool printed."""


def find_program(name: str, environment: Mapping[str, str]) -> str | None:
    """A program's absolute path by the PATH of `environment`; folders of the PATH that are not absolute do not count."""
    import shutil  # here and below: most looks run nothing, and should not pay for it

    path = os.pathsep.join(folder for folder in environment.get("PATH", "").split(os.pathsep) if os.path.isabs(folder))
    return shutil.which(name, path=path) if path else None


def run_all(commands: Sequence[Sequence[str]], environment: Mapping[str, str], timeout: float) -> list[Answer]:
    """Run commands side by side and wait for all, `timeout` seconds at most. A failure is an answer, never an exception."""
    import subprocess

    end = time.monotonic() + timeout
    started = [_start(command, environment) for command in commands]
    return [_finish(process, end, timeout) if isinstance(process, subprocess.Popen) else process for process in started]


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes] | Answer:
    import subprocess

    try:
        return subprocess.Popen(
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


def _finish(process: subprocess.Popen[bytes], end: float, timeout: float) -> Answer:
    import subprocess

    try:
        output, _ = process.communicate(timeout=max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Answer(detail=say("no answer within {} s", seconds_shown(timeout)))
    except OSError as error:
        return Answer(detail=system_words(error, say("its answer cannot be read")))
    return Answer(output, process.returncode)
