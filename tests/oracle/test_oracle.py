"""A real Claude Code answers a sample of the recorded questions as the model does. Opt-in: `CLAUDE_BIN=… pytest --oracle tests/oracle`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.conformance.test_recorded import SURFACES


@pytest.mark.oracle
@pytest.mark.timeout(900)
@pytest.mark.parametrize("surface", SURFACES)
def test_the_installed_claude_code_does_what_the_model_says(surface: str, needs: Callable[[str], str], claude_bin: str) -> None:
    for program in ("unshare", "ip", "tmux", "git"):
        needs(program)
    sample = "12" if surface == "interactive" else "60"
    command = [sys.executable, "-m", "tests.oracle", "--surface", surface, "--sample", sample]
    run = subprocess.run(command, env={**os.environ, "CLAUDE_BIN": claude_bin}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.oracle
@pytest.mark.timeout(900)
def test_fixes_change_what_is_sent_as_they_promise(needs: Callable[[str], str], claude_bin: str) -> None:
    for program in ("unshare", "ip"):
        needs(program)
    command = [sys.executable, "-m", "tests.oracle", "--fixes"]
    run = subprocess.run(command, env={**os.environ, "CLAUDE_BIN": claude_bin}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.oracle
@pytest.mark.timeout(600)
def test_a_login_is_renewed_where_it_can_be(needs: Callable[[str], str], claude_bin: str) -> None:
    for program in ("unshare", "ip", "mount"):
        needs(program)
    if os.geteuid() != 0:
        pytest.skip("it makes mounts, and files of two users")
    command = [sys.executable, "-m", "tests.oracle", "--renewal"]
    run = subprocess.run(command, env={**os.environ, "CLAUDE_BIN": claude_bin}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
