"""What tmux hands to a new pane, asked of a real tmux without configuration."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read import tmux as reader
from claude_auth_tui.read.tmux import read_tmux
from claude_auth_tui.read.whose import ELSEWHERE

Run = Callable[..., str]


@pytest.fixture
def tmux(needs: Callable[[str], str], tmp_path: Path) -> Iterator[Run]:
    program = needs("tmux")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMUX_TMPDIR": str(tmp_path), "TERM": "xterm-256color"}

    def run(*words: str | bytes) -> str:
        argv = [program, "-u", "-f", "/dev/null", "-L", "reading", *words]
        return subprocess.run(argv, env=environment, capture_output=True, timeout=20, check=True).stdout.decode()

    run("new-session", "-d", "-s", "one", "-x", "80", "-y", "24", "cat")
    yield run
    run("kill-server")


def inside(tmux: Run, tmp_path: Path, **more: str) -> dict[str, str]:
    """The environment of a program in the server's first pane."""
    server = tmux("display-message", "-p", "#{socket_path},#{pid},0").strip()
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TMUX": server, "TMUX_PANE": "%0", **more}


def test_outside_tmux_there_is_none() -> None:
    assert read_tmux({"PATH": "/usr/bin:/bin"}) is None
    assert read_tmux({"PATH": "/usr/bin:/bin", "TMUX": ""}) is None


def test_the_sessions_environment_lies_over_the_servers(tmux: Run, tmp_path: Path) -> None:
    tmux("set-environment", "-g", "ANTHROPIC_API_KEY", "sk-ant-api03-FAKE-server")
    tmux("set-environment", "-g", "ANTHROPIC_MODEL", "server")
    tmux("set-environment", "-g", "ANTHROPIC_AUTH_TOKEN", "removed in the session")
    tmux("set-environment", "ANTHROPIC_MODEL", "session")
    tmux("set-environment", "-r", "ANTHROPIC_AUTH_TOKEN")
    tmux("set-environment", "ANTHROPIC_BASE_URL", "")
    found = read_tmux(inside(tmux, tmp_path))
    assert found is not None
    assert found.known
    assert found.pane == "%0"
    assert found.environment["ANTHROPIC_API_KEY"] == Secret("sk-ant-api03-FAKE-server")
    assert found.environment["ANTHROPIC_MODEL"] == Secret("session")
    assert found.environment["ANTHROPIC_BASE_URL"] == Secret("")
    assert "ANTHROPIC_AUTH_TOKEN" not in found.environment
    assert "DISPLAY" not in found.environment


@pytest.mark.parametrize(
    "value",
    [
        'q"u$o`t\\e',
        'one\nFAKE=two\n"; export FAKE;\nunset HOME;\n==claude-auth-tui==\n',
        "\\",
        '"',
        "é…🌸",
        "tab\tescape\x1b[31m\x01",
        " ",
        "\n",
    ],
)
def test_any_value_comes_as_it_is(tmux: Run, tmp_path: Path, value: str) -> None:
    tmux("set-environment", "-g", "ANTHROPIC_API_KEY", value)
    tmux("set-environment", "-g", "ZZZ", "after it")
    found = read_tmux(inside(tmux, tmp_path, LC_ALL="C"))
    assert found is not None
    assert found.known
    assert found.environment["ANTHROPIC_API_KEY"] == Secret(value)
    assert found.environment["ZZZ"] == Secret("after it")
    assert "FAKE" not in found.environment
    assert found.environment["HOME"] == Secret(str(tmp_path))


def test_bytes_that_are_no_text_come_as_python_has_them(tmux: Run, tmp_path: Path) -> None:
    tmux("set-environment", "-g", "ANTHROPIC_API_KEY", b"a\xffb")
    found = read_tmux(inside(tmux, tmp_path))
    assert found is not None
    assert found.environment["ANTHROPIC_API_KEY"] == Secret(os.fsdecode(b"a\xffb"))


def test_the_panes_are_known_by_their_terminals(tmux: Run, tmp_path: Path) -> None:
    tmux("split-window", "cat")
    terminals = tmux("list-panes", "-a", "-F", "#{pane_tty}").split()
    found = read_tmux(inside(tmux, tmp_path))
    assert found is not None
    assert found.panes == dict(zip(terminals, ("%0", "%1"), strict=True))


def test_a_new_pane_is_the_user_s_whose_server_it_is_with_the_home_that_it_hands_on(tmux: Run, tmp_path: Path) -> None:
    ours = inside(tmux, tmp_path)
    found = read_tmux(ours, str(tmp_path))
    assert found is not None
    assert found.known
    assert found.whose is None, "the server has our HOME"

    other = read_tmux(ours, str(tmp_path / "other"))
    assert other is not None
    assert other.whose is not None
    assert (other.whose.home, other.whose.uid, other.whose.detail) == (str(tmp_path), os.getuid(), "")
    assert other.whose.shell == tmux("show-options", "-gv", "default-shell").strip()

    tmux("set-environment", "-g", "HOME", "/srv/lena/")
    moved = read_tmux(ours, str(tmp_path))
    assert moved is not None
    assert moved.whose is not None
    assert moved.whose.home == "/srv/lena"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces are Linux's")
def test_a_server_in_another_file_system_has_other_files(needs: Callable[[str], str], tmux: Run, tmp_path: Path) -> None:
    """As in a container that got the socket of its host: another folder lies where the server has its home."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount here")
    asks = (
        "import os, sys; sys.path.insert(0, sys.argv[1])\n"
        "from claude_auth_tui.read.tmux import read_tmux\n"
        "found = read_tmux(dict(os.environ), os.environ['HOME'])\n"
        "print(found.known, found.whose is not None and found.whose.detail)\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    tmux("set-environment", "-g", "HOME", str(home))
    mounts = f'mount -t tmpfs none "{home}" && exec "$@"'
    command = [needs("unshare"), "--mount", "sh", "-c", mounts, "sh", sys.executable, "-c", asks, str(Path(__file__).parents[2])]
    environment = {**inside(tmux, tmp_path), "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=50, check=False)
    if done.returncode:
        pytest.skip("no namespaces may be made here")
    assert done.stdout.strip() == f"True {ELSEWHERE}"


def test_a_server_that_is_gone_is_a_fact(needs: Callable[[str], str], tmp_path: Path) -> None:
    needs("tmux")
    found = read_tmux({"PATH": os.environ["PATH"], "TMUX": f"{tmp_path}/none,1,0", "TMUX_PANE": "%3"})
    assert found is not None
    assert not found.known
    assert (found.pane, found.detail) == ("%3", "tmux ended with status 1")


def test_without_the_program_it_says_so(tmp_path: Path) -> None:
    found = read_tmux({"PATH": str(tmp_path), "TMUX": "/tmp/x,1,0"})
    assert found is not None
    assert found.detail == "tmux is not on the PATH"


def made_up(folder: Path, script: str) -> dict[str, str]:
    program = folder / "tmux"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": str(folder), "TMUX": "/tmp/x,1,0"}


def test_a_tmux_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "TIMEOUT", 0.2)
    begin = time.monotonic()
    found = read_tmux(made_up(tmp_path, "exec /bin/sleep 30"))
    assert time.monotonic() - begin < 10
    assert found is not None
    assert found.detail == "no answer within 0.2 s"


@pytest.mark.parametrize("answer", ["", "nonsense", 'A="x"; export A;\n', 'A="unclosed', "==claude-auth-tui==\n"])
def test_an_answer_that_is_none_is_a_fact_and_no_value_is_told(tmp_path: Path, answer: str) -> None:
    (tmp_path / "answer").write_text(answer)
    found = read_tmux(made_up(tmp_path, f"while read -r line; do echo \"$line\"; done <'{tmp_path}/answer'"))
    assert found is not None
    assert found.detail == "its answer cannot be understood"
    assert not found.environment


def test_a_tmux_in_a_folder_relative_to_us_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up(tmp_path, "touch ran")
    monkeypatch.chdir(tmp_path)
    found = read_tmux({"PATH": ".:", "TMUX": "/tmp/x,1,0"})
    assert found is not None
    assert found.detail == "tmux is not on the PATH"
