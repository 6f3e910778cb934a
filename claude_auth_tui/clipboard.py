"""Copying text: which way, and how sure it is. Knows no screen: OSC 52 goes through a callback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Method = Literal["tmux", "pbcopy", "wl-copy", "xclip", "xsel", "clip.exe", "osc52", "none"]


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a copy, to be said as it is."""

    method: Method
    sure: bool
    """Whether the text is known to have arrived; a terminal never answers to OSC 52."""
    words: str
    """For people: "Copied (tmux buffer; prefix+] pastes)"."""
    error: str = ""
    """Why it, or a better way before it, failed; empty when nothing did."""


def copy(text: str, environment: Mapping[str, str], osc52: Callable[[str], None] | None = None) -> Copied:
    """Copy `text` the best way this terminal has. Blocks for at most a few seconds: call it in a worker thread.

    `osc52` writes the escape sequence to the terminal (`App.copy_to_clipboard`); it is called in this thread.
    """
    raise NotImplementedError
