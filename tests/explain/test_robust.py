"""Any text gets an answer, soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.explain import explain
from claude_auth_tui.explain.recognise import recognise
from claude_auth_tui.explain.wording import LIMIT
from claude_auth_tui.telling.explanations import document_of, plain_explanation
from tests.explain.documented import DOCUMENTED

DIAGNOSIS = diagnose(make_machine())
PIECES = [text for _, text in DOCUMENTED] + [
    "\x1b[31m",
    "\x1b]0;",
    "\x9b",
    "\x07",
    "{",
    "}",
    "…",
    "#",
    "\\u00",
    "\\",
    "&#",
    "│",
    "sk-ant-",
    "\n",
    "\x00",
    "\ud800",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=300), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map("".join)))
def test_nothing_raises(text: str) -> None:
    explanation = explain(text, DIAGNOSIS)
    document_of(explanation)
    plain_explanation(explanation).encode("utf-8")
    assert explanation.known or len(explanation.nearest) == 3


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(DOCUMENTED), st.text(max_size=60), st.text(max_size=60))
def test_noise_around_it_never_makes_it_another_message(case: tuple[str, str], before: str, after: str) -> None:
    expected, text = case
    assume(recognise(f"{before}\n{after}").message is None)  # else it is no noise
    found = explain(f"{before}\n{text}\n{after}", DIAGNOSIS)
    assert found.message is not None
    assert found.message.id == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T05:12:33Z INFO nothing happened here at all, request took 12ms\n" * 13_500,
        "Not logged in · Please run /login\n" * 30_000,
        "API Error: 403 " * 66_000,
        "\x1b[31mred\x1b[0m text\n" * 45_000,
        "\x1b]" * 500_000,
        "\x1b[" * 500_000,
        "[" * 1_000_000,
        "\\" * 1_000_000,
        "&" * 1_000_000,
        "eyJ" * 333_000,
        "sk-ant-api03-" * 77_000,
        "a" * 1_000_000,
        "Both a and b and c " * 50_000,
        "\ufffd" * 1_000_000,
    ],
    ids=[
        "log",
        "message",
        "status",
        "colours",
        "osc",
        "csi",
        "brackets",
        "backslashes",
        "ampersands",
        "jwt",
        "keys",
        "letters",
        "gaps",
        "binary",
    ],
)
def test_a_megabyte_takes_no_time_to_speak_of(text: str) -> None:
    """Some 50 ms; the bound only catches what grows faster than the text."""
    explain("warm", DIAGNOSIS)
    start = time.process_time()
    explain(text, DIAGNOSIS)
    assert time.process_time() - start < 0.5


def test_of_ten_megabytes_the_end_is_looked_at_and_it_says_so() -> None:
    text = "x" * (LIMIT + 1_000_000) + "\nNot logged in · Please run /login\n"
    explanation = explain(text, DIAGNOSIS)
    assert explanation.message is not None
    assert explanation.message.id == "not-logged-in"
    assert any("only its last" in note for note in explanation.notes)
