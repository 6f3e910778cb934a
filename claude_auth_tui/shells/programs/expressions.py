"""Regular expressions of POSIX and PCRE as Python's. None where Python may match something else, or nothing tells how long it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["basic", "extended", "fixed", "perl"]
GREP: Final = "wWsSbB<>"
"""Letters that mean something after a backslash (regex(7) and GNU's own), but for `perl`."""
SED: Final = GREP + "nt"
AWK: Final = "nt"

_MAX_LENGTH: Final = 500
_MOST_TRIED: Final = 5_000
_UPPER, _LOWER = r"\x41-\x5a", r"\x61-\x7a"
_SPACE: Final = r" \t\n\r\f\v"
_CLASSES: Final = {
    "alpha": _UPPER + _LOWER, "digit": "0-9", "alnum": _UPPER + _LOWER + "0-9", "upper": _UPPER, "lower": _LOWER, "space": _SPACE,
    "blank": r" \t", "word": r"\w", "xdigit": "0-9A-Fa-f", "punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
}  # fmt: skip
OF_A_LOCALE: Final = "\\x"
"""What stands in an expression that also has named classes: which characters outside ASCII belong to them depends on the locale."""
_CLASS: Final = re.compile(r"\[:(\w+):\]")
_INTERVAL: Final = re.compile(r"\{(\d{0,3})(,?)(\d{0,3})(\\?)\}")
_ESCAPES: Final = {"s": f"[{_SPACE}]", "S": f"[^{_SPACE}]", "<": r"\b(?=\w)", ">": r"\b(?<=\w)"}


@lru_cache(maxsize=1024)
def expression(
    patterns: tuple[str, ...], kind: Kind, letters: str = GREP, *, ignore_case: bool = False, whole: Literal["", "line", "word"] = ""
) -> re.Pattern[str] | None:
    """One expression for whatever one of the patterns matches, in a line without its end."""
    pieces: list[str] = []
    for pattern in patterns:
        made = re.escape(pattern) if kind == "fixed" else as_python(pattern) if kind == "perl" else _posix(pattern, kind, letters)
        if made is None:
            return None
        pieces.append(made)
    body = "|".join(f"(?:{piece})" for piece in pieces) if len(pieces) > 1 else pieces[0]
    if len(body) > _MAX_LENGTH:
        return None
    if whole:
        body = rf"\A(?:{body})\Z" if whole == "line" else rf"(?<!\w)(?:{body})(?!\w)"
    try:
        return re.compile(body, re.DOTALL | (re.IGNORECASE if ignore_case else 0))
    except (re.error, RecursionError, OverflowError):
        return None


def is_doubtful(found: re.Pattern[str]) -> bool:
    """Whether POSIX may take a longer match than Python, for which every longer one is tried."""
    return re.search(r"(?<!\()[|?]", found.pattern) is not None


def matches(found: re.Pattern[str], text: str) -> list[re.Match[str]] | None:
    """Every match in a text, one after the other; None where POSIX would take a longer one than Python, or where telling takes too long."""
    out: list[re.Match[str]] = []
    end = -1
    doubtful = is_doubtful(found)
    for match in found.finditer(text):
        if match.start() == match.end() == end:
            continue  # only Python finds an empty match where another one ended
        out.append(match)
        end = match.end()
        if doubtful and (
            len(out) * len(text) > _MOST_TRIED or any(found.fullmatch(text, match.start(), at) for at in range(end + 1, len(text) + 1))
        ):
            return None
    return out


def _posix(pattern: str, kind: Kind, letters: str) -> str | None:
    """A basic or extended expression: in a basic one `+ ? | ( ) { }` are signs only after a backslash."""
    out: list[str] = []
    at = 0
    begins, fixed = True, False
    """Whether an expression, a group or an alternative begins here; whether what stands before cannot be repeated."""
    while at < len(pattern):
        token = _token(pattern, at, kind, letters, begins)
        if token is None:
            return None
        sign, made, width = token
        repeats = sign != "" and sign in "*+?{"
        if repeats and begins and sign == "*" and kind == "basic":
            sign, made, repeats = "", r"\*", False
        if repeats and (begins or fixed):
            return None
        begins = sign != "" and (sign in "(|" or (sign == "^" and begins))
        fixed = repeats or sign in ("^", "$")
        out.append(made)
        at += width
    return "".join(out)


def _token(pattern: str, at: int, kind: Kind, letters: str, begins: bool) -> tuple[str, str, int] | None:
    """What stands at a place: the sign it is (`$` for every other place, empty for a character), what Python writes for it, and how long it is."""
    extended = kind == "extended"
    char, after = pattern[at], pattern[at + 1 : at + 2]
    if char == "[":
        read = _bracket(pattern, at, kind, letters)
        return None if read is None else ("", read[0], read[1] - at)
    if char == "\\":
        if not after or after in "`'" or (after.isalnum() and after not in letters + "123456789"):
            return None
        if after.isalnum() or after in letters:
            return "$" if after in "bB<>" else "", _ESCAPES.get(after, f"\\{after}"), 2
    escaped = char == "\\"
    sign = after if escaped else char
    if escaped if sign in "*^$." else escaped is extended if sign in "+?|(){}" else True:
        return "", re.escape(sign), 1 + escaped
    if sign == "{":
        interval = _INTERVAL.match(pattern, at + escaped)
        if interval is None or bool(interval[4]) is extended or not (interval[1] or interval[3]):
            return None
        return sign, "{" + "".join(interval.group(1, 2, 3)) + "}", interval.end() - at
    if sign == "^" and not (extended or begins):
        return "", r"\^", 1
    if sign == "$" and not (extended or pattern[at + 1 :] == "" or pattern.startswith(("\\)", "\\|"), at + 1)):
        return "", r"\$", 1
    if sign == "}":
        return ("", r"\}", 1) if extended else None
    return sign, r"\Z" if sign == "$" else sign, 1 + escaped


def _bracket(pattern: str, start: int, kind: Kind, letters: str = "") -> tuple[str, int] | None:
    """The bracket expression at `start` in Python's words, and where it ends."""
    at = start + 1 + pattern.startswith("^", start + 1)
    out = [pattern[start:at]]
    first = at
    while at < len(pattern):
        char, after = pattern[at], pattern[at + 1 : at + 2]
        named = _CLASS.match(pattern, at)
        if char == "]" and at > first:
            return "".join(out) + "]", at + 1
        if named:
            if named[1] not in _CLASSES:
                return None
            out.append(_CLASSES[named[1]])
            at = named.end()
        elif pattern.startswith(("[.", "[="), at):
            return None
        elif char == "\\" and after and (kind == "perl" or (letters in (SED, AWK) and after in "nt") or letters == AWK):
            out.append(r" \t" if after == "h" else char + after)
            at += 2
        else:
            plain = char.isalnum() or (char == "-" and at > first and after != "]")
            out.append(char if plain else f"\\{char}")
            at += 1
    return None


def as_python(pattern: str) -> str | None:
    """An expression of PCRE in Python's letters: named classes, `\\h`, what Python takes for an operator in a set."""
    if "[" not in pattern and "\\" not in pattern:
        return pattern
    out: list[str] = []
    at = 0
    while at < len(pattern):
        char, pair = pattern[at], pattern[at : at + 2]
        if char == "\\":
            if pair[1:] in ("K", "Q", "E", "R", "X", "G"):
                return None
            out.append(r"[ \t]" if pair == r"\h" else pair)
            at += 2
        elif char == "[":
            read = _bracket(pattern, at, "perl")
            if read is None:
                return None
            out.append(read[0])
            at = read[1]
        else:
            out.append(char)
            at += 1
    return "".join(out)


def split_patterns(texts: Sequence[str]) -> tuple[str, ...]:
    """Patterns as `grep` is given them: each line is one."""
    return tuple(line for text in texts for line in text.split("\n"))
