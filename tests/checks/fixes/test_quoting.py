"""What is quoted arrives in the real shells exactly as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from claude_auth_tui.checks.fixes.quoting import path_word, word
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
    "a\u200bb\u202etxt.sh\u2066c\u200b",
    "\ufefffirst \u00ad4\u200e5",
    "tag\U000e0041 \ue000 \u0085 \u2028",
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


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_not_seen_is_named(shell: FixShell, tmp_path: Path) -> None:
    """Characters without width, or that turn the line round, do not hide in a command that is copied; nor does a broken byte."""
    text = "a\u200b\u202eb\udcff/c"
    written = word(shown(text), shell)
    assert written.isascii()
    assert run(shell, f"/usr/bin/env printf '%s' {written} | /usr/bin/od -An -tx1", tmp_path).split() == [
        f"{byte:02x}" for byte in text.encode("utf-8", "surrogateescape")
    ]


def test_a_backslash_in_a_folders_name_stays_one() -> None:
    machine = make_machine()
    assert machine.show_path(HOME + "/a\\b/.zshrc") == "~/a\\b/.zshrc"
    assert path_word(HOME + "/a\\b/.zshrc", machine, "bash") == f"'{HOME}/a\\b/.zshrc'"
    windows = make_machine(platform="windows", home="C:\\Users\\dev")
    assert windows.show_path("C:\\Users\\dev\\a\\b") == "~/a/b"


def test_windows_shells() -> None:
    machine = make_machine(platform="windows", home="C:\\Users\\dev")
    assert path_word("C:\\Users\\dev\\it's\\x", machine, "powershell") == "'C:\\Users\\dev\\it''s\\x'"
    assert path_word("C:\\Users\\dev\\.claude\\settings.json", machine, "powershell") == "C:\\Users\\dev\\.claude\\settings.json"
    assert word(shown("a‘b’"), "powershell") == "'a‘‘b’’'"
    assert word(shown("a\u200b$x\U000e0041"), "powershell") == '"a$([char]8203)`$x$([char]56128)$([char]56385)"'
    assert path_word("C:\\Users\\dev\\a b", machine, "cmd") == '"C:\\Users\\dev\\a b"'
