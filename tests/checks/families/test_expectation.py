"""What is expected decides what counts: whoever wants a key is left in peace, and whoever expects a login is warned."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from claude_auth_tui.claude_code.expected import is_met, surface_level
from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Diagnosis, Surface
from claude_auth_tui.model.machine import Request, RunningClaude
from claude_auth_tui.model.preferences import Expectation, Preferences
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.what_if import Subject
from claude_auth_tui.model.words import Expected
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.suppose import what_if
from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.plain import plain_report
from tests.checks.homes import GATEWAY, KEY, TOKEN, login, state
from tests.shown import shown

CONFIG = "/home/dev/.config/claude-auth-tui/config.toml"
WHERE = say("~/.config/claude-auth-tui/config.toml:3")
LOGIN = {"~/.claude/.credentials.json": login(), "~/.claude.json": state(CWD, (KEY,))}
BEDROCK = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-west-1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE"}


def told(
    env: dict[str, str], *said: Expectation, files: Mapping[str, object] = LOGIN, mutes: dict[str, str] | None = None, **fields: object
) -> Diagnosis:
    rc = "".join(f"export {name}='{value}'\n" for name, value in env.items())
    preferences = Preferences(CONFIG, said, {id_: shown(why) for id_, why in (mutes or {}).items()})
    return diagnose(make_machine({**files, "~/.zshrc": rc}, env, preferences=preferences, **fields))  # type: ignore[dict-item]


def expect(kind: Expected, surface: str | None = None, folder: str = "") -> Expectation:
    return Expectation(kind, surface, folder, WHERE)


def loud(diagnosis: Diagnosis) -> list[tuple[str, str]]:
    return [(f.id, f.level) for f in diagnosis.findings if f.level in ("error", "warning") and f.muted is None]


def levels(diagnosis: Diagnosis) -> dict[str, str | None]:
    context = diagnosis.contexts[0]
    return {name: surface_level(diagnosis, context, name) for name in context.surfaces}


@pytest.mark.parametrize(
    ("kind", "env"),
    [
        ("login", {}),
        ("key", {"ANTHROPIC_API_KEY": KEY}),
        ("token", {"CLAUDE_CODE_OAUTH_TOKEN": TOKEN}),
        ("gateway", GATEWAY),
        ("bedrock", BEDROCK),
        ("cloud", BEDROCK),
        ("any", {"ANTHROPIC_API_KEY": KEY}),
    ],
)
def test_who_gets_what_is_expected_is_left_in_peace(kind: Expected, env: dict[str, str]) -> None:
    """A login is stored in all of them: without an expectation it would be taken as wanted."""
    diagnosis = told(env, expect(kind))
    assert loud(diagnosis) == []
    assert diagnosis.verdict.level == "ok"
    assert not diagnosis.failed
    assert {levels(diagnosis)[name] for name in ("interactive", "print")} == {"ok"}


@pytest.mark.parametrize(
    ("kind", "env", "instead"),
    [
        ("login", {"ANTHROPIC_API_KEY": KEY}, "send an API key (pay as you go); the stored login is expected"),
        ("key", {}, "send your Max login; an API key is expected"),
        ("bedrock", {"ANTHROPIC_API_KEY": KEY}, "send an API key (pay as you go); Amazon Bedrock is expected"),
        ("login", BEDROCK, "use Amazon Bedrock; the stored login is expected"),
        ("gateway", {"ANTHROPIC_API_KEY": KEY}, "send an API key (pay as you go); a gateway is expected"),
        ("key", GATEWAY, "send your gateway's token; an API key is expected"),
    ],
)
def test_who_gets_something_else_is_told_what_and_why(kind: Expected, env: dict[str, str], instead: str) -> None:
    diagnosis = told(env, expect(kind))
    found = diagnosis.finding("expectation-not-met")
    assert found is not None
    assert found.level == "error"
    assert found.title == f"claude and claude -p {instead}"
    assert found.evidence[0].where == WHERE
    assert found.fixes[-1].title == f"Or expect what is sent: change {WHERE}"
    assert found.fixes[0].command
    assert diagnosis.failed
    assert levels(diagnosis)["print"] == "error"


def test_the_fix_is_that_of_the_cause() -> None:
    found = told({"ANTHROPIC_API_KEY": KEY}, expect("login")).finding("expectation-not-met")
    assert found is not None
    assert found.fixes[0].command.startswith("sed -i '1{/ANTHROPIC_API_KEY/")
    assert found.fixes[0].leads_to == "claude and claude -p then use your Max login"


def test_each_way_of_starting_can_be_expected_on_its_own() -> None:
    diagnosis = told({"ANTHROPIC_API_KEY": KEY}, expect("key", "print"), expect("login", "interactive"))
    found = diagnosis.finding("expectation-not-met")
    assert found is not None
    assert found.title == "claude sends an API key (pay as you go); the stored login is expected"
    assert levels(diagnosis) == {**levels(diagnosis), "interactive": "error", "print": "ok", "bare": "info"}


def test_bare_counts_only_where_it_is_expected() -> None:
    assert loud(told({}, expect("login"))) == []
    found = told({}, expect("login"), expect("key", "bare")).finding("expectation-not-met")
    assert found is not None
    assert found.title == "claude --bare -p has no credential; an API key is expected"


def test_a_running_claude_is_measured_by_the_folder_it_runs_in() -> None:
    running = RunningClaude(41, {"HOME": Secret("/home/dev"), "ANTHROPIC_API_KEY": Secret(KEY)}, "/home/dev/other")
    diagnosis = told({}, expect("login"), expect("key", None, "/home/dev/other"), running=(running,))
    there = diagnosis.context("claude:41")
    assert there is not None
    assert surface_level(diagnosis, there, "print") == "ok"
    assert there.surfaces["print"].expected == "key"


def test_in_a_job_nobody_types_claude() -> None:
    """What only `claude` would ask or refuse is no error where nothing but `claude -p` is started."""
    files = {"~/.claude.json": state(CWD, (), (KEY,))}
    diagnosis = told({"CI": "true", "ANTHROPIC_API_KEY": KEY}, Expectation("key", where=say("--expect")), files=files)
    found = diagnosis.finding("expectation-not-met")
    assert found is not None
    assert found.level == "ok"


def test_what_was_asked_for_on_the_command_line_counts_first() -> None:
    request = Request(expect=(Expectation("key", where=say("--expect")),))
    diagnosis = told({}, expect("login"), request=request)
    found = diagnosis.finding("expectation-not-met")
    assert found is not None
    assert found.evidence[0].where == "--expect"
    assert not any("expect what is sent" in fix.title for fix in found.fixes)


def test_what_cannot_be_told_is_neither() -> None:
    rc = {"~/.claude.json": state(CWD), "~/.zshrc": "export ANTHROPIC_API_KEY=$(pass show x)\n"}
    diagnosis = diagnose(make_machine(rc, preferences=Preferences(CONFIG, (expect("login"),))))  # type: ignore[arg-type]
    assert "expectation-not-met" not in dict(loud(diagnosis))
    assert surface_level(diagnosis, diagnosis.contexts[0], "print") == "unknown"


def test_two_credentials_are_not_the_one_that_is_expected() -> None:
    assert (
        is_met("key", Surface("sends", NOTHING, authorization=say("env:ANTHROPIC_AUTH_TOKEN"), x_api_key=say("env:ANTHROPIC_API_KEY")))
        is False
    )
    assert is_met("any", Surface("sends", NOTHING, authorization=say("env:ANTHROPIC_AUTH_TOKEN"))) is True
    assert is_met("key", Surface("asks", NOTHING, asks="key")) is None


def test_a_muted_finding_counts_nowhere_and_is_still_told() -> None:
    diagnosis = told({"ANTHROPIC_API_KEY": KEY}, mutes={"env-key-overrides-login": "a key of my team"})
    muted = diagnosis.finding("env-key-overrides-login")
    assert muted is not None
    assert (muted.level, muted.muted) == ("error", "a key of my team")
    assert not diagnosis.failed
    assert diagnosis.verdict.level == "ok"
    assert diagnosis.verdict.finding is None
    assert "not your Max login" not in diagnosis.verdict.headline
    order = [f.muted is not None for f in diagnosis.findings if f.level != "ok"]
    assert order == sorted(order)
    plain = plain_report(diagnosis)
    assert "MUTED ERROR: An API key in ~/.zshrc:1 overrides your Max login" in plain
    assert "muted: a key of my team" in plain
    assert "ERROR:" not in plain.replace("MUTED ERROR:", "")
    (told_as,) = [c for c in document_of(diagnosis)["checks"] if c["id"] == "env-key-overrides-login"]
    assert told_as["muted"] == "a key of my team"


def test_muting_one_error_leaves_the_other() -> None:
    diagnosis = told({"ANTHROPIC_API_KEY": '"' + KEY + '"'}, mutes={"env-key-overrides-login": "on purpose"})
    assert diagnosis.verdict.finding == "value-quotes"
    assert diagnosis.failed


def test_what_passed_is_not_muted() -> None:
    diagnosis = told({}, mutes={"env-key-overrides-login": "on purpose"})
    found = diagnosis.finding("env-key-overrides-login")
    assert found is not None
    assert (found.level, found.muted) == ("ok", None)


def test_a_mute_that_names_no_check_is_told_with_what_may_be_meant() -> None:
    found = told({}, mutes={"login-mising": "why"}).finding("config-file-faulty")
    assert found is not None
    assert found.level == "info"
    assert "login-missing" in found.explain


def test_nothing_sent_is_no_error_where_that_is_muted() -> None:
    diagnosis = told({}, files={}, mutes={"login-missing": "this machine is only for looking"})
    assert not diagnosis.failed
    assert diagnosis.verdict.level == "ok"


def test_the_editor_extension_is_measured_where_it_is_named() -> None:
    files = {
        **LOGIN,
        "~/.vscode/extensions/anthropic.claude-code-2.1.329/package.json": "{}",
        "~/.config/Code/User/settings.json": {"claudeCode.environmentVariables": [{"name": "ANTHROPIC_API_KEY", "value": KEY}]},
    }
    assert "expectation-not-met" not in dict(loud(told({}, expect("login"), files=files)))
    found = told({}, expect("login", "vscode"), files=files).finding("expectation-not-met")
    assert found is not None
    assert found.title.startswith("The editor extension sends ")
    assert found.title.endswith("; the stored login is expected")


def test_what_would_be_sent_otherwise_is_measured_too() -> None:
    rc = f"export ANTHROPIC_API_KEY={KEY}\n"
    facts = gather(make_machine({**LOGIN, "~/.zshrc": rc}, preferences=Preferences(CONFIG, (expect("key"),))))
    answer = what_if(facts, Subject("variable", say("ANTHROPIC_API_KEY")))
    after = next(change.after for change in answer.surfaces if change.surface == "print" and change.changed)
    assert after.expected == "key"
    assert is_met("key", after) is False


@pytest.mark.parametrize("kind", ["bedrock", "cloud"])
def test_a_provider_that_is_expected_is_not_to_be_switched_off(kind: Expected) -> None:
    """What it lacks is to be given to it; for one that nobody expects, switching it off comes first."""
    env = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-west-1"}
    for name in ("expectation-not-met", "cloud-setup-incomplete"):
        found = told(env, expect(kind)).finding(name)
        assert found is not None
        assert found.level == "error"
        assert found.fixes[0].title == "Give Amazon Bedrock what it needs: AWS credentials and a region"
        assert not any("CLAUDE_CODE_USE_BEDROCK" in fix.command for fix in found.fixes)
    unexpected = told(env).finding("cloud-setup-incomplete")
    assert unexpected is not None
    assert "CLAUDE_CODE_USE_BEDROCK" in unexpected.fixes[0].command
