"""`sed` with the commands startup files use: `s d p q`, for all lines, some of them, or a range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Generic

from msgspec import Struct

from claude_auth_tui.shells.programs.expressions import SED, Kind, expression
from claude_auth_tui.shells.programs.run import Answer, Given, Run, T, takes

_SET: Final = r"(?>\[\^?\]?(?:\[:\w+:\]|[^\]\n])*\])"
_ADDRESS: Final = rf"\d{{1,6}}|\$|/(?:{_SET}|[^/\\\n[]|\\.)+/I?|\\\#(?:{_SET}|[^\#\\\n[]|\\.)+\#I?|\\\|(?:{_SET}|[^|\\\n[]|\\.)+\|I?"
_COMMAND: Final = re.compile(
    rf"""[\s;]*+(?:(?P<first>{_ADDRESS})(?:\s*+,\s*+(?P<last>{_ADDRESS}))?)?\s*+(?P<negated>!?)\s*+
    (?:(?P<name>[dpq])|s(?P<mark>[^\w\s\\])(?P<before>(?:{_SET}|(?!(?P=mark))[^\\[]|\\.)+)(?P=mark)(?P<after>(?:(?!(?P=mark))[^\\]|\\.)*)(?P=mark)
    (?P<flags>[gpIi]*))[ \t]*+(?:[;\n]\s*+|$)""",
    re.VERBOSE | re.DOTALL,
)
_FILLING: Final = re.compile(r"\\(\d)|\\(.)|(&)|([^\\&]+)", re.DOTALL)


class _NotFollowedError(Exception):
    """The script has something in it that is not modelled, or that sed refuses."""


class _Address(Struct, frozen=True):
    """Some lines: those an expression matches, or the one with a number (-1 for the last)."""

    number: int
    where: re.Pattern[str] | None = None


class _Command(Struct):
    name: str
    first: _Address | None
    last: _Address | None
    negated: bool
    where: re.Pattern[str] | None = None
    filling: Sequence[int | str] = ()
    """What `s` puts there: texts, and the numbers of groups (0 for all of it)."""
    flags: str = ""
    opened: bool | None = None
    """Whether a range has begun and not ended; None before it has."""


def _commands(script: str, kind: Kind) -> list[_Command]:
    found: list[_Command] = []
    at = 0
    while script[at:].strip(" \t\n;"):
        read = _COMMAND.match(script, at)
        if read is None:
            raise _NotFollowedError
        at = read.end()
        command = _Command(read["name"] or "s", _address(read["first"], kind), _address(read["last"], kind), bool(read["negated"]))
        if command.name == "q" and command.last is not None:
            raise _NotFollowedError
        if command.name == "s":
            mark, flags = read["mark"], read["flags"]
            if (mark in "*^$.+?|(){}[]" and f"\\{mark}" in read["before"]) or mark == "&":
                raise _NotFollowedError  # with its backslash it may be a sign
            command.where = _expression(read["before"].replace(f"\\{mark}", mark), kind, "i" in flags.lower())
            command.filling = _filling(read["after"].replace(f"\\{mark}", mark), command.where.groups)
            command.flags = flags
        found.append(command)
    return found


def _address(written: str | None, kind: Kind) -> _Address | None:
    if not written:
        return None
    if written[0] in "/\\":
        written = written.removeprefix("\\")
        mark = written[0]
        body, _, flag = written[1:].rpartition(mark)
        if mark == "|" and "\\|" in body:
            raise _NotFollowedError  # with its backslash it may be a sign
        return _Address(0, _expression(body.replace(f"\\{mark}", mark), kind, flag == "I"))
    if written == "0":
        raise _NotFollowedError
    return _Address(-1 if written == "$" else int(written))


def _expression(pattern: str, kind: Kind, ignore_case: bool) -> re.Pattern[str]:
    made = expression((pattern,), kind, SED, ignore_case=ignore_case)
    if made is None:
        raise _NotFollowedError
    return made


def _filling(written: str, groups: int) -> list[int | str]:
    out: list[int | str] = []
    for group, escaped, whole, literal in (token.groups() for token in _FILLING.finditer(written)):
        if (group and int(group) > groups) or (escaped and escaped.isalnum() and escaped not in "nt"):
            raise _NotFollowedError
        out.append(literal or (int(group or 0) if group or whole else {"n": "\n", "t": "\t"}.get(escaped, escaped)))
    return out


class _Editor(Generic[T]):
    """A script that runs over lines."""

    def __init__(self, run: Run[T], commands: list[_Command], count: int) -> None:
        self.run = run
        self.commands = commands
        self.count = count
        self.out: list[T] = []
        self.number = 0
        self.quits = False

    def line(self, line: T) -> T | None:
        """What a line comes to; None where it is deleted."""
        self.number += 1
        for command in self.commands:
            if self._chosen(command, self.run.plain(line)) is command.negated:
                continue
            if command.name == "d":
                return None
            self.quits = command.name == "q"
            if self.quits:
                break
            made = line if command.name == "p" else self._substituted(command, line)
            if made is not None and (command.name == "p" or "p" in command.flags):
                self.out.append(made)
            line = line if made is None else made
        return line

    def _chosen(self, command: _Command, text: str) -> bool:
        if command.first is None or command.last is None:
            return command.first is None or self._at(command.first, text)
        last = self.count if command.last.number < 0 else command.last.number
        if not command.opened:
            begins = self._at(command.first, text)
            if command.opened is None and 0 < command.first.number < self.number:
                raise _NotFollowedError  # an earlier command kept the first line from it
            if begins:
                command.opened = command.last.where is not None or last > self.number
            return begins
        command.opened = not (self._at(command.last, text) if command.last.where is not None else self.number >= last)
        return command.last.where is not None or self.number <= last

    def _at(self, address: _Address, text: str) -> bool:
        if address.where is not None:
            return address.where.search(text) is not None
        return self.number == (self.count if address.number < 0 else address.number)

    def _substituted(self, command: _Command, line: T) -> T | None:
        """`s/where/filling/`: what is kept of the line keeps its place. None where nothing matches."""
        run, text = self.run, self.run.plain(line)
        found = run.matches(command.where, line) if command.where is not None else []
        if found is None:
            raise _NotFollowedError
        parts: list[T] = []
        position = 0
        found = found if "g" in command.flags else found[:1]
        run.spend(len(found) * (1 + len(command.filling)) * len(text) // 200)
        for match in found:
            parts.append(run.cut(line, position, match.start()))
            parts += [
                run.made(p, line) if isinstance(p, str) else run.cut(line, max(match.start(p), 0), max(match.end(p), 0))
                for p in command.filling
            ]
            position = match.end()
        parts.append(run.cut(line, position, len(text)))
        return run.joined([part for part in parts if run.plain(part)] or [run.made("", line)]) if found else None


@takes("nEru", "e", "quiet=n regexp-extended=E expression=e")
def sed_(run: Run[T], given: Given) -> Answer[T]:
    scripts, paths = (given.options["e"], given.rest) if "e" in given.options else (given.rest[:1], given.rest[1:])
    if not scripts or (run.machine.platform == "macos" and re.search(r"\\[nt]", "".join(scripts))):
        return None  # BSD's takes `\n` and `\t` for letters in some places
    try:
        commands = _commands("\n".join(scripts), "extended" if {"E", "r"} & set(given.options) else "basic")
        lines = run.lines(paths)
        addresses = [address.where for command in commands for address in (command.first, command.last) if address is not None]
        if not all(run.may_try(where, lines) for where in (*(command.where for command in commands), *addresses)):
            return None
        editor = _Editor(run, commands, len(lines))
        before = 0
        for line in lines:
            before = len(editor.out)
            kept = editor.line(line)
            editor.out += [kept] if kept is not None and "n" not in given.options else []
            if editor.quits:
                break
    except _NotFollowedError:
        return None
    open_end = run.open_end and editor.number == len(lines) and len(editor.out) > before and not editor.quits
    return run.ended(editor.out, open_end), 2 if run.missing else 0


gsed_ = sed_
