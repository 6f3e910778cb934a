"""A report that was made elsewhere is foreign text: a value in any of its members is not shown again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pytest

from claude_auth_tui.commands.report import about
from claude_auth_tui.demo.machines import MACHINES
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.telling.markdown import report_document
from tests.canary.canaries import canary
from tests.canary.running import reopened
from tests.canary.scanning import Scanner


@lru_cache
def _text() -> str:
    machine = next(iter(MACHINES.values())).machine()
    return json.dumps(report_document(diagnose(machine), about(datetime(2026, 11, 21, tzinfo=UTC))))


def _document() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(_text())
    return made


def _members(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every text in a document, and to every name."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _members(item, (*way, name))
    elif isinstance(value, list):
        for number, item in enumerate(value[:1]):
            yield from _members(item, (*way, number))
    else:
        yield way


def _with(document: dict[str, Any], way: tuple[str | int, ...], text: str, instead: bool) -> None:
    place: Any = document
    for step in way[:-1]:
        place = place[step]
    old = place[way[-1]]
    place[way[-1]] = text if instead or not isinstance(old, str) else f"{old} {text}"


def _ways() -> list[tuple[str | int, ...]]:
    return [way for way in _members(_document()) if way != ("schema",)]


def _leaks(instead: bool, length: int) -> tuple[dict[str, str], int]:
    """What leaks, and how many of the documents were shown at all: each has one member changed."""
    found: dict[str, str] = {}
    shown = 0
    for way in _ways():
        value = canary("report/" + "/".join(map(str, way)), length)
        document = _document()
        _with(document, way, value.text, instead)
        scanner = Scanner([value])
        for channel, text in reopened(json.dumps(document)):
            shown += channel.endswith("--json")
            found.update({leak.place: str(leak)[:250] for leak in scanner.leaks(channel, text, rows="json" not in channel)})
    return found, shown


@pytest.mark.timeout(240)
@pytest.mark.parametrize("length", [24, 108])
@pytest.mark.parametrize("instead", [True, False], ids=["instead", "behind"])
def test_a_value_in_a_report_is_not_shown(instead: bool, length: int) -> None:
    found, shown = _leaks(instead, length)
    assert shown > len(_ways()) // 3
    assert not found, f"{len(found)} members:\n" + "\n".join(found.values())


def test_an_unknown_member_is_not_shown() -> None:
    value = canary("report/unknown", 24)
    document = _document()
    for place in (document, document["machine"], document["contexts"][0], document["checks"][0]):
        place[value.text] = value.text
    for channel, text in reopened(json.dumps(document)):
        assert [str(leak) for leak in Scanner([value]).leaks(channel, text)] == []
