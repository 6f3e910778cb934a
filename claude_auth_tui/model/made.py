"""The one way to make shown text from a bare string, guarded by an import contract like `model.unveil`.

Only the constructors of shown text import this module: each has a gate of its own that says which strings it lets
through. Everything else makes shown text from them.
"""

from __future__ import annotations

from claude_auth_tui.model.shown import Shown


def made(text: str) -> Shown:
    """The text as it is. Whoever calls this has looked at every character of it."""
    return str.__new__(Shown, text)
