"""Whether a name matches one part of a gitignore pattern. Time grows with the length of both, never faster.

Sources: gitignore(5), and the real git, which a test asks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

_Token: TypeAlias = str | Callable[[str], bool] | None
"""A character that stands for itself, a set of characters, or None for a star."""

_CLASSES: Final[dict[str, Callable[[str], bool]]] = {
    "alpha": str.isalpha,
    "digit": str.isdigit,
    "alnum": str.isalnum,
    "upper": str.isupper,
    "lower": str.islower,
    "space": str.isspace,
    "blank": lambda char: char in " \t",
    "punct": lambda char: char > " " and char != "\x7f" and not char.isalnum(),
    "xdigit": lambda char: char in "0123456789abcdefABCDEF",
    "cntrl": lambda char: char < " " or char == "\x7f",
    "print": lambda char: char >= " " and char != "\x7f",
    "graph": lambda char: char > " " and char != "\x7f",
}


def matches(pattern: str, name: str) -> bool:
    """Whether the whole name matches. Neither holds a slash; each character stands for a byte."""
    tokens = _tokens(pattern)
    if tokens is None:
        return False
    at, position, star, resumed = 0, 0, -1, 0
    while position < len(name):
        token = tokens[at] if at < len(tokens) else ""
        if at < len(tokens) and token is None:
            star, resumed = at, position
            at += 1
        elif at < len(tokens) and (token == name[position] if isinstance(token, str) else token is not None and token(name[position])):
            at, position = at + 1, position + 1
        elif star >= 0:  # the last star takes one character more
            resumed += 1
            at, position = star + 1, resumed
        else:
            return False
    return all(token is None for token in tokens[at:])


@lru_cache(maxsize=512)
def _tokens(pattern: str) -> tuple[_Token, ...] | None:
    """The pattern in pieces; None for one that matches nothing: an open bracket, or a backslash at its end."""
    found: list[_Token] = []
    position = 0
    while position < len(pattern):
        char = pattern[position]
        position += 1
        if char == "*":
            if not found or found[-1] is not None:
                found.append(None)
        elif char == "?":
            found.append(lambda _: True)
        elif char == "[":
            end = _set_end(pattern, position)
            if end < 0:
                return None
            found.append(_set(pattern[position:end]))
            position = end + 1
        elif char == "\\":
            if position == len(pattern):
                return None
            found.append(pattern[position])
            position += 1
        else:
            found.append(char)
    return tuple(found)


def _set_end(pattern: str, start: int) -> int:
    """Where the bracket that closes a set stands; -1 where there is none."""
    position = start + (pattern[start : start + 1] in ("!", "^"))
    position += pattern[position : position + 1] == "]"
    while position < len(pattern):
        if pattern[position] == "]":
            return position
        if pattern[position] == "\\":
            position += 2
        elif pattern.startswith("[:", position) and (end := pattern.find(":]", position + 2)) >= 0:
            position = end + 2
        else:
            position += 1
    return -1


def _set(body: str) -> Callable[[str], bool]:
    negated = body[:1] in ("!", "^")
    singles, ranges, classes = set[str](), list[tuple[str, str]](), list[Callable[[str], bool]]()
    position = int(negated)
    while position < len(body):
        if body.startswith("[:", position) and (end := body.find(":]", position + 2)) >= 0:
            classes.append(_CLASSES.get(body[position + 2 : end], lambda _: False))
            position = end + 2
            continue
        low, position = _character(body, position)
        singles.add(low)  # also where a range begins with it: git has compared it by then, and the range may hold nothing
        if body[position : position + 1] == "-" and position + 1 < len(body):
            high, position = _character(body, position + 1)
            ranges.append((low, high))

    def holds(char: str) -> bool:
        inside = (
            char in singles or any(low <= char <= high for low, high in ranges) or (char.isascii() and any(one(char) for one in classes))
        )
        return inside != negated

    return holds


def _character(body: str, position: int) -> tuple[str, int]:
    if body[position] == "\\" and position + 1 < len(body):
        return body[position + 1], position + 2
    return body[position], position + 1
