"""An interactive session in a tmux of its own: read its first question, or send one message."""

from __future__ import annotations

import shlex
import subprocess
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

_QUESTIONS: Final = (
    ("trust", ("trust this folder", "Quick safety check")),
    ("key", ("Do you want to use this API key",)),
    ("login", ("Select login method",)),
    ("onboarding", ("text style that looks best",)),
)
_ENDED: Final = "(it ended)"
_REFUSED: Final = ("Please run /login", "Fix external", "API Error", "Could not load", "Fix the environment variable")


def talk(
    command: Sequence[str], environment: Mapping[str, str], start: Path, request_arrives: Callable[[float], bool]
) -> tuple[str | None, str]:
    """The first question that is put, and what is shown below the message that was sent where none is.

    Nothing is ever answered.
    """
    screen = _Screen(command, environment, start)
    try:
        return _talk(screen, request_arrives) if screen.started else (None, "(tmux did not start)")
    finally:
        screen.close()


def _talk(screen: _Screen, request_arrives: Callable[[float], bool]) -> tuple[str | None, str]:
    shown = screen.until(lambda text: bool(_question(text)) or _ENDED in text or ("❯" in text and "────" in text), 20)
    if question := _question(shown):
        return question, ""
    if _ENDED in shown:
        welcomed = "Welcome to Claude Code" in shown  # a first start looks for the real service, and finds none here
        return ("onboarding", "") if welcomed else (None, shown.replace(_ENDED, "").strip())
    shown = screen.until(lambda text: bool(_question(text)), 0.6)
    if question := _question(shown):
        return question, ""
    screen.type("hi")
    screen.until(lambda text: "❯ hi" in text or "❯\u00a0hi" in text, 2)
    screen.type("Enter", literal=False)
    said = ""
    for _ in range(90):
        if request_arrives(0.1):
            return None, ""
        said = _below(screen.text())
        if any(words in said for words in _REFUSED):
            break
    return ("login" if "Not logged in" in said and not request_arrives(0) else None), said


def _question(text: str) -> str | None:
    if "Welcome to Claude Code" in text and "get started" in text:
        return "onboarding"
    return next((name for name, words in _QUESTIONS if any(word in text for word in words)), None)


def _below(text: str) -> str:
    """What stands below the message."""
    lines = [line.strip() for line in text.splitlines()]
    at = max((number for number, line in enumerate(lines) if line == "❯ hi"), default=-1)
    return "\n".join(line for line in lines[at + 1 :] if line and not line.startswith("──")) if at >= 0 else ""


class _Screen:
    """A tmux server with one window."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], start: Path) -> None:
        self._socket = "ask-" + uuid.uuid4().hex[:8]
        clean = ["env", "-i", *(f"{name}={value}" for name, value in environment.items()), *command]
        self.started = False
        self._tmux("new-session", "-d", "-x", "160", "-y", "50", "-c", str(start), f"{shlex.join(clean)}; echo '{_ENDED}'; sleep 30")
        self.started = bool(self._tmux("list-sessions").strip())

    def text(self) -> str:
        return self._tmux("capture-pane", "-p")

    def until(self, seen: Callable[[str], bool], seconds: float) -> str:
        """What is shown as soon as the condition holds, or the time is over."""
        end = time.monotonic() + seconds
        while not seen(text := self.text()) and time.monotonic() < end:
            time.sleep(0.1)
        return text

    def type(self, keys: str, literal: bool = True) -> None:
        self._tmux("send-keys", *(["-l"] if literal else []), keys)

    def close(self) -> None:
        self._tmux("kill-server")

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
