"""JSON files as Claude Code reads them: what `JSON.parse` accepts, every string a `Secret`, and the line of each member.

Differences to Python's own reading: `NaN` and `Infinity` are errors, one byte-order mark at the start is fine
(observed, 2.1.329), integers have no limit of digits, nesting of any depth is an answer and not a crash. What the
members mean lives in the modules for each file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias
from weakref import WeakKeyDictionary

from msgspec import Struct, field

from claude_auth_tui.documents.jsonc import places
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

Json: TypeAlias = "bool | float | Secret | tuple[Json, ...] | Mapping[str, Json] | None"
"""A JSON value whose strings are secrets. Numbers are floats, as in JavaScript; the names of members are plain."""

Pointer: TypeAlias = tuple[str, ...]
"""The names of the members on the way to a value; the element of an array goes by its number, from "0"."""

_NESTED_UP_TO: Final = 64
_BRACKET: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_PART: Final = re.compile(
    r'[ \t\r\n]*("[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null|[\[\]{},:])"
)
_CLOSES: Final = {"{": {("}", "name or }"), ("}", "more")}, "[": {("]", "value or ]"), ("]", "more")}}
_NO_LINE_END: Final = re.compile(r"[^\n]")
_DEPTH: Final = 4
"""Lines are kept down to this depth; nothing that decides about a credential lies deeper."""


class SyntaxFault(Struct, frozen=True):
    """Where a file stops being JSON; `message` holds nothing of the file's text."""

    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    message: Shown


class Parsed(Struct, frozen=True):
    """A JSON text. `value` is None where `fault` says why it does not parse (and where the text is `null`)."""

    value: Json
    fault: SyntaxFault | None = None
    lines: Mapping[Pointer, int] = field(default_factory=dict)
    """The line of each member's name, from 1, down to the fourth level."""


_Wanted: TypeAlias = tuple[bool, frozenset[str] | None]
_PARSED: Final[WeakKeyDictionary[Secret, dict[_Wanted, Parsed]]] = WeakKeyDictionary()
"""What was parsed, for as long as somebody holds the text: each of many questions asks for the same few files."""


def parse(text: Secret, lines: bool = True, only: frozenset[str] | None = None) -> Parsed:
    """Read a JSON text. For large files: without `lines`, and `only` the members of the outermost object that are needed."""
    known = _PARSED.setdefault(text, {})
    wanted = lines, only
    if wanted not in known:
        known[wanted] = _parsed(text, lines, only)
    return known[wanted]


def _parsed(text: Secret, lines: bool, only: frozenset[str] | None) -> Parsed:
    plain = unveil(text).removeprefix("\ufeff")
    try:
        value = _loads(plain)
    except json.JSONDecodeError as error:
        at = _trailing_comma(plain, error.pos)
        place = (error.lineno, error.colno) if at is None else _line_and_column(plain, at)
        return Parsed(None, SyntaxFault(*place, _words(plain, error) if at is None else say("a comma before the closing bracket")))
    except _NotJsonError as error:
        place = _line_and_column(plain, max(0, plain.find(str(error))))
        return Parsed(None, SyntaxFault(*place, say("{} is no JSON", user_name(str(error)))))
    if only is not None and isinstance(value, dict):
        value = {name: inner for name, inner in value.items() if name in only}
    return Parsed(_sealed(value), None, {place.path: place.line for place in places(plain, _DEPTH)} if lines else {})


def member(value: Json, *names: str) -> Json:
    """The member reached by these names; None where there is none, or something on the way is no object."""
    for name in names:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def as_text(value: Json) -> Secret | None:
    """The value if it is a string."""
    return value if isinstance(value, Secret) else None


def as_list(value: Json) -> Sequence[Json]:
    """The elements if it is an array, else none."""
    return value if isinstance(value, tuple) else ()


def as_object(value: Json) -> Mapping[str, Json]:
    """The members if it is an object, else none."""
    return value if isinstance(value, Mapping) else {}


def as_number(value: Json) -> float | None:
    return value if isinstance(value, float) and not isinstance(value, bool) else None


def to_text(value: Json) -> SecretText:
    """The value as JSON text again."""
    return SecretText(json.dumps(_open(value)))


def _open(value: Json) -> object:
    if isinstance(value, Secret):
        return unveil(value)
    if isinstance(value, Mapping):
        return {name: _open(inner) for name, inner in value.items()}
    return [_open(inner) for inner in value] if isinstance(value, tuple) else value


class _NotJsonError(ValueError):
    """`NaN`, `Infinity`, `-Infinity`: Python reads them, JSON does not know them."""


def _loads(text: str) -> object:
    """Read, leaving out what is nested too deeply: Claude Code ignores that too (observed, 2.1.329)."""
    return json.loads(_without_depths(text), parse_constant=_refuse, parse_int=float)


def _without_depths(text: str) -> str:
    """The text with blanks for every value nested too deeply, so that all else stays at its place. JSONDecodeError where one is no JSON."""
    if text.count("[") + text.count("{") <= _NESTED_UP_TO:
        return text
    kept: list[str] = []
    depth = start = 0
    for match in _BRACKET.finditer(text):
        token = match.group()
        if token in "{[":
            depth += 1
            if depth == _NESTED_UP_TO + 1:
                kept.append(text[start : match.start()])
                start = match.start()
        elif token in "}]":
            if depth == _NESTED_UP_TO + 1:
                kept.append(_blank(text, start, match.end()))
                start = match.end()
            depth -= 1
    return "".join(kept) + (text[start:] if depth <= _NESTED_UP_TO else _blank(text, start, len(text)))


def _blank(text: str, start: int, end: int) -> str:
    """Blanks in the shape of a value, with a number for it."""
    _check(text, start, end)
    return "0" + _NO_LINE_END.sub(" ", text[start + 1 : end])


def _check(text: str, start: int, end: int) -> None:
    """Look through one object or array, however deep. JSONDecodeError where it is no JSON; one without an end is somebody else's matter."""
    opened: list[str] = []
    wanted = "value"
    position = start
    while position < end:
        match = _PART.match(text, position, end)
        part = match.group(1) if match is not None else ""
        if match is None or not part:
            if not text[position:end].strip():
                return
            raise json.JSONDecodeError("Expecting value", text, position)
        kind = part if part in "{[]}:," else "text" if part[0] == '"' else "other"
        if wanted in ("value", "value or ]") and kind in "{[":
            opened.append(kind)
            wanted = "name or }" if kind == "{" else "value or ]"
        elif kind in "]}" and opened and (kind, wanted) in _CLOSES[opened[-1]]:
            opened.pop()
            wanted = "more"
        elif kind == "text" and wanted in ("name", "name or }"):
            wanted = ":"
        elif kind == ":" and wanted == ":":
            wanted = "value"
        elif kind == "," and wanted == "more" and opened:
            wanted = "name" if opened[-1] == "{" else "value"
        elif kind in ("text", "other") and wanted in ("value", "value or ]"):
            wanted = "more"
        else:
            raise json.JSONDecodeError("Expecting value", text, match.start(1))
        position = match.end()


def _refuse(constant: str) -> float:
    raise _NotJsonError(constant)


def _sealed(value: object, depth: int = 0) -> Json:
    if isinstance(value, str):
        return Secret(value)
    if depth > _NESTED_UP_TO:
        return None
    if isinstance(value, dict):
        return {str(name): _sealed(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list):
        return tuple(_sealed(inner, depth + 1) for inner in value)
    return value if isinstance(value, bool | float) else None


def _words(text: str, error: json.JSONDecodeError) -> Shown:
    """The fault in words, naming what people get wrong most: comments, trailing commas, a cut end."""
    rest = text[error.pos : error.pos + 2]
    if not text.strip():
        return say("the file is empty")
    if error.pos >= len(text.rstrip()):
        return say("the end is missing")
    if rest in ("//", "/*") or rest[:1] == "#":
        return say("comments are not allowed")
    if rest[:1] == "'":
        return say("single quotes; JSON needs double ones")
    return next((words for begins, words in _FAULTS if error.msg.startswith(begins)), say("it cannot be read here"))


_FAULTS: Final = (
    ("Expecting value", say("expected value")),
    ("Expecting property name", say("expected property name enclosed in double quotes")),
    ("Expecting ',' delimiter", say('expected "," delimiter')),
    ("Expecting ':' delimiter", say('expected ":" delimiter')),
    ("Extra data", say("Extra data")),
    ("Unterminated string", say("Unterminated string starting")),
    ("Invalid control character", say("Invalid control character")),
    ("Invalid \\escape", say("Invalid escape")),
    ("Invalid \\uXXXX escape", say("Invalid escape")),
)
"""What Python's reader says, by how it begins, and how it is told: its own words only."""


def _trailing_comma(text: str, at: int) -> int | None:
    """Where the comma stands if it is the fault. Python's reader stops at the bracket behind it, from 3.13 on at the comma."""
    if text[at : at + 1] == ",":
        comma, behind = at, text[at + 1 :].lstrip()[:1]
    else:
        comma, behind = len(text[:at].rstrip()) - 1, text[at : at + 1]
    return comma if comma >= 0 and text[comma] == "," and behind in ("}", "]") else None


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
