"""File names that a pattern stands for, in the order a shell gives them. Folders are read through the file table."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from msgspec import Struct

from claude_auth_tui.shells.lookup import Lookup
from claude_auth_tui.shells.patterns import compiled, has_pattern, unquoted

_MAX_MATCHES: Final = 2000
_MAX_FOLDERS: Final = 500
_MAX_DEPTH: Final = 8


class GlobOptions(Struct, frozen=True):
    """How a shell is set to match file names."""

    dialect: int = 0
    """What the patterns are written in (`patterns`)."""
    hidden: bool = False
    """`*` also matches names that begin with a dot."""
    ignore_case: bool = False
    ignore_always: bool = False
    """Also in names that hold no pattern (zsh's `(#i)`)."""
    deep: bool = True
    """`**/` goes through folders below."""


USUAL: Final = GlobOptions()


def expand_glob(lookup: Lookup, pattern: str, options: GlobOptions = USUAL) -> list[str]:
    """The paths that match, sorted by code point, written as the pattern begins; empty where nothing does.

    Quoted characters of the pattern carry a backslash. Answers at most two thousand names.
    """
    steps = [step for step in re.split(r"/+", pattern) if step]
    if not steps:
        return []
    walk = _Walk(lookup, options, only_folders=pattern.endswith("/"))
    walk.into("/" if pattern.startswith("/") else "", steps, 0)
    return walk.found


class _Walk:
    def __init__(self, lookup: Lookup, options: GlobOptions, only_folders: bool) -> None:
        self.lookup = lookup
        self.options = options
        self.only_folders = only_folders
        self.found: list[str] = []
        self.folders = 0

    def into(self, base: str, steps: list[str], depth: int) -> None:
        """Match the rest of the steps below `base`, which ends with a slash or is empty."""
        step, rest = steps[0], steps[1:]
        if len(self.found) >= _MAX_MATCHES or self.folders >= _MAX_FOLDERS:
            return
        if self.options.deep and step in ("**", "***") and rest:
            self.into(base, rest, depth)
            if depth < _MAX_DEPTH:
                for name in self._names(base):
                    if not name.startswith(".") and self.lookup.stat(base + name).is_folder:
                        self.into(f"{base}{name}/", steps, depth + 1)
            return
        if not has_pattern(step, self.options.dialect) and not self.options.ignore_always:
            self._step(base, unquoted(step), rest, depth)
            return
        expression = compiled(step, self.options.dialect, self.options.ignore_case)
        dotted = self.options.hidden or step.startswith((".", "\\."))
        for name in self._names(base):
            if (
                dotted or not name.startswith(".") or (step[0] == "(" and not expression.fullmatch("\0" + name[1:]))
            ) and expression.fullmatch(name):
                self._step(base, name, rest, depth)

    def _step(self, base: str, name: str, rest: list[str], depth: int) -> None:
        path = base + name
        if rest:
            if name in (".", "..") or self.lookup.stat(path).is_folder:
                self.into(path + "/", rest, depth)
        elif len(self.found) < _MAX_MATCHES:
            found = self.lookup.stat(path)
            if found.is_folder if self.only_folders else found.exists:
                self.found.append(path + "/" if self.only_folders else path)

    def _names(self, base: str) -> tuple[str, ...]:
        self.folders += 1
        return self.lookup.folder(posixpath.join(self.lookup.cwd, base)).names
