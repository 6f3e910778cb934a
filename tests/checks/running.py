"""Running a fix where a user would: its command, pasted into a real shell, in a throwaway home."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from claude_auth_tui.model.words import FixShell
from tests.programs import needed, needed_by

SHELLS: tuple[FixShell, ...] = ("bash", "zsh", "fish")


def run(shell: str, command: str, home: Path, path: str = "", **env: str) -> str:
    """What the command prints; it must succeed. Interactive as the user's shell is, but without startup files."""
    flags = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": []}[shell]
    needed_by(command)
    environment = {"HOME": str(home), "PATH": f"{path}:{os.environ['PATH']}", "TERM": "dumb", "LANG": "C.UTF-8", **env}
    done = subprocess.run(
        [needed(shell), *flags, "-c", command], cwd=home, env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{command}: {done.stderr}"
    return done.stdout
