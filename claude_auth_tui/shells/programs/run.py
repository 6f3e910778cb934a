"""What a program is given and may ask, and what it answers, whichever shell starts it.

Texts are the shell's own values (`T`), which know where they were written: a program cuts and joins them, so that what comes out
of `grep | cut | xargs` still knows its line.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, Final, Generic, TypeAlias, TypeVar

from msgspec import Struct

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.shells.lookup import Lookup
from claude_auth_tui.shells.programs.expressions import OF_A_LOCALE, is_doubtful, matches
from claude_auth_tui.shells.runaway import MOST_WORK, work

T = TypeVar("T")
Answer: TypeAlias = tuple[list[T] | None, int | None] | None
"""The texts that are printed, one after the other, and the exit status; None for each that cannot be told, and None where neither can."""
MOST_TEXT: Final = 200_000
"""Characters: more input than that is not followed."""


class UnknownTextError(Exception):
    """The program reads or asks for what only the running shell knows; what it makes of it is not known either."""


class Given(Struct, frozen=True):
    """The options of a program, by letter, each with its values in their order (empty for a flag), and its other words."""

    options: Mapping[str, list[str]]
    rest: list[str]

    def last(self, letter: str, default: str = "") -> str:
        return self.options[letter][-1] if letter in self.options else default


class Run(ABC, Generic[T]):
    """One run of a program."""

    def __init__(self, machine: Machine, lookup: Lookup, folder: str | None, arguments: Sequence[T]) -> None:
        self.machine = machine
        self.lookup = lookup
        self.folder = folder
        """The current folder; None where it is not known."""
        self.arguments = arguments
        self.missing = False
        """Whether a file was asked for that is not there."""
        self.open_end = False
        """Whether the last line that was read has no line end."""
        self.any_order: list[T] | None = None
        """What is printed where only its order is not known: each text once."""
        self.begins = ""
        """What the text that is printed surely begins with, where the rest of it is not known."""
        self.orderless = False
        """Whether the order of what it reads does not matter to the program."""
        self.line_by_line = False
        """Whether it makes of each line what it makes of it wherever that stands."""
        self.of_any_order = False
        """Whether it was given lines whose order is not known, and prints its own in the same one."""

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

    # what a shell knows; what it cannot tell is an UnknownTextError

    @abstractmethod
    def standard_input(self) -> list[T]:
        """What is left of it, in one or more texts."""

    @abstractmethod
    def file(self, path: str) -> list[T] | None:
        """The text of a file, in one or more parts; None where there is none."""

    @abstractmethod
    def exported(self) -> list[str]:
        """The names of the exported variables, and of those that may be."""

    @abstractmethod
    def variable(self, name: str) -> T | None:
        """The value of an exported variable; None where there is none."""

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

    def may_have_changed(self, path: str) -> None:
        """A file that it may have made, taken away or written anew."""

    def made_folder(self, path: str) -> None:
        """A folder that it made."""

    def set_apart(self, name: str) -> None:
        """A variable that is set or unset for another program only."""

    # what the programs have in common

    def outcome(self, program: Program) -> tuple[list[T] | None, int | None]:
        """What a program prints and its exit status; None for each that cannot be told."""
        try:
            texts, status = program(self) or (None, None)
        except UnknownTextError:
            return None, None
        return (self.in_any_order(list(self.whole_lines(texts))) if texts and self.of_any_order else texts), status

    def given(self, flags: str, valued: str, long: str, *, permute: bool, maybe: str = "") -> Given | None:
        """The words as GNU's getopt_long takes them; None for an option that is not named."""
        names = dict(pair.split("=") for pair in long.split())
        options: dict[str, list[str]] = {}
        rest: list[str] = []
        left = iter([self.plain(argument) for argument in self.arguments])
        for word in left:
            if word[:1] != "-" or word == "-":
                rest += [word] if permute else [word, *left]
                continue
            if word == "--":
                rest += left
                break
            letters = word[1:]
            if letters[0] == "-":
                name, equals, value = letters[1:].partition("=")
                letters = names.get(name, "?")
                if letters in maybe:
                    options.setdefault(letters, []).append(value)
                    continue
                if equals and letters not in valued:
                    return None
                letters += value
            elif letters.isdecimal() and "#" in flags:
                letters = f"n{letters}"
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

    def texts(self, paths: Sequence[str]) -> list[T]:
        """The texts of files, or of the standard input where none is named."""
        found: list[T] = []
        for path in paths or ("-",):
            if path != "/dev/null":
                texts = self.standard_input() if path in ("-", "/dev/stdin") else self.file(self.certain(path))
                self.missing = self.missing or texts is None
                found += texts or []
        if sum(len(self.plain(text)) for text in found) > MOST_TEXT:
            raise UnknownTextError
        self.open_end = bool(found) and not self.plain(found[-1]).endswith("\n")
        return found

    def lines(self, paths: Sequence[str], end_of_line: str = "\n") -> list[T]:
        """The same line by line, without their ends."""
        found: list[T] = []
        for text in self.texts(paths):
            plain = self.plain(text)
            start = 0
            while start < len(plain):
                end = plain.find(end_of_line, start)
                end = len(plain) if end < 0 else end
                found.append(self.cut(text, start, end))
                start = end + 1
        return found

    def ended(self, lines: Iterable[T], open_end: bool = False) -> list[T]:
        """The lines with their ends; the last one has none where `open_end`."""
        out = [part for line in lines for part in (line, self.made("\n"))]
        return out[:-1] if open_end else out

    def whole_lines(self, texts: Iterable[T]) -> Iterator[T]:
        """Texts as they are printed, put together to lines."""
        begun: list[T] = []
        for text in texts:
            begun.append(text)
            if self.plain(text).endswith("\n"):
                yield self.joined(begun)
                begun = []
        if begun:
            yield self.joined(begun)

    def in_any_order(self, texts: list[T]) -> list[T] | None:
        """What a program prints in an order that is not known: only a program that does not mind the order reads it."""
        if len(texts) <= 1:
            return texts
        self.any_order = texts
        return None

    def said(self, *lines: str) -> Answer[T]:
        """A program that prints lines of its own and succeeds."""
        return self.ended(self.made(line) for line in lines), 0

    def may_try(self, expression: re.Pattern[str] | None, lines: Iterable[T]) -> bool:
        """Whether an expression may be tried on every line: it does not take too long, which is counted, and no locale decides it."""
        if expression is None:
            return True
        texts = [self.plain(line) for line in lines]
        cost = sum(work(expression.pattern, len(text)) for text in texts)
        self.spend(min(cost, MOST_WORK) // 2000)
        return cost <= MOST_WORK and (OF_A_LOCALE not in expression.pattern or all(text.isascii() for text in texts))

    def matches(self, expression: re.Pattern[str], line: T) -> list[re.Match[str]] | None:
        """Every match in a line; None where that cannot be told. What it may cost is counted."""
        text = self.plain(line)
        found = matches(expression, text)
        self.spend(len(found or ()) * len(text) * (1 + is_doubtful(expression) * len(text) // 10) // 200)
        return found


def takes(
    flags: str = "", valued: str = "", long: str = "", *, permute: bool = True, most: int = 1000, gnu: str = "", maybe: str = ""
) -> Callable[..., Program]:
    """A program with these options: letters, those with a value, and long names as "quiet=q count=c".

    `#` among the letters: `-5` stands for `-n 5`. Without `permute` the first other word ends the options. `most` words besides the
    options are followed. `gnu`: letters that BSD's has not, or means otherwise, so that they are not followed on macOS. `maybe`: letters
    of long options whose value may be left out (`--color`, `--color=auto`).
    """

    def wrapped(function: Callable[[Run[Any], Given], Answer[Any]]) -> Program:
        @wraps(function)
        def started(run: Run[Any]) -> Answer[Any]:
            given = run.given(flags, valued, long, permute=permute, maybe=maybe)
            if given is None and run.machine.platform == "linux" and [run.plain(word) for word in run.arguments] == ["--version"]:
                return None, 0
            if given is None or len(given.rest) > most or (run.machine.platform == "macos" and set(gnu) & set(given.options)):
                return None
            return function(run, given)

        return started

    return wrapped


Program: TypeAlias = Callable[[Run[Any]], Answer[Any]]
