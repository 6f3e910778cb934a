"""Running Claude Codes, in a made-up /proc and, once, in the real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import RunningClaude
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.processes import read_running
from claude_auth_tui.read.whose import ELSEWHERE

PTS_3 = (136 << 8) | 3
KEY = "sk-ant-api03-FAKE-0123456789-w7AA"


class Proc:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "stat").write_text("cpu  1 2 3\nintr 5 6\nbtime 1795000000\nprocesses 3\n")
        (folder / "meminfo").write_text("")

    def add(self, pid: int, comm: str, *argv: str, state: str = "S", tty: int = 0, ticks: int = 100, environ: bytes | None = b"") -> Path:
        folder = self.folder / str(pid)
        folder.mkdir()
        (folder / "comm").write_text(comm + "\n")
        (folder / "cmdline").write_bytes("\0".join(argv).encode() + b"\0")
        (folder / "stat").write_text(f"{pid} ({comm}) {state} 1 {pid} {pid} {tty} {pid} 0 0 0 0 0 0 0 0 0 20 0 8 0 {ticks} 0 0")
        if environ is not None:
            (folder / "environ").write_bytes(environ)
        return folder

    def pids(self) -> list[int]:
        return [running.pid for running in read_running({}, str(self.folder))]


@pytest.fixture
def proc(tmp_path: Path) -> Proc:
    return Proc(tmp_path / "proc")


def test_it_tells_where_it_runs_and_what_it_was_started_with(proc: Proc, tmp_path: Path) -> None:
    environ = f"ANTHROPIC_API_KEY={KEY}\0PWD=/x=y\0EMPTY=\0nonsense\0".encode() + b"ODD=\xff\0"
    folder = proc.add(4121, "claude", "claude", tty=PTS_3, ticks=300, environ=environ)
    (folder / "cwd").symlink_to(tmp_path)
    found = read_running({"/dev/pts/3": "%5"}, str(proc.folder))
    assert [(one.pid, one.cwd, one.tty, one.pane, one.known) for one in found] == [(4121, str(tmp_path), "/dev/pts/3", "%5", True)]
    assert found[0].started == 1795000000 + 300 / os.sysconf("SC_CLK_TCK")
    assert found[0].environment["ANTHROPIC_API_KEY"] == Secret(KEY)
    assert found[0].environment["PWD"] == Secret("/x=y")
    assert found[0].environment["EMPTY"] == Secret("")
    assert found[0].environment["ODD"] == Secret("\udcff")
    assert KEY not in repr(found)


@pytest.mark.parametrize(
    ("comm", "argv"),
    [
        ("claude", ("claude", "-p", "hello")),
        ("2.1.329", ("/home/dev/.local/share/claude/versions/2.1.329",)),
        ("node", ("node", "/usr/local/bin/claude")),
        ("node", ("/usr/bin/node", "--no-warnings", "/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js")),
        ("MainThread", ("node", "/home/dev/.claude/local/node_modules/.bin/claude")),
        ("claude.exe", ("claude",)),
    ],
)
def test_every_way_to_start_it_is_known(proc: Proc, comm: str, argv: tuple[str, ...]) -> None:
    proc.add(100, comm, *argv)
    assert proc.pids() == [100]


@pytest.mark.parametrize(
    ("comm", "argv"),
    [
        ("vim", ("vim", "claude")),
        ("node", ("node", "server.js", "/bin/claude")),
        ("node", ("node",)),
        ("1.2.3", ("/opt/other/1.2.3",)),
        ("claude-desktop", ("claude-desktop",)),
        ("zsh", ("-zsh",)),
    ],
)
def test_other_programs_are_not_taken_for_it(proc: Proc, comm: str, argv: tuple[str, ...]) -> None:
    proc.add(100, comm, *argv)
    assert proc.pids() == []


def test_those_of_other_users_ourselves_and_the_dead_are_left_out(proc: Proc) -> None:
    proc.add(100, "claude", "claude")
    assert read_running({}, str(proc.folder), uid=os.getuid() + 1) == ()
    assert [one.pid for one in read_running({}, str(proc.folder), uid=0)] == [100], "root is told of all"
    proc.add(os.getpid(), "claude", "claude")
    proc.add(102, "claude", "claude", state="Z")
    assert proc.pids() == [100]


def test_whose_it_is_is_told_where_it_is_not_ours_and_ours_come_first(proc: Proc, tmp_path: Path) -> None:
    proc.add(100, "claude", "claude", ticks=1, environ=f"HOME={tmp_path}/other\0USER=lena\0".encode())
    proc.add(200, "claude", "claude", ticks=2, environ=f"HOME={tmp_path}\0".encode())
    proc.add(300, "claude", "claude", ticks=3, environ=f"HOME={tmp_path}/\0".encode())
    proc.add(400, "claude", "claude", ticks=4, environ=b"HOME=here\0")
    found = read_running({}, str(proc.folder), home=str(tmp_path))
    assert [one.pid for one in found] == [200, 300, 100, 400]
    assert [one.whose.home if one.whose else None for one in found] == [None, None, f"{tmp_path}/other", "here"]
    assert found[3].whose is not None
    assert found[3].whose.detail == "its HOME is no absolute path"


def test_one_in_a_container_of_its_own_has_other_files_and_no_terminal_of_ours(proc: Proc, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for pid, root in ((100, tmp_path / "container"), (200, Path("/"))):
        folder = proc.add(pid, "claude", "claude", tty=PTS_3, ticks=pid, environ=f"HOME={home}\0".encode())
        (folder / "root").symlink_to(root)
    (tmp_path / "container" / str(home)[1:]).mkdir(parents=True)
    ours, theirs = read_running({"/dev/pts/3": "%5"}, str(proc.folder), home=str(home))
    assert (ours.pid, ours.whose, ours.pane) == (200, None, "%5")
    assert theirs.whose is not None
    assert (theirs.pid, theirs.whose.detail, theirs.tty, theirs.pane) == (100, ELSEWHERE, "", None)


def test_the_oldest_comes_first(proc: Proc) -> None:
    proc.add(100, "claude", "claude", ticks=900)
    proc.add(200, "claude", "claude", ticks=100)
    assert proc.pids() == [200, 100]


def test_an_environment_that_cannot_be_read_is_a_fact(proc: Proc) -> None:
    proc.add(100, "claude", "claude", environ=None)
    found = read_running({}, str(proc.folder))
    assert not found[0].known
    assert found[0].detail == "No such file or directory"


def test_a_proc_that_is_broken_or_absent_is_no_trouble(proc: Proc, tmp_path: Path) -> None:
    folder = proc.add(100, "claude", "claude")
    (folder / "stat").write_text("100 (claude")
    (proc.folder / "200").mkdir()
    (proc.folder / "stat").unlink()
    assert proc.pids() == []
    assert read_running({}, str(tmp_path / "none")) == ()


def started(pid: int) -> RunningClaude:
    """The process once the kernel has given it its name and environment, which is a moment after it was started."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if found := [one for one in read_running() if one.pid == pid and one.environment]:
            return found[0]
    raise AssertionError("never found")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_a_real_process_is_found_with_its_environment(needs: Callable[[str], str], tmp_path: Path) -> None:
    program = tmp_path / "claude"
    shutil.copy(needs("sleep"), program)
    with subprocess.Popen([str(program), "60"], env={"ANTHROPIC_API_KEY": KEY, "HOME": str(tmp_path)}, cwd=tmp_path) as process:
        try:
            found = started(process.pid)
        finally:
            process.kill()
    assert found.environment == {"ANTHROPIC_API_KEY": Secret(KEY), "HOME": Secret(str(tmp_path))}
    assert found.cwd == str(tmp_path)
    assert found.started is not None
