"""A document back into a `Diagnosis`: what `--open` shows of a report that was made elsewhere.

Nothing in the text is trusted. Every text in it is somebody else's and goes through a gate (`saying.foreign`) before anything
else looks at it: bounded, without control characters, and with `…` for what could be a value. What is missing then, of another
kind, or no word of its list makes it no report, and that is said in one line, with the place where it stopped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final, TypeVar

from msgspec import UNSET, Struct, ValidationError, convert

from claude_auth_tui.model.diagnosis import LARGEST_NUMBER, OTHER_TITLES, SURFACES, Context, Diagnosis, Surface
from claude_auth_tui.model.saying import NOTHING, foreign, moment, version
from claude_auth_tui.model.secret import Fingerprint
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.telling.document import ANSWERS, SCHEMA, About, ContextTold, Document, SurfaceTold, plain_json

LARGEST: Final = 8 * 1024 * 1024
"""Characters: a report has some hundred thousand at most."""
_FAMILY: Final = SCHEMA.partition("/")[0]
_DEEPEST: Final = 8
"""Answers behind answers of one surface."""
_PAGES: Final = ("https://code.claude.com/", "https://platform.claude.com/", "https://support.claude.com/")
_LONGEST_SYSTEM: Final = 80
_LONGEST_ID: Final = 120
_IDS: Final = frozenset({"id", "context", "finding", "source", "authorization", "x_api_key"})
"""Members by which one part of the document refers to another: one line each."""
_YOUNGER: Final = frozenset({"client", "follow", "proof", "unproven"})
"""Members that the first documents did not have. One that may be null may be missing too."""
_PLACE: Final = re.compile(r" - at `\$\.?([\w.\[\]]*)`\Z")
_MISSING: Final = re.compile(r"Object missing required field `(\w+)`")
N = TypeVar("N", bound=str)


class NotAReportError(Exception):
    """Why a text is no report that can be shown, in a clause: "it is not JSON"."""


class Reopened(Struct, frozen=True):
    """A report, and what it says about itself."""

    diagnosis: Diagnosis
    about: About


def reopen(text: str) -> Reopened:
    """The report in a text: what `check --json` or `report --json` printed. Raises `NotAReportError`."""
    if len(text) > LARGEST:
        raise NotAReportError(f"it is too large ({len(text) // 1024**2} million characters)")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as problem:
        at = f" (line {problem.lineno}, column {problem.colno})" if isinstance(problem, json.JSONDecodeError) else ""
        raise NotAReportError("it is empty" if not text.strip() else f"it is not JSON{at}") from None
    if not isinstance(document, dict) or not isinstance(schema := document.get("schema"), str):
        raise NotAReportError("it does not say which schema it follows")
    if schema != SCHEMA:
        family, _, number = schema.partition("/")
        newer = family == _FAMILY and number[:9].isdecimal() and int(number[:9]) > int(SCHEMA.partition("/")[2])
        raise NotAReportError("a newer version of claude-auth-tui made it" if newer else "it follows another schema")
    told = _read(document)
    return Reopened(_diagnosis(told), About() if told.report is UNSET else told.report)


def diagnosis_of(document: object) -> Diagnosis:
    """The diagnosis a document was made from, as far as a document tells it. Raises `NotAReportError`."""
    return _diagnosis(_read(document))


def _read(document: object) -> Document:
    try:
        gated = _gated(document)
        told = convert(gated, Document, dec_hook=_part)
    except RecursionError:
        raise NotAReportError("it is nested too deeply") from None
    except UnicodeEncodeError:  # half of a surrogate pair in the name of a member
        raise NotAReportError("a name in it is no text") from None
    except ValidationError as problem:
        raise NotAReportError(_refusal(str(problem))) from None
    if missing := _missing(plain_json(told), gated):
        raise NotAReportError(f"{missing} is missing")
    if not told.contexts:
        raise NotAReportError("it tells of no context")
    return told


def _gated(value: object, name: str = "", deep: int = 0) -> object:
    """The same with every text in it as it may be shown. What is no text is looked at later; a name of a member is only compared."""
    if deep > _DEEPEST:
        raise NotAReportError("it is nested too deeply")
    if isinstance(value, str):
        return _text(value, name)
    if isinstance(value, list):
        return [_gated(item, name, deep) for item in value]
    if name == "report":  # says nothing that anything depends on: what cannot be used there is as if it were not there
        return {key: _text(item, key) for key, item in value.items() if isinstance(item, str)} if isinstance(value, dict) else {}
    if isinstance(value, dict):
        return {key: _gated(item, key, deep + (key in ANSWERS)) for key, item in value.items()}
    return value


def _text(text: str, name: str) -> Shown:
    """A text by the name of its member."""
    if name in _IDS:
        return foreign(" ".join(text.split()), _LONGEST_ID)
    if name == "docs":  # it can be opened from the screen
        return foreign(text) if text.startswith(_PAGES) else NOTHING
    if name == "made":
        return moment(text) if text else NOTHING
    if name == "program":
        return version(text) if text else NOTHING
    return foreign(text, _LONGEST_SYSTEM) if name == "system" else foreign(text)


def _part(kind: type, value: object) -> object:
    """A fingerprint from the number that stands for it. Shown text is that already. ValueError, worded as msgspec words it."""
    if kind is not Fingerprint:
        return value
    if type(value) is not int:
        raise ValueError("Expected `int`")
    if abs(value) > LARGEST_NUMBER:
        raise ValueError(f"Expected `int` <= {LARGEST_NUMBER}")
    return Fingerprint(value)


def _refusal(problem: str) -> str:
    """What msgspec found, in our words: its own may quote a value."""
    found = _PLACE.search(problem)
    at = found[1] if found else ""
    if missing := _MISSING.match(problem):
        return f"{at}{'.' if at else ''}{missing[1]} is missing"
    if problem.startswith("Invalid enum value"):
        return f"{at} has a value that this version does not know"
    return f"{at} is too large a number" if "` <= " in problem else f"{at or 'the whole'} has a value of another kind"


def _missing(told: object, found: object, at: str = "") -> str | None:
    """The first member that a document always has and this one has not, where a class has a default for it."""
    if isinstance(told, dict) and isinstance(found, dict):
        for name, item in told.items():
            place = f"{at}.{name}" if at else name
            if name not in found and item is not None and name not in _YOUNGER:
                return place
            if name in found and (missing := _missing(item, found[name], place)):
                return missing
    elif isinstance(told, list) and isinstance(found, list):
        for number, (item, one) in enumerate(zip(told, found, strict=True)):
            if missing := _missing(item, one, f"{at}[{number}]"):
                return missing
    return None


def _diagnosis(told: Document) -> Diagnosis:
    return Diagnosis(
        modelled=told.claude_code.modelled,
        installed=told.claude_code.installed,
        place=told.machine,
        contexts=tuple(map(_context, told.contexts)),
        hits=told.hits,
        stores=told.stores,
        findings=told.checks,
        verdict=told.verdict,
    )


def _context(told: ContextTold) -> Context:
    def those(names: Iterable[N]) -> dict[N, Surface]:
        return {name: _surface(one) for name in names if (one := getattr(told.surfaces, name)) is not UNSET}

    return Context(
        id=told.id,
        title=told.title,
        variables=told.variables,
        surfaces=those(SURFACES),
        status=told.surfaces.status,
        shell=None if told.shell is UNSET else told.shell,
        start=None if told.start is UNSET else told.start,
        inherit=None if told.inherit is UNSET else told.inherit,
        notes=told.notes,
        home=None if told.home is UNSET else told.home,
        user=None if told.user is UNSET else told.user,
        stores=None if told.stores is UNSET else told.stores,
        others=those(OTHER_TITLES),
        client=told.client,
    )


def _surface(told: SurfaceTold) -> Surface:
    members = {name: getattr(told, name) for name in Surface.__struct_fields__}
    answers = {name: None if members[name] is UNSET else _surface(members[name]) for name in ANSWERS}
    return Surface(**(members | answers))
