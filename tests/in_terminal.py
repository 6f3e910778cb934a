"""The program in a terminal of its own that can be typed into, hung up, and looked at afterwards."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "claude_auth_tui")
ON_AND_OFF = (b"\x1b[?1049", b"\x1b[?1000", b"\x1b[?1003", b"\x1b[?1006", b"\x1b[?2004", b"\x1b[?1004")
"""Modes that are switched on with `h` and off with `l`: the screen, the mouse, pasting, focus. The cursor is the other way round."""


def in_time() -> float:
    """A second, and more where other programs want the processors as well."""
    return 1.0 * max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))


def given(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home), "TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SHELL": "/bin/bash", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def signals_as_usual() -> None:
    """What a program's signals are when a terminal starts it; the tests themselves may run under `nohup`, or behind an `&`."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


class Terminal:
    """The program in a terminal of its own, in which a shell of ours stays the leader, as a user's shell does."""

    def __init__(
        self,
        home: Path,
        command: Sequence[str] = PROGRAM,
        *,
        ignored: Sequence[signal.Signals] = (),
        environment: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        size: tuple[int, int] = (100, 30),
    ) -> None:
        self.written = b""
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)

        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

        def prepare() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            signals_as_usual()
            for number in ignored:
                signal.signal(number, signal.SIG_IGN)

        self.process = subprocess.Popen(
            command,
            env=environment or given(home),
            cwd=cwd or home,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            preexec_fn=prepare,  # noqa: PLW1509
        )

    def read(self, seconds: float = 0.02) -> None:
        with contextlib.suppress(OSError):
            while select.select([self.master], [], [], seconds)[0]:
                self.written += os.read(self.master, 65536)

    def until(self, wanted: bytes | Callable[[], bool], within: float = 30) -> None:
        end = time.monotonic() + within
        while not (wanted() if callable(wanted) else wanted in self.written):
            assert time.monotonic() < end, f"not seen: {wanted!r}; the last it wrote: {self.written[-600:]!r}"
            assert self.process.poll() is None, f"it ended with {self.process.returncode}: {self.written[-600:]!r}"
            self.read()

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def resize(self, width: int, height: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def hang_up(self) -> None:
        """As when the terminal's window is closed, or tmux's server is killed."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def end(self) -> tuple[int, float]:
        """Wait for its end: the exit status and the seconds it took."""
        begun = time.monotonic()
        while self.process.poll() is None:
            assert time.monotonic() - begun < 20, "it does not end"
            if self.master >= 0:
                self.read()
            else:
                time.sleep(0.01)
        took = time.monotonic() - begun
        if self.master >= 0:
            self.read()
        return self.process.returncode, took

    def assert_given_back(self) -> None:
        assert termios.tcgetattr(self.slave) == self.before
        for mode in ON_AND_OFF:
            assert self.written.rfind(mode + b"l") > self.written.rfind(mode + b"h") >= 0, mode
        assert self.written.rfind(b"\x1b[?25h") > self.written.rfind(b"\x1b[?25l")
        assert b"Traceback" not in self.written

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in {self.master, self.slave} - {-1}:
            os.close(descriptor)
