"""gitignore files: whether a path of a work tree is ignored. The patterns of all files are given; nothing is read here.

Sources: gitignore(5): the last pattern that matches decides, files deeper in the tree come later, and nothing inside an
ignored folder can be included again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.elsewhere.git.wildmatch import matches

_MOST_PATTERNS: Final = 5000
_LONGEST: Final = 500
_MOST_DEEP: Final = 4
"""`**` in one pattern; one with more matches nothing."""


class Pattern(NamedTuple):
    """One line of a gitignore file."""

    parts: tuple[str, ...]
    """What stands between its slashes; `**` for any number of folders."""
    base: tuple[str, ...]
    """The folder its file lies in, from the root of the work tree."""
    includes: bool
    """Written with `!`: what matches is not ignored after all."""
    folders_only: bool


def patterns(text: str, base: Sequence[str] = (), *, ignore_case: bool = False) -> list[Pattern]:
    """The patterns of one file, in order. `base` is the folder it lies in, from the root of the work tree."""
    found = []
    folder = tuple(_as_bytes(part, ignore_case) for part in base)
    for line in text.removeprefix("\ufeff").split("\n")[:_MOST_PATTERNS]:
        pattern = _pattern(_as_bytes(line.removesuffix("\r"), ignore_case), folder)
        if pattern is not None:
            found.append(pattern)
    return found


def is_ignored(path: Sequence[str], given: Sequence[Pattern], *, ignore_case: bool = False) -> bool:
    """Whether a file is ignored. `path` is its way from the root of the work tree; the patterns stand in the order of their files."""
    names = tuple(_as_bytes(name, ignore_case) for name in path)
    for end in range(1, len(names) + 1):
        decides = next((p for p in reversed(given) if _matches(p, names[:end], folder=end < len(names))), None)
        if decides is not None and not decides.includes:
            return True
    return False


def _as_bytes(text: str, ignore_case: bool) -> str:
    """One character for each byte: git compares bytes, and of these it folds the ASCII letters only."""
    data = text.encode("utf-8", "surrogatepass")
    return (data.lower() if ignore_case else data).decode("latin-1")


def _pattern(line: str, base: tuple[str, ...]) -> Pattern | None:
    if len(line) > _LONGEST or line.startswith("#"):
        return None
    text = _without_blanks(line)
    includes = text.startswith("!")
    text = text[includes:]
    if text[:2] in ("\\#", "\\!"):
        text = text[1:]
    folders_only = text.endswith("/")
    text = text.removesuffix("/")
    if not text or text == "/":
        return None
    anchored = "/" in text
    parts = text.removeprefix("/").split("/")
    if parts.count("**") > _MOST_DEEP:
        return None
    whole = parts if anchored else [say("**"), *parts]
    return Pattern(tuple(whole), base, includes, folders_only)


def _without_blanks(line: str) -> str:
    """The line without the spaces at its end, unless a backslash keeps them."""
    end, position = 0, 0
    while position < len(line):
        if line[position] == "\\":
            position += 1
            end = position + 1
        elif line[position] != " ":
            end = position + 1
        position += 1
    return line[:end]


def _matches(pattern: Pattern, path: tuple[str, ...], *, folder: bool) -> bool:
    depth = len(pattern.base)
    if (pattern.folders_only and not folder) or path[:depth] != pattern.base or len(path) <= depth:
        return False
    return _parts_match(pattern.parts, path[depth:])


def _parts_match(parts: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Part by part. `**` takes any number of names, at the end at least one."""
    if not parts:
        return not names
    if parts[0] == "**":
        rest = parts[1:]
        if not rest:
            return bool(names)
        return any(_parts_match(rest, names[skipped:]) for skipped in range(len(names)))
    return bool(names) and matches(parts[0], names[0]) and _parts_match(parts[1:], names[1:])


def all_patterns(groups: Iterable[list[Pattern]]) -> list[Pattern]:
    """The patterns of several files as one list, the weakest file first."""
    return [pattern for group in groups for pattern in group]
