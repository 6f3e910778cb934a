"""Shell patterns as regular expressions. In a pattern a quoted character is written with a backslash before it.

Covers `*`, `?`, `[…]`, the extended forms `@(…)` `?(…)` `*(…)` `+(…)` `!(…)` of bash and ksh, of zsh `(a|b)` and `<1-9>`, and with its
option EXTENDED_GLOB `x#`, `x##`, `^x`, `x~y` and the flags `(#i)`, `(#b)`, `(#m)`, `(#s)`, `(#e)`, `(#c1,2)` (zshexpn(1), FILENAME GENERATION).
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
_ONE_CHARACTER: Final = 2
"""With its backslash."""
_MOST_DIGITS: Final = 18
_RANGE: Final = re.compile(r"<(\d*)-(\d*)>")
_NEVER: Final = re.compile(r"(?!)")
_FLAGS: Final = re.compile(r"#([a-zA-Z][\w,]*)\)")
ZSH: Final = 1
EXTENDED: Final = 2
KSH: Final = 4
"""What a pattern is written in: bash's with `extglob` is 0, zsh's the sum of these (its options EXTENDED_GLOB and KSH_GLOB)."""


class NotTranslatedError(Exception):
    """The pattern holds something that has no regular expression here."""


def has_pattern(text: str, dialect: int = 0) -> bool:
    """Whether any unquoted pattern character stands in it."""
    return bool((_ACTIVE_EXTENDED if dialect & EXTENDED else _ACTIVE_ZSH if dialect & ZSH else _ACTIVE).search(text))


_ACTIVE: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:[*?]|\[.*\]|[@+!]\(.*\))", re.DOTALL)
_ACTIVE_ZSH: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:[*?]|\[.*\]|\(.*\)|<\d*-\d*>)", re.DOTALL)

_ACTIVE_EXTENDED: Final = re.compile(_ACTIVE_ZSH.pattern[:-1] + r"|[#^])", re.DOTALL)


def unquoted(pattern: str) -> str:
    """The text a pattern without active characters stands for: backslashes taken away."""
    return re.sub(r"\\(.)", r"\1", pattern, flags=re.DOTALL) if "\\" in pattern else pattern


_STAR: Final = "\ue002"
"""Stands for a `*` while a pattern is read."""


def quoted(text: str) -> str:
    """A text as a pattern that matches just it."""
    return re.sub(r"([\\*?\[\]()|<>~^#@+!-])", r"\\\1", text)


@lru_cache(maxsize=2048)
def compiled(pattern: str, dialect: int = 0, ignore_case: bool = False) -> re.Pattern[str]:
    """The pattern as a regular expression for `fullmatch`. One that is not `translatable` matches nothing."""
    if len(pattern) > _MAX_LENGTH:
        return _NEVER
    try:
        translation = _Translation(pattern, dialect)
        backtracks = "(" in pattern or (dialect & EXTENDED and set("#^~") & set(pattern))
        return re.compile(
            translation.whole() if backtracks else translation.without_backtracking(), re.DOTALL | (re.IGNORECASE if ignore_case else 0)
        )
    except (re.error, RecursionError, OverflowError, NotTranslatedError):
        return _NEVER


def translatable(pattern: str, dialect: int = 0) -> bool:
    """Whether it can be told what a pattern matches: it is neither too long nor too deep, and holds nothing that is not known here."""
    return compiled(pattern, dialect) is not _NEVER


def source_of(pattern: str, dialect: int = 0, lazy: bool = False) -> str | None:
    """The regular expression's text for a part of a text, with `*` taking as little as it can where `lazy`; None where there is none."""
    if len(pattern) > _MAX_LENGTH:
        return None
    translation = _Translation(pattern, dialect, lazy)
    try:
        made = translation.whole()
    except (NotTranslatedError, RecursionError):
        return None
    return None if translation.negated else made


def _numbers(low: str, high: str) -> str:
    """zsh's `<low-high>`, either of which may be empty."""
    first = int(low or 0)
    if not high:
        return r"\d+" if not first else f"0*(?:{_at_least(str(first))}|[1-9]\\d{{{len(str(first))},}})"
    last = int(high)
    if last < first or len(high) > _MOST_DIGITS:
        return "(?!)" if last < first else r"\d+"
    parts = []
    for size in range(len(str(first)), len(str(last)) + 1):
        begin, end = max(first, 10 ** (size - 1) if size > 1 else 0), min(last, 10**size - 1)
        if begin <= end:
            parts.append(_between(str(begin), str(end)))
    return f"0*(?:{'|'.join(parts)})"


def _at_least(low: str) -> str:
    return _between(low, "9" * len(low))


def _between(low: str, high: str) -> str:
    """Numbers of the same length between two."""
    if low == high:
        return low
    if len(low) == 1:
        return f"[{low}-{high}]"
    if low[0] == high[0]:
        return low[0] + _between(low[1:], high[1:])
    rest = len(low) - 1
    parts = [low[0] + _between(low[1:], "9" * rest), high[0] + _between("0" * rest, high[1:])]
    if int(high[0]) - int(low[0]) > 1:
        parts.append(f"[{int(low[0]) + 1}-{int(high[0]) - 1}]\\d{{{rest}}}")
    return f"(?:{'|'.join(parts)})"


class _Translation:
    """One pattern on its way to a regular expression."""

    def __init__(self, pattern: str, dialect: int, lazy: bool = False) -> None:
        self.text = pattern
        self.zsh = bool(dialect & ZSH)
        self.extended = bool(dialect & EXTENDED)
        self.ksh = not self.zsh or bool(dialect & KSH)
        self.star = ".*?" if lazy else ".*"
        self.lazy = "?" if lazy else ""
        self.position = 0
        self.negated = False
        """Whether anything in it says what may not stand there up to the end of the text."""
        self.keeps = False
        """Whether groups are kept apart (`(#b)`)."""

    def whole(self) -> str:
        return self._until("", 0)

    def without_backtracking(self) -> str:
        """For a whole match: each stretch between two stars is found once, at its first place, so time stays linear."""
        self.star = _STAR
        stretches = self._until("", 0).split(_STAR)
        if len(stretches) == 1:
            return stretches[0]
        first, *middle, last = stretches
        return first + "".join(f"(?>.*?{stretch})" for stretch in middle) + ".*" + last

    def _until(self, stops: str, depth: int) -> str:
        """A pattern up to a stop, with what zsh's `~` takes out of it."""
        if not self.extended:
            return self._sequence(stops, depth)
        kept = self._sequence(stops, depth)
        out: list[str] = []
        while self._at_exclusion():
            self.position += 1
            out.append(self._sequence(stops, depth))
        if not out:
            return kept
        self.negated = True
        return f"(?!(?:{'|'.join(out)})\\Z)(?:{kept})"

    def _at_exclusion(self) -> bool:
        text, position = self.text, self.position
        return text.startswith("~", position) and position > 0 and text[position + 1 : position + 2] not in ("", "/", ")", "|")

    def _sequence(self, stops: str, depth: int) -> str:
        out: list[str] = []
        text = self.text
        while self.position < len(text):
            char = text[self.position]
            if (char in stops and char) or (self.extended and self._at_exclusion()):
                break
            self.position += 1
            if self.extended and char == "#" and out:
                out[-1] = self._repeated(out[-1])
            elif self.extended and char == "^":
                rest = self._sequence(stops, depth)
                self.negated = True
                out.append(f"(?!(?:{rest})\\Z).*")
            elif self.extended and char == "(" and (flag := _FLAGS.match(text, self.position)):
                self.position = flag.end()
                self._flagged(flag.group(1), out, stops, depth)
            else:
                out.append(self._one(char, depth))
        return "".join(out)

    def _repeated(self, item: str) -> str:
        """zsh's `#` and `##` behind something."""
        more = self.text.startswith("#", self.position)
        self.position += more
        whole = len(item) > _ONE_CHARACTER and item[0] not in "(["
        return (f"(?:{item})" if whole else item) + ("+" if more else "*") + self.lazy

    def _flagged(self, letters: str, out: list[str], stops: str, depth: int) -> None:
        """zsh's `(#i)` and its like, which hold up to the end of the group they stand in."""
        if letters[0] == "c":
            if not out or not re.fullmatch(r"c\d{1,3}(,\d{0,3})?", letters):
                raise NotTranslatedError
            out[-1] = f"(?:{out[-1]}){{{letters[1:]}}}"
            return
        for letter in letters:
            if letter not in "iIbBmMseuU":
                raise NotTranslatedError
            if letter in "se":
                out.append("\\A" if letter == "s" else "\\Z")
            elif letter in "bB":
                self.keeps = letter == "b"
            elif letter in "iI":
                out.append(f"(?{'-' * (letter == 'I')}i:{self._sequence(stops, depth)})")

    def _one(self, char: str, depth: int) -> str:
        text, position = self.text, self.position
        if char == "\\" and position < len(text):
            self.position += 1
            return re.escape(text[position])
        if self.ksh and char in "@?*+!" and text.startswith("(", position) and depth < _MAX_DEPTH:
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
        keeps = self.keeps
        alternatives = [self._until("|)", depth + 1)]
        while self.text.startswith("|", self.position):
            self.position += 1
            alternatives.append(self._until("|)", depth + 1))
        if self.position < len(self.text):
            self.position += 1
        if self.negated and self.text[self.position : self.position + 1] not in ("", ")", "|"):
            raise NotTranslatedError  # what may not stand there ends with the group, which is not the end of the text
        self.keeps = keeps
        body = ("(" if keeps else "(?:") + "|".join(alternatives) + ")"
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
