"""What reaches the screen from other threads, as facts."""

from __future__ import annotations

from textual.message import Message

from claude_auth_tui.clipboard import Copied
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.tui.view.top import News


class Told(Message):
    """The machine was read again, or the state of the watch is new."""

    def __init__(self, number: int, diagnosis: Diagnosis | None, news: News, asked: bool = False) -> None:
        super().__init__()
        self.number = number
        """Counts up: what is older than the last one shown is dropped."""
        self.diagnosis = diagnosis
        self.news = news
        self.asked = asked
        """Whether the user asked for it, and so wants an answer even if nothing is new."""


class WasCopied(Message):
    """A copy has ended, one way or another."""

    def __init__(self, what: str, copied: Copied) -> None:
        super().__init__()
        self.what = what
        self.copied = copied


class ToTerminal(Message):
    """Text for the terminal's own clipboard (OSC 52)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
