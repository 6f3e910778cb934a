"""Modes that take the login away, and values other than keys and tokens that stop a request."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.frame import error, leveled
from claude_auth_tui.checks.known import effective_value, ends, error_if_failing, new_shell, place_of, source_evidence
from claude_auth_tui.checks.removal import remove_variable
from claude_auth_tui.checks.subjects import CREDENTIALS
from claude_auth_tui.checks.words import name_of, sentence
from claude_auth_tui.claude_code.javascript import is_on
from claude_auth_tui.claude_code.shown_values import value_shown
from claude_auth_tui.model.diagnosis import Evidence, Finding
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="config folder", docs=docs.ENVIRONMENT)

BARE = say("CLAUDE_CODE_SIMPLE")
HOST = say("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST")


def hides_login(facts: Facts) -> bool:
    """Whether a mode is on in which no login of any kind is used."""
    return any(is_on(effective_value(new_shell(facts), name)) for name in (BARE, HOST))


@check(
    "bare-mode-on",
    passed="Bare mode is not switched on",
    about="CLAUDE_CODE_SIMPLE makes every claude behave like claude --bare: no login, no profile, no setup token. "
    "Only keys, gateway tokens and helpers of --settings count then.",
    cure="Unset CLAUDE_CODE_SIMPLE; for single runs there is claude --bare.",
    levels=("error", "info"),
)
def bare_mode(facts: Facts) -> Iterator[Finding]:
    yield from _mode(facts, BARE, say("Bare mode is switched on"), say("No login, profile or setup token is used as long as it is."))


@check(
    "host-decides",
    passed="No host application decides about the credential",
    about="CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST tells Claude Code that the program it runs in chooses the credential. "
    "Logins and the env of settings files do not count then.",
    cure="Unset the variable, unless claude is really started by a program that brings its own credential.",
    levels=("error", "info"),
)
def host_decides(facts: Facts) -> Iterator[Finding]:
    yield from _mode(
        facts,
        HOST,
        say("A host application is to choose the credential"),
        say("Logins and settings files do not count as long as it is set."),
    )


@check(
    "headers-break-request",
    family="value",
    passed="Nothing beside the credentials stops a request",
    about="ANTHROPIC_CUSTOM_HEADERS can hold what no header may hold, or set a credential's header to nothing. "
    "Claude Code then stops before it sends anything.",
    cure="Write the headers as Name: value, one on a line, with plain characters, or unset the variable.",
    levels=("error",),
)
def headers_break_request(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    stopped = {name: end for name, end in ends(prediction).items() if end.outcome == "blocked" and end.reason == "header"}
    if not stopped:
        return
    end = list(stopped.values())[-1]
    culprits = [link.source for link in end.chain if link.state == "unusable"]
    if any(name_of(source) in CREDENTIALS for source in culprits):
        return  # told by the checks of values
    yield error(
        say("A custom header cannot be sent"),
        sentence(end.because),
        [source_evidence(facts, prediction, source) for source in culprits],
        [fix for source in culprits for fix in remove_variable(facts, name_of(source))],
    )


def _mode(facts: Facts, name: Shown, title: Shown, explain: Shown) -> Iterator[Finding]:
    prediction = new_shell(facts)
    value = effective_value(prediction, name)
    if is_on(value):
        yield leveled(
            error_if_failing(prediction, "info"),
            title,
            say("{} is set. {}", name, explain),
            [Evidence(place_of(prediction, name), say("{}={}", name, value_shown(name, value) if value else NOTHING))],
            remove_variable(facts, name),
        )
