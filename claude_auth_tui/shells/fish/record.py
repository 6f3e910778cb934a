"""What the parts of the evaluator hand to each other: how a statement ends, a command with its words, and what is written down for `effects`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Does
from claude_auth_tui.shells.fish.syntax import Block, Line, Part, Pipeline, Simple, Text, Variable, Word
from claude_auth_tui.shells.fish.values import Item, Opaque, blurred
from claude_auth_tui.shells.source_shown import command_shown


class Flow(Enum):
    """How a statement ends. RETURN leaves a function or a sourced file, EXIT the file whatever function it stands in."""

    NORMAL = 0
    BREAK = 1
    CONTINUE = 2
    RETURN = 3
    EXIT = 4
    REPLACED = 5
    """Another program took the place of the shell."""


_MOST_NOTES: Final = 200
NOT_FOUND: Final = 127
"""The exit status of a command that is nowhere."""
NO_MATCH: Final = 124
"""That of one with a wildcard that matches no file."""
EMPTY_COMMAND: Final = 123
BAD_EXPANSION: Final = 121
"""That of one whose words cannot be expanded, as an index of 0."""


class ExpansionError(Exception):
    """fish says why and does not run the command."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class OutOfBudgetError(Exception):
    """The evaluation took too many steps."""


class LeaveError(Exception):
    """A substitution left the file (`exit` inside of one)."""

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow.name)
        self.flow = flow


class Claim(Struct, frozen=True):
    """What a condition asks, in words: "~/.work", "exists", "does not exist"."""

    subject: Shown
    yes: Shown
    no: Shown

    @property
    def said(self) -> Shown:
        return say("{} {}", self.subject, self.yes)

    def turned(self) -> Claim:
        return Claim(self.subject, self.no, self.yes)


class Key(Struct, frozen=True):
    """A place that names a variable."""

    path: str
    line: int
    name: str


class Event(Struct, frozen=True):
    """Something happened to one of the asked-for variables."""

    key: Key
    does: Does
    items: tuple[Item, ...] | None
    doubt: Shown
    """Why it may not happen; empty where it does."""
    local: bool
    """Whether it is a variable that is gone when its block or function ends."""
    exported: bool | None
    absolute: bool = False
    """Whether what it leaves behind is the same whatever was done to the variable before."""
    via: Key | None = None
    """The place of the command that did it, where that is not the line itself."""


class NotFollowed(Struct, frozen=True):
    """Lines of a file that something which was not followed to its end may have run."""

    path: str
    first: int
    last: int
    why: Shown


class Record:
    """All that one evaluation writes down."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.reads: set[str] = set()
        """Those asked-for variables that something looked at."""
        self.skipped: dict[int, Shown] = {}
        """By the id of a block, line or pipeline: why it was not run."""
        self.kept: list[Block] = []
        """Statements that were put together while running, kept so that their ids stay theirs."""
        self.called: set[str] = set()
        self.notes: dict[Shown, None] = {}
        self.files: dict[str, None] = {}
        self.not_followed: list[NotFollowed] = []
        self.may_be_read: dict[str, Shown] = {}
        """Files that code names which is not followed, with why that is not."""
        self.overrun: Shown = NOTHING
        """Why the evaluation was given up, if it was."""

    def note(self, text: Shown) -> None:
        if len(self.notes) < _MOST_NOTES:
            self.notes[text] = None

    def skip(self, part: Block | Line | Pipeline | None, why: Shown) -> None:
        """A part of the script is not run; what was said of it first stands."""
        if part is not None:
            self.skipped.setdefault(id(part), why)


class Call(Struct, frozen=True):
    """A command with its words, expanded."""

    words: Sequence[Item]
    written: Sequence[Word]
    """For each of them the word it was made from."""
    line: int
    statement: Simple

    def input_of(self, stdin: Stream | None) -> Stream | None:
        """What `string`, `count` and `path` read: only what is piped or redirected to themselves, not to a block around them."""
        return stdin if stdin is not None and stdin.owner == id(self.statement) else None

    @property
    def source(self) -> str:
        """The command as it was written, its words joined; never told."""
        return " ".join(word.text for word in self.statement.words)

    @property
    def name(self) -> str:
        return str(self.words[0])

    def line_of(self, index: int) -> int:
        """The line the word with this index stands on; the command's where there is none."""
        return self.written[index].line if index < len(self.written) else self.line

    def passes_on(self, index: int, name: str) -> bool:
        """Whether the words from `index` on are nothing but the variable's own value."""
        if index != len(self.written) - 1 and not all(w is self.written[index] for w in self.written[index:]):
            return False
        return index < len(self.written) and names_itself(self.written[index].parts, name)


def names_itself(parts: Sequence[Part], name: str) -> bool:
    """Whether a word is `$name`, in quotes or not."""
    told = [part for part in parts if not (isinstance(part, Text) and not part.text)]
    return len(told) == 1 and isinstance(told[0], Variable) and (told[0].name, told[0].dollars, told[0].indices) == (name, 1, ())


class Stream(Struct):
    """What a command reads."""

    lines: list[Item]
    position: int = 0
    owner: int = 0
    """The id of the statement it was given to."""
    open_end: bool = False
    """Whether the last line has no line end."""

    def next(self) -> Item | None:
        if self.position >= len(self.lines):
            return None
        line = self.lines[self.position]
        if isinstance(line, Opaque) and line.many:
            return blurred(line, many=False)
        self.position += 1
        return line

    def rest(self) -> list[Item]:
        rest, self.position = self.lines[self.position :], len(self.lines)
        return rest


def told(name: str) -> Shown:
    """The name of a command for people, unless it could be a value."""
    return command_shown(name)
