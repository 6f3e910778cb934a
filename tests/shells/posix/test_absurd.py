"""Absurd texts: however deeply something is nested, a start is evaluated in a moment."""

from __future__ import annotations

import time

import pytest

from claude_auth_tui.model.words import ShellName
from tests.shells.made_up import start_of

TEXTS = {
    "arithmetic never closed": "$((" * 2000,
    "arithmetic or commands": "echo " + "$((" * 2000 + "1" + "))" * 2000,
    "JSON as a word": "echo " + '{"a":' * 16_000,
    "lists in braces": "echo " + "{a," * 3000 + "}" * 3000,
    "brackets": "echo " + "[" * 100_000 + "]" * 100_000,
    "one long value": "x=" + "a" * 3_000_000,
    "quotes and commands": "echo " + '"$(' * 1500,
    "subshells": "(" * 5000 + ")" * 5000,
    "conditions": "if true; then " * 2000,
}


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("name", TEXTS)
def test_an_absurd_line_takes_a_moment(shell: ShellName, name: str) -> None:
    began = time.process_time()
    end = start_of(shell, "interactive", {".bashrc" if shell == "bash" else ".zshrc": TEXTS[name] + "\nexport ANTHROPIC_API_KEY=a\n"})
    assert end.variables["ANTHROPIC_API_KEY"].state in ("set", "unset", "unknown")
    assert time.process_time() - began < 3
