"""Shell patterns as regular expressions. In a pattern a quoted character is written with a backslash before it.

Covers `*`, `?`, `[…]`, the extended forms `@(…)` `?(…)` `*(…)` `+(…)` `!(…)` of bash, and of zsh `(a|b)` and `<1-9>`; where its
option EXTENDED_GLOB is on also `x#`, `x##`, `^x`, `x~y` and the flags `(#i)`, `(#l)`, `(#b)`, `(#m)`, `(#s)`, `(#e)` and `(#c2,3)`.
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
def compiled(pattern: str, zsh: bool = False, ignore_case: bool = False, extended: bool = False) -> re.Pattern[str]:
    """The pattern as a regular expression for `fullmatch`. One that is too long or too deep matches nothing."""
    if len(pattern) > _MAX_LENGTH:
        return _NEVER
    try:
        translation = _Translation(pattern, zsh, extended=extended)
        plain = "(" not in pattern and not (extended and _EXTENDED.search(pattern))
        return re.compile(
            translation.without_backtracking() if plain else translation.all_of_it(), re.DOTALL | (re.IGNORECASE if ignore_case else 0)
        )
    except (re.error, RecursionError, OverflowError, UnknownPatternError):
        return _NEVER


def source_of(pattern: str, zsh: bool = False, lazy: bool = False, extended: bool = False) -> str:
    """The regular expression's text, with `*` taking as little as it can where `lazy`."""
    if len(pattern) > _MAX_LENGTH:
        return "(?!)"
    try:
        return _Translation(pattern, zsh, lazy, extended).whole()
    except UnknownPatternError:
        return "(?!)"


def is_understood(pattern: str, whole: bool) -> bool:
    """Whether a pattern of zsh with EXTENDED_GLOB is covered; `whole` where it has to fit a whole text."""
    if not _EXTENDED.search(pattern):
        return True
    try:
        translation = _Translation(pattern, True, extended=True)
        made = translation.all_of_it() if whole else translation.whole()
        re.compile(made, re.DOTALL)
    except (re.error, RecursionError, OverflowError, UnknownPatternError):
        return False
    return True


class UnknownPatternError(Exception):
    """The pattern holds something that is not covered."""


_EXTENDED: Final = re.compile(r"(?<!\\)[#^~]")


_FLAG: Final = re.compile(r"\(#(?!c\d|c,)([a-zA-Z]\w*)\)")
_COUNT: Final = re.compile(r"\(#c(\d*)(,?)(\d*)\)")
_MOST_IN_RANGE: Final = 1000


def _numbers(first: str, last: str) -> str:
    """`<5-9>`: the numbers of a range, as far as it has an end that is not too large."""
    low, high = int(first or 0), int(last) if last else None
    if not low and high is None:
        return r"\d+"
    if high is None:
        below = "|".join(map(str, range(low))) if low <= _MOST_IN_RANGE else ""
        return rf"(?!0*(?:{below})(?!\d))\d+" if below else r"\d+"
    if high - low > _MOST_IN_RANGE:
        return r"\d+"
    return rf"0*(?:{'|'.join(map(str, range(high, low - 1, -1)))})" if high >= low else "(?!)"


class _Translation:
    """One pattern on its way to a regular expression."""

    def __init__(self, pattern: str, zsh: bool, lazy: bool = False, extended: bool = False) -> None:
        self.text = pattern
        self.zsh = zsh
        self.extended = extended
        self.star = ".*?" if lazy else ".*"
        self.position = 0
        self.ignores_case = False
        self.counts = False
        """Whether what stands in parentheses is to be told (`(#b)`)."""

    def whole(self) -> str:
        return self._until("", 0)

    def all_of_it(self) -> str:
        """For a whole match, where `^x` and `x~y` mean something too."""
        if not self.extended:
            return self.whole()
        begin = self.position
        while flag := _FLAG.match(self.text, self.position):
            self.position = flag.end()
            self._flag(flag.group(1))
        if not self.text.startswith("^", self.position):
            self.position = begin
            body = self._until("~", 0)
        else:
            self.position += 1
            body = rf"(?!(?:{self._until('~', 0)})\Z).*"
        while self.text.startswith("~", self.position):
            self.position += 1
            refused = self._until("~", 0)
            body = rf"(?!(?:{refused})\Z)(?:{body})"
        return f"(?i:{body})" if self.ignores_case else body

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
            if self.extended and char in "^~" and not (char == "~" and len(text) == self.position):
                raise UnknownPatternError
            if self.extended and (flag := _FLAG.match(text, self.position - 1)):
                self.position = flag.end()
                out.append(self._flag(flag.group(1)))
                if "i" in flag.group(1):
                    out.append(f"(?i:{self._until(stops, depth)})")
                continue
            made = self._one(char, depth)
            out.append(self._repeated(made) if self.extended else made)
        return "".join(out)

    def _repeated(self, made: str) -> str:
        """One part of the pattern with `#` or `##` behind it, or with a count."""
        text = self.text
        if text.startswith("(#c", self.position) and (count := _COUNT.match(text, self.position)):
            self.position = count.end()
            first, comma, last = count.groups()
            return f"(?:{made}){{{first or 0}{',' + last if comma else ''}}}"
        if not text.startswith("#", self.position):
            return made
        many = text.startswith("##", self.position)
        self.position += 2 if many else 1
        return f"(?:{made}){'+' if many else '*'}"

    def _flag(self, letters: str) -> str:
        """What `(#…)` asks for from here on."""
        if letters in ("s", "e"):
            return r"\A" if letters == "s" else r"\Z"
        if letters[:1] == "q":
            return ""
        if set(letters) - set("ibmBMU"):
            raise UnknownPatternError
        self.counts = (self.counts or "b" in letters) and "B" not in letters
        self.ignores_case = self.ignores_case or ("i" in letters and not self.position > len(letters) + 3)
        return ""

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
            return _numbers(found.group(1), found.group(2))
        return re.escape(char)

    def _group(self, kind: str, depth: int) -> str:
        counted = self.counts
        alternatives = [self._until("|)", depth + 1)]
        while self.text.startswith("|", self.position):
            self.position += 1
            alternatives.append(self._until("|)", depth + 1))
        if self.position < len(self.text):
            self.position += 1
        body = ("(" if counted else "(?:") + "|".join(alternatives) + ")"
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
