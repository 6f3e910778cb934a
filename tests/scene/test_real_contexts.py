"""What a context inherits, with real processes: a container in small, a tmux server of another home, a `claude` of another home."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "sk-ant-oat01-" + "FAKE" * 24
KEY = "sk-ant-api03-" + "FAKEkey" * 13 + "w7AA"
Needs = Callable[[str], str]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")


def login(home: Path, plan: str) -> None:
    folder = home / ".claude"
    folder.mkdir(parents=True)
    told = {"accessToken": "sk-ant-oat01-FAKE", "refreshToken": "sk-ant-ort01-FAKE", "expiresAt": 4102444800000,
            "scopes": ["user:inference"], "subscriptionType": plan}  # fmt: skip
    (folder / ".credentials.json").write_text(json.dumps({"claudeAiOauth": told}))
    (home / ".claude.json").write_text(json.dumps({"hasCompletedOnboarding": True}))


def environment(home: Path, **more: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {"HOME": str(home), "PATH": path, "SHELL": "/bin/bash", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


def checked(*command: str, env: dict[str, str], cwd: Path) -> dict[str, Any]:
    words = [*command, sys.executable, "-m", "claude_auth_tui", "check", "--json"]
    done = subprocess.run(words, env=env, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode not in (0, 1) and "unshare" in done.stderr:
        pytest.skip("no namespaces may be made here")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def context(document: dict[str, Any], id_: str = "new_shell") -> dict[str, Any]:
    return next(one for one in document["contexts"] if one["id"] == id_)


def held(told: dict[str, Any], name: str) -> tuple[str, str | None]:
    found = next(one for one in told["variables"] if one["name"] == name)
    return found["state"], found["origin"]


@pytest.fixture
def container(needs: Needs) -> list[str]:
    """A namespace of processes with a /proc of its own, whose first program has the parent 0, as `docker run` makes it."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return [needs("unshare"), *user, "--pid", "--fork", "--mount-proc"]


@pytest.mark.parametrize("by", ["docker run image claude-auth-tui", "docker run -it image bash", "docker exec"])
def test_a_container_with_a_token_alone_is_logged_in(needs: Needs, container: list[str], tmp_path: Path, by: str) -> None:
    bash = needs("bash")
    (tmp_path / ".claude.json").write_text(json.dumps({"hasCompletedOnboarding": True}))
    within = {
        "docker run image claude-auth-tui": [],
        "docker run -it image bash": [bash, "-c", 'export ANTHROPIC_BASE_URL=https://by.hand; "$@"; exit $?', "bash"],
        "docker exec": [bash, "-c", '"$@" & wait $!; exit $?', "bash"],
    }[by]
    (tmp_path / ".bashrc").write_text("# nothing\n")
    document = checked(*container, *within, env=environment(tmp_path, CLAUDE_CODE_OAUTH_TOKEN=TOKEN), cwd=tmp_path)
    new = context(document)
    assert new["inherit"] == "outside"
    assert held(new, "CLAUDE_CODE_OAUTH_TOKEN") == ("set", "inherited")
    assert held(new, "ANTHROPIC_BASE_URL")[0] == "unset", "what was typed since is this shell's alone"
    assert new["surfaces"]["print"]["authorization"] == "env:CLAUDE_CODE_OAUTH_TOKEN"
    assert "Not logged in" not in document["verdict"]["headline"]


def test_a_line_that_is_taken_out_of_a_startup_file_is_gone_for_the_next_shell(needs: Needs, container: list[str], tmp_path: Path) -> None:
    """What this shell still carries of it is not what the runtime gives."""
    bash = needs("bash")
    (tmp_path / ".bashrc").write_text(f"export ANTHROPIC_API_KEY={KEY}\n")
    edits = '. ~/.bashrc; echo "# gone" > ~/.bashrc; "$@"; exit $?'
    document = checked(*container, bash, "-c", edits, "bash", env=environment(tmp_path), cwd=tmp_path)
    assert held(context(document, "here"), "ANTHROPIC_API_KEY")[0] == "set"
    assert held(context(document), "ANTHROPIC_API_KEY")[0] == "unset"


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    login(ours, "max")
    login(theirs, "pro")
    (ours / ".bash_profile").write_text("# ours\n")
    (theirs / ".bash_profile").write_text(f"export ANTHROPIC_API_KEY={KEY}\n")
    return ours, theirs


def test_a_running_claude_of_another_home_has_that_home_s_login(needs: Needs, homes: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = homes
    program = tmp_path / "claude"
    shutil.copy(needs("sleep"), program)
    with subprocess.Popen([str(program), "60"], env={"HOME": str(theirs)}, cwd=theirs) as process:
        try:
            document = wait_for(lambda: checked(env=environment(ours), cwd=ours), f"claude:{process.pid}")
        finally:
            process.kill()
    told = context(document, f"claude:{process.pid}")
    assert told["home"] == str(theirs)
    assert [store["subscription"] for store in told["stores"] if store["state"] != "absent"] == ["pro"]
    assert told["surfaces"]["print"]["authorization"] == "credentials:claudeAiOauth"
    assert "home" not in context(document)


def wait_for(look: Callable[[], dict[str, Any]], id_: str) -> dict[str, Any]:
    """The kernel gives a process its name and environment a moment after it was started."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        document = look()
        if any(one["id"] == id_ and held(one, "ANTHROPIC_API_KEY")[0] != "unknown" and one.get("home") for one in document["contexts"]):
            return document
    raise AssertionError("never told")


def test_a_new_pane_of_a_server_with_another_home_is_of_that_home(needs: Needs, homes: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = homes
    tmux, bash = needs("tmux"), needs("bash")
    base = [tmux, "-S", str(tmp_path / "socket"), "-f", "/dev/null"]
    answer = tmp_path / "answer"
    asks = f'env HOME="{ours}" "{sys.executable}" -m claude_auth_tui check --json > "{answer}.new"; '
    asks += f'mv "{answer}.new" "{answer}"; exec sleep 60'
    env = environment(theirs, SHELL=bash, TERM="xterm-256color")
    subprocess.run([*base, "new-session", "-d", "-x", "80", "-y", "24", asks], env=env, cwd=theirs, check=True, timeout=20)
    try:
        end = time.monotonic() + 30
        while not answer.exists():
            assert time.monotonic() < end, "no answer"
            time.sleep(0.02)
    finally:
        subprocess.run([*base, "kill-server"], env=env, check=False, timeout=20, capture_output=True)
    document = json.loads(answer.read_text())
    new, here = context(document), context(document, "here")
    assert (new["home"], new["inherit"]) == (str(theirs), "tmux")
    assert held(new, "ANTHROPIC_API_KEY") == ("set", f"file:{theirs}/.bash_profile:1")
    assert new["surfaces"]["print"]["x_api_key"] == "env:ANTHROPIC_API_KEY"
    assert here["surfaces"]["print"]["authorization"] == "credentials:claudeAiOauth"
    assert f"HOME is {theirs} in a new shell" in document["verdict"]["detail"]
