"""launchd agents of macOS that give variables to what they start. Property lists, as XML or binary.

Source: launchd.plist(5) (`EnvironmentVariables`, `ProgramArguments`) and launchctl(1) (`setenv`). An XML list is read
line by line, so that each hit has its line and a damaged file still tells; a binary one has no lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.raw import bytes_of
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.elsewhere.lazy import pattern
from claude_auth_tui.shells.elsewhere.told import Place, hit, listed, literal, text_naming

_BINARY: Final = b"bplist0"
_LARGEST: Final = 512 * 1024
_ENVIRONMENT: Final = "EnvironmentVariables"
_ENTRY: Final = pattern(r"<key>\s*([A-Za-z_]\w*)\s*</key>\s*<string>([^<]*)</string>")
_SETENV_WORDS: Final = pattern(r"<string>\s*setenv\s*</string>\s*<string>\s*([A-Za-z_]\w*)\s*</string>\s*<string>([^<]*)</string>")
_SETENV_SCRIPT: Final = pattern(r"launchctl[ \t]+setenv[ \t]+([A-Za-z_]\w*)(?:[ \t]+(\"[^\"<]*\"|'[^'<]*'|[^\s<;&|]*))?")


def launchd_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each place in an agent's property list that sets one of the variables. Only on macOS."""
    if machine.platform != "macos":
        return
    for folder in (machine.at_home("Library", "LaunchAgents"), "/Library/LaunchAgents"):
        for path in listed(machine, folder, ".plist"):
            file = machine.files.file(path)
            own, login = _places(machine.paths.basename(path))
            document = _binary(file)
            if document is not None:
                yield from _document(path, document, own, login, names)
            elif (text := text_naming(machine, path, names)) is not None:
                yield from _xml(path, _without_comments(text), own, login, names)


def _places(agent: str) -> tuple[Place, Place]:
    """Who gets what an agent sets for itself, and what it sets with `launchctl setenv`."""
    return (
        Place("conditional", say("only in the launchd agent {}; it does not reach a terminal", user_name(agent))),
        Place(
            "conditional",
            say(
                "launchctl setenv, when the agent {} runs at login; reaches terminals and editors that the desktop starts after it",
                user_name(agent),
            ),
        ),
    )


def _xml(path: str, text: str, own: Place, login: Place, names: Sequence[str]) -> Iterator[Found]:
    import html  # only macOS has these files

    line_of = _Lines(text)
    for start, end in _environment_dicts(text):
        for found in _ENTRY().finditer(text, start, end):
            if found[1] in names:
                yield hit(path, line_of(found.start(1)), found[1], own, Secret(html.unescape(found[2])))
    for form in (_SETENV_WORDS, _SETENV_SCRIPT):
        for found in form().finditer(text):
            if found[1] in names:
                value = literal(_unquoted(html.unescape(found[2] or "")))
                yield hit(path, line_of(found.start(1)), found[1], login, value, text=say("launchctl setenv {} …", name_shown(found[1])))


class _Lines:
    """Line numbers of positions in a text, each found in a few steps."""

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def __call__(self, position: int) -> int:
        return bisect_right(self._ends, position - 1) + 1


def _environment_dicts(text: str) -> Iterator[tuple[int, int]]:
    """Where each EnvironmentVariables dictionary begins and ends."""
    position = 0
    while (start := text.find(f"<key>{_ENVIRONMENT}</key>", position)) >= 0:
        end = text.find("</dict>", start)
        position = len(text) if end < 0 else end
        yield start, position


def _without_comments(text: str) -> str:
    """The same text with XML comments blanked, its lines kept."""
    parts, position = list[str](), 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        parts += (text[position:start], "\n" * text.count("\n", start, end))
        position = end
    return "".join([*parts, text[position:]])


def _binary(file: File) -> Mapping[str, object] | None:
    """The document of a binary property list; None for any other file, and for a damaged one."""
    if file.text is None or (file.size or 0) > _LARGEST:
        return None
    data = bytes_of(file)
    if data is None or not data.startswith(_BINARY):
        return None
    import plistlib  # takes milliseconds, and is needed on few machines

    try:
        document = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except Exception:  # noqa: BLE001 - a damaged list makes plistlib raise whatever it stumbles over
        return None
    return document if isinstance(document, dict) else None


def _document(path: str, document: Mapping[str, object], own: Place, login: Place, names: Sequence[str]) -> Iterator[Found]:
    """The same from a document that has no lines: its hits stand at line 0."""
    given = document.get(_ENVIRONMENT)
    for name, value in given.items() if isinstance(given, dict) else ():
        if name in names and isinstance(value, str):
            yield hit(path, 0, name, own, Secret(value))
    arguments = document.get("ProgramArguments")
    words = [word for word in arguments if isinstance(word, str)] if isinstance(arguments, list) else []
    for before, name, value in zip(words, words[1:], words[2:], strict=False):
        if before == "setenv" and name in names:
            yield hit(path, 0, name, login, literal(value), text=say("launchctl setenv {} …", name_shown(name)))
    for word in words:
        for found in _SETENV_SCRIPT().finditer(word):
            if found[1] in names:
                yield hit(
                    path, 0, found[1], login, literal(_unquoted(found[2] or "")), text=say("launchctl setenv {} …", name_shown(found[1]))
                )


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
