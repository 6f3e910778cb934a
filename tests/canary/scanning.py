"""Looking for canaries in what came out: plain, in any case, reversed, encoded, or broken over rows."""

from __future__ import annotations

import base64
import binascii
import html
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tests.canary.canaries import WINDOW, Canary

_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_DIGIT: Final = re.compile(r"[0-9]")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}[ :]?){6,}")
_HEX_ESCAPES: Final = re.compile(r"\\x([0-9A-Fa-f]{2})")
_UNICODE_ESCAPES: Final = re.compile(r"\\u([0-9A-Fa-f]{4})")
_URL_SAFE: Final = str.maketrans("-_", "+/")
_FRAME: Final = re.compile(r"[│┃║|▌▐▏▕]|  +")


@dataclass(frozen=True, slots=True)
class Leak:
    """Six characters of a value, or more, where they must not be."""

    place: str
    channel: str
    how: str
    line: str

    def __str__(self) -> str:
        return f"{self.place}  [{self.channel}, {self.how}]  {self.line}"


class Scanner:
    """Knows every six characters of all the canaries of a machine."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._of: dict[str, str] = {}
        for one in canaries:
            for window in one.windows():
                for form in (window.lower(), window[::-1].lower()):
                    self._of.setdefault(form, one.place)
        self._each_has_a_digit = all(_DIGIT.search(window) for window in self._of)

    def leaks(self, channel: str, text: str, rows: bool = False) -> list[Leak]:
        """One leak for each place and each way in which it is seen; `rows` where the text is broken into rows."""
        found: dict[tuple[str, str], Leak] = {}
        for how, form in _forms(text, rows):
            for window, place in self._windows(form):
                if (place, how) not in found and (place, "plain") not in found:
                    found[place, how] = Leak(place, channel, how, _line(form, window))
        return list(found.values())

    def _windows(self, text: str) -> Iterator[tuple[str, str]]:
        seen: set[str] = set()
        for line in dict.fromkeys(text.lower().split("\n")):
            starts: Iterable[int] = range(len(line) - WINDOW + 1)
            if self._each_has_a_digit:  # most lines have none, and most of a line is far from one
                starts = (start for digit in _DIGIT.finditer(line) for start in range(max(digit.start() - WINDOW + 1, 0), digit.end()))
            seen.update(line[start : start + WINDOW] for start in starts)
        for window in seen & self._of.keys():
            yield window, self._of[window]


def _forms(text: str, rows: bool) -> Iterator[tuple[str, str]]:
    """The text as it stands, and everything that it says once it is decoded."""
    yield "plain", text
    if "%" in text:
        yield "URL-encoded", urllib.parse.unquote(text, errors="replace")
    if "\\" in text:
        unescaped = _UNICODE_ESCAPES.sub(lambda one: chr(int(one[1], 16)), text)
        unescaped = _HEX_ESCAPES.sub(lambda one: chr(int(one[1], 16)), unescaped)
        yield "escaped", re.sub(r"\\(.)", r"\1", unescaped)
    if "&" in text:
        yield "entities", html.unescape(text)
    if rows:
        yield "across rows", re.sub(r"[\s│┃║▌▐▏▕]+", "", text)
        yield "across rows of a pane", "\n".join(_columns(text.split("\n")))
    yield "base64", "\n".join(_decoded(run) for run in set(_BASE64.findall(text)))
    yield "hexadecimal", "\n".join(_unhexed(text))


def _columns(rows: list[str]) -> Iterator[str]:
    """What stands in a row, with what stands below it: panes are beside one another."""
    above: list[tuple[int, str]] = []
    for row in rows:
        here = list(_cells(row))
        for start, text in above:
            for below, more in here:
                if abs(below - start) <= 8:
                    yield text[-WINDOW:] + more[:WINDOW]
        above = here


def _cells(row: str) -> Iterator[tuple[int, str]]:
    start = 0
    for frame in (*_FRAME.finditer(row), None):
        end = len(row) if frame is None else frame.start()
        if text := row[start:end].strip():
            yield start, text
        start = end if frame is None else frame.end()


@lru_cache(maxsize=65536)
def _decoded(run: str) -> str:
    """What a run of letters says in base64, wherever its first group of four begins; nothing for an ordinary word."""
    if not _DIGIT.search(run) and sum(char.isupper() for char in run) < 2:
        return ""
    letters = run.rstrip("=").translate(_URL_SAFE)
    parts = (letters[skip : skip + (len(letters) - skip) // 4 * 4] for skip in range(4))
    return "\n".join(base64.b64decode(part).decode("latin-1") for part in parts)


def _unhexed(text: str) -> Iterator[str]:
    for run in _HEX.finditer(text):
        digits = re.sub(r"[ :]", "", run[0])
        for skip in (0, 1):
            part = digits[skip:]
            try:
                yield binascii.unhexlify(part[: len(part) // 2 * 2]).decode("latin-1")
            except ValueError:
                continue


def _line(text: str, window: str) -> str:
    """The line a window stands in, as far as a person needs it to see what happened."""
    at = text.lower().find(window)
    start = max(text.rfind("\n", 0, at) + 1, at - 90)
    end = text.find("\n", at)
    return text[start : min(len(text) if end < 0 else end, at + 70)].strip()
