"""Whether a JSON file is whole, without a word of what is in it: a save seen half-way is not."""

from __future__ import annotations

import json

from claude_auth_tui.model.machine import File
from claude_auth_tui.model.unveil import unveil


def is_whole_json(file: File) -> bool:
    """Whether a file's text parses as JSON; True for a file without text, of which nothing can be said."""
    if file.text is None:
        return True
    try:
        json.loads(unveil(file.text))
    except (ValueError, RecursionError):
        return False
    return True
