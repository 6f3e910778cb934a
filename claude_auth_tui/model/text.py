"""Text from files made safe to show: no control character ever reaches a terminal."""

from __future__ import annotations

import unicodedata
from typing import Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text on one line, every control, format or unassigned character as its code (`<U+001B>`), tabs as blanks."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_one(char) for char in text)


def _one(char: str) -> str:
    if char == "\t":
        return "    "
    return f"<U+{ord(char):04X}>" if unicodedata.category(char) in _HIDDEN else char
