"""What is answered to a pasted text: which message it is, why it may appear here, and what to do. Holds nothing of the text."""

from __future__ import annotations

from msgspec import Struct

from claude_auth_tui.explain.shapes import Message, Standing
from claude_auth_tui.model.diagnosis import Evidence, Fix
from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.model.shown import Shown


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
