"""Copying text: which way, and how sure it is. Knows no screen: OSC 52 goes through a callback.

The order: inside tmux its own buffer, since a default tmux drops what a program sends by OSC 52 (observed, 3.3a); then
a program of the local display, unless we are on the far end of SSH, where it would fill the server's clipboard; then
OSC 52, which no terminal ever confirms.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, get_args

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, kind_of, program_word, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.system_tools import find_program, known, pick
from claude_auth_tui.read.system_words import seconds_shown, system_words

Method = Literal["tmux", "pbcopy", "wl-copy", "xclip", "xsel", "clip.exe", "osc52", "none"]
Which = Callable[[str], str | None]

_NAMES: Final = frozenset({*get_args(Method), "OSC 52"})

TMUX_TIMEOUT: Final = 2.0
TOOL_TIMEOUT: Final = 3.0

# fmt: off
_GIVEN: Final = (
    "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TMUX", "TMUX_PANE", "TMUX_TMPDIR", "DISPLAY", "XAUTHORITY",
    "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "WSL_DISTRO_NAME", "WSL_INTEROP", "WSLENV", "__CF_USER_TEXT_ENCODING",
)
# fmt: on
"""What such a program needs to reach tmux or the display."""

_TMUX_WORDS: Final = say("Copied (tmux buffer; prefix+] pastes)")


class Copied(Struct, frozen=True):
    """What became of a copy, to be said as it is."""

    method: Method
    sure: bool
    """Whether the text is known to have arrived; a terminal never answers to OSC 52."""
    words: Shown
    """For people: "Copied (tmux buffer; prefix+] pastes)"."""
    error: Shown = NOTHING
    """Why it, or a better way before it, failed; empty when nothing did."""


class Way(Struct, frozen=True):
    """One program that takes the text on its standard input."""

    method: Method
    argv: tuple[str, ...]
    timeout: float
    words: Shown
    utf16: bool = False


def ways(environment: Mapping[str, str], which: Which) -> Iterator[Way]:
    """The programs to try, in order; each argv begins with an absolute path."""
    if environment.get("TMUX") and (tmux := which("tmux")):
        yield Way("tmux", (tmux, "load-buffer", "-w", "-"), TMUX_TIMEOUT, _TMUX_WORDS)
        yield Way("tmux", (tmux, "load-buffer", "-"), TMUX_TIMEOUT, _TMUX_WORDS)  # before tmux 3.2 there is no -w
    if any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")):
        return
    tools: tuple[tuple[Method, bool, tuple[str, ...]], ...] = (
        ("pbcopy", True, ()),
        ("wl-copy", bool(environment.get("WAYLAND_DISPLAY")), ("--type", "text/plain")),
        ("xclip", bool(environment.get("DISPLAY")), ("-selection", "clipboard", "-in")),
        ("xsel", bool(environment.get("DISPLAY")), ("--clipboard", "--input")),
        ("clip.exe", bool(environment.get("WSL_DISTRO_NAME")), ()),
    )
    for method, has_display, arguments in tools:
        if has_display and (program := which(method)):
            yield Way(
                method, (program, *arguments), TOOL_TIMEOUT, say("Copied ({})", program_word(method, _NAMES)), utf16=method == "clip.exe"
            )


def copy(text: str, environment: Mapping[str, str], osc52: Callable[[str], None] | None = None, which: Which | None = None) -> Copied:
    """Copy `text` the best way this terminal has. Blocks for at most a few seconds: call it in a worker thread.

    `osc52` writes the escape sequence to the terminal (`App.copy_to_clipboard`); it is called in this thread.
    """
    find = which or (lambda program: find_program(program, environment))
    failed: dict[str, Shown] = {}
    for way in ways(environment, find):
        error = _feed(way, text, environment)
        if not error:
            return Copied(way.method, True, way.words, _listed({m: e for m, e in failed.items() if m != way.method}))
        failed[way.method] = error
    if osc52 is not None:
        try:
            osc52(text)
        except Exception as problem:  # noqa: BLE001 - a copy that fails is a word to the user, never a crash
            failed["OSC 52"] = kind_of(problem)
        else:
            doubt = say("cannot be confirmed; tmux may drop it") if environment.get("TMUX") else say("cannot be confirmed")
            return Copied("osc52", False, say("Sent to the terminal (OSC 52; {})", doubt), _listed(failed))
    return Copied("none", False, say("Not copied: no way to the clipboard worked"), _listed(failed))


def _feed(way: Way, text: str, environment: Mapping[str, str]) -> Shown:
    """Give the text to the program; returns why it failed, without a word of the text."""
    # clip.exe reads bytes in the code page of Windows, but knows UTF-16; ASCII of two characters or more is safe as it is.
    data = text.encode("utf-16-le" if way.utf16 and not (text.isascii() and len(text) > 1) else "utf-8", "replace")
    try:
        # Output goes nowhere: wl-copy and xclip stay on to serve the selection, and would hold a pipe open for ever.
        process = subprocess.Popen(
            way.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=pick(environment, _GIVEN),
            cwd="/",
            start_new_session=True,
        )
        with known(process):
            process.communicate(data, way.timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        return say("no answer within {} s", seconds_shown(way.timeout))
    except (OSError, ValueError) as problem:
        return system_words(problem, kind_of(problem))
    return say("exit status {}", process.returncode) if process.returncode else NOTHING


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(0.5)


def _listed(failed: Mapping[str, Shown]) -> Shown:
    return say_all((say("{}: {}", program_word(method, _NAMES), error) for method, error in failed.items()), "; ")
