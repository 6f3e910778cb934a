"""A whole session on the screen, with every key on every row: no value is drawn, copied, saved as a picture or opened in an editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import pytest
from textual.pilot import Pilot

from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.suppose import what_if
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.tools import Tools
from claude_auth_tui.tui.view.top import News
from tests.canary.canaries import LENGTHS, Canary, canary
from tests.canary.homes import full
from tests.canary.places import SHELLS, Batch, Shell
from tests.canary.running import machine_of
from tests.canary.scanning import Leak, Scanner
from tests.tui.conftest import NOW, World, text_of
from tests.tui.test_screen import settle

PANES: Final = "12345"
ROWS: Final = 8
"""Rows of each pane on which every key is pressed; all of them in the full sweep."""
_ON_A_ROW: Final = ("enter", "w")
_ONCE: Final = ("question_mark", "m", "c", "z", "z", "f", "P", "K", "H", "v", "t", "R")
"""Each opens a dialogue that says what it would do, or changes what the panes explain."""


@dataclass
class Looked(World):
    """A source that answers what-ifs as the real one does."""

    machine: Machine | None = None
    seen: list[tuple[str, str]] = field(default_factory=list)

    def what_if(self, subject: Subject) -> WhatIf | None:
        assert self.machine is not None
        return what_if(gather(self.machine), subject)


@dataclass
class Session:
    """The app on a machine, and what was seen of it."""

    machine: Machine
    canaries: list[Canary]

    def __post_init__(self) -> None:
        self.world = Looked(machine=self.machine)
        tools = Tools(self.world.copy, self.world.command, self.world.run, lambda: NOW, self.machine.home, start_again=True)
        self.app = AuthApp(diagnose(self.machine), self.world, tools, News("live", "", "12:03:41", "~/.zshrc", True))
        self.world.tell = self.app.post_message

    async def press(self, pilot: Pilot[None], *keys: str) -> None:
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
            self.world.seen.append((f"screen after {key}", text_of(self.app)))

    def picture(self, name: str) -> None:
        self.world.seen.append((f"SVG of {name}", self.app.export_screenshot()))

    def leaks(self) -> Iterator[Leak]:
        scanner = Scanner(self.canaries)
        for text in self.world.copies:
            yield from scanner.leaks("copied", text)
        for path, _ in self.world.opened:
            yield from scanner.leaks("opened", path)
        for channel, text in {text: (channel, text) for channel, text in self.world.seen}.values():
            yield from scanner.leaks(channel, text, rows=not channel.startswith("SVG"))


async def _every_row(session: Session, pilot: Pilot[None], rows: int) -> None:
    for pane in PANES:
        await session.press(pilot, pane, "g")
        before = ""
        for _ in range(rows):
            for key in _ON_A_ROW:
                await session.press(pilot, key)
                if len(session.app.screen_stack) > 1:
                    await session.press(pilot, "end", "escape")
            await session.press(pilot, "y", "j")
            if (now := text_of(session.app)) == before:
                break
            before = now
        session.picture(f"pane {pane}")


def _assert_none(leaks: Iterator[Leak], of: int) -> None:
    first: dict[str, Leak] = {}
    for leak in leaks:
        first.setdefault(leak.place, leak)
    assert not first, f"{len(first)} of {of} places leak:\n" + "\n".join(str(leak)[:260] for leak in first.values())


async def _session(batch: Batch, rows: int, size: tuple[int, int]) -> None:
    session = Session(machine_of(batch), batch.canaries)
    async with session.app.run_test(size=size) as pilot:
        await settle(pilot)
        session.picture("start")
        await _every_row(session, pilot, rows)
        for key in _ONCE:
            await session.press(pilot, key)
            if len(session.app.screen_stack) > 1:
                session.picture(key)
                await session.press(pilot, "escape")
        await session.press(pilot, "Y", "n", "e", "N", "e", "y")
    assert session.world.copies
    assert session.world.opened
    _assert_none(session.leaks(), len(batch.canaries))


@pytest.mark.timeout(240)
@pytest.mark.parametrize("shell", SHELLS)
async def test_no_value_is_drawn_copied_or_opened(shell: Shell) -> None:
    await _session(full(shell, most=60), ROWS if shell == "zsh" else 3, (140, 40))


@pytest.mark.sweep
@pytest.mark.timeout(0)
@pytest.mark.parametrize("size", [(200, 60), (120, 36), (80, 24), (40, 14)])
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("shell", SHELLS)
async def test_no_value_is_drawn_whatever_the_size(shell: Shell, length: int, size: tuple[int, int]) -> None:
    await _session(full(shell, length), 400, size)


_PASTED: Final[dict[str, Callable[[str], str]]] = {
    "alone": lambda value: value,
    "in a line": lambda value: f"Invalid API key {value} · Please run /login",
    "in an error": lambda value: f'API Error: 401 {{"x-api-key":"{value}","type":"authentication_error"}}',
    "in a command": lambda value: f"$ ANTHROPIC_API_KEY={value} claude -p hi --token {value}",
    "in a URL": lambda value: f"https://dev:{value}@gateway.example/{value}?key={value}#{value}",
    "over two lines": lambda value: f"{value[: len(value) // 2]}\n{value[len(value) // 2 :]}",
}


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("form", _PASTED)
async def test_a_pasted_value_is_not_drawn(form: str, length: int) -> None:
    if form == "over two lines" and length < 24:
        return  # half of it is a word of six letters
    value = canary(f"pasted/{form}", length)
    session = Session(machine_of(full("zsh", most=5)), [value])
    async with session.app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await session.press(pilot, "x")
        await _paste(session, pilot, _PASTED[form](value.text))
        await session.press(pilot, "tab", "tab", "ctrl+y", "escape")
    _assert_none(session.leaks(), 1)


@pytest.mark.parametrize(("key", "length"), [("slash", 12), ("slash", 24), ("slash", 108), ("f", 24), ("f", 108)])
async def test_a_value_pasted_into_a_filter_or_a_folder_is_not_drawn(key: str, length: int) -> None:
    value = canary(f"pasted into/{key}", length, bare=True)
    session = Session(machine_of(full("zsh", most=5)), [value])
    async with session.app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await session.press(pilot, "5", key)
        await _paste(session, pilot, value.text)
        await session.press(pilot, "enter", "escape", "escape")
    _assert_none(session.leaks(), 1)


async def _paste(session: Session, pilot: Pilot[None], text: str) -> None:
    from textual.events import Paste

    target = session.app.focused
    assert target is not None
    target.post_message(Paste(text))
    await settle(pilot)
    session.world.seen.append(("screen after a paste", text_of(session.app)))
    session.picture("a paste")
