"""What would be sent if one source were gone."""

from __future__ import annotations

import pytest

from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.model.machine import KeychainItem, Machine, Request, StoredFiles
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.scene.again import without
from tests.claude_code.given import KEY, LOGIN_FILE, LOGIN_TOKEN, OAUTH, TOKEN, login, predicted, start_of, state

FILES = {
    LOGIN_FILE: login(),
    "~/.claude.json": state(primaryApiKey=KEY, env={"CLAUDE_CODE_OAUTH_TOKEN": OAUTH}),
    "~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_AUTH_TOKEN": TOKEN}, "apiKeyHelper": "/opt/key"},
}


def test_source_after_source_until_nothing_is_left() -> None:
    prediction = predicted(FILES, {"ANTHROPIC_API_KEY": KEY})
    order = []
    while prediction.surfaces["print"].outcome == "sends":
        source = prediction.surfaces["print"].sources[0]
        order.append(source)
        assert len(order) < 12, order
        prediction = without(prediction.start, source)
    assert order == [
        "settings.user.env:ANTHROPIC_AUTH_TOKEN",
        "settings.user:apiKeyHelper",
        "settings.user.env:ANTHROPIC_API_KEY",
        "env:ANTHROPIC_API_KEY",
        "config.env:CLAUDE_CODE_OAUTH_TOKEN",
        "credentials:claudeAiOauth",
        "config:primaryApiKey",
    ]


@pytest.mark.parametrize(
    ("files", "env", "source", "then"),
    [
        (
            {
                "~/.config/anthropic/configs/default.json": {"authentication": {"type": "user_oauth"}},
                "~/.config/anthropic/credentials/default.json": {"access_token": LOGIN_TOKEN},
            },
            {},
            "profile:default",
            "not_logged_in",
        ),
        (
            {LOGIN_FILE: login()},
            {"ANTHROPIC_FEDERATION_RULE_ID": "f", "ANTHROPIC_ORGANIZATION_ID": "o", "ANTHROPIC_IDENTITY_TOKEN": "t"},
            "profile:federation",
            "credentials:claudeAiOauth",
        ),
        (
            {"~/.aws/credentials": "[default]\naws_access_key_id = A\naws_secret_access_key = fake\n"},
            {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_EC2_METADATA_DISABLED": "1"},
            "aws-signature",
            "blocked",
        ),
        ({LOGIN_FILE: login()}, {"CLAUDE_CODE_USE_VERTEX": "1"}, "env:CLAUDE_CODE_USE_VERTEX", "credentials:claudeAiOauth"),
        ({LOGIN_FILE: login()}, {}, "env:ANTHROPIC_API_KEY", "credentials:claudeAiOauth"),
        ({LOGIN_FILE: login()}, {}, "profile:nobody", "credentials:claudeAiOauth"),
        ({LOGIN_FILE: login()}, {}, "something:else", "credentials:claudeAiOauth"),
        ({LOGIN_FILE: "{"}, {}, "credentials:claudeAiOauth", "not_logged_in"),
    ],
)
def test_without(files: dict[str, object], env: dict[str, str], source: str, then: str) -> None:
    surface = without(predicted(files, env).start, source).surfaces["print"]
    assert then in (surface.outcome, surface.authorization)


def test_a_setting_on_the_command_line_can_go_too() -> None:
    flag = Request(settings=Secret('{"env": {"ANTHROPIC_AUTH_TOKEN": "fake"}, "apiKeyHelper": "/opt/key"}'))
    prediction = predicted(request=flag)
    assert without(prediction.start, "settings.flag.env:ANTHROPIC_AUTH_TOKEN").surfaces["print"].sources == ("settings.flag:apiKeyHelper",)
    assert without(prediction.start, "settings.flag:apiKeyHelper").surfaces["print"].sources == ("settings.flag.env:ANTHROPIC_AUTH_TOKEN",)


def test_the_machine_itself_stays_as_it_is() -> None:
    prediction = predicted(FILES)
    without(prediction.start, "settings.user.env:ANTHROPIC_AUTH_TOKEN")
    assert predicted(FILES).surfaces["print"] == prediction.surfaces["print"]


def test_keychain_items_can_go_one_by_one() -> None:
    items = (KeychainItem("Claude Code-credentials", "present"), KeychainItem("Claude Code", "present"))
    machine = Machine("macos", "/Users/dev", "/Users/dev", StoredFiles(), keychain=items)
    prediction = predict(start_of(machine))
    assert prediction.surfaces["print"].sources == ("credentials:claudeAiOauth",)
    prediction = without(prediction.start, "credentials:claudeAiOauth")
    assert prediction.surfaces["print"].sources == ("config:primaryApiKey",)
    assert without(prediction.start, "config:primaryApiKey").surfaces["print"].outcome == "not_logged_in"
