"""zsh's words and variables: `${^list}`, glob qualifiers, elements and slices, `local` over lists, its tables of itself.

Each case of `zsh_words.jsonl` is one line of a .zshrc and what zsh 5.9 was seen to export for it, in a home that holds `HOME_FILES`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.demo.build import HOME
from claude_auth_tui.model.unveil import unveil
from tests.shells.made_up import start_of
from tests.shells.posix.asking import exported, lay

KEY = "ANTHROPIC_API_KEY"
HOME_FILES = {
    "m/a/init.zsh": ":\n",
    "m/b/x.txt": "t\n",
    "m/c.zsh": ":\n",
    "m/.h": "h\n",
    "o/a/init.zsh": ":\n",
    "o/c.zsh": "long text\n",
}
CASES = [json.loads(line) for line in (Path(__file__).parent / "zsh_words.jsonl").read_text(encoding="utf-8").splitlines()]
AT_MOST_UNKNOWN = 0.08
EVERY = 9
"""The real shell is asked for each so-many-th case."""
Needs = Callable[[str], str]


def _told(line: str) -> str | None:
    """What is predicted; "?" for unknown, None for unset."""
    end = start_of("zsh", "interactive", {**HOME_FILES, ".zshrc": line + "\n"}, names=[KEY])
    variable = end.variables[KEY]
    if variable.state in ("unset", "unknown"):
        return None if variable.state == "unset" else "?"
    return unveil(variable.value).replace(HOME, "H") if variable.value is not None else ""


def test_each_line_exports_what_zsh_was_seen_to_export_or_is_unknown() -> None:
    told = {case["line"]: _told(case["line"]) for case in CASES}
    wrong = [(c["line"], told[c["line"]], c["exported"]) for c in CASES if told[c["line"]] not in ("?", c["exported"])]
    assert not wrong
    assert list(told.values()).count("?") <= AT_MOST_UNKNOWN * len(told)


def _state_and_notes(text: str) -> tuple[str, tuple[str, ...]]:
    end = start_of("zsh", "interactive", {".zshrc": text, "a.zsh": "autoload -Uz nope; nope\nf[x]=y\n"}, names=[KEY])
    return end.variables[KEY].state, tuple(str(note) for note in end.notes)


def test_an_assignment_that_may_be_an_error_reaches_to_the_end_of_its_file_or_eval() -> None:
    state, notes = _state_and_notes(f"autoload -Uz nope; nope\nf[x]=y\nexport {KEY}=k\n")
    assert state == "unknown"
    assert any(":2: " in note and "not followed" in note for note in notes)
    assert _state_and_notes(f"if [[ $(id) == x* ]]; then typeset -A f; fi\nf[x]=y\nexport {KEY}=k\n")[0] == "unknown"
    assert _state_and_notes(f"source ~/a.zsh\nexport {KEY}=k\n")[0] == "set"
    assert _state_and_notes(f'autoload -Uz nope; nope\neval "f[x]=y"\nexport {KEY}=k\n')[0] == "set"


@pytest.mark.parametrize("number", range(0, len(CASES), EVERY))
def test_zsh_still_does_so(number: int, needs: Needs, tmp_path: Path) -> None:
    case = CASES[number]
    lay(tmp_path, {**HOME_FILES, ".zshrc": case["line"] + "\n"})
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    seen = exported(needs("zsh"), "interactive", tmp_path, environment | {"USER": os.environ.get("USER", "dev")})
    assert seen is not None
    value = seen.get(KEY)
    assert (None if value is None else value.replace(str(tmp_path), "H")) == case["exported"]
