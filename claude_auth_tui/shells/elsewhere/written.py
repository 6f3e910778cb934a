"""Whether a value is written out in the file of its hit, or put together from somewhere else when the file is read."""

from __future__ import annotations

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.unveil import unveil

_UNIVERSAL = "fish_variables"


def is_written_out(machine: Machine, found: Found) -> bool:
    """Whether the file holds the value's own characters. fish writes those of its universal variables as codes."""
    if found.value is None or not found.value:
        return False
    if machine.paths.basename(found.hit.path) == _UNIVERSAL:
        return True
    text = machine.files.file(found.hit.path).text
    return text is not None and unveil(found.value) in unveil(text)
