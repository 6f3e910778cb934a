"""An explanation as plain JSON values and as text for people; and the list of all known messages."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct, convert

from claude_auth_tui.explain.messages import MESSAGES
from claude_auth_tui.explain.shapes import STANDINGS, Explanation, Message, RankedCause, Standing
from claude_auth_tui.model.diagnosis import Evidence
from claude_auth_tui.model.saying import visible
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import FixShell
from claude_auth_tui.telling.document import SCHEMA, Json, Schema, plain_json

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByStanding

WIDTH: Final = 100
STANDING_WORDS: Final[ByStanding[str]] = {
    "shown": "This machine shows it",
    "possible": "Possible",
    "ruled_out": "Not here",
}
_CLOSE: Final = 0.4
"""Below it a known message resembles the text no more than any English sentence does."""
_EITHER: Final = re.compile(r"\{([^|}]*)[^}]*\}")


class MessageTold(Struct, frozen=True):
    """What a text is; of one that is unknown there is nothing more to say."""

    id: str = "unknown"
    known: bool = False
    authentication: bool | None = None
    title: str = "Unknown message"
    means: str = ""
    docs: str = ""
    versions: str = ""


class FixTold(Struct, frozen=True):
    """A fix, without how the tests prove it."""

    title: Shown
    command: Shown
    shell: FixShell | Literal[""]
    undo: Shown
    then: Shown
    leads_to: Shown


class CauseTold(Struct, frozen=True):
    """A cause as it stands on this machine."""

    id: str
    title: Shown
    explain: Shown
    standing: Standing
    because: Shown
    check: str | None
    evidence: tuple[Evidence, ...]
    fixes: tuple[FixTold, ...]


class OtherTold(Struct, frozen=True):
    id: str
    authentication: bool
    title: Shown


class NearTold(Struct, frozen=True):
    id: str
    title: Shown
    wording: str
    similarity: float


class Explained(Struct, frozen=True, kw_only=True):
    """The document `explain --json` prints."""

    schema: Schema = SCHEMA
    message: MessageTold
    causes: tuple[CauseTold, ...]
    others: tuple[OtherTold, ...]
    nearest: tuple[NearTold, ...]
    notes: tuple[Shown, ...]


def document_of(explanation: Explanation) -> Json:
    """The document `explain --json` prints, as plain JSON values."""
    m = explanation.message
    return plain_json(
        Explained(
            message=MessageTold() if m is None else MessageTold(m.id, True, m.authentication, m.title, m.means, m.docs, m.versions),
            causes=convert(explanation.causes, tuple[CauseTold, ...], from_attributes=True),
            others=convert(explanation.others, tuple[OtherTold, ...], from_attributes=True),
            nearest=tuple(NearTold(n.message.id, n.message.title, example(n.message), n.similarity) for n in explanation.nearest),
            notes=explanation.notes,
        )
    )


def list_document() -> Json:
    """The document `explain --list --json` prints."""
    return {
        "schema": SCHEMA,
        "messages": [
            {
                "id": m.id,
                "title": m.title,
                "means": m.means,
                "authentication": m.authentication,
                "wordings": [_readable(w) for w in m.wordings],
                "old_wordings": [_readable(w) for w in m.old],
                "versions": m.versions,
                "docs": m.docs,
            }
            for m in MESSAGES
        ],
    }


def plain_list() -> str:
    """Every known message: its id, what it is about, and how it is worded."""
    lines = ["Messages about authentication:"]
    lines += [line for m in MESSAGES if m.authentication for line in _listed(m)]
    lines += ["", "Messages that only look alike; the credential is fine:"]
    lines += [line for m in MESSAGES if not m.authentication for line in _listed(m)]
    return "\n".join(lines) + "\n"


def plain_explanation(explanation: Explanation) -> str:
    """The answer as text, ending in a line break."""
    return "\n".join(visible(line) for line in _lines(explanation)) + "\n"


def example(message: Message) -> str:
    """One wording, for people."""
    return _readable(next((w for w in (*message.wordings, *message.old) if not w.startswith("~")), message.title))


def _lines(explanation: Explanation) -> Iterator[str]:
    message = explanation.message
    if message is None:
        yield "Unknown: this is no message this program knows."
        yield from (line for note in explanation.notes for line in _wrapped(note))
        close = [near for near in explanation.nearest if near.similarity >= _CLOSE]
        if explanation.nearest:
            yield ""
            yield "The nearest ones it knows:" if close else "The nearest ones it knows, though none is near:"
            for near in close or explanation.nearest:
                yield f"  {near.message.title} [{near.message.id}]"
                yield f"    {example(near.message)}"
        return
    yield f"{message.title} [{message.id}]"
    yield (
        "This is about authentication." if message.authentication else "This is not about authentication: the credential is not what fails."
    )
    yield from _wrapped(message.means)
    if message.versions:
        yield from _wrapped(f"Wording: {message.versions}.")
    yield from (line for note in explanation.notes for line in _wrapped(note))
    for standing in STANDINGS:
        causes = [cause for cause in explanation.causes if cause.standing == standing]
        if causes:
            yield ""
            yield f"{STANDING_WORDS[standing]}:"
            yield from (line for cause in causes for line in _cause_lines(cause))
    if explanation.others:
        yield ""
        yield "Also in this text:"
        yield from (f"  {other.title} [{other.id}]" for other in explanation.others)
    yield ""
    yield f"Documentation: {message.docs}"


def _cause_lines(cause: RankedCause) -> Iterator[str]:
    if cause.standing == "ruled_out":
        yield f"  {cause.title} ({cause.because})"
        return
    yield f"  {cause.title}" + (f" [check {cause.check}]" if cause.check else "")
    yield from _wrapped(cause.explain, "    ")
    for evidence in cause.evidence:
        yield f"    Seen: {evidence.where + ': ' if evidence.where else ''}{evidence.text}"
    for fix in cause.fixes:
        yield f"    Fix: {fix.title}{': ' + fix.command if fix.command else ''}"
        for word, text in (("Then", fix.then), ("Leads to", fix.leads_to), ("Undo", fix.undo)):
            if text:
                yield from _wrapped(f"{word}: {text}", "      ")


def _listed(message: Message) -> Iterator[str]:
    yield f"  {message.id}: {message.title}"
    wordings = [_readable(w) for w in (*message.wordings, *message.old) if not w.startswith("~")]
    yield from (f"    {wording}" for wording in wordings)


def _readable(wording: str) -> str:
    return _EITHER.sub(r"\1", wording.removeprefix("~").replace("#", "…"))


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
