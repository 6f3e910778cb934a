"""`claude-auth-tui explain` as a person and a script use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FAKE = "sk-ant-api03-" + "FAKEcanary" * 9 + "w7AA"


def run(*arguments: str, home: Path, given: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "SHELL": "/bin/bash", "LANG": "C.UTF-8", **(env or {})}
    command = [sys.executable, "-m", "claude_auth_tui", "explain", *arguments]
    return subprocess.run(command, env=environment, cwd=home, input=given, capture_output=True, timeout=30, check=False)


def document(done: subprocess.CompletedProcess[bytes]) -> dict[str, object]:
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def told(done: subprocess.CompletedProcess[bytes]) -> str | None:
    return document(done)["message"]["id"]  # type: ignore[index, no-any-return]


@pytest.fixture
def key_home(tmp_path: Path) -> Path:
    """A home whose .bashrc exports a key beside a stored login."""
    (tmp_path / ".bashrc").write_text(f"# mine\nexport ANTHROPIC_API_KEY={FAKE}\n")
    (tmp_path / ".claude").mkdir()
    login = {
        "accessToken": "sk-ant-oat01-" + "FAKE" * 24,
        "refreshToken": "sk-ant-ort01-FAKE",
        "expiresAt": 4102444800000,
        "scopes": ["user:inference"],
    }
    (tmp_path / ".claude/.credentials.json").write_text(json.dumps({"claudeAiOauth": login}))
    (tmp_path / ".claude/.credentials.json").chmod(0o600)
    return tmp_path


def test_it_points_to_the_line_and_the_fix_of_this_machine(key_home: Path) -> None:
    told = document(run("--json", "Invalid API key · Fix external API key", home=key_home))
    first = told["causes"][0]  # type: ignore[index]
    assert (first["standing"], first["check"]) == ("shown", "env-key-overrides-login")
    assert any(evidence["where"] == "~/.bashrc:2" for evidence in first["evidence"])
    assert any(fix["command"] for fix in first["fixes"])
    assert "canary" not in json.dumps(told)


def test_plain_is_the_default(key_home: Path) -> None:
    done = run("Credit balance is too low", home=key_home)
    text = done.stdout.decode()
    assert text.splitlines()[0].endswith("[credit-balance]")
    assert "This is not about authentication" in text
    assert "~/.bashrc:2" in text
    assert run("--plain", "Credit balance is too low", home=key_home).stdout == done.stdout


@pytest.mark.parametrize(
    "dump",
    [
        "Not logged in · Please run /login\n".encode(),
        "\x1b[31m⎿ \x1b[1mNot logged in · Please run /lo\ngin\x1b[0m\r\n".encode(),
        "Not logged in · Please run /login\r\n".encode("utf-16"),
        b"\xef\xbb\xbfNot logged in - Please run /login",
        b"\x00\x01\xff\xfe garbage \xf0\x28\n" + "Not logged in · Please run /login\n".encode() + b"\xff" * 100,
    ],
    ids=["plain", "terminal", "powershell", "bom", "binary"],
)
def test_standard_input_of_any_kind(dump: bytes, tmp_path: Path) -> None:
    assert told(run("--json", home=tmp_path, given=dump)) == "not-logged-in"
    assert told(run("--json", "-", home=tmp_path, given=dump)) == "not-logged-in"


def test_words_need_no_quotes(tmp_path: Path) -> None:
    assert told(run("--json", "Login", "expired", "·", "Please", "run", "/login", home=tmp_path)) == "login-expired"


def test_an_unknown_text_gets_an_answer_too(tmp_path: Path) -> None:
    answer = document(run("--json", "segmentation fault", home=tmp_path))
    assert answer["message"]["known"] is False  # type: ignore[index]
    assert answer["nearest"]


def test_a_pasted_key_is_never_repeated(tmp_path: Path) -> None:
    for arguments in (["--json"], ["--plain"]):
        done = run(*arguments, f"Invalid API key · Fix external API key {FAKE}", home=tmp_path)
        assert b"canary" not in done.stdout + done.stderr
        assert b"leaked" in done.stdout


@pytest.mark.parametrize("given", [b"", b" \n"])
def test_nothing_to_read_is_told_on_stderr_with_exit_2(given: bytes, tmp_path: Path) -> None:
    done = run("--json", home=tmp_path, given=given)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"standard input" in done.stderr


def test_an_empty_argument_is_an_unknown_text(tmp_path: Path) -> None:
    assert b"no text to explain" in run("", home=tmp_path).stdout


def test_ten_megabytes_of_binary_get_an_answer(tmp_path: Path) -> None:
    answer = document(run("--json", home=tmp_path, given=bytes(range(256)) * 40_000))
    assert answer["message"]["known"] is False  # type: ignore[index]


def test_the_list_needs_no_machine(tmp_path: Path) -> None:
    listed = document(run("--list", "--json", home=tmp_path))
    assert len(listed["messages"]) > 100  # type: ignore[arg-type]
    assert b"not-logged-in: Not logged in" in run("--list", home=tmp_path).stdout


def test_a_locale_that_cannot_say_it_gets_escapes(tmp_path: Path) -> None:
    done = run("--list", home=tmp_path, env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert done.returncode == 0
    assert b"Not logged in" in done.stdout


def test_it_imports_no_screen(tmp_path: Path) -> None:
    code = """
import sys
from claude_auth_tui.commands.cli import main
status = main(["explain", "Not logged in · Please run /login"])
slow = [name for name in ("textual", "rich", "watchdog", "platformdirs") if name in sys.modules]
print(slow, file=sys.stderr)
"""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "SHELL": "/bin/bash", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stderr == "[]\n"
