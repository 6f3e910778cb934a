"""The project folder: typed, or followed in the neighbouring tmux pane."""

from __future__ import annotations

import os
from functools import partial

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from claude_auth_tui.explain.pasted import pasted
from claude_auth_tui.model.saying import place, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.tui.screens.dialogue import Dialogue
from claude_auth_tui.tui.view.places import at_home
from claude_auth_tui.tui.widgets.masked import MaskedInput


class Folder(Struct, frozen=True):
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
        self._input = MaskedInput(
            current, placeholder="a folder", id="folder", mask=partial(_typed_path, home=home), suggester=_Folders(home)
        )
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
        elif os.path.isdir(at_home(typed, self._home)):
            self.dismiss(Folder(os.path.abspath(at_home(typed, self._home))))
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
            with os.scandir(at_home(parent, self._home) or "/") as entries:
                names = sorted(e.name for e in entries if _is_offered(e.name, start) and e.is_dir())
        except OSError:
            return None
        return f"{parent}/{names[0]}" if names and (parent or value.startswith("/")) else None


def _is_offered(name: str, start: str) -> bool:
    return name.startswith(start) and (bool(start) or not name.startswith(".")) and place(name) == name


def _typed_path(text: str, home: str) -> Shown:
    """A path while it is typed, as long as it was: folders that are there stand, what else could be a value becomes dots."""
    parts = text.split("/")
    told = [
        place(part) if len(place(part)) == len(part) and _is_there(parts[: at + 1], home) else pasted(part) for at, part in enumerate(parts)
    ]
    return say_all(told, "/")


def _is_there(parts: list[str], home: str) -> bool:
    """Whether these first parts of a typed path are a folder; only asked where the last one would not be shown anyway."""
    return pasted(parts[-1]) == parts[-1] or os.path.isdir(at_home("/".join(parts), home))
