"""Fixes that bring a credential where there is none: logging in, and a token for machines without a browser."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.checks.fixes.writer import Step
from claude_auth_tui.checks.outcome import after_login, outlook
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.model.diagnosis import Fix
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

_LOG_IN_AGAIN: Final = say("Log in again")


def log_in(facts: Facts, title: Shown = _LOG_IN_AGAIN, *before: Step) -> list[Fix]:
    """Log in, after these steps."""
    writer = writer_for(facts)
    return [writer.fix(title, *before, writer.log_in(), then=say("It opens your browser."), leads_to=outlook(after_login(facts)))]


def setup_token(facts: Facts) -> Fix:
    return writer_for(facts).fix(
        say("Without a browser here: make a token for a year on a machine that has one"),
        Step(say("claude setup-token"), proof="simulated"),
        then=say("It prints the token once; export it as CLAUDE_CODE_OAUTH_TOKEN where claude is started."),
    )
