"""What is sent in which header, with the reason and who pays. The recorded cases hold the breadth; these hold the words."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.words import Payer
from tests.claude_code.given import KEY, LOGIN_FILE, OAUTH, TOKEN, link, login, predicted, state


def test_a_key_in_the_environment_is_sent_instead_of_the_login() -> None:
    surface = predicted({LOGIN_FILE: login()}, {"ANTHROPIC_API_KEY": KEY}, places={"ANTHROPIC_API_KEY": "~/.zshrc:42"}).surfaces["print"]
    assert (surface.outcome, surface.authorization, surface.x_api_key) == ("sends", None, "env:ANTHROPIC_API_KEY")
    assert surface.pays == "api"
    assert surface.because == "ANTHROPIC_API_KEY is sent in x-api-key, not your /login Max; the API account pays, by use."
    sent = link(surface, "env:ANTHROPIC_API_KEY")
    assert (sent.state, sent.header, sent.where, sent.shown) == ("sends", "x_api_key", "~/.zshrc:42", "sk-ant-api03-…w7AA")
    assert link(surface, "credentials:claudeAiOauth").state == "overridden"


def test_a_login_alone_pays_by_plan() -> None:
    surface = predicted({LOGIN_FILE: login(subscriptionType="pro")}).surfaces["print"]
    assert (surface.authorization, surface.pays) == ("credentials:claudeAiOauth", "plan")
    assert link(surface, "credentials:claudeAiOauth").title == "/login Pro"


def test_two_credentials_at_once_say_so_and_nobody_knows_who_pays() -> None:
    surface = predicted({}, {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_AUTH_TOKEN": TOKEN}).surfaces["print"]
    assert surface.sources == ("env:ANTHROPIC_AUTH_TOKEN", "env:ANTHROPIC_API_KEY")
    assert surface.pays == "unknown"
    assert surface.because.startswith("Two credentials are sent at once")


@pytest.mark.parametrize(
    ("env", "pays"),
    [
        ({"CLAUDE_CODE_OAUTH_TOKEN": OAUTH}, "plan"),
        ({"ANTHROPIC_API_KEY": KEY}, "api"),
        ({"ANTHROPIC_AUTH_TOKEN": TOKEN}, "unknown"),
        ({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": "https://gateway.example"}, "gateway"),
        ({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": "https://api.anthropic.com"}, "api"),
        ({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": "https://api.anthropic.com.evil.example"}, "gateway"),
        ({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": "http://[broken"}, None),
        ({"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "fake"}, "cloud"),
    ],
)
def test_who_pays(env: dict[str, str], pays: Payer | None) -> None:
    assert predicted({}, env).surfaces["print"].pays == pays


def test_a_helper_fills_both_headers_and_its_place_is_named() -> None:
    surface = predicted({"~/.claude/settings.json": {"model": "opus", "apiKeyHelper": "/opt/key"}}).surfaces["print"]
    assert surface.sources == ("settings.user:apiKeyHelper",)
    found = link(surface, "settings.user:apiKeyHelper")
    assert (found.header, found.where) == ("both", "~/.claude/settings.json:3")


def test_a_setting_replaces_the_shells_variable_and_both_places_are_told() -> None:
    files = {"~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": KEY}}}
    surface = predicted(files, {"ANTHROPIC_API_KEY": OAUTH}, places={"ANTHROPIC_API_KEY": "~/.zshrc:7"}).surfaces["print"]
    assert surface.x_api_key == "settings.user.env:ANTHROPIC_API_KEY"
    assert link(surface, "settings.user.env:ANTHROPIC_API_KEY").where == "~/.claude/settings.json:3"
    replaced = link(surface, "env:ANTHROPIC_API_KEY")
    assert (replaced.state, replaced.where, replaced.because) == ("overridden", "~/.zshrc:7", "Replaced by ~/.claude/settings.json:3.")


def test_an_empty_setting_cancels() -> None:
    files = {LOGIN_FILE: login(), "~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": ""}}}
    surface = predicted(files, {"ANTHROPIC_API_KEY": KEY}).surfaces["print"]
    assert surface.authorization == "credentials:claudeAiOauth"
    assert link(surface, "settings.user.env:ANTHROPIC_API_KEY").state == "empty"


def test_a_setup_token_in_a_project_does_not_count_and_the_chain_says_why() -> None:
    surface = predicted({LOGIN_FILE: login(), ".claude/settings.json": {"env": {"CLAUDE_CODE_OAUTH_TOKEN": OAUTH}}}).surfaces["print"]
    assert surface.authorization == "credentials:claudeAiOauth"
    found = link(surface, "settings.project.env:CLAUDE_CODE_OAUTH_TOKEN")
    assert (found.state, found.because) == ("ignored", "Claude Code does not take CLAUDE_CODE_OAUTH_TOKEN from a project.")


def test_a_line_break_in_a_key_stops_before_sending() -> None:
    surface = predicted({LOGIN_FILE: login()}, {"ANTHROPIC_API_KEY": KEY[:20] + "\n" + KEY[20:]}).surfaces["print"]
    assert (surface.outcome, surface.reason) == ("blocked", "header")
    assert "a line break at character 21" in surface.because
    assert link(surface, "env:ANTHROPIC_API_KEY").state == "unusable"


def test_nothing_at_all() -> None:
    surface = predicted().surfaces["print"]
    assert (surface.outcome, surface.pays, surface.sources) == ("not_logged_in", None, ())
    assert "nobody is logged in" in surface.because
    assert {found.state for found in surface.chain} == {"unset"}


def test_bare_mode_uses_no_login_and_says_so() -> None:
    prediction = predicted({LOGIN_FILE: login()})
    assert prediction.surfaces["print"].outcome == "sends"
    bare = prediction.surfaces["bare"]
    assert bare.outcome == "not_logged_in"
    assert "bare mode uses no login" in bare.because
    assert link(bare, "credentials:claudeAiOauth").state == "ignored"


def test_bare_mode_takes_a_helper_from_the_command_line_only() -> None:
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.model.secret import Secret

    flag = Request(settings=Secret('{"apiKeyHelper": "/opt/key"}'))
    assert predicted(request=flag).surfaces["bare"].x_api_key == "settings.flag:apiKeyHelper"
    assert predicted({"/etc/claude-code/managed-settings.json": {"apiKeyHelper": "/opt/key"}}).surfaces["bare"].outcome == "not_logged_in"


def test_beside_a_token_in_bare_mode_a_helper_is_a_matter_of_timing() -> None:
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.model.secret import Secret

    flag = Request(settings=Secret('{"apiKeyHelper": "/opt/key"}'))
    surfaces = predicted({}, {"ANTHROPIC_AUTH_TOKEN": TOKEN}, request=flag).surfaces
    assert surfaces["bare"].outcome == "unknown"
    assert surfaces["print"].sources == ("env:ANTHROPIC_AUTH_TOKEN", "settings.flag:apiKeyHelper")


def test_a_state_file_has_an_env_block_too() -> None:
    files = {"~/.claude.json": state(env={"ANTHROPIC_AUTH_TOKEN": TOKEN})}
    surface = predicted(files).surfaces["print"]
    assert surface.authorization == "config.env:ANTHROPIC_AUTH_TOKEN"
    assert (link(surface, "config.env:ANTHROPIC_AUTH_TOKEN").where or "").startswith("~/.claude.json:")


def test_an_expired_login_that_cannot_be_refreshed_is_sent_all_the_same() -> None:
    prediction = predicted({LOGIN_FILE: login(expiresAt=1_700_000_000_000, refreshToken="")})
    assert prediction.configuration.login.state == "expired"
    surface = prediction.surfaces["print"]
    assert surface.authorization == "credentials:claudeAiOauth"
    assert "has expired" in link(surface, "credentials:claudeAiOauth").because


def test_a_quoted_value_is_sent_with_its_quotes_and_looks_wrong() -> None:
    surface = predicted({}, {"ANTHROPIC_API_KEY": f'"{KEY}"'}).surfaces["print"]
    assert surface.outcome == "sends"
    assert "looks wrong: quotes around it" in link(surface, "env:ANTHROPIC_API_KEY").because


def test_the_chain_names_every_source_once_and_in_order() -> None:
    files = {
        LOGIN_FILE: login(),
        "~/.claude.json": state(primaryApiKey=KEY),
        "~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": KEY}, "apiKeyHelper": "/opt/one"},
        ".claude/settings.json": {"env": {"ANTHROPIC_API_KEY": KEY}, "apiKeyHelper": "/opt/two"},
    }
    chain = predicted(files, {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_AUTH_TOKEN": TOKEN}).surfaces["print"].chain
    ids = [found.source for found in chain]
    assert len(set(ids)) == len(ids)
    assert ids == [
        "env:CLAUDE_CODE_USE_BEDROCK",
        "env:ANTHROPIC_CUSTOM_HEADERS",
        "env:ANTHROPIC_AUTH_TOKEN",
        "settings.project.env:ANTHROPIC_API_KEY",
        "settings.user.env:ANTHROPIC_API_KEY",
        "env:ANTHROPIC_API_KEY",
        "settings.project:apiKeyHelper",
        "settings.user:apiKeyHelper",
        "env:CLAUDE_CODE_OAUTH_TOKEN",
        "credentials:claudeAiOauth",
        "config:primaryApiKey",
        "profile:default",
    ]
    assert all(found.because and found.title for found in chain)


def test_a_host_application_shuts_everything_else_out() -> None:
    files = {LOGIN_FILE: login(), "~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": KEY}}}
    surface = predicted(files, {"CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1"}).surfaces["print"]
    assert surface.outcome == "not_logged_in"
    assert "host application" in surface.because
    assert link(surface, "settings.user.env:ANTHROPIC_API_KEY").state == "ignored"
    assert link(surface, "credentials:claudeAiOauth").state == "ignored"
