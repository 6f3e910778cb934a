"""Asking the real shell: its environment comes back, and whatever its startup files do, we come back too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.real_shell import ShellAnswer, ask_shell, differences
from tests.shown import shown


def ask(home: Path, program: str, rc: str, time_limit: float = 10.0) -> ShellAnswer:
    (home / ".bashrc").write_text(rc)
    environment = {"HOME": Secret(str(home)), "PATH": Secret("/usr/bin:/bin"), "TERM": Secret("xterm")}
    return ask_shell("bash", "interactive", environment, str(home), program, time_limit)


def test_it_tells_what_is_exported(tmp_path: Path, needs: Callable[[str], str]) -> None:
    answer = ask(
        tmp_path,
        needs("bash"),
        "echo noise; echo more >&2\nexport ANTHROPIC_API_KEY=$(printf 'a\\nb')\nANTHROPIC_AUTH_TOKEN=not-exported\n",
    )
    assert answer.environment is not None
    assert unveil(answer.environment["ANTHROPIC_API_KEY"]) == "a\nb"
    assert "ANTHROPIC_AUTH_TOKEN" not in answer.environment
    assert "VSCODE_RESOLVING_ENVIRONMENT" not in answer.environment


def test_startup_files_can_tell_that_nobody_sits_there(tmp_path: Path, needs: Callable[[str], str]) -> None:
    rc = '[ -n "$VSCODE_RESOLVING_ENVIRONMENT" ] && export MARKED=1; [ -t 0 ] && export TERMINAL=1\n'
    answer = ask(tmp_path, needs("bash"), rc)
    assert answer.environment is not None
    assert "MARKED" in answer.environment
    assert "TERMINAL" not in answer.environment


@pytest.mark.parametrize(
    ("rc", "limit", "detail"),
    [
        ("exit 3\n", 10.0, "its startup files ended or replaced it before it could answer"),
        ("exec true\n", 10.0, "its startup files ended or replaced it before it could answer"),
        ("sleep 30\n", 0.3, "it did not answer within 0.3 s"),
        ("trap '' TERM; sleep 30\n", 0.3, "it did not answer within 0.3 s"),
        ("read -r answer\nexit 1\n", 10.0, "its startup files ended or replaced it before it could answer"),
    ],
)
def test_startup_files_that_end_hang_or_ask_give_a_reason(
    tmp_path: Path, needs: Callable[[str], str], rc: str, limit: float, detail: str
) -> None:
    answer = ask(tmp_path, needs("bash"), rc, limit)
    assert (answer.environment, answer.detail) == (None, detail)
    assert answer.seconds < 5


def test_a_missing_shell_is_a_reason(tmp_path: Path) -> None:
    assert ask(tmp_path, "/nowhere/bash", "").detail == "it could not be started: no such program outside of the project"


def test_differences_name_the_variable_and_no_value() -> None:
    predicted = {"A": Secret("FAKEone"), "B": Secret("FAKEtwo"), "C": Secret("FAKEthree")}
    answer = {"A": Secret("FAKEone"), "B": Secret("FAKEother"), "D": Secret("FAKEfour"), "E": Secret("FAKEfive")}
    told = differences(predicted, ["E"], answer, [shown("A"), shown("B"), shown("C"), shown("D"), shown("E"), shown("F")])
    assert told == (
        "B: predicted set, but the real shell has another value",
        "C: predicted set, but the real shell has it unset",
        "D: predicted unset, but the real shell has it set",
        "E: could not be told; the real shell sets it",
    )
    assert "FAKE" not in str(told)
