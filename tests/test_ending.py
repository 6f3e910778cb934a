"""Whatever ends the program: it is gone within a second, leaves nothing behind, and gives the terminal back where there is one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.in_terminal import PROGRAM, Terminal, given, in_time, signals_as_usual

Open = Callable[..., Terminal]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def make(*words: str, first: str = "", ignored: Sequence[signal.Signals] = ()) -> Terminal:
        """`first`: Python that is run before the program starts, in the same process."""
        command = [*PROGRAM, *words]
        if first:
            program = tmp_path / "program.py"
            program.write_text(f"import os, sys, time\n{first}\nfrom claude_auth_tui.__main__ import run\nrun()\n")
            command = [sys.executable, str(program), *words]
        opened.append(Terminal(tmp_path, command, ignored=ignored))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def is_gone(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:  # Z: ended, and nobody has waited for it
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def goes(pid: int) -> bool:
    """Whether it is gone soon: what was killed ends when the system gets to it."""
    until = time.monotonic() + in_time()
    while not is_gone(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return is_gone(pid)


def wait_for(path: Path, one: Terminal) -> int:
    """The process id that a stand-in writes."""
    one.until(lambda: path.exists() and path.read_text().strip() != "")
    return int(path.read_text())


READY = b"quit"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_ends_the_view_and_gives_the_terminal_back(terminal: Open, number: signal.Signals) -> None:
    one = terminal()
    one.until(READY)
    one.process.send_signal(number)
    status, took = one.end()
    assert status == 128 + number
    assert took < in_time()
    one.assert_given_back()


@pytest.mark.parametrize(("key", "shown"), [(b"?", b"Keys"), (b"x", b"Explain"), (b"/", b"filter"), (b"R", b"Start again")])
def test_with_a_dialogue_open_it_ends_the_same(terminal: Open, key: bytes, shown: bytes) -> None:
    one = terminal()
    one.until(READY)
    one.written, earlier = b"", one.written
    one.type(key)
    one.until(lambda: len(one.written) > 200)
    one.written = earlier + one.written
    one.process.send_signal(signal.SIGTERM)
    status, took = one.end()
    assert status == 143
    assert took < in_time()
    one.assert_given_back()


@pytest.mark.parametrize("ignored", [(), (signal.SIGHUP,)], ids=["as usual", "nohup"])
def test_without_its_terminal_it_ends(terminal: Open, ignored: tuple[signal.Signals, ...]) -> None:
    one = terminal(ignored=ignored)
    one.until(READY)
    one.hang_up()
    status, took = one.end()
    assert status == 129
    assert took < in_time()


def in_editor(terminal: Open, home: Path, before: str, then: str) -> tuple[Terminal, int]:
    """The view with an editor in front, a script that tells its process number when it is ready."""
    editor = home / "bin" / "vi"
    editor.parent.mkdir()
    editor.write_text(f"#!/bin/sh\n{before}\necho $$ > {home}/editor\n{then}\n")
    editor.chmod(0o755)
    (home / ".bashrc").write_text("export ANTHROPIC_API_KEY=sk-ant-api03-FAKE-0123456789012345w7AA\n")
    one = terminal(first=f"os.environ['EDITOR'] = {str(editor)!r}")
    one.until(READY)
    one.type(b"e")
    return one, wait_for(home / "editor", one)


def test_an_editor_in_front_is_asked_to_end_and_so_do_we(terminal: Open, tmp_path: Path) -> None:
    one, pid = in_editor(terminal, tmp_path, "stty raw", "exec sleep 60")
    one.process.send_signal(signal.SIGTERM)
    status, took = one.end()
    assert status == 143
    assert took < in_time()
    assert goes(pid)
    one.assert_given_back()


def test_ctrl_c_in_an_editor_is_the_editors(terminal: Open, tmp_path: Path) -> None:
    one, _ = in_editor(terminal, tmp_path, f"trap 'echo interrupted > {tmp_path}/seen' INT", "read line\nread line")
    one.type(b"\x03")
    one.until((tmp_path / "seen").exists)
    one.written = b""
    one.type(b"\r\r")
    one.until(READY)
    one.type(b"q")
    assert one.end()[0] == 0


def test_a_view_that_does_not_listen_is_ended_all_the_same(terminal: Open) -> None:
    """Its own thread waits for something for ever: a disk that does not answer."""
    first = "from claude_auth_tui.tui.app import AuthApp\nAuthApp.action_help = lambda self: time.sleep(60)"
    one = terminal(first=first)
    one.until(READY)
    one.type(b"?")
    one.until(lambda: _cpu_idle(one.process.pid))
    one.process.send_signal(signal.SIGTERM)
    status, took = one.end()
    assert status == 143
    assert took < in_time()
    one.assert_given_back()


def _cpu_idle(pid: int) -> bool:
    """Whether it used no processor time for a moment."""

    def used() -> int:
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))

    before = used()
    time.sleep(0.3)
    return used() == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_during_the_first_look_it_ends_as_well(terminal: Open, tmp_path: Path, number: signal.Signals) -> None:
    first = f"import claude_auth_tui.survey as s\ns.survey = lambda request: (open({str(tmp_path / 'looking')!r}, 'w').write('1'), time.sleep(60))"
    one = terminal(first=first)
    wait_for(tmp_path / "looking", one)
    one.process.send_signal(number)
    status, took = one.end()
    assert status == 128 + number
    assert took < in_time()
    assert termios.tcgetattr(one.slave) == one.before
    assert b"\x1b" not in one.written


def _helper(home: Path) -> Path:
    """An apiKeyHelper that does not end and does not want to; where it writes its process id."""
    told = home / "helper"
    (home / ".claude").mkdir()
    (home / ".claude/settings.json").write_text(json.dumps({"apiKeyHelper": f"trap '' TERM HUP; echo $$ > {told}; sleep 60; sleep 60"}))
    return told


@pytest.mark.parametrize("how", ["SIGTERM", "hang up", "q"])
def test_a_helper_that_is_asked_does_not_outlive_the_view(terminal: Open, tmp_path: Path, how: str) -> None:
    told = _helper(tmp_path)
    one = terminal()
    one.until(READY)
    one.type(b"H")
    one.until(b"runs it")
    one.type(b"\r")
    pid = wait_for(told, one)
    if how == "hang up":
        one.hang_up()
    elif how == "q":
        one.type(b"\x11")
    else:
        one.process.send_signal(signal.SIGTERM)
    status, took = one.end()
    assert status == {"SIGTERM": 143, "hang up": 129, "q": 0}[how]
    assert took < in_time()
    assert goes(pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_check_ends_and_its_helper_with_it(tmp_path: Path, number: signal.Signals) -> None:
    told = _helper(tmp_path)
    process = subprocess.Popen(
        [*PROGRAM, "check", "--ask-helper"], env=given(tmp_path), cwd=tmp_path,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=signals_as_usual,  # noqa: PLW1509
    )  # fmt: skip
    with process:
        while not (told.exists() and told.read_text().strip()):
            assert process.poll() is None
            time.sleep(0.01)
        begun = time.monotonic()
        process.send_signal(number)
        assert process.wait(20) == 128 + number
        assert time.monotonic() - begun < in_time()
    assert goes(int(told.read_text()))


def test_check_goes_on_where_it_was_told_to_ignore_a_hangup(tmp_path: Path) -> None:
    first = "import claude_auth_tui.survey as s\nlook = s.survey\ndef survey(request):\n    print('looking', file=sys.stderr, flush=True)\n    sys.stdin.read()\n    return look(request)\ns.survey = survey"
    program = tmp_path / "program.py"
    program.write_text(f"import sys\n{first}\nfrom claude_auth_tui.__main__ import run\nrun()\n")
    process = subprocess.Popen(
        [sys.executable, str(program), "check", "--ask-helper"], env=given(tmp_path), cwd=tmp_path, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),  # noqa: PLW1509
    )  # fmt: skip
    with process:
        assert process.stderr is not None
        assert process.stderr.readline() == "looking\n"
        process.send_signal(signal.SIGHUP)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Not logged in" in out


@pytest.mark.parametrize("arguments", [["check"], ["check", "--json"], ["report"], ["explain", "--list"]])
def test_a_closed_standard_output_is_no_crash(tmp_path: Path, needs: Callable[[str], str], arguments: list[str]) -> None:
    for redirection in ("| true", ">&-", "| head -c 1 >/dev/null"):
        words = " ".join([*PROGRAM, *arguments])
        done = subprocess.run(
            [needs("bash"), "-c", f"{words} {redirection}; echo ${{PIPESTATUS[0]}} >&2"],
            env=given(tmp_path), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        assert "failed" not in done.stderr
        assert done.stderr.split()[-1] in ("0", "1", "2")


def test_a_killed_tmux_server_takes_it_along(tmp_path: Path, needs: Callable[[str], str]) -> None:
    tmux, socket = needs("tmux"), tmp_path / "tmux"

    def ask(*words: str) -> str:
        return subprocess.run([tmux, "-S", str(socket), *words], capture_output=True, text=True, check=False, timeout=10).stdout

    program = " ".join(["trap '' HUP; exec", *PROGRAM])
    subprocess.run(
        [tmux, "-S", str(socket), "-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", program],
        env=given(tmp_path), cwd=tmp_path, check=True, timeout=10,
    )  # fmt: skip
    try:
        until = time.monotonic() + 30
        while "q quit" not in ask("capture-pane", "-p"):
            assert time.monotonic() < until
            time.sleep(0.02)
        pid = int(ask("display", "-p", "#{pane_pid}"))
    finally:
        ask("kill-server")
    assert goes(pid)
