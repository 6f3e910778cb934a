"""Half a save, and how often to look again."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.machine import File
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.read.files import is_whole_json
from claude_auth_tui.watch.half_saved import is_half_saved
from claude_auth_tui.watch.pace import Pace


def file(text: str | None, path: str = "/home/dev/.claude/settings.json") -> File:
    if text is None:
        return File(path, "absent")
    return File(path, "present", "file", SecretText(text), size=len(text.encode()))


@pytest.mark.parametrize(
    ("told", "now", "half"),
    [
        ("{}", None, True),
        ("{}", "", True),
        ("{}", '{"env": {"ANTHR', True),
        ('{"env": {"ANTHR', "{", False),  # it was broken before: this is how it is
        ("{}", '{"a": 1}', False),
        ("", None, False),
        (None, "", False),
        (None, "{", False),
    ],
)
def test_half_a_save_is_a_loss(told: str | None, now: str | None, half: bool) -> None:
    assert is_half_saved(file(told), file(now), is_whole_json) is half


def test_a_startup_file_is_never_broken_json() -> None:
    assert not is_half_saved(file("{}", "/home/dev/.zshrc"), file("export X=1", "/home/dev/.zshrc"), is_whole_json)


def test_a_file_that_may_not_be_read_any_more_is_no_half_save() -> None:
    assert not is_half_saved(file("{}"), File("/home/dev/.claude/settings.json", "unreadable", "file", size=2), is_whole_json)


def test_deeply_nested_json_is_not_whole_and_no_error() -> None:
    assert not is_whole_json(file("[" * 100_000))


def test_the_first_change_after_a_quiet_time_is_read_at_once() -> None:
    pace = Pace()
    pace.looked(100.0, 0.03, ())
    assert pace.ready(["/a"]) <= 100.05
    pace.looked(110.0, 0.03, ["/a"])
    assert pace.ready(["/a"]) == pytest.approx(110.05)


def test_what_never_stops_changing_is_read_at_a_small_share_and_does_not_delay_others() -> None:
    pace, now, looks = Pace(), 0.0, 0
    while now < 60.0:
        now = max(now + 0.001, pace.ready(["/busy"])) + 0.03
        pace.looked(now, 0.03, ["/busy"])
        looks += 1
    assert looks * 0.03 < 0.07 * 60, "at most a small share of one processor"
    assert looks > 60, "but it is still read"
    assert pace.ready(["/busy"]) > now + 0.3
    assert pace.ready(["/busy", "/calm"]) == pytest.approx(now + Pace.SHORTEST)
    assert pace.ready(["/busy"]) < now + 1.0
    assert pace.ready([]) <= now + Pace.SHORTEST


def test_a_quiet_time_makes_up_for_a_busy_one() -> None:
    pace = Pace()
    for i in range(40):
        pace.looked(i * 0.05, 0.03, ["/a"])
    assert pace.ready(["/a"]) > 2.2
    pace.looked(60.0, 0.03, ["/a"])
    assert pace.ready(["/a"]) == pytest.approx(60.0 + Pace.SHORTEST)
