"""What a shell knows at one moment: variables, functions, aliases, options. Forked where a condition cannot be decided, and joined again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.syntax import Node
from claude_auth_tui.shells.posix.values import Place, Source, Val, texts_of, unknown

NAME: Final = re.compile(r"[A-Za-z_]\w*")
"""The name of a variable."""
Value: TypeAlias = Val | list[Val] | Mapping[str, Val] | None
"""A text, an array, an associative array (neither is ever changed in place), or None for declared but not set."""


class Uncertain(dict[str, Val]):
    """An associative array that may hold other elements, too; and one of its own with an unknown value may not be there."""

    def other(self) -> Val | None:
        """Any element that is not listed; None where there surely is none."""
        return unknown(say("an element that may not be there"))


class Partly(Uncertain):
    """An associative array that holds no others than these, of which those with an unknown value may not be there."""

    def other(self) -> Val | None:
        return None


class Named(Uncertain):
    """The functions: there may be others, yet a name that nothing was seen to define is taken for none, searched for as well as asked for."""


class InOrder(dict[str, Val]):
    """An associative array that is listed in the order it has, as the shell's own tables are."""


class Var(Struct, frozen=True):
    value: Value
    exported: bool | None = False
    """None where a condition decides that cannot be told."""
    readonly: bool = False
    fold: str = ""
    """`u`, `l`, `i` or zsh's `F` and `Z`: what becomes of a text that is assigned; `U` for an array without doubles; `?` where it cannot be told
    whether it is set; `-` for zsh's variable that was exported before it was set: it does not reach the environment yet."""


def listed(value: Value) -> list[Val]:
    """Whatever a variable holds, as a list."""
    if isinstance(value, Val):
        return [value]
    if isinstance(value, Uncertain):
        other = value.other()
        return [*value.values(), *([] if other is None else [other])]
    return list(value.values()) if isinstance(value, Mapping) else list(value or ())


class Defined(Struct, frozen=True):
    """A function, with the file it stands in."""

    body: Node
    source: Source
    place: Place
    aliases: int
    """How many aliases had been defined: later ones do not count inside it."""
    loaded_by: str = ""
    """zsh's `autoload`, whose letters these are behind an `@`: the function is still to be read from its file, and `body` is empty."""
    file: str = ""
    """The file that it was read from in this way, or is to be, where `autoload` was given its path."""


class Alias(Struct, frozen=True):
    value: Val
    place: Place
    number: int
    """Counts definitions, so that a function body knows which came before it."""
    everywhere: bool = False
    """zsh's `alias -g`: it counts wherever it stands as a word."""


class Style(Struct, frozen=True):
    """What zsh's `zstyle` gave to a style for a pattern of contexts; None where a command makes the values each time."""

    pattern: str
    values: tuple[Val, ...] | None


class State:
    __slots__ = ("aliases", "cwd", "emulation", "frames", "functions", "options", "positional", "stack", "status", "styles", "suffixes")

    def __init__(self) -> None:
        self.frames: list[dict[str, Var]] = [{}]
        """The global variables, then those of each function being run."""
        self.functions: dict[str, Defined] = {}
        self.aliases: dict[str, Alias] = {}
        self.suffixes: dict[str, Val] = {}
        """zsh's aliases for what ends a word (`alias -s`)."""
        self.options: set[str] = set()
        self.emulation: str | None = "zsh"
        """The shell that zsh takes after (`emulate`); None where that cannot be told."""
        self.positional: tuple[Val, ...] = ()
        self.status: int | None = 0
        self.cwd: str | None = ""
        self.stack: tuple[str, ...] | None = ()
        """The folders that `pushd` put away, the last one first; None where that cannot be told."""
        self.styles: dict[str, tuple[Style, ...] | None] = {}
        """zsh's styles by name, those that count first before the others; None where it cannot be told."""

    def fork(self) -> State:
        """A copy that can go its own way."""
        other = State()
        other.frames = [dict(frame) for frame in self.frames]
        other.functions = dict(self.functions)
        other.aliases = dict(self.aliases)
        other.suffixes = self.suffixes
        other.options = set(self.options)
        other.emulation = self.emulation
        other.positional = self.positional
        other.status = self.status
        other.cwd = self.cwd
        other.stack = self.stack
        other.styles = dict(self.styles)
        return other

    def find(self, name: str) -> Var | None:
        """A variable as it is seen here, the innermost function's first."""
        frames = self.frames
        if len(frames) > 1:
            for frame in reversed(frames):
                if name in frame:
                    return frame[name]
            return None
        return frames[0].get(name)

    def text_of(self, name: str) -> str | None:
        """A variable's text where it holds one that is known."""
        var = self.find(name)
        return var.value.text if var is not None and isinstance(var.value, Val) else None

    def frame_of(self, name: str) -> dict[str, Var]:
        """Where an assignment to the name goes."""
        for frame in reversed(self.frames):
            if name in frame:
                return frame
        return self.frames[0]

    def join(self, other: State, why: Shown) -> None:
        """Keep what both agree on; the rest is unknown, because of `why`."""
        for mine, theirs in zip(self.frames, other.frames, strict=False):
            changed = [name for name, one in mine.items() if (two := theirs.get(name)) is not one and two != one]
            changed += [name for name in theirs if name not in mine]
            for name in changed:
                mine[name] = _either(mine.get(name), theirs.get(name), why)
        self.functions = {**other.functions, **self.functions}
        self.aliases = {**other.aliases, **self.aliases}
        self.options &= other.options
        if self.emulation != other.emulation:
            self.emulation = None
        if self.positional != other.positional:
            self.positional = ()
        if self.status != other.status:
            self.status = None
        if self.cwd != other.cwd:
            self.cwd = None
        if self.stack != other.stack:
            self.stack = None
        if self.styles != other.styles:
            for name in self.styles.keys() | other.styles.keys():
                if self.styles.get(name) != other.styles.get(name):
                    self.styles[name] = _either_styles(self.styles.get(name, ()), other.styles.get(name, ()))


def _either_styles(one: tuple[Style, ...] | None, two: tuple[Style, ...] | None) -> tuple[Style, ...] | None:
    """A style given on two ways: what both give counts, of any other pattern the values are not known."""
    if one is None or two is None:
        return None
    first, second = {style.pattern: style for style in one}, {style.pattern: style for style in two}
    shared = [pattern for pattern in first if pattern in second]
    if shared != [pattern for pattern in second if pattern in first]:  # which counts first is not known
        return None
    made: list[Style] = []
    left = list(one)
    for style in two:
        if style.pattern in first:
            while left and left[0].pattern != style.pattern:
                made.append(Style(left.pop(0).pattern, None))
            left.pop(0)
            made.append(style if first[style.pattern] == style else Style(style.pattern, None))
        else:
            made.append(Style(style.pattern, None))
    return (*made, *(Style(style.pattern, None) for style in left))


def _either(one: Var | None, two: Var | None, why: Shown) -> Var:
    exported_one = one.exported if one is not None else False
    exported_two = two.exported if two is not None else False
    exported = exported_one if exported_one == exported_two else None
    held = one if one is not None and one.value is not None else two
    fold = held.fold if held is not None else ""
    readonly = bool(one and one.readonly and two and two.readonly)
    if one is not None and two is not None and _same(one.value, two.value):
        return Var(one.value, exported, readonly, fold)
    if one is not None and two is not None and isinstance(one.value, Mapping) and isinstance(two.value, Mapping):
        return Var(_either_table(one.value, two.value, why), exported, readonly, fold)
    value = held.value if held is not None else None
    if isinstance(value, Mapping) and (one is None or two is None or one.value is None or two.value is None):
        return Var(_either_table(value, {}, why), exported, readonly, f"{fold}?")
    place = value.place if isinstance(value, Val) else None
    some = all(v is not None and isinstance(v.value, Val) and (v.value.some or bool(v.value.text)) for v in (one, two))
    texts = dict.fromkeys(text for v in (one, two) if v is not None and isinstance(v.value, Val) for text in texts_of(v.value))
    return Var(replace(unknown(why, some, place), perhaps=tuple(texts)), exported, readonly, fold)


def _either_table(one: Mapping[str, Val], two: Mapping[str, Val], why: Shown) -> Mapping[str, Val]:
    """Both are associative arrays, so this surely is one: what they agree on is known."""
    closed = all(isinstance(table, Partly) or not isinstance(table, Uncertain) for table in (one, two))
    same = one.keys() == two.keys() and not isinstance(one, Uncertain) and not isinstance(two, Uncertain)
    merged: dict[str, Val] = {} if same else Partly() if closed else Uncertain()
    for key in dict.fromkeys([*one, *two]):
        mine, theirs = one.get(key), two.get(key)
        if mine is not None and theirs is not None and _same(mine, theirs):
            merged[key] = mine
        else:
            texts = dict.fromkeys(text for value in (mine, theirs) if value is not None for text in texts_of(value))
            merged[key] = replace(unknown(why), perhaps=tuple(texts))
    return merged


def _same(one: Value, two: Value) -> bool:
    if isinstance(one, Val) and isinstance(two, Val):
        return one.text is not None and one.text == two.text
    return one == two
