"""What the parts of the evaluator hand to each other: how a command ends, and what is written down for `effects`.

Written down is what was done where to the asked-for variables, what was read, and what was passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final, Literal

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.shells.posix.state import Var
from claude_auth_tui.shells.posix.values import Place, Source, Val

NOT_FOUND: Final = 127
"""The exit status of a command that is nowhere."""


class Flow(IntEnum):
    """How a command ends. RETURN leaves a function or a sourced file, EXIT the shell."""

    NORMAL = 0
    BREAK = 1
    CONTINUE = 2
    RETURN = 3
    EXIT = 4


class Broken(Exception):  # noqa: N818 - control flow: what a shell calls an error
    """An error that ends the file being read, such as zsh's "no matches found"."""

    def __init__(self, what: Shown, status: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.status = status


class NoMatch(Broken):
    """zsh: a pattern for files that fits none or is none. It is looked at last, for a program in that program's own process."""


class Refused(Broken):
    """`${name?words}`: the shell itself ends, in zsh also where `eval` runs it (observed, 5.9)."""


class Unreadable(Broken):
    """An error in the grammar that only shows when the line is reached: it ends the file in every shell."""


class Overrun(Exception):  # noqa: N818 - a limit was reached, which ends the evaluation and is told
    """The evaluation took too many steps."""


_MOST_NOTES: Final = 200
Action = Literal["assign", "list", "export", "unexport", "unset", "prefix", "local", "opaque"]


class Event(Struct, frozen=True):
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


class Skip(Struct, frozen=True):
    """A stretch of a file that was passed over."""

    source: Source
    start: int
    end: int
    why: Shown
    surely: bool = True
    """False where it may be run, and was not followed."""


class Stretch(Struct, frozen=True):
    """A part of a source."""

    source: Source
    start: int
    end: int

    def text(self) -> str:
        return self.source.text[self.start : self.end]


class Reach(Struct, frozen=True):
    """What a stretch could touch."""

    stretches: tuple[Stretch, ...]
    """It and all that it can get to."""
    variables: frozenset[str]
    """Those that are set somewhere in it, whatever they are."""
    asked: tuple[str, ...]
    """Asked-for variables that it may change."""
    files: tuple[str, ...]
    """Files that it may read."""
    moves: bool
    """Whether it may go to another folder."""


class Replacing(Struct, frozen=True):
    """Another shell takes the place of the one that is evaluated."""

    shell: ShellName
    start: StartKind
    place: Shown
    doubt: Shown
    variables: Mapping[str, Var]
    cwd: str | None


class NotRead(Struct, frozen=True):
    """A usual startup file that this start does not read."""

    path: str
    why: Shown


class Record:
    """All that one evaluation writes down."""

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
        self.not_followed: dict[str, Shown] = {}
        """Files that may be read, and why they were not followed."""
        self.sources: dict[str, Source] = {}
        """Every file that was evaluated, by path."""
        self.overrun: Shown = NOTHING
        """Why the evaluation was given up, if it was."""

    def note(self, text: Shown) -> None:
        if text not in self.notes and len(self.notes) < _MOST_NOTES:
            self.notes.append(text)
