"""The bytes of a file that was read as text: for formats that are no text. Nothing is read here."""

from __future__ import annotations

from claude_auth_tui.model.machine import File
from claude_auth_tui.model.unveil import unveil


def bytes_of(file: File) -> bytes | None:
    """The content as bytes, None where there is none. They may hold a credential: use them, do not keep them."""
    if file.raw is not None:
        return unveil(file.raw).encode("latin-1")
    return None if file.text is None else unveil(file.text).encode("utf-8", "surrogatepass")
