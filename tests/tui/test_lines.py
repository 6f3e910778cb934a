"""Text in cells: what is drawn never obeys, hides or overflows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_auth_tui.model.diagnosis import Verdict
from claude_auth_tui.tui.view.lines import Line, fit, fit_line, line_text, line_width, pad, spread, visible, width_of, wrap, wrap_line
from claude_auth_tui.tui.view.table import Cell, Column, lay_out, share
from claude_auth_tui.tui.view.top import verdict_lines
from tests.shown import shown
from tests.tui.sample import key_overrides_max

ODD = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["[bold red]x[/]", "[/foo]", "a\x1b[31mb", "日本語" * 9, "é" * 50, "👩‍👩‍👧", ""]
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\nb\tc\x00d\x7f", "a⏎b c␀d␡"),
        ("a\u200bb\u202ec\ufeff", "a‹U+200B›b‹U+202E›c‹U+FEFF›"),
        ("\x9b1m", "‹U+009B›1m"),
        ("[bold]é日本", "[bold]é日本"),
        ("\ud800", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(ODD)
def test_visible_text_has_nothing_a_terminal_obeys(text: str) -> None:
    for char in visible(text):
        assert ord(char) >= 0x20
        assert not 0x7F <= ord(char) < 0xA0
        assert char not in "\u200b\u200d\u202e\ufeff\u2028"


@given(ODD.map(visible), st.integers(0, 30))
def test_fitting_and_padding_keep_to_the_width(text: str, width: int) -> None:
    assert width_of(fit(text, width)) <= width
    assert width_of(fit(text, width, "start")) <= width
    assert width_of(pad(text, width)) == width
    assert fit(text, 1000) == text


def test_a_place_is_cut_at_its_start_between_folders() -> None:
    assert fit("~/work/projects/api/.claude/settings.json", 24, "start") == "…/.claude/settings.json"
    assert fit("~/.zshrc:42", 11, "start") == "~/.zshrc:42"


@given(ODD.map(visible), st.integers(1, 30))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(width_of(line) <= max(2, width) for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrapping_into_too_few_lines_says_so() -> None:
    assert wrap("one two three four", 9, 1) == ["one two …"]
    assert wrap("one two three", 7, 1)[-1].endswith("…")
    assert wrap("one two", 20, 1) == ["one two"]


def test_a_cut_line_ends_in_an_ellipsis_also_between_spans() -> None:
    line: Line = (("abc", "plain"), ("def", "bad"), ("ghi", "plain"))
    assert line_text(fit_line(line, 9)) == "abcdefghi"
    assert line_text(fit_line(line, 7)) == "abcdef…"
    assert line_text(fit_line(line, 6)) == "abcde…"
    assert line_text(fit_line(line, 3)) == "ab…"


def test_spread_keeps_the_right_part_whole() -> None:
    line = spread((("a long left part", "plain"),), (("right", "muted"),), 20)
    assert line_width(line) == 20
    assert line_text(line) == "a long left…   right" or line_text(line).endswith("right")


@given(ODD.map(visible), st.integers(4, 30))
def test_wrapped_lines_keep_to_the_width(text: str, width: int) -> None:
    assert all(line_width(line) <= width for line in wrap_line(((text, "plain"),), width))


@given(st.lists(st.tuples(ODD.map(visible), ODD.map(visible), ODD.map(visible)), min_size=1, max_size=5), st.integers(1, 80))
def test_columns_share_any_width(texts: list[tuple[str, str, str]], width: int) -> None:
    columns = (Column(least=1, gives=0, gap=1), Column(least=10, drop=1, grows=True), Column(least=6))
    rows = [tuple(Cell(text) for text in row) for row in texts]
    widths = share(rows, columns, width)
    for row in rows:
        assert line_width(lay_out(row, widths, columns)) <= max(width, 5)


def test_columns_that_do_not_fit_go_by_their_order_and_the_rest_stays_whole() -> None:
    rows = [(Cell("ANTHROPIC_API_KEY"), Cell("x-api-key"), Cell("~/.zshrc:42"))]
    columns = (Column(least=17), Column(least=9, gives=0), Column(least=11, drop=1))
    assert line_text(lay_out(rows[0], share(rows, columns, 60), columns)) == "ANTHROPIC_API_KEY  x-api-key  ~/.zshrc:42"
    assert line_text(lay_out(rows[0], share(rows, columns, 30), columns)) == "ANTHROPIC_API_KEY  x-api-key"


def test_a_short_form_is_said_where_the_long_one_does_not_fit() -> None:
    rows = [(Cell("ANTHROPIC_API_KEY"), Cell("sent as x-api-key", short="x-api-key"))]
    columns = (Column(least=17), Column(least=9, gives=0))
    assert line_text(lay_out(rows[0], share(rows, columns, 40), columns)).endswith("sent as x-api-key")
    assert line_text(lay_out(rows[0], share(rows, columns, 30), columns)).endswith("  x-api-key")


def test_a_long_detail_loses_whole_clauses_not_halves_of_them() -> None:
    first = "Authorization: /login Max sk-ant-oat01-…t9AA, from ~/.claude/.credentials.json"
    here = "this terminal: claude -p uses an API key (pay as you go); cure: unset ANTHROPIC_API_KEY"
    running = "2 running claude sessions use an API key (pay as you go)"
    verdict = Verdict(
        "ok", shown("claude and claude -p use your Max login"), shown(" · ".join((first, here, running))), "new_shell", "print"
    )
    told = {most: " ".join(_detail(verdict, most)) for most in (2, 3, 4, None)}
    assert told[4] == told[None] == " · ".join((first, here, running))
    assert told[3] == f"{first} · {here.partition(';')[0]}"
    assert told[2] == first


def _detail(verdict: Verdict, most: int | None) -> list[str]:
    lines = verdict_lines(key_overrides_max(verdict=verdict), 80, most)
    return [line_text(line).strip() for line in lines[1:]]
