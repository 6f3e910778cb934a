"""What may stand in a header, and what custom headers do."""

from __future__ import annotations

import pytest

from claude_auth_tui.claude_code.headers import custom_headers, fault_of, stored_fault_of
from claude_auth_tui.model.secret import Secret


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("abc\ndef", "a line break at character 4"),
        ("  ab\rc", "a line break at character 3"),
        ("a\u200bb", "an invisible character (U+200B) at character 2"),
        ("a\ufeffb", "a byte-order mark (U+FEFF) at character 2"),
        ("ab\u0100", "(U+0100) at character 3"),
        ("a\0", "a NUL character at character 2"),
        ("\U0001f600", "(U+1F600) at character 1"),
    ],
)
def test_what_stops_a_value(text: str, words: str) -> None:
    assert words in fault_of(Secret(text))


@pytest.mark.parametrize(
    "text", ["", "plain", " ends with a line break \n", "\ufeffmark\ufeff", "t\tab", "caf\u00e9", '"quoted"', "\x01", "\u00ad"]
)
def test_what_does_not(text: str) -> None:
    assert fault_of(Secret(text)) == ""


def test_of_a_stored_login_only_plain_blanks_are_taken_off() -> None:
    assert stored_fault_of(Secret(" token\r\n")) == ""
    assert stored_fault_of(Secret("token\ufeff")) != ""


@pytest.mark.parametrize(
    ("text", "authorization", "x_api_key"),
    [
        ("x-api-key: a", None, True),
        ("X-API-KEY:a\nX-Team: b", None, True),
        ("  Authorization  :  Basic a ", True, None),
        ("X-Team: a\r\nx-api-key: b\r\n", None, True),
        ("x-api-key: a\nx-api-key:", None, False),
        ("Authorization:\nx-api-key: b", False, True),
        ("x-api-key b", None, None),
        ("x_api_key: b", None, None),
        ("X-Team: a\\nx-api-key: b", None, None),
        ("", None, None),
    ],
)
def test_custom_headers(text: str, authorization: bool | None, x_api_key: bool | None) -> None:
    found = custom_headers(Secret(text))
    assert (found.authorization, found.x_api_key, found.fault) == (authorization, x_api_key, "")


@pytest.mark.parametrize("text", ["x-api-key: a\u200bb", "X-Team: a\rb", "x api key: a", ": a", '{"x-api-key": "a"}'])
def test_a_custom_header_that_stops_the_request(text: str) -> None:
    assert "in line 1" in custom_headers(Secret(text)).fault
