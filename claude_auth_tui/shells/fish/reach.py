"""What code that is not followed to its end could touch, told from its text and from the texts it can get to: functions and files.

What it does not name it does not touch, but through a name that is made up while running, which then stands in a variable.
All that it could touch is not known any more; everything else stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.exporters import exports_credentials
from claude_auth_tui.shells.fish.functions import place_of
from claude_auth_tui.shells.fish.record import NotFollowed
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.state import Var
from claude_auth_tui.shells.fish.values import Opaque

_MOST_FILES: Final = 200
_LONGEST_VALUE: Final = 2_000
"""Characters of a value in which names are looked for."""
_COMMENT: Final = re.compile(r"(?:^|(?<=[\s;&|(]))#[^\n]*")
_WORD: Final = re.compile(r"[\w.:@+-]+")
_SETTING: Final = re.compile(r"(?<![\w-])(?:set|read|for|export|setenv|fish_add_path|argparse)(?![\w-])([^\n;]*)")
_GROUP: Final = re.compile(r"\(\?P?<(\w+)>")
_NAMED: Final = re.compile(r"(?<![\w$])[A-Za-z_]\w*")
_READS_FILE: Final = re.compile(
    r"(?:^|[;&|({]|(?<!\w)(?:and|or|not|then|if|else|while)(?!\w))[ \t]*(?:\.|source)[ \t]+(?!-[ \t]*$)([^\s;&|)]+)", re.MULTILINE
)
_MADE_UP: Final = re.compile(
    r"(?<![\w-])(?:set|read|export|setenv)(?![\w-])[^\n;]*[$(]|(?<![\w-])eval(?![\w-])|\|\s*(?:source|\.)(?![\w/])|(?<![\w-])(?:bass|fenv|replay)(?![\w-])"
)
"""Commands that may set a variable whose name is made up while running."""
_MOVING: Final = frozenset(["cd", "pushd", "popd", "prevd", "nextd", "z", "cdh"])
_USED: Final = re.compile(r"\$(\w+)")


class Reach(Struct, frozen=True):
    asked: tuple[str, ...]
    """Asked-for variables that it may change."""
    variables: frozenset[str]
    """Those that are set somewhere in it, whatever they are."""
    parts: tuple[NotFollowed, ...]
    """Where it stands, and what it can get to."""
    moves: bool
    """Whether it may go to another folder."""


def give_up(shell: Shell, path: str, first: int, last: int, why: Shown) -> None:
    """Go on behind the lines of a file that are not followed to their end."""
    told = say("what begins at {} was not followed to its end: {}", shell.machine.place(path, first), why)
    shell.record.note(told)
    touched = _Search(shell).all_of(path, first, last)
    doubt = Opaque(told, many=True, exporter=True)
    shell.path, shell.pinned = path, 0
    for name in touched.variables - set(shell.names):
        scope = shell.state.scope_of(name) or shell.state.globals
        before = scope.get(name)
        scope[name] = Var((Opaque(told, many=True),), before.exported if before is not None else None, name.endswith("PATH"), None, True)
    shell.poison(doubt, first, touched.asked)
    if touched.moves:
        shell.state.cwd = ""
    shell.state.path_changed = True  # it may have defined functions, too
    shell.state.status = None
    shell.record.not_followed.extend(NotFollowed(part.path, part.first, part.last, told) for part in touched.parts)


class _Search:
    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.parts: dict[tuple[str, int, int], None] = {}
        self.seen: set[str] = set()
        self.paths: dict[str, None] = {}
        """The words behind `source`."""
        self.files: set[str] = set()
        self.variables: set[str] = set()
        self.asked: set[str] = set()
        self.anything = self.made_up = self.moves = False

    def all_of(self, path: str, first: int, last: int) -> Reach:
        self.parts[path, first, last] = None
        queue = [self._lines(path, first, last)]
        while queue:
            while queue:
                queue += self._look(queue.pop())
            queue += self._read()
        asked = self.shell.names if self.anything else self.asked | (set(_named_by_values(self.shell)) if self.made_up else set())
        parts = tuple(NotFollowed(*part, NOTHING) for part in self.parts)
        return Reach(tuple(sorted(asked)), frozenset(self.variables), parts, self.moves)

    def _lines(self, path: str, first: int, last: int) -> str:
        source = self.shell.sources.get(path)
        return "\n".join(source.text.split("\n")[first - 1 : last]) if source is not None else ""

    def _look(self, text: str) -> Iterator[str]:
        """Take in one text; answers those that it can get to."""
        text = _COMMENT.sub("", text)
        words = set(_WORD.findall(text))
        self.asked.update(name for name in self.shell.named_in(text) if re.search(rf"(?<![\w$]){name}(?!\w)", text))
        self.variables.update(name for behind in _SETTING.findall(text) for name in _NAMED.findall(behind))
        self.variables.update(_GROUP.findall(text))
        self.anything = self.anything or exports_credentials(text)
        self.made_up = self.made_up or _MADE_UP.search(text) is not None
        self.moves = self.moves or not words.isdisjoint(_MOVING)
        self.paths.update(dict.fromkeys(_READS_FILE.findall(text)))
        for name in sorted(words - self.seen):
            self.seen.add(name)
            yield from self._function(name)

    def _function(self, name: str) -> Iterator[str]:
        shell = self.shell
        function = shell.state.functions.get(name)
        if function is not None:
            part = place_of(shell, function)
            if function.text or part is None:
                yield function.text
            else:
                self.parts[part] = None
                yield self._lines(*part)
        elif name not in shell.state.functions and (path := shell.function_file(name)) is not None:
            yield from self._file(path)

    def _file(self, path: str) -> Iterator[str]:
        shell = self.shell
        text = shell.lookup.text(path)
        if path in self.files or not shell.lookup.stat(path).is_file:
            return
        self.files.add(path)
        self.anything = self.anything or text is None or len(self.files) > _MOST_FILES
        if text is not None and not self.anything:
            shell.source(path, text)
            shell.record.files.setdefault(path)
            self.parts[path, 1, text.count("\n") + 1] = None
            yield text

    def _read(self) -> list[str]:
        """The files that may be read, now that it is known what may be set on the way."""
        found: list[str] = []
        for raw in self.paths if not self.anything else ():
            path = self._path(raw)
            if path is None:
                self.anything = True
            else:
                found += self._file(self.shell.lookup.absolute(path))
        return found

    def _path(self, raw: str) -> str | None:
        """The file that a word names; None where that hangs on what is run, on arguments or on what is set on the way."""
        word = raw.strip("\"'")
        if any(char in word for char in "(*?{[") or any(name in self.variables or name == "argv" for name in _USED.findall(word)):
            return None
        word = re.sub(r"^~(?=/|$)", "$HOME", word)
        values = {name: self.shell.text_of(name) for name in _USED.findall(word)}
        if None in values.values():
            return None
        return _USED.sub(lambda found: values[found[1]] or "", word)


def _named_by_values(shell: Shell) -> Iterator[str]:
    """The asked-for variables whose names stand in what other variables hold."""
    for scope in shell.state.scopes():
        for holder, var in scope.items():
            if holder not in shell.names:
                for item in var.items:
                    if isinstance(item, str):
                        yield from shell.named_in(item[:_LONGEST_VALUE])
