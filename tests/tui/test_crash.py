"""A crash, provoked in a real terminal: it says where, prints no value, gives the terminal back and ends with status 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.terminal import run_in_terminal

SENTINEL = "SENTINEL-value-of-a-local"
_APP = f"""
import sys
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.tools import Tools
from tests.tui.sample import key_overrides_max

class Crashing(AuthApp):
    def action_help(self):
        value = {SENTINEL!r}[::-1]
        raise RuntimeError("provoked")

    def on_told(self, told):
        value = {SENTINEL!r}[::-1]
        raise RuntimeError("provoked")

class Telling:
    def start(self, tell):
        if "told" in sys.argv: tell(None)
    def read_again(self):
        value = {SENTINEL!r}[::-1]
        raise RuntimeError("provoked")
    def stop(self): pass

app = Crashing(key_overrides_max(), Telling())
app.run()
sys.exit(app.return_code or 0)
"""


@pytest.mark.parametrize("key", [b"?", b"r"])
def test_a_crash_prints_no_value_and_gives_the_terminal_back(tmp_path: Path, key: bytes) -> None:
    status, written = run_in_terminal(_APP, key, b"5 \x1b", tmp_path)
    assert status == 1
    assert SENTINEL[::-1].encode() not in written
    assert b"provoked" not in written  # a message may hold a value too
    assert SENTINEL.encode() not in written  # and so may the source line
    after = written[written.rindex(b"\x1b[?1049l") :]
    assert b"claude-auth-tui failed: RuntimeError" in after
    assert b"\x1b[?25h" in written[written.index(b"\x1b[?1049h") :]


_LOST = """
import asyncio, os, sys
from claude_auth_tui.commands import cli
from claude_auth_tui.tui.app import AuthApp

def fails(self):
    value = os.environ["LOST"]
    async def task():
        {how}
    asyncio.get_running_loop().create_task(task())

AuthApp.action_help = fails
class Bad:
    def __repr__(self): return os.environ["LOST"]
    def __del__(self): raise ValueError(os.environ["LOST"])
sys.argv = ["claude-auth-tui", "demo"]
sys.exit(cli.run_as_program())
"""


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("raise RuntimeError(value)", b"RuntimeError"),
        ("{}[value]", b"KeyError"),
        ("asyncio.get_running_loop().call_exception_handler({'message': value, 'asyncgen': value})", b""),
        ("import logging; logging.getLogger('asyncio').error('%s', value, exc_info=True)", b""),
        ("import warnings; warnings.warn(value)", b""),
        ("Bad()", b"ValueError"),
    ],
)
def test_what_python_would_tell_by_itself_of_a_lost_failure_holds_no_value(tmp_path: Path, how: str, told: bytes) -> None:
    """A task nobody waits for, a logger nobody set up, a destructor: asyncio and Python write what was thrown, with its message."""
    env = {"LOST": SENTINEL}
    status, written = run_in_terminal(_LOST.replace("{how}", how), b"?", b"\x1b[?1049h", tmp_path, env, then=[(b"5 \x1b", b"q")])
    assert status == 0
    assert SENTINEL.encode() not in written
    if told and b"Bad" not in how.encode():
        after = written[written.rindex(b"\x1b[?1049l") :]
        assert b"claude-auth-tui failed: " + told in after


def test_a_crash_in_a_copy_is_told_and_ends_nothing(tmp_path: Path) -> None:
    script = _APP.replace(
        "Crashing(key_overrides_max(), Telling())",
        "Crashing(key_overrides_max(), Telling(), Tools(copy=lambda text, osc52: 1 / 0))",
    )
    status, written = run_in_terminal(script, b"y", b"5 \x1b", tmp_path, then=[(b"Could not copy", b"\x03")])
    assert status == 0
    assert b"ZeroDivisionError" in written
    assert b"Traceback" not in written


def test_quitting_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    status, written = run_in_terminal(_APP, b"q", b"5 \x1b", tmp_path)
    assert status == 0
    for on, off in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?25l", b"\x1b[?25h"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
        (b"\x1b[22;2t", b"\x1b[23;2t"),
    ):
        assert written.rindex(off) > written.rindex(on)
    assert b"Traceback" not in written
