"""`find`: the paths below some folders that tests hold for.

GNU's and BSD's give them in the order in which the disk holds them, which no file table tells: more than one path is
an answer for those only who do not mind the order (`sort`, `wc -l`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from msgspec import Struct

from claude_auth_tui.model.machine import File
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.programs.run import Answer, Run, T, UnknownTextError

_MOST_FOLDERS: Final = 500
_MOST_PATHS: Final = 5_000
_MOST_DEPTH: Final = 50
_KINDS: Final = {"f": "file", "d": "folder", "p": "fifo", "s": "socket"}


class _Seen(Struct, frozen=True):
    """One path that is looked at."""

    path: str
    below: str
    """What of it comes behind the starting point."""
    depth: int
    file: File
    is_link: bool


class _Unread(Exception):  # noqa: N818 - no error: the words are not modelled
    """A word that is not modelled."""


_Test: TypeAlias = Callable[[_Seen], bool]


class _Expression:
    """The words behind the starting points, as one test that prints on its way."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.at = 0
        self.follows = False
        self.least, self.most = 0, _MOST_DEPTH
        self.printed: list[tuple[str, str]] = []
        """What was printed: the text, and what ends it."""
        self.acts = False
        """Whether any word says itself what is printed."""
        self.prints = self.once = False
        self.pruned = False
        self.test = self._either() if words else lambda seen: True
        if self.at < len(words) or (self.once and not self.prints):
            raise _Unread
        if not self.acts:
            found = self.test
            self.test = lambda seen: found(seen) and self._print(seen.path, "\n")

    def _print(self, text: str, end: str) -> bool:
        self.printed.append((text, end))
        return True

    def _next(self) -> str:
        if self.at >= len(self.words):
            raise _Unread
        self.at += 1
        return self.words[self.at - 1]

    def _is_next(self, *words: str) -> bool:
        found = self.at < len(self.words) and self.words[self.at] in words
        self.at += found
        return found

    def _either(self) -> _Test:
        tests = [self._both()]
        while self._is_next("-o", "-or"):
            tests.append(self._both())
        return lambda seen: any(test(seen) for test in tests)

    def _both(self) -> _Test:
        tests = [self._not()]
        while self.at < len(self.words) and self.words[self.at] not in ("-o", "-or", ")", ","):
            self._is_next("-a", "-and")
            tests.append(self._not())
        return lambda seen: all(test(seen) for test in tests)

    def _not(self) -> _Test:
        if self._is_next("!", "-not"):
            denied = self._not()
            return lambda seen: not denied(seen)
        if self._is_next("("):
            inner = self._either()
            if not self._is_next(")"):
                raise _Unread
            return inner
        return self._one(self._next())

    def _one(self, word: str) -> _Test:
        name = word.removeprefix("-").removeprefix("i" if word in ("-iname", "-ipath", "-iwholename") else "")
        if word in ("-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename"):
            expression = _pattern(self._next(), word.startswith("-i"))
            if name == "name":
                return lambda seen: bool(expression.fullmatch(posixpath.basename(seen.path.rstrip("/")) or "/"))
            return lambda seen: bool(expression.fullmatch(seen.path))
        if word == "-type":
            wanted = self._next().split(",")
            if set(wanted) - {*_KINDS, "l"}:
                raise _Unread
            return lambda seen: any(self._is_kind(seen, kind) for kind in wanted)
        if word in ("-maxdepth", "-mindepth"):
            number = self._next()
            if not re.fullmatch(r"\d{1,3}", number):
                raise _Unread
            if word == "-maxdepth":
                self.most = min(int(number), _MOST_DEPTH)
            else:
                self.least = int(number)
            return lambda seen: True
        if word in ("-true", "-noleaf", "-xdev", "-mount", "-follow"):
            self.follows = self.follows or word == "-follow"
            return lambda seen: True
        if word == "-false":
            return lambda seen: False
        return self._action(word)

    def _action(self, word: str) -> _Test:
        if word == "-prune":
            return self._prune
        self.acts = True
        self.prints = self.prints or word != "-quit"
        if word in ("-print", "-print0"):
            end = "\0" if word == "-print0" else "\n"
            return lambda seen: self._print(seen.path, end)
        if word == "-printf":
            found = re.fullmatch(r"%([pfP])(\\n|\\0)", self._next())
            if found is None:
                raise _Unread
            end = "\n" if found[2] == "\\n" else "\0"
            return lambda seen: self._print(
                {"p": seen.path, "P": seen.below, "f": posixpath.basename(seen.path.rstrip("/")) or "/"}[found[1]], end
            )
        if word == "-quit":
            self.once = True
            return lambda seen: True
        raise _Unread

    def _is_kind(self, seen: _Seen, kind: str) -> bool:
        followed = self.follows and seen.file.exists
        if kind == "l":
            return seen.is_link and not followed
        return seen.file.kind == _KINDS[kind] and (followed or not seen.is_link)

    def _prune(self, seen: _Seen) -> bool:
        self.pruned = True
        return True


def _pattern(text: str, ignores_case: bool) -> re.Pattern[str]:
    if not text.isascii() or re.search(r"[@+!?*]\(|\[", text):  # no extended patterns there; ranges are a locale's matter
        raise _Unread
    return compiled(text, False, ignores_case)


def find_(run: Run[T]) -> Answer[T]:
    words = [run.plain(argument) for argument in run.arguments]
    how = "-P"
    while words and words[0] in ("-H", "-L", "-P"):
        how = words.pop(0)
    first = next((at for at, word in enumerate(words) if word[:1] == "-" or word in ("(", "!", ",")), len(words))
    starts = words[:first]
    if not starts and run.machine.platform == "macos":
        return [], 1
    try:
        expression = _Expression(words[first:])
    except _Unread:
        return None
    expression.follows = expression.follows or how == "-L"
    status = 0
    ordered = True
    for start in starts or ["."]:
        before = len(expression.printed)
        seen = _look(run, run.certain(start), "", 0, how == "-H" or start.endswith("/"))
        if not seen.file.exists and not seen.is_link:
            status = 1
            continue
        for found in _walk(run, expression, seen):
            if found.depth >= expression.least:
                expression.test(found)
        ordered = ordered and len(expression.printed) - before <= 1
    printed = expression.printed
    lines = [run.joined([run.made(text), run.made(end)]) for text, end in printed]
    if len(lines) > 1 and (not ordered or expression.once):
        if expression.once:
            return None
        return run.in_any_order(lines), status
    return lines, status


def _look(run: Run[T], path: str, below: str, depth: int, through: bool = False) -> _Seen:
    bare = path.rstrip("/") or "/"
    file = run.lookup.stat(bare)
    if file.state == "unreadable" and not file.exists:
        raise UnknownTextError
    above = run.lookup.stat(posixpath.dirname(bare) or ".").hops
    is_link = len(file.hops) > len(above) and not through
    return _Seen(path, below, depth, file, is_link)


def _walk(run: Run[T], expression: _Expression, seen: _Seen) -> Iterator[_Seen]:
    """A path and what is below it, as long as the expression goes on (`-prune` says so when it was asked for the folder)."""
    left = [seen]
    folders = paths = 0
    while left:
        seen = left.pop()
        expression.pruned = False
        yield seen
        paths += 1
        enters = seen.file.is_folder and (expression.follows or not seen.is_link)
        if not enters or expression.pruned or seen.depth >= expression.most:
            continue
        folder = run.lookup.folder(seen.path)
        folders += 1
        if folder.state != "present" or folders > _MOST_FOLDERS or paths > _MOST_PATHS:
            raise UnknownTextError
        slash = "" if seen.path.endswith("/") else "/"
        left += [
            _look(run, f"{seen.path}{slash}{name}", f"{seen.below}/{name}".lstrip("/"), seen.depth + 1) for name in reversed(folder.names)
        ]
    run.spend(paths // 10)
