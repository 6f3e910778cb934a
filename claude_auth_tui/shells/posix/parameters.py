"""What `${…}` does to a value: patterns cut off or replaced, substrings, case, zsh's modifiers and flags. Pure text work."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Final

from msgspec import structs

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.patterns import compiled, source_of
from claude_auth_tui.shells.posix.values import Val, joined_by, lines_of, piece, unknown
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


def trim(value: Val, operator: str, pattern: str, zsh: bool) -> Val:
    """`#`, `##`, `%` and `%%`."""
    if value.perhaps:
        cut = (trim(Val(text), operator, pattern, zsh).text for text in value.perhaps)
        return structs.replace(value, perhaps=tuple(text for text in cut if text is not None))
    if value.text is None or not value.text or not pattern:
        return value
    text = value.text
    if len(text) * len(pattern) > _MOST_WORK:
        return unknown(say("a text too long to cut"))
    try:
        if operator in ("#", "##"):
            body = source_of(pattern, zsh, lazy=operator == "#")
            if work(body, len(text), whole=True) > MOST_WORK:
                return unknown(say("a pattern that takes too long"))
            found = re.compile(body, re.DOTALL).match(text)
            return piece(value, found.end(), len(text)) if found else value
        expression = compiled(pattern, zsh)
        if work(expression.pattern, len(text), whole=True) * (len(text) + 1) > MOST_WORK:
            return unknown(say("a pattern that takes too long"))
        starts = range(len(text), -1, -1) if operator == "%" else range(len(text) + 1)
        start = next((s for s in starts if expression.fullmatch(text, s)), None)
    except re.error:
        return value
    return value if start is None else piece(value, 0, start)


def replace(value: Val, operator: str, pattern: str, replacement: str, zsh: bool, filling: str = "") -> Val:
    """`/`, `//`, `/#` and `/%`. `filling` is the replacement where a `&` in it stands for what was found."""

    def put(found: re.Match[str]) -> str:
        return re.sub(r"\\([\\&])|&", lambda sign: sign[1] or found.group(), filling) if filling else replacement

    def change(text: str) -> str | None:
        if not pattern:  # nothing is found at the beginning or the end, which puts something there
            return replacement + text if operator == "/#" else text + replacement if operator == "/%" else text
        if len(text) * len(pattern) > _MOST_WORK:
            return None
        body = source_of(pattern, zsh)
        if operator == "/#":
            body = rf"\A(?:{body})"
        elif operator == "/%":
            body = rf"(?:{body})\Z"
        if work(body, len(text)) > MOST_WORK:
            return None
        try:
            return re.sub(body, put, text, count=0 if operator == "//" else 1, flags=re.DOTALL)
        except re.error:
            return text

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
        else:
            value = known(value, _SIMPLE_MODIFIERS[letter])
        position = found.end()
    return value


def _head(text: str) -> str:
    stripped = text.rstrip("/") or text[:1]
    return posixpath.dirname(stripped) or "."


_SIMPLE_MODIFIERS: Final[dict[str, Callable[[str], str]]] = {
    "h": _head,
    "t": lambda text: posixpath.basename(text.rstrip("/")),
    "r": lambda text: posixpath.splitext(text)[0],
    "e": lambda text: posixpath.splitext(text)[1][1:],
    "l": str.lower,
    "u": str.upper,
    "q": lambda text: re.sub(r"([^\w./:@%+=,-])", r"\\\1", text),
    "Q": lambda text: re.sub(r"\\(.)|['\"]", r"\1", text),
    "x": lambda text: text,
}
_CHANGING_FLAGS: Final = {"L": str.lower, "U": str.upper, "C": str.title, "Q": _SIMPLE_MODIFIERS["Q"]}


def without_arguments(flags: str) -> str:
    """zsh's flags without what stands behind some of them: `j:k:o` is `o` and no `k`."""
    return re.sub(r"[sjgpIZlr](.).*?\1", "", flags) if len(flags) > 1 else flags


def flagged(values: list[Val], flags: str, single: bool) -> list[Val] | None:
    """zsh's flags, applied in its order; None where one of them is not known here."""
    if set(re.sub(r"[sjgpIZlr](.).*?\1", "", flags)) - set("@fFPULCkvuoOaiqQMz0e%nASBENR+-#~=^tw"):
        return None
    if "f" in flags:
        values = [line for value in values for line in _split_lines(value)]
    if cut := re.search(r"s(.)(.*?)(?:\1|$)|0", flags):
        separator = cut.group(2) if cut.group(1) else "\0"
        values = [part for value in values for part in split_at(value, _closing(separator))]
    for flag, change in _CHANGING_FLAGS.items():
        if flag in flags:
            values = [known(v, change) for v in values]
    if "u" in flags:
        values = list(dict.fromkeys(values))
    if ("o" in flags or "O" in flags) and all(v.text is not None for v in values):
        values = sorted(values, key=lambda v: v.text or "", reverse="O" in flags)
    if "F" in flags:
        values = [joined_by(values, "\n")]
    if join := re.search(r"j(.)(.*?)(?:\1|$)", flags):
        values = [joined_by(values, _closing(join.group(2)))]
    if set(flags) & set("AtznkvMSBENRI#w") - ({"k", "v", "M"} & set(flags)) and not single:
        return values
    return None if set(flags) & set("zt") else values


def _closing(text: str) -> str:
    return {r"\n": "\n", r"\t": "\t"}.get(text, text)


def _split_lines(value: Val) -> list[Val]:
    return [value] if value.text is None else [line for line in lines_of(value) if line.text]


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
