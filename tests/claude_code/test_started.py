"""Which Claude Code an environment starts, and what is told where that may be one of several."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from claude_auth_tui.claude_code import MODELLED
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Start
from claude_auth_tui.claude_code.started import LATELY, started
from claude_auth_tui.demo.build import HOME, Content, make_machine
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import Secret, SecretText
from tests.checks.homes import login

KEY = "ANTHROPIC_API_KEY"
BIN = f"{HOME}/.local/bin"
VERSIONS = f"{HOME}/.local/share/claude/versions"


def _program(hops: tuple[str, ...] = (), text: str | None = None) -> File:
    return File("", "present", "file", SecretText(text) if text is not None else None, mode=0o755, size=100, executable=True, hops=hops)


def _machine(*versions: str, files: Mapping[str, Content] | None = None) -> Machine:
    """One on which the native installer put these, the first one to be started."""
    table: dict[str, Content] = {f"{VERSIONS}/{version}": _program() for version in versions}
    if versions:
        table[f"{BIN}/claude"] = _program((f"{VERSIONS}/{versions[0]}",))
    return make_machine({**table, **(files or {})})


def _started(machine: Machine, search: str = f"{BIN}:/usr/bin") -> tuple[str, ...]:
    return started(machine, {"PATH": Secret(search)}).versions


def test_the_path_says_which_one_is_started() -> None:
    machine = _machine("2.1.100", "2.1.332")
    which = started(machine, {"PATH": Secret(f"/usr/bin:{BIN}")})
    assert which.versions == ("2.1.100",)
    assert which.client is not None
    assert (which.client.path, which.client.version, which.client.rules) == ("~/.local/bin/claude", "2.1.100", "2.1.100")


def test_nothing_installed_is_asked_with_the_newest_rules() -> None:
    assert _started(_machine()) == ()
    assert Start(_machine(), {}).rules.version == str(MODELLED)


def test_one_newer_than_the_rules_is_told_with_those_there_are() -> None:
    which = started(_machine("9.9.9"), {"PATH": Secret(BIN)})
    assert which.versions == ("9.9.9",)
    assert which.client is not None
    assert which.client.rules == str(MODELLED)


def test_where_the_path_is_not_known_it_may_be_any_that_is_installed() -> None:
    machine = _machine("2.1.100", "2.1.332")
    assert started(machine, {}, {"PATH"}).versions == ("2.1.332", "2.1.100")


def test_a_wrapper_may_start_any_that_is_installed() -> None:
    wrapper = {f"{HOME}/bin/claude": _program(text="#!/bin/sh\nexec something\n")}
    machine = _machine("2.1.200", "2.1.100", files=wrapper)
    assert _started(machine, f"{HOME}/bin:{BIN}") == ("2.1.200", "2.1.100")


@pytest.mark.parametrize("seen", ["2.1.285", "2.1.20"])
def test_a_program_that_tells_nothing_is_not_older_than_what_ran_here_and_not_older_than_half_a_year(seen: str) -> None:
    files: dict[str, Content] = {"/usr/bin/claude": _program(), "~/.claude.json": json.dumps({"lastReleaseNotesSeen": seen})}
    versions = _started(make_machine(files))
    assert versions[0] == str(MODELLED)
    assert versions[-1] == ("2.1.285" if seen == "2.1.285" else LATELY)
    assert "2.1.312" in versions


def test_a_script_where_the_program_should_lie_tells_no_version() -> None:
    link = _program((f"{VERSIONS}/2.1.100",))
    machine = make_machine({f"{BIN}/claude": link, f"{VERSIONS}/2.1.100": _program(text="#!/bin/sh\nexec other\n")})
    which = started(machine, {"PATH": Secret(BIN)})
    assert which.client is not None
    assert which.client.version is None


def test_only_what_the_versions_do_not_agree_about_is_unknown_with_both_answers() -> None:
    """A setup token in project settings is sent up to 2.1.311; a key is sent by all."""
    token = {f"{HOME}/work/.claude/settings.json": json.dumps({"env": {"CLAUDE_CODE_OAUTH_TOKEN": "sk-ant-oat01-FAKE-0123456789012345"}})}
    machine = make_machine(token, cwd=f"{HOME}/work")
    told = predict(Start(machine, {}, versions=("2.1.332", "2.1.310"))).surfaces["print"]
    assert told.outcome == "unknown"
    assert "2.1.332: " in told.because and "2.1.310: " in told.because  # noqa: PT018
    key = {KEY: Secret("sk-ant-api03-FAKE-0123456789012345")}
    assert predict(Start(machine, key, versions=("2.1.332", "2.1.310"))).surfaces["print"].x_api_key == f"env:{KEY}"


def test_each_version_has_its_own_answer() -> None:
    machine = make_machine({"~/.claude/.credentials.json": login()})
    simple = {"CLAUDE_CODE_SIMPLE": Secret("1")}
    outcomes = {v: predict(Start(machine, simple, versions=(v,))).surfaces["print"].outcome for v in ("2.1.80", "2.1.81")}
    assert outcomes == {"2.1.80": "sends", "2.1.81": "not_logged_in"}
