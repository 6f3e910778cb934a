"""Variables whose value nobody can know: an answer where it does not matter, and "unknown" with the reason where it does."""

from __future__ import annotations

from claude_auth_tui.scene.again import without
from tests.claude_code.given import KEY, LOGIN_FILE, TOKEN, link, login, predicted, state

WHY = "~/.zshrc:3 runs op read"


def test_an_unknown_key_makes_the_answer_unknown_and_names_itself() -> None:
    surface = predicted({LOGIN_FILE: login()}, unknown={"ANTHROPIC_API_KEY": WHY}).surfaces["print"]
    assert surface.outcome == "unknown"
    assert "ANTHROPIC_API_KEY" in surface.because
    assert WHY in surface.because
    assert link(surface, "env:ANTHROPIC_API_KEY").state == "unknown"
    assert link(surface, "credentials:claudeAiOauth").state == "unknown"


def test_it_does_not_matter_where_something_else_decides() -> None:
    env = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "fake"}
    prediction = predicted({"~/.claude.json": state()}, env, {"ANTHROPIC_API_KEY": WHY})
    assert {surface.outcome for surface in prediction.surfaces.values()} == {"sends"}


def test_a_setting_that_replaces_it_settles_it() -> None:
    files = {"~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": KEY}}}
    surface = predicted(files, unknown={"ANTHROPIC_API_KEY": WHY}).surfaces["print"]
    assert surface.x_api_key == "settings.user.env:ANTHROPIC_API_KEY"


def test_an_unknown_setup_token_does_not_matter_in_bare_mode() -> None:
    surfaces = predicted({}, {"ANTHROPIC_API_KEY": KEY}, {"CLAUDE_CODE_OAUTH_TOKEN": WHY}).surfaces
    assert surfaces["print"].x_api_key == "env:ANTHROPIC_API_KEY"
    assert predicted({}, {}, {"CLAUDE_CODE_OAUTH_TOKEN": WHY}).surfaces["bare"].outcome == "not_logged_in"


def test_an_unknown_config_folder_hides_everything_in_it() -> None:
    surface = predicted({LOGIN_FILE: login()}, {"ANTHROPIC_API_KEY": KEY}, {"CLAUDE_CONFIG_DIR": WHY}).surfaces["print"]
    assert surface.outcome == "unknown"
    assert "CLAUDE_CONFIG_DIR" in surface.because


def test_many_unknown_variables_at_once() -> None:
    names = [
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_AUTH_TOKEN",
        "CLAUDE_CODE_OAUTH_TOKEN",
        "CLAUDE_CODE_USE_VERTEX",
        "ANTHROPIC_PROFILE",
        "AWS_PROFILE",
    ]
    prediction = predicted({LOGIN_FILE: login()}, unknown=dict.fromkeys(names, WHY))
    assert prediction.surfaces["print"].outcome == "unknown"
    assert prediction.status.logged_in is True
    assert prediction.status.auth_method is None


def test_only_the_guilty_are_named() -> None:
    surface = predicted({LOGIN_FILE: login()}, unknown={"ANTHROPIC_AUTH_TOKEN": WHY, "AWS_PROFILE": "elsewhere"}).surfaces["print"]
    assert "ANTHROPIC_AUTH_TOKEN" in surface.because
    assert "AWS_PROFILE" not in surface.because


def test_what_if_an_unknown_variable_were_gone() -> None:
    prediction = predicted({LOGIN_FILE: login()}, {"ANTHROPIC_AUTH_TOKEN": TOKEN}, {"ANTHROPIC_API_KEY": WHY})
    gone = without(prediction.start, "env:ANTHROPIC_API_KEY")
    assert gone.surfaces["print"].sources == ("env:ANTHROPIC_AUTH_TOKEN",)


def test_unknown_custom_headers_may_replace_both_headers() -> None:
    surface = predicted({LOGIN_FILE: login()}, unknown={"ANTHROPIC_CUSTOM_HEADERS": WHY}).surfaces["print"]
    assert surface.outcome == "unknown"


def test_an_unknown_address_only_hides_who_pays() -> None:
    surface = predicted({LOGIN_FILE: login()}, unknown={"ANTHROPIC_BASE_URL": WHY}).surfaces["print"]
    assert (surface.outcome, surface.authorization, surface.pays) == ("sends", "credentials:claudeAiOauth", "unknown")


def test_an_unknown_profile_matters_only_where_one_is_saved() -> None:
    saved = {
        "~/.config/anthropic/configs/work.json": {"authentication": {"type": "user_oauth"}},
        "~/.config/anthropic/credentials/work.json": {"access_token": "fake"},
    }
    unknown = {"ANTHROPIC_PROFILE": WHY}
    assert predicted({LOGIN_FILE: login()}, unknown=unknown).surfaces["print"].outcome == "sends"
    assert predicted({LOGIN_FILE: login(), **saved}, unknown=unknown).surfaces["print"].outcome == "unknown"


def test_an_unknown_folder_of_profiles_matters_only_where_one_could_count() -> None:
    unknown = {"ANTHROPIC_CONFIG_DIR": WHY}
    assert predicted({LOGIN_FILE: login()}, unknown=unknown).surfaces["print"].outcome == "unknown"
    assert predicted({}, {"ANTHROPIC_API_KEY": KEY}, unknown).surfaces["print"].outcome == "sends"
    assert predicted({}, {}, unknown).surfaces["bare"].outcome == "not_logged_in"
