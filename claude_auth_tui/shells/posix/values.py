"""Values as the evaluator knows them: a text or "unknown, because …", and the place where most of it was written.

Places are exact offsets; `Source.origin` makes file and line of them. Texts read from files keep the place of every
part, so that a line that went through `grep` and `xargs` still knows where it stands. `Output` and `Input` are what
commands print and read inside one evaluation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown


class Source:
    """A text that is evaluated or read: a file, or what `eval` was given."""

    __slots__ = ("_starts", "path", "spans", "text")

    def __init__(self, text: str, path: str, spans: Spans = ()) -> None:
        self.text = text
        self.path = path
        """Absolute; for the text of an `eval` the file it was written in."""
        self.spans = spans
        """Where the parts of an `eval`'s text were written; empty for a file."""
        self._starts: list[int] | None = None

    def line(self, position: int) -> int:
        """The line, from 1, of an offset."""
        return bisect_right(self._lines(), position)

    def _lines(self) -> list[int]:
        """Where each line begins."""
        if self._starts is None:
            starts, at = [0], self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._starts = starts
        return self._starts

    def text_of_line(self, number: int) -> str:
        """A line without its end; empty where there is none of that number."""
        starts = self._lines()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end]

    def place(self, position: int) -> Place:
        """The offset in the file itself, however many `eval`s are between."""
        source, at = self, position
        for _ in range(_MOST_EVALS):
            if not source.spans:
                break
            start, place = next(((s, p) for s, p in reversed(source.spans) if s <= at), source.spans[0])
            source, at = place[0], min(place[1] + at - start, len(place[0].text))
        return source, at

    def origin(self, position: int) -> Origin:
        source, at = self.place(position)
        if source is INHERITED_SOURCE:
            return Origin("inherited")
        return Origin("file", source.path, source.line(at))


_MOST_EVALS: Final = 50
"""Evals inside one another, to the file itself."""
_LONGEST: Final = 200_000
"""Characters of a value; a startup file that doubles a text again and again ends there."""

_MOST_PERHAPS: Final = 4
_LONGEST_PERHAPS: Final = 4_000

Place: TypeAlias = tuple[Source, int]
Spans: TypeAlias = tuple[tuple[int, Place], ...]
"""(offset in this text, place it was written at), ascending; each holds up to the next."""

INHERITED_SOURCE = Source("", "")
INHERITED: Place = (INHERITED_SOURCE, 0)


class Val(Struct, frozen=True):
    """A value. `text` is None where it cannot be told, and then `why` says why."""

    text: str | None
    place: Place | None = None
    """Where it was written; None for what stands in the statement itself."""
    why: Shown = NOTHING
    spans: Spans = ()
    some: bool = False
    """For an unknown value: it is surely not empty."""
    owner: str = ""
    """The variable that was given this very value at `place`; passing it on to itself keeps the place."""
    of_files: bool = False
    """For an unknown value: a program made it of files or of their names, so that anything may stand in it."""
    any_order: tuple[Val, ...] = ()
    """For an unknown value: its lines, where only their order is not known."""
    one_of: tuple[Val, ...] = ()
    """For an unknown value: the texts that are all it can be."""
    perhaps: tuple[str, ...] = ()
    """For an unknown value: texts that it may well have, among others: what it was before, or is where a condition holds."""
    begins: str = ""
    """For an unknown value: what its text surely begins with."""
    clock: tuple[str, ...] = ()
    """For an unknown number that only the clock decides: what it is at each of the next `clock.MOMENTS`."""
    acts: str = ""
    """For an unknown value that is run as code: code that does the same, as far as that is followed."""


EMPTY = Val("")


def unknown(why: Shown, some: bool = False, place: Place | None = None) -> Val:
    return Val(None, place, why, (), some)


def texts_of(value: Val, most: int = _MOST_PERHAPS) -> tuple[str, ...]:
    """What a value is, or may well be where it is not known."""
    if value.text is None:
        return value.perhaps[:most]
    return (value.text,) if len(value.text) <= _LONGEST_PERHAPS else ()


def number_value(number: int | None, place: Place | None = None) -> Val:
    """What a calculation comes to; `number` is None where it cannot be told."""
    return unknown(say("arithmetic with something that is not known"), True) if number is None else Val(str(number), place)


def origin_of(place: Place) -> Origin:
    return place[0].origin(place[1])


def of_file(text: str, path: str) -> Val:
    """A file's text, which knows where each part stands."""
    place = (Source(text, path), 0)
    return Val(text, place, NOTHING, ((0, place),))


def piece(value: Val, start: int, end: int) -> Val:
    """A part of a known value, with its place."""
    text = value.text or ""
    if not value.spans:
        return Val(text[start:end], value.place, owner=value.owner)
    spans = [(max(s - start, 0), p if s >= start else (p[0], p[1] + start - s)) for s, p in value.spans if s < end]
    while len(spans) > 1 and spans[1][0] == 0:
        spans.pop(0)
    return Val(text[start:end], spans[0][1] if spans else value.place, NOTHING, tuple(spans))


def joined(parts: Iterable[Val]) -> Val:
    """Values put together. The place is that of the part most of the characters come from.

    What the statement itself says counts against what it takes over, and an inherited part never decides alone.
    """
    listed = list(parts)
    if len(listed) == 1:
        return listed[0]
    filled = [p for p in listed if p.text != ""]
    if len(filled) == 1:
        return filled[0]
    texts: list[str] = []
    spans: list[tuple[int, Place]] = []
    size = own = most = 0
    place: Place | None = None
    inherited = False
    for part in listed:
        if part.text is None:
            some = any(p.some or bool(p.text) for p in filled)
            return Val(
                None, None, part.why, (), some, of_files=any(p.of_files for p in filled), perhaps=_perhaps(filled), begins=_begins(filled)
            )
        length = len(part.text)
        if not length:
            continue
        if part.spans:
            spans.extend((size + s, p) for s, p in part.spans)
        elif part.place is not None:
            spans.append((size, part.place))
        if part.place is None:
            own += length
        elif part.place[0] is INHERITED_SOURCE:
            inherited = True
        elif length > most:
            most, place = length, part.place
        texts.append(part.text)
        size += length
        if size > _LONGEST:
            return unknown(say("a text longer than is looked at"), some=True)
    if most <= own:
        place = INHERITED if inherited and not own and not most else None
    return Val("".join(texts), place, NOTHING, tuple(spans) if spans and spans[0][0] == 0 and place is not None else ())


def _begins(parts: Sequence[Val]) -> str:
    """What the first of several values give for certain."""
    out = ""
    for part in parts:
        if part.text is None or len(out) > _LONGEST_PERHAPS:
            return out + (part.begins if part.text is None else "")
        out += part.text
    return out


def _perhaps(parts: Sequence[Val]) -> tuple[str, ...]:
    """What several values together may be."""
    made: tuple[str, ...] = ("",)
    for part in parts:
        made = tuple(before + text for before in made for text in texts_of(part))[:_MOST_PERHAPS]
        if any(len(text) > _LONGEST_PERHAPS for text in made):
            return ()
    return made


def joined_by(values: Sequence[Val], separator: str) -> Val:
    """Values put together with a text between them that stands in the statement itself."""
    parts: list[Val] = []
    for number, value in enumerate(values):
        if number and separator:
            parts.append(Val(separator))
        parts.append(value)
    return joined(parts) if parts else EMPTY


def lines_of(value: Val) -> list[Val]:
    """The lines of a known value, without their line ends."""
    text = value.text or ""
    found: list[Val] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found.append(piece(value, start, end))
        start = end + 1
    return found


def in_both_orders(values: Sequence[Val], by_lines: bool = False) -> tuple[list[Val], list[Val]] | None:
    """Values with the lines of the one whose order is not known in place, forwards and backwards; None where there is no such one.

    What comes out of both alike comes out of each other order as well: of any two lines, either came first once.
    """
    at = next((number for number, value in enumerate(values) if value.text is None and value.any_order), None)
    if at is None:
        return None
    lines: list[Val] = []
    for line in values[at].any_order:
        text = (line.text or "").rstrip("\n\0")
        if line.text is None or (not by_lines and re.search(r"[\s*?\[]", text)):
            return None
        ended = line.text != text
        lines.append(line if by_lines and ended else joined([line, Val("\n")]) if by_lines else piece(line, 0, len(text)))
    before, after = list(values[:at]), list(values[at + 1 :])
    return [*before, *lines, *after], [*before, *reversed(lines), *after]


def words_of(value: Val, separators: str = " \t\n") -> list[Val]:
    """A known value split at blanks, as a shell splits an unquoted expansion."""
    text = value.text or ""
    blank = "".join(c for c in separators if c in " \t\n")
    hard = set(separators) - set(blank)
    found: list[Val] = []
    position, size = 0, len(text)
    while position < size and text[position] in blank:
        position += 1
    while position < size:
        end = position
        while end < size and text[end] not in separators:
            end += 1
        found.append(piece(value, position, end))
        position, seen_hard = end, False
        while position < size and (text[position] in blank or (text[position] in hard and not seen_hard)):
            seen_hard = seen_hard or text[position] in hard
            position += 1
    return found


_MOST_OUTPUT: Final = 1_000_000
"""Characters of output that are kept."""


class Output:
    """Where a command's standard output goes. Unknown as soon as one writer is."""

    def __init__(self, kept: bool = True) -> None:
        self.kept = kept
        self.parts: list[Val] = []
        self.why: Shown = NOTHING
        self.any_order: tuple[Val, ...] = ()
        self.begins = self.acts = ""
        self.of_files = False
        self.size = 0

    def write(self, value: Val) -> None:
        self.of_files = self.of_files or value.of_files
        if not self.kept or self.why:
            self.any_order, self.acts = (), ""
            return
        if value.text is None:
            self.why = value.why or say("what a command prints")
            self.any_order = value.any_order if not self.parts else ()
            self.begins, self.acts = (value.begins, value.acts) if not self.parts else ("", "")
        elif self.size + len(value.text) > _MOST_OUTPUT:
            self.why = say("more output than is looked at")
        else:
            self.size += len(value.text)
            self.parts.append(value)

    def unknown(self, why: Shown) -> None:
        self.any_order, self.acts = (), ""
        if self.kept and not self.why:
            self.why = why

    def value(self) -> Val:
        """All of it, as one value."""
        if self.why:
            return Val(None, None, self.why, any_order=self.any_order, of_files=self.of_files, begins=self.begins, acts=self.acts)
        return joined(self.parts) if self.parts else EMPTY


class Input:
    """Standard input of which the text may be known; `read` consumes it."""

    def __init__(self, value: Val | None) -> None:
        self.value = value
        """None where it is a terminal or something else that cannot be told."""
        self.at = 0

    def line(self, end_of_line: str = "\n") -> Val | None:
        """The next line without its end, or None at the end of the input."""
        text = self.value.text if self.value is not None else None
        if self.value is None or text is None or self.at >= len(text):
            return None
        end = text.find(end_of_line, self.at)
        end = len(text) if end < 0 else end
        found = piece(self.value, self.at, end)
        self.at = end + 1
        return found

    def rest(self) -> Val | None:
        text = self.value.text if self.value is not None else None
        if self.value is None or text is None:
            return self.value
        found = piece(self.value, min(self.at, len(text)), len(text))
        self.at = len(text)
        return found
