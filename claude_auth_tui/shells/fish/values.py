"""What a word may stand for: known text, text that remembers its line, or something only a run could tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown


class Opaque(Struct, frozen=True):
    """What is not known without running something."""

    reason: Shown
    """In words, without any value."""
    many: bool = False
    """Whether it may be any number of words, none included."""
    text: str = ""
    """The code behind it, for looking for names in it. Never told."""
    exporter: bool = False
    """Whether it comes from a program that is known to export credentials."""
    any_order: tuple[str, ...] = ()
    """All that is in it where only the order is not known."""
    of_files: bool = False
    """Whether it was made of files in a way that is not modelled: anything may stand in it."""
    acts: str = ""
    """Where it is run as code: code that does the same, as far as that is followed."""


class Traced(str):
    """A line of a file, or a piece of one, that remembers where it was written."""

    __slots__ = ("line", "path", "whole")

    path: str
    line: int
    whole: str
    """The line it was cut from."""

    @classmethod
    def at(cls, text: str, path: str, line: int) -> Traced:
        made = cls(text)
        made.path, made.line, made.whole = path, line, text
        return made

    def with_text(self, text: str) -> Traced:
        made = Traced(text)
        made.path, made.line, made.whole = self.path, self.line, self.whole
        return made


class Whole(str):
    """Printed text that a substitution takes for one word, whatever newlines are in it."""

    __slots__ = ()


Item = str | Opaque
MAX_TEXT: Final = 200_000
"""Characters: a longer value is not followed."""
_MAX_LINES: Final = 50_000


def derived(text: str, source: Item) -> str:
    """A text cut from another one; it keeps that one's place."""
    return source.with_text(text) if isinstance(source, Traced) else text


def opaque_in(items: Iterable[Item]) -> Opaque | None:
    """The first that is not known."""
    return next((item for item in items if isinstance(item, Opaque)), None)


def known(items: Sequence[Item]) -> list[str] | None:
    """All of them as text, or None where one is not known."""
    texts = [item for item in items if isinstance(item, str)]
    return texts if len(texts) == len(items) else None


def blurred(source: Opaque, many: bool = True) -> Opaque:
    """The same doubt about what was made from it."""
    same = source.many == many and not source.any_order and not source.acts
    return source if same else Opaque(source.reason, many, source.text, source.exporter, (), source.of_files)


def together(items: Sequence[Item], separator: str = "") -> Item:
    """Known texts as one; not known where one is not, or where it gets too long."""
    doubt = opaque_in(items)
    if doubt is not None:
        return blurred(doubt, many=False)
    if sum(map(len, map(str, items))) > MAX_TEXT * 5:
        return Opaque(say("a very long text"))
    return separator.join(map(str, items))


def words_of(chunks: Sequence[Item]) -> list[Item]:
    """Output as the words of a substitution."""
    if not any(isinstance(chunk, Whole) for chunk in chunks):
        return lines_of(chunks)
    return [word for chunk in chunks for word in ([chunk] if isinstance(chunk, Whole) else lines_of([chunk]))]


def lines_of(chunks: Sequence[Item]) -> list[Item]:
    """Output as lines. One chunk that is not known makes the whole unknown."""
    doubt = opaque_in(chunks)
    if doubt is not None:
        return [doubt if (doubt.any_order or doubt.acts) and len(chunks) == 1 else blurred(doubt)]
    out: list[Item] = []
    begun = ""
    for chunk in chunks:
        if isinstance(chunk, Traced) and not begun and chunk.endswith("\n") and chunk.count("\n") == 1:
            out.append(chunk.with_text(chunk[:-1]))
            continue
        *whole, begun = (begun + str(chunk)).split("\n")
        out.extend(whole)
        if len(out) > _MAX_LINES:
            return [Opaque(say("more output than is followed"), many=True)]
    return [*out, begun] if begun else out


def text_of(chunks: Sequence[Item]) -> Item:
    """Output as one text."""
    return opaque_in(chunks) or "".join(str(chunk) for chunk in chunks)


def file_lines(text: str, path: str) -> list[Item]:
    """The lines of a file as output, each with its newline and its place."""
    lines = text.split("\n")
    last = lines.pop()
    out: list[Item] = []
    for number, line in enumerate(lines[:_MAX_LINES], 1):
        traced = Traced(line + "\n")
        traced.path, traced.line, traced.whole = path, number, line
        out.append(traced)
    if last:
        out.append(Traced.at(last, path, len(lines) + 1))
    return out


_DIGITS: Final = re.compile(r"\d+|\D")


def natural_key(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """How fish sorts file names: digits by number, letters without regard to case (`wcsfilecmp_glob`, 3.6)."""
    return [(ord("0"), int(p[:300]), "") if p.isdecimal() else (ord(p.lower()[0]), 0, "") for p in _DIGITS.findall(name)], name
