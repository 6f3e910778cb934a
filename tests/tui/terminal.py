"""A program in a terminal of its own: what it writes, and how it ends."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_in_terminal(
    script: str,
    keys: bytes,
    ready: bytes,
    home: Path,
    environment: dict[str, str] | None = None,
    size: tuple[int, int] = (100, 30),
    within: float = 30,
    then: Sequence[tuple[bytes, bytes]] = (),
) -> tuple[int, bytes]:
    """Run Python code, type the keys once it has written `ready`, and wait for its end: the exit status and all it wrote.

    `then` are more keys, each with what it writes before they are typed. TimeoutError when it does not end.
    """
    steps = [(ready, keys), *then]
    program = home / "program.py"
    program.write_text(script)
    child, master = pty.fork()
    if child == 0:  # pragma: no cover - the other process
        given = {"HOME": str(home), "TERM": "xterm-256color", "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        os.execve(sys.executable, [sys.executable, str(program)], {**given, **(environment or {})})
    try:
        ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        written = b""
        until = time.monotonic() + within
        while time.monotonic() < until:
            if select.select([master], [], [], 0.05)[0]:
                try:
                    piece = os.read(master, 65536)
                except OSError:  # the other end is closed
                    break
                if not piece:
                    break
                written += piece
            if steps and steps[0][0] in written:
                os.write(master, steps.pop(0)[1])
        if time.monotonic() >= until:
            raise TimeoutError(f"it did not end within {within:.0f} seconds; the last it wrote: {written[-400:]!r}")
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), written
    finally:
        os.close(master)
        try:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
