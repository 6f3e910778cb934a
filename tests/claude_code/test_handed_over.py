"""What the process that starts Claude Code hands over beside keys: descriptors, a socket, an entry point, a folder for the login."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Prediction, Start
from claude_auth_tui.demo.build import CWD, HOME, Content, make_machine
from tests.claude_code.given import KEY, TOKEN, login

LOGIN: Mapping[str, Content] = {"~/.claude/.credentials.json": login()}
KEY_DESCRIPTOR, TOKEN_DESCRIPTOR = "CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR", "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR"


def started(
    environment: dict[str, str], descriptors: frozenset[int] | None = frozenset(), files: Mapping[str, Content] = LOGIN
) -> Prediction:
    machine = make_machine(files, environment)
    return predict(Start(machine, machine.environment, descriptors=descriptors))


def state_of(prediction: Prediction, source: str) -> str:
    return next(str(link.state) for link in prediction.surfaces["print"].chain if link.source == source)


def test_an_open_descriptor_is_a_source_of_its_own() -> None:
    key = started({KEY_DESCRIPTOR: "9"}, frozenset({9})).surfaces["print"]
    token = started({TOKEN_DESCRIPTOR: "9"}, frozenset({9})).surfaces["print"]
    assert (key.x_api_key, key.authorization, key.pays) == (f"env:{KEY_DESCRIPTOR}", None, "api")
    assert (token.x_api_key, token.authorization, token.pays) == (None, f"env:{TOKEN_DESCRIPTOR}", "plan")


def test_a_key_descriptor_that_is_not_open_still_keeps_the_login_from_being_used() -> None:
    prediction = started({KEY_DESCRIPTOR: "9"})
    surface = prediction.surfaces["print"]
    assert surface.outcome == "not_logged_in"
    assert KEY_DESCRIPTOR in surface.because
    assert state_of(prediction, f"env:{KEY_DESCRIPTOR}") == "unusable"
    assert state_of(prediction, "credentials:claudeAiOauth") == "ignored"


def test_a_token_descriptor_that_is_not_open_leaves_the_login() -> None:
    assert started({TOKEN_DESCRIPTOR: "9"}).surfaces["print"].authorization == "credentials:claudeAiOauth"


@pytest.mark.parametrize("name", [KEY_DESCRIPTOR, TOKEN_DESCRIPTOR])
def test_where_nobody_can_tell_whether_a_descriptor_is_open_the_answer_is_unknown(name: str) -> None:
    assert started({name: "9"}, None).surfaces["print"].outcome == "unknown"
    assert started({name: "9", "ANTHROPIC_API_KEY": KEY}, None).surfaces["print"].x_api_key == "env:ANTHROPIC_API_KEY"


def test_what_a_session_in_the_cloud_kept_of_a_descriptor_is_found_by_later_starts() -> None:
    kept = started({}, files={**LOGIN, "/home/claude/.claude/remote/.api_key": KEY}).surfaces["print"]
    assert kept.x_api_key == f"env:{KEY_DESCRIPTOR}"


@pytest.mark.parametrize(
    "variable",
    [{"CLAUDE_CODE_REMOTE": "1"}, {"CLAUDE_CODE_ENTRYPOINT": "claude-desktop"}, {"CLAUDE_CODE_ENTRYPOINT": "local-agent"}],
    ids=str,
)
def test_some_hosts_put_a_login_before_keys_and_tokens(variable: dict[str, str]) -> None:
    given = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_AUTH_TOKEN": TOKEN, **variable}
    with_login = started(given)
    surface = with_login.surfaces["print"]
    assert (surface.authorization, surface.x_api_key) == ("credentials:claudeAiOauth", None)
    assert state_of(with_login, "env:ANTHROPIC_API_KEY") == "ignored"
    assert started(given, files={}).surfaces["print"].x_api_key == "env:ANTHROPIC_API_KEY"
    assert started(given).surfaces["bare"].x_api_key == "env:ANTHROPIC_API_KEY"


def test_settings_do_not_set_what_only_the_environment_sets() -> None:
    settings = {**LOGIN, "~/.claude/settings.json": {"env": {"CLAUDE_CODE_REMOTE": "1", KEY_DESCRIPTOR: "9"}}}
    assert started({"ANTHROPIC_API_KEY": KEY}, files=settings).surfaces["print"].x_api_key == "env:ANTHROPIC_API_KEY"
    assert started({}, frozenset({9}), settings).surfaces["print"].authorization == "credentials:claudeAiOauth"


def test_through_a_socket_no_stored_login_goes_and_the_setup_token_stands_before_a_key() -> None:
    socket = {"ANTHROPIC_UNIX_SOCKET": "/tmp/claude.sock"}
    assert started(socket).surfaces["print"].outcome == "not_logged_in"
    both = started({**socket, "ANTHROPIC_API_KEY": KEY, "CLAUDE_CODE_OAUTH_TOKEN": TOKEN}).surfaces["print"]
    assert (both.authorization, both.x_api_key) == ("env:CLAUDE_CODE_OAUTH_TOKEN", None)
    assert started({**socket, "ANTHROPIC_API_KEY": KEY}).surfaces["print"].x_api_key == "env:ANTHROPIC_API_KEY"


def test_the_login_can_be_kept_in_another_folder() -> None:
    moved: Mapping[str, Content] = {"~/elsewhere/.credentials.json": login()}
    folder = f"{HOME}/elsewhere"
    assert started({"CLAUDE_SECURESTORAGE_CONFIG_DIR": folder}, files=moved).surfaces["print"].authorization == "credentials:claudeAiOauth"
    assert started({"CLAUDE_SECURESTORAGE_CONFIG_DIR": folder}).surfaces["print"].outcome == "not_logged_in"
    assert started({"CLAUDE_SECURESTORAGE_CONFIG_DIR": ""}).surfaces["print"].authorization == "credentials:claudeAiOauth"


def test_an_empty_helper_cancels_that_of_a_lower_layer_and_is_told() -> None:
    files = {**LOGIN, "~/.claude/settings.json": {"apiKeyHelper": "echo x"}, f"{CWD}/.claude/settings.json": {"apiKeyHelper": ""}}
    prediction = started({}, files=files)
    assert prediction.surfaces["print"].authorization == "credentials:claudeAiOauth"
    assert state_of(prediction, "settings.project:apiKeyHelper") == "empty"
    assert state_of(prediction, "settings.user:apiKeyHelper") == "overridden"


def test_a_command_that_brings_cloud_credentials_is_not_run_and_leaves_the_answer_open() -> None:
    settings: Mapping[str, Content] = {"~/.claude/settings.json": {"awsCredentialExport": "get-keys"}}
    cloud = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true"}
    assert started(cloud, files=settings).surfaces["print"].outcome == "unknown"
    assert started(cloud, files={}).surfaces["print"].outcome == "blocked"
