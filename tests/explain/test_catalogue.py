"""The catalogue keeps its own rules: ids, checks that exist, commands that are safe, wordings that can be told apart."""

from __future__ import annotations

import re

import pytest

import claude_auth_tui.checks  # noqa: F401 - registers every check
from claude_auth_tui.checks.frame import registered
from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.explain.messages import MESSAGES
from claude_auth_tui.explain.recognise import recognise
from claude_auth_tui.explain.shapes import Cause, Message
from claude_auth_tui.explain.wording import compile_wording
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.telling.explanations import example
from tests.explain.documented import ARTICLES, DOCUMENTED
from tests.explain.observed import OBSERVED

CAUSES = {id(cause): cause for message in MESSAGES for cause in message.causes}


@pytest.fixture(scope="module")
def diagnosis() -> Diagnosis:
    return diagnose(make_machine())


def test_ids_are_stable_words_and_unique() -> None:
    ids = [message.id for message in MESSAGES]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_) for id_ in (*ids, *(c.id for c in CAUSES.values())))


def test_every_check_that_is_named_exists() -> None:
    known = {check.id for check in registered()}
    named = {check for cause in CAUSES.values() for check in cause.checks}
    assert named - known == set()
    assert named


def test_two_causes_of_one_message_have_two_ids() -> None:
    for message in MESSAGES:
        ids = [cause.id for cause in message.causes]
        assert len(ids) == len(set(ids)), message.id


def test_every_message_has_causes_a_page_and_an_example_in_the_tests() -> None:
    tried = {expected for expected, _ in (*OBSERVED, *DOCUMENTED, *ARTICLES)}
    assert {message.id for message in MESSAGES if not message.causes} == set()
    assert {message.id for message in MESSAGES if not message.docs.startswith("https://code.claude.com/docs/")} == set()
    untried = {message.id for message in MESSAGES} - tried
    assert untried <= RARE, "recognition of these is not tested"


RARE = {"remote-control-account-changed", "cloud-session-login-refused", "key-not-used"}
"""Tested by their own wordings only, in `test_every_wording_is_its_own_message`."""


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m.id)
def test_every_wording_is_its_own_message(message: Message) -> None:

    for wording in (*message.wordings, *message.old):
        text = re.sub(r"\{([^|}]*)[^}]*\}", r"\1", wording.removeprefix("~").replace("#", "14").replace("…", "xyz"))
        found = recognise(text).message
        assert found is not None, wording
        assert found.id == message.id, wording


def test_a_wording_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        compile_wording("Error: no")


@pytest.mark.parametrize("cause", CAUSES.values(), ids=lambda c: c.id)
def test_fixes_show_nothing_and_delete_nothing(cause: Cause, diagnosis: Diagnosis) -> None:
    for recipe in cause.fixes:
        fix = recipe(diagnosis)
        assert fix.title
        assert not re.search(
            r"\brm\b|\becho\b|\bcat\b|\benv\b|\bprintenv\b|find-generic-password|claude login|claude logout|console\.anthropic\.com",
            fix.command,
        )
        assert "claude login" not in fix.title + fix.then
        assert "$ANTHROPIC" not in fix.title + fix.command + fix.then


def test_a_cause_speaks_only_of_variables_that_exist() -> None:
    settings = {"apiKeyHelper", "primaryApiKey"}
    named = {name for cause in CAUSES.values() for name in cause.sign.about}
    assert named - set(NAMES) - settings == set()


def test_texts_are_whole_sentences_without_markup() -> None:
    for message in MESSAGES:
        assert message.means.endswith(".")
        assert not message.title.endswith(".")
        assert "  " not in message.means
    for cause in CAUSES.values():
        assert cause.explain.endswith((".", ")")), cause.id
        assert not cause.title.endswith(".")


def test_every_message_can_be_shown_by_an_example() -> None:
    assert all(example(message) and "~" not in example(message) and "#" not in example(message) for message in MESSAGES)


def test_what_is_no_authentication_is_said_to_be_none() -> None:
    """Limits, overload, credit, network and certificates only look alike."""
    not_it = {message.id for message in MESSAGES if not message.authentication}
    assert {
        "usage-limit",
        "rate-limited",
        "credit-balance",
        "overloaded",
        "server-error",
        "connection-refused",
        "certificate-not-trusted",
    } <= not_it
    assert not {"not-logged-in", "invalid-api-key", "oauth-token-expired", "aws-expired", "403-request-not-allowed"} & not_it


def test_a_stray_key_can_be_behind_limits_and_credit() -> None:
    behind = {m.id for m in MESSAGES if not m.authentication and any("env-key-overrides-login" in c.checks for c in m.causes)}
    assert behind >= {"rate-limited", "credit-balance", "spend-limit", "billing"}
