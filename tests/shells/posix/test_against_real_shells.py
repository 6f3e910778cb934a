"""Generated startup files: what is predicted is what the real bash and zsh do, and a hit is effective just when its line matters."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from claude_auth_tui.shells.result import ShellEnd
from tests.shells.made_up import TAG, label
from tests.shells.posix.asking import exported, lay
from tests.shells.posix.generate import NAMES, home_of

STARTS: tuple[StartKind, ...] = ("login", "interactive", "script")
SHELLS: tuple[ShellName, ...] = ("bash", "zsh")
INHERITED = "val@inherited@"
Needs = Callable[[str], str]


def _environment(home: Path, seed: int) -> dict[str, str]:
    made = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}
    return made | ({NAMES[0]: INHERITED} if seed % 3 == 0 else {})


def _predicted(shell: ShellName, start: StartKind, home: Path, environment: Mapping[str, str]) -> ShellEnd:
    secrets = {name: Secret(value) for name, value in environment.items()}
    machine = Machine("linux", str(home), str(home), LiveFiles(), secrets, user="dev", uid=os.getuid(), login_shell="/bin/bash")
    return predict_shell(machine, shell, start, secrets, NAMES)


def _seen(values: Mapping[str, str], name: str) -> str | None:
    value = values.get(name)
    found = TAG.search(value) if value else None
    return found.group(1) if found else value


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("shell", SHELLS)
def test_a_generated_home_ends_as_in_the_real_shell(shell: ShellName, seed: int, needs: Needs, tmp_path: Path) -> None:
    path = needs(shell)
    for part, start in enumerate(STARTS):
        number = seed * 10 + part
        home = tmp_path / start
        home.mkdir()
        files = home_of(number, shell)
        lay(home, files)
        environment = _environment(home, number)
        real = exported(path, start, home, environment)
        if real is None:
            continue
        end = _predicted(shell, start, home, environment)
        told = {name: label(end.variables[name]) for name in NAMES}
        assert told == {name: _seen(real, name) for name in NAMES}, f"{shell} {start} {number}: {files}"


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shell", SHELLS)
def test_a_hit_is_effective_just_when_its_line_gives_what_is_exported(shell: ShellName, seed: int, needs: Needs, tmp_path: Path) -> None:
    path = needs(shell)
    start: StartKind = "login"
    files = home_of(1000 + seed, shell)
    home = tmp_path / "home"
    home.mkdir()
    lay(home, files)
    environment = _environment(home, seed)
    real = exported(path, start, home, environment)
    assert real is not None
    lines: dict[tuple[str, int], bool] = {}
    predicted = _predicted(shell, start, home, environment)
    origins = {(one.origin.path, one.origin.line) for one in predicted.variables.values() if one.origin is not None}
    for found in predicted.found:
        hit = found.hit
        relative = hit.path.removeprefix(f"{home}/")
        if relative in files:
            lines[relative, hit.line] = lines.get((relative, hit.line), False) or hit.effect == "effective"
    for (relative, line), effective in lines.items():
        blank = _blanked(path, files[relative], line)
        (home / relative).write_text(blank, encoding="utf-8")
        after = exported(path, start, home, environment)
        (home / relative).write_text(files[relative], encoding="utf-8")
        changed = after is None or any(after.get(name) != real.get(name) for name in NAMES)
        again = effective and (f"{home}/{relative}", line) in origins  # the last of those that give it this value
        assert changed == effective or again, f"{shell} {relative}:{line} effective={effective}: {files}"


def _blanked(shell: str, text: str, line: int) -> str:
    """The text without the line; a `:` stands in where a block may not become empty."""
    lines = text.split("\n")
    lines[line - 1] = ""
    if _reads(shell, "\n".join(lines)) or not _reads(shell, text):
        return "\n".join(lines)
    lines[line - 1] = ":"
    return "\n".join(lines)


def _reads(shell: str, text: str) -> bool:
    return subprocess.run([shell, "-n"], input=text, text=True, capture_output=True, timeout=20, check=False).returncode == 0
