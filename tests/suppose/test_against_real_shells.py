"""Generated startup files: what is promised for a line's being gone is what the real bash and zsh export without it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine, Request
from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.what_if import Subject
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.suppose import what_if
from tests.shells.made_up import TAG
from tests.shells.posix.asking import exported, lay
from tests.shells.posix.generate import NAMES, home_of
from tests.shown import shown

SHELLS: tuple[ShellName, ...] = ("bash", "zsh")


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_that_is_gone_leaves_what_was_promised(shell: ShellName, seed: int, needs: Callable[[str], str], tmp_path: Path) -> None:
    program = needs(shell)
    files = home_of(2000 + seed, shell)
    lay(tmp_path, files)
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TERM": "xterm-256color",
        "USER": "dev",
        "LANG": "C.UTF-8",
    }
    secrets = {name: Secret(value) for name, value in environment.items()}
    request = Request(shell=shell, start="login", inherit="here")
    home = str(tmp_path)
    facts = gather(Machine("linux", home, home, LiveFiles(), secrets, uid=os.getuid(), login_shell=program, request=request))
    assert facts.shell is not None
    lines = dict.fromkeys((found.hit.path.removeprefix(f"{home}/"), found.hit.line) for found in facts.shell.found)
    cannot = 0
    for relative, line in lines:
        if relative not in files:
            continue
        promised = what_if(facts, Subject("line", NOTHING, shown(f"~/{relative}"), line))
        if promised.outcome == "unknown":
            cannot += 1
            assert "\\\n" in files[relative] or _is_part(program, files[relative], line), f"{relative}:{line}: {files}"
            continue
        (tmp_path / relative).write_text(_blanked(program, files[relative], line), encoding="utf-8")
        real = exported(program, "login", tmp_path, environment)
        (tmp_path / relative).write_text(files[relative], encoding="utf-8")
        if real is None:
            continue
        for name in NAMES:
            told = promised.after[0].variable(name)
            value = real.get(name)
            if told.state != "unknown":
                tag = TAG.search(value) if value else None
                where = (told.where or "").rsplit("/", 1)[-1] if told.state == "set" else ""
                assert (told.state == "unset") == (value is None), f"{shell} {relative}:{line} {name}: {files}"
                assert where == (tag.group(1) if tag else value or ""), f"{shell} {relative}:{line} {name}: {files}"
    assert cannot <= len(lines) // 3


def _blanked(shell: str, text: str, line: int) -> str:
    """The text without the line; a `:` stands in where a block may not become empty."""
    lines = text.split("\n")
    lines[line - 1] = ""
    if _reads(shell, "\n".join(lines)) or not _reads(shell, text):
        return "\n".join(lines)
    lines[line - 1] = ":"
    return "\n".join(lines)


def _is_part(shell: str, text: str, line: int) -> bool:
    """Whether the line is no whole command by itself."""
    return not _reads(shell, text.split("\n")[line - 1] + "\n")


def _reads(shell: str, text: str) -> bool:
    return subprocess.run([shell, "-n"], input=text, text=True, capture_output=True, timeout=20, check=False).returncode == 0
