"""A line as roles and texts: what a span means, never how it looks. `tui.roles` turns roles into styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from claude_auth_tui.tui.view.text import Cut, fit, width_of

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByLevel

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

    The right part is left out when less than 12 cells would remain for the left.
    """
    room = width - line_width(right) - gap
    if not right or room < min(12, line_width(left)):
        return fit_line(left, width)
    fitted = fit_line(left, room)
    return (*fitted, (" " * (width - line_width(fitted) - line_width(right)), "plain"), *right)
