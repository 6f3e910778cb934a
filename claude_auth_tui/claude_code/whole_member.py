"""A member of a JSON file, taken out: whether it stands on a line that a command can take out, and the file as it is without it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from msgspec.structs import replace

from claude_auth_tui.documents.strict_json import Json, parse, to_text
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.unveil import unveil

Place = Literal["inside", "last"]
"""With "inside" the line alone can go (a comma follows, or it is the only member); "last" needs the comma before it gone too."""

_VALUE: Final = r'(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)'


def member_place(machine: Machine, path: str, line: int, name: str) -> Place | None:
    """Where the member `name` on line `line` (from 1) of a sound JSON file stands; None where its line holds anything else.

    Cautious on purpose: None for every layout that is not the usual one, and the caller takes a slower way.
    """
    found = machine.files.file(path)
    if found.state != "present" or found.text is None or found.bad_byte is not None:
        return None
    lines = unveil(found.text).split("\n")
    if not 1 < line < len(lines) or "\r" in lines[line - 2] + lines[line - 1] or not name.isidentifier():
        return None
    matched = re.fullmatch(rf'\s*"{name}"\s*:\s*{_VALUE}\s*(,?)\s*', lines[line - 1])
    before, after = lines[line - 2].rstrip(), lines[line].lstrip()
    if not matched or not (before.endswith(("{", ","))):
        return None
    if matched.group(1):
        return "inside"
    if not after.startswith("}"):
        return None
    return "inside" if before.endswith("{") else "last"


def without_member(found: File, line: int, *names: str) -> File:
    """A JSON file without a member, whose name stands on this line (from 1; 0 if unknown). Other lines stay where they are."""
    if found.text is None:
        return found
    lines = unveil(found.text).split("\n")
    if 1 <= line <= len(lines):
        # with another name it is there and means nothing, and nothing around it has to be written anew
        around = re.split(rf'(?<!\\)"{re.escape(names[-1])}"(?=\s*:)', lines[line - 1])
        if len(around) == 2:
            lines[line - 1] = '"_"'.join(around)
            return replace(found, text=SecretText("\n".join(lines)))
    return replace(found, text=to_text(dropped(parse(found.text, lines=False).value, names)))


def dropped(document: Json, path: tuple[str, ...]) -> Json:
    """The document without the member at this path."""
    if not isinstance(document, Mapping) or path[0] not in document:
        return document
    if len(path) == 1:
        return {name: value for name, value in document.items() if name != path[0]}
    return {**document, path[0]: dropped(document[path[0]], path[1:])}
