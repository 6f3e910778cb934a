"""Checks of the surroundings and of other surfaces than the command line, on made-up machines."""

from __future__ import annotations

import pytest

from claude_auth_tui.demo.build import CWD, HOME, make_machine
from claude_auth_tui.model.machine import Ancestor, Install, KeychainItem, Machine, Mount, Request
from claude_auth_tui.model.saying import say
from tests.checks.families.test_elsewhere import CREDENTIALS, finding, levels, made
from tests.checks.homes import GATEWAY, KEY, TOKEN, login, state

WINDOWS = Install("/mnt/c/Users/dev/AppData/Roaming/npm/claude", None, True)
WINDOWS_PATH = "/usr/bin:/mnt/c/Windows:/mnt/c/Users/dev/AppData/Roaming/npm"


def with_env(env: dict[str, str], files: dict[str, object] | None = None, **fields: object) -> Machine:
    table: dict[str, object] = {"~/.claude.json": state(CWD, (KEY,)), **(files or {})}
    return make_machine(table, env, **fields)  # type: ignore[arg-type]


def test_inside_claude_code_is_certain_where_it_is_above_us() -> None:
    sure = finding(with_env({"CLAUDECODE": "1"}, {CREDENTIALS: login()}, ancestor=Ancestor(say("claude"), 1)), "inside-claude-code")
    perhaps = finding(with_env({"CLAUDECODE": "1"}, {CREDENTIALS: login()}), "inside-claude-code")
    assert (sure.title, sure.fixes) == ("This runs inside Claude Code's own shell", ())
    assert perhaps.title == "This may run inside Claude Code's own shell"
    assert perhaps.fixes[0].command == "unset CLAUDECODE"


def test_root_in_the_home_folder_of_another() -> None:
    kept = finding(with_env({"SUDO_USER": "dev"}, uid=0), "root-by-sudo")
    moved = finding(with_env({"SUDO_USER": "dev"}, uid=0, home="/root"), "root-by-sudo")
    assert (kept.level, moved.level) == ("warning", "info")
    assert (kept.fixes[0].command, kept.fixes[0].proof, bool(kept.fixes[0].unproven)) == ("exit", "parsed", True)


@pytest.mark.parametrize(("env", "uid"), [({}, 0), ({"SUDO_USER": "dev"}, 1000), ({"SUDO_USER": "root"}, 0)])
def test_root_of_a_container_is_quiet(env: dict[str, str], uid: int) -> None:
    assert "root-by-sudo" not in levels(with_env(env, uid=uid))


def test_the_claude_of_windows() -> None:
    found = finding(with_env({}, {CREDENTIALS: login()}, wsl=True, installs=(WINDOWS,)), "wsl-windows-claude")
    assert found.level == "warning"
    assert "wsl-windows-claude" not in levels(with_env({}, {CREDENTIALS: login()}, installs=(WINDOWS,)))
    assert "install-several" not in levels(with_env({}, wsl=True, installs=(Install("/usr/bin/claude", say("2.1.329"), True), WINDOWS)))


def test_a_login_of_windows_does_not_count_in_wsl() -> None:
    files: dict[str, object] = {"/mnt/c/Users/dev/.claude/.credentials.json": login()}
    found = finding(with_env({"PATH": WINDOWS_PATH}, files, wsl=True), "wsl-login-elsewhere")
    assert found.level == "info"
    assert found.fixes[0].command == "claude auth login"
    here = {**files, CREDENTIALS: login()}
    assert "wsl-login-elsewhere" not in levels(with_env({"PATH": WINDOWS_PATH}, here, wsl=True))
    assert "wsl-login-elsewhere" not in levels(with_env({"PATH": WINDOWS_PATH}, {}, wsl=True))


def test_over_ssh_the_browser_is_elsewhere() -> None:
    found = finding(with_env({}, ssh=True), "ssh-no-browser")
    assert [fix.command for fix in found.fixes] == ["claude auth login", "claude setup-token"]
    assert "ssh-no-browser" not in levels(with_env({}, {CREDENTIALS: login()}, ssh=True))


def test_a_login_that_goes_with_its_container() -> None:
    here = Mount("/", "/", kind="overlay")
    found = finding(with_env({}, {CREDENTIALS: login()}, container="docker", mounts=(here,)), "container-login-not-kept")
    assert found.level == "info"
    kept = with_env({}, {CREDENTIALS: login()}, container="docker", mounts=(here, Mount(f"{HOME}/.claude")))
    toolbox = with_env({}, {CREDENTIALS: login()}, container="toolbox", mounts=(here,))
    unseen = with_env({}, {CREDENTIALS: login()}, container="docker")
    for machine in (kept, toolbox, unseen):
        assert "container-login-not-kept" not in levels(machine)


def test_a_job_that_rests_on_a_copied_login() -> None:
    found = finding(with_env({"CI": "true"}, {CREDENTIALS: login()}), "ci-uses-login")
    assert found.level == "warning"
    assert found.fixes[0].command == "claude setup-token"
    token = with_env({"CI": "true", "CLAUDE_CODE_OAUTH_TOKEN": TOKEN}, {CREDENTIALS: login()})
    assert "ci-uses-login" not in levels(token)


def test_features_are_off_only_where_a_login_is_there_to_lose_them() -> None:
    key = {"ANTHROPIC_API_KEY": KEY}
    assert levels(made({CREDENTIALS: login()}, key))["plan-features-off"] == "info"
    assert "plan-features-off" not in levels(made({}, key))
    assert "plan-features-off" not in levels(made({CREDENTIALS: login()}, {"ANTHROPIC_BASE_URL": "https://api.anthropic.com/"}))
    assert "plan-features-off" not in levels(made({CREDENTIALS: login()}))


def test_features_are_off_with_a_cloud_provider_and_name_its_switch() -> None:
    exports = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE", "AWS_REGION": "eu-west-1"}
    assert finding(made({CREDENTIALS: login()}, exports), "plan-features-off").title.endswith("CLAUDE_CODE_USE_BEDROCK is set")


@pytest.mark.parametrize(
    ("platform", "home", "folder"),
    [
        ("linux", HOME, f"{HOME}/.config/Claude"),
        ("macos", "/Users/dev", "/Users/dev/Library/Application Support/Claude"),
    ],
)
def test_desktop_goes_its_own_way(platform: str, home: str, folder: str) -> None:
    files = {f"{folder}/claude_desktop_config.json": "{}"}
    machine = make_machine(files, GATEWAY, platform=platform, home=home, request=Request(inherit="here"))
    assert "ANTHROPIC_AUTH_TOKEN" in finding(machine, "desktop-uses-own-login").title
    assert "desktop-uses-own-login" not in levels(make_machine({}, GATEWAY, platform=platform, home=home, request=Request(inherit="here")))


def test_desktop_and_claude_with_a_login_are_quiet() -> None:
    assert levels(made({CREDENTIALS: login(), "~/.config/Claude/claude_desktop_config.json": "{}"})) == {}


def test_an_extension_with_the_same_value_is_quiet() -> None:
    settings = {"claudeCode.environmentVariables": [{"name": "ANTHROPIC_API_KEY", "value": KEY}]}
    files = {"~/.vscode/extensions/anthropic.claude-code-2.1.329/package.json": "{}", "~/.config/Code/User/settings.json": settings}
    assert not {"extension-variables", "extension-misses-variable"} & set(levels(made(files, {"ANTHROPIC_API_KEY": KEY})))
    assert levels(made(files, {"ANTHROPIC_API_KEY": KEY[:-1] + "B"}))["extension-variables"] == "info"


def test_an_extension_without_a_credential_where_the_shell_has_one() -> None:
    extension = {"~/.cursor/extensions/anthropic.claude-code-2.1.0/package.json": "{}"}
    found = finding(made(extension, {"ANTHROPIC_API_KEY": KEY}), "extension-misses-variable")
    assert "~/.zshrc:1" in found.explain
    assert "extension-misses-variable" not in levels(made({**extension, CREDENTIALS: login()}, {"ANTHROPIC_API_KEY": KEY}))
    assert "extension-misses-variable" not in levels(made({}, {"ANTHROPIC_API_KEY": KEY}))


def test_a_profile_that_is_wanted_is_quiet() -> None:
    """Nobody had another login here."""
    files = {
        "~/.config/anthropic/configs/default.json": {"authentication": {"type": "user_oauth"}},
        "~/.config/anthropic/credentials/default.json": {"access_token": TOKEN, "expires_at": 9_999_999_999},
    }
    assert levels(made(files)) == {}
    with_plan = {**files, "~/.claude.json": state(CWD, oauthAccount={"organizationRateLimitTier": "default_claude_max_5x"})}
    assert "your Max login is gone" in finding(made(with_plan), "profile-left-behind").title


PLACES: dict[str, Machine] = {
    "over ssh": with_env({}, {CREDENTIALS: login()}, ssh=True),
    "a container that keeps the home folder": with_env({}, {CREDENTIALS: login()}, container="docker", mounts=(Mount("/"), Mount(HOME))),
    "a container with a token": with_env({"CLAUDE_CODE_OAUTH_TOKEN": TOKEN, "CI": "1"}, container="docker", mounts=(Mount("/"),)),
    "wsl with its own claude": with_env(
        {"PATH": WINDOWS_PATH}, {CREDENTIALS: login()}, wsl=True, installs=(Install("/usr/bin/claude", say("2.1.329"), True), WINDOWS)
    ),
    "a mac with the Keychain": with_env(
        {"SHELL": "/bin/zsh"}, platform="macos", keychain=(KeychainItem("Claude Code-credentials", "present"),)
    ),
    "with Desktop and an extension": with_env(
        {},
        {
            CREDENTIALS: login(),
            "~/.config/Claude/claude_desktop_config.json": "{}",
            "~/.vscode/extensions/anthropic.claude-code-2.1.329/package.json": "{}",
        },
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_healthy_machine_is_quiet_wherever_it_is(place: str) -> None:
    assert levels(PLACES[place]) == {}
