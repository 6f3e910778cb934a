"""`check --ask-…`: what is done stands on standard error first, what came of it in the report; without a flag nothing is imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from claude_auth_tui.commands.probes import carry_out_until_interrupted
from claude_auth_tui.model.saying import say
from claude_auth_tui.probes.probe import Limits, Plan, Row, Stop
from claude_auth_tui.telling.schema import json_schema
from tests.probes.conftest import KEY
from tests.probes.servers import serving


def run(home: Path, *arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claude_auth_tui", "check", *arguments],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/bash", "LANG": "C.UTF-8", **(env or {})},
        cwd=home, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=30, check=False,
    )  # fmt: skip


def test_everything_may_be_asked_at_once(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/claude").write_text('#!/bin/sh\necho \'{"loggedIn": true, "authMethod": "api_key"}\'\n')
    (tmp_path / "bin/claude").chmod(0o755)
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude/settings.json").write_text(json.dumps({"apiKeyHelper": "echo gw-FAKEcanary"}))
    with serving() as server:
        (tmp_path / ".bashrc").write_text(
            f"export ANTHROPIC_API_KEY={KEY}\nexport ANTHROPIC_AUTH_TOKEN=gw-FAKEcanary-token-of-a-gateway\n"
            f"export ANTHROPIC_BASE_URL={server.url}\nexport PATH={tmp_path}/bin:/usr/bin:/bin\n"
        )
        flags = ["--ask-network", "--ask-key", "--ask-helper", "--ask-claude"]
        done = run(tmp_path, "--json", *flags)
        document = json.loads(done.stdout)
        assert {path for _, path, _ in server.asked} == {"/", "/v1/models?limit=1"}
        plain = run(tmp_path, *flags)
    jsonschema.Draft202012Validator(json_schema()).validate(document)
    assert list(document["probes"]) == ["network", "key", "helper", "claude"]
    for words in ("Looks up", "Sends GET", "Runs /bin/sh -c", "bin/claude auth status --json"):
        assert words in done.stderr
    assert [row["title"] for row in document["probes"]["key"]["rows"]] == ["HTTP 200: accepted"]
    assert "Run the apiKeyHelper:\n" in plain.stdout
    assert "PASSED: Exit status 0" in plain.stdout
    assert "canary" not in done.stdout + done.stderr + plain.stdout + plain.stderr


def test_a_refusal_is_in_the_document_and_not_announced(tmp_path: Path) -> None:
    done = run(tmp_path, "--json", "--ask-helper")
    probe = json.loads(done.stdout)["probes"]["helper"]
    assert probe["refused"]
    assert probe["rows"] == []
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [["check"], ["check", "--json"], ["check", "--json", "--ask-helper", "--ask-claude"]])
def test_httpx_is_imported_for_the_network_only(arguments: list[str], tmp_path: Path) -> None:
    code = f"""
import sys
from claude_auth_tui.commands.cli import main
main({arguments!r})
network = {{"httpx", "httpcore", "ssl", "certifi"}} & set(sys.modules)
probes = [name for name in sys.modules if name.startswith("claude_auth_tui.probes")]
asked = any(word.startswith("--ask") for word in {arguments!r})
sys.exit(f"imported: {{network}} {{probes}}" if network or (probes and not asked) else 0)
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


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Tests that a script runs in the background are started with interruptions ignored, and so would be what they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_leaves_no_helper_behind(tmp_path: Path) -> None:
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude/settings.json").write_text(json.dumps({"apiKeyHelper": f"echo $$ > {tmp_path}/child; sleep 60"}))
    process = subprocess.Popen(
        [sys.executable, "-m", "claude_auth_tui", "check", "--ask-helper"],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "SHELL": "/bin/bash"},
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    child = tmp_path / "child"
    with process:
        while not (child.exists() and child.read_text().strip()):
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
    with pytest.raises(ProcessLookupError):
        os.kill(int(child.read_text()), 0)


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_at_the_very_beginning_stops_what_was_begun() -> None:
    """It may come before the program is any further than having started the helper."""
    seen: list[bool] = []

    def work(stop: Stop) -> tuple[Row, ...]:
        os.kill(os.getpid(), signal.SIGINT)
        while stop.left and not stop.asked:
            time.sleep(0.01)
        seen.append(stop.asked)
        return ()

    with pytest.raises(KeyboardInterrupt):
        carry_out_until_interrupted(Plan("helper", (), say("runs it"), work, Limits(whole=2.0)))
    assert seen == [True]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
