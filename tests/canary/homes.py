"""A home on the disk that is full of places, and the program run in it as a person would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.canary import file_places, startup_places, variable_places
from tests.canary.canaries import Canary
from tests.canary.places import Batch, Place, Shell, crowded, files_of

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Home:
    """The folder, the environment that goes with it, and every value that is in it."""

    path: Path
    env: Mapping[str, str]
    canaries: tuple[Canary, ...]
    shell: Shell

    @property
    def cwd(self) -> Path:
        return self.path / "work" / "api"

    def environment(self) -> dict[str, str]:
        own = {
            "HOME": str(self.path),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "SHELL": f"/bin/{self.shell}",
            "USER": "dev",
            "PYTHONPATH": str(ROOT),
        }
        return {**self.env, **own}

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return run(self.environment(), self.cwd, arguments, given)


def run(env: Mapping[str, str], cwd: Path, arguments: Sequence[str], given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claude_auth_tui", *arguments],
        env=dict(env), cwd=cwd, capture_output=True, text=True, input=given, timeout=60, check=False, errors="replace",
    )  # fmt: skip


def home_with(batch: Batch, path: Path) -> Home:
    """The batch's machine on the disk; what belongs outside of the home is left out."""
    for name, content in files_of(batch).items():
        if name.startswith("/"):
            continue
        target = path / name[2:] if name.startswith("~/") else path / "work" / "api" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, indent=2)
        target.write_bytes(text.replace("/home/dev", str(path)).encode())
        target.chmod(0o600)
    (path / "work" / "api").mkdir(parents=True, exist_ok=True)
    (path / "tmp").mkdir(exist_ok=True)
    around = {**batch.given.around, **batch.given.env}
    return Home(path, {name: value for name, value in around.items() if "\0" not in value}, tuple(batch.canaries), batch.shell)


def full(shell: Shell, length: int = 24, most: int = 120) -> Batch:
    """One machine with places of almost every kind: startup files, settings, a project, an environment."""
    chosen: list[Place] = [
        *(place for place in startup_places.PLACES if place.name.startswith(f"{shell}/")),
        *file_places.PLACES,
        *(place for place in variable_places.PLACES if place.name.startswith("env/url-query/")),
    ]
    return crowded(_spread(chosen), length, most)


def _spread(places: Sequence[Place]) -> list[Place]:
    """One of each kind, then the second of each, so that a machine has something of all."""
    kinds: dict[str, list[Place]] = {}
    for place in places:
        kinds.setdefault(place.name.rpartition("/")[0], []).append(place)
    most = max(len(found) for found in kinds.values())
    return [found[number] for number in range(most) for found in kinds.values() if number < len(found)]


def written_since(folder: Path, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that are new or have changed."""
    return {name: data for name, data in contents(folder).items() if before.get(name) != data}


def contents(folder: Path) -> dict[str, bytes]:
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                found[str(path)] = path.read_bytes()
    return found
