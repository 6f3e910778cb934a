"""What `claude` asks, and what follows each answer."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.diagnosis import Surface
from tests.claude_code.given import KEY, LOGIN_FILE, OTHER_KEY, link, login, predicted, state


def asked(**more: object) -> dict[str, object]:
    return state(customApiKeyResponses=more)


def test_a_new_key_is_asked_about_and_both_answers_are_told() -> None:
    surface = predicted({LOGIN_FILE: login(), "~/.claude.json": state()}, {"ANTHROPIC_API_KEY": KEY}).surfaces["interactive"]
    assert (surface.outcome, surface.asks) == ("asks", "key")
    assert KEY[-4:] in surface.because
    assert surface.if_yes is not None
    assert surface.if_yes.x_api_key == "env:ANTHROPIC_API_KEY"
    assert surface.if_no is not None
    assert surface.if_no.authorization == "credentials:claudeAiOauth"
    assert link(surface, "env:ANTHROPIC_API_KEY").state == "not_approved"


def test_an_approved_key_is_sent() -> None:
    surface = predicted({"~/.claude.json": asked(approved=[KEY[-20:]])}, {"ANTHROPIC_API_KEY": f" {KEY}\n"}).surfaces["interactive"]
    assert surface.x_api_key == "env:ANTHROPIC_API_KEY"


def test_a_rejected_key_falls_to_the_login_while_print_sends_it() -> None:
    files = {LOGIN_FILE: login(), "~/.claude.json": asked(rejected=[KEY[-20:]])}
    surfaces = predicted(files, {"ANTHROPIC_API_KEY": KEY}).surfaces
    assert surfaces["interactive"].authorization == "credentials:claudeAiOauth"
    assert surfaces["print"].x_api_key == "env:ANTHROPIC_API_KEY"
    refused = link(surfaces["interactive"], "env:ANTHROPIC_API_KEY")
    assert (refused.state, "answered No" in refused.because) == ("not_approved", True)


def test_a_key_in_both_lists_counts_as_approved() -> None:
    files = {"~/.claude.json": asked(approved=[KEY[-20:]], rejected=[KEY[-20:]])}
    assert predicted(files, {"ANTHROPIC_API_KEY": KEY}).surfaces["interactive"].outcome == "sends"


@pytest.mark.parametrize("lists", [{"approved": 3, "rejected": {}}, {"approved": KEY[-20:]}, {"approved": [3, None, [KEY[-20:]]]}])
def test_lists_of_a_wrong_shape_hold_no_answer(lists: dict[str, object]) -> None:
    assert predicted({"~/.claude.json": asked(**lists)}, {"ANTHROPIC_API_KEY": KEY}).surfaces["interactive"].asks == "key"


def test_the_answer_belongs_to_one_key() -> None:
    files = {"~/.claude.json": asked(approved=[KEY[-20:]])}
    assert predicted(files, {"ANTHROPIC_API_KEY": OTHER_KEY}).surfaces["interactive"].asks == "key"


def test_with_a_cloud_provider_no_key_is_asked_about() -> None:
    env = {"ANTHROPIC_API_KEY": KEY, "CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "fake"}
    assert predicted({"~/.claude.json": state()}, env).surfaces["interactive"].provider == "bedrock"


def test_trust_is_asked_first_and_project_settings_wait_for_it() -> None:
    files = {
        LOGIN_FILE: login(),
        "~/.claude.json": {"hasCompletedOnboarding": True},
        ".claude/settings.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "gateway-FAKE"}},
    }
    surfaces = predicted(files).surfaces
    surface = surfaces["interactive"]
    assert (surface.outcome, surface.asks) == ("asks", "trust")
    assert link(surface, "settings.project.env:ANTHROPIC_AUTH_TOKEN").state == "needs_trust"
    assert surface.if_yes is not None
    assert surface.if_yes.authorization == "settings.project.env:ANTHROPIC_AUTH_TOKEN"
    assert surfaces["print"].authorization == "settings.project.env:ANTHROPIC_AUTH_TOKEN"


def test_a_trusted_folder_above_is_enough() -> None:
    above = {"hasCompletedOnboarding": True, "projects": {"/home/dev/work": {"hasTrustDialogAccepted": True}}}
    below = {"hasCompletedOnboarding": True, "projects": {"/home/dev/work/api/sub": {"hasTrustDialogAccepted": True}}}
    assert predicted({LOGIN_FILE: login(), "~/.claude.json": above}).surfaces["interactive"].outcome == "sends"
    assert predicted({LOGIN_FILE: login(), "~/.claude.json": below}).surfaces["interactive"].asks == "trust"


def test_a_first_start_shows_its_welcome_before_anything_else() -> None:
    surface = predicted({LOGIN_FILE: login()}, {"ANTHROPIC_API_KEY": KEY}).surfaces["interactive"]
    assert surface.asks == "onboarding"
    steps: list[str | None] = []
    following: Surface | None = surface
    while following is not None:
        steps.append(following.asks or following.outcome)
        following = following.if_yes
    assert steps == ["onboarding", "trust", "key", "sends"]


def test_bare_mode_uses_a_rejected_key() -> None:
    files = {"~/.claude.json": asked(rejected=[KEY[-20:]])}
    env = {"ANTHROPIC_API_KEY": KEY, "CLAUDE_CODE_SIMPLE": "1"}
    assert predicted(files, env).surfaces["interactive"].x_api_key == "env:ANTHROPIC_API_KEY"
