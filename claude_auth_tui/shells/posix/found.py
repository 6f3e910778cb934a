"""The hits of a start of bash or zsh: in the files that were read and in the usual ones that were not."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Does
from claude_auth_tui.shells.hits import make_found
from claude_auth_tui.shells.posix.commands import Evaluator
from claude_auth_tui.shells.posix.effects import Again, Effects, Key, Verdict
from claude_auth_tui.shells.posix.nodes import Node
from claude_auth_tui.shells.posix.nodes import Unread as Skipped
from claude_auth_tui.shells.posix.parser import Lines, Parser
from claude_auth_tui.shells.posix.record import Skip
from claude_auth_tui.shells.posix.spots import CLAUDE, Spot, named_at, spots_in
from claude_auth_tui.shells.posix.startup import Unread
from claude_auth_tui.shells.posix.values import Source, Val, origin_of
from claude_auth_tui.shells.posix.words import Words

_BASH_FILES: Final = (".bashrc", ".bash_profile", ".bash_login", ".profile")
_ZSH_FILES: Final = (".zshenv", ".zprofile", ".zshrc", ".zlogin")
_MOST_RESUMED: Final = 50


def find(shell: Evaluator, unread: list[Unread], end: dict[str, tuple[str, str | None]], again: Again) -> tuple[Found, ...]:
    """Every hit, file by file in the order they were read, then those in files that nothing reads."""
    return tuple(_Finder(shell, Effects(shell, end, again)).all(unread))


class _Finder:
    def __init__(self, shell: Evaluator, effects: Effects) -> None:
        self.shell = shell
        self.effects = effects
        self.done: set[tuple[str, int, str]] = set()
        self.skips: dict[Source, list[Skip]] = {}
        """What was passed over in each source, the shortest stretches first."""
        for skip in sorted(shell.record.skips, key=lambda s: s.end - s.start):
            self.skips.setdefault(skip.source, []).append(skip)
        self.defined = {function.place for function in shell.state.functions.values()}
        self.aliases: dict[Origin, list[str]] = {}
        """The aliases that are there in the end, by the place of their text."""
        for name, alias in shell.state.aliases.items():
            self.aliases.setdefault(origin_of(alias.place), []).append(name)
        self.innermost: dict[int, Skip] = {}
        """For the places of the source at hand: the shortest stretch around each that was passed over."""

    def all(self, unread: list[Unread]) -> Iterator[Found]:
        shell = self.shell
        for path in dict.fromkeys(shell.record.files):
            source = shell.record.sources.get(path)
            if source is None or not named_at(source.text, shell.names):
                continue
            lines = shell.library.get(source)
            spots = spots_in(source, self._commands(source, lines), shell.words, shell.names)
            self.innermost = _innermost(self.skips.get(source, ()), [spot.position for spot in spots])
            for spot in spots:
                yield from self._reached(source, spot)
        yield from self._from_events()
        for path, why, zsh in self._others(unread):
            yield from self._inactive(path, why, zsh)

    # -- files that were read

    def _commands(self, source: Source, lines: Lines | None) -> Iterator[Node]:
        """The whole file, also what was not run, and what stands behind a place that cannot be read."""
        if lines is None:
            lines = Lines(source, self.shell.zsh)
        for command in lines:
            yield command
            if isinstance(command, Skipped):
                yield from _inside(source.text, command)
        yield from _resumed(lines.parser)

    def _reached(self, source: Source, spot: Spot) -> Iterator[Found]:
        line = source.line(spot.position)
        key = (source.path, line, spot.name)
        if key in self.done:
            return
        self.done.add(key)
        literal = None if spot.literal is None else Val(spot.literal)
        if (spot.does == "alias" and key not in self.effects.events) or spot.name == CLAUDE:
            verdict = self._wrapper(source, spot)
        elif spot.elsewhere:
            verdict = Verdict("not_exported", spot.elsewhere, None)
        elif spot.does == "function":
            verdict = Verdict("conditional", say("whenever {} is called in this shell", user_name(spot.function)), literal)
        elif key in self.effects.through:
            verdict = self.effects.of(key)
        elif self.shell.record.overrun:
            verdict = Verdict("unknown", self.shell.record.overrun, literal)
        else:
            verdict = self._not_run(source, spot, line, literal)
        yield self._made(source, line, spot.name, spot.does, verdict)

    def _not_run(self, source: Source, spot: Spot, line: int, literal: Val | None) -> Verdict:
        if (source.path, line) in self.effects.failed and self.effects.changes_when_blank(source.path, line):
            return Verdict("effective", say("an error here keeps what follows from being run"), literal)
        return Verdict("not_reached", self._why_not(source, spot), literal)

    def _why_not(self, source: Source, spot: Spot) -> Shown:
        best = self.innermost.get(spot.position)
        start, end = spot.span
        in_function = bool(spot.function or end) and (best is None or end - start <= best.end - best.start)
        if in_function and (source.path, start) not in self.shell.record.called:
            if best is not None and (best.start, best.end) != (start, end) and not self._defined(source, start):
                return best.why
            return say("{} is never called", user_name(spot.function)) if spot.function else say("never run")
        return best.why if best is not None else say("never run")

    def _defined(self, source: Source, start: int) -> bool:
        return (source, start) in self.defined

    def _wrapper(self, source: Source, spot: Spot) -> Verdict:
        """An alias or a function that stands before `claude`."""
        shell = self.shell
        if spot.does == "function":
            defined = shell.state.functions.get(spot.function)
            if defined is not None and defined.place == (source, spot.span[0]):
                return Verdict("conditional", say("typing claude in this shell runs this function instead of the program"), None)
            return Verdict("not_reached", self._why_not(source, spot), None)
        live = self.aliases.get(source.origin(spot.position), ())
        if live:
            what = say("typing claude in this shell") if CLAUDE in live else say("typing {} in this shell", user_name(live[0]))
            return Verdict("conditional", say("{} runs this; the environment does not change", what), None)
        why = self._why_not(source, spot)
        return (
            Verdict("overridden", say("another alias takes its place, or it is removed"), None)
            if why == "never run"
            else Verdict("not_reached", why, None)
        )

    # -- what only the evaluation saw: names made up at run time, files of assignments

    def _from_events(self) -> Iterator[Found]:
        events = self.shell.record.events
        for key, numbers in self.effects.events.items():
            if key in self.done:
                continue
            self.done.add(key)
            path, line, name = key
            source = self.shell.record.sources.get(path)
            if source is None:
                continue
            event = events[numbers[-1]]
            apart = origin_of(event.place) != origin_of(event.via)
            at_place = origin_of(event.place).path == path and origin_of(event.place).line == line
            does: Does = (
                "dotenv" if apart and at_place else "source" if apart or event.action == "opaque" else _DOES.get(event.action, "assign")
            )
            if does == "assign" and event.exports:
                does = "export"
            yield self._made(source, line, name, does, self.effects.of(key))

    # -- files that were not read

    def _others(self, unread: list[Unread]) -> Iterator[tuple[str, Shown, bool]]:
        shell = self.shell
        for path, why in unread:
            yield path, why, shell.zsh
        home = shell.machine.home
        this = say("zsh") if shell.zsh else say("bash")
        for name in _BASH_FILES if shell.zsh else _ZSH_FILES:
            yield posixpath.join(home, name), say("{} does not read it, and no file that it reads sources it", this), not shell.zsh

    def _inactive(self, path: str, why: Shown, zsh: bool) -> Iterator[Found]:
        lookup = self.shell.lookup()
        absolute = lookup.absolute(path)
        if absolute in self.shell.record.files or any(done[0] == absolute for done in self.done):
            return
        text = lookup.text(absolute)
        if text is None or not named_at(text, self.shell.names):
            return
        source = Source(text, absolute)
        parser = Parser(text, zsh)
        commands = [*parser.lines(), *_resumed(parser)]
        for spot in spots_in(source, commands, Words(zsh), self.shell.names):
            line = source.line(spot.position)
            key = (absolute, line, spot.name)
            if key not in self.done:
                self.done.add(key)
                value = None if spot.literal is None else Val(spot.literal)
                yield self._made(source, line, spot.name, spot.does, Verdict("inactive", why, value))

    def _made(self, source: Source, line: int, name: str, does: Does, verdict: Verdict) -> Found:
        value = verdict.value
        secret = Secret(value.text) if value is not None and value.text is not None else None
        return make_found(
            source.path, line, name, does, verdict.effect, verdict.because,
            source_line=source.text_of_line(line), value=secret, names=self.shell.names,
        )  # fmt: skip


_DOES: Final[dict[str, Does]] = {
    "export": "export",
    "unset": "unset",
    "unexport": "unset",
    "prefix": "prefix",
    "assign": "assign",
    "local": "assign",
}


def _innermost(skips: Iterable[Skip], positions: list[int]) -> dict[int, Skip]:
    """For each position (ascending) the first of the stretches, the shortest first, that holds it."""
    found: dict[int, Skip] = {}
    free = list(range(len(positions) + 1))
    """For each position the next one that has none yet, itself included."""

    def next_free(at: int) -> int:
        while free[at] != at:
            free[at] = free[free[at]]
            at = free[at]
        return at

    for skip in skips:
        at = next_free(bisect_left(positions, skip.start))
        while at < len(positions) and positions[at] < skip.end:
            found[positions[at]] = skip
            free[at] = at + 1
            at = next_free(at)
    return found


def _inside(text: str, lines: Skipped) -> Iterator[Node]:
    """The lines of a command that cannot be read, as far as they make sense by themselves."""
    following = text.find("\n", lines.pos) + 1
    if 0 < following < lines.end:
        parser = Parser(text[: lines.end], False, following)
        yield from parser.lines()
        yield from _resumed(parser)


def _resumed(parser: Parser) -> Iterator[Node]:
    """What stands behind a place that cannot be read, as far as it makes sense by itself."""
    for _ in range(_MOST_RESUMED):
        problem = parser.problem
        if problem is None:
            return
        following = parser.text.find("\n", max(problem.position, parser.pos))
        if following < 0:
            return
        parser = Parser(parser.text, parser.zsh, following + 1)
        yield from parser.lines()


__all__ = ["Key", "find"]
