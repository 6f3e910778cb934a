"""JSON files as Claude Code reads them."""

from __future__ import annotations

import pytest

from claude_auth_tui.documents.strict_json import as_text, member, parse, to_text
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{\n  "a": 1,\n}', 2, 9, "comma"),
        ('{"a": [1, ]}', 1, 9, "comma"),
        ('{\n  // mine\n  "a": 1\n}', 2, 3, "comments"),
        ('{\n  "a": {"b": 1', 2, 15, "end is missing"),
        ("{'a': 1}", 1, 2, "single quotes"),
        ("", 1, 1, "empty"),
        ('{"a": NaN}', 1, 7, "NaN"),
        ('{"a": -Infinity}', 1, 7, "Infinity"),
        ('{"a": 1} x', 1, 10, "Extra"),
        ('{"a": "tab\there"}', 1, 11, "control"),
    ],
)
def test_a_fault_has_a_line_a_column_and_words(text: str, line: int, column: int, words: str) -> None:
    fault = parse(Secret(text)).fault
    assert fault is not None
    assert (fault.line, fault.column) == (line, column)
    assert words in fault.message


def test_no_fault_message_repeats_the_text() -> None:
    for text in ('{"key": sk-ant-api03-FAKE}', '{"sk-ant-api03-FAKE": }', 'sk-ant-api03-FAKE", }', '{"a": "\\xsk-ant-api03-FAKE"}'):
        fault = parse(Secret(text)).fault
        assert fault is not None
        assert "FAKE" not in fault.message


def test_one_byte_order_mark_is_fine_and_two_are_not() -> None:
    assert parse(Secret('\ufeff{"a": "b"}')).fault is None
    assert parse(Secret('\ufeff\ufeff{"a": "b"}')).fault is not None


def test_every_string_is_a_secret_and_every_member_has_its_line() -> None:
    parsed = parse(Secret('{\n  "env": {\n    "X": "fake",\n\n    "Y": 1\n  },\n  "l": ["a",\n    {"b": 1}]\n}'))
    assert as_text(member(parsed.value, "env", "X")) == Secret("fake")
    assert parsed.lines[("env",)] == 2
    assert parsed.lines[("env", "X")] == 3
    assert parsed.lines[("env", "Y")] == 5
    assert parsed.lines[("l", "1", "b")] == 8
    assert "fake" not in repr(parsed)


def test_a_colon_or_bracket_in_a_string_moves_no_line() -> None:
    parsed = parse(Secret('{"a": "x: {[\\" ,",\n "b": "y"}'))
    assert parsed.lines == {("a",): 1, ("b",): 2}


def test_the_last_of_two_members_with_one_name_counts() -> None:
    parsed = parse(Secret('{"env": {"X": "one"},\n"env": {"X": "two"}}'))
    assert member(parsed.value, "env", "X") == Secret("two")
    assert parsed.lines[("env", "X")] == 2


@pytest.mark.parametrize("depth", [70, 900, 5_000, 100_000])
def test_what_is_nested_too_deeply_is_left_out_and_the_rest_is_read(depth: int) -> None:
    parsed = parse(Secret('{"deep": ' + "[" * depth + "]" * depth + ', "env": {"X": "fake"}}'))
    assert parsed.fault is None
    assert member(parsed.value, "env", "X") == Secret("fake")


def test_brackets_without_an_end_are_a_fault_at_any_depth() -> None:
    assert parse(Secret("[" * 100_000)).fault is not None


def test_numbers_have_no_limit_of_digits() -> None:
    parsed = parse(Secret('{"n": 1' + "0" * 6_000 + ', "a": "b"}'))
    assert parsed.fault is None


def test_text_again() -> None:
    text = '{"a": ["x", 1.5, true, null], "b": {}}'
    assert parse(to_text(parse(Secret(text)).value)).value == parse(Secret(text)).value
    assert unveil(to_text(None)) == "null"
