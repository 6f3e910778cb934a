"""Generated startup files: what is predicted is what the real fish does, and a hit is effective just when its line matters."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import StartKind
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.fish import predict_fish
from claude_auth_tui.shells.result import ShellEnd
from tests.shells.fish.generate import MadeUp, machine_of
from tests.shells.made_up import TAG, label
from tests.shells.posix.asking import exported, lay

Needs = Callable[[str], str]


def _environment(made: MadeUp, home: Path) -> dict[str, str]:
    base = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}
    return base | made.environment


def _predicted(made: MadeUp, home: Path) -> ShellEnd:
    inherited = {name: Secret(value) for name, value in _environment(made, home).items()}
    machine = Machine("linux", str(home), str(home), LiveFiles(), inherited, user="dev", uid=os.getuid(), login_shell="/usr/bin/fish")
    return predict_fish(machine, cast(StartKind, made.start), inherited, made.names)


def _seen(values: Mapping[str, str], name: str) -> str | None:
    value = values.get(name)
    found = TAG.search(value) if value else None
    return found.group(1) if found else value


def _exported(made: MadeUp, fish: str, home: Path) -> dict[str, str] | None:
    """What the real one exports; None where a startup file ended or replaced the shell, or never comes to an end."""
    try:
        return exported(fish, made.start, home, _environment(made, home))
    except subprocess.TimeoutExpired:
        return None


def _lay_again(home: Path, made: MadeUp) -> None:
    """The home as it was: fish writes its universal variables while it runs."""
    shutil.rmtree(home)
    home.mkdir()
    lay(home, made.files)


def _compare(seed: int, home: Path, fish: str) -> str:
    """What differs, in words; empty where nothing does."""
    made = machine_of(seed)
    home.mkdir()
    lay(home, made.files)
    real = _exported(made, fish, home)
    if real is None:
        return ""
    _lay_again(home, made)
    end = _predicted(made, home)
    told = {name: label(end.variables[name]) for name in made.names}
    seen = {name: _seen(real, name) for name in made.names}
    return "" if told == seen else f"seed {seed}, {made.start}: told {told}, seen {seen}"


@pytest.mark.parametrize("seed", range(24))
def test_a_generated_home_ends_as_in_the_real_fish(seed: int, needs: Needs, tmp_path: Path) -> None:
    assert not _compare(seed, tmp_path / "home", needs("fish"))


@pytest.mark.oracle
@pytest.mark.timeout(1200)
def test_many_generated_homes_end_as_in_the_real_fish(needs: Needs, tmp_path: Path) -> None:
    fish = needs("fish")
    differs = [found for seed in range(10_000, 10_500) if (found := _compare(seed, tmp_path / str(seed), fish))]
    assert not [found for found in differs if "'?'" not in found]
    assert len(differs) <= 5


def _effects(seed: int, home: Path, fish: str) -> list[str]:
    made = machine_of(seed)
    home.mkdir()
    lay(home, made.files)
    base = _exported(made, fish, home)
    if base is None:
        return []
    _lay_again(home, made)
    lines: dict[tuple[str, int], bool] = {}
    predicted = _predicted(made, home)
    origins = {(one.origin.path, one.origin.line) for one in predicted.variables.values() if one.origin is not None}
    for found in predicted.found:
        relative = found.hit.path.removeprefix(f"{home}/")
        if relative in made.files and found.hit.effect != "unknown":
            key = (relative, found.hit.line)
            lines[key] = lines.get(key, False) or found.hit.effect == "effective"
    wrong = []
    for (relative, line), effective in lines.items():
        if not _plain(made.files[relative], line):
            continue
        lay(home, {**made.files, relative: _blanked(made.files[relative], line)})
        after = _exported(made, fish, home)
        changed = after is None or any(_seen(after, name) != _seen(base, name) for name in made.names)
        again = effective and (f"{home}/{relative}", line) in origins  # the last of those that give it this value
        if changed != effective and not again:
            wrong.append(f"seed {seed} {relative}:{line} effective={effective}")
    return wrong


def _plain(text: str, line: int) -> bool:
    """Whether blanking the line takes away what it does, and nothing around it."""
    lines = text.split("\n")
    continued = lines[line - 1].endswith("\\") or (line > 1 and lines[line - 2].endswith("\\"))
    return not continued and not lines[line - 1].strip().startswith(("if ", "else", "while ", "and ", "or ", "end"))


def _blanked(text: str, line: int) -> str:
    lines = text.split("\n")
    lines[line - 1] = ""
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(100, 108))
def test_a_hit_is_effective_just_when_its_line_gives_what_is_exported(seed: int, needs: Needs, tmp_path: Path) -> None:
    assert not _effects(seed, tmp_path / "home", needs("fish"))


@pytest.mark.oracle
@pytest.mark.timeout(2400)
def test_the_effects_on_many_generated_homes(needs: Needs, tmp_path: Path) -> None:
    fish = needs("fish")
    wrong = [found for seed in range(20_000, 20_150) for found in _effects(seed, tmp_path / str(seed), fish)]
    assert not wrong


def test_the_generated_files_are_fish(needs: Needs) -> None:
    fish = needs("fish")
    for seed in range(6):
        for path, text in machine_of(seed).files.items():
            if path.endswith(".fish"):
                done = subprocess.run([fish, "--no-execute", "/dev/stdin"], input=text, text=True, capture_output=True, check=False)
                assert done.returncode == 0, (seed, path, done.stderr)
