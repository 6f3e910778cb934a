"""fish's wildcards and regular expressions, as Python's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_MAX_LENGTH: Final = 400
_NESTED_REPEAT: Final = re.compile(r"\([^)]*[*+}][^)]*\)[*+{]")
"""What could take for ever on a text that does not match."""


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
    if len(pattern) > _MAX_LENGTH or _NESTED_REPEAT.search(pattern):
        return None
    text = re.sub(r"\(\?<(?=[A-Za-z_])", "(?P<", pattern.replace(r"\h", r"[ \t]"))
    try:
        return re.compile(text, re.IGNORECASE if ignore_case else 0)
    except (re.error, RecursionError, OverflowError):
        return None
