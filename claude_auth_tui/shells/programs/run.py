"""What a program is given and may ask, and what it answers, whichever shell starts it.

Texts are the shell's own values (`T`), which know where they were written: a program cuts and joins them, so that what comes out
of `grep | cut | xargs` still knows its line.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.shells.lookup import Lookup
from claude_auth_tui.shells.runaway import MOST_WORK, work

T = TypeVar("T")
Answer: TypeAlias = tuple[list[T] | None, int | None] | None
"""The texts that are printed, one after the other, and the exit status; None for each that cannot be told, and None where neither can."""
MOST_TEXT: Final = 200_000
"""Characters: more input than that is not followed."""


class UnknownTextError(Exception):
    """The program reads or asks for what only the running shell knows; what it makes of it is not known either."""


class Given(NamedTuple):
    """The options of a program, by letter, each with its values in their order (empty for a flag), and its other words."""

    options: Mapping[str, list[str]]
    rest: list[str]

    def last(self, letter: str, default: str = "") -> str:
        return self.options[letter][-1] if letter in self.options else default


class Lines(NamedTuple, Generic[T]):
    """The lines of what a program reads, without their ends."""

    lines: list[T]
    complete: bool = True
    """Whether every file was there."""
    open_end: bool = False
    """Whether the last one has no line end."""


class Run(ABC, Generic[T]):
    """One run of a program."""

    def __init__(self, machine: Machine, lookup: Lookup, folder: str | None, name: str, arguments: Sequence[T]) -> None:
        self.machine = machine
        self.lookup = lookup
        self.folder = folder
        """The current folder; None where it is not known."""
        self.name = name
        """Without its folder."""
        self.arguments = arguments
        self.words = [self.plain(argument) for argument in arguments]

    # what a shell's own values can do

    @abstractmethod
    def plain(self, text: T) -> str: ...

    @abstractmethod
    def cut(self, text: T, start: int, end: int) -> T:
        """A part of a text, which knows where it was written."""

    @abstractmethod
    def joined(self, parts: Sequence[T]) -> T: ...

    @abstractmethod
    def made(self, text: str, of: T | None = None) -> T:
        """A text that the program makes: on its own, or `of` another one, whose place it keeps."""

    # what a shell knows

    @abstractmethod
    def standard_input(self) -> list[T]:
        """What is left of the standard input, in one or more texts; UnknownTextError where that cannot be told."""

    @abstractmethod
    def file(self, path: str) -> T | list[T] | None:
        """The text of a file, or its parts; None where there is none, UnknownTextError where it cannot be read."""

    @abstractmethod
    def exported(self) -> list[str]:
        """The names of the exported variables, and of those that may be."""

    @abstractmethod
    def variable(self, name: str) -> T | None:
        """The value of an exported variable; None where there is none, UnknownTextError where that is not known."""

    @abstractmethod
    def start(self, name: str, arguments: Sequence[T]) -> Answer[T]:
        """Run another program, with what is left of the input."""

    @abstractmethod
    def spend(self, steps: int) -> None:
        """Count what long texts cost."""

    # what a program does to the machine, as far as later commands ask for it

    @abstractmethod
    def wrote(self, path: str, texts: Sequence[T] | None) -> None:
        """A file that the program made, or took away (None)."""

    def made_folder(self, path: str) -> None:
        """A folder that it made."""

    def set_apart(self, name: str) -> None:
        """A variable that is set or unset for another program only."""

    # what the programs have in common

    def given(
        self, flags: str, valued: str = "", long: str = "", *, permute: bool = True, words: Sequence[str] | None = None
    ) -> Given | None:
        """The words as GNU's getopt_long takes them; None for an option that is not named here.

        `long` names options as "quiet=q count=c"; without `permute` the first other word ends the options.
        """
        names: dict[str, str] = {name: letter for name, _, letter in (pair.partition("=") for pair in long.split())}
        options: dict[str, list[str]] = {}
        rest: list[str] = []
        left = iter(self.words if words is None else words)
        for word in left:
            if word == "--" or ((word[:1] != "-" or word == "-") and not permute):
                rest += [*([word] if word != "--" else []), *left]
            elif not word.startswith("-") or word == "-":
                rest.append(word)
            elif word.startswith("--"):
                name, equals, value = word[2:].partition("=")
                letter = names.get(name, "?")
                told = value if equals else next(left, None) if letter in valued else ""
                if letter == "?" or told is None or (equals and letter not in valued):
                    return None
                options.setdefault(letter, []).append(told)
            else:
                letters = word[1:]
                while letters:
                    letter, letters = letters[0], letters[1:]
                    told = (letters or next(left, None)) if letter in valued else ""
                    if told is None or letter not in flags + valued:
                        return None
                    options.setdefault(letter, []).append(told)
                    letters = "" if letter in valued else letters
        return Given(options, rest)

    def certain(self, path: str) -> str:
        """A path that may be asked for: an absolute one, or one below a folder that is known."""
        if not path.startswith("/") and self.folder is None:
            raise UnknownTextError
        return path

    def texts(self, paths: Sequence[str]) -> tuple[list[T], bool]:
        """The texts of files, or of the standard input where none is named, and whether every file was there."""
        found: list[T] = []
        complete = True
        for path in paths or ("-",):
            text = self.standard_input() if path in ("-", "/dev/stdin") else [] if path == "/dev/null" else self.file(self.certain(path))
            if text is None:
                complete = False
            else:
                found += text if isinstance(text, list) else [text]
        if sum(len(self.plain(text)) for text in found) > MOST_TEXT:
            raise UnknownTextError
        return found, complete

    def lines(self, paths: Sequence[str]) -> Lines[T]:
        """What is read, line by line; UnknownTextError where that cannot be told."""
        texts, complete = self.texts(paths)
        found: list[T] = []
        for text in texts:
            plain = self.plain(text)
            start = 0
            while start < len(plain):
                end = plain.find("\n", start)
                end = len(plain) if end < 0 else end
                found.append(self.cut(text, start, end))
                start = end + 1
        return Lines(found, complete, bool(texts) and not self.plain(texts[-1]).endswith("\n"))

    def ended(self, lines: Iterable[T], open_end: bool = False) -> list[T]:
        """The lines with their ends; the last one has none where `open_end`."""
        out = [part for line in lines for part in (line, self.made("\n"))]
        return out[:-1] if open_end else out

    def said(self, *lines: str) -> Answer[T]:
        """A program that prints lines of its own and succeeds."""
        return self.ended(self.made(line) for line in lines), 0

    def may_try(self, expression: re.Pattern[str] | None, lines: Iterable[T]) -> bool:
        """Whether an expression may be tried on every line; what that may cost is counted."""
        if expression is None:
            return True
        cost = sum(work(expression.pattern, len(self.plain(line))) for line in lines)
        self.spend(min(cost, MOST_WORK) // 2000)
        return cost <= MOST_WORK
