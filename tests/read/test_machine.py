"""Reading the machine as a whole: it is quick, and nothing strange about a process stops it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Ancestor, Request, RunningClaude
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.reading import read_machine, read_unwatched
from tests.shown import shown

ROOT = Path(__file__).parents[2]


def test_it_takes_no_time_to_speak_of() -> None:
    def once() -> float:
        begin = time.process_time()
        read_machine(Request())
        return time.process_time() - begin

    assert min(once() for _ in range(5)) < 0.015


def test_a_home_that_is_relative_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "somewhere")
    assert read_machine(Request()).home == str(tmp_path / "somewhere")


def test_without_home_the_list_of_users_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    monkeypatch.delenv("HOME")
    assert read_machine(Request()).home == pwd.getpwuid(os.getuid()).pw_dir.rstrip("/")


def test_the_project_folder_may_be_given_in_words_people_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/dev")
    assert read_machine(Request(cwd="a/../b")).cwd == str(tmp_path / "b")
    assert read_machine(Request(cwd="~/work")).cwd == "/home/dev/work"


def test_another_environment_is_read_without_this_process(tmp_path: Path) -> None:
    machine = read_machine(Request(), {"HOME": str(tmp_path)})
    assert (machine.home, machine.user, machine.ancestor, machine.running, machine.tmux) == (str(tmp_path), "", None, (), None)


@pytest.mark.parametrize(("home", "known"), [("/home/dev", True), ("/home/dev/", True), ("/root", False), (None, False)])
def test_a_terminal_of_another_home_says_nothing_about_ours(monkeypatch: pytest.MonkeyPatch, home: str | None, known: bool) -> None:
    environment = {"LANG": Secret("C")} | ({"HOME": Secret(home)} if home else {})
    monkeypatch.setattr("claude_auth_tui.read.reading.read_ancestor", lambda: Ancestor(shown("xterm"), 7, environment))
    monkeypatch.setenv("HOME", "/home/dev")
    ancestor = read_machine(Request()).ancestor
    assert ancestor is not None
    assert ancestor.known is known
    assert ancestor.environment == (environment if known else {})


def test_what_no_file_tells_is_equal_until_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    home = {"HOME": Secret(os.environ["HOME"])}
    running = [RunningClaude(1, {**home, "ANTHROPIC_API_KEY": Secret("sk-ant-api03-FAKE-1")})]
    monkeypatch.setattr("claude_auth_tui.read.reading.read_running", lambda panes, home: tuple(running))
    before = read_unwatched()
    assert read_unwatched() == before
    running[0] = RunningClaude(1, {**home, "ANTHROPIC_API_KEY": Secret("sk-ant-api03-FAKE-2")})
    assert read_unwatched() != before


STRANGE = """
import os, sys, tempfile
sys.path.insert(0, sys.argv[1])
from claude_auth_tui.read.reading import read_machine
from claude_auth_tui.model.machine import Request
import claude_auth_tui.read.reading as reader
reader.time = type("Time", (), {"time": staticmethod(lambda: 0.0)})
folder = tempfile.mkdtemp()
os.chdir(folder)
os.rmdir(folder)
for request in (Request(), Request(cwd="there"), Request(cwd="~/x"), Request(cwd="")):
    machine = read_machine(request)
    assert machine.now == 0.0
    repr(machine)
print(machine.home, machine.cwd)
"""


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {b"HOME": b""},
        {b"HOME": b"not/absolute", b"PATH": b"::.:\xff:relative"},
        {b"HOME": b"/h\xffme", b"ANTHROPIC_API_KEY": b"\xfe\xff", b"\xff\xfe": b"x", b"PATH": b"\xff:/\xff"},
        {b"TMUX": b"\xff,1,0", b"PATH": b"/usr/bin:/bin", b"CLAUDE_CONFIG_DIR": b"\xff"},
    ],
)
def test_nothing_strange_about_the_process_stops_it(environment: dict[bytes, bytes], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STRANGE, str(ROOT)],
        env={**environment, b"TMPDIR": os.fsencode(tmp_path), b"PYTHONIOENCODING": b"utf-8:replace", b"PYTHONDONTWRITEBYTECODE": b"1"},
        capture_output=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
