"""A startup file with one line blank: what is evaluated to tell what that line is worth.

Only where the line can go by itself. A line in the middle of a quoted text, a here-document or a command over several
lines would take other lines with it, and what the file says then is nobody's question. Whether a command can be
written into the file as a comment is `whole_line`'s matter, which is more cautious.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import astuple, replace

from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import ShellName

_Item: TypeAlias = tuple[object, ...]
_Items: TypeAlias = Callable[[str], "list[tuple[int, _Item, str]] | None"]
"""A text's parts with their positions and the kind of what holds them; None where it cannot be read to its end."""

_LISTS: Final = frozenset({"Block", "Case", "Switch"})
"""What may lose one of its parts and stay what it is."""
_UNIVERSAL: Final = "fish_variables"


def blanked(machine: Machine, path: str, line: int, shell: ShellName, plain: bool = False) -> File | None:
    """The file without its line `line` (from 1); None where the line belongs to a longer command.

    `plain`: the file is no script, so that each line stands for itself. Where a block would be empty without the
    line, a command that does nothing stands in its stead.
    """
    found = machine.files.file(path)
    if found.state != "present" or found.text is None:
        return None
    text = unveil(found.text)
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return None
    if plain or machine.paths.basename(path) == _UNIVERSAL:
        return replace(found, text=SecretText(_with(lines, line, "")))
    width = len(lines[line - 1])
    items, inside = _reader(text, line, shell)
    before = items(text)
    if before is None:
        return None
    for stand_in in (" " * width, ":".ljust(width))[: 1 if shell == "fish" or not width else 2]:
        changed = _with(lines, line, stand_in)
        after = items(changed)
        if after is not None and _same(before, after, inside, alone=stand_in.startswith(":")):
            return replace(found, text=SecretText(changed))
    return None


def _with(lines: list[str], line: int, stand_in: str) -> str:
    return "\n".join([*lines[: line - 1], stand_in, *lines[line:]])


def _same(before: list[tuple[int, _Item, str]], after: list[tuple[int, _Item, str]], inside: Callable[[int], bool], alone: bool) -> bool:
    """Whether nothing but that line is another. `alone`: and what stands in for it is a command of its own in a list."""
    if alone and [held in _LISTS for position, item, held in after if item[0] == "Simple" and inside(position)] != [True]:
        return False
    kept, left = ([item for position, item, _ in told if not inside(position)] for told in (before, after))
    return Counter(kept) == Counter(left)


def _reader(text: str, line: int, shell: ShellName) -> tuple[_Items, Callable[[int], bool]]:
    """How to take such a text apart, and whether a position is on the line. Offsets in bash and zsh, line numbers in fish."""
    if shell == "fish":
        return _fish_items, lambda position: position == line
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    end = text.find("\n", start)
    stop = len(text) if end < 0 else end
    return (lambda changed: _posix_items(changed, shell == "zsh")), lambda position: start <= position < max(stop, start + 1)


def _posix_items(text: str, zsh: bool) -> list[tuple[int, _Item, str]] | None:
    from claude_auth_tui.shells.posix.parser import Parser

    parser = Parser(text, zsh)
    items = [item for node in parser.lines() for item in _parts(node, -1)]
    problem = parser.problem
    return [*items, (problem.position, ("problem", problem.position), "")] if problem is not None else items


def _fish_items(text: str) -> list[tuple[int, _Item, str]] | None:
    from claude_auth_tui.shells.fish.parser import parse
    from claude_auth_tui.shells.fish.syntax import FishSyntaxError

    try:
        return list(_parts(parse(text), 0))
    except FishSyntaxError:
        return None


def _parts(root: object, position: int) -> Iterator[tuple[int, _Item, str]]:
    """Every node of a syntax tree: its position, and what it is apart from the nodes it holds; with the kind of its holder."""
    waiting: list[tuple[object, int, str]] = [(root, position, "")]
    while waiting:
        node, outer, held = waiting.pop()
        if not isinstance(node, Struct):
            waiting.extend((part, outer, held) for part in (node if isinstance(node, tuple) else ()))
            continue
        if hasattr(node, "delimiter"):  # a here-document
            yield outer, (type(node).__name__, outer, getattr(node, "body", "")), held
            continue
        kind = type(node).__name__
        at = _position(node, outer)
        values = astuple(node)
        told = tuple(value for value in values if isinstance(value, str | bool) or value is None)
        texts = tuple(part for value in values if isinstance(value, tuple) for part in value if isinstance(part, str))
        held_parts = [value for value in values if isinstance(value, tuple | Struct)]
        count = 0 if kind in _LISTS else sum(len(value) if isinstance(value, tuple) else 1 for value in held_parts)
        yield at, (kind, at, told, texts, count, outer), held
        if kind != "Word":
            waiting.extend((value, at, kind) for value in held_parts)


def _position(node: object, outer: int) -> int:
    """Where a node begins; that of its body, or of what holds it, where it does not say."""
    for name in ("pos", "line"):
        found = getattr(node, name, None)
        if isinstance(found, int):
            return found
    body = getattr(node, "body", None)
    return _position(body, outer) if isinstance(body, Struct) else outer
