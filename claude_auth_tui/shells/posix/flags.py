"""zsh's flags of `${(…)name}`, in the order the shell applies them (zshexpn(1), Parameter Expansion; each observed of zsh 5.9).

`(k)`, `(v)`, `(P)`, `(t)` and those of subscripts say what is looked up; they are `expand`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from msgspec import Struct, structs

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.lexer import quoted_words, without_quotes
from claude_auth_tui.shells.posix.quoting import quoted
from claude_auth_tui.shells.posix.values import Val, joined_by, piece, unknown, words_of
from claude_auth_tui.shells.posix.word_parts import ansi

_CLOSING: Final = {"(": ")", "[": "]", "{": "}", "<": ">"}
_PLAIN: Final = frozenset("@AaCcefFiIkLMnNoOPQqStuUvVwWXzZDbBERgp%#0~^=+-")
_NOT_HERE: Final = frozenset("XB")
"""Flags that change the value in a way that is not followed."""
_SAFE: Final = re.compile(r"[\w./:@%+,-]*", re.ASCII)
_MOST_WIDTH: Final = 1000


class Flags(Struct, frozen=True):
    """The flags of one expansion."""

    letters: str = ""
    """Those without an argument, each once."""
    quotes: int = 0
    split: str | None = None
    join: str | None = None
    left: tuple[str, str, str] | None = None
    right: tuple[str, str, str] | None = None
    escapes: str | None = None
    known: bool = True


@lru_cache(maxsize=512)
def parsed(text: str) -> Flags:
    """Read the flags between the parentheses."""
    letters = ""
    quotes = position = 0
    found: dict[str, str | None] = {}
    pads: dict[str, tuple[str, str, str]] = {}
    understood = True
    while position < len(text):
        letter = text[position]
        position += 1
        if letter in "sjgZI_lr":
            arguments, position = _arguments(text, position, 3 if letter in "lr" else 1)
            if not arguments:
                understood = False
                break
            if letter in "lr":
                pads[letter] = (arguments[0], *(arguments[1:3] + [""] * (3 - len(arguments))))  # type: ignore[assignment]
            elif letter in "sjg":
                found[letter] = arguments[0]
            else:
                understood = False
        elif letter in "fF0":
            found["s" if letter in "f0" else "j"] = "\0" if letter == "0" else "\n"
        elif letter in _PLAIN:
            quotes += letter == "q"
            letters += letter if letter not in letters else ""
        else:
            understood = False
    return Flags(
        letters,
        quotes,
        found.get("s"),
        found.get("j"),
        pads.get("l"),
        pads.get("r"),
        found.get("g"),
        understood and not set(letters) & _NOT_HERE,
    )


def _arguments(text: str, position: int, most: int) -> tuple[list[str], int]:
    """What stands between delimiters behind a flag: `:text:`, and for padding up to three of them, which share or repeat the delimiters."""
    found: list[str] = []
    opening = text[position : position + 1]
    while opening and len(found) < most and text.startswith(opening, position):
        end = text.find(_CLOSING.get(opening, opening), position + 1)
        if end < 0:
            return [], position
        found.append(text[position + 1 : end])
        position = end + 1
    return found, position


def applied(
    flags: Flags, values: list[Val], is_list: bool, *, keeps: bool, splits: bool, separators: str, ask: Callable[[str], Val]
) -> tuple[list[Val], bool] | None:
    """The values changed by the flags, and whether they are a list; None where a flag is not known here.

    `keeps` is `(@)`; `splits` the prefix `=`, which splits at the `separators`; `ask` tells a variable.
    """
    if not flags.known:
        return None
    letters = flags.letters
    if is_list and (flags.join is not None or (not keeps and (flags.split is not None or splits))):
        join = " " if flags.join is None else told_separator(flags.join, letters, ask)
        values, is_list = ([unknown(say("what a list is joined with"))] if join is None else [joined_by(values, join)]), False
    if flags.split is not None or splits:
        between = None if flags.split is None else told_separator(flags.split, letters, ask)
        if between is None and not splits:
            return [unknown(say("what a text is split at"))], True
        values = [part for value in values for part in _split(value, between, separators)]
        is_list = len(values) != 1
    values = [_changed_text(value, flags, ask) for value in values]
    if "z" in letters:
        values = [word for value in values for word in _words(value)] or [Val("")]
        is_list = len(values) > 1
    if "u" in letters:
        values = _unique(values)
    if is_list:
        values = _in_order(values, letters)
    if flags.left or flags.right:
        values = [_padded(value, flags, ask) for value in values]
    return values, is_list


def _split(value: Val, between: str | None, separators: str) -> list[Val]:
    if between is not None:
        return split_at(value, between)
    return [value] if value.text is None else words_of(value, separators) or [Val("")]


def _changed_text(value: Val, flags: Flags, ask: Callable[[str], Val]) -> Val:
    letters = flags.letters
    for letter, change in (("L", str.lower), ("U", str.upper), ("C", _capitals)):
        if letter in letters:
            value = _changed(value, change)
    if flags.escapes is not None:
        value = _changed(value, ansi)
    value = _quoted(value, flags)
    if "D" in letters:
        value = _changed(value, lambda text: _as_folder(text, ask("HOME").text))
    if "V" in letters:
        value = _changed(value, lambda text: text if text.isprintable() else None)
    if "b" in letters:
        value = _changed(value, lambda text: re.sub(r"([*?\[\]()|<>^~#\\])", r"\\\1", text))
    return value


def told_separator(text: str, letters: str, ask: Callable[[str], Val]) -> str | None:
    """A separator: with `(p)` its escapes are read, and `$name` stands for the value of a variable."""
    if "p" not in letters:
        return text
    return ask(text[1:]).text if re.fullmatch(r"\$\w+", text) else ansi(text)


def split_at(value: Val, separator: str) -> list[Val]:
    """A value cut at a separator; an empty one cuts between all characters."""
    if value.text is None:
        return [value]
    if not separator:
        return [piece(value, n, n + 1) for n in range(len(value.text))]
    found: list[Val] = []
    start = 0
    while True:
        end = value.text.find(separator, start)
        found.append(piece(value, start, len(value.text) if end < 0 else end))
        if end < 0:
            return found
        start = end + len(separator)


def _changed(value: Val, change: Callable[[str], str | None]) -> Val:
    if value.text is None:
        return structs.replace(value, perhaps=()) if value.perhaps else value
    text = change(value.text)
    if text is None:
        return unknown(say("an expansion this evaluator does not know"))
    return value if text == value.text else Val(text, value.place)


def _capitals(text: str) -> str:
    return re.sub(r"[^\W_]+", lambda word: word.group()[:1].upper() + word.group()[1:].lower(), text)


def _as_folder(text: str, home: str | None) -> str | None:
    if home is None or not _SAFE.fullmatch(text):
        return None
    return "~" + text[len(home) :] if home and (text == home or text.startswith(f"{home}/")) else text


# -- quotes


def _quoted(value: Val, flags: Flags) -> Val:
    letters = flags.letters
    if "Q" in letters:
        return _changed(value, without_quotes)
    if not flags.quotes:
        return value
    style = "q-" if "-" in letters else "q+" if "+" in letters else "qqqq"[: flags.quotes]
    return _changed(value, lambda text: quoted(text, style))


# -- words, order, width


def _words(value: Val) -> list[Val]:
    if value.text is None:
        return [value]
    found = quoted_words(value.text)
    if found is None:
        return [unknown(say("a text that is split as the shell does"))]
    return [piece(value, start, end) if text is None else Val(text) for start, end, text in found]


def _unique(values: list[Val]) -> list[Val]:
    seen: set[str] = set()
    left: list[Val] = []
    for value in values:
        if value.text is None or value.text not in seen:
            left.append(value)
        if value.text is not None:
            seen.add(value.text)
    return left


def _in_order(values: list[Val], letters: str) -> list[Val]:
    if "a" in letters:
        return values[::-1] if "O" in letters else values
    if not set(letters) & set("oOni"):
        return values
    doubtful = next((value for value in values if value.text is None), None)
    if doubtful is not None:
        return [unknown(doubtful.why, value.some) for value in values]

    def key(value: Val) -> tuple[object, ...]:
        text = (value.text or "").lower() if "i" in letters else value.text or ""
        if "n" not in letters:
            return (text,)
        pieces = re.split(r"(\d+)", text)
        return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in pieces if part)

    return sorted(values, key=key, reverse="O" in letters)


def _padded(value: Val, flags: Flags, ask: Callable[[str], Val]) -> Val:
    if flags.left and flags.right:
        return unknown(say("a text that is filled up on both sides"))
    width, filling, once = flags.left or flags.right or ("", "", "")
    number = width if width.isdecimal() else ask(width).text if re.fullmatch(r"\$?\w+", width) else None
    filled, first = (told_separator(text, flags.letters, ask) for text in (filling or " ", once))
    if number is None or not number.isdecimal() or int(number[:5]) > _MOST_WIDTH or filled is None or first is None:
        return unknown(say("a text that is filled up"))
    size = int(number)

    def fill(text: str) -> str:
        if flags.left:
            return (
                text[-size:]
                if len(text) >= size and size
                else ((filled or " ") * size + (first or ""))[-(size - len(text)) :] + text
                if size
                else ""
            )
        return (text + (first or "") + (filled or " ") * size)[:size]

    return _changed(value, fill)
