"""What `${…}` does to a value: patterns cut off or replaced, substrings, case, zsh's modifiers and flags. Pure text work."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Final, TypeAlias

from msgspec import Struct, structs

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.patterns import compiled, source_of
from claude_auth_tui.shells.posix.lexer import without_quotes
from claude_auth_tui.shells.posix.values import Val, piece, unknown
from claude_auth_tui.shells.runaway import MOST_WORK, work

_MOST_WORK: Final = 400_000
"""Pattern length times text length; beyond it the result is called unknown instead of computed."""


def known(value: Val, change: Callable[[str], str | None]) -> Val:
    """The value changed by a function of its text; what cannot be told stays so. The place is kept."""
    if value.text is None:
        changed = (change(text) for text in value.perhaps)
        return Val(None, value.place, value.why, perhaps=tuple(text for text in changed if text is not None))
    text = change(value.text)
    if text is None:
        return unknown(say("an expansion this evaluator does not know"))
    return value if text == value.text else Val(text, value.place)


class Cut(Struct, frozen=True):
    """How a pattern is cut off."""

    zsh: bool
    extended: bool = False
    matched: bool = False
    """zsh's `(M)`: what fits is left, not the rest."""
    anywhere: bool = False
    """zsh's `(S)`: it may stand in the middle."""


def trim(value: Val, operator: str, pattern: str, how: Cut) -> Val:
    """`#`, `##`, `%` and `%%`."""
    if value.perhaps:
        cut = (trim(Val(text), operator, pattern, how).text for text in value.perhaps)
        return structs.replace(value, perhaps=tuple(text for text in cut if text is not None))
    if value.text is None or (not how.matched and (not value.text or not pattern)):
        return value
    text = value.text
    if len(text) * len(pattern) > _MOST_WORK:
        return unknown(say("a text too long to cut"))
    try:
        place = _place_of(text, operator, pattern, how)
    except re.error:
        return value
    if place is None:
        return unknown(say("a pattern that takes too long"))
    begin, end = place
    if how.matched:
        return piece(value, begin, end) if end >= 0 else Val("")
    if end < 0 or begin == end:
        return value
    if begin == 0:
        return piece(value, end, len(text))
    return piece(value, 0, begin) if end == len(text) else Val(text[:begin] + text[end:], value.place)


def _place_of(text: str, operator: str, pattern: str, how: Cut) -> tuple[int, int] | None:
    """Where what is cut off begins and ends, (0, -1) where nothing fits; None where that takes too long."""
    if how.anywhere:
        return _place_anywhere(text, operator, pattern, how)
    if operator in ("#", "##"):
        body = source_of(pattern, how.zsh, operator == "#", how.extended)
        if work(body, len(text), whole=True) > MOST_WORK:
            return None
        found = re.compile(body, re.DOTALL).match(text)
        return (0, found.end()) if found else (0, -1)
    expression = compiled(pattern, how.zsh, extended=how.extended)
    if work(expression.pattern, len(text), whole=True) * (len(text) + 1) > MOST_WORK:
        return None
    starts = range(len(text), -1, -1) if operator == "%" else range(len(text) + 1)
    start = next((s for s in starts if expression.fullmatch(text, s)), None)
    return (0, -1) if start is None else (start, len(text))


def _place_anywhere(text: str, operator: str, pattern: str, how: Cut) -> tuple[int, int] | None:
    expression = compiled(pattern, how.zsh, extended=how.extended)
    if work(expression.pattern, len(text), whole=True) * (len(text) + 1) ** 2 > MOST_WORK:
        return None
    size = len(text)
    for begin in range(size + 1) if operator[0] == "#" else range(size, -1, -1):
        for end in range(begin + 1, size + 1) if len(operator) == 1 else range(size, begin, -1):
            if expression.fullmatch(text, begin, end):
                return begin, end
    return 0, -1


Put: TypeAlias = Callable[[re.Match[str]], str | None]
"""What is put in the place of what was found; None where that cannot be told."""


def replace(value: Val, operator: str, pattern: str, put: Put, how: Cut) -> Val:
    """`/`, `//`, `/#` and `/%`."""

    def change(text: str) -> str | None:
        if len(text) * len(pattern) > _MOST_WORK:
            return None
        body = source_of(pattern, how.zsh, how.anywhere, how.extended)
        if operator == "/#" or not pattern:  # nothing is found at the beginning or the end, which puts something there
            body = rf"\A(?:{body})" if operator == "/#" else rf"(?:{body})\Z" if operator == "/%" else "(?!)"
        elif operator == "/%":
            body = rf"(?:{body})\Z"
        if work(body, len(text)) > MOST_WORK:
            return None
        pieces: list[str] = []
        at = 0
        try:
            for found in re.finditer(body, text, re.DOTALL):
                made = put(found)
                if made is None:
                    return None
                pieces += [text[at : found.start()], made]
                at = found.end()
                if operator != "//":
                    break
        except re.error:
            return text
        return "".join([*pieces, text[at:]])

    return known(value, change)


def recase(value: Val, operator: str) -> Val:
    """bash's `^`, `^^`, `,` and `,,`."""

    def change(text: str) -> str:
        made = str.upper if operator[0] == "^" else str.lower
        return made(text) if len(operator) == 2 else made(text[:1]) + text[1:]

    return known(value, change)


def substring(value: Val, offset: int | None, length: int | None, bounded: bool) -> Val:
    if value.text is None or offset is None or (bounded and length is None):
        return unknown(say("a substring whose bounds cannot be told"))
    size = len(value.text)
    start = max(size + offset, 0) if offset < 0 else min(offset, size)
    end = size
    if bounded and length is not None:
        end = size + length if length < 0 else min(start + length, size)
    return piece(value, start, max(end, start))


_MODIFIER: Final = re.compile(r":?([aAehlrtuqQPx]|g?s(.)((?:(?!\2).)*)\2((?:(?!\2).)*)\2?)(\d*)")


def modified(value: Val, modifiers: str, absolute: Callable[[str], str | None]) -> Val:
    """zsh's `:h`, `:t`, `:r`, `:e`, `:A`, `:a`, `:l`, `:u`, `:s/…/…/`. `absolute` follows links."""
    position = 0
    while position < len(modifiers):
        found = _MODIFIER.match(modifiers, position)
        if not found:
            return unknown(say("a modifier this evaluator does not know"))
        letter = found.group(1)[:1]
        if letter in "gs" and found.group(2):
            before, after, everywhere = found.group(3), found.group(4), letter == "g"
            value = known(value, lambda text, b=before, a=after, e=everywhere: text.replace(b, a, -1 if e else 1))  # type: ignore[misc]
        elif letter in "aAP":
            value = known(value, absolute)
        elif letter in "ht" and found.group(5):
            count = int(found.group(5)[:4])
            value = known(value, lambda text, c=count, head=letter == "h": _components(text, c, head))  # type: ignore[misc]
        else:
            value = known(value, _SIMPLE_MODIFIERS[letter])
        position = found.end()
    return value


def _head(text: str) -> str:
    stripped = text.rstrip("/") or text[:1]
    return posixpath.dirname(stripped) or "."


def _components(text: str, count: int, head: bool) -> str:
    """The first parts of a path, the root counting as one, or the last ones."""
    parts = [part for part in text.split("/") if part]
    if text.startswith("/"):
        parts[:0] = [""]
    if not count or count >= len(parts):
        return text if count else _head(text) if head else posixpath.basename(text)
    return ("/".join(parts[:count]) or "/") if head else "/".join(parts[-count:])


_SIMPLE_MODIFIERS: Final[dict[str, Callable[[str], str]]] = {
    "h": _head,
    "t": lambda text: posixpath.basename(text.rstrip("/")),
    "r": lambda text: posixpath.splitext(text)[0],
    "e": lambda text: posixpath.splitext(text)[1][1:],
    "l": str.lower,
    "u": str.upper,
    "q": lambda text: re.sub(r"([^\w./:@%+=,-])", r"\\\1", text),
    "Q": without_quotes,
    "x": lambda text: text,
}


def without_arguments(flags: str) -> str:
    """zsh's flags without what stands behind some of them: `j:k:o` is `o` and no `k`."""
    return re.sub(r"[sjgpIZlr](.).*?\1", "", flags) if len(flags) > 1 else flags


def braces(raw: str) -> list[str]:
    """`a{b,c}d` and `{1..3}` written out; the raw word alone where there are none, or absurdly many. At most five hundred words."""
    found = _brace_group(raw) if raw.count("{") * len(raw) < _MOST_BRACE_WORK else None
    if found is None:
        return [raw]
    start, end, choices = found
    out: list[str] = []
    for choice in choices:
        for inner in braces(choice) if "{" in choice else [choice]:
            for rest in braces(raw[end:]):
                out.append(raw[:start] + inner + rest)
                if len(out) >= _MOST_WORDS:
                    return out
    return out


_MOST_WORDS: Final = 2000
_MOST_BRACE_WORK: Final = 500_000
_SEQUENCE: Final = re.compile(r"\{(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?\}|\{([A-Za-z])\.\.([A-Za-z])\}")
_SKIPPED: Final = re.compile(r"""\\.|'[^']*'|"(?:[^"\\]|\\.)*"|\$\{[^}]*\}|\$\([^)]*\)""", re.DOTALL)


def _brace_group(raw: str) -> tuple[int, int, list[str]] | None:
    position = 0
    while position < len(raw):
        skipped = _SKIPPED.match(raw, position)
        if skipped:
            position = skipped.end()
            continue
        if raw[position] == "{":
            sequence = _SEQUENCE.match(raw, position)
            if sequence:
                return position, sequence.end(), _sequence(sequence)
            choices = _choices(raw, position)
            if choices:
                return position, choices[0], choices[1]
        position += 1
    return None


def _sequence(found: re.Match[str]) -> list[str]:
    first, last, step, letter, other = found.groups()
    if letter:
        low, high = ord(letter), ord(other)
        return [chr(n) for n in (range(low, high + 1) if low <= high else range(low, high - 1, -1))]
    low, high = int(first), int(last)
    by = abs(int(step or 1)) or 1
    width = max(len(first), len(last)) if any(re.match("-?0[0-9]", end) for end in (first, last)) else 0  # "0" alone pads nothing
    numbers = range(low, high + 1, by) if low <= high else range(low, high - 1, -by)
    return [str(n).zfill(width) for n in numbers[:_MOST_WORDS]]


def _choices(raw: str, start: int) -> tuple[int, list[str]] | None:
    """The offset behind the closing brace and the parts between commas, or None where it is no list."""
    depth, parts, current, position = 0, [], start + 1, start
    while position < len(raw):
        skipped = _SKIPPED.match(raw, position)
        if skipped:
            position = skipped.end()
            continue
        char = raw[position]
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if not depth:
                parts.append(raw[current:position])
                return (position + 1, parts) if len(parts) > 1 else None
        elif char == "," and depth == 1:
            parts.append(raw[current:position])
            current = position + 1
        elif char in " \t\n":
            return None
        position += 1
    return None
