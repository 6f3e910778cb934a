"""The shapes of the catalogue, without any of its contents, and of what is answered to a text, which holds nothing of the text.

A `Message` is one thing Claude Code (or the API behind it) says, in every wording it has had. A `Cause` is one reason
for it, together with how a machine shows or excludes it. Recognising lives in `recognise`, ranking in `rank`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Diagnosis, Evidence, Fix
from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.model.shown import Shown

_DOCS: Final = "https://code.claude.com/docs/en/"

ERRORS: Final = _DOCS + "errors"
AUTHENTICATION: Final = _DOCS + "authentication"
LOGIN_TROUBLE: Final = _DOCS + "troubleshoot-install#login-and-authentication"
NOT_LOGGED_IN: Final = _DOCS + "troubleshoot-install#not-logged-in-or-token-expired"
MANAGED: Final = _DOCS + "managed-settings"
SETTINGS: Final = _DOCS + "settings"
NETWORK_CONFIG: Final = _DOCS + "network-config"
REMOTE_CONTROL: Final = _DOCS + "remote-control#troubleshooting"
GATEWAY: Final = _DOCS + "llm-gateway-connect#troubleshoot-gateway-errors"


def error(anchor: str) -> str:
    """A section of the error reference."""
    return f"{ERRORS}#{anchor}"


Standing = Literal["shown", "possible", "ruled_out"]
STANDINGS: tuple[Standing, ...] = ("shown", "possible", "ruled_out")
"""In the order causes are told."""

Weight = Literal["error", "notice", "generic"]
"""What a message is among others in one text: the reason something stopped, a line that stands beside it, or a bare
status that any program could print."""

Look: TypeAlias = Callable[[Diagnosis], tuple[Evidence, ...]]
"""What on this machine speaks for something; empty when nothing does."""

Reason: TypeAlias = Callable[[Diagnosis], Shown]
"""Why something cannot be on this machine, in one clause; empty when it can."""

Recipe: TypeAlias = Callable[[Diagnosis], Fix]
"""A fix, written for this machine's shell and platform."""


class Sign(Struct, frozen=True):
    """How a machine shows or excludes a cause."""

    about: tuple[Shown, ...] = ()
    """The variables or settings it is about. A finding counts only if it names one of them, and a message that names
    others rules the cause out."""
    shows: Look | None = None
    """What shows it where no check does."""
    hints: Look | None = None
    """What makes it likelier without showing it."""
    never: Reason | None = None


class Cause(Struct, frozen=True):
    """One reason for a message."""

    id: str
    title: Shown
    explain: Shown
    """One or two sentences: how this leads to the message, and what follows from it."""
    checks: tuple[str, ...] = ()
    """The checks whose findings show it."""
    decisive: bool = False
    """Whether it is ruled out when all of these checks passed."""
    sign: Sign = Sign()
    fixes: tuple[Recipe, ...] = ()
    """What to do where no finding of a check says so."""


class Message(Struct, frozen=True):
    """One message, in all its wordings."""

    id: str
    """Stable: `explain --json` names it."""
    title: Shown
    means: Shown
    """What it says about the machine or the account, in two or three sentences a tired person understands."""
    wordings: tuple[str, ...]
    """The fixed parts of each wording, as people see them. `…` stands for anything short, `#` for a number and `{a|b}`
    for either; spacing, punctuation and case do not count. A wording that begins with `~` is a fragment: it is only
    recognised where nothing clearer is."""
    causes: tuple[Cause, ...]
    authentication: bool = True
    """False for messages that only look alike: limits, overload, credit, network, TLS."""
    docs: str = ""
    weight: Weight = "error"
    old: tuple[str, ...] = ()
    """Wordings of former versions, and those that articles give without Claude Code ever having printed them."""
    versions: Shown = NOTHING
    """Since when, or until when, it is worded so, where that is known."""
    naming: bool = False
    """Whether it names the variable or setting it is about, which then rules the others out."""


class RankedCause(Struct, frozen=True):
    """A cause, measured against one machine."""

    id: str
    title: Shown
    explain: Shown
    standing: Standing
    because: Shown = NOTHING
    """Why it stands so, in one clause; empty where the evidence says it."""
    check: str | None = None
    """The id of the finding that shows it."""
    evidence: tuple[Evidence, ...] = ()
    fixes: tuple[Fix, ...] = ()


class Near(Struct, frozen=True):
    """A known message that resembles an unknown text."""

    message: Message
    similarity: float
    """From 0 to 1; below 0.4 it resembles it hardly at all."""


class Explanation(Struct, frozen=True):
    """The answer to one text."""

    message: Message | None
    """None for an unknown text."""
    causes: tuple[RankedCause, ...] = ()
    """What the machine shows first, what it excludes last."""
    others: tuple[Message, ...] = ()
    """Other messages in the same text, the last one first."""
    nearest: tuple[Near, ...] = ()
    """For an unknown text: the known messages that resemble it most."""
    notes: tuple[Shown, ...] = ()
    """What else is to be said about the text: that it holds a credential, that only its end was looked at."""

    @property
    def known(self) -> bool:
        return self.message is not None

    @property
    def shown(self) -> tuple[RankedCause, ...]:
        """The causes this machine shows."""
        return tuple(cause for cause in self.causes if cause.standing == "shown")
