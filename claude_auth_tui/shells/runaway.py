"""How long a regular expression may take on a text, told from its letters: what could take for ever is not tried.

An estimate from above: a repeated group that can be split in several ways counts as endless, every other repetition as
a loop over the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

MOST_WORK: Final = 10_000_000
"""About a tenth of a second."""
_PART: Final = re.compile(
    r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\((?:\?(?:[:>=!]|<[=!]|P?<\w+>))?|\)|[*+?][+?]?|\{\d*(?:,\d*)?\}[+?]?|[|]|.", re.DOTALL
)
_ENDS: Final = re.compile(r"(?:\.[*+]\??|[)$]|\\Z)+$")


def work(pattern: str, length: int, whole: bool = False) -> int:
    """Steps that a search in a text of this length, or the match of the whole, may take; more than `MOST_WORK` where that is not to be tried."""
    endless, loops, anchored = _shape(pattern)
    if endless or loops > 8:
        return MOST_WORK + 1
    return int(min((length + 1) ** (loops + (not anchored and not whole)) + len(pattern), MOST_WORK + 1))


@lru_cache(maxsize=1024)
def _shape(pattern: str) -> tuple[bool, int, bool]:
    """Whether it may be endless; the loops in it, but for one at its end; whether it is tried at the start only."""
    anchored = re.match(r"(?:\(\?:|\()*(?:\^|\\A)", pattern) is not None and "|" not in pattern
    body = _ENDS.sub("", pattern)
    endless = False
    loops = 0
    groups: list[list[bool]] = [[False, False]]
    """For each open group: whether it can be taken in several ways, and whether it is atomic."""
    last: list[bool] | None = None
    """The group that was just closed."""
    for found in _PART.finditer(body):
        part = found.group()
        closed, last = last, None
        if part[0] == "(":
            groups.append([False, part == "(?>"])
        elif part == ")" and len(groups) > 1:
            last = groups.pop()
            groups[-1][0] = groups[-1][0] or (last[0] and not last[1])
        elif part == "|":
            groups[-1][0] = True
        elif part[0] in "*+?{" and part != "{":
            once = part[0] == "?" or (part[0] == "{" and "," not in part)
            possessive = part[1:].endswith("+") and part[0] != "{"
            if not once and not possessive:
                endless = endless or (closed is not None and closed[0] and not closed[1])
                loops += not any(atomic for _, atomic in groups)
            if not possessive and part[0] != "{":
                groups[-1][0] = True
    return endless, loops, anchored
