"""What a helper's own text tells of it without running it. Nothing of the text leaves this module."""

from __future__ import annotations

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

_KEYS = ("sk-ant-api", "sk-ant-oat")
_LONG_ENOUGH = 24
"""Characters of a word that begins like a key and is no mention of the prefix."""


def line_with_key(text: Secret) -> int:
    """The first line that holds a key or token written out, from 1; 0 where none does. Comments count: a key stands there too."""
    plain = unveil(text)
    if not any(prefix in plain for prefix in _KEYS):
        return 0
    for number, line in enumerate(plain.split("\n"), 1):
        for prefix in _KEYS:
            at = line.find(prefix)
            if at >= 0 and len(_word(line[at:])) >= _LONG_ENOUGH:
                return number
    return 0


def _word(text: str) -> str:
    end = next((i for i, char in enumerate(text) if not (char.isalnum() or char in "-_")), len(text))
    return text[:end]
