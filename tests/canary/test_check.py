"""No value of any place is seen in any form of `check`, `report`, `explain` or a reopened report.

Which places leak where is told by `python -m tests.canary`. Values of 24 characters are looked for in every channel, the shorter
and the longer ones in those that everything else is made from; a place is looked at beside others, which may hide it, and alone.
"""

from __future__ import annotations

import base64
from collections import Counter
from itertools import islice

import pytest

from claude_auth_tui.diagnose import diagnose
from tests.canary import file_places, startup_places, variable_places
from tests.canary.canaries import LENGTHS, SHAPES, canary
from tests.canary.every_place import PLACES
from tests.canary.places import Place, batches
from tests.canary.running import leaks_of, machine_of
from tests.canary.scanning import Leak, Scanner

PARTS = 12
"""The places in so many tests, so that workers share them."""
_DAILY = [place for place in PLACES if not place.sweep]
_STARTUP_AND_FILES = [place for place in (*startup_places.PLACES, *file_places.PLACES) if not place.sweep]


def _assert_none(leaks: list[Leak]) -> None:
    """Each place is told once, with the first channel it was seen in."""
    first = {leak.place: leak for leak in reversed(leaks)}
    assert not first, f"{len(first)} places leak:\n" + "\n".join(str(leak)[:300] for leak in islice(first.values(), 40))


def _leaks(places: list[Place], length: int, part: int, alone: bool = False, thorough: bool = True, again: bool = True) -> list[Leak]:
    found = (
        leak
        for number, batch in enumerate(batches(places, length, alone, again))
        if number % PARTS == part
        for leak in leaks_of(batch, thorough)
    )
    return list(found)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("length", LENGTHS)
def test_no_value_is_seen_where_many_share_a_machine(length: int, part: int) -> None:
    _assert_none(_leaks(_DAILY, length, part, thorough=length == 24))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_value_of_a_file_is_seen_where_it_is_the_only_one(part: int) -> None:
    _assert_none(_leaks(_STARTUP_AND_FILES, 24, part, alone=True, thorough=False, again=False))


@pytest.mark.sweep
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("length", LENGTHS)
def test_no_value_is_seen_alone_in_any_channel(length: int, part: int) -> None:
    _assert_none(_leaks(list(PLACES), length, part, alone=True))


@pytest.mark.sweep
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_variable_s_value_is_seen_beside_any_other(part: int) -> None:
    _assert_none(_leaks(list(variable_places.swapped()), 24, part, alone=True, thorough=False))


def test_there_are_places_enough_and_each_has_a_value_of_its_own() -> None:
    assert len(_DAILY) > 350
    assert len(SHAPES) == 30
    assert {place.name for place in _DAILY} <= {place.name for place in PLACES}
    values = Counter(canary(place.name, length).text for place in PLACES for length in LENGTHS)
    assert max(values.values()) == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_values_are_read_as_those_of_the_lines_they_stand_in(shell: str) -> None:
    """A canary that nothing reads proves nothing: what is told of each line is there, with its file and its number."""
    chosen = [place for place in startup_places.PLACES if place.name.startswith((f"{shell}/condition/", f"{shell}/own/"))]
    told = [bool(diagnose(machine_of(batch)).hits) for batch in batches(chosen, 24, alone=True)]
    assert sum(told) > 0.8 * len(told)


_ONE = canary("here", 24, bare=True)
_PART = _ONE.text[4:12]


@pytest.mark.parametrize(
    "text",
    [
        f"x{_PART}y",
        _PART.swapcase(),
        _PART[::-1],
        f"%{ord(_PART[0]):02X}{_PART[1:]}",
        f"\\u{ord(_PART[0]):04x}{_PART[1:]}",
        f"\\x{ord(_PART[0]):02x}{_PART[1:]}",
        f"&#{ord(_PART[0])};{_PART[1:]}",
        *("eHh4" + base64.b64encode(b"x" * skip + _PART.encode()).decode() for skip in range(3)),
        base64.urlsafe_b64encode(_PART.encode()).decode(),
        f"00{_PART.encode().hex()}00",
        _PART.encode().hex(" "),
        f"a row {_PART[:3]}\n{_PART[3:]} and the next",
        f"│ a pane {_PART[:3]} │ another │\n│ {_PART[3:]} below  │ another │",
    ],
)
def test_a_value_is_found_however_it_is_written(text: str) -> None:
    assert {leak.place for leak in Scanner([_ONE]).leaks("test", text, rows=True)} == {"here"}
    assert Scanner([canary("there", 24)]).leaks("test", text, rows=True) == []
