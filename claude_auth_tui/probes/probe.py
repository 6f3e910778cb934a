"""A probe as it is told: what it would do, what came of it. No secret is in any text here, and nothing is done here."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, kind_of, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level

ProbeKind = Literal["network", "key", "helper", "claude"]
TITLES: Final[dict[ProbeKind, Shown]] = {
    "network": say("Ask the network"),
    "key": say("Ask the API about the key"),
    "helper": say("Run the apiKeyHelper"),
    "claude": say("Ask the installed claude"),
}


class Limits(Struct, frozen=True):
    """Seconds, and bytes of an answer or output that are looked at."""

    connect: float = 5.0
    whole: float = 15.0
    body: int = 256 * 1024


class Row(Struct, frozen=True):
    """One thing that was found out."""

    level: Level
    title: Shown
    text: Shown
    about: Shown = NOTHING
    """What it is about where there are several: the host."""
    explain: str | None = None
    """The id of the error message that Claude Code shows then, for `claude-auth-tui explain ID`."""


class Stop:
    """Says when to stop: at a deadline, or when the user has had enough. Shared between threads."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        """What there was in the beginning."""
        self._event = threading.Event()
        self._deadline = time.monotonic() + seconds

    def begin(self) -> None:
        """The time starts now."""
        self._deadline = time.monotonic() + self.seconds

    def ask(self) -> None:
        """The user has had enough."""
        self._event.set()

    @property
    def asked(self) -> bool:
        return self._event.is_set()

    @property
    def left(self) -> float:
        """Seconds; 0 when it is time to stop."""
        return 0.0 if self.asked else max(0.0, self._deadline - time.monotonic())


Work = Callable[[Stop], tuple[Row, ...]]


class Plan(Struct, frozen=True):
    """What would be done, and the means to do exactly that: what it was told of is kept, not read again."""

    kind: ProbeKind
    says: tuple[Shown, ...]
    """What would be run or sent where, in sentences; or why not."""
    verb: Shown = NOTHING
    """What pressing enter does: "sends it"."""
    work: Work | None = None
    """None where it is refused."""
    limits: Limits = Limits()

    @property
    def title(self) -> Shown:
        return TITLES[self.kind]

    @property
    def refused(self) -> bool:
        return self.work is None


class Probe(Struct, frozen=True):
    """What came of a plan."""

    kind: ProbeKind
    says: tuple[Shown, ...]
    """What was run or sent where, or why nothing was."""
    rows: tuple[Row, ...] = ()
    seconds: float = 0.0
    refused: bool = False

    @property
    def title(self) -> Shown:
        return TITLES[self.kind]


def refuse(kind: ProbeKind, *says: Shown) -> Plan:
    """Nothing is run or sent, and why."""
    return Plan(kind, says)


def carry_out(plan: Plan, stop: Stop) -> Probe:
    """Do what the plan says. Ends in time and never fails: what went wrong is a row."""
    if plan.work is None:
        return Probe(plan.kind, plan.says, refused=True)
    stop.begin()
    begun = time.monotonic()
    try:
        rows = plan.work(stop)
    except Exception as failure:  # noqa: BLE001 - its text may hold a value, so only its kind is told
        rows = (Row("unknown", say("Asking failed"), say("This is a fault of claude-auth-tui ({}).", kind_of(failure))),)
    return Probe(plan.kind, plan.says, rows, time.monotonic() - begun)


def document_of_probe(probe: Probe) -> dict[str, object]:
    """For `check --json`."""
    return {
        "refused": probe.refused,
        "says": list(probe.says),
        "seconds": round(probe.seconds, 3),
        "rows": [
            {"level": row.level, "about": row.about or None, "title": row.title, "text": row.text, "explain": row.explain}
            for row in probe.rows
        ],
    }
