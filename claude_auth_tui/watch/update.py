"""What a watcher tells: an `Update` after each look, and how well it sees (`WatchState`)."""

from __future__ import annotations

from typing import Literal, Protocol

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.machine import StoredFiles

WatchKind = Literal["live", "polling", "off"]
UpdateReason = Literal["start", "changed", "asked", "expiry", "rhythm", "watcher"]


class Look(Protocol):
    """One look at the machine (`survey.Survey`): what is told, and the files it rests on."""

    @property
    def diagnosis(self) -> Diagnosis: ...

    @property
    def files(self) -> StoredFiles: ...


class WatchState(Struct, frozen=True):
    """How changes are noticed: by events ("live"), by looking at the files from time to time, or not at all."""

    kind: WatchKind
    reason: str = ""
    """Why it is not "live", in words; may also name folders that are polled while the rest is live."""


class Update(Struct, frozen=True):
    """One answer of a watcher. It comes in the watcher's own thread."""

    number: int
    """Counts up from 1: a receiver that works late can drop what is older than the last it showed."""
    reason: UpdateReason
    """Why it looked: at the start, after a change, because asked (`r`), at an expiry, on the slow rhythm (told only
    when the diagnosis differs); "watcher" when nothing was read and only `state` is new."""
    survey: Look | None
    """The latest look; None only when none has succeeded yet."""
    changed: tuple[str, ...]
    """The absolute paths (as they were looked at) that changed since the last update, sorted; files before folders."""
    at: float
    """When it was read, in seconds since the epoch."""
    state: WatchState
    differs: bool = True
    """Whether the diagnosis is another than in the update before; if not, nothing but the time of the look is new."""
    error: str = ""
    """What kind of error stopped the look, without any value from it; empty when it succeeded."""


class WatchingFailedError(Exception):
    """No events are to be had; the message says why, in words."""
