"""Doing what a fix says, as its proof declares: run in the real shell, edited, or written as the real login would leave it."""

from __future__ import annotations

from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.unveil import unveil
from tests.checks.cases import Case
from tests.checks.homes import Home, login, with_environment
from tests.checks.running import run

LOG_IN = "claude auth login"


def cure(case: Case, home: Home, finding: Finding) -> Home:
    """The home after the case's fix."""
    command = finding.fixes[case.fix].command
    proof = finding.fixes[case.fix].proof
    if case.edit is not None:
        assert proof in ("edited", "simulated")
        case.edit(home)
    elif proof == "simulated":
        before, log_in = command[: -len(LOG_IN)].removesuffix(" && "), command[-len(LOG_IN) :]
        assert log_in == LOG_IN
        if before:
            run(home.shell, before, home.path)
        home.write({".claude/.credentials.json": login(subscriptionType=_plan(home))})
    elif command.startswith("exec "):
        assert command == f"exec {home.shell}"
        fresh = home.facts().scene("new_shell").prediction.start.environment
        return replace(home, env={name: unveil(value) for name, value in fresh.items()})
    elif finding.context == "here":
        return with_environment(home, run(home.shell, f"{command}; env -0", home.path, **home.env))
    else:
        run(home.shell, command, home.path)
    return home


def _plan(home: Home) -> str | None:
    return home.facts().scene("new_shell").prediction.configuration.login.subscription
