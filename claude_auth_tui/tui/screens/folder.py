"""The project folder: typed, or followed in the neighbouring tmux pane."""

from __future__ import annotations

import os
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from claude_auth_tui.tui.screens.dialogue import Dialogue


@dataclass(frozen=True, slots=True)
class Folder:
    """What was chosen: a folder, or the neighbouring pane's."""

    path: str
    """As typed; empty for following."""

    @property
    def follow(self) -> bool:
        return not self.path


class FolderScreen(Dialogue[Folder]):
    """Answers with the folder, once it is one."""

    def __init__(self, current: str, home: str, can_follow: bool) -> None:
        super().__init__((("Project folder", "strong"),), "enter choose · → complete · esc close")
        self._home = home
        self._can_follow = can_follow
        self._input = Input(current, placeholder="a folder", id="folder", compact=True, suggester=_Folders(home))
        self._input.cursor_blink = False
        self._words = Static("", id="words")

    def inside(self) -> ComposeResult:
        yield Static(
            Content(
                "Half of the answer depends on the folder Claude Code is started in: its settings, its .env, its trust."
                + (" Leave it empty to follow the neighbouring tmux pane." if self._can_follow else "")
            )
        )
        yield self._input
        yield self._words

    @on(Input.Submitted)
    def _chosen(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if not typed and self._can_follow:
            self.dismiss(Folder(""))
        elif os.path.isdir(_at_home(typed, self._home)):
            self.dismiss(Folder(os.path.abspath(_at_home(typed, self._home))))
        else:
            self._words.update(Content("There is no such folder"))


class _Folders(Suggester):
    """Completes the name of a folder from what is there."""

    def __init__(self, home: str) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._home = home

    async def get_suggestion(self, value: str) -> str | None:
        parent, _, start = value.rpartition("/")
        try:
            with os.scandir(_at_home(parent, self._home) or "/") as entries:
                names = sorted(e.name for e in entries if e.name.startswith(start) and e.is_dir() and (start or not e.name.startswith(".")))
        except OSError:
            return None
        return f"{parent}/{names[0]}" if names and (parent or value.startswith("/")) else None


def _at_home(path: str, home: str) -> str:
    return home + path[1:] if path == "~" or path.startswith("~/") else path
