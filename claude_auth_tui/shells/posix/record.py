"""What an evaluation writes down about the asked-for variables, for `effects`: what was done where, what was read, what was passed over."""

from __future__ import annotations

from typing import Literal, NamedTuple

from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.values import Place, Source, Val

Action = Literal["assign", "list", "export", "unexport", "unset", "prefix", "local", "opaque"]


class Event(NamedTuple):
    """One thing done to an asked-for variable."""

    name: str
    action: Action
    place: Place
    via: Place
    """The command that did it: differs from `place` where a file of assignments was read."""
    value: Val | None
    exports: bool
    """An assignment that also exports (`export X=…`, `set -a`)."""
    doubt: Shown
    """What it hangs on, where that cannot be told."""
    apart: Shown
    """Why it cannot reach the environment: "in a subshell", "local to the function"; else empty."""
    chain: tuple[Place, ...]
    """The commands that led to it: the call of the function, the `source` of the file it stands in, outermost first."""


class Skip(NamedTuple):
    """A stretch of a file that was passed over."""

    source: Source
    start: int
    end: int
    why: Shown


class Record:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.reads: list[tuple[str, int]] = []
        """(name, number of events before it)."""
        self.skips: list[Skip] = []
        self.failed: list[Place] = []
        """Commands that ended their file or line with an error."""
        self.called: set[tuple[str, int]] = set()
        """(path, offset) of each function that was run."""
        self.notes: list[Shown] = []
        self.files: list[str] = []
        self.sources: dict[str, Source] = {}
        """Every file that was evaluated, by path."""
        self.overrun: Shown = NOTHING
        """Why the evaluation was given up, if it was."""

    def note(self, text: Shown) -> None:
        if text not in self.notes and len(self.notes) < 200:
            self.notes.append(text)
