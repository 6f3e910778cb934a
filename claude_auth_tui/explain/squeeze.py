"""What a terminal does to a text, undone: only letters and digits are left, so nothing it does can matter.

A message may arrive with colours, in a box, wrapped at any column (inside a word too), quoted, as JSON, with curly
quotes or with another dot between its parts. All of that is spacing and punctuation. Comparing squeezed texts makes
one rule of it, and it is quick: a megabyte takes a few milliseconds.
"""

from __future__ import annotations

import html
import re
from typing import Final

_ESCAPES: Final = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)?"  # OSC and its kin: titles, hyperlinks
    "|\x1b[ -/]*[0-~]"
)
_CONTROLS: Final = "\x90\x98\x9b\x9d\x9e\x9f"
_PRINTED_COLOURS: Final = re.compile(r"\[[0-9;]*m")
"""What is left of colours that were printed instead of shown, as logs and issue forms hold them."""
_WRITTEN_ESCAPES: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x1[bB]|033|[enrt])")
"""Line breaks, escape characters and others as JSON and logs write them."""
_DROPPED: Final = bytes(b for b in range(256) if not (chr(b).isascii() and chr(b).isalnum()))

LIMIT: Final = 8 * 1024 * 1024
"""Characters: of a longer text only the end is looked at, where the message is."""


def clean(text: str) -> str:
    """The text as it was before a terminal, a log or a form dressed it: without escape sequences and with `\\n` undone."""
    text = text[-LIMIT:]
    if "\x1b" in text or (not text.isascii() and any(control in text for control in _CONTROLS)):
        text = _ESCAPES.sub("", text)
    text = _PRINTED_COLOURS.sub("", text)
    if "\\" in text:
        text = _WRITTEN_ESCAPES.sub(_unescaped, text)
    return html.unescape(text) if "&" in text else text


def squeeze(text: str) -> str:
    """The letters and digits of the text in lower case; nothing outside ASCII."""
    return text.encode("ascii", "ignore").lower().translate(None, _DROPPED).decode("ascii")


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] and not found[1].lower().startswith("d") else " "
