"""Messages whose cause lies in the place a login is kept, or in what stands beside it: the machine shows which."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.explain import explain
from claude_auth_tui.model.machine import Machine, with_files
from tests.checks.homes import KEY, TOKEN, login, state

LOGGED_IN: Mapping[str, object] = {"~/.claude.json": state(CWD), "~/.claude/.credentials.json": login()}


def made(files: Mapping[str, object] | None = None, **exports: str) -> Machine:
    rc = "".join(f"export {name}='{value}'\n" for name, value in exports.items())
    return make_machine({**LOGGED_IN, "~/.zshrc": rc, **(files or {})})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("text", "machine", "check"),
    [
        (
            "Failed to refresh OAuth token: another Claude Code process is refreshing it or exited mid-refresh.",
            made({"~/.claude/.oauth_refresh.lock": ""}),
            "login-lock-stuck",
        ),
        (
            "oidc_federation config requires an identity token (set authentication.identity_token)",
            made(ANTHROPIC_FEDERATION_RULE_ID="fdrl_FAKE", ANTHROPIC_ORGANIZATION_ID="org_FAKE"),
            "federation-half-set",
        ),
        (
            "Invalid API key · Fix external API key",
            made({"~/.zshrc": f"alias claude='ANTHROPIC_API_KEY={KEY} command claude'\n"}),
            "claude-shadowed",
        ),
        (
            "Anthropic profile login expired · run /login",
            made(
                {
                    "~/.claude/.credentials.json": "{}",
                    "~/.config/anthropic/configs/default.json": {"authentication": {"type": "user_oauth"}},
                    "~/.config/anthropic/credentials/default.json": {"access_token": TOKEN, "expires_at": 1},
                }
            ),
            "profile-unusable",
        ),
    ],
)
def test_what_the_machine_shows_comes_first(text: str, machine: Machine, check: str) -> None:
    first = explain(text, diagnose(machine)).causes[0]
    assert (first.standing, first.check) == ("shown", check)
    assert first.fixes


def test_a_login_others_can_read_makes_a_revoked_one_likelier_without_showing_it() -> None:
    machine = made()
    path = "/home/dev/.claude/.credentials.json"
    readable = replace(machine.files.file(path), mode=0o644)
    causes = explain("OAuth token revoked · Please run /login", diagnose(with_files(machine, {path: readable}))).causes
    revoked = next(cause for cause in causes if cause.id == "login-revoked")
    assert revoked.standing == "possible"
    assert any("Others can read your login" in evidence.text for evidence in revoked.evidence)


def test_code_that_may_set_a_key_unseen_keeps_its_cause_possible() -> None:
    opaque = made({"~/.zshrc": 'eval "$(company-secrets env)"\n', "~/.claude/.credentials.json": "{}"})
    quiet = made({"~/.claude/.credentials.json": "{}"})
    standings = [
        next(c.standing for c in explain("Not logged in · Please run /login", diagnose(m)).causes if c.id == "startup-file-unclear")
        for m in (opaque, quiet)
    ]
    assert standings == ["possible", "ruled_out"]
