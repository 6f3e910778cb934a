"""The sentence on top, machine by machine: short, concrete, about a new shell first."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Verdict
from claude_auth_tui.model.machine import Ancestor, File, Machine, Request, RunningClaude, Tmux
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.words import Level
from tests.checks.homes import GATEWAY, KEY, TOKEN, login, state

CREDENTIALS = "~/.claude/.credentials.json"
BEDROCK = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-west-1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE"}
LOGIN = {CREDENTIALS: login()}
OTHER = KEY[:-4] + "q1AA"


def session(pid: int, pane: str = "", **env: str) -> RunningClaude:
    """A running claude, started with this environment."""
    return RunningClaude(pid, {name: Secret(value) for name, value in env.items()}, CWD, pane=pane or None)


@dataclass(frozen=True)
class Case:
    name: str
    level: Level
    headline: str
    files: Mapping[str, object] = field(default_factory=dict)
    exports: dict[str, str] = field(default_factory=dict)
    """In ~/.zshrc, from line 1 on."""
    env: dict[str, str] = field(default_factory=dict)
    approved: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    finding: str | None = None
    detail: str = ""
    """A part of it."""
    fields: Mapping[str, object] = field(default_factory=dict)

    def verdict(self) -> Verdict:
        rc = "".join(f"export {name}='{value}'\n" for name, value in self.exports.items())
        files = {"~/.claude.json": state(CWD, self.approved, self.rejected), "~/.zshrc": rc, **self.files}
        machine: Machine = make_machine(files, self.env, **self.fields)  # type: ignore[arg-type]
        return diagnose(machine).verdict


CASES = (
    Case("login", "ok", "claude and claude -p use your Max login", LOGIN, detail="from ~/.claude/.credentials.json"),
    Case("pro login", "ok", "claude and claude -p use your Pro login", {CREDENTIALS: login(subscriptionType="pro")}),
    Case("login without a plan", "ok", "claude and claude -p use your login", {CREDENTIALS: login(subscriptionType=None)}),
    Case(
        "key and login",
        "error",
        "claude -p in a new zsh sends an API key (pay as you go), not your Max login",
        LOGIN,
        {"ANTHROPIC_API_KEY": KEY},
        finding="env-key-overrides-login",
        detail="x-api-key: ANTHROPIC_API_KEY sk-ant-api03-…w7AA, from ~/.zshrc:1",
    ),
    Case(
        "approved key and login",
        "error",
        "claude and claude -p in a new zsh send an API key (pay as you go), not your Max login",
        LOGIN,
        {"ANTHROPIC_API_KEY": KEY},
        approved=(KEY,),
        finding="env-key-overrides-login",
    ),
    Case(
        "approved key alone", "ok", "claude and claude -p use an API key (pay as you go)", {}, {"ANTHROPIC_API_KEY": KEY}, approved=(KEY,)
    ),
    Case(
        "new key alone",
        "warning",
        "claude -p uses an API key (pay as you go); claude asks about the API key first",
        {},
        {"ANTHROPIC_API_KEY": KEY},
        finding="key-not-approved",
    ),
    Case(
        "rejected key alone",
        "error",
        "claude -p uses an API key (pay as you go); claude has no credential",
        {},
        {"ANTHROPIC_API_KEY": KEY},
        rejected=(KEY,),
        finding="key-rejected",
    ),
    Case("gateway", "ok", "claude and claude -p use your gateway's token", {}, GATEWAY),
    Case(
        "gateway and login",
        "error",
        "claude and claude -p in a new zsh send your gateway's token, not your Max login",
        LOGIN,
        GATEWAY,
        finding="env-token-overrides-login",
    ),
    Case("bedrock", "ok", "claude and claude -p use Amazon Bedrock", {}, BEDROCK),
    Case(
        "bedrock left on",
        "error",
        "claude and claude -p in a new zsh use Amazon Bedrock, not your Max login",
        LOGIN,
        BEDROCK,
        finding="cloud-overrides-login",
        detail="CLAUDE_CODE_USE_BEDROCK, from ~/.zshrc:1",
    ),
    Case("setup token", "ok", "claude and claude -p use the token in CLAUDE_CODE_OAUTH_TOKEN", {}, {"CLAUDE_CODE_OAUTH_TOKEN": TOKEN}),
    Case("nothing", "error", "Not logged in: claude and claude -p have nothing to send", finding="login-missing"),
    Case(
        "damaged login",
        "error",
        "The stored login is damaged: claude and claude -p have nothing to send",
        {CREDENTIALS: "{"},
        finding="login-corrupt",
    ),
    Case(
        "emptied login",
        "error",
        "The stored login is empty: claude and claude -p have nothing to send",
        {CREDENTIALS: login(accessToken="", refreshToken="", expiresAt=0)},
        finding="login-emptied",
    ),
    Case(
        "expired login",
        "error",
        "Your Max login has expired and cannot renew itself: claude and claude -p are refused",
        {CREDENTIALS: login(refreshToken=None, expiresAt=1000)},
        finding="login-expired-no-refresh",
    ),
    Case(
        "literal tilde",
        "error",
        "CLAUDE_CONFIG_DIR is literally ~/.claude: claude and claude -p have nothing to send",
        LOGIN,
        {"CLAUDE_CONFIG_DIR": "~/.claude"},
        finding="config-dir-unexpanded",
    ),
    Case(
        "quoted key alone",
        "error",
        "ANTHROPIC_API_KEY has quotes in its value: claude and claude -p are refused",
        {},
        {"ANTHROPIC_API_KEY": f'"{KEY}"'},
        approved=(f'"{KEY}"',),
        finding="value-quotes",
    ),
    Case(
        "line break in the key",
        "error",
        "ANTHROPIC_API_KEY holds a line break: claude and claude -p send nothing",
        {},
        {"ANTHROPIC_API_KEY": KEY[:40] + "\n" + KEY[40:]},
        approved=(KEY,),
        finding="value-breaks-header",
    ),
    Case(
        "policy",
        "error",
        "Your organisation's policy refuses what claude and claude -p would use",
        {"/etc/claude-code/managed-settings.json": {"forceLoginMethod": "claudeai"}},
        {"ANTHROPIC_API_KEY": KEY},
        approved=(KEY,),
        finding="policy-refuses-credential",
    ),
    Case(
        "broken managed settings",
        "error",
        "Claude Code does not start: /etc/claude-code/managed-settings.json:1:2 is broken",
        {**LOGIN, "/etc/claude-code/managed-settings.json": "{"},
        finding="managed-settings-broken",
    ),
    Case(
        "helper and login",
        "error",
        "claude and claude -p in a new zsh send what apiKeyHelper prints, not your Max login",
        {**LOGIN, "~/.claude/settings.json": {"apiKeyHelper": "echo FAKE"}},
        finding="helper-overrides-login",
    ),
    Case(
        "two credentials",
        "warning",
        "claude and claude -p use two credentials at once, your gateway's token and your gateway's key",
        {},
        {**GATEWAY, "ANTHROPIC_API_KEY": KEY},
        approved=(KEY,),
        finding="two-credentials-sent",
    ),
    Case(
        "readable by others",
        "warning",
        "claude and claude -p use your Max login",
        {CREDENTIALS: File("", "present", "file", SecretText(json.dumps(login())), mode=0o644, uid=1000)},
        finding="login-readable-by-others",
        detail="Others can read your login",
    ),
    Case(
        "cured, but this terminal still has the key",
        "ok",
        "claude and claude -p use your Max login",
        LOGIN,
        env={"ANTHROPIC_API_KEY": KEY},
        detail=" · this terminal: claude -p uses an API key (pay as you go); cure: unset ANTHROPIC_API_KEY",
    ),
    Case(
        "another key than this terminal's",
        "ok",
        "claude and claude -p use an API key (pay as you go)",
        {},
        {"ANTHROPIC_API_KEY": KEY},
        {"ANTHROPIC_API_KEY": OTHER},
        approved=(KEY, OTHER),
        detail=" · this terminal: claude -p uses another ANTHROPIC_API_KEY (sk-ant-api03-…q1AA); cure: exec zsh",
    ),
    Case(
        "a running session still has the key",
        "ok",
        "claude and claude -p use your Max login",
        LOGIN,
        fields={"running": (session(4121, "%3", ANTHROPIC_API_KEY=KEY),)},
        detail=" · claude 4121 %3 uses an API key (pay as you go)",
    ),
    Case(
        "two running sessions still have it",
        "ok",
        "claude and claude -p use your Max login",
        LOGIN,
        fields={"running": (session(1, ANTHROPIC_API_KEY=KEY), session(2, ANTHROPIC_API_KEY=KEY), session(3))},
        detail=" · 2 running claude sessions use an API key (pay as you go)",
    ),
    Case(
        "sessions that differ among themselves",
        "ok",
        "claude and claude -p use your Max login",
        LOGIN,
        fields={"running": (session(1, ANTHROPIC_API_KEY=KEY), session(2, CLAUDE_CODE_OAUTH_TOKEN=TOKEN))},
        detail=" · 2 running claude sessions use something else",
    ),
    Case(
        "a session with the key before",
        "ok",
        "claude and claude -p use an API key (pay as you go)",
        {},
        {"ANTHROPIC_API_KEY": KEY},
        {"ANTHROPIC_API_KEY": KEY},
        approved=(KEY,),
        fields={"running": (session(7, ANTHROPIC_API_KEY=OTHER), session(8, ANTHROPIC_API_KEY=KEY))},
        detail=" · claude 7 uses another API key (pay as you go)",
    ),
    Case(
        "a session that was started without the key",
        "ok",
        "claude and claude -p use an API key (pay as you go)",
        {},
        {"ANTHROPIC_API_KEY": KEY},
        {"ANTHROPIC_API_KEY": KEY},
        approved=(KEY,),
        fields={"running": (session(7),)},
        detail=" · claude 7 has no credential",
    ),
    Case(
        "a new tmux pane still has the key",
        "ok",
        "claude and claude -p use your Max login",
        LOGIN,
        fields={"tmux": Tmux({"ANTHROPIC_API_KEY": Secret(KEY)}, "%1"), "request": Request(inherit="clean")},
        detail=" · a new tmux pane: claude -p uses an API key (pay as you go)",
    ),
    Case(
        "tmux still has the key",
        "error",
        "claude -p in a new zsh sends an API key (pay as you go), not your Max login",
        LOGIN,
        finding="env-key-overrides-login",
        fields={"tmux": Tmux({"ANTHROPIC_API_KEY": Secret(KEY)}, "%1")},
        detail="sk-ant-api03-…w7AA, from tmux",
    ),
    Case(
        "computed key",
        "unknown",
        "Cannot tell what claude and claude -p send: ANTHROPIC_API_KEY is decided when the shell starts",
        {**LOGIN, "~/.zshrc": "export ANTHROPIC_API_KEY=$(op read op://vault/item/key)\n"},
        finding="startup-undecided",
    ),
    Case(
        "first start with a token",
        "ok",
        "claude and claude -p use the token in CLAUDE_CODE_OAUTH_TOKEN",
        {"~/.claude.json": {}},
        env={"CLAUDE_CODE_OAUTH_TOKEN": TOKEN},
        fields={"request": Request(inherit="here", shell="bash", start="script")},
    ),
    Case(
        "key from the terminal program",
        "error",
        "claude -p in a new zsh sends an API key (pay as you go), not your Max login",
        LOGIN,
        finding="env-key-overrides-login",
        fields={"ancestor": Ancestor(say("gnome-terminal"), 1, {"ANTHROPIC_API_KEY": Secret(KEY)})},
        detail="from gnome-terminal",
    ),
    Case(
        "console login",
        "ok",
        "claude and claude -p use the key of your Console login (pay as you go)",
        {"~/.claude.json": state(CWD, primaryApiKey=KEY)},
    ),
    Case(
        "console login and key",
        "error",
        "claude -p in a new zsh sends an API key (pay as you go), not your Console login",
        {"~/.claude.json": state(CWD, primaryApiKey=KEY)},
        {"ANTHROPIC_API_KEY": KEY[:-4] + "q1AA"},
        finding="env-key-overrides-login",
    ),
    Case(
        "key in a header of its own",
        "warning",
        "claude and claude -p use two credentials at once, your Max login and the header in ANTHROPIC_CUSTOM_HEADERS",
        LOGIN,
        {"ANTHROPIC_CUSTOM_HEADERS": "x-api-key: FAKE"},
        finding="two-credentials-sent",
    ),
    Case(
        "header that cannot be sent",
        "error",
        "A custom header cannot be sent: claude and claude -p send nothing",
        LOGIN,
        {"ANTHROPIC_CUSTOM_HEADERS": "x-team: “a”"},
        finding="headers-break-request",
    ),
    Case(
        "bare mode left on",
        "error",
        "Bare mode is switched on: claude and claude -p have nothing to send",
        LOGIN,
        {"CLAUDE_CODE_SIMPLE": "1"},
        finding="bare-mode-on",
    ),
    Case(
        "vertex without a project",
        "error",
        "Google Vertex AI is switched on, but not set up: claude and claude -p send nothing",
        {},
        {"CLAUDE_CODE_USE_VERTEX": "1"},
        finding="cloud-setup-incomplete",
    ),
    Case(
        "vertex signed in by gcloud",
        "ok",
        "claude and claude -p use Google Vertex AI",
        {"~/.config/gcloud/application_default_credentials.json": "{}"},
        {"CLAUDE_CODE_USE_VERTEX": "1", "ANTHROPIC_VERTEX_PROJECT_ID": "p", "CLOUD_ML_REGION": "us-east5"},
    ),
    Case(
        "login under a wrong name",
        "error",
        "The login lies in ~/.claude/credentials.json, which is never read: claude and claude -p have nothing to send",
        {"~/.claude/credentials.json": login()},
        finding="login-wrong-name",
    ),
    Case(
        "secrets from a program",
        "ok",
        "claude and claude -p use your Max login",
        {**LOGIN, "~/.zshrc": 'eval "$(company-secrets env)"'},
        detail=" · ~/.zshrc:1 may set a credential unseen",
    ),
    Case(
        "dead login beside a key",
        "warning",
        "claude and claude -p use an API key (pay as you go)",
        {CREDENTIALS: login(refreshToken=None, expiresAt=1000)},
        {"ANTHROPIC_API_KEY": KEY},
        approved=(KEY,),
        finding="env-key-overrides-login",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_the_sentence(case: Case) -> None:
    verdict = case.verdict()
    assert (verdict.level, verdict.headline, verdict.finding) == (case.level, case.headline, case.finding)
    assert case.detail in verdict.detail
    assert len(verdict.headline) <= 120
    assert "FFFF" not in verdict.headline + verdict.detail
    assert all(len(more) <= 105 for more in verdict.detail.split(" · ")[1:])
    assert not re.search(r"\s\s|\.\.\s|None", verdict.detail)
    assert verdict.context == "new_shell"


def test_contexts_that_agree_are_not_mentioned() -> None:
    """The same key everywhere, also where claude would ask about it first."""
    for approved in ((KEY,), ()):
        fields = {"running": (session(1, ANTHROPIC_API_KEY=KEY),), "tmux": Tmux({}, "%1"), "request": Request(start="interactive")}
        key = {"ANTHROPIC_API_KEY": KEY}
        detail = Case("", "ok", "", LOGIN, key, key, approved=approved, fields=fields).verdict().detail
        assert not re.search("terminal|running|claude 1|pane", detail), detail
