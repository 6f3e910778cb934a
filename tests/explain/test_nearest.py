"""For an unknown text the nearest known messages are offered, and it is said when none is near."""

from __future__ import annotations

import pytest

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.explain import explain
from claude_auth_tui.explain.nearest import nearest
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.telling.explanations import plain_explanation


@pytest.fixture(scope="module")
def diagnosis() -> Diagnosis:
    return diagnose(make_machine())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not logged on, please do run login", "not-logged-in"),
        ("your api key helper script has failed", "helper-failing"),
        ("the oauth token is expired now", "oauth-token-expired"),
        ("Ungültiger API key: fix your external key", "invalid-api-key"),
        ("Bedrock: AWS credentials are expired", "aws-expired"),
        ("weekly limit hit, resets monday", "usage-limit"),
        ("self signed certificat detected in chain", "certificate-not-trusted"),
        ("Your organisation has been disabled by Anthropic", "organisation-disabled"),
    ],
)
def test_a_text_that_is_nearly_a_message_gets_it_among_the_first(text: str, expected: str, diagnosis: Diagnosis) -> None:
    explanation = explain(text, diagnosis)
    assert not explanation.known
    assert expected in [near.message.id for near in explanation.nearest]


def test_what_is_nearly_word_for_word_is_near(diagnosis: Diagnosis) -> None:
    assert explain("Not logged on, please do run login", diagnosis).nearest[0].similarity > 0.6
    assert explain("KeyError: 'a'", diagnosis).nearest[0].similarity < 0.4


@pytest.mark.parametrize("text", ["", "zzz", "кошка", "\x00" * 50, "a" * 5000, "1 2 3"])
def test_there_are_always_nearest_ones_and_never_more_than_asked_for(text: str, diagnosis: Diagnosis) -> None:
    explanation = explain(text, diagnosis)
    assert len(explanation.nearest) == 3
    assert len({near.message.id for near in explanation.nearest}) == 3
    assert all(0 <= near.similarity <= 1 for near in explanation.nearest)


def test_it_says_when_none_is_near(diagnosis: Diagnosis) -> None:
    assert "none is near" in plain_explanation(explain("segmentation fault (core dumped)", diagnosis))
    assert "none is near" not in plain_explanation(explain("Not logged on, please do run login", diagnosis))


def test_only_the_end_of_a_long_text_is_compared() -> None:
    assert nearest("nothing of note here\n" * 50_000 + "Not logged on, please do run login")[0].message.id == "not-logged-in"


def test_a_known_text_needs_none(diagnosis: Diagnosis) -> None:
    assert explain("Not logged in · Please run /login", diagnosis).nearest == ()
