"""Nothing that lies in the project is run: neither its programs, whatever the PATH says, nor its Python modules.

Every look-alike leaves a mark when it is run, so one that is missing from the lists below would still be seen by its folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claude_auth_tui import clipboard, editor
from claude_auth_tui.read import project
from claude_auth_tui.read.system_tools import find_program, outside, pick, search_path
from tests.in_terminal import ROOT, Terminal

# fmt: off
PROGRAMS = (
    "tmux", "git", "security", "ps", "claude", "node", "bun", "python", "python3", "sh", "bash", "zsh", "fish", "dash", "env", "direnv", "op",
    "vi", "vim", "nvim", "nano", "emacs", "code", "less", "xclip", "xsel", "wl-copy", "pbcopy", "clip.exe", "stty", "tput", "uname", "id", "cat",
    "xdg-open", "open", "locale", "ldconfig", "mount", "getent", "hostname", "sed", "cp", "mv", "chmod", "test", "true",
)
MODULES = (
    "argparse", "json", "subprocess", "shlex", "shutil", "errno", "typing", "threading", "signal", "dataclasses", "asyncio", "tomllib", "ssl",
    "sitecustomize", "usercustomize", "textual", "rich", "watchdog", "platformdirs", "httpx", "certifi", "claude_auth_tui", "encodings", "site",
    "msgspec", "typing_extensions",
)
# fmt: on
KEY = "sk-ant-api03-" + "FAKE" * 22 + "w7AA"
EVERY_KEY = ["1", "2", "3", "4", "5", "n", "N", "j", "k", "y", "Y", "r", "m", "c", "z", "d", "s"]
"""Those that open no dialogue."""


class Place:
    """A repository with look-alikes in its top folder, in `bin` and in the folder below it that we stand in, and what was run."""

    def __init__(self, folder: Path) -> None:
        self.marks = folder / "marks"
        self.home = folder / "home"
        self.top = folder / "work"
        self.here = self.top / "sub"
        self.link = folder / "elsewhere"
        for one in (self.marks, self.home, self.top / ".git", self.here):
            one.mkdir(parents=True)
        for where in (self.top, self.top / "bin", self.here, self.here / "bin"):
            where.mkdir(exist_ok=True)
            for name in PROGRAMS:
                self.program(where / name)
            for name in MODULES:
                self.module(where, name)
        self.link.symlink_to(self.top / "bin")
        (self.here / "env.sh").write_text(f"/usr/bin/tr '\\\\0' ' ' < /proc/$$/cmdline > {self.marks}/BASH_ENV\n")
        (self.home / ".bashrc").write_text(f"export ANTHROPIC_API_KEY={KEY}\n")
        (self.home / ".zshrc").write_text(f"export ANTHROPIC_API_KEY={KEY}\nPATH=.:$PATH\n")
        (self.home / ".claude").mkdir()
        (self.home / ".claude/settings.json").write_text(json.dumps({"apiKeyHelper": "echo gw-FAKE-0123456789"}))

    def program(self, path: Path) -> None:
        path.write_text(f"#!/bin/sh\n: > {self.marks}/{path.name}-in-{path.parent.name}\nexit 0\n")
        path.chmod(0o755)

    def module(self, where: Path, name: str) -> None:
        code = f"open({str(self.marks / name)!r} + '.py', 'w').close()\n"
        (where / name).mkdir()
        (where / name / "__init__.py").write_text(code)
        (where / name / "__main__.py").write_text(code)

    @property
    def path(self) -> str:
        return f".::{self.here}:{self.here}/bin:bin:{self.top}/bin:{self.link}:../bin:/usr/bin:/bin"

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "HOME": str(self.home), "PATH": self.path, "TERM": "xterm-256color", "LANG": "C.UTF-8", "SHELL": "/bin/bash", "USER": "dev",
            "EDITOR": "./vi", "VISUAL": str(self.here / "vim"), "BASH_ENV": "./env.sh", "ENV": str(self.here / "env.sh"),
            "DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "WSL_DISTRO_NAME": "x", "PYTHONSTARTUP": "./argparse/__init__.py",
            "TEXTUAL_DRIVER": "argparse:Driver", "GIT_EXEC_PATH": str(self.here), **more,
        }  # fmt: skip

    def was_run(self) -> list[str]:
        return sorted(f"{mark.name} {mark.read_text()}".strip() for mark in self.marks.iterdir())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


PROGRAM = (sys.executable, "-I", "-m", "claude_auth_tui")
COMMANDS: tuple[list[str], ...] = (
    ["check", "--plain"],
    ["check", "--json", "--what-if"],
    ["check", "--ask-shell"],
    ["check", "--ask-claude"],
    ["check", "--ask-helper"],
    ["report"],
    ["report", "--json"],
    ["explain", "Credit balance is too low"],
    ["demo"],
    [],
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_runs_it(place: Place, arguments: list[str]) -> None:
    environment = place.environment(TMUX=f"{place.here}/socket,1,0", TMUX_PANE="%0")
    for shell in ("bash", "zsh", "fish"):
        words = [*PROGRAM, *arguments, *([] if "demo" in arguments else ["--shell", shell])]
        for more in ({}, {"SHELL": "./zsh"}, {"SHELL": str(place.here / shell)}):
            done = subprocess.run(
                words,
                env={**environment, **more},
                cwd=place.here,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                timeout=60,
                check=False,
            )
            assert done.returncode in (0, 1), done.stderr
            assert place.was_run() == []
        if "--ask-shell" not in arguments:
            break


def test_with_a_folder_given_its_programs_are_the_projects_as_well(place: Place) -> None:
    for arguments in (["check", "--ask-claude", "--cwd", str(place.here)], ["check", "--ask-shell", "--cwd", str(place.top)]):
        subprocess.run(
            [*PROGRAM, *arguments], env=place.environment(TMUX="/nowhere,1,0"), cwd=place.home, capture_output=True, timeout=60, check=False
        )
    assert place.was_run() == []


def test_what_decides_where_modules_come_from_needs_none_but_pythons_own() -> None:
    """Before it has decided, msgspec may still lie in a folder that does not count."""
    code = "import sys, claude_auth_tui.isolation as one; one.without_the_project(sys.path); sys.exit('msgspec' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False).returncode == 0


def test_python_m_imports_nothing_of_the_folder_from_our_first_line_on(place: Place) -> None:
    """What Python imports before that, and the package itself, is out of our reach: those look-alikes are taken away."""
    for where in (place.here, place.top):
        for name in {"claude_auth_tui", "sitecustomize", "usercustomize"} | (set(MODULES) & _before_us()):
            shutil.rmtree(where / name)
    for path in (f"{ROOT}", f".:{ROOT}:{place.top}"):
        done = subprocess.run(
            [sys.executable, "-m", "claude_auth_tui", "check", "--json"], env=place.environment(PYTHONPATH=path), cwd=place.here,
            capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False,
        )  # fmt: skip
        assert done.stdout.startswith("{"), done.stderr
        assert place.was_run() == []


def _before_us() -> set[str]:
    """What Python itself imports to run a module by its name."""
    code = "import runpy, sys; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout.split())


def _through_the_view(one: Terminal) -> None:
    """Every key of the view, every dialogue, everything it asks for agreed to."""
    one.until(b"quit")
    for letter in EVERY_KEY:
        _press(one, letter.encode())
    for key in b"t", b"v", b"H", b"w", b"?", b"f", b"x", b"K":
        _press(one, key, 0.4)
        if key in (b"t", b"v", b"H"):
            _press(one, b"\r", 1.5)
        _press(one, b"\x1b", 0.4)
    one.written = b""
    _press(one, b"e")
    one.until(lambda: _child_of(one.process.pid) == "vi")
    one.written = b""
    while _child_of(one.process.pid):
        _press(one, b"\x1b:q!\r", 0.5)
    one.until(b"quit")


def _words(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def _child_of(pid: int) -> str:
    """What runs in front of it."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return Path(f"/proc/{told[0]}/comm").read_text().strip() if told else ""


def _press(one: Terminal, key: bytes, seconds: float = 0.05) -> None:
    one.type(key)
    until = time.monotonic() + seconds
    while time.monotonic() < until and one.process.poll() is None:
        one.read()


@pytest.mark.timeout(120)
def test_no_key_of_the_view_runs_it(place: Place, needs: Callable[[str], str]) -> None:
    needs("vi")
    (place.home / ".bashrc").write_text(f"export ANTHROPIC_API_KEY={KEY}\n")
    one = Terminal(place.home, PROGRAM, environment=place.environment(), cwd=place.here)
    try:
        _through_the_view(one)
        assert place.was_run() == []
        one.written = b""
        _press(one, b"R", 0.5)
        _press(one, b"\r", 0.1)
        one.until(lambda: _words(one.process.pid)[1:3] == [b"-I", b"-c"])
        one.written = b""
        one.until(b"quit")
        assert os.readlink(f"/proc/{one.process.pid}/cwd") == str(place.here)
        _press(one, b"q", 0.1)
        assert one.end()[0] == 0
    finally:
        one.close()
    assert place.was_run() == []


@pytest.fixture
def server(needs: Callable[[str], str], place: Place) -> Iterator[Callable[..., str]]:
    tmux = needs("tmux")

    def ask(*words: str) -> str:
        return subprocess.run(
            [tmux, "-S", str(place.home / "tmux"), "-f", "/dev/null", *words], env=place.environment(BASH_ENV="/dev/null"), cwd=place.here,
            capture_output=True, text=True, check=False, timeout=20,
        ).stdout  # fmt: skip

    yield ask
    ask("kill-server")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("shell", ["zsh", "fish", "bash"])
def test_copying_in_tmux_and_starting_again_run_the_systems_own(
    place: Place, server: Callable[..., str], needs: Callable[[str], str], shell: str
) -> None:
    words = " ".join(f"'{word}'" for word in PROGRAM)
    server("new-session", "-d", "-x", "120", "-y", "36", f"BASH_ENV=./env.sh SHELL={needs(shell)} exec {words}")
    until = time.monotonic() + 60

    def see(wanted: str) -> None:
        while wanted not in (screen := server("capture-pane", "-p")):
            assert time.monotonic() < until, screen
            time.sleep(0.05)

    see("q quit")
    server("send-keys", "5")
    server("send-keys", "Y")
    see("Copied (tmux buffer")
    assert "claude-auth-tui" in server("show-buffer")
    server("send-keys", "R")
    see("Start again")
    pid = server("display", "-p", "#{pane_pid}").strip()
    server("send-keys", "Enter")
    while _words(int(pid))[1:3] != [b"-I", b"-c"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    see("q quit")
    assert os.readlink(f"/proc/{pid}/cwd") == str(place.here)
    server("send-keys", "q")
    assert place.was_run() == []


# the one function


@pytest.fixture
def standing(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(place.here)
    monkeypatch.setenv("HOME", str(place.home))
    monkeypatch.setattr(project, "_looked_at", set())
    return place


def test_folders_of_the_path_that_are_the_projects_do_not_count(standing: Place) -> None:
    environment = {"PATH": standing.path}
    assert search_path(environment) == "/usr/bin:/bin"
    for name in PROGRAMS:
        assert (find_program(name, environment) or "/usr/bin/").startswith(("/usr/bin/", "/bin/"))
    for path in ("./vi", "bin/vi", str(standing.here / "vi"), str(standing.top / "bin/vi"), str(standing.link / "vi")):
        assert find_program(path, environment) is None
    mine = standing.home / "bin"
    mine.mkdir()
    (mine / "nano").symlink_to(standing.here / "nano")
    assert find_program("nano", {"PATH": str(mine)}) is None  # where a link leads counts as well


def test_the_home_folder_and_the_systems_are_no_project(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stands at home, with a repository of dotfiles or not, has the programs of their own."""
    monkeypatch.setattr(project, "_looked_at", set())
    monkeypatch.setenv("HOME", str(place.home))
    (place.home / ".git").mkdir()
    mine = place.home / ".local/bin"
    mine.mkdir(parents=True)
    place.program(mine / "vi")
    for here in (place.home, place.home.parent, Path("/"), Path("/usr"), Path("/usr/bin")):
        monkeypatch.chdir(here)
        assert find_program("vi", {"PATH": f"{mine}:/usr/bin"}) == str(mine / "vi")
        assert find_program("env", {"PATH": "/usr/bin"}) == "/usr/bin/env"
    (place.home / "src").mkdir()
    monkeypatch.chdir(place.home / "src")
    assert find_program("vi", {"PATH": f"{mine}:/usr/bin"}) == str(mine / "vi")


def test_at_home_relative_folders_and_names_count_as_little(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no project then, and yet `.` on the PATH means whatever folder one stands in."""
    monkeypatch.setattr(project, "_looked_at", set())
    monkeypatch.setenv("HOME", str(place.home))
    (place.home / "bin").mkdir()
    place.program(place.home / "vi")
    place.program(place.home / "bin" / "vi")
    monkeypatch.chdir(place.home)
    environment = {"PATH": ".::bin:./bin:/nowhere"}
    assert search_path(environment) == "/nowhere"
    for name in ("vi", "./vi", "bin/vi"):
        assert find_program(name, environment) is None


def test_an_editor_of_the_project_is_refused_in_words_and_the_next_one_taken(standing: Place) -> None:
    said = {"PATH": standing.path, "VISUAL": "./vi", "EDITOR": str(standing.here / "vim"), "HOME": str(standing.home)}
    command = editor.command("/etc/hosts", 1, said)
    assert "$VISUAL: ./vi is a relative path, which is never run" in command.words
    assert f"$EDITOR: {standing.here}/vim lies in the project, of which nothing is run" in command.words
    assert not command.argv or command.argv[0].startswith(("/usr/bin/", "/bin/"))


def test_what_an_editor_gets_names_nothing_of_the_project(standing: Place) -> None:
    environment = outside(standing.environment(NODE_OPTIONS="--require ./x.js", PYTHONPATH="/opt/lib", VIMINIT="source ~/.vimrc"))
    assert environment["PATH"] == "/usr/bin:/bin"
    assert not {"BASH_ENV", "ENV", "PYTHONSTARTUP", "NODE_OPTIONS"} & set(environment)
    assert pick(standing.environment(), ("HOME",)) == {"HOME": str(standing.home), "PATH": "/usr/bin:/bin"}
    assert (environment["PYTHONPATH"], environment["VIMINIT"], environment["SHELL"]) == ("/opt/lib", "source ~/.vimrc", "/bin/bash")


def test_no_clipboard_of_the_project_is_used(standing: Place) -> None:
    sent: list[str] = []
    copied = clipboard.copy("text", standing.environment(TMUX="/nowhere,1,0", PATH=f"{standing.here}:.:bin"), sent.append)
    assert (copied.method, sent) == ("osc52", ["text"])
    assert standing.was_run() == []
