"""A document back into a `Diagnosis`: what `--open` shows of a report that was made elsewhere.

The other way of `document`. Nothing in the text is trusted: what is missing or of another kind makes it no report, and
that is said in one line, with the place where it stopped. Every text in it is somebody else's (`saying.foreign`): bounded,
without control characters, and with `…` for what could be a value; a word of a closed list has to be one of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, TypeVar, get_args

from msgspec import Struct

from claude_auth_tui.model import diagnosis as words
from claude_auth_tui.model import words as lists
from claude_auth_tui.model.diagnosis import (
    ChainLink,
    Context,
    Diagnosis,
    Evidence,
    Finding,
    Fix,
    Hit,
    Installed,
    Place,
    Status,
    Store,
    Surface,
    Variable,
    Verdict,
)
from claude_auth_tui.model.saying import NOTHING, foreign, moment, version
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import ShellName, StartKind, SurfaceName
from claude_auth_tui.telling.document import SCHEMA

LARGEST: Final = 8 * 1024 * 1024
"""Characters: a report has some hundred thousand at most."""
_FAMILY: Final = SCHEMA.partition("/")[0]
_DEEPEST: Final = 8
"""Answers behind answers of one surface."""
_PAGES: Final = ("https://code.claude.com/", "https://platform.claude.com/", "https://support.claude.com/")
_LONGEST_SYSTEM: Final = 80
_LONGEST_ID: Final = 120
_LARGEST_NUMBER: Final = 10**9

T = TypeVar("T")


class NotAReportError(Exception):
    """Why a text is no report that can be shown, in a clause: "it is not JSON"."""


class Reopened(Struct, frozen=True):
    """A report, and what it says about itself."""

    diagnosis: Diagnosis
    made: Shown
    """When it was made, ISO 8601; empty where it does not say so."""
    program: Shown
    """The version of this program that made it; empty where it does not say so."""
    system: Shown
    """ "Linux x86_64"; empty where it does not say so."""


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
        newer = family == _FAMILY and number.isdigit() and int(number[:9]) > int(SCHEMA.partition("/")[2])
        raise NotAReportError("a newer version of claude-auth-tui made it" if newer else "it follows another schema")
    try:
        about = document.get("report")
        told = {name: value for name, value in about.items() if isinstance(value, str)} if isinstance(about, dict) else {}
        made, program, system = (told.get(name, "") for name in ("made", "program", "system"))
        return Reopened(
            diagnosis_of(document),
            moment(made) if made else NOTHING,
            version(program) if program else NOTHING,
            foreign(system, _LONGEST_SYSTEM),
        )
    except RecursionError:
        raise NotAReportError("it is nested too deeply") from None


def diagnosis_of(document: object) -> Diagnosis:
    """The diagnosis a document was made from, as far as a document tells it. Raises `NotAReportError`."""
    root = _Node(document, "")
    claude, machine, verdict = root.node("claude_code"), root.node("machine"), root.node("verdict")
    diagnosis = Diagnosis(
        modelled=claude.text("modelled"),
        installed=tuple(Installed(i.text("path"), i.maybe_text("version"), i.truth("first_on_path")) for i in claude.nodes("installed")),
        place=Place(
            platform=machine.word("platform", lists.Platform),
            wsl=machine.truth("wsl"),
            container=machine.maybe_text("container"),
            ssh=machine.truth("ssh"),
            tmux=machine.truth("tmux"),
            cwd=machine.text("cwd"),
            config_dir=machine.text("config_dir"),
            shell=machine.text("shell"),
            follow=machine.maybe("follow", bool) or False,
        ),
        contexts=tuple(_context(node) for node in root.nodes("contexts")),
        hits=tuple(_hit(node) for node in root.nodes("hits")),
        stores=tuple(_store(node) for node in root.nodes("stores")),
        findings=tuple(_finding(node) for node in root.nodes("checks")),
        verdict=Verdict(
            level=verdict.word("level", lists.Level),
            headline=verdict.text("headline"),
            detail=verdict.text("detail"),
            context=verdict.id("context"),
            surface=verdict.word("surface", lists.SurfaceName),
            finding=verdict.maybe_id("finding"),
        ),
    )
    if not diagnosis.contexts:
        raise NotAReportError("it tells of no context")
    return diagnosis


class _Node(Struct, frozen=True):
    """An object in the document, and where it stands."""

    value: object
    at: str

    def _member(self, name: str) -> object:
        if not isinstance(self.value, dict):
            raise NotAReportError(f"{self.at or 'the whole'} is no object")
        if name not in self.value:
            raise NotAReportError(f"{self._place(name)} is missing")
        return self.value[name]

    def _place(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at else name

    def _of(self, name: str, kind: type[T]) -> T:
        found = self._member(name)
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise NotAReportError(f"{self._place(name)} has a value of another kind")
        if isinstance(found, int) and abs(found) > _LARGEST_NUMBER:
            raise NotAReportError(f"{self._place(name)} is too large a number")
        return found

    def maybe(self, name: str, kind: type[T]) -> T | None:
        """None too where the key is not there: it may be younger than the report."""
        if not isinstance(self.value, dict) or self.value.get(name) is None:
            return None
        return self._of(name, kind)

    def text(self, name: str) -> Shown:
        return foreign(self._of(name, str))

    def id(self, name: str) -> Shown:
        """What other parts of the document refer to: one line."""
        return foreign(" ".join(self._of(name, str).split()), _LONGEST_ID)

    def maybe_id(self, name: str) -> Shown | None:
        return None if self.maybe(name, str) is None else self.id(name)

    def number(self, name: str) -> int:
        return self._of(name, int)

    def maybe_text(self, name: str) -> Shown | None:
        found = self.maybe(name, str)
        return None if found is None else foreign(found)

    def truth(self, name: str) -> bool:
        return self._of(name, bool)

    def word(self, name: str, literal: object) -> Any:
        """One of the words of a Literal; of others this version knows nothing."""
        found = self._member(name)
        if not isinstance(found, str) or found not in get_args(literal):
            raise NotAReportError(f"{self._place(name)} has a value that this version does not know")
        return found

    def maybe_word(self, name: str, literal: object) -> Any:
        if not isinstance(self.value, dict) or self.value.get(name) is None:
            return None
        return self.word(name, literal)

    def node(self, name: str) -> _Node:
        return _Node(self._of(name, dict), self._place(name))

    def nodes(self, name: str) -> Iterator[_Node]:
        for number, item in enumerate(self._of(name, list)):
            yield _Node(item, f"{self._place(name)}[{number}]")

    def texts(self, name: str) -> tuple[Shown, ...]:
        found = self._of(name, list)
        if not all(isinstance(item, str) for item in found):
            raise NotAReportError(f"{self._place(name)} has a value of another kind")
        return tuple(foreign(item) for item in found)

    def equal(self) -> str | None:
        number = self.maybe("equal", int)
        return None if number is None else str(number)


def _context(node: _Node) -> Context:
    surfaces, status = node.node("surfaces"), node.node("surfaces").node("status")
    names: tuple[SurfaceName, ...] = get_args(SurfaceName)
    present = surfaces.value if isinstance(surfaces.value, dict) else {}
    return Context(
        id=node.id("id"),
        title=node.text("title"),
        variables=tuple(_variable(v) for v in node.nodes("variables")),
        surfaces={name: _surface(surfaces.node(name)) for name in names if name in present},
        status=Status(
            status.maybe("loggedIn", bool),
            status.maybe_text("authMethod"),
            status.maybe_text("apiProvider"),
            status.maybe_text("apiKeySource"),
        ),
        shell=node.maybe_word("shell", ShellName),
        start=node.maybe_word("start", StartKind),
        inherit=node.maybe_word("inherit", lists.Inherited),
        notes=node.texts("notes"),
        others={name: _surface(surfaces.node(name)) for name in words.OTHER_TITLES if name in present},
    )


def _variable(node: _Node) -> Variable:
    return Variable(
        node.text("name"),
        node.word("state", lists.VariableState),
        node.maybe_text("origin"),
        node.maybe_text("where"),
        node.maybe_text("shown"),
        node.equal(),
        node.texts("notes"),
    )


def _surface(node: _Node, depth: int = 0) -> Surface:
    if depth > _DEEPEST:
        raise NotAReportError("it is nested too deeply")
    present = node.value if isinstance(node.value, dict) else {}
    return Surface(
        outcome=node.word("outcome", lists.Outcome),
        because=node.text("because"),
        asks=node.maybe_word("asks", lists.Question),
        reason=node.maybe_word("reason", lists.BlockReason),
        provider=node.maybe_word("provider", lists.ProviderName),
        authorization=node.maybe_id("authorization"),
        x_api_key=node.maybe_id("x_api_key"),
        pays=node.maybe_word("pays", lists.Payer),
        chain=tuple(_link(link) for link in node.nodes("chain")),
        if_yes=_surface(node.node("if_yes"), depth + 1) if "if_yes" in present else None,
        if_no=_surface(node.node("if_no"), depth + 1) if "if_no" in present else None,
        expected=node.maybe_word("expected", lists.Expected),
    )


def _link(node: _Node) -> ChainLink:
    return ChainLink(
        source=node.id("source"),
        state=node.word("state", lists.SourceState),
        because=node.text("because"),
        header=node.maybe_word("header", lists.HeaderName),
        where=node.maybe_text("where"),
        title=node.text("title"),
        shown=node.maybe_text("shown"),
    )


def _hit(node: _Node) -> Hit:
    return Hit(
        path=node.text("path"),
        line=node.number("line"),
        variable=node.text("variable"),
        does=node.word("does", lists.Does),
        effect=node.word("effect", lists.Effect),
        because=node.text("because"),
        shown=node.maybe_text("shown"),
        text=node.text("text"),
        fingerprint=node.equal(),
    )


def _store(node: _Node) -> Store:
    return Store(
        kind=node.word("kind", lists.StoreKind),
        where=node.text("where"),
        state=node.word("state", lists.StoreState),
        mode=node.maybe_text("mode"),
        expires_at=node.maybe_text("expires_at"),
        refreshable=node.maybe("refreshable", bool),
        scopes=node.texts("scopes"),
        subscription=node.maybe_text("subscription"),
        notes=node.texts("notes"),
    )


def _finding(node: _Node) -> Finding:
    return Finding(
        id=node.id("id"),
        level=node.word("level", lists.Level),
        title=node.text("title"),
        explain=node.text("explain"),
        evidence=tuple(Evidence(e.text("where"), e.text("text")) for e in node.nodes("evidence")),
        fixes=tuple(_fix(fix) for fix in node.nodes("fixes")),
        docs=_page(node.text("docs")),
        context=node.maybe_id("context"),
        muted=node.maybe_text("muted"),
    )


def _fix(node: _Node) -> Fix:
    return Fix(
        title=node.text("title"),
        command=node.text("command"),
        shell=node.maybe_word("shell", lists.FixShell) if node.maybe("shell", str) else None,
        undo=node.text("undo"),
        then=node.text("then"),
        leads_to=node.text("leads_to"),
        proof=node.maybe_word("proof", lists.Proof) or "none",
        unproven=node.maybe_text("unproven") or NOTHING,
    )


def _page(address: Shown) -> Shown:
    """A page of the documentation; nothing for any other address, since it can be opened from the screen."""
    return address if address.startswith(_PAGES) else NOTHING
