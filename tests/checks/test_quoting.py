"""What is quoted arrives in the real shells exactly as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from claude_auth_tui.checks.quoting import path_word, word
from claude_auth_tui.demo.build import HOME, make_machine
from claude_auth_tui.model.words import FixShell
from tests.checks.running import SHELLS, run
from tests.shown import shown

AWKWARD = [
    "plain",
    "two words",
    "it's",
    'say "hi"',
    "$HOME and `date` and $(date)",
    "back\\slash\\",
    "\\'mixed'\\",
    "line\nbreak",
    "tab\tand\x1bescape",
    "!history!",
    "=ls",
    "*?[a]{b,c}",
    "#hash ~tilde",
    "ünïcödé – …",
    "-n",
    "a;b|c&d>e<f",
    "",
]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_word_arrives_as_it_is(shell: FixShell, tmp_path: Path) -> None:
    words = " ".join(word(shown(text), shell) for text in AWKWARD)
    told = run(shell, f"/usr/bin/env printf '%s\\0' {words}", tmp_path)
    assert told.split("\0")[:-1] == AWKWARD


@pytest.mark.parametrize("shell", SHELLS)
def test_a_path_arrives_as_it_is(shell: FixShell, tmp_path: Path) -> None:
    machine = make_machine(home=str(tmp_path))
    paths = [str(tmp_path / name) for name in (".zshrc", "my files/it's", "a$b", "~odd", "line\nbreak")] + ["/etc/zsh/zshrc", "/a b/c"]
    words = " ".join(path_word(path, machine, shell) for path in paths)
    assert run(shell, f"/usr/bin/env printf '%s\\0' {words}", tmp_path).split("\0")[:-1] == paths


def test_a_path_is_written_as_people_write_it() -> None:
    machine = make_machine()
    assert path_word(HOME + "/.zshrc", machine, "zsh") == "~/.zshrc"
    assert path_word(HOME + "/my rc", machine, "zsh") == f"'{HOME}/my rc'"


def test_windows_shells() -> None:
    machine = make_machine(platform="windows", home="C:\\Users\\dev")
    assert path_word("C:\\Users\\dev\\it's\\x", machine, "powershell") == "'C:\\Users\\dev\\it''s\\x'"
    assert path_word("C:\\Users\\dev\\.claude\\settings.json", machine, "powershell") == "C:\\Users\\dev\\.claude\\settings.json"
    assert path_word("C:\\Users\\dev\\a b", machine, "cmd") == '"C:\\Users\\dev\\a b"'
