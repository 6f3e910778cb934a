"""Machines that show the checks of what the user expects, and of how an apiKeyHelper is written."""

from __future__ import annotations

from pathlib import Path

from tests.checks.cases import RC, Case, export, settings
from tests.checks.homes import KEY, Home, login, state

CONFIG = ".config/claude-auth-tui/config.toml"
AT_API = {"ANTHROPIC_API_KEY": KEY}


def _export_key(home: Home) -> None:
    home.write({RC[home.shell]: export(home.shell, "ANTHROPIC_API_KEY", KEY) + "\n"})


def _expect_login(home: Home) -> None:
    home.write({CONFIG: 'expect = "login"\n'})


def _prefer_key(home: Home) -> None:
    home.write({".claude.json": state(home.cwd, (KEY,))})


def _whole_path(home: Home) -> None:
    home.write({".claude/settings.json": {"apiKeyHelper": f"{home.path}/work/bin/key.sh"}})


def _no_helper(home: Home) -> None:
    home.write({".claude/settings.json": {}, RC[home.shell]: export(home.shell, "ANTHROPIC_API_KEY", KEY) + "\n"})


def _script(path: Path) -> None:
    (path / "work/bin").mkdir(parents=True, exist_ok=True)
    (path / "work/bin/key.sh").write_text("#!/bin/sh\necho FAKE\n")
    (path / "work/bin/key.sh").chmod(0o755)


CASES: tuple[Case, ...] = (
    Case("expectation-not-met", "error", lambda home: {CONFIG: 'expect = "login"\n', ".claude/.credentials.json": login()}, AT_API),
    Case("expectation-not-met", "error", lambda home: {CONFIG: 'expect = "key"\n', ".claude/.credentials.json": login()}, edit=_export_key),
    Case(
        "expectation-not-met",
        "error",
        lambda home: {CONFIG: '[expect]\nclaude = "key"\n', ".claude/.credentials.json": login()},
        AT_API,
        rejected=(KEY,),
        edit=_prefer_key,
    ),
    Case("expectation-not-met", "error", lambda home: {CONFIG: 'expect = "login"\n'}),
    Case(
        "expectation-not-met",
        "error",
        lambda home: {CONFIG: f'[[folder]]\npath = "{home}/work"\nexpect.print = "login"\n', ".claude/.credentials.json": login()},
        {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "us-east-1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE"},
    ),
    Case("helper-path-relative", "warning", settings({"apiKeyHelper": "bin/key.sh"}, False), prepare=_script, edit=_whole_path),
    Case("helper-prints-written-key", "info", settings({"apiKeyHelper": f"echo {KEY}"}, False), approved=(KEY,), edit=_no_helper),
    Case("helper-interval-unclear", "info", settings({"apiKeyHelper": "echo FAKE"}, False), {"CLAUDE_CODE_API_KEY_HELPER_TTL_MS": "5min"}),
    Case("config-file-faulty", "warning", lambda home: {CONFIG: '# mine\nexpect = "kye"\n', ".claude/.credentials.json": login()}, edit=_expect_login),
    Case("config-file-faulty", "warning", lambda home: {CONFIG: 'expect = \n', ".claude/.credentials.json": login()}, edit=_expect_login),
    Case("config-file-faulty", "info", lambda home: {CONFIG: 'colour = "red"\n', ".claude/.credentials.json": login()}, edit=_expect_login),
)  # fmt: skip
