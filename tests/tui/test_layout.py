"""The division of the screen: at every size something sensible, nothing overlapping, the verdict last to go."""

from __future__ import annotations

import pytest

from claude_auth_tui.tui.view.layout import Need, division, heights, spots

NEEDS = tuple(Need(lines - 1, lines) for lines in (12, 8, 7, 6, 14))


@pytest.mark.parametrize("width", [1, 2, 19, 20, 40, 60, 80, 99, 100, 120, 300])
@pytest.mark.parametrize("height", [1, 2, 5, 11, 12, 15, 20, 24, 29, 30, 36, 100])
@pytest.mark.parametrize("focused", [0, 2, 4])
@pytest.mark.parametrize("zoomed", [False, True])
def test_panes_never_overlap_and_never_leave_the_screen(width: int, height: int, focused: int, zoomed: bool) -> None:
    how = division(width, height, 3)
    area = max(0, height - 6)
    taken: set[tuple[int, int]] = set()
    for spot in spots(how, width, area, NEEDS, focused, zoomed):
        if spot is None:
            continue
        cells = {(x, y) for x in range(spot.x, spot.x + spot.width) for y in range(spot.y, spot.y + spot.height)}
        assert not cells & taken
        assert all(0 <= x < width and 0 <= y < area for x, y in cells)
        taken |= cells


def test_wide_and_tall_screens_show_all_panes_as_boxes() -> None:
    found = spots(division(120, 36, 2), 120, 26, NEEDS, 4)
    assert [spot.shape if spot else None for spot in found] == ["box"] * 5


@pytest.mark.parametrize(("width", "height"), [(99, 40), (120, 29), (80, 24), (60, 20), (40, 12)])
def test_smaller_ones_open_the_focused_pane_and_keep_a_title_row_of_each_other(width: int, height: int) -> None:
    found = spots(division(width, height, 2), width, 8, NEEDS, 2)
    assert [spot.shape if spot else None for spot in found] == ["closed", "closed", "open", "closed", "closed"]
    assert [spot.height for spot in found if spot] == [1, 1, 4, 1, 1]


def test_where_not_all_title_rows_fit_the_focused_pane_comes_first() -> None:
    found = spots(division(80, 24, 2), 80, 3, NEEDS, 4)
    assert found[4] is not None
    assert found[4].height >= 2


@pytest.mark.parametrize("height", range(1, 12))
def test_below_twelve_rows_there_is_only_the_verdict(height: int) -> None:
    how = division(120, height, 2)
    assert (how.panes, how.matrix, how.header, how.footer) == ("none", "none", False, False)


def test_a_zoomed_pane_has_all_the_space() -> None:
    found = spots(division(120, 36, 2), 120, 26, NEEDS, 1, zoomed=True)
    assert [spot is not None for spot in found] == [False, True, False, False, False]
    assert found[1] is not None
    assert (found[1].width, found[1].height) == (120, 26)


def test_heights_fill_the_space_and_shrink_the_longest_first() -> None:
    assert heights(30, [8, 6, 10], 2) == [8, 6, 16]
    assert heights(20, [6, 5, 30], 2) == [6, 5, 9]
    assert sum(heights(9, [8, 6, 10], 2)) == 9
    assert heights(0, [8, 6], 1) == [0, 0]
