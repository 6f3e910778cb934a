"""The values the value checks look at: each credential variable as Claude Code gets it, in a new shell and in this terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from claude_auth_tui.checks.frame import leveled
from claude_auth_tui.checks.known import effective_value, ends, here, new_shell, place_of, sent_sources, source_of
from claude_auth_tui.checks.mending import Mend, mends
from claude_auth_tui.checks.words import name_of
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.variables import CREDENTIAL_VARIABLES
from claude_auth_tui.model.diagnosis import Evidence, Finding
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.facts import Facts


class Subject(NamedTuple):
    """One credential variable as Claude Code gets it in one context."""

    context: str
    prediction: Prediction
    name: Shown
    value: Secret
    used: bool
    """Sent, or what stops a request before it is sent."""

    @property
    def where(self) -> Shown:
        return place_of(self.prediction, self.name)


def subjects(facts: Facts) -> Iterator[Subject]:
    """The credential variables of a new shell, and those of this terminal where it has another value."""
    fresh = new_shell(facts)
    for context, prediction in (("new_shell", fresh), ("here", here(facts))):
        used = set(sent_sources(prediction)) if context == "new_shell" else set()
        stopped = any(end.reason == "header" for end in ends(prediction).values()) and context == "new_shell"
        for name in CREDENTIAL_VARIABLES:
            value = effective_value(prediction, name)
            if value is None or value.is_blank or (context == "here" and value == effective_value(fresh, name)):
                continue
            yield Subject(context, prediction, name, value, source_of(prediction, name) in used or stopped)


def subject_finding(facts: Facts, subject: Subject, level: Level, title: Shown, explain: Shown, mend: Mend | None = None) -> Finding:
    """At `level` where the value is used, else as something worth knowing."""
    shown = subject.value.shown or say("nothing")
    return leveled(
        level if subject.used else "info",
        title,
        explain,
        [Evidence(subject.where, say("{} {}", name_of(source_of(subject.prediction, subject.name)), shown))],
        mends(facts, subject.name, subject.context, mend),
        subject.context,
    )
