"""A wording as people write it, made into something that can be looked for in a squeezed text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from claude_auth_tui.explain.squeeze import squeeze

GAP: Final = 320
"""Letters and digits a `…` stands for, at most."""
_PARTS: Final = re.compile(r"…|#|\{[^}]*\}")
SHORT: Final = 11
"""Letters and digits below which a wording says too little to be looked for in a longer text."""
_TRIES: Final = 6
"""Of a text that repeats a message, only so many of its last places are looked at."""


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
