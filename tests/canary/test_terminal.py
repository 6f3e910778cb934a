"""The real program in a real terminal: its whole stream, tmux's screen and buffer, and what it leaves in the home hold no value."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from typing import Final

import pytest

from tests.canary.canaries import canary
from tests.canary.homes import Home, contents, full, home_with, written_since
from tests.canary.places import Shell
from tests.canary.scanning import Leak, Scanner
from tests.tui.test_real_tmux import Pane

READY: Final = "5 Checks"
_DRAWN: Final = "5 \x1b"
"""The same, in the stream: the name is in another style."""
_ROW: Final = ("\r", "\x1b", "w", "\x1b", "y", "j")
_KEYS: Final = (
    *(key for pane in "12345" for key in (pane, "g", *_ROW, *_ROW, *_ROW, "G", *_ROW)),
    *(key for opens in "?fPKHvtR" for key in (opens, "\x1b")),
    "m", "c", "z", "z", "r", "n", "N", "\x1b", "Y", "y",
)  # fmt: skip
"""A session: details, what-if and copy on rows of every pane, every dialogue, both copies."""
_PASTE: Final = "\x1b[200~{}\x1b[201~"
_ESCAPES: Final = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>78]")
_POSITIONED: Final = re.compile(rb"\x1b\[[0-9;]*[Hf]")


def _first(leaks: list[Leak], of: int) -> str:
    first = {leak.place: leak for leak in reversed(leaks)}
    return f"{len(first)} of {of} places leak:\n" + "\n".join(str(leak)[:260] for leak in first.values()) if first else ""


class _Terminal:
    """A program in a pseudo-terminal. Keys are typed one after the other, each once the picture of the last has come to rest."""

    def __init__(self, home: Home) -> None:
        self.stream = b""
        self._child, self._master = pty.fork()
        if self._child == 0:  # pragma: no cover - the other process
            os.chdir(home.cwd)
            given = {**home.environment(), "TERM": "xterm-256color", "VISUAL": "/bin/true"}
            os.execve(sys.executable, [sys.executable, "-m", "claude_auth_tui"], given)
        ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))

    def until(self, wanted: str, within: float = 40) -> None:
        end = time.monotonic() + within
        while wanted.encode() not in self.stream:
            if time.monotonic() > end or not self._read(1.0):
                assert time.monotonic() < end, f"it never wrote {wanted!r}: {self.stream[-400:]!r}"

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())
        self._read(1.0)
        while self._read(0.03):
            pass

    def end(self) -> int:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with contextlib.suppress(OSError):  # the other end is closed
                self.press("q")  # in a dialogue it closes that
            pid, status = os.waitpid(self._child, os.WNOHANG)
            if pid:
                self._child = 0
                return os.waitstatus_to_exitcode(status)
        pytest.fail("it did not end")

    def close(self) -> None:
        os.close(self._master)
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)

    def _read(self, wait: float) -> bool:
        if not select.select([self._master], [], [], wait)[0]:
            return False
        try:
            piece = os.read(self._master, 65536)
        except OSError:  # the other end is closed
            return False
        self.stream += piece
        return bool(piece)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[tuple[_Terminal, Home]]:
    home = home_with(full("zsh", most=60), tmp_path)
    started = _Terminal(home)
    try:
        yield started, home
    finally:
        started.close()


@pytest.mark.timeout(180)
def test_no_value_is_in_the_stream_of_a_whole_session(terminal: tuple[_Terminal, Home]) -> None:
    started, home = terminal
    pasted = canary("pasted into explain", 108)
    before = contents(home.path)
    started.until(_DRAWN)
    for keys in (*_KEYS, "x", _PASTE.format(f"Invalid API key {pasted.text}"), "\x1b", "\x10", "theme", "\r", "\r"):
        started.press(keys)
    started.press("\x1b")
    status = started.end()
    assert status == 0, started.stream[-6000:].decode("utf-8", "replace")
    scanner = Scanner([*home.canaries, pasted])
    text = started.stream.decode("utf-8", "replace")
    drawn = _ESCAPES.sub(b"", _POSITIONED.sub(b"\n", started.stream)).decode("utf-8", "replace")
    found = scanner.leaks("stream", text) + scanner.leaks("stream without escapes", drawn, rows=True)
    assert "\x1b]52;" in text  # both copies went this way
    for name, data in written_since(home.path, before).items():
        found += scanner.leaks(f"written: {Path(name).name}", name + "\n" + data.decode("utf-8", "replace"))
    assert not found, _first(found, len(home.canaries) + 1)


def test_nothing_but_the_theme_is_written_in_the_home(terminal: tuple[_Terminal, Home]) -> None:
    started, home = terminal
    before = contents(home.path)
    started.until(_DRAWN)
    for keys in ("5", "\r", "\x1b", "w", "\x1b", "y", "Y"):
        started.press(keys)
    assert started.end() == 0
    assert set(written_since(home.path, before)) <= {str(home.path / ".local/state/claude-auth-tui/view.json")}


@pytest.fixture
def tmux(needs: Callable[[str], str], tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Pane, Home]]:
    shell: Shell = request.param
    program, path = needs("tmux"), needs(shell)
    home = home_with(full(shell, most=60), tmp_path / "home")
    pane = Pane(program, tmp_path / "tmux", home.path)
    environment = {**home.environment(), "TERM": "xterm-256color", "SHELL": "/bin/sh", "PATH": os.environ["PATH"], "VISUAL": "/bin/true"}
    wanted = {name: value for name, value in environment.items() if "\n" not in value}
    start = f"SHELL={path} exec {sys.executable} -m claude_auth_tui"
    (tmp_path / "tmux.conf").write_text("set -g remain-on-exit on\n")  # so that a crash can be seen
    subprocess.run(
        [program, "-S", str(pane.socket), "-f", str(tmp_path / "tmux.conf"), "new-session", "-d", "-x", "140", "-y", "40", "-c", str(home.cwd), start],
        env=wanted, check=True, timeout=10,
    )  # fmt: skip
    try:
        yield pane, home
    finally:
        pane.tmux("kill-server")
        shutil.rmtree(tmp_path / "home", ignore_errors=True)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("tmux", ["zsh", "bash"], indirect=True)
def test_no_value_is_on_the_screen_or_in_the_buffer_of_tmux(tmux: tuple[Pane, Home]) -> None:
    pane, home = tmux
    pane.until(lambda text: READY in text and "q quit" in text, within=60)
    seen = [("start", pane.text())]
    names = {"\r": "Enter", "\x1b": "Escape"}
    for keys in _KEYS:
        pane.keys(names.get(keys, keys))
        text = _at_rest(pane, seen[-1][1])
        if text != seen[-1][1]:
            seen.append((f"screen after {names.get(keys, keys)}", text))
    assert pane.tmux("list-panes", "-F", "#{pane_dead}").strip() == "0", pane.tmux("capture-pane", "-p", "-S", "-100")
    scanner = Scanner(home.canaries)
    buffers = pane.tmux("list-buffers", "-F", "#{buffer_name}").split()
    assert buffers
    found = [leak for name in buffers for leak in scanner.leaks("tmux buffer", pane.tmux("show-buffer", "-b", name))]
    found += [leak for channel, text in seen for leak in scanner.leaks(channel, text, rows=True)]
    assert not found, _first(found, len(home.canaries))


def _at_rest(pane: Pane, last: str) -> str:
    """The screen once it is the same twice; a key that changes nothing has been read after a while."""
    end = time.monotonic() + 0.4
    while (before := pane.text()) == last and time.monotonic() < end:
        pass
    while (now := pane.text()) != before:
        before = now
    return now
