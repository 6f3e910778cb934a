"""From a pasted text to the messages in it: the one that matters, and those beside it.

Every wording of the catalogue is looked for in the squeezed text. Where two overlap, the one with more fixed letters
wins, so that "Invalid API key · Fix external API key · Invalid X-Api-Key header value" is not taken for its own
beginning. Of what is left, reasons come before notices, and the last one in the text is what the user sees.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from msgspec import Struct

from claude_auth_tui.explain.messages import BY_ID, MESSAGES
from claude_auth_tui.explain.shapes import Message, Weight
from claude_auth_tui.explain.wording import Wording, clean, compile_wording, squeeze
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown

_TAIL: Final = 8_000
"""Characters at the end of a text in which fragments, and signs of other programs, are looked for."""
_RECENT: Final = 100_000
"""Letters and digits at the end of a text that are looked at first: further up is only looked where no reason stands here."""
_ALONE: Final = 40
"""Letters and digits that may stand beside a fragment where nothing says that the text is Claude Code's."""
_BARE: Final = 6
_NAMED_AFTER: Final = 80
"""Letters and digits behind a message in which it may still name its variable."""
_BESIDE: Final = 400
"""Letters and digits within which a bare status belongs to the message beside it."""
_HUB: Final = 7
"""Letters in a hub."""
_RANKS: Final[tuple[Weight, ...]] = ("notice", "generic", "error")
_OURS: Final = re.compile(
    "claude|anthropic|apierror|runlogin|oauth|authenticationerror|permissionerror|ratelimiterror|overloadederror|billingerror"
)
_OTHERS: Final[tuple[tuple[Shown, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            say("git"),
            r"fatal: (?:Authentication failed for|could not read Username)|remote: (?:Invalid username|Support for password|Permission to)",
        ),
        (say("ssh"), r"Permission denied \(|Host key verification failed"),
        (say("npm"), r"\bnpm (?:ERR!|error)"),
        (say("Docker"), r"Error response from daemon|unauthorized: authentication required|requested access to the resource is denied"),
        (say("OpenAI"), r"openai\.com|Incorrect API key provided|\bopenai\."),
        (say("GitHub"), r"\bgh auth login\b|Bad credentials"),
        (say("a database"), r"password authentication failed for user|Access denied for user"),
        (say("Google"), r"API key not valid\. Please pass a valid API key"),
        (say("your shell"), r"\b(?:bash|zsh|sh|fish|su|sudo|cat|ls|cp|mv|rm|mkdir|cd): .*(?:permission denied|authentication failure)"),
    )
)


class Recognised(Struct, frozen=True):
    """What was found in a text."""

    message: Message | None
    """The one that is explained; None for an unknown text."""
    others: tuple[Message, ...] = ()
    """The other messages in the text, the last one first."""
    named: frozenset[Shown] = frozenset()
    """The variables and settings, of those its causes are about, that the message names."""
    another: Shown = NOTHING
    """The other program an unknown text looks like a message of."""


class _Found(Struct, frozen=True):
    message: Message
    start: int
    end: int
    score: float


def recognise(text: str) -> Recognised:
    """The messages in a text. Never fails, whatever the text is."""
    by_id = BY_ID.get(text.strip()[:80])
    if by_id is not None:
        return Recognised(by_id)
    cleaned = clean(text)
    squeezed = squeeze(cleaned)
    found = _apart(_strong(squeezed, max(0, len(squeezed) - _RECENT)))
    if len(squeezed) > _RECENT and all(one.message.weight != "error" for one in found):
        found = _apart(_strong(squeezed, 0))
    if not found:
        another = next((name for name, pattern in _OTHERS if pattern.search(cleaned[-_TAIL:])), NOTHING)
        found = [] if another else _fragments(cleaned[-_TAIL:])
        if not found:
            return Recognised(None, another=another)
    found = _without_envelopes(found)
    chosen = max(found, key=lambda f: (_RANKS.index(f.message.weight), f.start))
    others = {f.message.id: f.message for f in sorted(found, key=lambda f: -f.start) if f.message is not chosen.message}
    return Recognised(chosen.message, tuple(others.values()), _named(chosen, squeezed))


def _strong(squeezed: str, start: int) -> list[_Found]:
    """Every wording that is no fragment, from `start` on."""
    part = squeezed[start:]
    return [
        _Found(message, begin + start, end + start, score)
        for hub, wordings in _by_hub()
        if hub in part
        for message, wording in wordings
        if wording.anchor in part
        for begin, end, score in wording.places(part)
    ]


def _apart(found: list[_Found]) -> list[_Found]:
    """Those that are left when of two that overlap only the more specific one stays."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda f: (f.message.weight == "generic", -f.score, f.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return kept


def _without_envelopes(found: list[_Found]) -> list[_Found]:
    """Without the bare statuses that stand within or beside a message that says more."""
    clear = [f for f in found if f.message.weight == "error"]
    return [f for f in found if f.message.weight != "generic" or all(abs(f.start - c.start) > _BESIDE for c in clear)]


def _fragments(tail: str) -> list[_Found]:
    """Fragments, where the text is Claude Code's or nearly nothing but the fragment."""
    squeezed = squeeze(tail)
    ours = _OURS.search(squeezed) is not None
    return _apart(
        [
            _Found(message, *place, score=wording.letters)
            for message, wording in _wordings(True)
            if wording.anchor in squeezed and _enough(wording, squeezed, ours) and (place := wording.loosely(tail))
        ]
    )


def _enough(wording: Wording, squeezed: str, ours: bool) -> bool:
    """A bare number must be the whole text; other fragments may stand beside a few words, or in a text of Claude Code's."""
    if wording.letters < _BARE:
        return squeezed == wording.anchor
    return ours or len(squeezed) <= wording.letters + _ALONE


def _named(found: _Found, squeezed: str) -> frozenset[Shown]:
    if not found.message.naming:
        return frozenset()
    part = squeezed[found.start : found.end + _NAMED_AFTER]
    return frozenset(name for cause in found.message.causes for name in cause.sign.about if squeeze(name) in part)


@cache
def _wordings(generic: bool) -> tuple[tuple[Message, Wording], ...]:
    return tuple(
        (message, wording)
        for message in MESSAGES
        for written in (*message.wordings, *message.old)
        if (wording := compile_wording(written)).generic is generic
    )


@cache
def _by_hub() -> tuple[tuple[str, tuple[tuple[Message, Wording], ...]], ...]:
    """The wordings by a few letters that many of them share: a long text is searched for those first, and rarely for more."""
    left = {id(pair): pair for pair in _wordings(False)}
    grams: dict[str, set[int]] = {}
    for at, (_, wording) in left.items():
        for begin in range(max(1, len(wording.anchor) - _HUB + 1)):
            grams.setdefault(wording.anchor[begin : begin + _HUB], set()).add(at)
    groups = []
    while left:
        hub = max(grams, key=lambda gram: (len(grams[gram]), gram))
        taken = grams.pop(hub)
        groups.append((hub, tuple(left.pop(at) for at in sorted(taken, key=list(left).index))))
        grams = {gram: kept for gram, members in grams.items() if (kept := members - taken)}
    return tuple(groups)
