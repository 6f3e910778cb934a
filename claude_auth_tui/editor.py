"""The command that opens a file at a line in the user's editor. Runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EditorCommand:
    """How to open the file; `argv` is empty where no editor was found."""

    argv: tuple[str, ...]
    words: str
    """"Opening ~/.zshrc:42 in nvim", or why nothing can be opened."""
    takes_the_terminal: bool = True
    """Whether the editor draws in this terminal, so that the app has to step aside (`App.suspend`)."""


def command(path: str, line: int, environment: Mapping[str, str], which: Callable[[str], str | None] | None = None) -> EditorCommand:
    """The argv for `path` at `line` (0: no line) by $VISUAL, then $EDITOR, then nano, then vi."""
    raise NotImplementedError
