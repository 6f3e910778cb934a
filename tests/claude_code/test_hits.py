"""Hits in settings files."""

from __future__ import annotations

from claude_auth_tui.claude_code.layers import setting_hits
from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.secret import Secret
from tests.claude_code.given import KEY, OAUTH, OTHER_KEY, TOKEN, predicted


def test_each_variable_and_each_helper_is_a_hit_with_its_line_and_fate() -> None:
    files = {
        "~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": KEY, "EDITOR": "vi"}, "apiKeyHelper": "/opt/one"},
        ".claude/settings.json": {
            "apiKeyHelper": "/opt/two",
            "env": {"ANTHROPIC_API_KEY": OTHER_KEY, "CLAUDE_CODE_OAUTH_TOKEN": OAUTH, "ANTHROPIC_AUTH_TOKEN": ""},
        },
    }
    found = setting_hits(predicted(files, {"ANTHROPIC_AUTH_TOKEN": TOKEN}).configuration.settings)
    assert [(f.hit.path, f.hit.line, f.hit.variable, f.hit.effect) for f in found] == [
        ("/home/dev/.claude/settings.json", 3, "ANTHROPIC_API_KEY", "overridden"),
        ("/home/dev/.claude/settings.json", 6, "apiKeyHelper", "overridden"),
        ("/home/dev/work/api/.claude/settings.json", 4, "ANTHROPIC_API_KEY", "effective"),
        ("/home/dev/work/api/.claude/settings.json", 5, "CLAUDE_CODE_OAUTH_TOKEN", "inactive"),
        ("/home/dev/work/api/.claude/settings.json", 6, "ANTHROPIC_AUTH_TOKEN", "effective"),
        ("/home/dev/work/api/.claude/settings.json", 2, "apiKeyHelper", "effective"),
    ]
    assert {f.hit.does for f in found} == {"env"}
    assert found[0].hit.because == "Replaced by ~/work/api/.claude/settings.json:4."
    assert found[2].value == Secret(OTHER_KEY)
    assert found[2].hit.shown == "sk-ant-api03-…x8BB"
    assert "cancels" in found[4].hit.because
    told = repr([f.hit for f in found])
    assert not any(value in told for value in (KEY, OTHER_KEY, OAUTH, "/opt/one"))


def test_a_switch_is_shown_and_json_on_the_command_line_has_no_line() -> None:
    flag = Request(settings=Secret('{"env": {"ANTHROPIC_API_KEY": "x"}}'))
    found = setting_hits(
        predicted({"~/.claude/settings.json": {"env": {"CLAUDE_CODE_USE_BEDROCK": 1}}}, request=flag).configuration.settings
    )
    assert [(f.hit.variable, f.hit.shown) for f in found] == [("CLAUDE_CODE_USE_BEDROCK", "1")]


def test_a_dropped_file_has_no_hits() -> None:
    assert setting_hits(predicted({"~/.claude/settings.json": '{"env": {"ANTHROPIC_API_KEY": "x"},}'}).configuration.settings) == ()
