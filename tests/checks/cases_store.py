"""Machines that show the checks of stores, the state file, profiles, installs, surroundings and surfaces."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from claude_auth_tui.demo.build import NOW
from tests.checks.cases import RC, Case, files, with_login
from tests.checks.homes import KEY, TOKEN, Home, login, state

CREDENTIALS = ".claude/.credentials.json"
LOCK = ".claude/.oauth_refresh.lock"
VSCODE = ".config/Code/User/settings.json"
EXTENSION: dict[str, object] = {".vscode/extensions/anthropic.claude-code-2.1.329/package.json": "{}"}
AT_API = {"ANTHROPIC_API_KEY": KEY}
GATEWAY_URL = {"ANTHROPIC_BASE_URL": "https://gateway.example.invalid"}
FEDERATION = {"ANTHROPIC_FEDERATION_RULE_ID": "fdrl_FAKE", "ANTHROPIC_ORGANIZATION_ID": "org_FAKE"}
PROFILE: dict[str, object] = {
    ".config/anthropic/configs/default.json": {"authentication": {"type": "user_oauth"}},
    ".config/anthropic/credentials/default.json": {"access_token": TOKEN, "expires_at": 9_999_999_999},
}
LOCAL: dict[str, object] = {
    ".claude/local/claude": "#!/bin/sh\n",
    ".claude/local/node_modules/@anthropic-ai/claude-code/package.json": {"version": "1.0.99"},
    ".local/bin/claude": "#!/bin/sh\n",
}


def _link_login(home: Path) -> None:
    (home / "dotfiles").mkdir()
    (home / CREDENTIALS).rename(home / "dotfiles/credentials.json")
    (home / CREDENTIALS).symlink_to(home / "dotfiles/credentials.json")


def _locked(home: Path) -> None:
    """A lock that a program left behind with something in it."""
    (home / LOCK).mkdir()
    (home / LOCK / "left").write_text("")
    os.utime(home / LOCK, (NOW - 3600, NOW - 3600))


def _dated(home: Path) -> None:
    (home / ".claude.lock").mkdir()
    os.utime(home / ".claude.lock", (NOW + 86400, NOW + 86400))


def _no_state(home: Path) -> None:
    (home / ".claude.json").unlink()


def _runnable(home: Path) -> None:
    for name in (".claude/local/claude", ".local/bin/claude"):
        (home / name).chmod(0o755)


def _open_to_others(name: str) -> Callable[[Path], None]:
    return lambda home: (home / name).chmod(0o644)


def _write(name: str, content: object) -> Callable[[Home], None]:
    def edit(home: Home) -> None:
        home.write({name: content})

    return edit


def _onboard(home: Home) -> None:
    home.write({".claude.json": state(home.cwd)})


def _startup(line: str, fish: str = "") -> dict[str, object]:
    return {RC["bash"]: f"{line}\n", RC["zsh"]: f"{line}\n", RC["fish"]: f"{fish or line}\n"}


def _with(*parts: dict[str, object]) -> Callable[[Path], dict[str, object]]:
    return files(**{name: content for part in parts for name, content in part.items()})


LOGIN: dict[str, object] = {CREDENTIALS: login()}

CASES: tuple[Case, ...] = (
    Case("login-is-link", "info", with_login(), prepare=_link_login),
    Case("login-lock-stuck", "warning", _with(LOGIN, {LOCK: ""})),
    Case("login-lock-stuck", "warning", with_login(), prepare=_locked),
    Case("login-lock-stuck", "error", with_login(expiresAt=1000), prepare=_dated),
    Case("login-sign-in-ends", "info", with_login(refreshTokenExpiresAt=int((NOW + 8 * 86400) * 1000))),
    Case("login-sign-in-ends", "warning", with_login(refreshTokenExpiresAt=int((NOW - 86400) * 1000), expiresAt=1000)),
    Case("onboarding-hides-credential", "warning", exports={"CLAUDE_CODE_OAUTH_TOKEN": TOKEN}, prepare=_no_state),
    Case("onboarding-hides-credential", "warning", files(**{".claude/settings.json": {"apiKeyHelper": "echo FAKE"}}), prepare=_no_state),
    Case("onboarding-hides-credential", "warning", files(**{".claude.json": {"numStartups": 1}}), AT_API, edit=_onboard),
    Case("console-key-readable-by-others", "warning", lambda home: {".claude.json": state(str(home / "work"), primaryApiKey=KEY)}, prepare=_open_to_others(".claude.json")),
    Case("state-file-large", "info", lambda home: {CREDENTIALS: login(), ".claude.json": json.dumps({**state(str(home / "work")), "history": ["x" * 1000] * 6000})}, edit=_onboard),
    Case("state-file-broken", "error", lambda home: {CREDENTIALS: login(), ".claude.json": '{"a": 1,}', ".claude/backups/.claude.json.backup.1795200000000": state(str(home / "work")), ".claude/backups/.claude.json.backup.1795300000000": "{"}),
    Case("federation-half-set", "warning", with_login(), {"ANTHROPIC_FEDERATION_RULE_ID": "fdrl_FAKE"}),
    Case("federation-half-set", "warning", with_login(), {"ANTHROPIC_ORGANIZATION_ID": "org_FAKE", "ANTHROPIC_IDENTITY_TOKEN": "FAKE"}),
    Case("federation-half-set", "error", with_login(), FEDERATION),
    Case("profile-unusable", "warning", with_login(), {"ANTHROPIC_PROFILE": "work"}),
    Case("profile-unusable", "error", _with(PROFILE), prepare=_open_to_others(".config/anthropic/credentials/default.json")),
    Case("profile-unusable", "error", _with(PROFILE, {".config/anthropic/credentials/default.json": "{}"}), may_remain=frozenset({"login-missing"})),
    Case("profile-left-behind", "warning", _with(PROFILE, {CREDENTIALS: login(accessToken="", refreshToken="", expiresAt=0)})),
    Case("install-local-left", "info", _with(LOGIN, LOCAL), prepare=_runnable),
    Case("install-local-left", "warning", _with(LOGIN, LOCAL, _startup('alias claude="$HOME/.claude/local/claude"', "alias claude '~/.claude/local/claude'")), prepare=_runnable),
    Case("claude-shadowed", "info", _with(LOGIN, _startup("alias claude='command claude --settings ~/other.json'"))),
    Case("claude-shadowed", "warning", _with(LOGIN, _startup(f"alias claude='ANTHROPIC_API_KEY={KEY} command claude'"))),
    Case("claude-shadowed", "error", _with(LOGIN, _startup("alias claude=~/gone/claude"))),
    Case("inside-claude-code", "info", with_login(), env={"CLAUDECODE": "1", "CLAUDE_CODE_ENTRYPOINT": "cli"}),
    Case("plan-features-off", "info", with_login(), AT_API, approved=(KEY,), why="the error about the key has the fix"),
    Case("plan-features-off", "info", with_login(), GATEWAY_URL),
    Case("desktop-uses-own-login", "info", files(**{".config/Claude/claude_desktop_config.json": "{}"}), AT_API, approved=(KEY,)),
    Case("extension-variables", "info", _with(LOGIN, EXTENSION, {VSCODE: {"claudeCode.environmentVariables": [{"name": "ANTHROPIC_API_KEY", "value": KEY}]}}), edit=_write(VSCODE, {})),
    Case("extension-misses-variable", "info", _with(EXTENSION), AT_API, approved=(KEY,)),
)  # fmt: skip
