"""Words as fish expands them: substitutions, variables, braces, `~`, wildcards. Source: the language page of the manual, 3.6."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.record import BAD_EXPANSION, NO_MATCH, ExpansionError
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.syntax import Bounds, Braces, Home, Part, Substitution, Text, Variable, Wild, Word
from claude_auth_tui.shells.fish.values import Item, Opaque, Traced, blurred, derived, known, natural_key, opaque_in, together, words_of
from claude_auth_tui.shells.globbing import GlobOptions, expand_glob
from claude_auth_tui.shells.patterns import quoted

_FEW_WORDS: Final = 20
"""More of them cost steps."""
_WORDS_A_STEP: Final = 5
_COST_OF_A_WILDCARD: Final = 20
_MAX_WORDS: Final = 20_000
_NUMBER: Final = re.compile(r"\s*([+-]?\d{1,9})\s*")
_GLOB: Final = GlobOptions()


class _Pattern(str):
    """A text with active wildcards: all its other characters are quoted for matching."""

    __slots__ = ()


class Expander:
    """Expands the words of one evaluation."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def words(self, words: Sequence[Word], *, nothing_matches: bool = False) -> tuple[list[Item], list[Word]]:
        """All words, each with the word it comes from. `nothing_matches`: a wildcard without a match stands for no word."""
        out: list[Item] = []
        sources: list[Word] = []
        for word in words:
            if word.plain is not None:
                out.append(word.plain)
                sources.append(word)
                continue
            items = self.word(word, nothing_matches)
            out.extend(items)
            sources.extend([word] * len(items))
            if len(out) > _MAX_WORDS:
                raise ExpansionError(1)
        if len(out) > _FEW_WORDS:
            self.shell.spend(len(out) // _WORDS_A_STEP)
        return out, sources

    def word(self, word: Word, nothing_matches: bool = False) -> list[Item]:
        if word.plain is not None:
            return [word.plain]
        expanded = self._parts(word.parts)
        if not any(isinstance(item, _Pattern) for item in expanded):
            return expanded
        out: list[Item] = []
        for item in expanded:
            if not isinstance(item, _Pattern):
                out.append(item)
                continue
            out.extend(self._files(item))
        if (
            not out and not nothing_matches
        ):  # one that matches nothing is an error only where the whole word comes to nothing (observed, 3.6)
            raise ExpansionError(NO_MATCH)
        return out

    def single(self, word: Word) -> Item:
        """A word that has to be one: several are joined by blanks."""
        items = self.word(word, nothing_matches=True)
        texts = known(items)
        if len(items) == 1:
            return items[0]
        return " ".join(texts) if texts is not None else blurred(opaque_in(items) or Opaque(say("several words")), many=False)

    # parts

    def _parts(self, parts: Sequence[Part]) -> list[Item]:
        if len(parts) == 1 and not isinstance(parts[0], Braces):
            return self._options(parts[0])
        # substitutions are run first, then come variables, then braces, in braces too; of the results of several substitutions
        # those of the first vary slowest, of variables those of the last, of braces those of the last (observed, 3.6)
        inner = list(_changing(parts))
        ran = [self._substitution(part) if isinstance(part, Substitution) else None for part in inner]
        known_ones = [items if items is not None else self._options(part) for part, items in zip(inner, ran, strict=True)]
        order = sorted(range(len(inner)), key=lambda i: i if ran[i] is not None else 2 * len(inner) - i)
        self._check_size(known_ones)
        out: list[Item] = []
        for choice in itertools.product(*(known_ones[index] for index in order)):
            chosen = {id(inner[index]): item for index, item in zip(order, choice, strict=True)}
            out.extend(self._braced(parts, chosen))
        return out

    def _braced(self, parts: Sequence[Part], chosen: Mapping[int, Item]) -> list[Item]:
        """Everything but braces is decided: all that the parts may stand for."""
        options = [
            [chosen[id(part)]]
            if id(part) in chosen
            else [item for alternative in part.alternatives for item in self._braced(alternative, chosen)]
            if isinstance(part, Braces)
            else self._options(part)
            for part in reversed(parts)
        ]
        self._check_size(options)
        return [_joined(choice[::-1]) for choice in itertools.product(*options)]

    def _check_size(self, options: Sequence[Sequence[Item]]) -> None:
        if prod(map(len, options)) > _MAX_WORDS:
            raise ExpansionError(1)

    def _options(self, part: Part) -> list[Item]:
        """All that one part may stand for."""
        if isinstance(part, Text):
            return [part.text]
        if isinstance(part, Wild):
            return [_Pattern(part.text)]
        if isinstance(part, Variable):
            return self._variable(part)
        if isinstance(part, Substitution):
            return self._substitution(part)
        return [self._home(part)] if isinstance(part, Home) else self._parts((part,))

    def _home(self, part: Home) -> Item:
        if part.user and part.user != self.shell.machine.user:
            root = {"linux": "/root", "macos": "/var/root"}.get(self.shell.machine.platform)
            return root if part.user == "root" and root else Opaque(say("the home folder of another user"))
        home = self.shell.find("HOME") if not part.user else None
        value = home.joined() if home is not None else self.shell.machine.home
        return value or self.shell.machine.home

    def _variable(self, part: Variable) -> list[Item]:
        names: list[Item] = [part.name]
        indices = list(part.indices)
        values: list[Item] = []
        for depth in range(part.dollars):
            values = []
            chosen = indices.pop(0) if indices else ()
            for name in names:
                if isinstance(name, Opaque):
                    values.append(blurred(name))
                    continue
                var = self.shell.find(name)
                if var is None:
                    if not re.fullmatch(r"\w+", name):
                        raise ExpansionError(BAD_EXPANSION)
                    continue
                items = (
                    [*var.items, Opaque(reason=say("it may not be set"), many=True)]
                    if var.maybe_unset and not opaque_in(var.items)
                    else list(var.items)
                )
                picked = self._picked(items, chosen)
                if part.quoted and depth == part.dollars - 1 and not chosen:
                    picked = [var.joined()]
                values.extend(picked)
            names = values
        if not part.quoted:
            return values
        return [values[0]] if len(values) == 1 and isinstance(values[0], str) else [together(values, " ")]

    def _substitution(self, part: Substitution) -> list[Item]:
        chunks = self.shell.runner.substitute(part)
        if part.quoted and not part.indices:
            doubt = opaque_in(chunks)
            if doubt is not None:
                return [blurred(doubt, many=False)]
            text = "".join(str(chunk) for chunk in chunks).rstrip("\n")
            return [derived(text, chunks[0])] if len(chunks) == 1 else [text]
        lines = words_of(chunks)
        for chosen in part.indices:
            lines = self._picked(lines, chosen)
        if not part.quoted:
            return lines
        return [together(lines, " ")]

    def _picked(self, items: list[Item], chosen: tuple[Bounds, ...]) -> list[Item]:
        """The items an index names; what is out of range is left out."""
        if not chosen:
            return items
        doubt = opaque_in(items)
        if doubt is not None and doubt.many:
            return [blurred(doubt)]
        out: list[Item] = []
        for bounds in chosen:
            ranges = self._ranges(bounds, len(items))
            if isinstance(ranges, Opaque):
                return [blurred(ranges)]
            for first, last in ranges:
                step = 1 if first <= last else -1
                positions = range(first, last + step, step)[:_MAX_WORDS]
                out.extend(items[position - 1] for position in positions if 1 <= position <= len(items))
        return out

    def _ranges(self, bounds: Bounds, length: int) -> list[tuple[int, int]] | Opaque:
        firsts = self._positions(bounds.start, length) if bounds.start is not None else [1]
        if isinstance(firsts, Opaque) or not bounds.is_range:
            return firsts if isinstance(firsts, Opaque) else [(first, first) for first in firsts]
        lasts = self._positions(bounds.end, length) if bounds.end is not None else [length]
        if isinstance(lasts, Opaque):
            return lasts
        if len(firsts) != 1 or len(lasts) != 1:
            raise ExpansionError(BAD_EXPANSION)
        first, last = firsts[0], lasts[0]
        if first > length and last > length:
            return []
        from_end = bounds.start is not None and bounds.start.text.startswith("-")
        to_end = bounds.end is None or bounds.end.text.startswith("-")
        if from_end == to_end:
            return [(min(first, length), min(last, length))]
        wanted = 1 if to_end else -1  # a range from one end to the other never turns round: `[2..-1]` of a list of one names nothing
        return [(first, last)] if (last - first) * wanted >= 0 else []

    def _positions(self, word: Word, length: int) -> list[int] | Opaque:
        out: list[int] = []
        for item in self.word(word, nothing_matches=True):
            if isinstance(item, Opaque):
                return item
            for piece in item.split():
                found = _NUMBER.fullmatch(piece)
                if not found or int(found.group(1)) == 0:
                    raise ExpansionError(BAD_EXPANSION)
                number = int(found.group(1))
                out.append(number if number > 0 else length + 1 + number)
        return out

    # files

    def _files(self, pattern: _Pattern) -> list[Item]:
        shell = self.shell
        if not pattern.startswith("/") and not shell.state.cwd:
            return [Opaque(say("the current folder is not known"), many=True)]
        shell.spend(_COST_OF_A_WILDCARD)
        found = {name for one in _with_any_depth(str(pattern)) for name in expand_glob(shell.lookup, one, _GLOB)}
        shell.spend(len(found))
        if not found and "?" in re.sub(r"\\.", "", pattern):
            return [Opaque(say("whether ? is a wildcard depends on the version of fish"), many=True)]
        return [*sorted(found, key=natural_key)]


def _with_any_depth(pattern: str) -> list[str]:
    """`**` also stands for folders in folders wherever it is in a name: `s**.fish` is `s*.fish` and `s*/**/*.fish`."""
    head, stars, tail = pattern.rpartition("**")
    name = head.rpartition("/")[2]
    if not stars or (not name and tail.startswith("/")):
        return [pattern]
    return [f"{head}*{tail}", f"{head}*/**/*{tail}" if name else f"{head}**/*{tail}"]


def _changing(parts: Sequence[Part]) -> Iterator[Variable | Substitution]:
    """The variables and substitutions, those in braces too."""
    for part in parts:
        if isinstance(part, Variable | Substitution):
            yield part
        elif isinstance(part, Braces):
            for alternative in part.alternatives:
                yield from _changing(alternative)


def _joined(pieces: Sequence[Item]) -> Item:
    if len(pieces) == 1:
        return pieces[0]
    if any(isinstance(piece, _Pattern) for piece in pieces):
        pieces = [quoted(piece) if isinstance(piece, str) and not isinstance(piece, _Pattern) else piece for piece in pieces]
    doubt = opaque_in(pieces)
    text = blurred(doubt, doubt.many) if doubt is not None else together(pieces)
    if isinstance(text, Opaque):
        return text
    if any(isinstance(piece, _Pattern) for piece in pieces):
        return _Pattern(text)
    traced = next((piece for piece in pieces if isinstance(piece, Traced)), None)
    return traced.with_text(text) if traced is not None else text
