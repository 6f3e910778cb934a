"""What each hit does in the end: whether blanking its line would change what the shell hands over, and if not, why not.

Where nothing read the variable in between, the recorded events are replayed without those of the line; otherwise
everything is evaluated again with the line blank. Both answer the same question, the first one cheaply.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Effect
from claude_auth_tui.shells.posix.commands import Evaluator
from claude_auth_tui.shells.posix.record import Event
from claude_auth_tui.shells.posix.values import Place, Val, origin_of

_MOST_AGAIN: Final = 16
"""Evaluations with a blank line, at most; beyond it the replay has to do."""
_LEAST_AGAIN: Final = 4
_STEPS_AGAIN: Final = 40_000
"""Steps that all of them together may take, but for the first few."""
_MOST_STATES: Final = 24
_MOST_REPLAYED: Final = 300_000
"""Events, times what the variable may hold, that are replayed for all lines together. What changes a variable thousands of times, each time it cannot be told whether, reaches it."""
_TOO_MANY: Final = say("too many lines change it to tell what each of them comes to")

States = frozenset[tuple[str | None, bool]]
"""What a variable may hold at one moment: (text or a mark for an unknown one, exported)."""
Key = tuple[str, int, str]
"""(path, line, variable)."""
Again = Callable[[str, int], Mapping[str, tuple[str, str | None]]]
"""The end of an evaluation in which a line was blank: state and text of every variable."""


class Verdict(NamedTuple):
    effect: Effect
    because: Shown
    value: Val | None


class Effects:
    """The effects of one evaluation's lines."""

    def __init__(self, shell: Evaluator, end: Mapping[str, tuple[str, str | None]], again: Again) -> None:
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
        return say("this is the value that is exported in the end") if state != "unset" else say("what follows depends on it")

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
            word = {"unset": say("unset"), "opaque": say("decided")}.get(later.action, say("overridden"))
            return Verdict("overridden", say("{} at {}", word, self.where(later)), value)
        actions = {e.action for e in mine}
        if actions <= {"unset", "unexport"}:
            return Verdict("overridden", say("nothing was set before it"), value)
        if state == "unset":
            return Verdict("not_exported", say("set, but never exported") if "assign" in actions else say("exported, but never set"), value)
        return Verdict("overridden", say("it changes nothing: this is set already"), value)

    @staticmethod
    def _settles(event: Event) -> bool:
        return not event.apart and event.action in ("assign", "unset", "unexport", "opaque") and not event.doubt

    def where(self, event: Event) -> Shown:
        origin = origin_of(event.place if event.action != "opaque" else event.via)
        if origin.kind != "file":
            origin = origin_of(event.via)
        return self.shell.machine.place(origin.path, origin.line)
