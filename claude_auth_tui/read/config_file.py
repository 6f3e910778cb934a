"""The user's own config file of this program, `config.toml`: read and checked here, never written.

What its words mean is `model.preferences`. A file that is not as it should be is no failure: every fault is a row with
its line and a remedy, and whatever else the file says still counts.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final

from claude_auth_tui.model.machine import Files
from claude_auth_tui.model.preferences import KINDS, SURFACE_WORDS, Expectation, PreferenceFault, Preferences
from claude_auth_tui.model.saying import MASK, foreign, place, program_word, say, say_all, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Expected, Platform

NAME: Final = "claude-auth-tui"
_TOP: Final = (say("expect"), say("folder"), say("mute"), say("bell"))
_FOLDER: Final = (say("path"), say("expect"))
_MUTE: Final = (say("id"), say("reason"))
_MOST: Final = 200
"""Entries of a list that are looked at."""
_LONGEST_REASON: Final = 300
# fmt: off
_TOML_WORDS: Final = frozenset((
    "cannot declare", "cannot mutate immutable namespace", "cannot overwrite a value", "cannot redefine namespace",
    "duplicate inline table key", "duplicate key", "escaped character is not a Unicode scalar value",
    "expected newline or end of document after a statement", "found invalid character", "illegal character", "invalid date or datetime",
    "invalid hex value", "invalid initial character for a key part", "invalid statement", "invalid value", "too deeply nested",
    "unclosed array", "unclosed inline table", "unterminated string",
))
# fmt: on
"""What the parser of TOML says; whatever else it says may hold what stands in the file."""


def config_path(home: str, platform: Platform, environment: Mapping[str, str]) -> str:
    """Where the file belongs; empty where that cannot be told.

    As platformdirs has it (`user_config_path("claude-auth-tui", appauthor=False)`), without the price of importing it.
    """
    if platform == "windows":
        base = environment.get("LOCALAPPDATA") or (home and home + "\\AppData\\Local")
        return f"{base}\\{NAME}\\config.toml" if base else ""
    given = environment.get("XDG_CONFIG_HOME", "").strip()
    if posixpath.isabs(given):
        return posixpath.join(given, NAME, "config.toml")
    folder = "Library/Application Support" if platform == "macos" else ".config"
    return posixpath.join(home, folder, NAME, "config.toml") if home else ""


def read_preferences(files: Files, path: str, home: str) -> Preferences:
    """What the file says. Nothing where it is not there."""
    if not path:
        return Preferences()
    found = files.file(path)
    if found.state == "absent":
        return Preferences(path)
    short = _short(path, home)
    if found.text is None:
        why = found.detail or say("it cannot be read")
        return Preferences(path, faults=(PreferenceFault(place(short), why, say("Make it a text file that you can read.")),))
    return _Reader(path, short, unveil(found.text), home).read()


def _short(path: str, home: str) -> str:
    """The path as people write it."""
    base = home.rstrip("/\\")
    if not base or not path.startswith((base + "/", base + "\\")):
        return path
    below = path[len(base) + 1 :]
    return "~/" + (below if path.startswith("/") else below.replace("\\", "/"))


class _Reader:
    """One reading of one text."""

    def __init__(self, path: str, short: str, text: str, home: str) -> None:
        self._path = path
        self._short = short
        self._text = text.removeprefix("\ufeff")
        self._home = home
        self._lines = dict(_lines(self._text))
        self._faults: list[PreferenceFault] = []

    def read(self) -> Preferences:
        import tomllib  # a tenth of this program's start, so only where there is a file

        try:
            told = tomllib.loads(self._text)
        except (ValueError, RecursionError) as problem:
            self._broken(problem)
            return Preferences(self._path, faults=tuple(self._faults))
        self._unknown(told, _TOP, ())
        return Preferences(
            self._path,
            (*self._expectations(told.get("expect"), ("expect",)), *self._folders(told.get("folder"))),
            dict(self._mutes(told.get("mute"))),
            self._bell(told.get("bell")),
            tuple(self._faults),
        )

    def _broken(self, problem: Exception) -> None:
        """Not TOML. The parser's words may quote what stands there, so only the part without a quotation is told."""
        words = str(problem) if isinstance(problem, ValueError) else "too deeply nested"
        spot = re.search(r"\(at line (\d+), column (\d+)\)", words)
        line, column = (int(spot[1]), int(spot[2])) if spot else (self._text.count("\n") + 1, 0)
        reason = re.split(r"[(:'\"]", words, maxsplit=1)[0].strip()
        known = program_word(reason[:1].lower() + reason[1:], _TOML_WORDS)
        where = place(self._short, line)
        self._faults.append(
            PreferenceFault(
                say("{}:{}", where, column) if column else where,
                say("it is not valid TOML: {}", say("it cannot be parsed") if known == MASK else known),
                say("Correct this line; nothing in the file counts."),
                line,
            )
        )

    def _fault(self, at: tuple[str | int, ...], text: Shown, remedy: Shown, grave: bool = True) -> None:
        line = self._line(at)
        self._faults.append(PreferenceFault(place(self._short, line), text, remedy, line, grave))

    def _line(self, at: tuple[str | int, ...]) -> int:
        """Where it stands, or the nearest thing around it that is found; 0 where nothing is."""
        return next((self._lines[at[:end]] for end in range(len(at), 0, -1) if at[:end] in self._lines), 0)

    def _where(self, *at: str | int) -> Shown:
        return place(self._short, self._line(at))

    def _unknown(self, table: Mapping[str, object], known: tuple[Shown, ...], at: tuple[str | int, ...]) -> None:
        for name in table:
            if name not in known:
                there = say("[[{}]]", _named(at[0])) if at else say("the file")
                self._fault(
                    (*at, name),
                    say("{} means nothing here", _named(name)),
                    say("Take it out; {} knows {}.", there, say_all(known)),
                    grave=False,
                )

    def _expectations(self, value: object, at: tuple[str | int, ...], folder: str = "") -> Iterator[Expectation]:
        """A kind, or a table of kinds by surface."""
        if value is None:
            return
        if not isinstance(value, dict):
            if kind := self._kind(value, at):
                yield Expectation(kind, None, folder, self._where(*at))
            return
        for name, told in value.items():
            if name != "default" and name not in SURFACE_WORDS:
                self._fault(
                    (*at, name),
                    say("{} is no way of starting claude", _named(name)),
                    say("Use default, {}.", say_all(map(_named, SURFACE_WORDS))),
                )
            elif kind := self._kind(told, (*at, name)):
                yield Expectation(kind, SURFACE_WORDS.get(name), folder, self._where(*at, name))

    def _kind(self, value: object, at: tuple[str | int, ...]) -> Expected | None:
        found = next((kind for kind in KINDS if kind == value), None)
        if found is None:
            self._fault(
                at,
                say("{} has a value that is not known", _named(at[-1])),
                say("Use one of {}, between quotes.", say_all(map(_named, KINDS))),
            )
        return found

    def _folders(self, value: object) -> Iterator[Expectation]:
        for at, entry in self._entries(value, "folder"):
            self._unknown(entry, _FOLDER, at)
            path = entry.get("path")
            folder = self._absolute(path) if isinstance(path, str) else ""
            if not folder:
                self._fault((*at, "path"), say("the folder has no path that can be used"), say('Write path = "~/…" or the whole path.'))
            elif "expect" not in entry:
                self._fault(at, say("the folder says nothing"), say('Write expect = "…" below its path.'), grave=False)
            else:
                yield from self._expectations(entry["expect"], (*at, "expect"), folder)

    def _absolute(self, path: str) -> str:
        if path == "~" or path.startswith(("~/", "~\\")):
            path = self._home + path[1:] if self._home else ""
        if not path.startswith("/") and not re.match(r"[A-Za-z]:[\\/]", path):
            return ""
        return posixpath.normpath(path) if path.startswith("/") else path.rstrip("/\\")

    def _mutes(self, value: object) -> Iterator[tuple[str, Shown]]:
        for at, entry in self._entries(value, "mute"):
            self._unknown(entry, _MUTE, at)
            id_, reason = entry.get("id"), entry.get("reason")
            if not isinstance(id_, str) or not id_.strip():
                self._fault((*at, "id"), say("the mute names no check"), say('Write id = "…"; claude-auth-tui check --list names them.'))
            elif not isinstance(reason, str) or not reason.strip():
                self._fault(
                    (*at, "reason"), say("the mute gives no reason, so it does not count"), say('Write reason = "…" beside its id.')
                )
            else:
                yield id_.strip(), foreign(" ".join(reason.split()), _LONGEST_REASON)

    def _entries(self, value: object, name: str) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, object]]]:
        """The tables of `[[name]]`; a single `[name]` is taken for one."""
        entries = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        if value is not None and (not entries or not all(isinstance(entry, dict) for entry in entries)):
            self._fault((name,), say("{} is not a list of tables", _named(name)), say("Begin each one with a line [[{}]].", _named(name)))
        for number, entry in enumerate(entries[:_MOST]):
            if isinstance(entry, dict):
                yield (name, number), entry

    def _bell(self, value: object) -> bool:
        if value is not None and not isinstance(value, bool):
            self._fault(("bell",), say("bell is neither true nor false"), say("Write bell = true, without quotes."))
        return value is True


def _named(key: str | int) -> Shown:
    """A key as it may be repeated: what looks like a name."""
    name = user_name(str(key))
    return say("a key") if name == MASK else name


def _lines(text: str) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Where each key stands, as far as lines of their own tell: ("mute", 0, "id") → 7. Later ones replace earlier ones."""
    table: tuple[str | int, ...] = ()
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*+(\[\[?)([A-Za-z0-9_.\"' \t-]+)\]", line)
        if header:
            names = tuple(part.strip().strip("\"'") for part in header[2].split("."))
            if header[1] == "[[":
                whole = header[2].strip()
                seen[whole] = seen.get(whole, -1) + 1
            index = seen.get(names[0], 0) if header[1] == "[[" or names[0] in ("folder", "mute") else None
            table = names if index is None else (names[0], index, *names[1:])
            yield table, number
            if index == 0:
                yield (names[0],), number
            continue
        found = re.match(r"\s*+([A-Za-z0-9_.\"'-]++)\s*+=", line)
        if found:
            keys = tuple(part.strip("\"'") for part in found[1].split("."))
            for end in range(1, len(keys) + 1):
                yield (*table, *keys[:end]), number
