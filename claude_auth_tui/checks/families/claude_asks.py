"""Keys `claude` asks about, or was told not to use: there `claude` and `claude -p` differ."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.writer import RESTART, Step
from claude_auth_tui.checks.frame import leveled
from claude_auth_tui.checks.known import effective_value, ends, new_shell, sending, source_evidence, source_of, wanted_login
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import clause, predicate
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.tables import KEY
from claude_auth_tui.model.diagnosis import Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.inherit import in_ci

check = partial(frame.check, family="approval", docs=docs.AUTHENTICATION)


@check(
    "key-not-approved",
    passed="claude does not ask about the key",
    about="claude asks once about every new key, with No preselected, and remembers the answer; claude -p uses the key without asking. "
    "Until it is answered the two may use different credentials.",
    cure="Answer the question once, or export the key only where you want it.",
    levels=("warning", "info"),
)
def key_not_approved(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    end = ends(prediction)["interactive"]
    if end.outcome != "asks" or end.asks != "key" or in_ci(facts.machine):  # in a job nobody types claude
        return
    nobody_asked = facts.scene("new_shell").context.start == "script"
    level: Level = "info" if wanted_login(facts) or nobody_asked else "warning"
    no = say(" After No, claude will {}.", predicate(prediction, end.if_no)) if end.if_no else NOTHING
    yield leveled(
        level,
        "claude asks whether to use the API key; claude -p just uses it",
        "The key is neither approved nor rejected yet, and No is preselected.{no}",
        [source_evidence(facts, prediction, source_of(prediction, KEY))],
        _unless_login(facts, _approve(facts)),
        parts={"no": no},
    )


@check(
    "key-rejected",
    passed="claude uses the key it is given",
    about="A key that was once answered with No is ignored by claude from then on, without another word. claude -p uses it all the same.",
    cure="Switch Use custom API key on in /config, or take the key away.",
    levels=("error", "warning", "info"),
)
def key_rejected(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    key, source = effective_value(prediction, KEY), source_of(prediction, KEY)
    if not key or prediction.configuration.state.approval_of(key) != "rejected" or "interactive" in sending(prediction, source):
        return
    if "print" not in sending(prediction, source):
        return
    end = ends(prediction)["interactive"]
    wanted = wanted_login(facts)
    level: Level = "error" if end.outcome == "not_logged_in" else "info" if wanted and wanted.source in end.sources else "warning"
    yield leveled(
        level,
        "claude ignores the API key; claude -p uses it",
        "You once answered No when claude asked about this key, so {who}. claude -p never asks and sends the key.",
        [source_evidence(facts, prediction, source)],
        _unless_login(facts, _approve_again(facts)),
        parts={"who": clause(("interactive",), predicate(prediction, end))},
    )


def _unless_login(facts: Facts, approve: Fix) -> tuple[Fix, ...]:
    """Where a login is wanted the key is to go, which the finding about the override tells; else it is to be approved."""
    return () if wanted_login(facts) else (approve,)


def _approve(facts: Facts) -> Fix:
    prediction, writer = new_shell(facts), writer_for(facts)
    yes = ends(prediction)["interactive"].if_yes
    leads_to = outlook(replace(prediction, surfaces={**prediction.surfaces, "interactive": yes})) if yes else NOTHING
    return writer.fix(
        say("Use the key: start claude and answer Yes"),
        Step(say("claude"), proof="simulated"),
        undo=say("In claude, /config: Use custom API key off"),
        leads_to=leads_to,
    )


def _approve_again(facts: Facts) -> Fix:
    writer = writer_for(facts)
    return writer.fix(
        say("Use the key after all: start claude, type /config and switch Use custom API key on"),
        Step(say("claude"), proof="simulated"),
        undo=say("In claude, /config: Use custom API key off"),
        then=RESTART,
    )
