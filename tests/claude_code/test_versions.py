"""What Claude Code does on both sides of the version that changed it, and how the chain tells it. The breadth is in the recorded cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest
from msgspec.structs import replace

from claude_auth_tui.claude_code.packages import number_of
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.rules import COUNTS_SINCE, RULE, RuleInfo, Rules
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.demo.build import CWD, Content, make_machine
from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import SurfaceName
from tests.claude_code.given import KEY, LOGIN_FILE, OAUTH, TOKEN, link, login, start_of, state

LOGIN: Mapping[str, object] = {LOGIN_FILE: login()}
USER, PROJECT, LOCAL = "~/.claude/settings.json", ".claude/settings.json", ".claude/settings.local.json"
MANAGED = "/etc/claude-code/managed-settings.json"
K, T, O = "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"  # noqa: E741
MY_LOGIN = "credentials:claudeAiOauth"
BEDROCK = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "fake"}
FOUNDRY = {"CLAUDE_CODE_USE_FOUNDRY": "1", "ANTHROPIC_FOUNDRY_API_KEY": "fake", "ANTHROPIC_FOUNDRY_RESOURCE": "r"}
AWS = {"CLAUDE_CODE_USE_ANTHROPIC_AWS": "1", "ANTHROPIC_AWS_WORKSPACE_ID": "w", "ANTHROPIC_AWS_API_KEY": "fake"}
MANTLE = {"CLAUDE_CODE_USE_MANTLE": "1", "AWS_BEARER_TOKEN_BEDROCK": "fake"}
FEDERATION = {"ANTHROPIC_FEDERATION_RULE_ID": "r", "ANTHROPIC_ORGANIZATION_ID": "o", "ANTHROPIC_IDENTITY_TOKEN": "fake"}
FOUNDRY_KEY = "env:ANTHROPIC_FOUNDRY_API_KEY"


def on(version: str, files: Mapping[str, object] | None = None, env: Mapping[str, str] | None = None, **fields: object) -> Prediction:
    """What this version of Claude Code is predicted to do on a made-up machine."""
    machine = make_machine(cast(Mapping[str, Content], files or {}), env, **fields)
    return predict(replace(start_of(machine), versions=(version,)))


def env(**variables: str) -> dict[str, object]:
    return {"env": variables}


def verdict(prediction: Prediction, name: SurfaceName = "print") -> str:
    """ "not_logged_in", "blocked policy", "asks key", or what is sent where: "token + key"."""
    surface = prediction.surfaces[name]
    if surface.outcome != "sends":
        return " ".join(filter(None, (surface.outcome, surface.reason, surface.asks)))
    sent = f"{surface.authorization or '-'} + {surface.x_api_key or '-'}"
    return sent if surface.provider == "anthropic" else f"{surface.provider}: {sent}"


Case = tuple[str, str, Mapping[str, object], Mapping[str, str], str, str]
PRINTED: Mapping[str, Case] = {
    "a setup token in project settings": (
        "2.1.311", "2.1.312", {PROJECT: env(CLAUDE_CODE_OAUTH_TOKEN=OAUTH)}, {}, f"settings.project.env:{O} + -", "not_logged_in",
    ),
    "a setup token in local settings beats that of the shell": (
        "2.1.311", "2.1.312", {LOCAL: env(CLAUDE_CODE_OAUTH_TOKEN=OAUTH)}, {O: OAUTH}, f"settings.local.env:{O} + -", f"env:{O} + -",
    ),
    "a setup token in project settings, before it counted": (
        "2.1.80", "2.1.81", {PROJECT: env(CLAUDE_CODE_OAUTH_TOKEN=OAUTH)}, {}, "not_logged_in", f"settings.project.env:{O} + -",
    ),
    "a setup token in user settings": (
        "2.1.52", "2.1.53", {USER: env(CLAUDE_CODE_OAUTH_TOKEN=OAUTH), **LOGIN}, {}, f"{MY_LOGIN} + -", f"settings.user.env:{O} + -",
    ),
    "a setup token in managed settings": (
        "2.1.52", "2.1.53", {MANAGED: env(CLAUDE_CODE_OAUTH_TOKEN=OAUTH)}, {}, "not_logged_in", f"settings.managed.env:{O} + -",
    ),
    "a key in user settings beside a login": (
        "2.1.47", "2.1.48", {USER: env(ANTHROPIC_API_KEY=KEY), **LOGIN}, {}, f"{MY_LOGIN} + -", f"- + settings.user.env:{K}",
    ),
    "a token in local settings beside a login": (
        "2.1.47", "2.1.48", {LOCAL: env(ANTHROPIC_AUTH_TOKEN=TOKEN), **LOGIN}, {}, f"{MY_LOGIN} + -", f"settings.local.env:{T} + -",
    ),
    "a key in user settings beside a login, still earlier": (
        "2.0.64", "2.0.65", {USER: env(ANTHROPIC_API_KEY=KEY), **LOGIN}, {}, f"- + settings.user.env:{K}", f"{MY_LOGIN} + -",
    ),
    "local settings at the repository's root": (
        "2.1.210", "2.1.211", {f"{CWD}/../{LOCAL}": env(ANTHROPIC_API_KEY=KEY), f"{CWD}/../.git/HEAD": ""}, {},
        "not_logged_in", f"- + settings.local.env:{K}",
    ),
    "an empty token": ("2.1.133", "2.1.136", {}, {T: ""}, f"env:{T} + -", "not_logged_in"),
    "an empty token beside a key": ("2.1.133", "2.1.136", {}, {T: "", K: KEY}, f"env:{T} + env:{K}", f"- + env:{K}"),
    "an empty token, before it was sent alone": ("2.0.44", "2.0.45", {}, {T: ""}, "not_logged_in", f"env:{T} + -"),
    "a key of blanks beside a login": ("2.1.211", "2.1.212", LOGIN, {K: "  "}, "blocked header", f"{MY_LOGIN} + -"),
    "a setup token of blanks beside a login": ("2.1.211", "2.1.212", LOGIN, {O: "  "}, f"env:{O} + -", f"{MY_LOGIN} + -"),
    "a policy for a login, and a key": (
        "2.1.145", "2.1.146", {MANAGED: {"forceLoginMethod": "claudeai"}}, {K: KEY}, f"- + env:{K}", "blocked policy",
    ),
    "a policy that allows no provider": (
        "2.1.284", "2.1.285", {MANAGED: {"allowedProviders": []}, **LOGIN}, {}, f"{MY_LOGIN} + -", "blocked policy",
    ),
    "a broken managed document": ("2.1.258", "2.1.259", {MANAGED: "{"}, {K: KEY}, f"- + env:{K}", "blocked managed_settings"),
    "a managed drop-in": (
        "2.1.81", "2.1.83", {"/etc/claude-code/managed-settings.d/a.json": {"apiKeyHelper": "/opt/key"}}, {},
        "not_logged_in", "settings.managed:apiKeyHelper + settings.managed:apiKeyHelper",
    ),
    "a project's helper beside a token": (
        "2.1.120", "2.1.121", {PROJECT: {"apiKeyHelper": "/opt/key"}}, {T: TOKEN}, f"env:{T} + -", f"env:{T} + settings.project:apiKeyHelper",
    ),
    "a user's helper beside a token": (
        "2.1.120", "2.1.121", {USER: {"apiKeyHelper": "/opt/key"}}, {T: TOKEN},
        f"env:{T} + settings.user:apiKeyHelper", f"env:{T} + settings.user:apiKeyHelper",
    ),
    "federation": ("2.1.114", "2.1.116", {}, FEDERATION, "not_logged_in", "profile:federation + -"),
    "Mantle": ("2.1.92", "2.1.94", LOGIN, MANTLE, f"{MY_LOGIN} + -", "mantle: - + env:AWS_BEARER_TOKEN_BEDROCK"),
    "the Claude Platform on AWS": ("2.1.89", "2.1.90", LOGIN, AWS, f"{MY_LOGIN} + -", "anthropicAws: - + env:ANTHROPIC_AWS_API_KEY"),
    "Foundry": ("2.0.44", "2.0.45", LOGIN, FOUNDRY, f"{MY_LOGIN} + -", f"foundry: - + {FOUNDRY_KEY}"),
    "a token beside Foundry's key": (
        "2.1.252", "2.1.257", {}, {**FOUNDRY, T: TOKEN}, f"foundry: env:{T} + {FOUNDRY_KEY}", f"foundry: - + {FOUNDRY_KEY}",
    ),
    "bare mode by its variable": ("2.1.80", "2.1.81", LOGIN, {"CLAUDE_CODE_SIMPLE": "1"}, f"{MY_LOGIN} + -", "not_logged_in"),
    "what never changed: a key beside a login": ("1.0.128", "2.1.312", LOGIN, {K: KEY}, f"- + env:{K}", f"- + env:{K}"),
    "what never changed: Bedrock": (
        "1.0.128", "2.1.312", LOGIN, BEDROCK, "bedrock: env:AWS_BEARER_TOKEN_BEDROCK + -", "bedrock: env:AWS_BEARER_TOKEN_BEDROCK + -",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_claude_p_before_and_since(name: str) -> None:
    before, since, files, environment, old, new = PRINTED[name]
    assert verdict(on(before, files, environment)) == old
    assert verdict(on(since, files, environment)) == new


@pytest.mark.parametrize(
    ("before", "since", "files", "environment", "old", "new"),
    [
        ("2.1.283", "2.1.284", LOGIN, {K: KEY}, "claude.ai", "api_key"),
        ("2.1.283", "2.1.284", {}, {O: OAUTH, K: KEY}, "oauth_token", "api_key"),
        ("2.1.283", "2.1.284", {USER: {"apiKeyHelper": "/opt/key"}}, {O: OAUTH}, "oauth_token", "api_key_helper"),
        ("2.1.285", "2.1.286", {"~/.claude.json": {"primaryApiKey": KEY}}, {}, "claude.ai", "api_key"),
        ("2.1.52", "2.1.53", {USER: env(ANTHROPIC_API_KEY=KEY)}, {}, "none", "api_key"),
        ("2.1.211", "2.1.212", {}, {O: "  "}, "oauth_token", "none"),
    ],
)
def test_auth_status_before_and_since(
    before: str, since: str, files: Mapping[str, object], environment: Mapping[str, str], old: str, new: str
) -> None:
    assert on(before, files, environment).status.auth_method == old
    assert on(since, files, environment).status.auth_method == new


def test_auth_status_is_not_there_before_it_came() -> None:
    assert on("2.0.76", LOGIN).status.logged_in is None
    assert on("2.1.41", LOGIN).status.logged_in is True


def test_bare_mode_is_an_unknown_option_before_it_came() -> None:
    surface = on("2.1.80", {}, {K: KEY}).surfaces["bare"]
    assert (surface.outcome, surface.because) == ("blocked", "Claude Code 2.1.80 does not start so: it does not know --bare.")
    assert verdict(on("2.1.81", {}, {K: KEY}), "bare") == f"- + env:{K}"


def test_in_a_session_a_projects_helper_is_always_in_time() -> None:
    files = {PROJECT: {"apiKeyHelper": "/opt/key"}, "~/.claude.json": state()}
    assert verdict(on("2.1.120", files, {T: TOKEN}), "interactive") == f"env:{T} + settings.project:apiKeyHelper"


def test_in_a_session_the_key_of_settings_is_looked_at_beside_a_login() -> None:
    files = {USER: env(ANTHROPIC_API_KEY=KEY), **LOGIN, "~/.claude.json": state()}
    assert verdict(on("2.1.47", files), "interactive") == "asks key"


def test_a_broken_settings_file_is_asked_about_by_some_versions() -> None:
    files = {USER: '{"model": "x",}', **LOGIN, "~/.claude.json": state()}
    asked = on("2.1.123", files).surfaces["interactive"]
    assert (asked.outcome, asked.asks) == ("asks", "settings")
    assert "~/.claude/settings.json is broken" in asked.because
    assert asked.if_yes is not None
    assert asked.if_yes.authorization == MY_LOGIN
    assert verdict(on("2.1.124", files), "interactive") == f"{MY_LOGIN} + -"
    assert verdict(on("1.0.128", files), "interactive") == f"{MY_LOGIN} + -"
    assert verdict(on("2.1.123", files)) == f"{MY_LOGIN} + -"


def test_a_stored_login_stands_before_a_projects_setup_token() -> None:
    files = {PROJECT: env(CLAUDE_CODE_OAUTH_TOKEN=OAUTH), **LOGIN}
    surface = on("2.1.311", files).surfaces["print"]
    assert surface.authorization == MY_LOGIN
    passed = link(surface, f"settings.project.env:{O}")
    assert (passed.state, passed.because) == (
        "ignored", f"Claude Code 2.1.311 takes {O} from a project only where there is no other login.",
    )  # fmt: skip


def test_a_login_that_is_kept_says_why_the_key_does_not_count() -> None:
    surface = on("2.1.20", {USER: env(ANTHROPIC_API_KEY=KEY), **LOGIN}).surfaces["print"]
    passed = link(surface, f"settings.user.env:{K}")
    assert (passed.state, passed.where) == ("ignored", "~/.claude/settings.json:3")
    assert passed.because == "Not used: Claude Code 2.1.20 keeps a login that it finds before it reads settings."


@pytest.mark.parametrize(
    ("files", "environment", "source"),
    [
        ({}, {"CLAUDE_CODE_USE_MANTLE": "1"}, "env:CLAUDE_CODE_USE_MANTLE"),
        ({USER: env(CLAUDE_CODE_USE_MANTLE="1")}, {}, "settings.user.env:CLAUDE_CODE_USE_MANTLE"),
    ],
)
def test_a_variable_the_version_does_not_know_is_told(files: Mapping[str, object], environment: Mapping[str, str], source: str) -> None:
    old = link(on("2.1.50", {**files, **LOGIN}, environment).surfaces["print"], source)
    assert old.state == "ignored"
    assert old.because == "Claude Code 2.1.50 does not know the Mantle endpoint and goes on without it: 2.1.94 and newer do."
    assert all(found.source != source or found.state != "ignored" for found in on("2.1.94", files, environment).surfaces["print"].chain)


def test_a_file_that_only_newer_versions_read_is_told() -> None:
    files = {f"{CWD}/../{LOCAL}": {**env(ANTHROPIC_API_KEY=KEY), "apiKeyHelper": "/opt/key"}, f"{CWD}/../.git/HEAD": ""}
    surface = on("2.1.210", files).surfaces["print"]
    for source in (f"settings.local.env:{K}", "settings.local:apiKeyHelper"):
        passed = link(surface, source)
        assert (passed.state, passed.because) == ("ignored", "Claude Code 2.1.210 does not read it; 2.1.211 and newer do.")


def test_a_token_that_is_sent_as_nothing_is_in_the_chain() -> None:
    assert link(on("2.1.133", {}, {T: "", K: KEY}).surfaces["print"], f"env:{T}").header == "authorization"


def test_an_empty_token_alone_in_a_session_is_not_known() -> None:
    assert verdict(on("2.1.100", {"~/.claude.json": state()}, {T: ""}), "interactive") == "unknown"
    assert verdict(on("2.1.136", {"~/.claude.json": state()}, {T: ""}), "interactive") == "not_logged_in"


def test_json_on_the_command_line_waits_behind_a_login_too() -> None:
    request = Request(settings=Secret('{"env": {"ANTHROPIC_API_KEY": "' + KEY + '"}}'))
    assert verdict(on("2.1.47", LOGIN, request=request)) == f"{MY_LOGIN} + -"
    assert verdict(on("2.1.48", LOGIN, request=request)) == f"- + settings.flag.env:{K}"


def test_every_rule_names_one_version_and_the_newest_has_them_all() -> None:
    infos = [info for info in RULE.values() if isinstance(info, RuleInfo)]
    assert len(infos) == len(RULE)
    assert all(len(number_of(info.since)) == 3 for info in infos)
    assert all(Rules().not_before(since) for since in (*(info.since for info in infos), *(since for since, _, _ in COUNTS_SINCE)))
