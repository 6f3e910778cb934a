"""What bash 5.2, zsh 5.9 and fish 3.6 of Debian were seen to export on made-up homes, and what is predicted for them.

Each value was tagged with the line it is written on, so a case says which line each exported value comes from.
Recorded as root, interactive starts on a terminal of their own. `fish.jsonl` has its cases by construct, written to
come out otherwise where the construct's rule is missing; they also hold whole values where a tag does not say it all.
`wild.jsonl` holds single idioms of the startup files that people and frameworks have, with what is exported behind them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from claude_auth_tui.demo.build import HOME
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.result import ShellEnd
from tests.shells.made_up import TAG, label, start_of
from tests.shells.posix.asking import exported, lay

RECORDED = Path(__file__).parent / "shells.jsonl"
AT_MOST_UNKNOWN = 0.01
AT_MOST_UNKNOWN_IN_THE_WILD = 0.03
WILD = [json.loads(line) for line in (Path(__file__).parent / "wild.jsonl").read_text(encoding="utf-8").splitlines()]
FISH = [json.loads(line) for line in (Path(__file__).parent / "fish.jsonl").read_text(encoding="utf-8").splitlines()]
CONSTRUCTS = {name: list(cases) for name, cases in groupby(sorted(FISH, key=lambda c: str(c["construct"])), lambda c: str(c["construct"]))}
NOT_TOLD = {"env NAME=value command": 1}
"""Constructs of which so many cases may be answered with "not known"."""


def _cases(shell: str) -> list[dict[str, Any]]:
    with RECORDED.open(encoding="utf-8") as lines:
        return [case for case in map(json.loads, lines) if case["shell"] == shell]


@pytest.mark.parametrize(("shell", "at_least"), [("bash", 500), ("zsh", 600), ("fish", 90)])
def test_a_start_is_predicted_as_the_real_shell_made_it(shell: str, at_least: int) -> None:
    wrong: list[str] = []
    unknown = 0
    cases = _cases(shell)
    for case in cases:
        end = start_of(case["shell"], case["start"], case["home"], case.get("env"), tuple(case["exported"]))
        told = {name: label(end.variables[name]) for name in case["exported"]}
        unknown += "?" in told.values()
        differs = [f"{n}: {told[n]!r}, seen {seen!r}" for n, seen in case["exported"].items() if not _agrees(told[n], seen)]
        if differs:
            wrong.append(f"{'; '.join(differs)}\n    {json.dumps(case)[:2000]}")
    assert not wrong, f"{len(wrong)} of {len(cases)} wrong:\n" + "\n".join(wrong[:5])
    assert unknown <= AT_MOST_UNKNOWN * len(cases)
    assert len(cases) >= at_least


def _agrees(told: str | None, seen: str | None) -> bool:
    if told in ("?", seen):
        return True
    return bool(told) and bool(seen) and ":" not in str(seen) and seen != "inherited"  # a value without a tag: any line will do


def test_idioms_of_startup_files_in_the_wild_end_as_in_the_real_shells() -> None:
    wrong: list[str] = []
    unknown: list[str] = []
    for case in WILD:
        end = start_of(case["shell"], case["start"], case["home"], case["env"], tuple(case["exported"]))
        states = {name: end.variables[name].state for name in case["exported"]}
        if "unknown" in states.values():
            unknown.append(case["id"])
        values = _values(end, case["exported"])
        wrong += [f"{case['id']}: {n}" for n, seen in case["exported"].items() if states[n] != "unknown" and values[n] != seen]
    assert not wrong
    assert len(unknown) <= AT_MOST_UNKNOWN_IN_THE_WILD * len(WILD), unknown


def test_the_recorded_fish_cases_cover_the_language() -> None:
    assert len(FISH) >= 800
    assert len(CONSTRUCTS) >= 100
    assert all(len(cases) >= 4 for cases in CONSTRUCTS.values())


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_a_construct_of_fish_ends_as_in_the_real_one(construct: str) -> None:
    wrong: list[str] = []
    unknown = 0
    for case in CONSTRUCTS[construct]:
        end = start_of("fish", case["start"], case["home"], case.get("env"), tuple(case["exported"]))
        unsure = {name for name in case["exported"] if end.variables[name].state == "unknown"}
        unknown += bool(unsure)
        told = {name: _shown(value) for name, value in _values(end, case["exported"]).items()}
        differs = [f"{n}: {told[n]!r}, seen {seen!r}" for n, seen in _seen(case).items() if n not in unsure and told[n] != _shown(seen)]
        if differs:
            wrong.append(f"{'; '.join(differs)}\n    {json.dumps(case)[:2000]}")
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:5])
    assert unknown <= NOT_TOLD.get(construct, 0)


def _values(end: ShellEnd, names: Mapping[str, object]) -> dict[str, str | None]:
    return {name: unveil(end.environment[name]).replace(HOME, "{HOME}") if name in end.environment else None for name in names}


def _seen(case: Mapping[str, Any]) -> dict[str, str | None]:
    """The whole values, where they were recorded, else their tags."""
    seen: dict[str, str | None] = {**case["exported"], **case.get("values", {})}
    return seen


def _shown(value: str | None) -> str | None:
    """The tag of a value that is nothing but `val` and its tag; any other as it is."""
    found = TAG.fullmatch(value.removeprefix("val")) if value else None
    return found.group(1) if found else value


@pytest.mark.oracle
def test_the_real_fish_exports_what_was_recorded(needs: Callable[[str], str], tmp_path: Path) -> None:
    fish = needs("fish")
    differs = []
    for number, case in enumerate(FISH):
        home = tmp_path / str(number)
        home.mkdir()
        lay(home, {path: text.replace("{HOME}", str(home)) for path, text in case["home"].items()})
        base = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}
        given = {name: value.replace("{HOME}", str(home)) for name, value in case.get("env", {}).items()}
        seen = exported(fish, case["start"], home, base | given)
        assert seen is not None, case
        values = {name: seen[name].replace(str(home), "{HOME}") if name in seen else None for name in case["exported"]}
        if {name: _shown(value) for name, value in values.items()} != {name: _shown(value) for name, value in _seen(case).items()}:
            differs.append((values, case))
    assert not differs
