"""What a fish script is made of: the parts of words, and statements. Plain data; the parser makes it, the evaluator walks it."""

from __future__ import annotations

from msgspec import Struct

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown


class FishSyntaxError(Exception):
    """fish refuses the whole file. The message speaks of the kind of mistake, never of the text around it."""

    def __init__(self, message: Shown, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class TooDeepError(FishSyntaxError):
    """Nested more deeply than is followed here; fish may well take it."""

    def __init__(self, line: int) -> None:
        super().__init__(say("nested too deeply to be followed"), line)


class Text(Struct, frozen=True):
    """Characters as they are."""

    text: str


class Wild(Struct, frozen=True):
    """An unquoted `*`, `**` or `?`."""

    text: str


class Home(Struct, frozen=True):
    """A leading `~` or `~user`."""

    user: str


class Bounds(Struct, frozen=True):
    """One item between the brackets of `$x[…]`: an index (`end` None) or a range; None as a bound of a range is an end of the list."""

    start: Word | None
    end: Word | None
    is_range: bool


class Variable(Struct, frozen=True):
    """`$name`, with one more `$` for each further dereference; `indices` has one entry for each `[…]`."""

    name: str
    dollars: int
    indices: tuple[tuple[Bounds, ...], ...]
    quoted: bool


class Substitution(Struct, frozen=True):
    """`(…)` or `$(…)`."""

    body: Block
    indices: tuple[tuple[Bounds, ...], ...]
    quoted: bool
    line: int
    """The line it begins on."""


class Braces(Struct, frozen=True):
    """`{a,b}`: one list of parts for each alternative."""

    alternatives: tuple[tuple[Part, ...], ...]


Part = Text | Wild | Home | Variable | Substitution | Braces


class Word(Struct, frozen=True):
    """A word: `plain` when it stands for one text whatever happens, else `parts`."""

    text: str
    """As it was written."""
    line: int
    plain: str | None
    parts: tuple[Part, ...]

    @property
    def kind(self) -> str:
        """A word is a token of its own."""
        return "word"


class Redirection(Struct, frozen=True):
    """`operator` is `<`, `>`, `>>`, `>?`, `>&` or `&>`; `fd` is the descriptor it speaks of."""

    operator: str
    fd: int
    target: Word


class Assignment(Struct, frozen=True):
    """`NAME=value` before a command."""

    name: str
    value: Word


class Simple(Struct, frozen=True):
    """A command with its words. `decorator` is `command`, `builtin`, `exec` or empty."""

    line: int
    decorator: str
    words: tuple[Word, ...]
    redirections: tuple[Redirection, ...]


class Begin(Struct, frozen=True):
    line: int
    body: Block
    redirections: tuple[Redirection, ...]


class If(Struct, frozen=True):
    line: int
    branches: tuple[tuple[Block, Block], ...]
    """Conditions with what they guard, in order."""
    otherwise: Block | None
    redirections: tuple[Redirection, ...]


class While(Struct, frozen=True):
    line: int
    condition: Block
    body: Block
    redirections: tuple[Redirection, ...]


class For(Struct, frozen=True):
    line: int
    name: Word
    words: tuple[Word, ...]
    body: Block
    redirections: tuple[Redirection, ...]


class Switch(Struct, frozen=True):
    line: int
    subject: Word
    cases: tuple[tuple[int, tuple[Word, ...], Block], ...]
    redirections: tuple[Redirection, ...]


class Function(Struct, frozen=True):
    line: int
    words: tuple[Word, ...]
    """The name and the options."""
    body: Block
    redirections: tuple[Redirection, ...]


Statement = Simple | Begin | If | While | For | Switch | Function


class Step(Struct, frozen=True):
    """One part of a pipeline."""

    negated: bool
    assignments: tuple[Assignment, ...]
    statement: Statement
    pipes_errors: bool
    """Whether it is the error output that goes to the next part (`2>|`)."""


class Pipeline(Struct, frozen=True):
    """`connector` is empty for the first one of a line, then `&&` or `||`."""

    connector: str
    steps: tuple[Step, ...]
    negated: bool
    background: bool


class Line(Struct, frozen=True):
    """A chain of pipelines; `keyword` is `and`, `or` or empty."""

    line: int
    keyword: str
    pipelines: tuple[Pipeline, ...]
    only: Simple | None = None
    """The command, where the line is nothing but one command without redirections; then there are no `pipelines`."""


class Block(Struct, frozen=True):
    lines: tuple[Line, ...]
