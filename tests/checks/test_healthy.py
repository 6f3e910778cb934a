"""A healthy machine of each kind is quiet: no error, no warning, nothing unknown."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.diagnose import diagnose
from tests.checks.certificates import HOLDS
from tests.checks.homes import GATEWAY, KEY, TOKEN, login, state

APPROVED = state(CWD, (KEY,))
LOGGED_IN = {"~/.claude/.credentials.json": login(), "~/.claude.json": state(CWD)}


def rc(**exports: str) -> str:
    return "".join(f"export {name}='{value}'\n" for name, value in exports.items())


HEALTHY: Mapping[str, tuple[Mapping[str, object], dict[str, str]]] = {
    "max login only": (LOGGED_IN, {}),
    "login that renews itself": ({**LOGGED_IN, "~/.claude/.credentials.json": login(expiresAt=1000)}, {}),
    "key only, approved": ({"~/.claude.json": APPROVED, "~/.zshrc": rc(ANTHROPIC_API_KEY=KEY)}, {"ANTHROPIC_API_KEY": KEY}),
    "bedrock with its key": ({"~/.claude.json": state(CWD), "~/.zshrc": rc(CLAUDE_CODE_USE_BEDROCK="1", AWS_REGION="eu-west-1", AWS_BEARER_TOKEN_BEDROCK="FAKE")}, {}),
    "bedrock with access keys": (
        {"~/.claude.json": state(CWD), "~/.zshrc": rc(CLAUDE_CODE_USE_BEDROCK="1", AWS_REGION="eu-west-1", AWS_ACCESS_KEY_ID="AKIAFAKE", AWS_SECRET_ACCESS_KEY="FAKE")},
        {},
    ),
    "gateway with a token": ({"~/.claude.json": state(CWD), "~/.zshrc": rc(**GATEWAY)}, GATEWAY),
    "gateway in the settings": ({"~/.claude.json": state(CWD), "~/.claude/settings.json": {"env": GATEWAY}}, {}),
    "key helper": ({"~/.claude.json": state(CWD), "~/.claude/settings.json": {"apiKeyHelper": "echo FAKE"}}, {}),
    "behind a company's proxy": (
        {**LOGGED_IN, "~/.zshrc": rc(HTTPS_PROXY="http://me:FAKE%40pass@proxy.example.com:8080", https_proxy="http://me:FAKE%40pass@proxy.example.com:8080", NO_PROXY="localhost,127.0.0.1,.example.com", NODE_EXTRA_CA_CERTS="/home/dev/ca.pem"), "~/ca.pem": HOLDS},
        {},
    ),
    "console login": ({"~/.claude.json": state(CWD, primaryApiKey=KEY)}, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_machine_is_quiet(name: str) -> None:
    files, env = HEALTHY[name]
    diagnosis = diagnose(make_machine(files, env))  # type: ignore[arg-type]
    loud = [(f.id, f.level, f.title) for f in diagnosis.findings if f.level not in ("ok", "info")]
    assert loud == []
    assert diagnosis.verdict.level == "ok", diagnosis.verdict
    assert diagnosis.verdict.finding is None


@pytest.mark.parametrize("env", [{"CLAUDE_CODE_OAUTH_TOKEN": TOKEN}, {"ANTHROPIC_API_KEY": KEY}, GATEWAY])
def test_a_ci_job_is_quiet(env: dict[str, str]) -> None:
    """No startup file, no state file, nothing but the environment: as a job starts. `claude -p` asks nobody."""
    diagnosis = diagnose(make_machine({}, {"CI": "true", **env}))
    assert diagnosis.contexts[0].start == "script"
    assert diagnosis.contexts[0].inherit == "here"
    assert [(f.id, f.level) for f in diagnosis.findings if f.level not in ("ok", "info")] == []
    approval = diagnosis.finding("key-not-approved")
    assert approval is not None
    assert approval.level == "ok"
    assert diagnosis.verdict.level == "ok"
