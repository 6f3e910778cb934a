"""Shell patterns as regular expressions. In a pattern a quoted character is written with a backslash before it.

Covers `*`, `?`, `[…]`, the extended forms `@(…)` `?(…)` `*(…)` `+(…)` `!(…)` of bash, and of zsh `(a|b)` and `<1-9>`.
Names of files are matched in `globbing`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CLASSES: Final = {
    "alpha": "A-Za-z",
    "digit": "0-9",
    "alnum": "A-Za-z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\s",
    "blank": " \\t",
    "punct": r"!-/:-@\[-`{-~",
    "xdigit": "0-9A-Fa-f",
    "word": "A-Za-z0-9_",
    "cntrl": r"\x00-\x1f\x7f",
    "print": r"\x20-\x7e\x80-\U0010ffff",
    "graph": r"\x21-\x7e\x80-\U0010ffff",
}
_MAX_DEPTH: Final = 20
_MAX_LENGTH: Final = 2000
_RANGE: Final = re.compile(r"<(\d*)-(\d*)>")
_NEVER: Final = re.compile(r"(?!)")


def has_pattern(text: str, zsh: bool = False) -> bool:
    """Whether any unquoted pattern character stands in it."""
    return bool((_ACTIVE_ZSH if zsh else _ACTIVE).search(text))


_ACTIVE: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:[*?]|\[.*\]|[@+!]\(.*\))", re.DOTALL)
_ACTIVE_ZSH: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:[*?]|\[.*\]|\(.*\)|<\d*-\d*>)", re.DOTALL)


def unquoted(pattern: str) -> str:
    """The text a pattern without active characters stands for: backslashes taken away."""
    return re.sub(r"\\(.)", r"\1", pattern, flags=re.DOTALL) if "\\" in pattern else pattern


def quoted(text: str) -> str:
    """A text as a pattern that matches just it."""
    return re.sub(r"([\\*?\[\]()|<>~^#@+!-])", r"\\\1", text)


@lru_cache(maxsize=2048)
def compiled(pattern: str, zsh: bool = False, ignore_case: bool = False) -> re.Pattern[str]:
    """The pattern as a regular expression for `fullmatch`. One that is too long or too deep matches nothing."""
    if len(pattern) > _MAX_LENGTH:
        return _NEVER
    try:
        translation = _Translation(pattern, zsh)
        return re.compile(
            translation.whole() if "(" in pattern else translation.without_backtracking(), re.DOTALL | (re.IGNORECASE if ignore_case else 0)
        )
    except (re.error, RecursionError, OverflowError):
        return _NEVER


def source_of(pattern: str, zsh: bool = False, lazy: bool = False) -> str:
    """The regular expression's text, with `*` taking as little as it can where `lazy`."""
    if len(pattern) > _MAX_LENGTH:
        return "(?!)"
    return _Translation(pattern, zsh, lazy).whole()


class _Translation:
    """One pattern on its way to a regular expression."""

    def __init__(self, pattern: str, zsh: bool, lazy: bool = False) -> None:
        self.text = pattern
        self.zsh = zsh
        self.star = ".*?" if lazy else ".*"
        self.position = 0

    def whole(self) -> str:
        return self._until("", 0)

    def without_backtracking(self) -> str:
        """For a whole match: each stretch between two stars is found once, at its first place, so time stays linear."""
        self.star = "\0"
        stretches = self._until("", 0).split("\0")
        if len(stretches) == 1:
            return stretches[0]
        first, *middle, last = stretches
        return first + "".join(f"(?>.*?{stretch})" for stretch in middle) + ".*" + last

    def _until(self, stops: str, depth: int) -> str:
        out: list[str] = []
        text = self.text
        while self.position < len(text):
            char = text[self.position]
            if char in stops and char:
                break
            self.position += 1
            out.append(self._one(char, depth))
        return "".join(out)

    def _one(self, char: str, depth: int) -> str:
        text, position = self.text, self.position
        if char == "\\" and position < len(text):
            self.position += 1
            return re.escape(text[position])
        if char in "@?*+!" and text.startswith("(", position) and depth < _MAX_DEPTH and not (self.zsh and char in "?*"):
            self.position += 1
            return self._group(char, depth)
        if char == "*":
            while text.startswith("*", self.position):
                self.position += 1
            return self.star
        if char == "?":
            return "."
        if char == "[":
            return self._set()
        if self.zsh and char == "(" and depth < _MAX_DEPTH:
            return self._group("@", depth)
        if self.zsh and char == "<" and (found := _RANGE.match(text, position - 1)):
            self.position = found.end()
            return r"\d+"
        return re.escape(char)

    def _group(self, kind: str, depth: int) -> str:
        alternatives = [self._until("|)", depth + 1)]
        while self.text.startswith("|", self.position):
            self.position += 1
            alternatives.append(self._until("|)", depth + 1))
        if self.position < len(self.text):
            self.position += 1
        body = "(?:" + "|".join(alternatives) + ")"
        if kind == "!":
            return f"(?!{body}$).*"
        return body + {"@": "", "?": "?", "*": "*+", "+": "++"}[kind]

    def _set(self) -> str:
        text, start = self.text, self.position
        end = start + 1 if text[start : start + 1] in ("!", "^") else start
        if text[end : end + 1] == "]":
            end += 1
        while end < len(text) and text[end] != "]":
            end += 2 if text[end] == "\\" else text.find(":]", end) + 2 - end if text.startswith("[:", end) and ":]" in text[end:] else 1
        if end >= len(text):
            return r"\["
        body, self.position = text[start:end], end + 1
        negated = body[:1] in ("!", "^")
        return self._members(body[1:] if negated else body, negated)

    @staticmethod
    def _members(body: str, negated: bool) -> str:
        out: list[str] = []
        position = 0
        while position < len(body):
            named = re.compile(r"\[:(\w+):\]").match(body, position)
            if named:
                out.append(_CLASSES.get(named.group(1).lower(), ""))
                position = named.end()
                continue
            char = body[position]
            if char == "\\" and position + 1 < len(body):
                position += 1
                char = body[position]
                out.append(re.escape(char))
            else:
                out.append("-" if char == "-" else char if char.isalnum() else "\\" + char)
            position += 1
        inside = "".join(out)
        return f"[{'^' if negated else ''}{inside}]" if inside else ("." if negated else "(?!)")
