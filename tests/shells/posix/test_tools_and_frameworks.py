"""Small homes in the style of tool managers and bash frameworks: what is predicted is what the real bash and zsh were seen to export, or unknown.

Each line of `tools_and_frameworks.jsonl` is a home and what bash 5.2 or zsh 5.9 of Debian exported for it; `undecidable`: it hangs on
the time or on the disk's order, so that it must only not be wrong. A file that begins with `#!`
can be executed, one that begins with `-> ` is a link; `H` stands for the home folder in what is exported.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.posix.asking import exported

NAMES = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL")
_RECORDED = Path(__file__).parent / "tools_and_frameworks.jsonl"
CASES = [json.loads(line) for line in _RECORDED.read_text(encoding="utf-8").splitlines()] if _RECORDED.exists() else []
AT_MOST_UNKNOWN = 0.06
EVERY = 7
"""The real shell is asked for each so-many-th case."""
Needs = Callable[[str], str]


def _lay(home: Path, files: Mapping[str, str]) -> None:
    for relative, text in files.items():
        path = home / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("-> "):
            path.symlink_to(text[3:])
            continue
        path.write_text(text, encoding="utf-8")
        if text.startswith("#!"):
            path.chmod(0o755)


def _environment(home: Path) -> dict[str, str]:
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}


def _told(case: Mapping[str, Any], home: Path) -> dict[str, str]:
    """What is predicted for each name that is not unset; "?" for unknown."""
    _lay(home, case["files"])
    secrets = {name: Secret(value) for name, value in _environment(home).items()}
    machine = Machine("linux", str(home), str(home), LiveFiles(), secrets, user="dev", uid=os.getuid(), login_shell="/bin/bash")
    end = predict_shell(machine, case["shell"], case["start"], secrets, NAMES)
    told = {}
    for name, variable in end.variables.items():
        if variable.state != "unset":
            told[name] = "?" if variable.value is None else unveil(variable.value).replace(str(home), "H")
    return told


def _seen(case: Mapping[str, Any], home: Path, shell: str) -> dict[str, str]:
    _lay(home, case["files"])
    seen = exported(shell, case["start"], home, _environment(home))
    assert seen is not None
    return {name: seen[name].replace(str(home), "H") for name in NAMES if name in seen}


def test_each_home_ends_as_it_was_seen_to_end_or_is_unknown(tmp_path: Path) -> None:
    unknown = 0
    wrong = []
    for number, case in enumerate(CASES):
        told = _told(case, tmp_path / str(number))
        unknown += "?" in told.values() and not case.get("undecidable")
        if any(told.get(name) not in ("?", case["exported"].get(name)) for name in NAMES):
            wrong.append((case["shell"], case["files"], told, case["exported"]))
    assert not wrong
    assert unknown <= AT_MOST_UNKNOWN * len(CASES)


@pytest.mark.parametrize("number", range(0, len(CASES), EVERY))
def test_the_real_shell_still_ends_so(number: int, needs: Needs, tmp_path: Path) -> None:
    case = CASES[number]
    assert _seen(case, tmp_path, needs(case["shell"])) == case["exported"]
