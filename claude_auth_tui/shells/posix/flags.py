"""zsh's expansion flags, `${(f)…}`, `${(s.:.)…}`, `${(kvo)…}`: read from their letters, and what they do to values (zshexpn(1)).

Which of them counts before which others was observed of zsh 5.9: joined, split, case, quotes, words, doubles and order, filled up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.parameters import known
from claude_auth_tui.shells.posix.quoting import quoted, unquoted_by_shell
from claude_auth_tui.shells.posix.shell_words import shell_words
from claude_auth_tui.shells.posix.values import EMPTY, Val, joined_by, piece, unknown, words_of
from claude_auth_tui.shells.posix.word_parts import ansi

_CLOSING: Final = {"(": ")", "[": "]", "{": "}", "<": ">"}
_KNOWN: Final = frozenset("@fFPULCkvuoOaniqQMzZ0e%VASBENRI+-#~=^tcwWpsjlrgbD")
_VARIABLE: Final = re.compile(r"\$\w+")
_OF_A_PATTERN: Final = re.compile(r"[*?\[\]()|<>^~#\\]")
_NUMBER: Final = re.compile(r"(\d+)")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class Flags(Struct, frozen=True):
    """The flags of one expansion."""

    letters: str = ""
    """Those without an argument."""
    at: bool = False
    join: str | None = None
    split: str | None = None
    quote: str = ""
    left: tuple[str, str, str] | None = None
    right: tuple[str, str, str] | None = None
    """The width, what fills it up, and what comes once next to the value."""
    words: str | None = None
    """The options of `Z`; empty for `z`."""
    escapes: str | None = None
    """The options of `g`."""
    named: str = ""
    """The letters behind `p`: an argument of theirs that is `$name` stands for a variable's value."""


@lru_cache(maxsize=512)
def flags_of(text: str) -> Flags | None:
    """Read the flags; None where they hold something that is not known here, or an error."""
    reader = _Reader(text)
    return reader.found() if reader.whole() else None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.letters = self.quote = self.named = ""
        self.given: dict[str, list[str]] = {}
        """The arguments of those letters that take some."""
        self.escapes = False

    def whole(self) -> bool:
        while self.position < len(self.text):
            letter = self.text[self.position]
            self.position += 1
            if letter not in _KNOWN or not self._take(letter):
                return False
        return not {"l", "r"} <= self.given.keys()

    def _take(self, letter: str) -> bool:
        if letter in "sjlrIgZ":
            arguments, self.position = _arguments(self.text, self.position, 3 if letter in "lr" else 1)
            if self.escapes and letter in "sjlr":
                arguments = [ansi(one) for one in arguments]
                self.named += letter
            self.given[letter] = arguments
            self.letters += letter if letter == "I" else ""
            return bool(arguments)
        if letter == "q" or (letter in "+-" and self.quote == "q"):
            self.quote += letter
        elif letter in _SHORT:
            self.given[_SHORT[letter][0]] = [_SHORT[letter][1]]
        elif letter == "p":
            self.escapes = True
        else:
            self.letters += letter
        return True

    def found(self) -> Flags:
        left, right = (self._padding(letter) for letter in "lr")
        join, split, words, escapes = (self.given[letter][0] if letter in self.given else None for letter in "jsZg")
        return Flags(self.letters.replace("@", ""), "@" in self.letters, join, split, self.quote, left, right, words, escapes, self.named)

    def _padding(self, letter: str) -> tuple[str, str, str] | None:
        arguments = self.given.get(letter)
        if arguments is None:
            return None
        width, fill, once = [*arguments, "", ""][:3] if len(arguments) > 1 else [*arguments, " ", ""]
        return width, fill, once


_SHORT: Final = {"f": ("s", "\n"), "0": ("s", "\0"), "F": ("j", "\n"), "z": ("Z", "")}
"""Letters that stand for another one with an argument."""


def _arguments(text: str, position: int, most: int) -> tuple[list[str], int]:
    """What stands between delimiters behind a letter: up to so many, each beginning where the one before ended."""
    found: list[str] = []
    opening = text[position : position + 1]
    if not opening or opening.isalnum():
        return [], position
    closing = _CLOSING.get(opening, opening)
    while len(found) < most and text.startswith(opening, position):
        end = text.find(closing, position + 1)
        if end < 0:
            return [], position
        found.append(text[position + 1 : end])
        position = end + 1
    return found, position


def with_names(flags: Flags, ask: Callable[[str], Val]) -> Flags | None:
    """The flags with what variables say that stand behind `p`; None where one is not known."""
    try:

        def told(letter: str, text: str) -> str:
            if letter not in flags.named or not _VARIABLE.fullmatch(text):
                return text
            found = ask(text[1:]).text
            if found is None:
                raise LookupError
            return found

        def padding(letter: str, given: tuple[str, str, str] | None) -> tuple[str, str, str] | None:
            return given and (given[0], told(letter, given[1]), told(letter, given[2]))

        return replace(
            flags,
            split=None if flags.split is None else told("s", flags.split),
            join=None if flags.join is None else told("j", flags.join),
            left=padding("l", flags.left),
            right=padding("r", flags.right),
        )
    except LookupError:
        return None


def split_at(value: Val, separator: str) -> list[Val]:
    """A value cut at a separator; an empty one cuts between all characters."""
    if value.text is None:
        return [value]
    if not separator:
        return [piece(value, n, n + 1) for n in range(len(value.text))] or [value]
    found: list[Val] = []
    start = 0
    while True:
        end = value.text.find(separator, start)
        found.append(piece(value, start, len(value.text) if end < 0 else end))
        if end < 0:
            return found
        start = end + len(separator)


def parted(base: Val | list[Val], flags: Flags, *, single: bool, keeps: bool, separator: str) -> Val | list[Val]:
    """Join and split. `single`: one text is wanted; `keeps`: the elements stay apart (`@`); `separator` is the first one of IFS."""
    splits = flags.split is not None and not single
    if isinstance(base, list) and (single or flags.split is not None or flags.join is not None):
        if not keeps or flags.join is not None:
            base = joined_by(base, separator if flags.join is None else flags.join)
        elif splits:
            base = joined_by(base, flags.split or "")
    if splits and isinstance(base, Val):
        parts = split_at(base, flags.split or "")
        base = parts if len(parts) != 1 else parts[0]
    return base


def split_in_quotes(value: Val, flags: Flags, separators: str) -> Val | list[Val]:
    """`"${=name}"`: words, and an empty one where a blank begins or ends the text (observed, 5.9)."""
    if flags.quote or flags.left or flags.right or set(flags.letters) & set("oOunia"):
        return unknown(say("an expansion this evaluator does not know"), True)
    if not value.text or not separators:
        return value
    if set(value.text) & (set(separators) - set(" \t\n")):
        return unknown(say("an expansion this evaluator does not know"), True)
    before, after = ([EMPTY] * (value.text[end] in separators) for end in (0, -1))
    words = [*before, *words_of(value, separators), *after]
    return words if len(words) > 1 else words[0]


def changed(base: Val | list[Val], flags: Flags) -> Val | list[Val] | None:
    """Case, quotes and visible characters of each value, then words as the shell reads them; None where that cannot be told."""
    letters = flags.letters
    changes = [_CASES[letter] for letter in letters if letter in _CASES]
    if flags.escapes is not None:
        changes.append(lambda text: _without_escapes(text, flags.escapes or ""))
    if "Q" in letters:
        changes.append(unquoted_by_shell)
    elif flags.quote:
        changes.append(lambda text: quoted(text, flags.quote))
    if "V" in letters:
        changes.append(lambda text: _CONTROL.sub(_visible, text))
    if "#" in letters:
        changes.append(_character)
    if "b" in letters:
        changes.append(lambda text: _OF_A_PATTERN.sub(r"\\\g<0>", text))
    for change in changes:
        base = [known(value, change) for value in base] if isinstance(base, list) else known(base, change)
    if flags.words is not None:
        values = base if isinstance(base, list) else [base]
        made: list[Val] = []
        for value in values:
            words = shell_words(value, flags.words)
            if words is None:
                return None
            made += words
        made = made or [EMPTY]
        return made if len(made) > 1 or isinstance(base, list) else made[0]
    return base


def ordered(values: list[Val], letters: str) -> list[Val]:
    """Each value once (`u`), and sorted (`o`, `O`, `n`, `i`) or turned round (`Oa`)."""
    if "u" in letters:
        values = list(dict.fromkeys(values)) if any(v.text is None for v in values) else list({v.text: v for v in values}.values())
    if "a" in letters:
        return values[::-1] if "O" in letters else values
    if set(letters) & set("oOni") and all(value.text is not None for value in values):
        return sorted(values, key=lambda value: _rank(value.text or "", letters), reverse="O" in letters)
    return values


def _rank(text: str, letters: str) -> tuple[tuple[int, int, str], ...]:
    text = text.lower() if "i" in letters else text
    if "n" not in letters:
        return ((1, 0, text),)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _NUMBER.split(text) if part)


def filled(value: Val, flags: Flags, width: Callable[[str], int | None]) -> Val:
    """`l` and `r`: brought to a width."""
    wanted = flags.left or flags.right
    if wanted is None:
        return value
    size = width(wanted[0])
    if value.text is None or size is None or not 0 <= size <= _WIDEST:
        return unknown(say("an expansion this evaluator does not know"))
    text, room = value.text, size - len(value.text)
    if room <= 0:
        return Val((text[-size:] if size else "") if flags.left else text[:size], value.place)
    once = wanted[2][-room:] if flags.left else wanted[2][:room]
    more = room - len(once)
    fill = wanted[1] or " "
    padding = (fill * more)[:more] if flags.right else (fill * more)[len(fill) * more - more :]
    return Val(padding + once + text if flags.left else text + once + padding, value.place)


_WIDEST: Final = 1000


_ESCAPE: Final = re.compile(r"\\(?:[abefnrtv\\]|x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|(0))")


def _without_escapes(text: str, options: str) -> str | None:
    """What `echo` makes of escapes, as `g::` does (observed, 5.9); None with its options, or an octal number."""
    if options and set(text) & set("\\^"):
        return None
    found = list(_ESCAPE.finditer(text))
    if any(one.group(1) for one in found):
        return None
    return _ESCAPE.sub(lambda one: ansi(one.group()), text)


def _visible(found: re.Match[str]) -> str:
    char = found.group()
    return {"\n": "\\n", "\t": "\\t"}.get(char, f"^{chr(ord(char) ^ 0x40)}")


def _character(text: str) -> str | None:
    """The character of a number."""
    return chr(int(text)) if text.isdecimal() and 0 < int(text) < _LAST_CHARACTER else None


_LAST_CHARACTER: Final = 0xD800
_CAPITAL: Final = re.compile(r"[^\W_]+")


def _raised(found: re.Match[str]) -> str:
    word = found.group()
    return word[0].upper() + word[1:].lower()


def _with_capitals(text: str) -> str:
    return _CAPITAL.sub(_raised, text)


_CASES: Final[dict[str, Callable[[str], str | None]]] = {"L": str.lower, "U": str.upper, "C": _with_capitals}
