"""Machines that show the checks of what the user expects."""

from __future__ import annotations

from tests.checks.cases import RC, Case, export
from tests.checks.homes import KEY, Home, login, state

CONFIG = ".config/claude-auth-tui/config.toml"
AT_API = {"ANTHROPIC_API_KEY": KEY}


def _export_key(home: Home) -> None:
    home.write({RC[home.shell]: export(home.shell, "ANTHROPIC_API_KEY", KEY) + "\n"})


def _expect_login(home: Home) -> None:
    home.write({CONFIG: 'expect = "login"\n'})


def _prefer_key(home: Home) -> None:
    home.write({".claude.json": state(home.cwd, (KEY,))})


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
    Case("config-file-faulty", "warning", lambda home: {CONFIG: '# mine\nexpect = "kye"\n', ".claude/.credentials.json": login()}, edit=_expect_login),
    Case("config-file-faulty", "warning", lambda home: {CONFIG: 'expect = \n', ".claude/.credentials.json": login()}, edit=_expect_login),
    Case("config-file-faulty", "info", lambda home: {CONFIG: 'colour = "red"\n', ".claude/.credentials.json": login()}, edit=_expect_login),
)  # fmt: skip
