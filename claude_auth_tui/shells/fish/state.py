"""fish's variables in their scopes, its functions and its last status: what a branch may change, copied and merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.shells.fish.syntax import Block
from claude_auth_tui.shells.fish.values import Item, Opaque, Traced, opaque_in


@dataclass(frozen=True, slots=True)
class Var:
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
        doubt = opaque_in(self.items)
        if doubt is not None:
            return Opaque(doubt.reason, False, doubt.text, doubt.exporter)
        text = (":" if self.path else " ").join(str(item) for item in self.items)
        return self.items[0].with_text(text) if self.items and isinstance(self.items[0], Traced) else text


Scope = dict[str, Var]


@dataclass(slots=True)
class Frame:
    """The scopes of one function call: the function's own first, then those of blocks in it."""

    blocks: list[Scope]
    function: str = ""
    transparent: bool = False
    """`--no-scope-shadowing`: the caller's variables show through."""
    path: str = ""
    """The file the function was defined in."""

    def copy(self) -> Frame:
        return Frame([dict(block) for block in self.blocks], self.function, self.transparent, self.path)


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
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


@dataclass(slots=True)
class State:
    globals: Scope = field(default_factory=dict)
    universals: Scope = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=lambda: [Frame([{}])])
    functions: dict[str, FunctionDefinition | None] = field(default_factory=dict)
    """None for one that was erased."""
    status: int | None = 0
    cwd: str = ""
    """Empty where it is not known."""
    path_changed: bool = False
    """Whether code that could not be followed may have added folders to PATH."""

    def copy(self) -> State:
        return State(
            dict(self.globals),
            dict(self.universals),
            [frame.copy() for frame in self.frames],
            dict(self.functions),
            self.status,
            self.cwd,
            self.path_changed,
        )

    def weight(self) -> int:
        """How much a copy costs, in variables."""
        return len(self.globals) + len(self.universals) + len(self.functions)

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
        return next((scope for scope in self.scopes() if name in scope), None)

    def find(self, name: str) -> Var | None:
        if len(self.frames) == 1 and len(self.frames[0].blocks) == 1 and not self.frames[0].blocks[0]:
            return self.globals.get(name) or self.universals.get(name)
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


_NOWHERE: Final[Mapping[str, Var]] = {}


def merged(first: State, second: State, reason: str) -> State:
    """The state after one of two ways was taken, it is not known which. Both have the same frames open."""
    out = second
    _merge_scope(first.globals, out.globals, reason)
    _merge_scope(first.universals, out.universals, reason)
    for one, other in zip(first.frames, out.frames, strict=False):
        for left, right in zip(one.blocks, other.blocks, strict=False):
            _merge_scope(left, right, reason)
    for name, definition in first.functions.items():
        other_definition = out.functions.get(name)
        if definition is not other_definition:
            out.functions[name] = _either_function(definition, other_definition)
    for name, definition in list(out.functions.items()):
        if name not in first.functions and definition is not None and not definition.maybe:
            out.functions[name] = _either_function(definition, None)
    if first.status != out.status:
        out.status = None
    if first.cwd != out.cwd:
        out.cwd = ""
    out.path_changed = out.path_changed or first.path_changed
    return out


def _either_function(first: FunctionDefinition | None, second: FunctionDefinition | None) -> FunctionDefinition | None:
    found = second or first
    if found is None or found.maybe:
        return found
    return FunctionDefinition(
        found.name,
        found.body,
        found.path,
        found.line,
        found.pinned,
        found.arguments,
        found.inherited,
        found.transparent,
        found.events,
        True,
    )


def _merge_scope(first: Scope, out: Scope, reason: str) -> None:
    if first == out:
        return
    for name in {*first, *out}:
        one, other = first.get(name), out.get(name)
        if one != other or (one is not None and other is not None and one.origin != other.origin):
            out[name] = _either(one, other, reason)


def _either(one: Var | None, other: Var | None, reason: str) -> Var:
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


def _doubtful(var: Var, reason: str) -> tuple[Item, ...]:
    doubt = opaque_in(var.items)
    return (Opaque(doubt.reason if doubt is not None and var.maybe_unset else reason, many=True),)
