"""What frameworks, plugins and themes of zsh do in their startup files, in small: tables, aliases, functions, options, loaders.

Each case of `zsh_idioms.jsonl` is a .zshrc and what zsh 5.9 was seen to export for K, L and M, in a home that holds `HOME_FILES`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.posix.asking import exported, lay

NAMES = ("K", "L", "M")
HOME_FILES = {"x.zsh": "export L=x\n", "d/a.zsh": ":\n", "d/b.zsh": ":\n"}
CASES = [json.loads(line) for line in (Path(__file__).parent / "zsh_idioms.jsonl").read_text(encoding="utf-8").splitlines()]
AT_MOST_UNKNOWN = 0.08
PARTS = 8
EVERY = 25
"""The real shell is asked for each so-many-th case."""
Needs = Callable[[str], str]


def _environment(home: Path) -> dict[str, str]:
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "USER": "root"}


def _told(zshrc: str, home: Path) -> list[str | None]:
    """What is predicted; "?" for unknown, None for unset."""
    lay(home, {**HOME_FILES, ".zshrc": zshrc + "\n"})
    secrets = {name: Secret(value) for name, value in _environment(home).items()}
    machine = Machine("linux", str(home), str(home), LiveFiles(), secrets, user="root", uid=os.getuid(), login_shell="/bin/bash")
    variables = predict_shell(machine, "zsh", "interactive", secrets, NAMES, hits=False).variables
    texts = ["?" if v.state == "unknown" else None if v.value is None else unveil(v.value) for v in (variables[name] for name in NAMES)]
    return _short(texts, home)


def _short(texts: list[str | None], home: Path) -> list[str | None]:
    return [None if text is None else text.replace(str(home), "H") for text in texts]


@pytest.mark.parametrize("part", range(PARTS))
def test_each_zshrc_exports_what_zsh_was_seen_to_export_or_is_unknown(part: int, tmp_path: Path) -> None:
    cases = CASES[part::PARTS]
    told = [_told(case["zshrc"], tmp_path / str(number)) for number, case in enumerate(cases)]
    wrong = [
        (case["zshrc"], one, case["exported"])
        for case, one in zip(cases, told, strict=True)
        if any(ours not in ("?", real) for ours, real in zip(one, case["exported"], strict=True))
    ]
    assert not wrong
    assert sum(one.count("?") for one in told) <= AT_MOST_UNKNOWN * len(told) * len(NAMES)


@pytest.mark.parametrize("number", range(0, len(CASES), EVERY))
def test_zsh_still_does_so(number: int, needs: Needs, tmp_path: Path) -> None:
    case: Mapping[str, object] = CASES[number]
    lay(tmp_path, {**HOME_FILES, ".zshrc": f"{case['zshrc']}\n"})
    seen = exported(needs("zsh"), "interactive", tmp_path, _environment(tmp_path))
    assert seen is not None
    assert _short([seen.get(name) for name in NAMES], tmp_path) == case["exported"]
