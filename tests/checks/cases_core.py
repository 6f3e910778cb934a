"""Machines that show the checks of precedence, cloud providers, values, settings, login, approval, helper, drift and reading."""

from __future__ import annotations

from pathlib import Path

from tests.checks.cases import RC, Case, export, settings, with_login
from tests.checks.homes import GATEWAY, KEY, TOKEN, Home, login, state


def _correct_json(home: Home) -> None:
    (home.path / ".claude/settings.json").write_text('{"env": {}}')


def _write_key(home: Home) -> None:
    rc = home.path / RC[home.shell]
    rc.write_text("# startup\n" + export(home.shell, "ANTHROPIC_API_KEY", KEY) + "\n")


AT_API = {"ANTHROPIC_API_KEY": KEY}

CASES: tuple[Case, ...] = (
    Case("env-key-overrides-login", "error", with_login(), AT_API),
    Case("env-key-overrides-login", "error", settings({"model": "opus", "env": AT_API})),
    Case("env-key-overrides-login", "error", settings({"env": AT_API}), {"ANTHROPIC_API_KEY": KEY.replace("w7", "x8")}),
    Case("env-key-overrides-login", "warning", with_login(refreshToken=None, expiresAt=1000), AT_API, may_remain=frozenset({"login-expired-no-refresh"})),
    Case("env-token-overrides-login", "error", with_login(), {"ANTHROPIC_AUTH_TOKEN": "gw-FAKE-token-0123456789"}),
    Case("oauth-token-overrides-login", "error", with_login(), {"CLAUDE_CODE_OAUTH_TOKEN": TOKEN}),
    Case("headers-override-login", "error", with_login(), {"ANTHROPIC_CUSTOM_HEADERS": "Authorization: Bearer FAKE"}),
    Case("helper-overrides-login", "error", settings({"apiKeyHelper": "echo FAKE"})),
    Case("profile-overrides-login", "error", with_login(), {"ANTHROPIC_FEDERATION_RULE_ID": "fdrl_FAKE", "ANTHROPIC_ORGANIZATION_ID": "org_FAKE", "ANTHROPIC_IDENTITY_TOKEN": "FAKE"}),
    Case("two-credentials-sent", "warning", exports={**AT_API, **GATEWAY}, approved=(KEY,), fix=0),
    Case("cloud-overrides-login", "error", with_login(), {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "us-east-1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE"}),
    Case("cloud-switches-conflict", "warning", exports={"CLAUDE_CODE_USE_BEDROCK": "1", "CLAUDE_CODE_USE_VERTEX": "1", "AWS_REGION": "us-east-1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE"}),
    Case("cloud-hides-credential", "warning", exports={"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE", **AT_API}, approved=(KEY,)),
    Case("cloud-switch-unclear", "warning", with_login(), {"CLAUDE_CODE_USE_BEDROCK": "enabled"}),
    Case("bare-mode-on", "error", with_login(), {"CLAUDE_CODE_SIMPLE": "1"}),
    Case("host-decides", "error", with_login(), {"CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1"}),
    Case("headers-break-request", "error", with_login(), {"ANTHROPIC_CUSTOM_HEADERS": "x-team: \u201ca\u201d"}),
    Case("value-wrong-slot", "error", exports={"ANTHROPIC_API_KEY": TOKEN}, approved=(TOKEN,)),
    Case("value-wrong-slot", "error", exports={"CLAUDE_CODE_OAUTH_TOKEN": KEY}, approved=(KEY,)),
    Case("value-wrong-slot", "error", with_login(), {"ANTHROPIC_API_KEY": "sk-ant-admin01-FAKE" + "F" * 70 + "w7AA"}),
    Case("value-quotes", "error", with_login(), {"ANTHROPIC_API_KEY": f'"{KEY}"'}),
    Case("value-quotes", "error", exports={"ANTHROPIC_API_KEY": f'"{KEY}"'}, approved=(KEY, f'"{KEY}"'), edit=_write_key),
    Case("value-bearer", "error", exports={**GATEWAY, "ANTHROPIC_AUTH_TOKEN": "Bearer gw-FAKE-token-0123456789"}),
    Case("value-unexpanded", "error", with_login(), {"ANTHROPIC_API_KEY": "$MY_KEY"}),
    Case("value-placeholder", "error", with_login(), {"ANTHROPIC_API_KEY": "your-api-key"}),
    Case("value-cut", "warning", with_login(), {"CLAUDE_CODE_OAUTH_TOKEN": TOKEN[:76] + "cut0"}),
    Case("value-breaks-header", "error", with_login(), {"ANTHROPIC_API_KEY": KEY[:60] + "\u2019" + KEY[60:]}),
    Case("value-inner-blank", "error", with_login(), {"ANTHROPIC_API_KEY": KEY[:60] + " " + KEY[60:]}),
    Case("value-blanks", "info", exports={"ANTHROPIC_API_KEY": KEY + "  "}, approved=(KEY,), edit=_write_key),
    Case("value-empty", "info", with_login(), {"ANTHROPIC_API_KEY": ""}),
    Case("config-dir-empty", "error", with_login(), {"CLAUDE_CONFIG_DIR": ""}),
    Case("config-dir-unexpanded", "error", with_login(), {"CLAUDE_CONFIG_DIR": "~/.claude"}, fix=1),
    Case("config-dir-relative", "error", with_login(), {"CLAUDE_CONFIG_DIR": "claude-work"}),
    Case("config-dir-absent", "error", with_login(), {"CLAUDE_CONFIG_DIR": "/proc/nowhere/claude"}),
    Case("settings-broken", "warning", settings('{"env": {},}'), edit=_correct_json),
    Case("settings-unreadable", "warning", settings({}), prepare=lambda p: _fold(p / ".claude/settings.json")),
    Case("settings-env-overrides-shell", "info", settings({"env": {"ANTHROPIC_BASE_URL": "https://b.example.invalid"}}, False), {**GATEWAY}),
    Case("state-file-broken", "error", lambda home: {".claude/.credentials.json": login(), ".claude.json": '{"a": 1,}'}, edit=lambda h: _text(h, ".claude.json", state(h.cwd))),
    Case("key-not-approved", "warning", exports=AT_API, edit=lambda h: _text(h, ".claude.json", state(h.cwd, (KEY,)))),
    Case("key-rejected", "error", exports=AT_API, rejected=(KEY,), edit=lambda h: _text(h, ".claude.json", state(h.cwd, (KEY,)))),
    Case("helper-missing", "error", settings({"apiKeyHelper": "~/bin/no-such-helper"})),
    Case("helper-not-executable", "error", lambda home: {"bin/key.sh": "#!/bin/sh\necho FAKE\n", ".claude/settings.json": {"apiKeyHelper": f"{home}/bin/key.sh"}}),
    Case("login-missing", "error"),
    Case("login-corrupt", "error", lambda home: {".claude/.credentials.json": '{"claudeAiOauth": {"accessTok'}),
    Case("login-emptied", "error", with_login(accessToken="", refreshToken="", expiresAt=0)),
    Case("login-expired-no-refresh", "error", with_login(refreshToken=None, expiresAt=1000)),
    Case("login-lacks-scope", "error", with_login(scopes=["user:profile"])),
    Case("login-readable-by-others", "warning", with_login(), prepare=lambda p: (p / ".claude/.credentials.json").chmod(0o644)),
    Case("login-wrong-name", "error", lambda home: {".claude/credentials.json": login()}),
    Case("login-unreadable", "error", with_login(), prepare=lambda p: _fold(p / ".claude/.credentials.json")),
    Case("terminal-carries-variable", "info", with_login(), env=AT_API),
    Case("terminal-lacks-variable", "info", exports=AT_API, approved=(KEY,)),
    Case("startup-undecided", "unknown", lambda home: {RC["zsh"]: "export ANTHROPIC_API_KEY=$(pass show anthropic)\n", RC["bash"]: "export ANTHROPIC_API_KEY=$(pass show anthropic)\n", RC["fish"]: "set -gx ANTHROPIC_API_KEY (pass show anthropic)\n"}, why="only running the shell can tell"),
)  # fmt: skip


def _text(home: Home, name: str, content: object) -> None:
    home.write({name: content})


def _fold(path: Path) -> None:
    path.unlink()
    path.mkdir()
