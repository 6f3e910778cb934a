"""What bash 5.2, zsh 5.9 and fish 3.6 of Debian were seen to export on made-up homes, and what is predicted for them.

Each value was tagged with the line it is written on, so a case says which line each exported value comes from.
Recorded as root, interactive starts on a terminal of their own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.shells.made_up import label, start_of

RECORDED = Path(__file__).parent / "shells.jsonl"
AT_MOST_UNKNOWN = 0.01


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
