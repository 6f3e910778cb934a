"""The hits of a start of bash or zsh, and what each does in the end: whether blanking its line would change what the shell
hands over, and if not, why not.

Where nothing read the variable in between, the recorded events are replayed without those of the line; otherwise
everything is evaluated again with the line blank. Both answer the same question, the first one cheaply.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.effect_words import NOTHING_TO_UNSET, repeated
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Does, Effect
from claude_auth_tui.shells.hits import make_found
from claude_auth_tui.shells.posix.parser import Lines, Parser
from claude_auth_tui.shells.posix.record import Event, NotRead, Skip
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.sites import CLAUDE, Site, named_at, sites_in
from claude_auth_tui.shells.posix.syntax import Node, Unread
from claude_auth_tui.shells.posix.values import Place, Source, Val, origin_of
from claude_auth_tui.shells.posix.word_parts import WordParts

_MOST_AGAIN: Final = 16
"""Evaluations with a blank line, at most; beyond it the replay has to do."""
_LEAST_AGAIN: Final = 4
_STEPS_AGAIN: Final = 40_000
"""Steps that all of them together may take, but for the first few."""
_MOST_STATES: Final = 24
_MOST_REPLAYED: Final = 300_000
"""Events, times what the variable may hold, that are replayed for all lines together. What changes a variable thousands of times, each time it cannot be told whether, reaches it."""
_TOO_MANY: Final = say("too many lines change it to tell what each of them comes to")

_BASH_FILES: Final = (".bashrc", ".bash_profile", ".bash_login", ".profile")
_ZSH_FILES: Final = (".zshenv", ".zprofile", ".zshrc", ".zlogin")
_MOST_RESUMED: Final = 50
_DOES: Final[dict[str, Does]] = {
    "export": "export",
    "unset": "unset",
    "unexport": "unset",
    "prefix": "prefix",
    "assign": "assign",
    "local": "assign",
}

States = frozenset[tuple[str | None, bool]]
"""What a variable may hold at one moment: (text or a mark for an unknown one, exported)."""
Key = tuple[str, int, str]
"""(path, line, variable)."""
Again = Callable[[str, int], Mapping[str, tuple[str, str | None]]]
"""The end of an evaluation in which a line was blank: state and text of every variable."""


_IN_THE_END: Final = say("this is the value that is exported in the end")


class Verdict(Struct, frozen=True):
    effect: Effect
    because: Shown
    value: Val | None


class Effects:
    """The effects of one evaluation's lines."""

    def __init__(self, shell: Shell, end: Mapping[str, tuple[str, str | None]], again: Again) -> None:
        self.shell = shell
        self.end = end
        self.again = again
        self.left = max(_LEAST_AGAIN, min(_MOST_AGAIN, _STEPS_AGAIN // max(shell.steps, 1)))
        self.replayed = 0
        self.known: dict[tuple[str, int], bool] = {}
        self.events: dict[Key, list[int]] = {}
        """The events that happened on a line."""
        self.through: dict[Key, set[int]] = {}
        """Those that would not have happened without it."""
        self.of_name: dict[str, list[int]] = {}
        for number, event in enumerate(shell.record.events):
            for key in dict.fromkeys(self._key(place, event.name) for place in (event.place, event.via)):
                self.events.setdefault(key, []).append(number)
            for key in dict.fromkeys(self._key(place, event.name) for place in (event.place, event.via, *event.chain)):
                self.through.setdefault(key, set()).add(number)
            self.of_name.setdefault(event.name, []).append(number)

        self.settling = {name: [n for n in numbers if self._settles(shell.record.events[n])] for name, numbers in self.of_name.items()}
        """Those of a variable that decide about it whatever was before."""
        self.states: dict[str, list[States]] = {}
        """What a variable may hold before each of its events, and after the last."""
        self.last_read: dict[str, int] = {}
        for name, at in shell.record.reads:
            self.last_read[name] = max(at, self.last_read.get(name, 0))
        self.failed = {(o.path, o.line) for o in map(origin_of, shell.record.failed)}

    @staticmethod
    def _key(place: Place, name: str) -> Key:
        origin = origin_of(place)
        return origin.path, origin.line, name

    def of(self, key: Key) -> Verdict:
        """What the line's commands, which were run, come to."""
        shell = self.shell
        mine = [shell.record.events[n] for n in self.events.get(key) or sorted(self.through[key])]
        value = next((e.value for e in reversed(mine) if e.value is not None), None)
        if shell.record.overrun:
            return Verdict("unknown", shell.record.overrun, value)
        reaching = [e for e in mine if not e.apart]
        if not reaching:
            return Verdict("not_exported", mine[-1].apart, value)
        changes = self._changes(key)
        if changes is None:
            return Verdict("unknown", _TOO_MANY, value)
        doubt = next((e.doubt for e in reaching if e.doubt), NOTHING) if all(e.doubt for e in reaching) else NOTHING
        if changes and doubt:
            return Verdict("conditional", doubt, value)
        if changes:
            return Verdict("effective", self._why_effective(key, reaching, value), value)
        return self._without_effect(key, reaching, value, doubt)

    # -- does it change anything

    def _changes(self, key: Key) -> bool | None:
        path, line, name = key
        mine = self.through[key]
        events = self.shell.record.events
        data = any(events[n].place != events[n].via for n in self.events.get(key, ()))
        if data or (path, line) in self.failed or self.last_read.get(name, -1) > min(mine):
            answer = self.changes_when_blank(path, line)
            if answer is not None:
                return answer
        return self._differs(name, mine)

    def changes_when_blank(self, path: str, line: int) -> bool | None:
        """The answer of a whole evaluation without the line; None where too many were made."""
        if (path, line) not in self.known:
            if not self.left:
                return None
            self.left -= 1
            self.known[path, line] = self.again(path, line) != self.end
        return self.known[path, line]

    def _differs(self, name: str, mine: set[int]) -> bool | None:
        """Whether the variable ends otherwise without these events; None where that takes too long.

        Both ways are followed only from where they part to where they meet again, which is mostly the next event.
        """
        numbers, with_all = self.of_name[name], self._states(name)
        gone = sorted(mine)
        at = bisect_left(numbers, gone[0])
        states = with_all[at]
        while at < len(numbers):
            self.replayed += len(states)
            if self.replayed > _MOST_REPLAYED:
                return True if numbers[-1] in mine and self.settling[name][-1:] == numbers[-1:] else None
            if numbers[at] in mine:
                at += 1
            elif states != with_all[at]:
                states = self._stepped(numbers[at], states)
                at += 1
            else:  # on to the next one that is gone
                following = bisect_left(gone, numbers[at])
                if following == len(gone):
                    return False
                at = bisect_left(numbers, gone[following])
                states = with_all[at]
        return self._outcome(states) != self._outcome(with_all[-1])

    def _states(self, name: str) -> Sequence[States]:
        if name not in self.states:
            inherited = self.shell.inherited_text(name)
            made: list[States] = [frozenset({(inherited, inherited is not None)})]
            for number in self.of_name[name]:
                made.append(self._stepped(number, made[-1]))
            self.states[name] = made
        return self.states[name]

    def _stepped(self, number: int, states: States) -> States:
        """What a variable may hold after one more event."""
        event = self.shell.record.events[number]
        if event.apart or event.action in ("prefix", "local"):
            return states
        after = frozenset([self._after(event, text, exported) for text, exported in states])
        if event.doubt or event.action == "opaque":
            after |= states
        return after if len(after) <= _MOST_STATES else frozenset(sorted(after, key=str)[:_MOST_STATES])

    @staticmethod
    def _outcome(states: States) -> States:
        """What of it is handed over."""
        return frozenset((text, True) if exported and text is not None else (None, False) for text, exported in states)

    def _after(self, event: Event, text: str | None, exported: bool) -> tuple[str | None, bool]:
        if event.action == "assign":
            value = event.value
            made = f"?{origin_of(event.place)}" if value is None or value.text is None else "=" + value.text
            return made, exported or event.exports
        if event.action == "export":
            return text, True
        if event.action == "list":
            return None, False
        if event.action == "unexport":
            return text, False
        if event.action == "opaque":
            return f"?{origin_of(event.place)}", True
        return None, False

    # -- why

    def _why_effective(self, key: Key, mine: list[Event], value: Val | None) -> Shown:
        actions = {e.action for e in mine}
        if actions <= {"unset", "unexport"}:
            return say("it takes away what was set before")
        if "opaque" in actions:
            return say("what it sets is known only to the running shell")
        if value is not None and value.text is None:
            return (
                say("its value is known only when the shell runs ({})", value.why)
                if value.why
                else say("its value is known only when the shell runs")
            )
        if actions == {"export"}:
            return say("it exports what was set before")
        state, _ = self.end.get(key[2], ("unset", None))
        return _IN_THE_END if state != "unset" else say("what follows depends on it")

    def _without_effect(self, key: Key, mine: list[Event], value: Val | None, doubt: Shown) -> Verdict:
        name = key[2]
        last = max(self.events.get(key) or self.through[key])
        settling = self.settling[name]
        following = bisect_left(settling, last + 1)
        later = self.shell.record.events[settling[following]] if following < len(settling) else None
        state, _ = self.end.get(name, ("unset", None))
        if later is not None:
            if later.action == "unexport":
                return Verdict("overridden", say("taken out of the environment at {}", self.where(later)), value)
            if later.action == "assign" and value is not None and later.value is not None and value.text == later.value.text is not None:
                return Verdict("overridden", repeated(say("at {}", self.where(later))), value)
            word = {"unset": say("unset"), "opaque": say("decided")}.get(later.action, say("overridden"))
            return Verdict("overridden", say("{} at {}", word, self.where(later)), value)
        actions = {e.action for e in mine}
        if actions <= {"unset", "unexport"}:
            return Verdict("overridden", NOTHING_TO_UNSET, value)
        if state == "unset":
            return Verdict("not_exported", say("set, but never exported") if "assign" in actions else say("exported, but never set"), value)
        if not doubt and self._is_origin(key):
            return Verdict("effective", _IN_THE_END, value)
        return Verdict("overridden", say("it changes nothing: this is set already"), value)

    def _is_origin(self, key: Key) -> bool:
        """Whether the value that is exported in the end was written there."""
        path, line, name = key
        var = self.shell.state.frames[0].get(name)
        place = var.value.place if var is not None and isinstance(var.value, Val) else None
        origin = origin_of(place) if place is not None else None
        return origin is not None and (origin.path, origin.line) == (path, line)

    @staticmethod
    def _settles(event: Event) -> bool:
        return not event.apart and event.action in ("assign", "unset", "unexport", "opaque") and not event.doubt

    def where(self, event: Event) -> Shown:
        origin = origin_of(event.place if event.action != "opaque" else event.via)
        if origin.kind != "file":
            origin = origin_of(event.via)
        return self.shell.machine.place(origin.path, origin.line)


# -- the hits: in the files that were read and in the usual ones that were not


def find(shell: Shell, unread: list[NotRead], end: dict[str, tuple[str, str | None]], again: Again) -> tuple[Found, ...]:
    """Every hit, file by file in the order they were read, then those in files that nothing reads."""
    return tuple(_Finder(shell, Effects(shell, end, again)).all(unread))


class _Finder:
    def __init__(self, shell: Shell, effects: Effects) -> None:
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

    def all(self, unread: list[NotRead]) -> Iterator[Found]:
        shell = self.shell
        for path in dict.fromkeys(shell.record.files):
            source = shell.record.sources.get(path)
            if source is None or not named_at(source.text, shell.names):
                continue
            lines = shell.library.get(source)
            sites = sites_in(source, self._commands(source, lines), shell.words, shell.names)
            self.innermost = _innermost(self.skips.get(source, ()), [site.position for site in sites])
            for site in sites:
                yield from self._reached(source, site)
        yield from self._from_events()
        for path, why in shell.record.not_followed.items():
            yield from self._elsewhere(path, shell.zsh, "unknown", why)
        for path, why, zsh in self._others(unread):
            yield from self._elsewhere(path, zsh, "inactive", why)

    # -- files that were read

    def _commands(self, source: Source, lines: Lines | None) -> Iterator[Node]:
        """The whole file, also what was not run, and what stands behind a place that cannot be read."""
        if lines is None:
            lines = Lines(source, self.shell.zsh)
        for command in lines:
            yield command
            if isinstance(command, Unread):
                yield from _inside(source.text, command)
        yield from _resumed(lines.parser)

    def _reached(self, source: Source, site: Site) -> Iterator[Found]:
        line = source.line(site.position)
        key = (source.path, line, site.name)
        if key in self.done:
            return
        self.done.add(key)
        literal = None if site.literal is None else Val(site.literal)
        if (site.does == "alias" and key not in self.effects.events) or site.name == CLAUDE:
            verdict = self._wrapper(source, site)
        elif site.elsewhere:
            verdict = Verdict("not_exported", site.elsewhere, None)
        elif site.does == "function":
            verdict = Verdict("conditional", say("whenever {} is called in this shell", user_name(site.function)), literal)
        elif key in self.effects.through:
            verdict = self.effects.of(key)
        elif self.shell.record.overrun:
            verdict = Verdict("unknown", self.shell.record.overrun, literal)
        else:
            verdict = self._not_run(source, site, line, literal)
        yield self._made(source, line, site.name, site.does, verdict)

    def _not_run(self, source: Source, site: Site, line: int, literal: Val | None) -> Verdict:
        if (source.path, line) in self.effects.failed and self.effects.changes_when_blank(source.path, line):
            return Verdict("effective", say("an error here keeps what follows from being run"), literal)
        best = self.innermost.get(site.position)
        if best is not None and not best.surely:
            return Verdict("unknown", best.why, literal)
        return Verdict("not_reached", self._why_not(source, site), literal)

    def _why_not(self, source: Source, site: Site) -> Shown:
        best = self.innermost.get(site.position)
        start, end = site.span
        in_function = bool(site.function or end) and (best is None or end - start <= best.end - best.start)
        if in_function and (source.path, start) not in self.shell.record.called:
            if best is not None and (best.start, best.end) != (start, end) and not self._defined(source, start):
                return best.why
            return say("{} is never called", user_name(site.function)) if site.function else say("never run")
        return best.why if best is not None else say("never run")

    def _defined(self, source: Source, start: int) -> bool:
        return (source, start) in self.defined

    def _wrapper(self, source: Source, site: Site) -> Verdict:
        """An alias or a function that stands before `claude`."""
        shell = self.shell
        if site.does == "function":
            defined = shell.state.functions.get(site.function)
            if defined is not None and defined.place == (source, site.span[0]):
                return Verdict("conditional", say("typing claude in this shell runs this function instead of the program"), None)
            return Verdict("not_reached", self._why_not(source, site), None)
        live = self.aliases.get(source.origin(site.position), ())
        if live:
            what = say("typing claude in this shell") if CLAUDE in live else say("typing {} in this shell", user_name(live[0]))
            return Verdict("conditional", say("{} runs this; the environment does not change", what), None)
        why = self._why_not(source, site)
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

    def _others(self, unread: list[NotRead]) -> Iterator[tuple[str, Shown, bool]]:
        shell = self.shell
        for one in unread:
            yield one.path, one.why, shell.zsh
        home = shell.machine.home
        this = say("zsh") if shell.zsh else say("bash")
        for name in _BASH_FILES if shell.zsh else _ZSH_FILES:
            yield posixpath.join(home, name), say("{} does not read it, and no file that it reads sources it", this), not shell.zsh

    def _elsewhere(self, path: str, zsh: bool, effect: Effect, why: Shown) -> Iterator[Found]:
        """The hits of a file that nothing reads, or of which that cannot be told."""
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
        for site in sites_in(source, commands, WordParts(zsh), self.shell.names):
            line = source.line(site.position)
            key = (absolute, line, site.name)
            if key not in self.done:
                self.done.add(key)
                value = None if site.literal is None else Val(site.literal)
                yield self._made(source, line, site.name, site.does, Verdict(effect, why, value))

    def _made(self, source: Source, line: int, name: str, does: Does, verdict: Verdict) -> Found:
        value = verdict.value
        secret = Secret(value.text) if value is not None and value.text is not None else None
        return make_found(
            source.path, line, name, does, verdict.effect, verdict.because,
            source_line=source.text_of_line(line), value=secret, names=self.shell.names,
        )  # fmt: skip


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


def _inside(text: str, lines: Unread) -> Iterator[Node]:
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
