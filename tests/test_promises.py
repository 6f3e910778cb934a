"""The promises that hold for every channel: no value leaves, nothing is written, nothing falls over."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

CANARY = "FAKEcanary"
"""In the middle of every value of the made-up machine below."""


def value(prefix: str, number: int) -> str:
    return f"{prefix}{CANARY}{number:02d}{CANARY}{'x' * 50}{number:04d}"


HOME_FILES: Mapping[str, str] = {
    ".zshrc": f"""
# old: export ANTHROPIC_API_KEY={value("sk-ant-api03-", 1)}
export ANTHROPIC_API_KEY={value("sk-ant-api03-", 2)} # {value("", 3)}
export ANTHROPIC_AUTH_TOKEN="{value("gw-", 4)}" OTHER='{value("", 5)}'
ANTHROPIC_API_KEY={value("sk-ant-api03-", 6)} claude -p hi
alias claude='ANTHROPIC_API_KEY={value("sk-ant-api03-", 7)} claude'
claude() {{ ANTHROPIC_AUTH_TOKEN={value("", 8)} command claude "$@"; }}
cat <<EOF
export ANTHROPIC_API_KEY={value("sk-ant-api03-", 9)}
EOF
eval "export CLAUDE_CODE_OAUTH_TOKEN={value("sk-ant-oat01-", 10)}"
export CLAUDE_CODE_OAUTH_TOKEN=${{UNSET:-{value("sk-ant-oat01-", 11)}}}
export ANTHROPIC_CUSTOM_HEADERS="x-api-key: {value("sk-ant-api03-", 12)}"
export ANTHROPIC_BASE_URL=https://user:{value("", 13)}@gateway.example/?key={value("", 14)}
export CLAUDE_CODE_USE_BEDROCK={value("", 15)}
export ANTHROPIC_PROFILE={value("sk-ant-api03-", 16)}
source "$HOME/{value("", 17)}"
if [ "$ANTHROPIC_API_KEY" = {value("", 18)} ]; then unset ANTHROPIC_API_KEY {value("", 19)}; fi
case {value("", 20)} in ANTHROPIC_API_KEY) ;; esac
for ANTHROPIC_API_KEY in {value("", 21)}; do :; done
export ANTHROPIC_API_KEY=$(op read {value("op://", 22)})
export ANTHROPIC_API_KEY='{value("unterminated-", 23)}
""",
    ".bashrc": f"export ANTHROPIC_API_KEY={value('sk-ant-api03-', 24)}\ndeclare -x ANTHROPIC_AUTH_TOKEN={value('', 25)}\n",
    ".config/fish/config.fish": f"set -gx ANTHROPIC_API_KEY {value('sk-ant-api03-', 26)}\nset -Ux ANTHROPIC_AUTH_TOKEN {value('', 27)}\n",
    ".config/fish/fish_variables": f"SETUVAR --export ANTHROPIC_API_KEY:{value('sk-ant-api03-', 28)}\n",
    ".claude/settings.json": json.dumps(
        {
            "env": {"ANTHROPIC_API_KEY": value("sk-ant-api03-", 29), "ANTHROPIC_AUTH_TOKEN": value("", 30)},
            "apiKeyHelper": f"echo {value('sk-ant-api03-', 31)}",
            "apiKey": value("sk-ant-api03-", 32),
            "forceLoginMethod": value("", 33),
        }
    ),
    ".claude/.credentials.json": json.dumps(
        {
            "claudeAiOauth": {
                "accessToken": value("sk-ant-oat01-", 34),
                "refreshToken": value("sk-ant-ort01-", 35),
                "expiresAt": 4102444800000,
                "scopes": ["user:inference", value("", 36)],
                "subscriptionType": value("", 37),
            }
        }
    ),
    ".claude/credentials.json": value("", 38),
    ".claude.json": json.dumps(
        {
            "primaryApiKey": value("sk-ant-api03-", 39),
            "customApiKeyResponses": {"approved": [value("", 40)[-20:]], "rejected": [value("", 41)]},
            "oauthAccount": {"emailAddress": "dev@example.com"},
        }
    ),
    ".config/anthropic/configs/default.json": json.dumps({"authentication": {"type": value("", 42)}}),
    ".config/anthropic/credentials/default.json": json.dumps({"access_token": value("sk-ant-oat01-", 43)}),
    "work/.env": f"ANTHROPIC_API_KEY={value('sk-ant-api03-', 44)}\nANTHROPIC_AUTH_TOKEN='{value('', 45)}\nmore {value('', 46)}'\n",
    "work/.envrc": f"export ANTHROPIC_API_KEY={value('sk-ant-api03-', 47)}\ndotenv {value('', 48)}\n",
    "work/.claude/settings.json": '{"env": {"ANTHROPIC_API_KEY": "' + value("sk-ant-api03-", 49) + '", }}',
    "work/.claude/settings.local.json": json.dumps({"apiKeyHelper": f"/nowhere/{value('', 50)}"}),
    "work/docker-compose.yml": f"services:\n  a:\n    environment:\n      ANTHROPIC_API_KEY: {value('sk-ant-api03-', 51)}\n",
    ".vscode/settings.json": json.dumps({"terminal.integrated.env.linux": {"ANTHROPIC_API_KEY": value("sk-ant-api03-", 52)}}),
}
ENVIRONMENT: Mapping[str, str] = {
    "ANTHROPIC_API_KEY": value("sk-ant-api03-", 60),
    "ANTHROPIC_AUTH_TOKEN": f'"Bearer {value("", 61)}"',
    "CLAUDE_CODE_OAUTH_TOKEN": f"{value('sk-ant-oat01-', 62)}\n{value('', 63)}",
    "ANTHROPIC_CUSTOM_HEADERS": f"Authorization: Bearer {value('', 64)}\nX-Team: {value('', 65)}",
    "ANTHROPIC_BASE_URL": f"http://a:{value('', 66)}@localhost:1",
    "CLAUDE_CODE_USE_VERTEX": value("", 67),
    "AWS_SECRET_ACCESS_KEY": value("", 68),
}


@pytest.fixture
def full_home(tmp_path: Path) -> Path:
    for name, text in HOME_FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def leaks(text: str) -> list[str]:
    """Every place where more of a value is seen than its last four characters."""
    return re.findall(rf".{{0,30}}{CANARY}.{{0,12}}", text)


def run(home: Path, *arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claude_auth_tui", *arguments],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **env},
        cwd=home / "work", capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
@pytest.mark.parametrize("how", ["--json", "--plain"])
@pytest.mark.parametrize("env", [{}, ENVIRONMENT], ids=["clean", "full"])
def test_no_report_holds_a_value(full_home: Path, shell: str, how: str, env: Mapping[str, str]) -> None:
    flag = json.dumps({"env": {"ANTHROPIC_API_KEY": value("sk-ant-api03-", 70)}, "apiKeyHelper": f"echo {value('', 71)}"})
    for settings in ([], ["--settings", flag], ["--settings", flag[:-1]], ["--settings", f"/nowhere/{CANARY}"]):
        done = run(full_home, "check", how, "--shell", shell, *settings, env=env)
        assert done.returncode in (0, 1), done.stderr
        assert "ANTHROPIC_API_KEY" in done.stdout
        if settings != ["--settings", f"/nowhere/{CANARY}"]:  # a path is no secret
            assert leaks(done.stdout + done.stderr) == []


@pytest.mark.parametrize("how", [[], ["--json"]])
@pytest.mark.parametrize("env", [{}, ENVIRONMENT], ids=["clean", "full"])
def test_no_report_for_an_issue_holds_a_value(full_home: Path, how: list[str], env: Mapping[str, str]) -> None:
    done = run(full_home, "report", *how, "--shell", "zsh", env=env)
    assert done.returncode == 0, done.stderr
    assert "ANTHROPIC_API_KEY" in done.stdout
    assert leaks(done.stdout + done.stderr) == []


def _state(home: Path) -> Iterator[tuple[str, int, bytes]]:
    for folder, _, names in os.walk(home):
        for name in sorted(names):
            path = Path(folder, name)
            yield str(path), path.stat().st_mtime_ns, path.read_bytes()


def test_looking_writes_nothing_into_the_home(full_home: Path) -> None:
    before = sorted(_state(full_home))
    run(full_home, "check", "--json", env=ENVIRONMENT)
    assert sorted(_state(full_home)) == before


def test_looking_runs_nothing_and_opens_no_socket(full_home: Path) -> None:
    """Whatever the machine offers to run: programs first on PATH that would leave a trace, and Python's own audit hook."""
    trap = full_home / "bin"
    trap.mkdir()
    for name in ("claude", "zsh", "bash", "sh", "fish", "direnv", "op", "security", "tmux", "git", "node"):
        (trap / name).write_text(f"#!/bin/sh\ntouch {full_home}/RAN-{name}\n")
        (trap / name).chmod(0o755)
    code = """
import sys
def hook(event, arguments):
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.connect", "socket.getaddrinfo", "pty.spawn"):
        print("AUDIT", event, file=sys.stderr)
sys.addaudithook(hook)
from claude_auth_tui.commands.cli import main
main(["check", "--json"])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"HOME": str(full_home), "PATH": f"{trap}:/usr/bin:/bin", "SHELL": str(trap / "zsh"), **ENVIRONMENT},
        cwd=full_home / "work", capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False,
    )  # fmt: skip
    assert "AUDIT" not in done.stderr
    assert list(full_home.glob("RAN-*")) == []
    assert done.stdout.startswith("{")
