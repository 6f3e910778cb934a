"""The command line: what is printed where, exit statuses, and what is not imported on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from claude_auth_tui import __version__
from claude_auth_tui.telling.schema import json_schema

FAKE = "sk-ant-api03-" + "FAKEcanaryFAKE" * 6 + "w7AA"


def run(*arguments: str, home: Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "SHELL": "/bin/bash", "LANG": "C.UTF-8", **(env or {})}
    command = [sys.executable, "-m", "claude_auth_tui", *arguments]
    return subprocess.run(
        command, env=environment, cwd=cwd or home, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=30, check=False
    )


@pytest.fixture
def key_home(tmp_path: Path) -> Path:
    """A home whose .bashrc exports a key beside a stored login."""
    (tmp_path / ".bashrc").write_text(f"# mine\nexport ANTHROPIC_API_KEY={FAKE}\n")
    (tmp_path / ".claude").mkdir()
    login = {
        "claudeAiOauth": {
            "accessToken": "sk-ant-oat01-" + "FAKE" * 24, "refreshToken": "sk-ant-ort01-" + "FAKE" * 24,
            "expiresAt": 4102444800000, "scopes": ["user:inference", "user:profile"], "subscriptionType": "max",
        }
    }  # fmt: skip
    (tmp_path / ".claude/.credentials.json").write_text(json.dumps(login))
    (tmp_path / ".claude/.credentials.json").chmod(0o600)
    return tmp_path


def test_json_names_the_source_with_file_and_line_and_no_value(key_home: Path) -> None:
    done = run("check", "--json", home=key_home)
    document = json.loads(done.stdout)
    contexts = {context["id"]: context for context in document["contexts"]}
    variable = next(v for v in contexts["new_shell"]["variables"] if v["name"] == "ANTHROPIC_API_KEY")
    assert variable["origin"] == "file:~/.bashrc:2"
    assert variable["shown"] == "sk-ant-api03-…w7AA"
    assert contexts["new_shell"]["surfaces"]["print"]["x_api_key"] == "env:ANTHROPIC_API_KEY"
    assert contexts["here"]["surfaces"]["print"]["authorization"] == "credentials:claudeAiOauth"
    assert done.returncode == 1
    assert done.stderr == ""
    assert "canary" not in done.stdout


def test_plain_says_the_verdict_first_and_no_value(key_home: Path) -> None:
    done = run("check", home=key_home)
    first = done.stdout.splitlines()[0]
    assert first.startswith("ERROR: ")
    assert "~/.bashrc:2" in "".join(done.stdout.splitlines()[:3])
    assert "canary" not in done.stdout + done.stderr


def test_without_a_terminal_the_bare_command_prints_the_plain_report(key_home: Path) -> None:
    assert run(home=key_home).stdout == run("check", "--plain", home=key_home).stdout


def test_the_document_satisfies_its_own_schema(key_home: Path) -> None:
    schema = json.loads(run("check", "--json-schema", home=key_home).stdout)
    assert schema == json.loads(json.dumps(json_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    for env in ({}, {"ANTHROPIC_API_KEY": FAKE}, {"ANTHROPIC_API_KEY": "a\nb", "CLAUDE_CONFIG_DIR": ""}):
        document = json.loads(run("check", "--json", home=key_home, env=env).stdout)
        jsonschema.Draft202012Validator(schema).validate(document)


def test_the_document_says_what_would_be_sent_without_what_is_sent(key_home: Path) -> None:
    (key_home / ".bash_profile").write_text("export ANTHROPIC_API_KEY=sk-ant-api03-FAKEcanary-older-0123456789-e4AA\n. ~/.bashrc\n")
    start = ("--json", "--start", "login")
    schema = jsonschema.Draft202012Validator(json_schema())
    document = json.loads(run("check", *start, home=key_home).stdout)
    schema.validate(document)
    told = {answer["subject"]["name"]: answer for answer in document["what_if"]}
    assert told["env:ANTHROPIC_API_KEY"]["says"] == "claude and claude -p then use your Max login"
    assert told["env:ANTHROPIC_API_KEY"]["variables"][0]["after"]["state"] == "unset"
    done = run("check", *start, "--what-if", home=key_home)
    everything = json.loads(done.stdout)
    schema.validate(everything)
    line = next(answer for answer in everything["what_if"] if answer["subject"]["kind"] == "line")
    assert line["subject"] == {"kind": "line", "name": "ANTHROPIC_API_KEY", "path": "~/.bashrc", "line": 2}
    assert line["says"].endswith("ANTHROPIC_API_KEY is then the one from ~/.bash_profile:1")
    (change,) = [change for change in line["surfaces"] if (change["context"], change["surface"]) == ("new_shell", "print")]
    assert change["before"]["x_api_key"] == change["after"]["x_api_key"] == "env:ANTHROPIC_API_KEY"
    plain = run("check", "--plain", "--start", "login", "--what-if", home=key_home).stdout
    assert "Without ~/.bashrc:2: " in plain
    assert "canary" not in done.stdout + plain


@pytest.mark.parametrize(
    "arguments",
    [["check", "--nope"], ["--shell", "tcsh"], ["check", "--json", "--plain"], ["frobnicate"], ["check", "--cwd", "/nowhere/at/all"]],
)
def test_bad_usage_is_told_on_stderr_with_exit_2(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "claude-auth-tui" in done.stderr


def test_version_and_help(tmp_path: Path) -> None:
    assert run("--version", home=tmp_path).stdout == f"claude-auth-tui {__version__}\n"
    assert "check" in run("--help", home=tmp_path).stdout


def test_ask_shell_runs_the_real_shell_and_tells_where_it_differs(key_home: Path) -> None:
    (key_home / ".bashrc").write_text(f"export ANTHROPIC_API_KEY={FAKE}\nexport ANTHROPIC_AUTH_TOKEN=$(od -c ~/.token)\n")
    (key_home / ".token").write_text("gw-FAKEcanary\n")
    done = run("check", "--json", "--ask-shell", "--start", "interactive", home=key_home)
    truth = json.loads(done.stdout)["real_shell"]
    assert truth["command"] == "/bin/bash -i"
    assert truth["failure"] is None
    assert truth["differences"] == ["ANTHROPIC_AUTH_TOKEN: could not be told; the real shell sets it"]
    plain = run("check", "--ask-shell", "--start", "interactive", home=key_home).stdout
    assert "The real shell:\n  /bin/bash -i answered" in plain
    assert "canary" not in done.stdout + plain


@pytest.mark.parametrize("arguments", [["check", "--json"], ["check", "--plain"], ["check", "--json-schema"], ["--version"], ["--help"]])
def test_nothing_slow_is_imported(arguments: list[str], tmp_path: Path) -> None:
    code = f"""
import sys
from claude_auth_tui.commands.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
slow = {{"textual", "rich", "watchdog", "platformdirs", "asyncio"}} & set(sys.modules)
sys.exit(f"imported: {{slow}}" if slow else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "env",
    [
        {"HOME": ""}, {"HOME": "/nonexistent"}, {"HOME": "relative"}, {"TERM": "dumb"}, {"LANG": "C", "LC_ALL": "C"}, {"SHELL": ""},
        {"SHELL": "/bin/nonsense"}, {"CLAUDE_CONFIG_DIR": "/dev/null"}, {"ANTHROPIC_API_KEY": "k\u201c\x1b[31m"}, {"TMUX": "/nowhere,1,0"},
        {"CLAUDE_CONFIG_DIR": "x" * 5000},
    ],
)  # fmt: skip
def test_an_odd_environment_is_diagnosed_without_a_traceback(env: dict[str, str], tmp_path: Path) -> None:
    for how in ("--json", "--plain"):
        done = run("check", how, home=tmp_path, env=env)
        assert done.returncode in (0, 1), done.stderr
        assert done.stderr == ""
        assert "\x1b" not in done.stdout


def test_a_reader_that_stops_early_is_no_error(key_home: Path, needs: Callable[[str], str]) -> None:
    command = f"{sys.executable} -m claude_auth_tui check --json | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        [needs("bash"), "-c", command], env={"HOME": str(key_home), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[0].startswith("{")


@pytest.mark.parametrize("out", [">/dev/full", ">&-"])
def test_an_answer_that_cannot_be_written_is_one_line_and_status_2(key_home: Path, out: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has /dev/full")
    command = f"{sys.executable} -m claude_auth_tui check --json {out}"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(key_home), "LANG": "C.UTF-8"}
    done = subprocess.run(["sh", "-c", command], env=environment, cwd=key_home, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("claude-auth-tui: the answer cannot be written: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("arguments", [["check", "--json"], ["report", "--json"], ["explain", "--json", "invalid x-api-key"]])
def test_json_is_json_where_not_every_character_can_be_written(arguments: list[str], encoding: str, tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_text("export ANTHROPIC_API_KEY='é…sk'\n")
    (tmp_path / "é").mkdir()
    done = run(*arguments, "--cwd", str(tmp_path / "é"), home=tmp_path, env={"PYTHONIOENCODING": encoding})
    json.loads(done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [["CANARY"], ["check", "--expect=CANARY"], ["check", "--only", "CANARY"], ["check", "--explain", "CANARY"], ["--shell", "CANARY"]],
)
def test_a_key_on_the_command_line_is_not_repeated(arguments: list[str], tmp_path: Path) -> None:
    done = run(*(word.replace("CANARY", "sk-ant-api03-FAKEcanary0123456789") for word in arguments), home=tmp_path)
    assert done.returncode == 2
    assert "canary" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--onyl", "x"], "unknown arguments: --onyl (did you mean --only?), x"),
        (["check", "--json=CANARY"], "argument --json: it takes no value"),
        (["--s=CANARY"], "it could be --settings, --shell, --start"),
        (["--shell", "CANARY"], "there are: 'zsh', 'bash', 'fish'"),
        (["demo", "CANARY"], "no demo is called that; there are: key-overrides-max"),
        (["--cwd", "/nowhere/CANARY"], "--cwd: /nowhere/… is not a folder"),
        (["--open", "CANARY"], "… cannot be read: No such file or directory"),
    ],
)
def test_bad_usage_says_what_is_possible_and_not_what_was_typed(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = run(*(word.replace("CANARY", "aB3xY7kQ9pLm") for word in arguments), home=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "aB3xY7" not in done.stderr
