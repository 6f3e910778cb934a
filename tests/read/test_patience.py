"""A disk that does not answer costs seconds and a row, whatever is asked of it; when it answers again, that is noticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claude_auth_tui.read import patience
from claude_auth_tui.read.files import LiveFiles, read_file, read_folder, stat_file
from claude_auth_tui.read.patience import patiently
from claude_auth_tui.watch.signature import Marks
from tests.in_terminal import PROGRAM, Terminal, given, in_time

SHORT = 0.2


class Disk:
    """Paths below `dead` give no answer until `answer` is set."""

    def __init__(self) -> None:
        self.dead = ""
        self.answer = threading.Event()
        self.asked = 0

    def wait(self, path: object) -> bool:
        if self.dead and str(path).startswith(self.dead):
            self.asked += 1
            self.answer.wait(30)
        return True


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    made = Disk()
    for name in ("open", "stat", "lstat", "scandir", "readlink"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda path, *rest, real=real, **more: made.wait(path) and real(path, *rest, **more))
    monkeypatch.setattr(patience, "LIMIT", SHORT)
    monkeypatch.setattr(patience, "_NEXT_LIMIT", SHORT)
    monkeypatch.setattr(patience, "_silent", {})
    yield made
    made.answer.set()


@pytest.mark.parametrize("ask", [read_file, stat_file, read_folder])
def test_what_gives_no_answer_is_unreadable_and_the_rest_is_there(ask: Callable[[str], object], disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "well").write_text("here")
    (tmp_path / "ill").mkdir()
    disk.dead = str(tmp_path / "ill")
    begun = time.monotonic()
    ill, below, well = patiently(lambda: (ask(disk.dead), read_file(disk.dead + "/file"), read_file(str(tmp_path / "well"))))
    assert time.monotonic() - begun < 5 * SHORT
    assert (ill.state, ill.detail) == ("unreadable", patience.NO_ANSWER)  # type: ignore[attr-defined]
    assert below.state == "unreadable"
    assert well.text is not None
    assert disk.asked <= 2  # once more for what it leads to; what is below is not asked for


def test_a_link_into_it_is_not_followed_a_second_time(disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "ill").mkdir()
    for name in ("one", "two"):
        (tmp_path / name).symlink_to("ill/" + name)
    disk.dead = str(tmp_path / "ill")
    patiently(lambda: read_file(disk.dead))
    begun = time.monotonic()
    assert patiently(lambda: read_file(str(tmp_path / "two"))).state == "unreadable"
    assert time.monotonic() - begun < SHORT


def test_many_that_give_no_answer_end_soon(disk: Disk, tmp_path: Path) -> None:
    disk.dead = str(tmp_path)
    begun = time.monotonic()
    found = patiently(lambda: [read_file(f"{tmp_path}/{number}") for number in range(100)])
    assert {file.state for file in found} == {"unreadable"}
    assert time.monotonic() - begun < 16 * SHORT


def test_when_it_answers_again_it_is_asked_again(disk: Disk, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("here")
    disk.dead = str(file)
    marks = Marks()
    assert patiently(lambda: read_file(str(file))).state == "unreadable"
    files = LiveFiles()
    patiently(lambda: files.file(str(file)))
    marks.adopt(files.freeze(), {})
    assert marks.different(marks.now()) == set()
    disk.answer.set()
    until = time.monotonic() + 20
    while str(file) not in marks.different(marks.now()):
        assert time.monotonic() < until
    assert patiently(lambda: read_file(str(file))).state == "present"


def test_a_failure_is_the_callers_and_a_slow_answer_is_waited_for() -> None:
    with pytest.raises(ZeroDivisionError):
        patiently(lambda: 1 / 0)
    slow = threading.Event()
    threading.Timer(0.3, slow.set).start()
    assert patiently(lambda: slow.wait(10))  # it is at no path: a shell that is asked takes its time


def _with_dead_disk(at: Path, command: list[str]) -> list[str]:
    """The command beside a file system that never answers: one of FUSE whose server is silent. In a mount namespace of its own."""
    code = f"""
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
if libc.unshare(0x20000) or libc.mount(b"none", b"/", None, 0x44000, None):
    sys.exit(77)
fd = os.open("/dev/fuse", os.O_RDWR)
os.set_inheritable(fd, True)
if libc.mount(b"dead", {os.fsencode(at)!r}, b"fuse", 0, f"fd={{fd}},rootmode=40000,user_id=0,group_id=0".encode()):
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""
    return [sys.executable, "-c", code, *command]


@pytest.fixture
def dead(tmp_path: Path) -> Path:
    """A home of which much lies on a disk that never answers."""
    if os.geteuid() != 0 or not os.access("/dev/fuse", os.W_OK):
        pytest.skip("to mount a file system that never answers takes root and /dev/fuse")
    (tmp_path / "dead").mkdir()
    tried = subprocess.run(_with_dead_disk(tmp_path / "dead", ["/bin/true"]), env={"PATH": "/usr/bin:/bin"}, check=False, timeout=20)
    if tried.returncode == 77:
        pytest.skip("no file system may be mounted here")
    for name in (".bash_aliases", ".claude"):
        (tmp_path / name).symlink_to(f"dead/{name}")
    (tmp_path / ".bashrc").write_text(
        ". ~/.bash_aliases\nexport ANTHROPIC_API_KEY=sk-ant-api03-FAKE0123456789FAKE0123456789w7AA\n. ~/dead/more\n"
    )
    return tmp_path


def test_check_beside_a_dead_disk_tells_the_rest(dead: Path) -> None:
    begun = time.monotonic()
    done = subprocess.run(
        _with_dead_disk(dead / "dead", [*PROGRAM, "check", "--json"]),
        env=given(dead),
        cwd=dead,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert time.monotonic() - begun < patience.LIMIT + 2 * in_time()
    document = json.loads(done.stdout)
    assert "~/.bashrc:2" in done.stdout
    assert patience.NO_ANSWER in done.stdout
    assert document["verdict"]["level"] in ("error", "warning", "unknown")


def test_the_view_beside_a_dead_disk_opens_follows_changes_and_ends(dead: Path) -> None:
    one = Terminal(dead, _with_dead_disk(dead / "dead", [*PROGRAM]))
    try:
        one.until(b"live")
        assert b"w7AA" in one.written
        one.written = b""
        (dead / ".bashrc").write_text("export ANTHROPIC_API_KEY=sk-ant-api03-FAKE0123456789FAKE0123456789z9AA\n")
        one.until(b"z9AA")
        one.type(b"q")
        status, took = one.end()
        assert status == 0
        assert took < 2 * in_time()
    finally:
        one.close()
