"""Lines of the screen: text made safe to draw, cut and wrapped in terminal cells, and spans of it, each with a role.

A role is what a span means, never how it looks: `tui.themes` turns roles into styles.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

from rich.cells import cell_len

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByLevel

Cut = Literal["end", "start"]

ELLIPSIS: Final = "…"
LEAST_LEFT: Final = 12
_DRAWABLE_ASCII: Final = frozenset(map(chr, range(0x20, 0x7F)))


def visible(text: str) -> str:
    """The text with every character that a terminal would obey, hide or reorder by replaced by one that can be seen.

    Control characters become their pictures (`␛`), line breaks `⏎`, tabs a blank, invisible and direction-changing
    characters their number (`‹U+200B›`), halves of broken pairs the replacement character.
    """
    if _DRAWABLE_ASCII.issuperset(text):
        return text
    return "".join(char if char in _DRAWABLE_ASCII else _visible(char) for char in text)


def _visible(char: str) -> str:
    code = ord(char)
    if char == "\t":
        return " "
    if char in "\n\u2028\u2029":
        return "⏎"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    category = unicodedata.category(char)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    if category in ("Cc", "Cf") or 0xFE00 <= code <= 0xFE0F:
        return f"‹U+{code:04X}›"
    return char


def width_of(text: str) -> int:
    """Terminal cells the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int, cut: Cut = "end") -> str:
    """The text in at most `width` cells, shortened with `…` at its end, or (for places) at its start, at a `/` if one is near."""
    if width <= 0:
        return ""
    if width_of(text) <= width:
        return text
    if cut == "end":
        return _take(text, width - 1) + ELLIPSIS
    kept = _take(text[::-1], width - 1)[::-1]
    slash = kept.find("/")
    return ELLIPSIS + (kept[slash:] if 0 < slash < len(kept) // 3 else kept)


def _take(text: str, width: int) -> str:
    """As many characters from the start as fit into the cells."""
    if text[:width].isascii():
        return text[:width]
    taken = 0
    for index, char in enumerate(text):
        taken += cell_len(char)
        if taken > width:
            return text[:index]
    return text


def pad(text: str, width: int, cut: Cut = "end") -> str:
    """The text in exactly `width` cells."""
    fitted = fit(text, width, cut)
    return fitted + " " * (width - width_of(fitted))


def wrap(text: str, width: int, lines: int | None = None) -> list[str]:
    """The text broken between words (inside a word only where it is wider than a line); cut with `…` after so many lines."""
    if width <= 0 or lines == 0:
        return []
    broken: list[str] = []
    current = ""
    for word in text.split(" "):
        candidate = f"{current} {word}" if current else word
        if width_of(candidate) <= width:
            current = candidate
            continue
        if current:
            broken.append(current)
        while width_of(word) > width:
            piece = _take(word, width) or word[0]
            broken.append(piece)
            word = word[len(piece) :]  # noqa: PLW2901 - what is left of it
        current = word
        if lines is not None and len(broken) > lines:
            break
    if current or not broken:
        broken.append(current)
    if lines is not None and len(broken) > lines:
        last = broken[lines - 1]
        broken = [
            *broken[: lines - 1],
            fit(f"{last} {ELLIPSIS}", width) if width_of(last) + 2 <= width else fit(last + ELLIPSIS * 2, width),
        ]
    return broken


Role = Literal["plain", "strong", "muted", "good", "bad", "warn", "unknown", "accent", "key", "code"]
Span = tuple[str, Role]
Line = tuple[Span, ...]

LEVEL_ROLES: ByLevel[Role] = {"error": "bad", "warning": "warn", "unknown": "unknown", "info": "accent", "ok": "good"}


def span(text: str, role: Role = "plain") -> Line:
    """A line of one span; no span for no text."""
    return ((text, role),) if text else ()


def line_width(line: Line) -> int:
    return sum(width_of(text) for text, _ in line)


def line_text(line: Line) -> str:
    return "".join(text for text, _ in line)


def fit_line(line: Line, width: int, cut: Cut = "end") -> Line:
    """The line in at most `width` cells, shortened with `…`."""
    if line_width(line) <= width:
        return line
    spans: list[Span] = []
    left = width
    for text, role in line if cut == "end" else reversed(line):
        taken = width_of(text)
        if taken >= left:
            # what follows is cut off, so the ellipsis stands here even where this span just fits
            spans.append((fit(text + "  " if cut == "end" else "  " + text, left, cut), role))
            break
        spans.append((text, role))
        left -= taken
    return tuple(spans if cut == "end" else reversed(spans))


def wrap_line(line: Line, width: int, hang: int = 0) -> list[Line]:
    """The line broken between words into lines of so many cells; all but the first begin with `hang` blanks."""
    lines: list[Line] = []
    current: list[Span] = []
    left = width
    for text, role in line:
        for word in re.findall(r"\s+|\S+", text):
            wide = width_of(word)
            if wide > left and current and left < width - (hang if lines else 0):
                lines.append(tuple(current))
                current, left = [(" " * hang, "plain")] if hang else [], width - hang
                if word.isspace():
                    continue
            piece = fit(word, max(1, left))
            current.append((piece, role))
            left -= width_of(piece)
    return [*lines, tuple(current)]


def join(parts: list[Line], separator: Span = (" · ", "muted")) -> Line:
    """Lines put together with a separator between them; empty ones are left out."""
    joined: list[Span] = []
    for part in parts:
        if part and joined:
            joined.append(separator)
        joined.extend(part)
    return tuple(joined)


def spread(left: Line, right: Line, width: int, gap: int = 2) -> Line:
    """`left` at the left edge, `right` at the right one; where both do not fit the right one keeps its place and the left is cut.

    The right part is left out when less than `LEAST_LEFT` cells would remain for the left.
    """
    room = width - line_width(right) - gap
    if not right or room < min(LEAST_LEFT, line_width(left)):
        return fit_line(left, width)
    fitted = fit_line(left, room)
    return (*fitted, (" " * (width - line_width(fitted) - line_width(right)), "plain"), *right)
