"""Throwaway homes on the real disk: written from a few lines, read as the program reads a machine, changed by real fixes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.checks.frame import run_checks
from claude_auth_tui.demo.build import NOW, make_machine
from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.installs import read_installs
from claude_auth_tui.model.machine import File, Folder, Machine
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.config_file import config_path, read_preferences
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.scene.facts import Facts

KEY = "sk-ant-api03-FAKE" + "F" * 87 + "w7AA"
TOKEN = "sk-ant-oat01-FAKE" + "F" * 87 + "t9AA"
GATEWAY = {"ANTHROPIC_BASE_URL": "https://gateway.example.invalid", "ANTHROPIC_AUTH_TOKEN": "gw-FAKE-token-0123456789"}

Files = Mapping[str, object]


def login(**changes: object) -> dict[str, object]:
    """A good Max login, with some members changed (None takes one out)."""
    oauth: dict[str, object] = {
        "accessToken": TOKEN,
        "refreshToken": "sk-ant-ort01-FAKE" + "F" * 87 + "r3AA",
        "expiresAt": int((NOW + 3 * 3600) * 1000),
        "scopes": ["user:inference", "user:profile"],
        "subscriptionType": "max",
    }
    return {"claudeAiOauth": {name: value for name, value in {**oauth, **changes}.items() if value is not None}}


def state(cwd: str, approved: tuple[str, ...] = (), rejected: tuple[str, ...] = (), **more: object) -> dict[str, object]:
    """A `.claude.json` after the first start, with the folder trusted."""
    return {
        "hasCompletedOnboarding": True,
        "projects": {cwd: {"hasTrustDialogAccepted": True}},
        "customApiKeyResponses": {"approved": [key[-20:] for key in approved], "rejected": [key[-20:] for key in rejected]},
        **more,
    }


class HomeFiles(LiveFiles):
    """The disk as far as the throwaway home goes: whatever lies outside of it is not there."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = str(home)

    def file(self, path: str) -> File:
        return super().file(path) if self._inside(path) else File(path, "absent")

    def stat(self, path: str) -> File:
        return super().stat(path) if self._inside(path) else File(path, "absent")

    def folder(self, path: str) -> Folder:
        return super().folder(path) if self._inside(path) else Folder(path, "absent")

    def _inside(self, path: str) -> bool:
        return path == self._home or path.startswith(self._home + "/")


class Home(Struct):
    """One throwaway home. Paths in `files` are relative to it; a value that is no text is written as JSON."""

    path: Path
    shell: ShellName = "bash"
    env: dict[str, str] = field(default_factory=dict)

    @property
    def cwd(self) -> str:
        return str(self.path / "work")

    def write(self, files: Files) -> Home:
        (self.path / "work").mkdir(exist_ok=True)
        for name, content in files.items():
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content if isinstance(content, str) else json.dumps(content, indent=2))
            target.chmod(0o600)
        return self

    def machine(self) -> Machine:
        environment = {"HOME": str(self.path), "SHELL": f"/bin/{self.shell}", "USER": "dev", "PATH": "/usr/bin:/bin", **self.env}
        made = make_machine(env=environment, home=str(self.path), cwd=self.cwd, uid=os.getuid())
        files = HomeFiles(self.path)
        said = read_preferences(files, config_path(str(self.path), "linux", {}), str(self.path))
        installs = read_installs(files, environment, str(self.path), "linux")
        return replace(made, files=files, preferences=said, installs=installs)

    def facts(self) -> Facts:
        return gather(self.machine())

    def findings(self) -> tuple[Finding, ...]:
        return tuple(f for f in run_checks(self.facts()) if f.level != "ok")


def with_environment(home: Home, told: str) -> Home:
    """The same home in a terminal whose environment `env -0` told."""
    pairs = (pair.split("=", 1) for pair in told.split("\0") if "=" in pair)
    return replace(home, env={name: value for name, value in pairs if name.startswith(("ANTHROPIC", "CLAUDE", "AWS"))})
