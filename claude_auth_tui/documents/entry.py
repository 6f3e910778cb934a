"""What every reader of a document tells: a value, the way to it, and its line."""

from __future__ import annotations

from msgspec import Struct

from claude_auth_tui.model.secret import Secret


class Entry(Struct, frozen=True):
    """A value in a document."""

    path: tuple[str, ...]
    """The keys above it and its own, the outermost first; the element of an array goes by its number, from "0" (of a YAML list: by "")."""
    line: int
    """Where its key stands, or the value itself where it has none; from 1, and 0 in a document without lines."""
    value: Secret | None
    """A text without its quotes; None where nothing stands there (`null`), or something a reader of lines cannot tell."""
    bare: bool = False
    """Written without quotes where the format tells words and numbers from texts: `true`, `12`."""

    @property
    def key(self) -> str:
        """Its own key; empty where it has none."""
        return self.path[-1] if self.path else ""
