"""A wording as people write it, made into something that can be looked for in a text from which all dress is taken.

A message may arrive with colours, in a box, wrapped at any column (inside a word too), quoted, as JSON, with curly
quotes or with another dot between its parts. All of that is spacing and punctuation: only letters and digits are left, so
nothing a terminal does to a text can matter. Comparing squeezed texts makes one rule of it, and it is quick: a megabyte
takes a few milliseconds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

GAP: Final = 320
"""Letters and digits a `…` stands for, at most."""
_PARTS: Final = re.compile(r"…|#|\{[^}]*\}")
SHORT: Final = 11
"""Letters and digits below which a wording says too little to be looked for in a longer text."""
_TRIES: Final = 6
"""Of a text that repeats a message, only so many of its last places are looked at."""
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


class Wording(Struct, frozen=True):
    """One wording, ready to be looked for. Places are those in a squeezed text."""

    text: str
    """As it is written in the catalogue, without its mark."""
    generic: bool
    pattern: re.Pattern[str]
    anchor: str
    """Its longest fixed part: without it the wording is not there."""
    before: int
    """Letters and digits before the anchor, at most."""
    after: int
    letters: int
    """Fixed letters and digits: how much it takes to be this wording."""

    def places(self, squeezed: str) -> Iterator[tuple[int, int, float]]:
        """Start, end and specificity of its last places, the last one first."""
        end = len(squeezed)
        for _ in range(_TRIES):
            at = squeezed.rfind(self.anchor, 0, end)
            if at < 0:
                return
            end = at + len(self.anchor) - 1
            for found in self.pattern.finditer(squeezed, max(0, at - self.before), at + self.after):
                if found.start() <= at < found.end():
                    yield found.start(), found.end(), self.letters - (found.end() - found.start() - self.letters) / 16
                    break

    def loosely(self, text: str) -> tuple[int, int] | None:
        """Its last place in a text that is not squeezed, as whole words."""
        found = None
        for found in _loose(self.text).finditer(text):  # noqa: B007 - the last one is wanted
            pass
        return found.span() if found else None


def compile_wording(written: str) -> Wording:
    """ValueError for a wording too short to say anything."""
    text = written.removeprefix("~")
    fixed: list[str] = []
    pattern, before, after, letters, rest = "", 0, 0, 0, text
    anchor, anchor_before = "", 0
    for literal, mark in _split(rest):
        squeezed = squeeze(literal)
        if len(squeezed) > len(anchor):
            anchor, anchor_before = squeezed, before
        fixed.append(squeezed)
        pattern += squeezed
        letters += len(squeezed)
        before += len(squeezed)
        if mark == "…":
            pattern += f"[a-z0-9]{{0,{GAP}}}?"
            before += GAP
        elif mark == "#":
            pattern += "[0-9]{1,12}"
            before += 12
        elif mark:
            choices = [squeeze(choice) for choice in mark[1:-1].split("|")]
            pattern += f"(?:{'|'.join(sorted(choices, key=len, reverse=True))})"
            before += max(map(len, choices))
            letters += min(map(len, choices))
    after = before - anchor_before
    if len(anchor) < 3 or (letters < SHORT and not written.startswith("~")):
        raise ValueError(f"too short to be recognised: {written}")
    return Wording(text, written.startswith("~"), re.compile(pattern), anchor, anchor_before, after, letters)


def _split(text: str) -> Iterator[tuple[str, str]]:
    """The fixed parts, each with the mark behind it (empty at the end)."""
    at = 0
    for found in _PARTS.finditer(text):
        yield text[at : found.start()], found[0]
        at = found.end()
    yield text[at:], ""


@lru_cache(maxsize=256)
def _loose(text: str) -> re.Pattern[str]:
    words = re.findall(r"[A-Za-z0-9]+", text)
    return re.compile(r"(?<![A-Za-z0-9])" + r"[\W_]{0,16}".join(words) + r"(?![A-Za-z0-9])", re.IGNORECASE)
