"""What `${…}` does to a value: patterns cut off or replaced, substrings, case, zsh's modifiers and flags. Pure text work."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec import structs

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.patterns import compiled, source_of, translatable
from claude_auth_tui.shells.posix.quoting import quoted, unquoted_by_shell
from claude_auth_tui.shells.posix.values import Val, joined, piece, unknown
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


def trim(value: Val, operator: str, pattern: str, dialect: int, how: str = "") -> Val:
    """`#`, `##`, `%` and `%%`; with zsh's flags `M` (what matches is left) and `S` (it may stand anywhere) in `how`."""
    if value.perhaps:
        cut = (trim(Val(text), operator, pattern, dialect, how).text for text in value.perhaps)
        return structs.replace(value, perhaps=tuple(text for text in cut if text is not None))
    if value.text is None or not value.text or not pattern:
        return Val("") if "M" in how and value.text is not None else value
    text = value.text
    if len(text) * len(pattern) > _MOST_WORK or set(how) & set("BENI") or ("S" in how and operator[0] == "%"):
        return unknown(say("a text too long to cut"))
    span = _cut(text, operator, pattern, dialect, "S" in how)
    if span is None:
        return unknown(say("a pattern that takes too long"))
    begin, end = span
    if "M" in how:
        return piece(value, begin, end)
    if "S" in how and begin < end:
        return joined([piece(value, 0, begin), piece(value, end, len(text))])
    return value if begin == end else piece(value, end, len(text)) if operator[0] == "#" else piece(value, 0, begin)


def _cut(text: str, operator: str, pattern: str, dialect: int, anywhere: bool) -> tuple[int, int] | None:
    """From where to where a pattern fits at one end of a text; (0, 0) for nowhere, None where that cannot be told."""
    body = source_of(pattern, dialect, lazy=operator == "#") if operator[0] == "#" else None
    try:
        if body is not None:
            if work(body, len(text), whole=not anywhere) > MOST_WORK:
                return None
            expression = re.compile(body, re.DOTALL)
            found = expression.search(text) if anywhere else expression.match(text)
            return found.span() if found else (0, 0)
        expression = compiled(pattern, dialect)
        if not translatable(pattern, dialect) or anywhere or work(expression.pattern, len(text), whole=True) * (len(text) + 1) > MOST_WORK:
            return None
        steps = range(len(text), -1, -1) if operator in ("%", "##") else range(len(text) + 1)
        if operator[0] == "#":
            end = next((n for n in steps if expression.fullmatch(text, 0, n)), 0)
            return 0, end
        start = next((s for s in steps if expression.fullmatch(text, s)), len(text))
    except re.error:
        return None
    return start, len(text)


def replace(value: Val, operator: str, pattern: str, replacement: Callable[[re.Match[str]], str | None], dialect: int) -> Val:
    """`/`, `//`, `/#`, `/%`, and zsh's `/#%` and `:/`, which want the whole text to match. `replacement` answers None where it cannot be told."""

    def change(text: str) -> str | None:
        if not pattern and (operator in ("/", "//", ":/") or (not dialect and not text)):
            return text
        if len(text) * len(pattern) > _MOST_WORK:
            return None
        whole = operator in ("/#%", ":/")
        body = compiled(pattern, dialect).pattern if whole and translatable(pattern, dialect) else source_of(pattern, dialect)
        if body is None:
            return None
        if operator in ("/#", "/#%", ":/"):
            body = rf"\A(?:{body})"
        if operator in ("/%", "/#%", ":/"):
            body = rf"(?:{body})\Z"
        if work(body, len(text)) > MOST_WORK:
            return None
        try:
            found = _matches(re.compile(body, re.DOTALL), text, operator == "//")
        except re.error:
            return None
        out: list[str] = []
        at = 0
        for match in found:
            made = replacement(match)
            if made is None:
                return None
            out += [text[at : match.start()], made]
            at = match.end()
        return "".join(out) + text[at:]

    return known(value, change)


def _matches(expression: re.Pattern[str], text: str, every: bool) -> list[re.Match[str]]:
    """The matches that are replaced; an empty one at the end of a text counts only where the end is asked for (observed, zsh 5.9)."""
    found: list[re.Match[str]] = []
    for match in expression.finditer(text):
        at_end = match.start() == match.end() == len(text)
        if not at_end or not text or expression.pattern.endswith(r"\Z"):
            found.append(match)
        if not every and found:
            break
    return found


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


def modified(value: Val, modifiers: str, absolute: Callable[[str], str], real: Callable[[str], str]) -> Val:
    """zsh's `:h`, `:t`, `:r`, `:e`, `:A`, `:a`, `:l`, `:u`, `:s/…/…/`. `real` follows links."""
    position = 0
    while position < len(modifiers):
        found = _MODIFIER.match(modifiers, position)
        if not found:
            return unknown(say("a modifier this evaluator does not know"))
        letter, count = found.group(1)[:1], int(found.group(5) or 0)
        if letter in "gs" and found.group(2):
            before, after, everywhere = found.group(3), found.group(4), letter == "g"
            value = known(value, lambda text, b=before, a=after, e=everywhere: text.replace(b, a, -1 if e else 1))  # type: ignore[misc]
        elif letter in "aAP":
            doubtful = letter == "P" and ".." in (value.text or "").split("/")
            value = (
                unknown(say("a modifier this evaluator does not know")) if doubtful else known(value, absolute if letter == "a" else real)
            )
        elif letter in "ht" and count:
            value = known(value, partial(_leading if letter == "h" else _trailing, count))
        else:
            value = known(value, _SIMPLE_MODIFIERS[letter])
        position = found.end()
    return value


def _head(text: str) -> str:
    stripped = text.rstrip("/") or text[:1]
    return posixpath.dirname(stripped) or "."


def _leading(count: int, text: str) -> str:
    """So many components from the beginning, the first of which is the `/` of an absolute path."""
    parts = [part for part in text.split("/") if part]
    first = text[:1] == "/"
    return text if count > len(parts) + first - 1 else ("/" if first else "") + "/".join(parts[: count - first])


def _trailing(count: int, text: str) -> str:
    parts = [part for part in text.split("/") if part]
    return text if count > len(parts) else "/".join(parts[-count:])


_SUFFIX: Final = re.compile(r"\.([^./]*)$")
_SIMPLE_MODIFIERS: Final[dict[str, Callable[[str], str]]] = {
    "h": _head,
    "t": lambda text: posixpath.basename(text.rstrip("/")),
    "r": lambda text: _SUFFIX.sub("", text),
    "e": lambda text: found.group(1) if (found := _SUFFIX.search(text)) else "",
    "l": str.lower,
    "u": str.upper,
    "q": lambda text: quoted(text, "q"),
    "Q": lambda text: unquoted_by_shell(text) or text,
    "x": lambda text: text,
}


_ARGUMENTS: Final = re.compile(
    r"[sjgIZlr](?:(?P<by>[^\w({\[<]).*?(?P=by)(?:(?P=by).*?(?P=by)){0,2}|(?:\(.*?\))+|(?:\{.*?\})+|(?:\[.*?\])+|(?:<.*?>)+)", re.DOTALL
)


def without_arguments(flags: str) -> str:
    """zsh's flags without what stands behind some of them: `j:k:o` is `o` and no `k`."""
    return _ARGUMENTS.sub("", flags) if len(flags) > 1 else flags


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
