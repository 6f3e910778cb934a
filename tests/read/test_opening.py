"""Opening files: what is no file never blocks, and what the user names may be a pipe, but not one that is silent for ever."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.claude_code.certificates import Trust
from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.probes.trust import trusted
from claude_auth_tui.read.opening import NotAFileError, read_bytes, read_named
from tests.in_terminal import PROGRAM, given


@pytest.fixture(params=["fifo", "device", "socket", "folder"])
def no_file(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    path = tmp_path / "it"
    if request.param == "fifo":
        os.mkfifo(path)
    elif request.param == "device":
        path.symlink_to("/dev/zero")
    elif request.param == "socket":
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(path))
    else:
        path.mkdir()
    return str(path)


def test_what_is_no_regular_file_is_not_read(no_file: str) -> None:
    with pytest.raises(OSError, match=r"regular|No such device"):
        read_bytes(no_file, 10)


def test_no_more_than_asked_for_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 100)
    assert read_bytes(str(tmp_path / "file"), 10) == read_named(str(tmp_path / "file"), 10) == b"x" * 10
    assert read_named("/dev/zero", 10) == b"\0" * 10
    with pytest.raises(NotAFileError):
        read_bytes("/dev/zero", 10)


def test_a_named_pipe_is_read_to_its_end_or_until_it_is_silent(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(TimeoutError, match="nothing came"):
        read_named(str(pipe), 100, silence=0.2)

    def write() -> None:
        with pipe.open("wb") as file:
            for part in (b"one ", b"two ", b"three"):
                file.write(part)
                file.flush()
                time.sleep(0.1)

    writer = threading.Thread(target=write)
    writer.start()
    assert read_named(str(pipe), 100, silence=20) == b"one two three"
    writer.join()


def test_a_report_comes_from_a_file_a_pipe_or_standard_input(tmp_path: Path, needs: Callable[[str], str]) -> None:
    words = " ".join(PROGRAM)
    report = tmp_path / "report.json"
    report.write_bytes(
        subprocess.run([*PROGRAM, "report", "--json"], env=given(tmp_path), cwd=tmp_path, capture_output=True, check=True).stdout
    )
    told = set()
    for how in (
        f"--open {report}",
        f"--open - < {report}",
        f"--open /dev/stdin < {report}",
        f"--open <(cat {report})",
        f"--open /dev/stdin <<< $(cat {report})",
    ):
        done = subprocess.run(
            [needs("bash"), "-c", f"{words} check {how}"],
            env=given(tmp_path),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stderr == ""
        told.add(done.stdout)
    assert len(told) == 1
    assert "Not logged in" in told.pop()


def test_pipes_in_place_of_its_files_do_not_block_a_start(tmp_path: Path) -> None:
    """Its config, its state, startup files, settings and stores: all of them at once."""
    for name in (
        ".config/claude-auth-tui/config.toml", ".local/state/claude-auth-tui/view.json", ".bashrc", ".profile", ".claude/settings.json",
        ".claude/.credentials.json", ".claude.json", ".env", ".envrc", "settings.json",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(tmp_path / name)
    for arguments in (["check"], ["check", "--settings", "settings.json"], ["demo"]):
        done = subprocess.run(
            [*PROGRAM, *arguments],
            env=given(tmp_path),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=20,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert done.stdout


def test_a_pipe_in_place_of_a_certificate_does_not_block(tmp_path: Path) -> None:
    from claude_auth_tui.claude_code.environment import Given
    from claude_auth_tui.model.secret import Secret

    os.mkfifo(tmp_path / "ca.pem")
    pipe = Given("NODE_EXTRA_CA_CERTS", Secret(str(tmp_path / "ca.pem")), NOTHING)
    found = trusted(Trust(more=pipe, certificate=pipe, key=pipe), str(tmp_path))
    assert any("it is no regular file" in row.text for row in found.rows)
