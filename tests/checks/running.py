"""Running a fix where a user would: its command, pasted into a real shell, in a throwaway home."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from claude_auth_tui.model.words import FixShell

SHELLS: tuple[FixShell, ...] = ("bash", "zsh", "fish")


def shell_path(shell: str) -> str:
    """The real shell; without it the test is skipped, and in CI it fails."""
    found = shutil.which(shell)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{shell} is not installed")
    return found


def run(shell: str, command: str, home: Path, path: str = "", **env: str) -> str:
    """What the command prints; it must succeed. Interactive as the user's shell is, but without startup files."""
    flags = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": []}[shell]
    environment = {"HOME": str(home), "PATH": f"{path}:{os.environ['PATH']}", "TERM": "dumb", "LANG": "C.UTF-8", **env}
    done = subprocess.run(
        [shell_path(shell), *flags, "-c", command], cwd=home, env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{command}: {done.stderr}"
    return done.stdout
