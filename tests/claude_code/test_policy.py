"""What managed settings refuse, and documents that keep Claude Code from starting."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import say
from tests.claude_code.given import KEY, LOGIN_FILE, link, login, predicted, state

MANAGED = "/etc/claude-code/managed-settings.json"
DROP_IN = "/etc/claude-code/managed-settings.d/10-a.json"


def test_a_demanded_login_refuses_a_key_and_lets_the_login_pass() -> None:
    files = {LOGIN_FILE: login(), MANAGED: {"forceLoginMethod": "claudeai"}}
    assert predicted(files).surfaces["print"].outcome == "sends"
    surface = predicted(files, {"ANTHROPIC_API_KEY": KEY}).surfaces["print"]
    assert (surface.outcome, surface.reason) == ("blocked", "policy")
    assert "forceLoginMethod in /etc/claude-code/managed-settings.json:2" in surface.because
    assert link(surface, "env:ANTHROPIC_API_KEY").state == "unusable"


def test_a_key_that_was_refused_by_the_user_is_no_reason() -> None:
    files = {
        LOGIN_FILE: login(),
        "~/.claude.json": state(customApiKeyResponses={"rejected": [KEY[-20:]]}),
        MANAGED: {"forceLoginMethod": "claudeai"},
    }
    assert predicted(files, {"ANTHROPIC_API_KEY": KEY}).surfaces["interactive"].outcome == "sends"


def test_a_pinned_organization_cannot_be_told_from_here() -> None:
    surface = predicted({LOGIN_FILE: login(), MANAGED: {"forceLoginOrgUUID": "123e4567-e89b-12d3-a456-426614174000"}}).surfaces["print"]
    assert surface.outcome == "unknown"
    assert "asks the service" in surface.because


def test_no_provider_allowed() -> None:
    surface = predicted({LOGIN_FILE: login(), MANAGED: {"allowedProviders": []}}).surfaces["print"]
    assert (surface.outcome, surface.reason) == ("blocked", "policy")


def test_an_address_that_managed_settings_set_themselves_is_allowed() -> None:
    url = "https://gateway.example/claude"
    allowed = {"allowedProviders": ["customEndpoint"], "env": {"ANTHROPIC_BASE_URL": url}}
    assert predicted({LOGIN_FILE: login(), MANAGED: allowed}).surfaces["print"].pays == "gateway"
    foreign = predicted({LOGIN_FILE: login(), MANAGED: {"allowedProviders": ["customEndpoint"]}}, {"ANTHROPIC_BASE_URL": url})
    assert foreign.surfaces["print"].reason == "policy"


@pytest.mark.parametrize("broken", ["{", "null", "[]", '{"a": 1,}', "// x\n{}"])
@pytest.mark.parametrize("path", [MANAGED, DROP_IN])
def test_a_broken_managed_document_stops_everything(path: str, broken: str) -> None:
    prediction = predicted({LOGIN_FILE: login(), path: broken}, {"ANTHROPIC_API_KEY": KEY})
    assert {(s.outcome, s.reason) for s in prediction.surfaces.values()} == {("blocked", "managed_settings")}
    assert prediction.status.logged_in is None
    fault = prediction.configuration.settings.managed_fault
    assert fault is not None
    assert fault.path == path


def test_an_empty_managed_document_and_a_hidden_one_do_nothing() -> None:
    files = {LOGIN_FILE: login(), MANAGED: "", "/etc/claude-code/managed-settings.d/.x.json": "{", DROP_IN + ".bak": "{"}
    assert predicted(files).surfaces["print"].outcome == "sends"


def test_a_managed_document_that_cannot_be_read_stops_everything() -> None:
    unreadable = File("", "unreadable", "file", detail=say("Permission denied"))
    assert predicted({LOGIN_FILE: login(), MANAGED: unreadable}).surfaces["print"].reason == "managed_settings"


def test_the_last_drop_in_wins() -> None:
    files = {
        MANAGED: {"env": {"ANTHROPIC_AUTH_TOKEN": "one"}},
        DROP_IN: {"env": {"ANTHROPIC_AUTH_TOKEN": "two"}},
        "/etc/claude-code/managed-settings.d/9.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "three"}},
    }
    surface = predicted(files).surfaces["print"]
    assert link(surface, "settings.managed.env:ANTHROPIC_AUTH_TOKEN").where == "/etc/claude-code/managed-settings.d/9.json:3"


def test_a_broken_state_file_stops_everything_too() -> None:
    prediction = predicted({LOGIN_FILE: login(), "~/.claude.json": '{"a": '})
    assert {(s.outcome, s.reason) for s in prediction.surfaces.values()} == {("blocked", "state_file")}


def test_one_wrong_type_drops_a_settings_file_whole_but_of_a_managed_one_only_the_member() -> None:
    broken = {"env": {"ANTHROPIC_API_KEY": KEY}, "permissions": {"defaultMode": "always"}}
    prediction = predicted({LOGIN_FILE: login(), "~/.claude/settings.json": broken})
    assert prediction.surfaces["print"].authorization == "credentials:claudeAiOauth"
    layer = next(layer for layer in prediction.configuration.layers if layer.scope == "user")
    assert (layer.state, "defaultMode" in layer.detail) == ("invalid", True)
    assert predicted({MANAGED: broken}).surfaces["print"].x_api_key == "settings.managed.env:ANTHROPIC_API_KEY"


def test_a_demanded_gateway_leaves_nothing_else() -> None:
    files = {LOGIN_FILE: login(), "~/.claude.json": state(), MANAGED: {"forceLoginMethod": "gateway"}}
    prediction = predicted(files)
    assert {surface.outcome for surface in prediction.surfaces.values()} == {"not_logged_in"}
    assert prediction.status.api_provider == "gateway"
    with_key = predicted(files, {"ANTHROPIC_API_KEY": KEY})
    assert with_key.surfaces["print"].reason == "policy"
    assert with_key.surfaces["interactive"].outcome == "not_logged_in"
    by_address = {**files, MANAGED: {"forceLoginGatewayUrl": "https://gateway.example"}}
    assert predicted(by_address, {"ANTHROPIC_API_KEY": KEY}).surfaces["print"].outcome == "not_logged_in"


def test_a_gateway_must_be_among_the_allowed_providers_too() -> None:
    policy = {"forceLoginMethod": "gateway", "allowedProviders": ["anthropic"]}
    assert predicted({MANAGED: policy}).surfaces["print"].reason == "policy"
