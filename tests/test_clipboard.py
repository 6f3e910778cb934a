"""Copying: the right way for the place we are in, with made-up programs and with a real tmux."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claude_auth_tui import clipboard
from claude_auth_tui.clipboard import Copied, copy
from tests.shown import shown

TEXT = "sed -i '42d' ~/.zshrc  # „quotes“ and ${x:-$(echo 'y')}\n"


class Desk:
    """A PATH with made-up clipboard programs that keep what they are given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent: list[str] = []

    def program(self, name: str, script: str = 'cat >"$0.got"') -> None:
        path = self.folder / name
        path.write_text(f'#!/bin/sh\nprintf \'%s\\n\' "$*" >>"$0.called"\n{script}\n')
        path.chmod(0o755)

    def got(self, name: str) -> str:
        return (self.folder / f"{name}.got").read_bytes().decode()

    def called(self, name: str) -> list[str]:
        path = self.folder / f"{name}.called"
        return path.read_text().splitlines() if path.exists() else []

    def copy(self, text: str = TEXT, **environment: str) -> Copied:
        def which(program: str) -> str | None:
            return str(self.folder / program) if (self.folder / program).exists() else None

        return copy(text, {"PATH": "/usr/bin:/bin", **environment}, self.sent.append, which)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


ALL = ("tmux", "pbcopy", "wl-copy", "xclip", "xsel", "clip.exe")
DISPLAYS = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}


def test_inside_tmux_its_buffer_comes_first_and_nothing_else_is_used(desk: Desk) -> None:
    for name in ALL:
        desk.program(name)
    assert desk.copy(TMUX="/tmp/t,1,0", **DISPLAYS) == Copied("tmux", True, shown("Copied (tmux buffer; prefix+] pastes)"))
    assert desk.got("tmux") == TEXT
    assert desk.called("tmux") == ["load-buffer -w -"]
    assert not any(desk.called(name) for name in ALL[1:])
    assert not desk.sent


def test_a_tmux_that_does_not_know_w_gets_the_buffer_without_it(desk: Desk) -> None:
    desk.program("tmux", 'case "$*" in *-w*) exit 1;; esac; cat >"$0.got"')
    assert desk.copy(TMUX="/tmp/t,1,0") == Copied("tmux", True, shown("Copied (tmux buffer; prefix+] pastes)"))
    assert desk.got("tmux") == TEXT


@pytest.mark.parametrize(
    ("method", "environment", "arguments"),
    [
        ("pbcopy", {}, ""),
        ("wl-copy", DISPLAYS, "--type text/plain"),
        ("xclip", {"DISPLAY": ":0"}, "-selection clipboard -in"),
        ("xsel", {"DISPLAY": ":0"}, "--clipboard --input"),
        ("clip.exe", {"WSL_DISTRO_NAME": "Debian"}, ""),
    ],
)
def test_the_local_display_has_its_program(desk: Desk, method: str, environment: dict[str, str], arguments: str) -> None:
    desk.program(method)
    done = desk.copy("plain words\n", **environment)
    assert (done.method, done.sure, done.words, done.error) == (method, True, f"Copied ({method})", "")
    assert desk.got(method) == "plain words\n"
    assert desk.called(method) == [arguments]
    assert not desk.sent


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"])
def test_over_ssh_the_clipboard_of_the_server_is_left_alone(desk: Desk, variable: str) -> None:
    for name in ALL:
        desk.program(name)
    done = desk.copy(**DISPLAYS, **{variable: "10.0.0.1 22"})
    assert done == Copied("osc52", False, shown("Sent to the terminal (OSC 52; cannot be confirmed)"))
    assert desk.sent == [TEXT]
    assert not any(desk.called(name) for name in ALL)


def test_without_a_display_its_programs_are_not_tried(desk: Desk) -> None:
    for name in ("wl-copy", "xclip", "xsel", "clip.exe"):
        desk.program(name)
    assert desk.copy().method == "osc52"


def test_what_fails_is_said_and_the_next_way_taken(desk: Desk) -> None:
    desk.program("tmux", "exit 1")
    desk.program("wl-copy", "exit 3")
    desk.program("xclip")
    done = desk.copy(TMUX="gone", **DISPLAYS)
    assert (done.method, done.sure) == ("xclip", True)
    assert done.error == "tmux: exit status 1; wl-copy: exit status 3"


def test_in_tmux_osc_52_is_the_last_resort_and_said_to_be_doubtful(desk: Desk) -> None:
    done = desk.copy(TMUX="gone")
    assert (done.method, done.sure) == ("osc52", False)
    assert "tmux may drop it" in done.words


def test_a_program_that_hangs_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "TOOL_TIMEOUT", 0.2)
    desk.program("pbcopy", "exec sleep 60")
    begin = time.monotonic()
    done = desk.copy()
    assert time.monotonic() - begin < 10
    assert done.method == "osc52"
    assert done.error == "pbcopy: no answer within 0.2 s"


def test_a_program_that_stays_on_to_serve_the_selection_does_not_hold_us(desk: Desk) -> None:
    desk.program("wl-copy", 'cat >"$0.got"; sleep 5 &')
    begin = time.monotonic()
    assert desk.copy(**DISPLAYS).sure
    assert time.monotonic() - begin < 4


def test_windows_gets_letters_beyond_ascii_in_its_own_way(desk: Desk) -> None:
    desk.program("clip.exe")
    assert desk.copy("…", WSL_DISTRO_NAME="Debian").sure
    assert (desk.folder / "clip.exe.got").read_bytes() == "…".encode("utf-16-le")


def test_when_nothing_works_it_does_not_claim_to_have_copied() -> None:
    def broken(text: str) -> None:
        raise RuntimeError("closing")

    done = copy(TEXT, {}, broken, lambda program: None)
    assert (done.method, done.sure, done.words) == ("none", False, "Not copied: no way to the clipboard worked")
    assert done.error == "OSC 52: RuntimeError"
    assert copy(TEXT, {}, None, lambda program: None).method == "none"


def test_a_text_with_broken_characters_is_no_trouble(desk: Desk) -> None:
    desk.program("pbcopy")
    assert desk.copy("a\udcffb").sure


@pytest.fixture
def tmux(needs: Callable[[str], str], tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A tmux server of our own, as it is without any configuration."""
    program = needs("tmux")

    def run(*words: str) -> str:
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "TMUX_TMPDIR": str(tmp_path),
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
        }
        argv = [program, "-f", "/dev/null", "-L", "copying", *words]
        return subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=20, check=True).stdout

    run("new-session", "-d", "-s", "one", "-x", "80", "-y", "24", "cat")
    yield run
    run("kill-server")


def test_a_real_tmux_holds_the_text(tmux: Callable[..., str], tmp_path: Path) -> None:
    inside = tmux("display-message", "-p", "#{socket_path},#{pid},0").strip()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMUX": inside}
    done = copy(TEXT, environment, lambda text: pytest.fail("never both"))
    assert done == Copied("tmux", True, shown("Copied (tmux buffer; prefix+] pastes)"))
    assert tmux("show-buffer") == TEXT
