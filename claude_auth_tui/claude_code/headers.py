"""What may stand in a header, and what ANTHROPIC_CUSTOM_HEADERS puts there.

A line break, a NUL or a character above U+00FF keeps a value from being sent; blanks at its ends are taken off, quotes
are not (observed). Words about a fault name its kind and place, never the value.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from claude_auth_tui.claude_code.javascript import BLANKS
from claude_auth_tui.model.saying import NOTHING, code_point, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

_ILLEGAL: Final = re.compile(r"[^\x01-\x09\x0b\x0c\x0e-\xff]")  # negated: compiles in a tenth of the time
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_WIRE_BLANKS: Final = " \t\r\n"
_KINDS: Final = {
    "\r": say("a line break"),
    "\n": say("a line break"),
    "\0": say("a NUL character"),
    "\u2028": say("a line separator (U+2028)"),
    "\u2029": say("a line separator (U+2029)"),
    "\ufeff": say("a byte-order mark (U+FEFF)"),
    "\u200b": say("an invisible character (U+200B)"),
    "\u200c": say("an invisible character (U+200C)"),
    "\u200d": say("an invisible character (U+200D)"),
    "\u2060": say("an invisible character (U+2060)"),
}


def fault_of(value: Secret) -> Shown:
    """What keeps a variable's value from being sent ("a line break at character 10"), empty where nothing does."""
    return _fault(unveil(value).strip(BLANKS))


def stored_fault_of(value: Secret) -> Shown:
    """The same for a stored login or key, of which only plain blanks are taken off."""
    return _fault(unveil(value).strip(_WIRE_BLANKS))


def is_nothing_stored(value: Secret) -> bool:
    """A stored key that is nothing but plain blanks."""
    return not unveil(value).strip(_WIRE_BLANKS)


def _fault(text: str) -> Shown:
    found = _ILLEGAL.search(text)
    if found is None:
        return NOTHING
    char = found.group()
    kind = _KINDS.get(char) or say("a character that no header may hold ({})", code_point(ord(char)))
    return say("{} at character {}", kind, found.start() + 1)


class CustomHeaders(Struct, frozen=True):
    """What ANTHROPIC_CUSTOM_HEADERS does to the two credential headers.

    None: the header is not named. False: it is set to nothing, which takes the header away. True: it gets a value.
    """

    authorization: bool | None = None
    x_api_key: bool | None = None
    fault: Shown = NOTHING
    """Why the request is stopped; empty where it is not."""
    fault_in_key: bool = False
    """The fault is in a line that names x-api-key."""


def custom_headers(value: Secret) -> CustomHeaders:
    """Read `Name: value` lines. Lines without a colon do not count; of two with one name the last one wins (observed)."""
    found: dict[str, bool] = {}
    fault, fault_in_key = NOTHING, False
    for number, line in enumerate(re.split(r"\r?\n", unveil(value)), 1):
        name, colon, content = line.partition(":")
        if not colon:
            continue
        name, content = name.strip(BLANKS), content.strip(BLANKS)
        wrong = NOTHING if _NAME.fullmatch(name) else say("the header's name is not valid")
        wrong = wrong or _fault(content)
        if wrong and not fault:
            fault, fault_in_key = say("{}, in line {}", wrong, number), "x-api-key" in name.lower()
        found[name.lower()] = bool(content)
    return CustomHeaders(found.get("authorization"), found.get("x-api-key"), fault, fault_in_key)


def lines_without_colon(value: Secret) -> tuple[int, ...]:
    """The lines of ANTHROPIC_CUSTOM_HEADERS that are no header, from 1: they are passed over without a word (observed)."""
    lines = re.split(r"\r?\n", unveil(value))
    return tuple(number for number, line in enumerate(lines, 1) if line.strip(BLANKS) and ":" not in line)


def line_with_written_break(value: Secret) -> int:
    r"""The first line, from 1, in which `\n` stands as two characters before another header's name; 0 if none.

    Claude Code sends the rest of the line as part of the first header (observed).
    """
    for number, line in enumerate(unveil(value).split("\n"), 1):
        for piece in line.split("\\n")[1:]:
            if _NAME.fullmatch(piece.partition(":")[0].strip(BLANKS)) and ":" in piece:
                return number
    return 0
