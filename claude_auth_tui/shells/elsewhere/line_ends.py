"""Whether a line can be put behind a file's text as it is."""

from __future__ import annotations

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.unveil import unveil


def ends_with_line_break(machine: Machine, path: str) -> bool:
    """Whether the text of a file ends its last line; true for an empty file and for none."""
    text = machine.files.file(path).text
    return text is None or not text or unveil(text).endswith("\n")
