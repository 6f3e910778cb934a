"""An update of Claude Code is noticed like a save: a link that leads elsewhere, a package that is replaced. On a real disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.machine import Request
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.read.reading import read_machine
from claude_auth_tui.watch.live import LiveWatch
from tests.watch.looking import Seen, Told


class Watched:
    """A home folder that is watched, and the version that a new shell of it starts."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.told = Told()
        environment = {"HOME": str(home), "PATH": f"{folder}:/usr/bin:/bin", "SHELL": "/bin/bash", "USER": "dev"}
        request = Request(shell="bash", start="interactive", inherit="here", cwd=str(home))

        def look() -> Seen:
            files = LiveFiles()
            return Seen(diagnose(read_machine(request, environment, files)), files.freeze())

        self.watch = LiveWatch(look, self.told, slow_look_every=None, home=str(home))

    def version(self) -> str | None:
        survey = self.told.updates[-1].survey if self.told.updates else None
        context = survey.diagnosis.context("new_shell") if survey else None
        return context.client.version if context is not None and context.client is not None else None

    def until(self, version: str) -> None:
        self.told.until(lambda: self.version() == version)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[list[Watched]]:
    opened: list[Watched] = []
    yield opened
    for one in opened:
        one.watch.stop()


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x7fELF" + bytes(60))
    path.chmod(0o755)
    return path


def test_the_native_installer_moves_its_link(tmp_path: Path, watched: list[Watched]) -> None:
    versions, link = tmp_path / ".local/share/claude/versions", tmp_path / ".local/bin/claude"
    link.parent.mkdir(parents=True)
    link.symlink_to(_program(versions / "2.1.100"))
    one = Watched(tmp_path, link.parent)
    watched.append(one)
    one.watch.start()
    one.until("2.1.100")
    made = link.with_name("claude.new")
    made.symlink_to(_program(versions / "2.1.332"))
    made.rename(link)
    one.until("2.1.332")


def test_npm_replaces_the_package(tmp_path: Path, watched: list[Watched]) -> None:
    package, link = tmp_path / "lib/node_modules/@anthropic-ai/claude-code", tmp_path / "bin/claude"
    link.parent.mkdir()
    link.symlink_to(_program(package / "bin/claude.exe"))
    (package / "package.json").write_text(json.dumps({"version": "2.1.100"}))
    one = Watched(tmp_path, link.parent)
    watched.append(one)
    one.watch.start()
    one.until("2.1.100")
    (package / "package.json").write_text(json.dumps({"version": "2.1.332"}))
    one.until("2.1.332")
