"""Runs of characters that could be a value: what no name, path or pasted word may show.

Nothing here says that a text is harmless; the gates in `model.saying` allow what they know, and use these runs to refuse
the rest of it. A key is a long run of letters and digits that mixes capitals, small letters and digits; a run joined by
hyphens or underscores is one too unless all of its parts are plain words or numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Final

NAME_RUN: Final = 8
"""From so many characters on a run in a name could be a value,"""
PATH_RUN: Final = 20
"""and from so many in a path that is there."""
_SCATTERED, _SCATTERED_LENGTH, _SHORT = 3, 12, 2
"""So many parts of a path that are no words, with so many characters, could be one value although words stand between them; and
a part of so few characters is no word."""
PARTS_OF_A_PATH: Final = re.compile(r"([/\\:])")
_RUN: Final = re.compile(r"[A-Za-z0-9]+")
_JOINED_RUN: Final = re.compile(r"[A-Za-z0-9_+=/%-]+")
_PARTS: Final = re.compile(r"[_+=/%-]+")
_PLAIN_PART: Final = re.compile(r"[A-Z]?[a-z]{0,20}\d{0,4}|([A-Z][a-z]{2,20}){1,4}|[A-Z]{1,12}\d{0,4}|\d{1,12}|v?\d{1,3}|[0-9a-f]{1,12}")
_OF_WORDS: Final = re.compile(r"[a-z]*([A-Z][a-z]{1,20})*|[A-Z]+|\d+")
_HEX: Final = re.compile(r"(?i)(?<![0-9a-z])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{24,}(?![0-9a-z])|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@cache
def _vendor() -> re.Pattern[str]:
    """Beginnings of keys that services give out. Made when it is first needed: that takes longer than all the rest of this module."""
    return re.compile(
        r"(?i)(?<![a-z0-9])(sk|pk|rk|ak|sess|key|token)[-_](?=[^-_\s]*\d)[a-z0-9_-]{6,}"
        r"|sk-ant-\w{3}"
        r"|\b(ghp|gho|ghu|ghs|ghr|github_pat|glpat|glrt|hf|npm|pypi|xox[a-z]|xapp|whsec|shpat|dop_v1|sntrys|r8|gsk|xai|pplx|nvapi|lin_api|figd|tvly)[-_](?=\S*\d)[a-z0-9_-]{6,}"
        r"|(?-i:\b(AKIA|ASIA|AROA|AIza|ya29\.|eyJ|SG\.|1//)(?=[A-Za-z0-9_.-]*\d)[A-Za-z0-9_.-]{10,}|\bAC[0-9a-f]{10,})"
    )


def _mixes(text: str) -> bool:
    return any(map(str.isupper, text)) and any(map(str.islower, text)) and any(map(str.isdigit, text))


def value_like(text: str, least: int) -> bool:
    """Whether a run of `least` characters or more in the text could be a value."""
    if len(text) < least:
        return False
    if any(len(run) >= least and _mixes(run) for run in _RUN.findall(text)):
        return True
    for run in _JOINED_RUN.findall(text):
        if len(run) >= least and _mixes(run) and not all(_PLAIN_PART.fullmatch(part) for part in _PARTS.split(run)):
            return True
    return ("sk-ant" in text or any(map(str.isdigit, text))) and _vendor().search(text) is not None


def pieces(parts: Sequence[str]) -> frozenset[int]:
    """Which of the parts could together be one value that separators split, as slashes split base64: neighbours that are no words or
    very short, and that mix only when they are taken together; and several that are nothing of the kind of `proj2`, with whatever
    stands between them."""
    odd = {number for number, part in enumerate(parts) if _unlike_words(part)}
    found: set[int] = set()
    for alike, numbers in groupby(range(len(parts)), key=lambda number: number in odd or 0 < len(parts[number]) <= _SHORT):
        row = list(numbers)
        if alike and len(row) > 1 and odd.intersection(row) and _are_one(parts, row, NAME_RUN):
            found.update(row)
    strange = [number for number in odd if not all(_PLAIN_PART.fullmatch(run) for run in _RUN.findall(parts[number]))]
    if len(strange) >= _SCATTERED and _are_one(parts, between := range(min(strange), max(strange) + 1), _SCATTERED_LENGTH):
        found.update(between)
    return frozenset(number for number in found if parts[number])


def _are_one(parts: Sequence[str], numbers: Sequence[int], length: int) -> bool:
    joined = "".join(parts[number] for number in numbers)
    return len(joined) >= length and _mixes(joined)


def _unlike_words(part: str) -> bool:
    return any(not _OF_WORDS.fullmatch(run) for run in _RUN.findall(part))


def opaque(text: str) -> bool:
    """Whether the text has a long run of hexadecimal digits in it, or a UUID, which is as good as a value where it is not a path's."""
    return bool(_HEX.search(text))


def masked_path(path: str) -> str:
    """The path with `…` for each part of it that could be a value, and nothing else changed."""
    if not could_hide(path):
        return path
    return "".join("…" if value_like(part, PATH_RUN) else part for part in PARTS_OF_A_PATH.split(path))


def could_hide(path: str) -> bool:
    """Whether it is worth looking at the parts of a path: a run that could be a value has capitals and digits in it, or a known beginning."""
    return len(path) >= NAME_RUN and ("sk-ant" in path or any(map(str.isdigit, path)))
