"""Every place in a script that names one of the asked-for variables, found by reading, run or not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Does
from claude_auth_tui.shells.fish.syntax import (
    Begin,
    Block,
    Braces,
    For,
    Function,
    Home,
    If,
    Line,
    Part,
    Simple,
    Statement,
    Substitution,
    Switch,
    Text,
    Variable,
    While,
    Word,
)

_READ_VALUED: Final = frozenset({"-d", "-n", "-p", "-P", "-R", "-c", "--delimiter", "--prompt", "--prompt-str", "--nchars"})


CLAUDE: Final = say("claude")
"""Stands as the variable of a hit that shadows the program itself."""


class Site(Struct, frozen=True):
    line: int
    name: str
    does: Does
    value: str | None
    """The value where it stands there in plain text."""
    why: Shown
    """Why it is not run; empty where nothing speaks against it."""
    function: str
    """The function it stands in."""
    wraps: str
    """For an alias, abbreviation or function: its name."""


class Reading(Struct, frozen=True):
    """A `source` of a file that can be told by reading."""

    place: Shown
    line: int
    path: str
    why: Shown
    function: str


class Walker(Struct):
    """Reads blocks. `skipped` says by id why a line, pipeline or block was not run."""

    names: frozenset[str]
    skipped: Mapping[int, Shown]
    home: str
    config: str
    place: Shown
    """The file, as people write it."""
    readings: list[Reading]
    marks: list[int]
    """The lines with anything worth a look, in order; all others are passed over."""
    end: int = 1 << 60
    """The line behind the block that is read."""

    def block(self, block: Block, why: Shown = NOTHING, function: str = "") -> Iterator[Site]:
        why = why or self.skipped.get(id(block), NOTHING)
        outer = self.end
        for index, line in enumerate(block.lines):
            self.end = block.lines[index + 1].line if index + 1 < len(block.lines) else outer
            at = bisect_left(self.marks, line.line)
            if at < len(self.marks) and self.marks[at] <= self.end:
                yield from self._line(line, why or self.skipped.get(id(line), NOTHING), function)
        self.end = outer

    def _line(self, line: Line, why: Shown, function: str) -> Iterator[Site]:
        if line.only is not None:
            yield from self._statement(line.only, why, function)
        for pipeline in line.pipelines:
            reason = why or self.skipped.get(id(pipeline), NOTHING)
            for step in pipeline.steps:
                for assignment in step.assignments:
                    if assignment.name in self.names:
                        yield Site(assignment.value.line, assignment.name, "prefix", assignment.value.plain, reason, function, "")
                    yield from self._inside(assignment.value, reason, function)
                yield from self._statement(step.statement, reason, function)

    def _statement(self, statement: Statement, why: Shown, function: str) -> Iterator[Site]:
        if isinstance(statement, Simple):
            for word in statement.words:
                yield from self._inside(word, why, function)
            yield from self._simple(statement, why, function)
        elif isinstance(statement, Begin):
            yield from self.block(statement.body, why, function)
        elif isinstance(statement, If):
            for condition, body in statement.branches:
                yield from self.block(condition, why, function)
                yield from self.block(body, why, function)
            if statement.otherwise is not None:
                yield from self.block(statement.otherwise, why, function)
        elif isinstance(statement, While):
            yield from self.block(statement.condition, why, function)
            yield from self.block(statement.body, why, function)
        elif isinstance(statement, For):
            if statement.name.plain in self.names:
                yield Site(statement.line, statement.name.plain or "", "assign", None, why, function, "")
            yield from self.block(statement.body, why, function)
        elif isinstance(statement, Switch):
            for _, _, body in statement.cases:
                yield from self.block(body, why, function)
        elif isinstance(statement, Function):
            name = statement.words[0].plain or say("a function")
            inside = list(self.block(statement.body, why, name))
            if name == CLAUDE and not inside:
                yield Site(statement.line, CLAUDE, "function", None, why, function, name)
            yield from inside

    def _inside(self, word: Word, why: Shown, function: str) -> Iterator[Site]:
        for part in word.parts:
            yield from self._part(part, why, function)

    def _part(self, part: Part, why: Shown, function: str) -> Iterator[Site]:
        if isinstance(part, Substitution):
            yield from self.block(part.body, why, function)
        elif isinstance(part, Braces):
            for alternative in part.alternatives:
                for inner in alternative:
                    yield from self._part(inner, why, function)

    def _simple(self, statement: Simple, why: Shown, function: str) -> Iterator[Site]:
        words = statement.words
        command = words[0].plain if words else None
        if command == "set":
            yield from self._set(words, why, function)
        elif command in ("export", "setenv"):
            yield from self._export(words, why, function)
        elif command == "read":
            yield from self._read(words, why, function)
        elif command == "env":
            yield from self._env(words, why, function)
        elif command in ("alias", "abbr"):
            yield from self._alias(statement, why, function)
        elif command in ("source", ".") and len(words) > 1:
            path = self._path(words[1])
            if path:
                self.readings.append(Reading(self.place, statement.line, path, why, function))

    def _set(self, words: tuple[Word, ...], why: Shown, function: str) -> Iterator[Site]:
        letters = ""
        index = 1
        while index < len(words) and (words[index].plain or "").startswith("-"):
            option = words[index].plain or ""
            letters += {"--erase": "e", "--export": "x", "--query": "q", "--show": "q", "--names": "q", "--global": "g"}.get(option, "")
            letters += option[1:] if not option.startswith("--") else ""
            index += 1
        if {"q", "S", "n"} & set(letters):
            return
        targets = words[index:] if "e" in letters else words[index : index + 1]
        values = words[index + 1 :]
        does: Does = "unset" if "e" in letters else "export" if "x" in letters else "assign"
        for word in targets:
            name = (word.plain or "").partition("[")[0]
            if name in self.names:
                line = values[0].line if values and "e" not in letters else word.line
                yield Site(line, name, does, values[0].plain if len(values) == 1 and does != "unset" else None, why, function, "")

    def _export(self, words: tuple[Word, ...], why: Shown, function: str) -> Iterator[Site]:
        for position, word in enumerate(words[1:], 1):
            text = word.plain if word.plain is not None else word.parts[0].text if isinstance(word.parts[0], Text) else ""
            name, equals, value = text.partition("=")
            if name in self.names:
                following = words[position + 1] if not equals and words[0].plain == "setenv" and position + 1 < len(words) else None
                literal = following.plain if following is not None else value if word.plain is not None and equals else None
                yield Site(following.line if following is not None else word.line, name, "export", literal, why, function, "")
            if words[0].plain == "setenv":
                break

    def _read(self, words: tuple[Word, ...], why: Shown, function: str) -> Iterator[Site]:
        exported = any(re.fullmatch(r"-\w*x\w*|--export", word.plain or "") for word in words)
        before = ""
        for word in words[1:]:
            if word.plain in self.names and before not in _READ_VALUED:
                yield Site(word.line, word.plain or "", "export" if exported else "assign", None, why, function, "")
            before = word.plain or ""

    def _env(self, words: tuple[Word, ...], why: Shown, function: str) -> Iterator[Site]:
        before = ""
        for word in words[1:]:
            text = word.plain if word.plain is not None else word.parts[0].text if isinstance(word.parts[0], Text) else ""
            name, equals, value = text.partition("=")
            if name in self.names and (equals or before in ("-u", "--unset")):
                yield Site(word.line, name, "prefix", value if equals and word.plain is not None else None, why, function, "")
            elif text.startswith(("-u", "--unset=")) and text.removeprefix("--unset=").removeprefix("-u") in self.names:
                yield Site(word.line, text.removeprefix("--unset=").removeprefix("-u"), "prefix", None, why, function, "")
            elif not equals and not text.startswith("-") and before not in ("-u", "--unset", "-C", "-S"):
                return
            before = text

    def _alias(self, statement: Simple, why: Shown, function: str) -> Iterator[Site]:
        plain = [
            word.plain if word.plain is not None else word.text for word in statement.words[1:] if not (word.plain or "").startswith("-")
        ]
        wraps = plain[0].partition("=")[0] if plain else NOTHING
        body = " ".join(plain)[len(wraps) :]
        named = False
        for name in sorted(self.names):
            found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)(?:=(\S*))?", body)
            if found:
                named = True
                value = (found.group(1) or "").strip("'\"")
                yield Site(
                    statement.line, name, "alias", value if value and "$" not in value and "(" not in value else None, why, function, wraps
                )

        if wraps == CLAUDE and not named and words_of_alias(statement):
            yield Site(statement.line, CLAUDE, "alias", None, why, function, wraps)

    def _path(self, word: Word) -> str:
        """Where a word leads that is written plainly, with `~`, $HOME or fish's own folder in front."""
        out = ""
        for part in word.parts or (Text(word.plain or ""),):
            if isinstance(part, Text):
                out += part.text
            elif (isinstance(part, Home) and not part.user) or (isinstance(part, Variable) and part.name == "HOME"):
                out += self.home
            elif isinstance(part, Variable) and part.name == "__fish_config_dir":
                out += self.config
            else:
                return ""
        return out if out.startswith("/") else ""


def words_of_alias(statement: Simple) -> bool:
    """Whether it defines an alias, rather than an abbreviation that only types the text."""
    return statement.words[0].plain == "alias"
