"""Universal variables: the file `fish_variables`. Source: its own format 3.0 and the older one, as fish 3.6 reads them."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.shells.fish.state import Scope, Var
from claude_auth_tui.shells.fish.word_parts import decoded, of_code

_LINE: Final = re.compile(r"SETUVAR((?:[ \t]+-[^ \t]*)*)[ \t]+(\w+):(.*)")
_OLD_LINE: Final = re.compile(r"(SET_EXPORT|SET)()[ \t]+(\w+):(.*)")
_VERSION: Final = re.compile(r"# VERSION: ?\S")
_BROKEN: Final = re.compile(r"\\(?:[xX](?![0-9A-Fa-f])|[uU](?![0-9A-Fa-f])|[2-7][0-7]{2}|c(?![@-_a-z])|$)")
_ESCAPE: Final = re.compile(
    r"\\(?:([xX])([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|c([@-_a-z])|(.))", re.DOTALL
)
_NAMED: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_SEPARATOR: Final = "\x1e"
_NO_ITEMS: Final = "\x1d"


def universals_of(text: str, path: str) -> Scope:
    """The variables of a `fish_variables` file; lines that are not understood are passed over, as fish does."""
    out: Scope = {}
    lines = text.split("\n")
    old = not _has_version(lines)
    for number, line in enumerate(lines, 1):
        found = (_OLD_LINE if old else _LINE).match(line)
        if not found:
            continue
        name, raw = found.groups()[-2:]
        options = set(found.group(1).split())
        value = decoded(_ESCAPE.sub(_character, raw))
        if _BROKEN.search(raw.replace("\\\\", "")):
            continue
        items = () if value == _NO_ITEMS else tuple(value.split(_SEPARATOR))
        exported = bool({"SET_EXPORT", "--export"} & options)
        out[name] = Var(items, exported, "--path" in options or name.endswith("PATH"), Origin("file", path, number))
    return out


def _has_version(lines: list[str]) -> bool:
    """Whether one of the comments at the top names a version; without one fish takes the file for one of fish 2."""
    for line in lines:
        if line and not line.startswith("#"):
            return False
        if _VERSION.match(line):
            return True
    return False


def _character(found: re.Match[str]) -> str:
    _, short, four, eight, octal, control, other = found.groups()
    digits = short or four or eight
    if digits:
        return of_code(int(digits, 16), is_byte=short is not None)
    if octal:
        return chr(int(octal, 8))
    if control:
        return chr(ord(control.upper()) & 0x1F)
    return _NAMED.get(other, other)
