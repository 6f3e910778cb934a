"""What fish makes of its startup files, rule by rule, against what the real one was seen to export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.unveil import unveil
from tests.shells.fish.cases import NAMES, Case, all_cases
from tests.shells.made_up import TAG, start_of
from tests.shells.posix.asking import exported, lay

CASES = all_cases()
Needs = Callable[[str], str]


def _untagged(value: str | None) -> str | None:
    found = TAG.search(value) if value else None
    return found.group(1) if found else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.number))
def test_what_is_exported(case: Case) -> None:
    end = start_of("fish", case.start, case.files, case.environment, NAMES)
    told = {name: unveil(end.environment[name]) for name in NAMES if name in end.environment}
    assert {name: _untagged(value) for name, value in told.items()} == case.exported
    assert not [name for name in NAMES if end.variables[name].state == "unknown"]


def _ask(case: Case, home: Path, fish: str) -> dict[str, str]:
    home.mkdir()
    files = {path: text.replace("{HOME}", str(home)) for path, text in case.files.items()}
    lay(home, files)
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}
    seen = exported(fish, case.start, home, environment | {n: v.replace("{HOME}", str(home)) for n, v in case.environment.items()})
    assert seen is not None
    return {name: seen[name].replace(str(home), "/home/dev") for name in NAMES if name in seen}


@pytest.mark.parametrize("case", CASES[::16], ids=lambda case: str(case.number))
def test_the_real_fish_says_so(case: Case, needs: Needs, tmp_path: Path) -> None:
    seen = _ask(case, tmp_path / "home", needs("fish"))
    assert {name: _untagged(value) for name, value in seen.items()} == case.exported


@pytest.mark.oracle
def test_the_real_fish_says_so_of_every_case(needs: Needs, tmp_path: Path) -> None:
    fish = needs("fish")
    differs = []
    for case in CASES:
        seen = {name: _untagged(value) for name, value in _ask(case, tmp_path / str(case.number), fish).items()}
        if seen != case.exported:
            differs.append((case.number, seen, case.exported))
    assert not differs
