"""A report that was made elsewhere is foreign text: a value in any of its members is not shown again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from claude_auth_tui.commands.report import about
from claude_auth_tui.demo.machines import MACHINES
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.report import report_document
from tests.canary.canaries import Canary, canary
from tests.canary.running import reopened
from tests.canary.scanning import Scanner

TOGETHER = 40


def _document() -> dict[str, Any]:
    machine = next(iter(MACHINES.values())).machine()
    made: dict[str, Any] = json.loads(json.dumps(report_document(diagnose(machine), about(datetime(2026, 11, 21, tzinfo=UTC)))))
    return made


def _members(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every text in a document, and to every name."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _members(item, (*way, name))
    elif isinstance(value, list):
        for number, item in enumerate(value[:2]):
            yield from _members(item, (*way, number))
    else:
        yield way


def _with(document: dict[str, Any], way: tuple[str | int, ...], text: str, instead: bool) -> None:
    place: Any = document
    for step in way[:-1]:
        place = place[step]
    old = place[way[-1]]
    place[way[-1]] = text if instead or not isinstance(old, str) else f"{old} {text}"


def _leaks(instead: bool, length: int) -> dict[str, str]:
    ways = list(_members(_document()))
    assert len(ways) > 150
    found: dict[str, str] = {}
    for start in range(0, len(ways), TOGETHER):
        document, values = _document(), list[Canary]()
        for way in ways[start : start + TOGETHER]:
            if way[:1] == ("schema",):
                continue
            values.append(canary("report/" + "/".join(map(str, way)), length))
            _with(document, way, values[-1].text, instead)
        for channel, text in reopened(json.dumps(document)):
            found.update({leak.place: str(leak)[:250] for leak in Scanner(values).leaks(channel, text, rows="json" not in channel)})
    return found


@pytest.mark.timeout(120)
@pytest.mark.parametrize("length", [24, 108])
@pytest.mark.parametrize("instead", [True, False], ids=["instead", "behind"])
def test_a_value_in_a_report_is_not_shown(instead: bool, length: int) -> None:
    found = _leaks(instead, length)
    assert not found, f"{len(found)} members:\n" + "\n".join(found.values())


def test_an_unknown_member_is_not_shown() -> None:
    value = canary("report/unknown", 24)
    document = _document()
    for place in (document, document["machine"], document["contexts"][0], document["checks"][0]):
        place[value.text] = value.text
    for channel, text in reopened(json.dumps(document)):
        assert [str(leak) for leak in Scanner([value]).leaks(channel, text)] == []
