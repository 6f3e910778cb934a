"""What zsh's frameworks, plugin managers and large homes are written with: arithmetic, flags, functions read later, lists of files.

Each case of `zsh_in_frameworks.jsonl` is one line of a .zshrc, or several files, and what zsh 5.9 was seen to export for it, in a home
that holds `HOME_FILES` too.
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
    "p/a.plugin.zsh": "PA=1\n",
    "p/b.zsh": ":\n",
    "p/sub/c.zsh": ":\n",
    "l.txt": "one\ntwo words\n\nthree\n",
    "fn/myfn": "print hello $1\n",
    "fn/kfn": 'kfn() { print k $1 }\nkfn "$@"\n',
}
CASES = [json.loads(line) for line in (Path(__file__).parent / "zsh_in_frameworks.jsonl").read_text(encoding="utf-8").splitlines()]
AT_MOST_UNKNOWN = 0.03
EVERY = 17
"""The real shell is asked for each so-many-th case."""
Needs = Callable[[str], str]


def _files(case: dict[str, object]) -> dict[str, str]:
    files = case.get("files")
    return {**HOME_FILES, **(files if isinstance(files, dict) else {".zshrc": f"{case['line']}\n"})}


def _told(case: dict[str, object]) -> str | None:
    """What is predicted; "?" for unknown, None for unset."""
    variable = start_of("zsh", "interactive", _files(case), names=[KEY]).variables[KEY]
    if variable.state in ("unset", "unknown"):
        return None if variable.state == "unset" else "?"
    return unveil(variable.value).replace(HOME, "H") if variable.value is not None else ""


def test_each_home_exports_what_zsh_was_seen_to_export_or_is_unknown() -> None:
    told = [_told(case) for case in CASES]
    wrong = [(case, one) for case, one in zip(CASES, told, strict=True) if one not in ("?", case["exported"])]
    assert not wrong
    assert told.count("?") <= AT_MOST_UNKNOWN * len(told)


@pytest.mark.parametrize("number", range(0, len(CASES), EVERY))
def test_zsh_still_does_so(number: int, needs: Needs, tmp_path: Path) -> None:
    lay(tmp_path, _files(CASES[number]))
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    seen = exported(needs("zsh"), "interactive", tmp_path, environment | {"USER": os.environ.get("USER", "dev")})
    assert seen is not None
    value = seen.get(KEY)
    assert (None if value is None else value.replace(str(tmp_path), "H")) == CASES[number]["exported"]
