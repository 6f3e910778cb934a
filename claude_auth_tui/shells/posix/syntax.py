"""The syntax tree of bash and zsh. Positions are offsets into the text that was parsed; `source` turns them into lines."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from msgspec import Struct

from claude_auth_tui.model.shown import Shown


class Word(NamedTuple):
    """A word as it is written; `words` takes it apart when it is needed."""

    raw: str
    pos: int
    plain: bool
    """Nothing in it is quoted, expanded or a pattern: it stands for itself."""


class Assign(NamedTuple):
    """`NAME=word`, `NAME+=word`, `NAME[key]=word` or `NAME=(words)`."""

    name: str
    key: str | None
    append: bool
    value: Word | None
    array: tuple[Word, ...] | None
    pos: int
    end: int


class Heredoc(Struct):
    """The body of a `<<`; filled in when the parser reaches the next line."""

    delimiter: str
    quoted: bool
    strip: bool
    body: str = ""
    pos: int = 0


class Redirect(NamedTuple):
    operator: str
    descriptor: str
    target: Word | None
    heredoc: Heredoc | None
    pos: int


class Simple(NamedTuple):
    assigns: tuple[Assign, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Pipeline(NamedTuple):
    commands: tuple[Node, ...]
    negated: bool
    pos: int
    end: int


class AndOr(NamedTuple):
    """Commands joined by `&&` and `||`, taken from left to right."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    pos: int
    end: int


class Background(NamedTuple):
    """`command &`: runs in a shell of its own."""

    body: Node
    pos: int
    end: int


class Block(NamedTuple):
    """Commands one after the other."""

    items: tuple[Node, ...]
    pos: int
    end: int


class Group(NamedTuple):
    """`{ …; }`, in zsh perhaps with `always { … }`."""

    body: Block
    always: Block | None
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Subshell(NamedTuple):
    body: Block
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class If(NamedTuple):
    arms: tuple[tuple[Block, Block], ...]
    otherwise: Block | None
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class For(NamedTuple):
    names: tuple[str, ...]
    words: tuple[Word, ...] | None
    """None: over the positional parameters."""
    body: Block
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class CountingFor(NamedTuple):
    """`for ((a; b; c))`."""

    start: str
    test: str
    step: str
    body: Block
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class While(NamedTuple):
    test: Block
    body: Block
    until: bool
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Repeat(NamedTuple):
    times: Word
    body: Block
    pos: int
    end: int


class Arm(NamedTuple):
    patterns: tuple[str, ...]
    body: Block
    ending: str
    """`;;` stops, `;&` runs the next arm too, `;;&` and `;|` go on testing."""


class Case(NamedTuple):
    word: Word
    arms: tuple[Arm, ...]
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Function(NamedTuple):
    names: tuple[str, ...]
    body: Node
    pos: int
    end: int


class Anonymous(NamedTuple):
    """zsh: `() { … } words`, run at once."""

    body: Node
    words: tuple[Word, ...]
    pos: int
    end: int


class Test(NamedTuple):
    """`[[ … ]]`."""

    test: Condition
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Arithmetic(NamedTuple):
    """`(( … ))`."""

    text: str
    pos: int
    end: int


class Unread(NamedTuple):
    """bash: lines that are left out because something inside parentheses in them cannot be read."""

    what: Shown
    pos: int
    end: int


class Unary(NamedTuple):
    operator: str
    operand: Word


class Binary(NamedTuple):
    operator: str
    left: Word
    right: Word


class Not(NamedTuple):
    test: Condition


class Both(NamedTuple):
    left: Condition
    right: Condition


class Either(NamedTuple):
    left: Condition
    right: Condition


Condition: TypeAlias = Word | Unary | Binary | Not | Both | Either
Node: TypeAlias = (
    Simple
    | Pipeline
    | AndOr
    | Background
    | Block
    | Group
    | Subshell
    | If
    | For
    | CountingFor
    | While
    | Repeat
    | Case
    | Function
    | Anonymous
    | Test
    | Arithmetic
    | Unread
)
