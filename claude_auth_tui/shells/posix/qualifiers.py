"""zsh's glob qualifiers: which of the names that match are left, in which order, and what becomes of them (zshexpn(1)).

A test that only the running shell can answer (when a file was last read, what a mode is compared with) leaves the names unknown.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Final, TypeAlias

from msgspec import Struct

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.lookup import READ, Lookup
from claude_auth_tui.shells.posix import parameters
from claude_auth_tui.shells.posix.clock import MOMENTS, agreed
from claude_auth_tui.shells.posix.values import Val, unknown

Ask: TypeAlias = Callable[[str, str], "bool | None"]
"""Whether a text (`e:…:`, `+function`), run with the name in REPLY, succeeds."""

_MODES: Final = {
    "r": 0o400, "w": 0o200, "x": 0o100, "A": 0o40, "I": 0o20, "E": 0o10, "R": 0o4, "W": 0o2, "X": 0o1, "s": 0o4000, "S": 0o2000, "t": 0o1000,
}  # fmt: skip
_KINDS: Final = {"p": "fifo", "=": "socket"}
_UNITS: Final = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_ARGUMENTS: Final = {
    "a": r"[Mwhmds]?[+-]?\d+",
    "m": r"[Mwhmds]?[+-]?\d+",
    "c": r"[Mwhmds]?[+-]?\d+",
    "L": r"[kKmMgGtTpP]?[+-]?\d+",
    "l": r"[+-]?\d+",
    "f": r"[=+?-]?[0-7?]+|[^\w\s].*?[^\w\s]",
    "u": r"\d+|[^\w\s].*?[^\w\s]",
    "g": r"\d+|[^\w\s].*?[^\w\s]",
    "d": r"\d*",
    "Y": r"\d+",
    "%": r"[bc]?",
    "o": r"[nLlamcdN]",
    "O": r"[nLlamcdN]",
    "+": r"\w+",
}
"""What stands behind a letter that takes something; without it zsh calls the letter an error (observed, 5.9)."""
_PLAIN: Final = frozenset("/.@=p*rwxAIERWXsStFNDMTnUG^-,")
_CHOSEN: Final = re.compile(r"(-?\d{1,5}(?:,-?\d{1,5})?)\]")
_CLOSING: Final = {"(": ")", "[": "]", "{": "}", "<": ">"}
_NEVER: Final = frozenset("bhijkqvyzBCHJKQVZ")
"""Letters that are no qualifier."""
_RANK: Final[dict[str, Callable[[Lookup, str], tuple[float, str] | None]]] = {
    "n": lambda lookup, name: (0, name),
    "L": lambda lookup, name: None if (size := lookup.stat(name).size) is None else (size, ""),
    "m": lambda lookup, name: None if (modified := lookup.stat(name).modified) is None else (-modified, ""),
}
"""What names are ordered by."""


class NoQualifier(Exception):  # noqa: N818 - control flow: what zsh calls an unknown file attribute
    """The text holds a letter that is none, or one without what it needs."""


_AGED: Final = re.compile(r"([Mwhmds]?)([+-]?)(\d{1,9})")
_PERIODS: Final = {"": 86400, "d": 86400, "h": 3600, "m": 60, "s": 1, "w": 604800, "M": 2592000}


class _Test(Struct, frozen=True):
    letter: str
    argument: str
    negated: bool
    follows: bool


class Qualifiers(Struct, kw_only=True):
    """What stands in the parentheses behind a pattern."""

    tests: list[list[_Test]]
    """A name is left that passes all of one of these."""
    null: bool = False
    hidden: bool = False
    marks: str = ""
    orders: list[tuple[bool, str]]
    """(descending, letter), the first counts most."""
    chosen: str = ""
    most: int = 0
    modifiers: str = ""
    before: list[str]


def split_off(pattern: str, extended: bool) -> tuple[str, str] | None:
    """A pattern and the qualifiers at its end; None where it ends in none. Quoted characters stand behind backslashes."""
    if not pattern.endswith(")"):
        return None
    depth = start = position = 0
    while position < len(pattern):
        char = pattern[position]
        if char == "\\":
            position += 2
            continue
        if char == "(":
            start = position if not depth else start
            depth += 1
        elif char == ")":
            depth -= 1
            if not depth and position == len(pattern) - 1:
                break
        position += 1
    inside = pattern[start + 1 : -1]
    if position != len(pattern) - 1 or not inside:
        return None
    if inside.startswith("#q"):
        return (pattern[:start], inside[2:]) if extended else None
    bare = re.sub(r"\\.", "", inside)
    if re.search(r"[|()]", bare) or (extended and re.search(r"[~#]", bare)):
        return None
    return pattern[:start], inside


def parsed(text: str) -> Qualifiers | None:
    """Read qualifiers; None where they hold something that is not known here. Raises `NoQualifier`."""
    found = Qualifiers(tests=[[]], orders=[], before=[])
    position = 0
    negated = follows = False
    while position < len(text):
        letter = text[position]
        if letter == ":":
            found.modifiers = text[position:]
            break
        argument, position = _argument(text, letter, position + 1)
        if argument is None:
            return None
        if letter == "^":
            negated = not negated
        elif letter == "-":
            follows = not follows
        elif letter == ",":
            found.tests.append([])
            negated = follows = False
        elif letter in "NDMTn[oOYP":
            _take(found, letter, argument, negated)
        else:
            found.tests[-1].append(_Test(letter, argument, negated, follows))
    return found


def _argument(text: str, letter: str, position: int) -> tuple[str | None, int]:
    """What stands behind a letter, and the offset behind that; None where it is not known here."""
    if letter in ("e", "P"):
        opening = text[position : position + 1]
        end = text.find(_CLOSING.get(opening, opening) or "\0", position + 1)
        return (re.sub(r"\\(.)", r"\1", text[position + 1 : end]), end + 1) if end >= 0 else (None, position)
    if letter in _ARGUMENTS:
        taken = re.compile(_ARGUMENTS[letter]).match(text, position)
        if taken is None:
            raise NoQualifier
        return taken.group(), taken.end()
    if letter == "[":
        chosen = _CHOSEN.match(text, position)
        return (chosen.group(1), chosen.end()) if chosen else (None, position)
    if letter in _NEVER:
        raise NoQualifier
    return ("" if letter in _PLAIN else None), position


def _take(found: Qualifiers, letter: str, argument: str, negated: bool) -> None:
    """A letter that tests no name."""
    if letter == "N":
        found.null = not negated
    elif letter == "D":
        found.hidden = not negated
    elif letter in "MT":
        found.marks = "" if negated else letter
    elif letter in "oO":
        found.orders.append(((letter == "O") != negated, argument))
    elif letter == "Y":
        found.most = int(argument[:5])
    elif letter == "P":
        found.before.append(argument)
    elif letter == "[":
        found.chosen = argument


def _is_link(lookup: Lookup, name: str) -> bool:
    hops = lookup.stat(name).hops
    if not hops:
        return False
    folder, own = posixpath.split(lookup.absolute(name))
    above = lookup.stat(folder).hops
    return hops[-1] != posixpath.join(above[-1] if above else folder, own)


def _passes(lookup: Lookup, name: str, test: _Test, ask: Ask) -> bool | None:
    answer = _answer(lookup, name, test, ask)
    return None if answer is None else answer != test.negated


def _answer(lookup: Lookup, name: str, test: _Test, ask: Ask) -> bool | None:
    letter = test.letter
    if letter in ("e", "+"):
        return ask(test.argument, name)
    found = lookup.stat(name)
    link = not test.follows and _is_link(lookup, name)
    if letter == "@":
        return link
    if letter == ".":
        return found.is_file and not link
    if letter == "/":
        return found.is_folder and not link
    if letter == "F":
        return found.is_folder and not link and bool(lookup.folder(name).names)
    if letter == "*":
        return found.is_file and not link and (found.executable if found.mode is None else bool(found.mode & 0o111))
    if letter in _KINDS:
        return found.kind == _KINDS[letter] and not link
    if link:
        return None
    if letter in _MODES:
        if found.mode is None:
            return lookup.executable(name) if letter == "x" else lookup.allows(name, READ) if letter == "r" else None
        return bool(found.mode & _MODES[letter])
    if letter == "U" or (letter == "u" and test.argument.isdigit()):
        owner = lookup.machine.uid if letter == "U" else int(test.argument[:9])
        return None if found.uid is None or owner is None else found.uid == owner
    if letter == "m" and found.modified is not None and lookup.machine.now > 0 and (aged := _AGED.fullmatch(test.argument)):
        unit, wanted = _PERIODS[aged.group(1)], int(aged.group(3))
        ages = [int((int(lookup.machine.now) + later - int(found.modified)) / unit) for later in MOMENTS]
        return agreed([age > wanted if aged.group(2) == "+" else age < wanted if aged.group(2) == "-" else age == wanted for age in ages])
    if letter == "L" and found.size is not None and (sized := re.fullmatch(r"([kKmMgGtT]?)([+-]?)(\d{1,12})", test.argument)):
        unit = _UNITS.get(sized.group(1).lower(), 1)
        size, wanted = -(-found.size // unit), int(sized.group(3))
        return size > wanted if sized.group(2) == "+" else size < wanted if sized.group(2) == "-" else size == wanted
    return None


def _left(lookup: Lookup, names: list[str], wanted: Qualifiers, ask: Ask) -> list[str] | None:
    """The names that pass; None where one cannot be told."""
    left: list[str] = []
    for name in names:
        ways = []
        for tests in wanted.tests:
            answers = [_passes(lookup, name, test, ask) for test in tests]
            ways.append(False if False in answers else None if None in answers else True)
        if True in ways:
            left.append(name)
        elif None in ways:
            return None
    return left


def qualified(lookup: Lookup, names: list[str], wanted: Qualifiers, ask: Ask) -> list[Val]:
    """What becomes of the names that match, sorted by name; one unknown value where that cannot be told."""
    cannot = [unknown(say("file names that only the running shell can choose"))]
    left = _left(lookup, names, wanted, ask)
    if left is None:
        return cannot
    for descending, letter in reversed(wanted.orders):
        if len(left) < 2:
            break
        rank = _RANK.get(letter)
        keys = {name: place for name in left if rank is not None and (place := rank(lookup, name)) is not None}
        if not all(name in keys for name in left):
            return [unknown(say("file names whose order is not known"), True) for _ in left]
        left = sorted(left, key=keys.__getitem__, reverse=descending)
    if wanted.most and len(left) > wanted.most:
        return [unknown(say("some of the file names"), True) for _ in range(wanted.most)]
    if wanted.chosen:
        first, comma, last = wanted.chosen.partition(",")
        begin = int(first) - 1 if int(first) > 0 else len(left) + int(first)
        end = begin + 1 if not comma else int(last) if int(last) >= 0 else len(left) + int(last) + 1
        left = left[max(begin, 0) : end] if end > 0 else []
    values = [
        parameters.modified(Val(name), wanted.modifiers, lookup.absolute, lookup_real(lookup)) if wanted.modifiers else Val(name)
        for name in left
    ]
    if wanted.marks == "M":
        values = [Val(f"{name}/") if lookup.stat(name).is_folder and not _is_link(lookup, name) else Val(name) for name in left]
    elif wanted.marks and left:
        return cannot
    return [part for value in values for part in (*map(Val, wanted.before), value)]


def lookup_real(lookup: Lookup) -> Callable[[str], str]:
    """The absolute path with links followed, as far as the file table knows them."""

    def real(path: str) -> str:
        absolute = lookup.absolute(path)
        hops = lookup.stat(absolute).hops
        return hops[-1] if hops else absolute

    return real
