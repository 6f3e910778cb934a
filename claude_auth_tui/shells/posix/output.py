"""What commands print and read inside one evaluation: captured output, and input that `read` takes line by line."""

from __future__ import annotations

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.values import EMPTY, Val, joined, piece

_MOST: int = 1_000_000
"""Characters of output that are kept."""


class Output:
    """Where a command's standard output goes. Unknown as soon as one writer is."""

    def __init__(self, kept: bool = True) -> None:
        self.kept = kept
        self.parts: list[Val] = []
        self.why: Shown = NOTHING
        self.size = 0

    def write(self, value: Val) -> None:
        if not self.kept or self.why:
            return
        if value.text is None:
            self.why = value.why or say("what a command prints")
        elif self.size + len(value.text) > _MOST:
            self.why = say("more output than is looked at")
        else:
            self.size += len(value.text)
            self.parts.append(value)

    def unknown(self, why: Shown) -> None:
        if self.kept and not self.why:
            self.why = why

    def value(self) -> Val:
        """All of it, as one value."""
        if self.why:
            return Val(None, None, self.why)
        return joined(self.parts) if self.parts else EMPTY


class Input:
    """Standard input of which the text may be known; `read` consumes it."""

    def __init__(self, value: Val | None) -> None:
        self.value = value
        """None where it is a terminal or something else that cannot be told."""
        self.at = 0

    def line(self) -> Val | None:
        """The next line without its end, or None at the end of the input."""
        text = self.value.text if self.value is not None else None
        if self.value is None or text is None or self.at >= len(text):
            return None
        end = text.find("\n", self.at)
        end = len(text) if end < 0 else end
        found = piece(self.value, self.at, end)
        self.at = end + 1
        return found

    def rest(self) -> Val | None:
        text = self.value.text if self.value is not None else None
        if self.value is None or text is None:
            return self.value
        found = piece(self.value, min(self.at, len(text)), len(text))
        self.at = len(text)
        return found
