"""The model agrees with every recorded answer; where it says "cannot tell" instead, that is counted, and rare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.scenario import ask, differences

HERE = Path(__file__).parent
SURFACES = ("print", "bare", "status", "interactive")
AT_MOST_UNKNOWN = 0.01


def recorded(surface: str) -> Iterator[dict[str, Any]]:
    """The recorded cases of one surface."""
    with (HERE / f"{surface}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_model_says_what_claude_code_did(surface: str) -> None:
    wrong: list[str] = []
    unknown = count = 0
    for case in recorded(surface):
        count += 1
        prediction = ask(case["scenario"])
        differs = differences(prediction, {"surface": surface, **case["observed"]})
        assert differs is not None, f"a case that says nothing: {case}"
        if not differs:
            continue
        if surface != "status" and prediction.surfaces[surface].outcome == "unknown":  # type: ignore[index]
            unknown += 1
        else:
            wrong.append(f"{'; '.join(differs)}\n    {json.dumps(case)[:2000]}")
    assert not wrong, f"{len(wrong)} of {count} wrong:\n" + "\n".join(wrong[:5])
    assert unknown <= AT_MOST_UNKNOWN * count
    assert count >= 200


def test_the_model_says_what_the_version_did_that_is_started() -> None:
    """Answers of Claude Code 1.0.128 to 2.1.332."""
    wrong: list[str] = []
    unknown = 0
    cases = list(recorded("versions"))
    for case in cases:
        surface = case["scenario"]["surface"]
        prediction = ask(case["scenario"])
        differs = differences(prediction, {"surface": surface, **case["observed"]})
        assert differs is not None, f"a case that says nothing: {case}"
        if differs and surface != "status" and prediction.surfaces[surface].outcome == "unknown":
            unknown += 1
        elif differs:
            wrong.append(f"{'; '.join(differs)}\n    {json.dumps(case)[:2000]}")
    assert not wrong, f"{len(wrong)} of {len(cases)} wrong:\n" + "\n".join(wrong[:5])
    assert unknown <= 2 * AT_MOST_UNKNOWN * len(cases)
    assert len({case["scenario"]["version"] for case in cases}) >= 60
