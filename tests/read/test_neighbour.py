"""Following the neighbouring pane of a real tmux."""

from __future__ import annotations

import os
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claude_auth_tui.read.tmux import neighbour_folder

Tmux = Callable[..., str]


@pytest.fixture
def tmux(needs: Callable[[str], str], tmp_path: Path) -> Iterator[Tmux]:
    program, socket = needs("tmux"), f"test-{uuid.uuid4().hex[:8]}"
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "xterm", "SHELL": "/bin/sh", "TMUX_TMPDIR": str(tmp_path)}

    def call(*arguments: str) -> str:
        command = [program, "-L", socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=10).stdout.strip()

    yield call
    subprocess.run([program, "-L", socket, "kill-server"], env=env, check=False, capture_output=True)


def inside(tmux: Tmux, pane: str) -> dict[str, str]:
    """The environment of a program in a pane."""
    path, pid = tmux("display-message", "-p", "#{socket_path} #{pid}").split(" ")
    return {"TMUX": f"{path},{pid},0", "TMUX_PANE": pane, "PATH": os.environ["PATH"]}


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_pane_used_last_is_followed_and_ours_is_not(tmux: Tmux, tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    tmux("new-session", "-d", "-c", str(tmp_path / "one"), "-x", "80", "-y", "24")
    ours = tmux("display-message", "-p", "#{pane_id}")
    assert neighbour_folder(inside(tmux, ours)) is None  # nobody to follow
    tmux("split-window", "-c", str(tmp_path / "two"))
    second = tmux("display-message", "-p", "#{pane_id}")
    until(lambda: neighbour_folder(inside(tmux, ours)) == str(tmp_path / "two"))
    tmux("send-keys", "-t", second, f"cd '{tmp_path / 'three'}'", "Enter")
    until(lambda: neighbour_folder(inside(tmux, ours)) == str(tmp_path / "three"))
    tmux("select-pane", "-t", ours)  # looking at us does not change whom we follow
    assert neighbour_folder(inside(tmux, ours)) == str(tmp_path / "three")
    assert neighbour_folder(inside(tmux, second)) == str(tmp_path / "one")


def test_outside_tmux_there_is_nobody_to_follow(needs: Callable[[str], str]) -> None:
    needs("tmux")
    assert neighbour_folder({"PATH": os.environ["PATH"]}) is None
    assert neighbour_folder({"PATH": os.environ["PATH"], "TMUX": "/nowhere,1,0", "TMUX_PANE": "%0"}) is None
