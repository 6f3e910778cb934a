"""JavaScript's habits, where Claude Code shows them."""

from __future__ import annotations

import pytest

from claude_auth_tui.claude_code.javascript import as_string, is_blank, is_on, number
from claude_auth_tui.documents.strict_json import Json
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil


@pytest.mark.parametrize("text", ["1", "true", "TRUE", "yes", "On", " 1 ", "1\n"])
def test_on(text: str) -> None:
    assert is_on(Secret(text))


@pytest.mark.parametrize("text", ["0", "false", "no", "off", "2", "01", "1.0", "y", "t", "enabled", "", " ", "null"])
def test_off(text: str) -> None:
    assert not is_on(Secret(text))


def test_blanks_are_those_of_javascript() -> None:
    assert is_blank(None)
    assert is_blank(Secret(" \t\n\ufeff\u00a0\u2028"))
    assert not is_blank(Secret("\x85"))
    assert not is_blank(Secret("\x1c"))
    assert not is_blank(Secret("\u200b"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (None, "null"),
        (7.0, "7"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (1e-7, "1e-7"),
        (1.5e-5, "0.000015"),
        (0.1, "0.1"),
        (100.5, "100.5"),
        (-2.5e-9, "-2.5e-9"),
        (1e20, "100000000000000000000"),
        (float("inf"), "Infinity"),
        ({"a": 1.0}, "[object Object]"),
        ((Secret("a"), None, (1.0, 2.0)), "a,,1,2"),
        ((), ""),
    ],
)
def test_any_value_of_an_env_block_becomes_text(value: Json, text: str) -> None:
    assert unveil(as_string(value)) == text


def test_a_list_in_a_list_in_a_list_ends() -> None:
    nested: Json = Secret("x")
    for _ in range(60):
        nested = (nested,)
    assert unveil(as_string(nested)) == ""


def test_large_whole_numbers_have_no_exponent() -> None:
    assert number(123456789012345680000.0) == "123456789012345680000"
