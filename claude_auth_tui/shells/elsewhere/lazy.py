"""Regular expressions that are compiled when they are first used: most machines have few of the files they are for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache


def pattern(text: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[], re.Pattern[str]]:
    """Call the answer to get the compiled expression."""
    return cache(lambda: re.compile(text, flags))
