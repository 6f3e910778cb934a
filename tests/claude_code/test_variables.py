"""The table of variables, providers and sources: what a row says is what is predicted."""

from __future__ import annotations

import pytest

from claude_auth_tui.claude_code.tables import BY_NAME, DIRECT, KEY, OAUTH, PROVIDERS, SOURCE, ProviderInfo, source_info
from tests.claude_code.given import KEY as A_KEY
from tests.claude_code.given import TOKEN as A_TOKEN
from tests.claude_code.given import login, predicted


@pytest.mark.parametrize("name", [*DIRECT, OAUTH])
def test_a_variable_fills_its_header_before_the_login_and_is_paid_as_its_row_says(name: str) -> None:
    prediction = predicted({"~/.claude/.credentials.json": login()}, {name: A_KEY if name == KEY else A_TOKEN})
    surface, info = prediction.surfaces["print"], SOURCE[name]
    sent = {"authorization": surface.authorization, "x_api_key": surface.x_api_key}
    assert sent.pop(info.header) == f"env:{name}"
    assert set(sent.values()) == {None}
    assert surface.pays == info.pays


@pytest.mark.parametrize("info", PROVIDERS, ids=lambda info: info.name)
def test_a_switch_sends_to_its_provider_and_every_name_in_its_row_is_a_variable(info: ProviderInfo) -> None:
    assert predicted({}, {info.switch: "1"}).surfaces["print"].provider == info.name
    assert {info.switch, info.base_url, info.skip} <= BY_NAME.keys()
    assert BY_NAME[info.switch].role == "switch"
    assert BY_NAME[info.base_url].role == "endpoint"
    assert BY_NAME[info.skip].skips


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("settings.user.env:ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY"), ("config.env:CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"),
        ("settings.local:apiKeyHelper", "apiKeyHelper"), ("profile:work", "profile"), ("credentials:claudeAiOauth", "credentials:claudeAiOauth"),
        ("config:primaryApiKey", "config:primaryApiKey"), ("aws-signature", None), ("env:ANTHROPIC_FOUNDRY_API_KEY", None),
    ],
)  # fmt: skip
def test_the_row_of_a_source_is_found_by_its_id(source: str, name: str | None) -> None:
    found = source_info(source)
    assert (found.name if found is not None else None) == name
