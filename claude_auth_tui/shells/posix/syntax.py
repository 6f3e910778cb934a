"""The syntax tree of bash and zsh. Positions are offsets into the text that was parsed; `source` turns them into lines."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from claude_auth_tui.model.shown import Shown


class Word(Struct, frozen=True):
    """A word as it is written; `word_parts` takes it apart when it is needed."""

    raw: str
    pos: int
    plain: bool
    """Nothing in it is quoted, expanded or a pattern: it stands for itself."""


class Assign(Struct, frozen=True):
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


class Redirect(Struct, frozen=True):
    operator: str
    descriptor: str
    target: Word | None
    heredoc: Heredoc | None
    pos: int


class Simple(Struct, frozen=True):
    assigns: tuple[Assign, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Pipeline(Struct, frozen=True):
    commands: tuple[Node, ...]
    negated: bool
    pos: int
    end: int


class AndOr(Struct, frozen=True):
    """Commands joined by `&&` and `||`, taken from left to right."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    pos: int
    end: int


class Background(Struct, frozen=True):
    """`command &`: runs in a shell of its own."""

    body: Node
    pos: int
    end: int


class Block(Struct, frozen=True):
    """Commands one after the other."""

    items: tuple[Node, ...]
    pos: int
    end: int


class Group(Struct, frozen=True):
    """`{ …; }`, in zsh perhaps with `always { … }`."""

    body: Block
    always: Block | None
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Subshell(Struct, frozen=True):
    body: Block
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class If(Struct, frozen=True):
    arms: tuple[tuple[Block, Block], ...]
    otherwise: Block | None
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class For(Struct, frozen=True):
    names: tuple[str, ...]
    words: tuple[Word, ...] | None
    """None: over the positional parameters."""
    body: Block
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class CountingFor(Struct, frozen=True):
    """`for ((a; b; c))`."""

    start: str
    test: str
    step: str
    body: Block
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class While(Struct, frozen=True):
    test: Block
    body: Block
    until: bool
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Repeat(Struct, frozen=True):
    times: Word
    body: Block
    pos: int
    end: int


class Arm(Struct, frozen=True):
    patterns: tuple[str, ...]
    body: Block
    ending: str
    """`;;` stops, `;&` runs the next arm too, `;;&` and `;|` go on testing."""


class Case(Struct, frozen=True):
    word: Word
    arms: tuple[Arm, ...]
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Function(Struct, frozen=True):
    names: tuple[str, ...]
    body: Node
    pos: int
    end: int


class Anonymous(Struct, frozen=True):
    """zsh: `() { … } words`, run at once."""

    body: Node
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Test(Struct, frozen=True):
    """`[[ … ]]`."""

    test: Condition
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Arithmetic(Struct, frozen=True):
    """`(( … ))`."""

    text: str
    redirects: tuple[Redirect, ...]
    pos: int
    end: int


class Unread(Struct, frozen=True):
    """bash: lines that are left out because something inside parentheses in them cannot be read."""

    what: Shown
    pos: int
    end: int


class Unary(Struct, frozen=True):
    operator: str
    operand: Word


class Binary(Struct, frozen=True):
    operator: str
    left: Word
    right: Word


class Not(Struct, frozen=True):
    test: Condition


class Both(Struct, frozen=True):
    left: Condition
    right: Condition


class Either(Struct, frozen=True):
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
