"""The app on a diagnosis made by hand, with a copier and an editor that only remember."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from claude_auth_tui.clipboard import Copied
from claude_auth_tui.editor import EditorCommand
from claude_auth_tui.model.diagnosis import Diagnosis, ShellTruth
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.model.words import SurfaceName
from claude_auth_tui.probes.probe import Plan, ProbeKind, refuse
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.messages import Told
from claude_auth_tui.tui.tools import Tools
from claude_auth_tui.tui.view.lines import width_of
from claude_auth_tui.tui.view.top import News
from tests.shown import shown

NOW = datetime(2026, 11, 21, 12, 3, 41, tzinfo=UTC)


@dataclass
class World:
    """What the app did to the world, and a source that tells what a test makes up."""

    copies: list[str] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)
    ran: list[tuple[str, ...]] = field(default_factory=list)
    asked: int = 0
    stopped: bool = False
    tell: Callable[[Told], object] | None = None
    editor: tuple[str, ...] = ("editor",)
    takes_the_terminal: bool = False
    number: int = 0
    folders: list[str] = field(default_factory=list)
    shells_asked: int = 0
    what_ifs: list[Subject] = field(default_factory=list)
    answer: WhatIf | None = None
    probed: list[tuple[str, str, str]] = field(default_factory=list)
    plan: Plan = field(default_factory=lambda: refuse("network", shown("Nothing is asked here.")))
    truth: ShellTruth = field(default_factory=lambda: ShellTruth(shown("/usr/bin/zsh -l -i"), 0.4, shown(""), (), 47))

    def copy(self, text: str, osc52: Callable[[str], None]) -> Copied:
        self.copies.append(text)
        return Copied("tmux", True, shown("Copied (tmux buffer; prefix+] pastes)"))

    def command(self, path: str, line: int) -> EditorCommand:
        self.opened.append((path, line))
        return EditorCommand(
            self.editor, shown(f"Opening {path}:{line}") if self.editor else shown("No editor was found"), self.takes_the_terminal
        )

    def run(self, argv: tuple[str, ...]) -> int:
        self.ran.append(argv)
        return 0

    def start(self, tell: Callable[[Told], object]) -> None:
        self.tell = tell

    def read_again(self) -> None:
        self.asked += 1

    def stop(self) -> None:
        self.stopped = True

    def use_folder(self, path: str) -> None:
        self.folders.append(path)

    def shell_command(self) -> str:
        return "/usr/bin/zsh -l -i"

    def ask_shell(self) -> ShellTruth:
        self.shells_asked += 1
        return self.truth

    def probe_plan(self, kind: ProbeKind, context: str, surface: SurfaceName) -> Plan:
        self.probed.append((kind, context, surface))
        return self.plan

    def what_if(self, subject: Subject) -> WhatIf | None:
        self.what_ifs.append(subject)
        return self.answer

    def update(self, diagnosis: Diagnosis | None, cause: str = "~/.zshrc", number: int | None = None, asked: bool = False) -> None:
        """Tell the app of another diagnosis, as a watcher does."""
        self.number = self.number + 1 if number is None else number
        assert self.tell is not None
        self.tell(Told(self.number, diagnosis, News("live", "", "12:04:00", cause, changed=not asked), asked))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def app_on(world: World) -> Callable[[Diagnosis], AuthApp]:
    def make(diagnosis: Diagnosis) -> AuthApp:
        tools = Tools(world.copy, world.command, world.run, lambda: NOW, "/home/dev", start_again=True)
        app = AuthApp(diagnosis, world, tools, News("live", "", "12:03:41", "~/.zshrc", True))
        world.tell = app.post_message
        return app

    return make


def screen_of(app: AuthApp) -> list[str]:
    """The lines on the screen, as text."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def text_of(app: AuthApp) -> str:
    return "\n".join(screen_of(app))


def assert_drawn_within(app: AuthApp, width: int, height: int) -> None:
    """Every line has exactly the width of the screen, and none holds a character a terminal would obey."""
    lines = screen_of(app)
    assert len(lines) == height
    for line in lines:
        assert width_of(line) == width
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in line), line
