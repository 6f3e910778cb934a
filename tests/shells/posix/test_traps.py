"""`trap`, and what zsh runs by itself: only where a trap may set an asked-for variable is its value not told."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.words import ShellName
from tests.shells.made_up import label, start_of

KEY, OTHER = "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"
FILE = {"bash": ".bashrc", "zsh": ".zshrc"}


@pytest.mark.parametrize(
    ("shell", "text"),
    [
        ("bash", f"trap 'export {KEY}=x' DEBUG\n"),
        ("bash", f"trap 'export {KEY}=x' DEBUG\nexport {KEY}=y\n"),
        ("bash", f"trap -- 'unset {KEY}' ERR SIGINT\n"),
        ("bash", f"f() {{ trap 'export {KEY}=x' RETURN; }}\nf\n"),
        ("zsh", f"f() {{ trap 'export {KEY}=x' EXIT; }}\nf\n"),
        ("zsh", f"trap 'export {KEY}=x' ZERR\n"),
    ],
)
def test_a_variable_that_a_running_trap_names_is_unknown(shell: ShellName, text: str) -> None:
    end = start_of(shell, "interactive", {FILE[shell]: f"export {KEY}=a\nexport {OTHER}=b\n{text}"})
    assert end.variables[KEY].state == "unknown"
    assert "the trap at line" in end.variables[KEY].notes[0]
    assert label(end.variables[OTHER]) == f"{FILE[shell]}:2"


@pytest.mark.parametrize(
    ("shell", "text"),
    [
        ("bash", f"trap 'unset {KEY}' EXIT\n"),
        ("bash", f"trap 'unset {KEY}' INT TERM\n"),
        ("bash", "trap 'history -a' DEBUG\n"),
        ("bash", f"(trap 'unset {KEY}' DEBUG)\n"),
        ("bash", "trap -p DEBUG; trap; trap - DEBUG\n"),
        ("zsh", f"trap 'unset {KEY}' EXIT\n"),
        ("zsh", f"alias -s {KEY}='unset {KEY}'\nalias -s txt=less\n"),
        ("zsh", f"chpwd() {{ unset {KEY} }}\n"),
        ("zsh", f"precmd() {{ unset {KEY} }}\nadd-zsh-hook precmd precmd\n"),
    ],
)
def test_others_leave_it_as_it_is(shell: ShellName, text: str) -> None:
    end = start_of(shell, "interactive", {FILE[shell]: f"export {KEY}=a\n{text}"})
    assert label(end.variables[KEY]) == f"{FILE[shell]}:1"


def test_a_trap_that_is_taken_away_leaves_later_lines_certain() -> None:
    end = start_of("bash", "interactive", {".bashrc": f"trap 'export {KEY}=x' DEBUG\ntrap - DEBUG\nexport {KEY}=a\n"})
    assert label(end.variables[KEY]) == ".bashrc:3"
