"""fish's wildcards and regular expressions, as Python's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from claude_auth_tui.shells.programs.expressions import as_python

_MAX_LENGTH: Final = 400
_RUNAWAY: Final = re.compile(r"\((?:[^()]|\([^()]*\))*[*+}|](?:[^()]|\([^()]*\))*\)[*+{]")
"""A repeated group with a repetition or an alternative in it: what may take for ever on a text that does not match."""
_MANY: Final = re.compile(r"[.\]wWsSdD](?:[*+]|\{\d*,\})")
_MOST_REPEATS: Final = 6


def runaway(pattern: str) -> bool:
    """Whether a regular expression could take long on a short text."""
    return len(pattern) > _MAX_LENGTH or _RUNAWAY.search(pattern) is not None or len(_MANY.findall(pattern)) > _MOST_REPEATS


@lru_cache(maxsize=1024)
def fish_pattern(pattern: str, ignore_case: bool = False) -> re.Pattern[str]:
    """A wildcard pattern (`*`, `?`) for `fullmatch`. Each stretch between two stars is found once, so time stays linear."""
    flags = re.DOTALL | (re.IGNORECASE if ignore_case else 0)
    stretches = [re.escape(stretch).replace(r"\?", ".") for stretch in pattern[: _MAX_LENGTH * 10].split("*")]
    if len(stretches) == 1:
        return re.compile(stretches[0], flags)
    first, *middle, last = stretches
    return re.compile(first + "".join(f"(?>.*?{stretch})" for stretch in middle if stretch) + ".*" + last, flags)


@lru_cache(maxsize=1024)
def fish_regex(pattern: str, ignore_case: bool = False) -> re.Pattern[str] | None:
    """A regular expression of `string match -r`; None where it cannot be told what PCRE makes of it, or how long it takes."""
    if runaway(pattern):
        return None
    text = as_python(re.sub(r"\(\?<(?=[A-Za-z_])", "(?P<", pattern))
    try:
        return re.compile(text, re.IGNORECASE if ignore_case else 0) if text is not None else None
    except (re.error, RecursionError, OverflowError):
        return None
