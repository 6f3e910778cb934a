"""A check is one small function: the frame adds id, documentation and the passed state, and outlives a check that fails."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from claude_auth_tui.checks.frame import FAMILIES, Check, check, error, info, registered, run_checks, unknown, warning
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.words import LEVELS
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.scene.facts import Facts

SECRET = "sk-ant-api03-FAKE" + "F" * 88 + "w7AA"


def one(look: object, id_: str = "made-up") -> Check:
    return Check(id_, "value", "All is well", "It looks. It tells.", "https://example.invalid/docs", look, LEVELS[:-1], "Cure it.")  # type: ignore[arg-type]


@pytest.fixture
def facts() -> Facts:
    return gather(make_machine())


def test_a_check_that_yields_nothing_passed(facts: Facts) -> None:
    (finding,) = run_checks(facts, [one(lambda _: ())])
    assert (finding.id, finding.level, finding.title, finding.docs) == ("made-up", "ok", "All is well", "https://example.invalid/docs")


def test_findings_come_worst_first_and_carry_their_check(facts: Facts) -> None:
    def look(_: Facts) -> Iterator[Finding]:
        yield info("i", "")
        yield unknown("u", "")
        yield error("e", "")
        yield warning("w", "")

    found = run_checks(facts, [one(lambda _: (), "passed"), one(look)])
    assert [(f.id, f.level) for f in found] == [
        ("made-up", "error"),
        ("made-up", "warning"),
        ("made-up", "unknown"),
        ("made-up", "info"),
        ("passed", "ok"),
    ]


def test_a_check_that_raises_is_unknown_and_tells_no_value(facts: Facts) -> None:
    def look(_: Facts) -> Iterator[Finding]:
        yield error("found before", "")
        raise ValueError(f"cannot use {SECRET}")

    found = run_checks(facts, [one(look), one(lambda _: (), "next")])
    assert [(f.id, f.level) for f in found] == [("made-up", "error"), ("made-up", "unknown"), ("next", "ok")]
    assert "ValueError" in found[1].explain
    assert "FFFF" not in repr(found)


def test_one_id_is_one_check() -> None:
    taken = registered()[0]
    with pytest.raises(ValueError, match=taken.id):
        check(taken.id, family="value", passed="", about="", levels=("error",), docs="")(lambda _: ())


def test_levels_are_named_worst_first() -> None:
    for levels in ((), ("warning", "error"), ("error", "error"), ("ok",)):
        with pytest.raises(ValueError, match="not in order"):
            check("made-up", family="value", passed="", about="", levels=levels, docs="")


@pytest.mark.parametrize("one", registered(), ids=lambda c: c.id)
def test_every_check_has_a_page_of_help(one: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", one.id)
    assert one.family in FAMILIES
    assert one.passed[0].isupper() or one.passed.startswith(("claude ", "tmux "))
    assert not one.passed.endswith(".")
    assert one.about.endswith(".")
    assert 1 <= one.about.count(". ") + one.about.count(": ") <= 4
    assert one.docs.startswith("https://code.claude.com/docs/en/")


def test_the_catalogue_is_whole() -> None:
    """Ids are a promise to scripts: none may vanish."""
    assert {one.id for one in registered()} >= {
        "env-key-overrides-login",
        "env-token-overrides-login",
        "oauth-token-overrides-login",
        "headers-override-login",
        "helper-overrides-login",
        "profile-overrides-login",
        "cloud-overrides-login",
        "two-credentials-sent",
        "key-not-approved",
        "key-rejected",
        "login-missing",
        "login-corrupt",
        "login-emptied",
        "login-expired-no-refresh",
        "login-lacks-scope",
        "login-readable-by-others",
        "login-wrong-name",
        "login-unreadable",
        "login-locked",
        "cloud-switches-conflict",
        "cloud-setup-incomplete",
        "cloud-hides-credential",
        "cloud-switch-unclear",
        "settings-env-overrides-shell",
        "settings-broken",
        "settings-unreadable",
        "state-file-broken",
        "managed-settings-broken",
        "policy-refuses-credential",
        "helper-missing",
        "helper-not-executable",
        "config-dir-empty",
        "config-dir-relative",
        "config-dir-unexpanded",
        "config-dir-absent",
        "value-wrong-slot",
        "value-quotes",
        "value-blanks",
        "value-inner-blank",
        "value-breaks-header",
        "value-bearer",
        "value-cut",
        "value-placeholder",
        "value-unexpanded",
        "value-empty",
        "startup-file-unreadable",
        "startup-undecided",
        "terminal-carries-variable",
        "terminal-lacks-variable",
        "tmux-carries-variable",
        "running-claude-differs",
        "bare-mode-on",
        "host-decides",
        "headers-break-request",
        "startup-opaque",
    }
