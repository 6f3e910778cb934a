"""Opening the view: only where there is a terminal to draw on, and without loading what the first picture does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claude_auth_tui.demo.machines import MACHINES
from claude_auth_tui.diagnose import diagnose
from tests.tui.terminal import ROOT, run_in_terminal

_COMMAND = "import sys; from claude_auth_tui.commands.cli import main; sys.exit(main({}))"


def _run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {"HOME": str(home), "PATH": os.environ["PATH"], "SHELL": "/bin/bash", "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
    return subprocess.run(
        [sys.executable, "-m", "claude_auth_tui", *arguments], env=given, cwd=home, capture_output=True, text=True, check=False, timeout=30
    )


def test_without_a_terminal_the_plain_report_is_printed(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.returncode == 1
    assert "Not logged in" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_dumb_terminal_gets_the_plain_report(tmp_path: Path, term: str) -> None:
    status, written = run_in_terminal(_COMMAND.format([]), b"", b"never", tmp_path, {"TERM": term})
    assert status == 1
    assert b"Not logged in" in written
    assert b"\x1b" not in written


def test_in_a_terminal_the_view_opens_and_q_ends_it(tmp_path: Path) -> None:
    status, written = run_in_terminal(_COMMAND.format([]), b"q", b" quit", tmp_path)
    assert status == 0
    assert b"Not logged in" in written


@pytest.mark.parametrize("name", MACHINES)
def test_every_demo_has_its_report(tmp_path: Path, name: str) -> None:
    done = _run(tmp_path, "demo", name)
    assert done.returncode == 0
    assert diagnose(MACHINES[name].machine()).verdict.headline in done.stdout


def test_a_demo_opens_in_a_terminal(tmp_path: Path) -> None:
    status, written = run_in_terminal(_COMMAND.format(["demo"]), b"q", b" quit", tmp_path)
    assert status == 0
    assert b"key-overrides-max" in written


def test_an_unknown_demo_is_bad_usage_and_says_which_there_are(tmp_path: Path) -> None:
    done = _run(tmp_path, "demo", "nonsense")
    assert done.returncode == 2
    assert "key-overrides-max" in done.stderr
    assert done.stdout == ""


def test_the_demos_show_what_they_say() -> None:
    told = {name: diagnose(demo.machine()).verdict for name, demo in MACHINES.items()}
    assert told["healthy-max"].level == "ok"
    assert told["only-this-terminal"].level == "ok"
    assert told["key-overrides-max"].finding == "env-key-overrides-login"
    assert told["not-logged-in"].finding == "login-missing"
    assert "Bedrock" in told["bedrock-leftover"].headline
    assert "~/.claude/settings.json:4" in told["settings-env-overrides"].detail
    assert told["broken-settings"].finding == "settings-broken"
    assert "expired" in told["expired-login"].headline


def test_the_first_picture_needs_no_watcher() -> None:
    code = "import sys, claude_auth_tui.tui.app, claude_auth_tui.tui.live_source, claude_auth_tui.commands.open; print([m for m in sys.modules if m.startswith('watchdog')])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.stdout.strip() == "[]"
