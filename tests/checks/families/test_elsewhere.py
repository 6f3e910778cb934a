"""Checks whose machines do not fit into a home of ours: managed settings, the Keychain, tmux, clouds, Windows."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from claude_auth_tui.checks.frame import run_checks
from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.machine import File, KeychainItem, Machine, Request, RunningClaude, Tmux
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.contexts import gather
from tests.checks.homes import GATEWAY, KEY, login, state

CREDENTIALS = "~/.claude/.credentials.json"
MANAGED = "/etc/claude-code/managed-settings.json"


def made(files: Mapping[str, object] | None = None, exports: Mapping[str, str] | None = None, **fields: object) -> Machine:
    rc = "".join(f"export {name}='{value}'\n" for name, value in (exports or {}).items())
    table: dict[str, object] = {"~/.claude.json": state(CWD, (KEY,)), "~/.zshrc": rc, **(files or {})}
    return make_machine(table, **fields)  # type: ignore[arg-type]


def finding(machine: Machine, id_: str) -> Finding:
    found = [f for f in run_checks(gather(machine)) if f.id == id_ and f.level != "ok"]
    assert found, [(f.id, f.level) for f in run_checks(gather(machine)) if f.level != "ok"]
    return found[0]


def levels(machine: Machine) -> dict[str, Level]:
    return {f.id: f.level for f in run_checks(gather(machine)) if f.level != "ok"}


def test_a_broken_managed_document_names_line_and_column() -> None:
    found = finding(made({CREDENTIALS: login(), MANAGED: '{\n  "env": {},\n}'}), "managed-settings-broken")
    assert found.level == "error"
    assert found.evidence[0].where == "/etc/claude-code/managed-settings.json:2:12"
    assert found.fixes[0].command == "sudo vi +2 /etc/claude-code/managed-settings.json"


def test_a_policy_that_refuses_the_key_is_obeyed_by_taking_the_key_away() -> None:
    found = finding(
        made({CREDENTIALS: login(), MANAGED: {"forceLoginMethod": "claudeai"}}, {"ANTHROPIC_API_KEY": KEY}), "policy-refuses-credential"
    )
    assert found.level == "error"
    assert (MANAGED + ":2", "policy forceLoginMethod") in [(e.where, e.text) for e in found.evidence]
    assert found.fixes[0].title == "Comment out ~/.zshrc:1"
    assert found.fixes[0].leads_to == "claude and claude -p then use your Max login"


def test_a_policy_without_a_login_says_to_log_in_too() -> None:
    found = finding(made({MANAGED: {"forceLoginMethod": "claudeai"}}, {"ANTHROPIC_API_KEY": KEY}), "policy-refuses-credential")
    assert [fix.command for fix in found.fixes][-2:] == ["claude auth login", ""]
    assert "administrator" in found.fixes[-1].title


def test_a_cloud_without_what_it_needs() -> None:
    found = finding(made({}, {"CLAUDE_CODE_USE_FOUNDRY": "1", "ANTHROPIC_FOUNDRY_API_KEY": "FAKE"}), "cloud-setup-incomplete")
    assert found.level == "error"
    assert found.docs.endswith("microsoft-foundry")
    assert found.evidence[0].where == "~/.zshrc:1"


def test_a_cloud_that_signs_in_by_itself_is_quiet() -> None:
    """Whether a sign-in on the cloud's side still holds cannot be told from here, and is no reason to cry."""
    machine = made(
        {"~/.aws/config": "[profile work]\nsso_session = corp\n"},
        {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_PROFILE": "work", "AWS_REGION": "eu-west-1"},
    )
    assert set(levels(machine).values()) <= {"info"}


def test_bedrock_and_its_mantle_endpoint_go_together() -> None:
    exports = {"CLAUDE_CODE_USE_BEDROCK": "1", "CLAUDE_CODE_USE_MANTLE": "1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE", "AWS_REGION": "eu-west-1"}
    assert "cloud-switches-conflict" not in levels(made({}, exports))


@pytest.mark.parametrize("value", ["0", "false", "no", ""])
def test_a_switch_that_is_off_is_no_finding(value: str) -> None:
    assert not [id_ for id_ in levels(made({CREDENTIALS: login()}, {"CLAUDE_CODE_USE_VERTEX": value})) if id_.startswith("cloud")]


def test_a_locked_keychain() -> None:
    machine = made({}, platform="macos", ssh=True, keychain=(KeychainItem("Claude Code-credentials", "locked"),))
    found = finding(machine, "login-locked")
    assert found.fixes[0].command == "security unlock-keychain"


def test_a_startup_file_nobody_can_read() -> None:
    found = finding(
        made({CREDENTIALS: login(), "~/.zshrc": File("", "unreadable", "file", mode=0, uid=1000, detail=say("Permission denied"))}),
        "startup-file-unreadable",
    )
    assert found.level == "unknown"
    assert found.fixes[0].command == "chmod 400 ~/.zshrc"


def test_tmux_hands_on_what_no_file_sets() -> None:
    found = finding(
        made({CREDENTIALS: login()}, tmux=Tmux({"ANTHROPIC_BASE_URL": Secret(GATEWAY["ANTHROPIC_BASE_URL"])}, "%1")),
        "tmux-carries-variable",
    )
    assert found.level == "info"
    assert found.fixes[0].command == "tmux set-environment -gu ANTHROPIC_BASE_URL \\; set-environment -u ANTHROPIC_BASE_URL"


def test_a_running_claude_goes_on_with_what_it_was_started_with() -> None:
    running = RunningClaude(4121, {"HOME": Secret("/home/dev"), "ANTHROPIC_API_KEY": Secret(KEY)}, cwd=CWD, pane="%3")
    found = finding(made({CREDENTIALS: login()}, running=(running,)), "running-claude-differs")
    assert found.title == "claude 4121 %3 was started with another ANTHROPIC_API_KEY than new shells have"
    assert found.fixes[0].leads_to == "claude and claude -p then use your Max login"


def test_a_login_of_somebody_else_needs_sudo() -> None:
    found = finding(
        made({CREDENTIALS: File("", "unreadable", "file", mode=0o600, uid=0, detail=say("Permission denied"))}), "login-unreadable"
    )
    assert found.level == "error"
    assert found.fixes[0].command.startswith("sudo chown ")


def test_modes_mean_nothing_on_windows() -> None:
    machine = made({CREDENTIALS: File("", "present", "file", mode=0o666)}, platform="windows", home="C:\\Users\\dev", login_shell="")
    assert "login-readable-by-others" not in levels(machine)


def test_powershell_gets_its_own_commands() -> None:
    machine = make_machine({}, {"ANTHROPIC_API_KEY": KEY}, platform="windows", home="C:\\Users\\dev", cwd="C:\\work", login_shell="")
    found = finding(machine, "terminal-carries-variable")
    assert found.fixes[0].command == "Remove-Item Env:ANTHROPIC_API_KEY"
    assert found.fixes[0].shell == "powershell"


def test_a_dead_login_beside_a_key_that_works_is_no_error() -> None:
    machine = made({CREDENTIALS: login(refreshToken=None, expiresAt=1000)}, {"ANTHROPIC_API_KEY": KEY})
    assert "error" not in levels(machine).values()


def test_a_wrong_value_that_is_not_used_is_no_error() -> None:
    """A setup token in the key's place that a cloud provider hides."""
    exports = {
        "CLAUDE_CODE_USE_BEDROCK": "1",
        "AWS_BEARER_TOKEN_BEDROCK": "FAKE",
        "AWS_REGION": "eu-west-1",
        "ANTHROPIC_API_KEY": f'"{KEY}"',
    }
    assert levels(made({}, exports))["value-quotes"] == "info"


def test_a_key_for_a_gateway_may_look_like_any_key() -> None:
    assert "value-wrong-slot" not in levels(made({}, {**GATEWAY, "ANTHROPIC_AUTH_TOKEN": KEY}))


def test_only_this_terminals_values_are_told_as_such() -> None:
    machine = make_machine({CREDENTIALS: login(), "~/.claude.json": state(CWD)}, {"ANTHROPIC_API_KEY": f'"{KEY}"'})
    found = finding(machine, "value-quotes")
    assert (found.level, found.context, found.fixes[0].command) == ("info", "here", "unset ANTHROPIC_API_KEY")


USUAL_FISH = [
    "starship init fish | source",
    "direnv hook fish | source",
    "eval (brew shellenv)",
    "status is-interactive; and fish_vi_key_bindings",
]


@pytest.mark.parametrize("rc", USUAL_FISH)
def test_the_usual_lines_of_a_fish_are_no_finding(rc: str) -> None:
    files = {"~/.claude.json": state(CWD), CREDENTIALS: login(), "~/.config/fish/config.fish": rc}
    assert levels(make_machine(files, {"SHELL": "/usr/bin/fish"})) == {}  # type: ignore[arg-type]


def test_a_stray_byte_in_a_comment_does_no_harm() -> None:
    latin = File("", "present", "file", SecretText("# caf\ufffd\nexport B=1\n"), bad_byte=5, mode=0o600, uid=1000)
    assert levels(made({CREDENTIALS: login(), "~/.zshrc": latin})) == {"startup-file-unreadable": "info"}


@pytest.mark.parametrize(
    "rc", ['eval "$(starship init zsh)"', "source <(kubectl completion zsh)", 'eval "$(brew shellenv)"', "alias ll='ls -l'"]
)
def test_the_usual_lines_of_a_startup_file_are_no_finding(rc: str) -> None:
    assert levels(made({CREDENTIALS: login(), "~/.zshrc": rc})) == {}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_code_that_may_set_a_key_unseen_is_unknown(shell: str) -> None:
    rc = {"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": "~/.config/fish/config.fish"}[shell]
    files = {"~/.claude.json": state(CWD), CREDENTIALS: login(), rc: 'eval "$(company-secrets env)"\n'}
    found = finding(make_machine(files, {"SHELL": f"/bin/{shell}"}), "startup-opaque")  # type: ignore[arg-type]
    assert found.level == "unknown"
    assert found.evidence[0].where == f"{rc}:1"


@pytest.mark.parametrize("given", ['{"env": {', "no-such-file.json"])
def test_what_settings_is_given_stops_claude_code(given: str) -> None:
    found = finding(made({CREDENTIALS: login()}, request=Request(settings=Secret(given))), "settings-flag-refused")
    assert found.level == "error"
    assert found.title.startswith("Claude Code does not start: ")
    sound = made({CREDENTIALS: login()}, request=Request(settings=Secret('{"env": {}}')))
    assert "settings-flag-refused" not in levels(sound)


def test_a_stored_console_key_beside_a_cloud_provider_is_logged_out_where_a_policy_demands_a_login() -> None:
    cloud = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "us-east-1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE"}
    files = {"~/.claude.json": state(CWD, primaryApiKey=KEY), MANAGED: {"forceLoginMethod": "claudeai"}}
    found = finding(made(files, cloud), "policy-refuses-credential")
    assert found.fixes[0].command == "claude auth logout"
    assert found.fixes[0].leads_to == "claude and claude -p then use Amazon Bedrock"
    assert levels(made({**files, "~/.claude.json": state(CWD)}, cloud)).get("policy-refuses-credential") is None
