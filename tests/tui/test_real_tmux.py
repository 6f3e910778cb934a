"""The main job, end to end: a real tmux, a real zsh, a throwaway home, and the program in it as a user would run it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from claude_auth_tui.demo.machines import KEY, LOGIN, STATE

ROOT = Path(__file__).parents[2]
AT_ONCE = 0.25
"""Seconds in which a saved file is on the screen."""


@dataclass
class Pane:
    """A pane of a tmux of its own, with a shell in it."""

    program: str
    socket: Path
    home: Path

    def tmux(self, *words: str) -> str:
        done = subprocess.run([self.program, "-S", str(self.socket), *words], capture_output=True, text=True, check=False, timeout=10)
        return done.stdout

    def keys(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def screen(self) -> list[str]:
        return self.tmux("capture-pane", "-p").split("\n")

    def text(self) -> str:
        return "\n".join(self.screen())

    def flags(self) -> str:
        return self.tmux("display", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_cursor_flag} #{pane_title}").strip()

    def until(self, wanted: Callable[[str], object], within: float = 20.0) -> float:
        """Wait for a screen; the seconds it took."""
        start = time.monotonic()
        while not wanted(text := self.text()):
            if time.monotonic() - start > within:
                pytest.fail(f"not on the screen after {within} s:\n{text}")
            time.sleep(0.005)
        return time.monotonic() - start

    def write(self, path: str, text: str, mode: int = 0o600) -> None:
        """Save a file as most editors do: whole, by a rename."""
        target = self.home / path
        target.parent.mkdir(exist_ok=True)
        new = target.with_name(target.name + ".new")
        new.write_text(text)
        new.chmod(mode)
        new.rename(target)


def _login() -> str:
    login = json.loads(json.dumps(LOGIN))
    login["claudeAiOauth"]["expiresAt"] = int((time.time() + 3 * 3600) * 1000)
    return json.dumps(login)


ZSHRC = f"# mine\nsetopt no_beep\nexport ANTHROPIC_API_KEY={KEY}\nPROMPT='ready> '\n"


@pytest.fixture
def pane(needs: Callable[[str], str], tmp_path: Path) -> Iterator[Pane]:
    zsh, program = needs("zsh"), needs("tmux")
    home = tmp_path / "home"
    home.mkdir()
    pane = Pane(program, tmp_path / "tmux", home)
    pane.write(".zshrc", ZSHRC)
    pane.write(".claude/.credentials.json", _login())
    pane.write(".claude.json", json.dumps({**STATE, "projects": {str(home): {"hasTrustDialogAccepted": True}}}))
    environment = {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SHELL": zsh,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "USER": "dev",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(
        [program, "-S", str(pane.socket), "-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "36", "-c", str(home)],
        env=environment,
        check=True,
        timeout=10,
    )
    try:
        pane.until(lambda text: "ready>" in text)
        yield pane
    finally:
        pane.tmux("kill-server")


def _start(pane: Pane) -> None:
    pane.keys(f"{sys.executable} -m claude_auth_tui", "Enter")
    pane.until(lambda text: "● live" in text and "q quit" in text)


def _verdict(text: str) -> str:
    """The rows of the verdict, as one line."""
    return " ".join(line.strip("▌ ") for line in text.split("\n")[:8] if line.startswith("▌"))


def _limit() -> float:
    """A quarter of a second, and more where other programs want the processors as well."""
    return AT_ONCE * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _at_once(pane: Pane, one: Callable[[], None], seen_one: str, other: Callable[[], None], seen_other: str) -> None:
    """Both changes are on the screen in time, once at least: the machine may be busy, the program may not be slow."""
    for change, seen, back, seen_back in ((one, seen_one, other, seen_other), (other, seen_other, one, seen_one)):
        took = []
        for _ in range(8):
            change()
            took.append(pane.until(lambda text, seen=seen: seen in _verdict(text)))  # type: ignore[misc]
            if took[-1] < _limit():
                break
            back()
            pane.until(lambda text, seen=seen_back: seen in _verdict(text))  # type: ignore[misc]
        assert min(took) < _limit(), took


def test_the_verdict_names_the_key_and_its_line_and_y_copies_the_fix(pane: Pane) -> None:
    _start(pane)
    verdict = _verdict(pane.text())
    assert verdict.startswith("✗ claude -p in a new zsh sends an API key")
    assert "ANTHROPIC_API_KEY" in verdict
    assert "~/.zshrc:3" in verdict
    assert KEY[20:-8] not in pane.text()

    pane.keys("y")
    pane.until(lambda text: "Copied (tmux buffer" in text)
    fix = pane.tmux("show-buffer")
    assert f"y copies {fix.strip()}" in re.sub(r" +", " ", verdict)

    # the fix does what it says
    subprocess.run(["zsh", "-f", "-c", fix], env={"HOME": str(pane.home), "PATH": os.environ["PATH"]}, check=True, timeout=10)
    pane.until(lambda text: "✓ claude and claude -p use your Max login" in text)


def test_a_change_is_on_the_screen_at_once_and_this_terminal_stays_what_it_was(pane: Pane) -> None:
    _start(pane)
    clean = ZSHRC.replace(f"export ANTHROPIC_API_KEY={KEY}\n", "")
    _at_once(
        pane,
        lambda: pane.write(".zshrc", clean),
        "✓ claude and claude -p use your Max login",
        lambda: pane.write(".zshrc", ZSHRC),
        "✗ claude -p in a new zsh sends an API key",
    )

    pane.write(".zshrc", clean)
    pane.until(lambda text: "✓ claude and claude -p use your Max login" in text and "~/.zshrc" in text.split("\n")[0])
    here = next(line for line in pane.screen() if "this terminal  " in line)
    assert "✗ API …w7AA" in here
    assert "ANTHROPIC_API_KEY        …w7AA ≠ –" in pane.text()
    pane.until(lambda text: "This terminal still has ANTHROPIC_API_KEY" in text)
    assert pane.text().count("Verdict changed") <= 1
    assert "This terminal still has ANTHROPIC_API_KEY" in pane.text()

    store = pane.home / ".claude/.credentials.json"
    _at_once(
        pane,
        store.unlink,
        "✗ Not logged in",
        lambda: pane.write(".claude/.credentials.json", _login()),
        "✓ claude and claude -p use your Max login",
    )

    _at_once(
        pane,
        lambda: pane.write(".claude/settings.json", json.dumps({"env": {"ANTHROPIC_API_KEY": KEY[:-4] + "9zAA"}})),
        "…9zAA, from ~/.claude/settings.json",
        lambda: pane.write(".claude/settings.json", "{}"),
        "✓ claude and claude -p use your Max login",
    )


def test_quitting_leaves_the_terminal_as_it_was(pane: Pane) -> None:
    pane.keys("stty -g > before", "Enter")
    pane.until(lambda text: text.count("ready>") == 2)
    before, lines = pane.flags(), [line for line in pane.screen() if line]
    _start(pane)
    assert pane.flags().startswith("1 ")
    assert "✗ claude -p in a new zsh sends an API key" in pane.flags()
    pane.keys("q")
    pane.until(lambda text: text.count("ready>") == 3)
    assert pane.flags() == before
    assert [line for line in pane.screen() if line][: len(lines) - 1] == lines[:-1]
    pane.keys("stty -g > after", "Enter")
    pane.until(lambda text: text.count("ready>") == 4)
    assert (pane.home / "after").read_text() == (pane.home / "before").read_text()


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (20, 5)])
def test_the_verdict_is_on_top_in_a_small_terminal(pane: Pane, size: tuple[int, int]) -> None:
    _start(pane)
    pane.tmux("resize-window", "-x", str(size[0]), "-y", str(size[1]))
    pane.until(lambda text: len(text.split("\n")) == size[1] + 1 and "✗ claude -p in a" in " ".join(text.split("\n")[:3]))


def test_an_editor_opens_at_the_line_and_gives_the_screen_back(pane: Pane) -> None:
    editor = pane.home / "vi"
    editor.write_text('#!/bin/sh\necho "$@" > "$HOME/opened"\nprintf "in the editor"\nread line\n')
    editor.chmod(0o755)
    pane.keys(f"export EDITOR={editor}", "Enter")
    pane.until(lambda text: text.count("ready>") == 2)
    _start(pane)
    pane.keys("e")
    pane.until(lambda text: "in the editor" in text)
    pane.keys("Enter")
    pane.until(lambda text: "5 Checks" in text and "q quit" in text)
    assert (pane.home / "opened").read_text().strip() == f"+3 {pane.home}/.zshrc"


@pytest.fixture
def session(pane: Pane, needs: Callable[[str], str]) -> str:
    """A running `claude` with a key of its own, in a window of its own: a stand-in that sleeps. Its process id."""
    program = pane.home / "bin" / "claude"
    program.parent.mkdir()
    shutil.copy(needs("sleep"), program)
    key = KEY[:-4] + "z9AA"
    pane.tmux("new-window", "-d", "-n", "session", f"exec env -i HOME={pane.home} ANTHROPIC_API_KEY={key} {program} 600")
    until = time.monotonic() + 10
    while (found := pane.tmux("list-panes", "-t", "session", "-F", "#{pane_pid} #{pane_current_command}").split())[1:] != ["claude"]:
        assert time.monotonic() < until, found
        time.sleep(0.01)
    return found[0]


def _row(pane: Pane, name: str) -> str:
    """The matrix's row of a context."""
    return next((line for line in pane.screen() if line.strip(" ▸").startswith(name)), "")


def _chosen(pane: Pane) -> str:
    """The matrix's row of the chosen context."""
    return next((line.strip(" ▸") for line in pane.screen() if line.startswith("  ▸ ")), "")


def test_what_w_promises_comes_true_and_what_still_carries_the_key_is_named_with_its_cure(pane: Pane, session: str) -> None:
    _start(pane)
    pane.until(lambda _: "✗ API …w7AA" in _row(pane, "new zsh (login)"))
    assert "✗ API …w7AA" in _row(pane, "this terminal")
    assert "✗ API …z9AA" in _row(pane, f"claude {session}")

    pane.keys("3", "w")
    pane.until(lambda text: "What if ~/.zshrc:3 were gone?" in text and "≠ claude -p  ✗ API …w7AA      → ✓ Max" in text)
    assert "≠ claude and claude -p then use your Max login" in pane.text()
    assert "= this terminal  stays as it was started" in pane.text()
    assert KEY[20:-8] not in pane.text()
    pane.keys("Escape")
    pane.until(lambda text: "were gone?" not in text)

    pane.write(".zshrc", ZSHRC.replace(f"export ANTHROPIC_API_KEY={KEY}\n", ""))
    pane.until(lambda text: _verdict(text).startswith("✓ claude and claude -p use your Max login"))
    pane.until(lambda text: "•✓ Max" in _row(pane, "new zsh (login)") and "•ANTHROPIC_API_KEY        …w7AA ≠ –" in text)
    assert "✗ API …w7AA" in _row(pane, "this terminal")
    assert "✗ API …z9AA" in _row(pane, f"claude {session}")
    assert "this terminal: claude -p uses an API key (pay as you go); cure: unset ANTHROPIC_API_KEY" in _verdict(pane.text())
    assert re.search(r"claude \d+ %\d uses an API key|running claude sessions use", _verdict(pane.text()))

    pane.keys("5", "/")
    pane.until(lambda text: "enter keeps, esc clears" in text and "─ 5 Checks" in text)
    pane.keys("-l", "still has ANTHROPIC_API_KEY")
    pane.until(lambda text: "1 of" in text)
    pane.keys("Enter")
    pane.until(lambda text: "enter keeps, esc clears" not in text)
    pane.until(lambda text: "❯•· This terminal still has ANTHROPIC_API_KEY; new shells" in text and "y copies  unset ANTHROPIC" in text)
    pane.keys("y")
    pane.until(lambda text: "Copied (tmux buffer" in text)
    cure = pane.tmux("show-buffer")
    assert cure == "unset ANTHROPIC_API_KEY"

    pane.keys("q")
    pane.until(lambda _: pane.flags().startswith("0 "))
    pane.keys(f"clear; {cure}; {sys.executable} -m claude_auth_tui", "Enter")
    pane.until(lambda text: "● live" in text and "q quit" in text)
    assert "✓ Max" in _row(pane, "this terminal")
    assert "This terminal still has" not in pane.text()
    assert "this terminal:" not in _verdict(pane.text())


def test_c_shows_each_context_beside_this_terminal(pane: Pane, session: str) -> None:
    _start(pane)
    assert re.search(r"2 Environment.*\n.*here +new zsh +from", pane.text())
    for _ in range(20):  # others may run a claude of their own
        before = _chosen(pane)
        pane.keys("c")
        pane.until(lambda _, before=before: _chosen(pane) not in ("", before))  # type: ignore[misc]
        if _chosen(pane).startswith(f"claude {session}"):
            break
    pane.until(lambda text: re.search(r"2 Environment · 1 differs.*\n.*here +claude %\d +from", text))
    assert re.search(r"ANTHROPIC_API_KEY +…w7AA ≠ …z9AA +inherited", pane.text())
    assert f"1 Precedence · claude {session} %" in pane.text()
