"""What `git` says in a repository of its own: the real one, and a shell that is predicted."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell

SETTINGS = '[user]\n\tname = A B\n[oh-my-zsh]\n\tbranch = master\n[remote "origin"]\n\turl = "https://h.example/x" ; c\n[x]\n\tflag\n'
ASKED = [
    "git rev-parse --is-inside-work-tree",
    "git rev-parse --show-toplevel",
    "git rev-parse --git-dir",
    "cd deep/er; git rev-parse --git-dir",
    "git -C deep rev-parse --show-toplevel",
    "git rev-parse",
    "git rev-parse HEAD",
    "git config user.name",
    "git config --get oh-my-zsh.branch",
    "git config remote.origin.url",
    "git config --local x.flag",
    "git config --global user.name",
    "git config --local nothing.here",
    "cd ..; git rev-parse",
]
Needs = Callable[[str], str]


@pytest.mark.parametrize("command", ASKED)
def test_git_is_predicted_as_it_answers(command: str, needs: Needs, tmp_path: Path) -> None:
    needs("git")
    home = tmp_path / "home"
    repository = home / "r"
    (repository / "deep/er").mkdir(parents=True)
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}
    author = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", "init", "-q", "."], cwd=repository, env=environment, check=True)
    subprocess.run(["git", *author, "commit", "-q", "--allow-empty", "-m", "x"], cwd=repository, env=environment, check=True)
    with (repository / ".git/config").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    real = subprocess.run(["sh", "-c", command], cwd=repository, env=environment, capture_output=True, text=True, check=False)
    (home / ".bashrc").write_text(f"cd ~/r\nexport K=$({command}; echo $?)\n", encoding="utf-8")
    secrets = {name: Secret(value) for name, value in environment.items()}
    machine = Machine("linux", str(home), str(home), LiveFiles(), secrets, uid=os.getuid())
    told = predict_shell(machine, "bash", "interactive", secrets, ["K"]).variables["K"].value
    assert told is not None
    assert unveil(told) == f"{real.stdout}{real.returncode}"
