"""Which value of a variable the checks go by: the one Claude Code takes, and no other."""

from __future__ import annotations

from claude_auth_tui.checks.known import given, new_shell
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.scene.contexts import gather

NAME = say("ANTHROPIC_BASE_URL")


def where(files: dict[str, object]) -> str | None:
    found = given(new_shell(gather(make_machine(files))), NAME)  # type: ignore[arg-type]
    return None if found is None else found.where


def test_settings_files_come_before_the_state_file_and_that_one_before_the_shell() -> None:
    shell = {"~/.zshrc": "export ANTHROPIC_BASE_URL=https://shell.example.invalid\n"}
    state = {"~/.claude.json": {"env": {NAME: "https://state.example.invalid"}}}
    settings = {"~/.claude/settings.json": {"env": {NAME: "https://settings.example.invalid"}}}
    assert where({**shell, **state, **settings}) == "~/.claude/settings.json:3"
    assert where({**shell, **state}) == "~/.claude.json:3"
    assert where({**shell}) == "~/.zshrc:1"


def test_under_a_host_application_neither_file_counts() -> None:
    """The state file's variables were taken for what is sent although Claude Code does not take them there."""
    host = {"~/.zshrc": "export CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=1\n"}
    assert where({**host, "~/.claude.json": {"env": {NAME: "https://state.example.invalid"}}}) is None
