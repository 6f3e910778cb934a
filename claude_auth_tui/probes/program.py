"""Running one program of the user's, when told to: no terminal, no input, a time limit, a cap on what it prints, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.probes.probe import Stop
from claude_auth_tui.read.system_tools import known
from claude_auth_tui.read.system_words import system_words

End = Literal["ended", "late", "stopped", "flood", "held", "not_started"]
"""By itself; at the time limit; by the user; for printing too much; ended, while something it started keeps its output open."""
_LOOK: Final = 0.05
_HELD: Final = 1.0
"""Seconds for which what it started may keep the output open after it has ended."""
_GRACE: Final = 0.3
"""Seconds between asking to end and ending."""
_PART: Final = 65536


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program did. `output` may hold a credential: whoever takes it makes a `Secret` of it at once."""

    end: End
    status: int | None = None
    """The exit status; negative for the signal that ended it."""
    output: bytes = field(default=b"", repr=False)
    errors: int = 0
    """Bytes on standard error."""
    seconds: float = 0.0
    detail: Shown = NOTHING
    """Why it could not be started."""


def run_program(arguments: Sequence[str], environment: Mapping[str, str], cwd: str, stop: Stop, most: int) -> Ran:
    """Run it and wait for its end and that of its output; `most` is the bytes it may print. Its process group does not outlive this."""
    begun = time.monotonic()
    try:
        process = subprocess.Popen(
            list(arguments),
            env=dict(environment),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return Ran("not_started", detail=system_words(error, say("it cannot be run")).small)
    with known(process):
        try:
            end, output, errors = _follow(process, stop, most)
            seconds = time.monotonic() - begun
        finally:
            status = _finish(process)
    return Ran(end, status if end in ("ended", "held") else None, output, errors, seconds)


def _follow(process: subprocess.Popen[bytes], stop: Stop, most: int) -> tuple[End, bytes, int]:
    """Read until both streams are closed and it has ended, or until it is enough."""
    output, errors = bytearray(), 0
    gone_since: float | None = None
    with selectors.DefaultSelector() as selector:
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            selector.register(stream, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select(min(_LOOK, stop.left)) if selector.get_map() else ():
                part = os.read(key.fd, _PART)
                if not part:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stdout:
                    output += part
                else:
                    errors += len(part)
            if len(output) > most or errors > most * 16:
                return "flood", bytes(output[:most]), errors
            gone = _has_ended(process)
            if gone and not selector.get_map():
                return "ended", bytes(output), errors
            if not stop.left:
                return "stopped" if stop.asked else "late", bytes(output), errors
            if gone:
                gone_since = gone_since or time.monotonic()
                if time.monotonic() - gone_since > _HELD:
                    return "held", bytes(output), errors
            elif not selector.get_map():
                time.sleep(min(_LOOK, stop.left))


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Without taking its end from it where that can be had: as long as it is not waited for, its group's number is nobody else's."""
    if not hasattr(os, "waitid"):
        return process.poll() is not None
    try:
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def _finish(process: subprocess.Popen[bytes]) -> int | None:
    """End whatever is left of its process group, and take its status."""
    ended = _has_ended(process)
    _signal(process, signal.SIGTERM)
    if not ended:
        deadline = time.monotonic() + _GRACE
        while time.monotonic() < deadline and not _has_ended(process):
            time.sleep(0.01)
    _signal(process, signal.SIGKILL)
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    try:
        return process.wait(_GRACE * 10)
    except subprocess.TimeoutExpired:  # it waits for a disk that does not answer; nothing can end it
        return None


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
