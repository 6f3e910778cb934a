"""What `check` answers without looking (`--list`, `--explain`), and what narrows or measures it (`--only`, `--expect`)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

from claude_auth_tui.checks.check_page import nearest
from claude_auth_tui.checks.frame import FAMILIES, FAMILY_CURES, Check, check_of, registered
from claude_auth_tui.telling.schema import explain_schema, report_schema
from tests.checks.every_case import CASES
from tests.commands.test_cli import FAKE, run

KEY = {"ANTHROPIC_API_KEY": FAKE}


def checked(home: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run("check", *arguments, home=home, env=env)


def test_every_check_is_listed_with_what_it_looks_for(tmp_path: Path) -> None:
    plain = checked(tmp_path, "--list")
    assert plain.returncode == 0
    for one in registered():
        assert f"\n  {one.id}\n" in plain.stdout
    listed = json.loads(checked(tmp_path, "--list", "--json").stdout)["checks"]
    assert [entry["id"] for entry in listed] == [one.id for one in registered()]
    assert all(entry["about"] and entry["family"] in FAMILIES for entry in listed)


def test_a_page_says_what_why_how_bad_and_how_it_is_cured(tmp_path: Path) -> None:
    told = checked(tmp_path, "--explain", "env-key-overrides-login")
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert lines[0] == "env-key-overrides-login"
    for heading in ("Wanted", "Looks for", "Why", "Levels", "Cure", "Family", "Documentation  https://code.claude.com/"):
        assert any(line.startswith(heading) for line in lines), heading
    assert all(len(line) <= 100 or "https://" in line for line in lines)
    page = json.loads(checked(tmp_path, "--explain", "env-key-overrides-login", "--json").stdout)["check"]
    assert page["levels"] == ["error", "warning"]


@pytest.mark.parametrize("one", registered(), ids=lambda one: one.id)
def test_every_page_is_whole(one: Check) -> None:
    assert check_of(one.id) is one
    assert one.passed
    assert one.cure.endswith(".")
    assert one.levels


def test_the_levels_of_a_page_are_those_its_check_can_have() -> None:
    """The machines of the tests show each check at some level: it is among those its page names."""
    wrong = [(case.id, case.level) for case in CASES if (page := check_of(case.id)) and case.level not in (*page.levels, "unknown")]
    assert wrong == []


def test_every_family_has_a_cure() -> None:
    assert set(FAMILY_CURES) == set(FAMILIES)


def test_only_tells_of_these_checks_and_exits_by_them(key_home: Path) -> None:
    both = checked(key_home, "--only", "login-missing", "env-key-overrides-login")
    assert both.returncode == 1
    assert both.stdout.startswith("ERROR: An API key in ~/.bashrc:2 overrides your Max login [env-key-overrides-login]\n")
    assert both.stdout.endswith("PASSED: There is a credential [login-missing]\n")
    passed = checked(key_home, "--only", "login-missing,login-corrupt")
    assert passed.returncode == 0
    assert len(passed.stdout.splitlines()) == 2
    document = json.loads(checked(key_home, "--json", "--only", "login-missing").stdout)
    assert [check["id"] for check in document["checks"]] == ["login-missing"]
    assert document["verdict"]["level"] == "error"  # the verdict is about the machine


def test_an_unknown_id_is_bad_usage_and_says_what_may_be_meant(tmp_path: Path) -> None:
    for arguments in (["--only", "env-key-override-login"], ["--explain", "env-key-override-login"]):
        done = checked(tmp_path, *arguments)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "near it: env-key-overrides-login" in done.stderr
    assert "--list" in checked(tmp_path, "--explain", "zzz").stderr
    assert len(checked(tmp_path, "--explain", "a\x1b[31m" * 100).stderr) < 200
    assert "value-quotes" in nearest("quotes")


@pytest.fixture
def key_home(tmp_path: Path) -> Path:
    (tmp_path / ".bashrc").write_text(f"# mine\nexport ANTHROPIC_API_KEY={FAKE}\n")
    (tmp_path / ".claude").mkdir()
    oauth = {
        "accessToken": "sk-ant-oat01-FAKE",
        "refreshToken": "sk-ant-ort01-FAKE",
        "expiresAt": 4102444800000,
        "scopes": ["user:inference"],
        "subscriptionType": "max",
    }
    (tmp_path / ".claude/.credentials.json").write_text(json.dumps({"claudeAiOauth": oauth}))
    (tmp_path / ".claude/.credentials.json").chmod(0o600)
    return tmp_path


@pytest.mark.parametrize(
    ("expected", "env", "status"),
    [
        ("key", KEY, 0),
        ("print=key", KEY, 0),
        ("login", KEY, 1),
        ("key", {}, 1),
        ("token", KEY, 1),
        ("token", {"CLAUDE_CODE_OAUTH_TOKEN": FAKE.replace("api03", "oat01")}, 0),
        ("gateway", {"ANTHROPIC_BASE_URL": "https://gw.example.invalid", "ANTHROPIC_AUTH_TOKEN": "gw-FAKE-0123456789"}, 0),
        ("gateway", KEY, 1),
        ("bedrock", {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE", "AWS_REGION": "eu-west-1"}, 0),
        ("vertex", {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE", "AWS_REGION": "eu-west-1"}, 1),
    ],
)
def test_a_job_can_demand_what_is_sent(tmp_path: Path, expected: str, env: dict[str, str], status: int) -> None:
    done = checked(tmp_path, "--expect", expected, "--only", "expectation-not-met", **{**env, "CI": "true"})
    assert done.returncode == status, done.stdout


def test_the_config_file_is_read_and_the_command_line_goes_before_it(key_home: Path) -> None:
    config = key_home / ".config/claude-auth-tui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[[folder]]\npath = "{key_home}"\nexpect = "key"\n')
    document = json.loads(checked(key_home, "--json").stdout)
    assert document["contexts"][0]["surfaces"]["print"]["expected"] == "key"
    assert document["contexts"][0]["surfaces"]["print"]["as_expected"] is True
    assert checked(key_home, "--only", "env-key-overrides-login", "expectation-not-met").returncode == 0
    assert checked(key_home, "--expect", "login", "--only", "expectation-not-met").returncode == 1
    config.write_text('[[mute]]\nid = "env-key-overrides-login"\nreason = "my team pays"\n')
    muted = checked(key_home)
    assert muted.returncode == 0
    assert "muted: my team pays" in muted.stdout


@pytest.mark.parametrize("arguments", [["--expect", "kye"], ["--expect", "desk=key"], ["--expect", "print="], ["--expect"]])
def test_an_expectation_that_is_none_is_bad_usage(tmp_path: Path, arguments: list[str]) -> None:
    done = checked(tmp_path, *arguments)
    assert done.returncode == 2
    assert "--expect" in done.stderr


@pytest.mark.parametrize(("command", "schema"), [("explain", explain_schema()), ("report", report_schema())])
def test_what_is_printed_satisfies_the_schema_that_is_printed(key_home: Path, command: str, schema: object) -> None:
    printed = json.loads(run(command, "--json-schema", home=key_home).stdout)
    assert printed == schema
    validator = jsonschema.Draft202012Validator(printed)
    for words in (["Invalid API key · Fix external API key"], ["something else"]) if command == "explain" else ([],):
        validator.validate(json.loads(run(command, "--json", *words, home=key_home, env=KEY).stdout))
