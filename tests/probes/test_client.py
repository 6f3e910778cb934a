"""Asking the installed claude: a stand-in that says this and that, and, with --oracle, the real one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from claude_auth_tui.demo.machines import LOGIN
from claude_auth_tui.model.machine import Machine, Request
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.probes.plans import plan_of
from claude_auth_tui.probes.probe import Stop, carry_out
from claude_auth_tui.read.reading import read_machine
from tests.probes.conftest import KEY, SHORT, ask_here, here, plan_here, row, titles

BINARY = os.environ.get("CLAUDE_BIN", "")
"""Looked up before the throwaway home of each test is made."""
SAYS = {"loggedIn": True, "authMethod": "api_key", "apiProvider": "firstParty", "apiKeySource": "ANTHROPIC_API_KEY"}


def installed(folder: Path, script: str, env: dict[str, str] | None = None, files: dict[str, object] | None = None) -> Machine:
    """A machine with this `claude` on its PATH, and a key in its environment."""
    program = folder / "claude"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return here({"PATH": f"{folder}:/usr/bin:/bin", "ANTHROPIC_API_KEY": KEY, **(env or {})}, cwd=folder, files=files)


def saying(**answer: object) -> str:
    return f"cat <<'EOF'\n{json.dumps({**SAYS, **answer})}\nEOF"


def test_it_says_what_it_will_run_with_which_environment_and_runs_nothing_yet(tmp_path: Path) -> None:
    plan = plan_here(installed(tmp_path, "touch ran"), "claude")
    said = " ".join(plan.says)
    assert f"Runs {tmp_path}/claude auth status --json in {tmp_path}" in said
    assert "with the environment of this terminal" in said
    assert "may write its state file and use the network" in said
    assert not (tmp_path / "ran").exists()


def test_it_gets_the_contexts_environment_and_no_update(tmp_path: Path) -> None:
    script = f'echo "$* $ANTHROPIC_API_KEY $DISABLE_AUTOUPDATER $(pwd)" > seen; {saying()}'
    probe = ask_here(installed(tmp_path, script), "claude")
    assert (tmp_path / "seen").read_text() == f"auth status --json {KEY} 1 {tmp_path}\n"
    assert row(probe, "As predicted").level == "ok"
    assert "claude -p: ANTHROPIC_API_KEY is sent in x-api-key" in row(probe, "What is sent").text


def test_a_new_shells_environment_is_that_shells(tmp_path: Path) -> None:
    text = f"export PATH={tmp_path}:/usr/bin:/bin\nexport ANTHROPIC_AUTH_TOKEN=$(pass show token)\n"
    machine = installed(tmp_path, f"env > seen; {saying(authMethod='none')}", {"ONLY_HERE": "1"}, {"~/.zshrc": text})
    plan = plan_here(machine, "claude", context="new_shell")
    assert "with the environment of a new zsh" in " ".join(plan.says)
    assert "ANTHROPIC_AUTH_TOKEN is decided when the shell runs, and is left out." in plan.says
    carry_out(plan, Stop(3))
    seen = (tmp_path / "seen").read_text()
    assert "ONLY_HERE" not in seen
    assert "ANTHROPIC" not in seen


def test_where_they_differ_is_told_field_by_field_and_why_it_can_be_wrong(tmp_path: Path) -> None:
    script = saying(authMethod="claude.ai", apiKeySource=None, email="dev@example.com", orgName="FAKEcanary")
    probe = ask_here(installed(tmp_path, script, {"ANTHROPIC_AUTH_TOKEN": "gw-FAKEcanary-token"}), "claude")
    assert (row(probe, "authMethod").level, row(probe, "authMethod").text) == (
        "warning",
        "it says claude.ai, predicted was oauth_token",
    )
    assert row(probe, "apiKeySource").text == "it says nothing, predicted was ANTHROPIC_API_KEY"
    assert row(probe, "loggedIn").level == "ok"
    assert "it names one method only" in row(probe, "Why it can be wrong").text
    assert "example.com" not in repr(probe)


def test_a_login_that_is_over_is_one_of_its_blind_spots(tmp_path: Path) -> None:
    login = {"claudeAiOauth": {**LOGIN["claudeAiOauth"], "expiresAt": 1000, "refreshToken": ""}}  # type: ignore[dict-item]
    files: dict[str, object] = {"~/.claude/.credentials.json": login}
    machine = installed(tmp_path, saying(authMethod="claude.ai", apiKeySource=None), {"ANTHROPIC_API_KEY": ""}, files)
    texts = [row.text for row in ask_here(machine, "claude").rows if row.title == "Why it can be wrong"]
    assert any("the stored login is over" in text.lower() for text in texts), texts


@pytest.mark.parametrize(
    ("script", "title", "level"),
    [
        ("echo 'Not logged in · Please run /login'; exit 1", "Exit status 1", "unknown"),
        ("echo '{\"loggedIn\": '", "Exit status 0", "unknown"),
        ("sleep 60", "No answer", "unknown"),
        ("yes FAKEcanary", "No answer", "unknown"),
        ("kill -9 $$", "No answer", "unknown"),
        (f"echo warning; {saying()}; echo more", "As predicted", "ok"),
        (saying(authMethod=KEY, apiProvider="FAKEcanary" * 9, apiKeySource=["FAKEcanary"]), "authMethod", "warning"),
    ],
)
def test_a_claude_that_answers_oddly(tmp_path: Path, script: str, title: str, level: str) -> None:
    probe = ask_here(installed(tmp_path, script), "claude", SHORT)
    assert row(probe, title).level == level


def test_without_a_claude_it_is_refused(tmp_path: Path) -> None:
    plan = plan_here(here({"PATH": str(tmp_path)}), "claude")
    assert plan.refused
    assert plan.says == ("No claude program is on the PATH of this terminal.",)


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("env", "files"),
    [
        ({"ANTHROPIC_API_KEY": KEY}, {}),
        ({"ANTHROPIC_AUTH_TOKEN": "gw-FAKEcanary"}, {}),
        ({"CLAUDE_CODE_USE_BEDROCK": "1"}, {}),
        ({}, {}),
        ({}, {".claude/settings.json": json.dumps({"apiKeyHelper": "echo FAKEcanary"})}),
        ({}, {".claude/.credentials.json": json.dumps(LOGIN)}),
    ],
)
def test_the_real_claude_agrees(tmp_path: Path, env: dict[str, str], files: dict[str, str]) -> None:
    if not BINARY:
        pytest.skip("CLAUDE_BIN names no claude")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/claude").symlink_to(BINARY)
    (tmp_path / "work").mkdir()
    given = {"HOME": str(tmp_path), "PATH": f"{tmp_path}/bin:/usr/bin:/bin", "SHELL": "/bin/bash", "USER": "dev", **env}
    machine = read_machine(Request(cwd=str(tmp_path / "work")), given)
    assert machine.environment["HOME"] == Secret(str(tmp_path))
    probe = carry_out(plan_of(machine, "claude", "here"), Stop(15))
    assert "As predicted" in titles(probe), probe.rows
