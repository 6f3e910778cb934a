"""fish's wildcards and regular expressions, as Python's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

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


_CLASSES: Final = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z", "space": r"\s", "blank": r" \t",
    "word": r"\w", "xdigit": "0-9A-Fa-f", "punct": r"!-/:-@\[-`{-~",
}  # fmt: skip
_CLASS: Final = re.compile(r"\[:(\w+):\]")


def as_python(pattern: str) -> str | None:
    """A regular expression of PCRE or POSIX in Python's letters: named classes, `\\h`, brackets in sets. None where that cannot be done."""
    if "[" not in pattern and "\\" not in pattern:
        return pattern
    out: list[str] = []
    position, inside = 0, False
    while position < len(pattern):
        char = pattern[position]
        pair = pattern[position : position + 2]
        if char == "\\":
            if pair[1:] in ("K", "Q", "E", "R", "X", "G"):
                return None
            out.append((r" \t" if inside else r"[ \t]") if pair == r"\h" else pair)
            position += 2
        elif inside and (found := _CLASS.match(pattern, position)):
            if found.group(1) not in _CLASSES:
                return None
            out.append(_CLASSES[found.group(1)])
            position = found.end()
        elif inside:
            inside = char != "]"
            out.append("\\" + char if char in "[&|~" else char)
            position += 1
        elif char == "[":
            head = re.compile(r"\[\^?\]?").match(pattern, position)
            text = head.group() if head else char
            out.append(text)
            position += len(text)
            inside = True
        else:
            out.append(char)
            position += 1
    return "".join(out)
