"""The program above our shells, found in a made-up /proc."""

from __future__ import annotations

from pathlib import Path

import pytest

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.processes import read_ancestor


def process(proc: Path, pid: int, parent: int, name: str, environ: bytes | None = b"") -> None:
    folder = proc / str(pid)
    folder.mkdir(parents=True)
    (folder / "stat").write_text(f"{pid} ({name}) S {parent} 1 1 0")
    (folder / "comm").write_text(name[:15] + "\n")
    if environ is not None:
        (folder / "environ").write_bytes(environ)


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    process(tmp_path, 100, 90, "python3.12")
    process(tmp_path, 90, 80, "zsh")
    process(tmp_path, 80, 70, "bash")
    return tmp_path


def test_shells_and_ourselves_are_passed_over(proc: Path) -> None:
    process(proc, 70, 60, "gnome-terminal-", b"ANTHROPIC_API_KEY=sk-ant-api03-FAKE\0LANG=C\0")
    found = read_ancestor(100, str(proc))
    assert found is not None
    assert (found.name, found.pid, found.known) == ("gnome-terminal-", 70, True)
    assert found.environment == {"ANTHROPIC_API_KEY": Secret("sk-ant-api03-FAKE"), "LANG": Secret("C")}


def test_a_name_with_brackets_and_blanks_does_not_confuse(proc: Path) -> None:
    process(proc, 70, 60, "tmux: server) S 1", b"A=1\0")
    found = read_ancestor(100, str(proc))
    assert found is not None
    assert (found.pid, found.name) == (70, "tmux: server")


def test_an_unreadable_environment_is_told(proc: Path) -> None:
    process(proc, 70, 60, "sshd", None)
    found = read_ancestor(100, str(proc))
    assert found is not None
    assert (found.known, found.detail) == (False, "No such file or directory")


@pytest.mark.parametrize("top", ["systemd", "init"])
def test_a_shell_under_the_session_manager_has_no_terminal(proc: Path, top: str) -> None:
    process(proc, 70, 1, top, b"A=1\0")
    assert read_ancestor(100, str(proc)) is None


def test_without_proc_nothing_is_told(tmp_path: Path) -> None:
    assert read_ancestor(100, str(tmp_path / "none")) is None
