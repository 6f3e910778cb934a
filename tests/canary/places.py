"""What a place is: one form in which a value can stand somewhere on a machine, and machines with many of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from tests.canary.canaries import LENGTHS, Canary, canary

Shell = Literal["bash", "zsh", "fish"]
SHELLS: Final[tuple[Shell, ...]] = ("bash", "zsh", "fish")
TOGETHER: Final = 25
"""Places that share a machine; three times as many where they are variables only."""
STARTUP: Final[Mapping[Shell, str]] = {"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": "~/.config/fish/config.fish"}
_SOURCE: Final[Mapping[Shell, str]] = {"bash": ".", "zsh": ".", "fish": "source"}


class Given(Struct, frozen=True):
    """What a place puts on a machine. `~/` in a path is the home folder, any other relative path the project's."""

    files: Mapping[str, object] = field(default_factory=dict)
    """Text, or a JSON value; objects of two places are laid over one another."""
    env: Mapping[str, str] = field(default_factory=dict)
    around: Mapping[str, str] = field(default_factory=dict)
    """More of the environment, where no other place has a value of its own for it."""
    lines: Mapping[Shell, str] = field(default_factory=dict)
    """Lines of a startup file. With other places beside it they stand in a file of their own, which the startup file reads."""
    settings: str | None = None
    """What is given to `claude --settings`."""
    tmux: Mapping[str, str] = field(default_factory=dict)
    running: Mapping[str, str] = field(default_factory=dict)
    """The environment of a `claude` that runs."""
    cwd: str | None = None


class Place(Struct, frozen=True):
    """One form. `put` tells where the value (its text) goes."""

    name: str
    put: Callable[[str], Given]
    alone: bool = False
    """It would hide the places beside it: the shell ends there, or the file is unreadable."""
    bare: bool = False
    """Letters and digits only: it stands in a name."""
    lengths: tuple[int, ...] = LENGTHS
    shape: Callable[[str], Canary] | None = None
    """A value of another shape, of one length."""
    sweep: bool = False
    """One of many of a kind: only in the full sweep."""

    def canary(self, length: int) -> Canary:
        return self.shape(self.name) if self.shape is not None else canary(self.name, length, self.bare)


class _ClashError(Exception):
    """Two places want the same spot."""


class Batch(Struct):
    """Places that share a machine, and all that they put there."""

    places: list[tuple[Place, Canary]] = field(default_factory=list)
    given: Given = field(default_factory=Given)
    shell: Shell = "zsh"
    alone: bool = False
    most: int = TOGETHER

    @property
    def canaries(self) -> list[Canary]:
        return [value for _, value in self.places]

    def add(self, place: Place, value: Canary, given: Given) -> bool:
        """Whether there was room for it."""
        full = len(self.places) >= (self.most if given.lines or given.files else 3 * self.most)
        other_shell = given.lines and self.given.lines and given.lines.keys() != self.given.lines.keys()
        if self.places and (full or other_shell):
            return False
        try:
            merged = Given(
                _merged_files(self.given.files, given.files),
                _disjoint(self.given.env, given.env),
                {**self.given.around, **given.around},
                {shell: self.given.lines.get(shell, "") + text for shell, text in given.lines.items()} or self.given.lines,
                _one(self.given.settings, given.settings),
                _disjoint(self.given.tmux, given.tmux),
                _disjoint(self.given.running, given.running),
                _one(self.given.cwd, given.cwd),
            )
        except _ClashError:
            return False
        self.places.append((place, value))
        self.given = merged
        self.shell = next(iter(merged.lines), "zsh")
        return True


def batches(places: Iterable[Place], length: int, alone: bool = False, again: bool = True) -> Iterator[Batch]:
    """Machines that together have all the places, with values of this length; `again` those too that never share one."""
    open_: list[Batch] = []
    for number, place in enumerate(places):
        if length not in place.lengths or (place.shape is not None and length != LENGTHS[-1]):
            continue
        if alone and place.alone and not again:
            continue
        value = place.canary(length)
        given = place.put(value.text)
        if place.alone or alone:
            batch = Batch(alone=True)
            batch.add(place, value, given)
            yield batch
            continue
        given = _in_files_of_their_own(given, number)
        if not any(batch.add(place, value, given) for batch in open_[-6:]):
            open_.append(Batch())
            open_[-1].add(place, value, given)
    yield from open_


def crowded(places: Iterable[Place], length: int, most: int) -> Batch:
    """One machine with as many of them as there is room for."""
    batch = Batch(most=most)
    for number, place in enumerate(places):
        if length in place.lengths and place.shape is None and not place.alone:
            value = place.canary(length)
            batch.add(place, value, _in_files_of_their_own(place.put(value.text), number))
    return batch


def _in_files_of_their_own(given: Given, number: int) -> Given:
    files = dict(given.files)
    lines: dict[Shell, str] = {}
    for shell, text in given.lines.items():
        path = f"~/.{shell}.d/{number}.{shell}"
        files[path] = text
        lines[shell] = f"{_SOURCE[shell]} {path}\n"
    return replace(given, files=files, lines=lines)


def files_of(batch: Batch) -> dict[str, object]:
    """Every file of the machine, its startup files among them."""
    startup = {STARTUP[shell]: text for shell, text in batch.given.lines.items()}
    if "bash" in batch.given.lines:
        startup["~/.bash_profile"] = ". ~/.bashrc\n"
    return {**batch.given.files, **startup}


def _disjoint(one: Mapping[str, str], other: Mapping[str, str]) -> Mapping[str, str]:
    if one.keys() & other.keys():
        raise _ClashError
    return {**one, **other}


def _one(one: str | None, other: str | None) -> str | None:
    if one is not None and other is not None:
        raise _ClashError
    return one if one is not None else other


def _merged_files(one: Mapping[str, object], other: Mapping[str, object]) -> Mapping[str, object]:
    return {**one, **{path: _merged(one[path], content) if path in one else content for path, content in other.items()}}


def _merged(one: object, other: object) -> object:
    """JSON objects are laid over one another, lists put one behind the other; all else must be equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{name: _merged(one[name], value) if name in one else value for name, value in other.items()}}
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    if one == other:
        return one
    raise _ClashError


WORD: Final = "CANARY"
"""Stands for the value in the templates."""


def lines(kind: str, shells: tuple[Shell, ...], forms: Mapping[str, str], **more: object) -> Iterator[Place]:
    """A place for each form and each shell: the lines of a startup file with CANARY for the value."""
    for shell in shells:
        for name, template in forms.items():
            yield _lines(f"{shell}/{kind}/{name}", shell, template, more)


def _lines(name: str, shell: Shell, template: str, more: Mapping[str, object]) -> Place:
    assert WORD in template, name

    def put(value: str) -> Given:
        return Given(lines={shell: template.replace(WORD, value) + "\n"})

    return Place(name, put, **more)  # type: ignore[arg-type]


def text_file(kind: str, path: str, forms: Mapping[str, str], **more: object) -> Iterator[Place]:
    """A place for each form: the whole text of one file."""
    for name, template in forms.items():
        yield _text(f"{kind}/{name}", path, template, more)


def _text(name: str, path: str, template: str, more: Mapping[str, object]) -> Place:
    assert WORD in template + path, name

    def put(value: str) -> Given:
        return Given(files={path.replace(WORD, value): template.replace(WORD, value)})

    return Place(name, put, **more)  # type: ignore[arg-type]


def json_file(kind: str, path: str, forms: Mapping[str, object], **more: object) -> Iterator[Place]:
    """A place for each form: a JSON value, with CANARY in a string or in a name."""
    for name, value in forms.items():
        yield _json(f"{kind}/{name}", path, value, more)


def _json(name: str, path: str, value: object, more: Mapping[str, object]) -> Place:
    assert WORD in repr(value) + path, name

    def put(text: str) -> Given:
        return Given(files={path.replace(WORD, text): _replaced(value, text)})

    return Place(name, put, **more)  # type: ignore[arg-type]


def _replaced(value: object, text: str) -> object:
    if isinstance(value, str):
        return value.replace(WORD, text)
    if isinstance(value, dict):
        return {name.replace(WORD, text): _replaced(item, text) for name, item in value.items()}
    return [_replaced(item, text) for item in value] if isinstance(value, list) else value


def slug(text: str) -> str:
    """A name for a form that is made of signs."""
    return re.sub(r"\s+", "-", text)
