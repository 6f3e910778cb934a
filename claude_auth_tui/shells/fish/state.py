"""fish's variables in their scopes, its functions and its last status: what one of two ways may change, forked and joined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish.syntax import Block
from claude_auth_tui.shells.fish.values import Item, Opaque, Traced, opaque_in, together

V = TypeVar("V")
INHERITED: Final = Origin("inherited")


class Gone:
    """Stands for a key that is not there."""


GONE: Final = Gone()
Changes = Mapping[str, V | Gone]


class Ledger(dict[str, V]):
    """`begin` … `undo`: everything written in between is taken back, and returned. Nests."""

    __slots__ = ("_before",)

    def __init__(self, content: Mapping[str, V] | None = None) -> None:
        super().__init__(content or {})
        self._before: list[dict[str, V | Gone]] = []

    def begin(self) -> None:
        self._before.append({})

    def undo(self) -> Changes[V]:
        """Back to what it was at the last `begin`. Gives what the changed keys held, to be applied again."""
        before = self._before.pop()
        changes: dict[str, V | Gone] = {key: self.get(key, GONE) for key in before}
        for key, value in before.items():
            if isinstance(value, Gone):
                dict.pop(self, key, None)
            else:
                dict.__setitem__(self, key, value)
        return changes

    def keep(self) -> Collection[str]:
        """End the last `begin` without taking anything back; answers what was written."""
        before = self._before.pop()
        if self._before:
            for key, value in before.items():
                self._before[-1].setdefault(key, value)
        return before

    def apply(self, changes: Changes[V]) -> None:
        for key, value in changes.items():
            if not isinstance(value, Gone):
                self[key] = value
            elif key in self:
                del self[key]

    def with_changes(self, changes: Changes[V]) -> Ledger[V]:
        """A copy of its own with those changes."""
        made: Ledger[V] = Ledger(self)
        made.apply(changes)
        return made

    def __setitem__(self, key: str, value: V) -> None:
        if self._before:
            self._before[-1].setdefault(key, self.get(key, GONE))
        dict.__setitem__(self, key, value)

    def __delitem__(self, key: str) -> None:
        if self._before:
            self._before[-1].setdefault(key, self.get(key, GONE))
        dict.__delitem__(self, key)


class Var(Struct, frozen=True):
    """A variable in one scope. `exported` is None where branches disagree."""

    items: tuple[Item, ...]
    exported: bool | None = False
    path: bool = False
    """Joined with `:` instead of a blank."""
    origin: Origin | None = None
    maybe_unset: bool = False
    """Whether it may not be set at all."""

    def joined(self) -> Item:
        """The value as a program gets it, or as it stands in double quotes."""
        if len(self.items) == 1:
            return self.items[0]
        text = together(self.items, ":" if self.path else " ")
        return self.items[0].with_text(text) if isinstance(text, str) and self.items and isinstance(self.items[0], Traced) else text


Scope = dict[str, Var]


class Frame(Struct):
    """The scopes of one function call: the function's own first, then those of blocks in it."""

    blocks: list[Scope]
    function: str = ""
    transparent: bool = False
    """`--no-scope-shadowing`: the caller's variables show through."""
    path: str = ""
    """The file the function was defined in."""

    def copy(self) -> Frame:
        return Frame([dict(block) for block in self.blocks], self.function, self.transparent, self.path)


class Holds(Struct):
    """What makes events wait: `block` in a block or function until that ends, or everywhere until `block --erase`."""

    everywhere: int = 0
    inside: list[tuple[int, int]] = field(default_factory=list)
    """How many frames were open, and how many blocks in the last of them."""

    def held(self, frames: Sequence[Frame]) -> bool:
        self.inside = [
            (calls, blocks)
            for calls, blocks in self.inside
            if calls < len(frames) or (calls == len(frames) and blocks <= len(frames[-1].blocks))
        ]
        return bool(self.everywhere or self.inside)


class Defined(Struct, frozen=True):
    name: str
    body: Block
    path: str
    line: int
    pinned: int = 0
    """The line every statement of it counts as written on; 0 for their own (an alias is written on one line)."""
    arguments: tuple[str, ...] = ()
    inherited: tuple[tuple[str, Var], ...] = ()
    transparent: bool = False
    events: tuple[str, ...] = ()
    """What calls it besides its name, as in `--on-variable NAME`."""
    maybe: bool = False
    """Whether only one of two branches defines it so."""
    text: str = ""
    """The body where it is not parsed yet."""
    copied: bool = False
    """Whether it was made of another one (`functions --copy`)."""


def defined(words: Sequence[str], body: Block, path: str, line: int, pinned: int, find: Callable[[str], Var | None]) -> Defined | None:
    """A function from the words after `function`; None where fish refuses them."""
    if not words:
        return None
    name, *rest = words
    if not name or name.startswith("-") or "/" in name or name in _RESERVED:
        return None
    arguments: list[str] = []
    events: list[str] = []
    inherited: list[tuple[str, Var]] = []
    transparent = collecting = False
    index = 0
    while index < len(rest):
        word = rest[index]
        option, _, attached = word.partition("=") if word.startswith("--") else (word[:2], "", word[2:])
        index += 1
        if option in ("-S", "--no-scope-shadowing"):
            transparent, collecting = True, False
        elif option in _WITH_VALUE:
            collecting = option in ("-a", "--argument-names", "--argument")
            value = attached or (rest[index] if index < len(rest) else "")
            index += 0 if attached else 1
            if collecting:
                arguments.append(value)
            elif option in ("-V", "--inherit-variable"):
                var = find(value)
                if var is not None:
                    inherited.append((value, replace(var, exported=False)))
            elif option in _EVENTS:
                events.append(f"{_EVENTS[option]} {value}")
        elif collecting and not word.startswith("-"):
            arguments.append(word)
        elif not word.startswith("-") or word == "--":
            collecting = collecting or word == "--"
        else:
            return None
    return Defined(name, body, path, line, pinned, tuple(arguments), tuple(inherited), transparent, tuple(events))


_EVENTS: Final = {
    "-e": "--on-event", "--on-event": "--on-event", "-v": "--on-variable", "--on-variable": "--on-variable",
    "-j": "--on-job-exit", "--on-job-exit": "--on-job-exit", "-p": "--on-process-exit", "--on-process-exit": "--on-process-exit",
    "-s": "--on-signal", "--on-signal": "--on-signal",
}  # fmt: skip
_WITH_VALUE: Final = frozenset(
    {"-a", "--argument-names", "--argument", "-d", "--description", "-w", "--wraps", "-V", "--inherit-variable", *_EVENTS}
)
_RESERVED: Final = frozenset(
    ["[", "_", "and", "argparse", "begin", "break", "builtin", "case", "command", "continue", "else", "end", "eval", "exec", "for",
     "function", "if", "not", "or", "read", "return", "set", "status", "string", "switch", "test", "time", "while"]
)  # fmt: skip


class State(Struct):
    globals: Ledger[Var] = field(default_factory=Ledger)
    universals: Scope = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=lambda: [Frame([{}])])
    functions: Ledger[Defined | None] = field(default_factory=Ledger)
    """None for one that was erased."""
    status: int | None = 0
    cwd: str = ""
    """Empty where it is not known."""
    path_changed: bool = False
    """Whether code that could not be followed may have added folders to PATH."""

    def fork(self) -> State:
        """A state for one of two ways. It shares the two large parts, which take back what the way writes."""
        return State(
            self.globals,
            dict(self.universals),
            [frame.copy() for frame in self.frames],
            self.functions,
            self.status,
            self.cwd,
            self.path_changed,
        )

    def apart(self) -> State:
        """A state that shares nothing with this one."""
        made = self.fork()
        made.globals, made.functions = self.globals.with_changes({}), self.functions.with_changes({})
        return made

    # looking up

    def scopes(self) -> list[Scope]:
        """All scopes that are seen now, the narrowest first."""
        out: list[Scope] = []
        for frame in reversed(self.frames):
            out.extend(reversed(frame.blocks))
            if not frame.transparent:
                break
        return [*out, self.globals, self.universals]

    def scope_of(self, name: str) -> Scope | None:
        for frame in reversed(self.frames):
            for block in reversed(frame.blocks):
                if name in block:
                    return block
            if not frame.transparent:
                break
        return self.globals if name in self.globals else self.universals if name in self.universals else None

    def find(self, name: str) -> Var | None:
        scope = self.scope_of(name)
        return scope[name] if scope is not None else None

    def exported(self) -> dict[str, Var]:
        """What a program gets: a global that is not exported does not hide an exported universal one (observed, 3.6)."""
        out: dict[str, Var] = {}
        scopes = list(reversed(self.scopes()[:-1]))
        for scope in scopes:
            for name, var in scope.items():
                if var.exported is not False:
                    out[name] = var
                else:
                    out.pop(name, None)
        for name, var in self.universals.items():
            if var.exported is not False:
                out.setdefault(name, var)
        return out


class Way(Struct, frozen=True):
    """One of two ways that was walked: its state, and what it wrote into the two large parts, taken back again."""

    state: State
    globals: Changes[Var]
    functions: Changes[Defined | None]

    def alone(self, base: State) -> State:
        """Its state by itself, without the ledgers of others."""
        self.state.globals = base.globals.with_changes(self.globals)
        self.state.functions = base.functions.with_changes(self.functions)
        return self.state

    def taken(self) -> State:
        """Its state, written into the shared parts again."""
        self.state.globals.apply(self.globals)
        self.state.functions.apply(self.functions)
        return self.state


def joined(first: Way, second: Way, reason: Shown) -> State:
    """The state after one of two ways was taken, it is not known which. Both have the same frames open."""
    out = second.state
    for name in {*first.globals, *second.globals}:
        before = out.globals.get(name)
        one, other = _after(first.globals, name, before), _after(second.globals, name, before)
        if one is not None or other is not None:
            out.globals[name] = one if one is other and one is not None else _either(one, other, reason)
        elif name in out.globals:
            del out.globals[name]
    for name in {*first.functions, *second.functions}:
        known = out.functions.get(name)
        left, right = _after(first.functions, name, known), _after(second.functions, name, known)
        out.functions[name] = left if left is right else _either_function(left, right)
    _merge_small(first.state, out, reason)
    return out


def _after(changes: Changes[V], name: str, before: V | None) -> V | None:
    value = changes.get(name, before)
    return None if isinstance(value, Gone) else value


def _merge_small(first: State, out: State, reason: Shown) -> None:
    _merge_scope(first.universals, out.universals, reason)
    for one, other in zip(first.frames, out.frames, strict=False):
        for left, right in zip(one.blocks, other.blocks, strict=False):
            _merge_scope(left, right, reason)
    if first.status != out.status:
        out.status = None
    if first.cwd != out.cwd:
        out.cwd = ""
    out.path_changed = out.path_changed or first.path_changed


def merged(first: State, out: State, reason: Shown) -> State:
    """`joined` for a state that was set aside whole."""
    _merge_scope(first.globals, out.globals, reason)
    for name in {*first.functions, *out.functions}:
        left, right = first.functions.get(name), out.functions.get(name)
        if left is not right:
            out.functions[name] = _either_function(left, right)
    _merge_small(first, out, reason)
    return out


def _either_function(first: Defined | None, second: Defined | None) -> Defined | None:
    found = second or first
    if found is None or found.maybe:
        return found
    return replace(found, maybe=True)


def _merge_scope(first: Scope, out: Scope, reason: Shown) -> None:
    if first == out:
        return
    for name in {*first, *out}:
        one, other = first.get(name), out.get(name)
        if one != other or (one is not None and other is not None and one.origin != other.origin):
            out[name] = _either(one, other, reason)


def _either(one: Var | None, other: Var | None, reason: Shown) -> Var:
    if one is None or other is None:
        found = one or other
        if found is None:
            raise ValueError("a variable of neither way")
        return Var(_doubtful(found, reason), found.exported, found.path, found.origin, True)
    exported = one.exported if one.exported == other.exported else None
    maybe = one.maybe_unset or other.maybe_unset
    if one.items == other.items and exported is not None:
        return Var(other.items, exported, other.path, other.origin, maybe)
    later = other if other.origin is not None and other.origin.kind == "file" else one
    return Var(_doubtful(later, reason), exported, other.path, later.origin, maybe)


def _doubtful(var: Var, reason: Shown) -> tuple[Item, ...]:
    doubt = opaque_in(var.items)
    return (Opaque(doubt.reason if doubt is not None and var.maybe_unset else reason, many=True),)
