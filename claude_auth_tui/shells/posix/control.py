"""`if`, `case`, loops, functions and tests: which of their parts are run, and how often."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say, say_all, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import StartKind
from claude_auth_tui.shells.posix import conditions
from claude_auth_tui.shells.posix.evaluate import BREAK, CONTINUE, MAX_DEPTH, NORMAL, Walker
from claude_auth_tui.shells.posix.expansion import Unreadable
from claude_auth_tui.shells.posix.explain import described
from claude_auth_tui.shells.posix.nodes import (
    Anonymous,
    Arithmetic,
    Arm,
    Case,
    CountingFor,
    For,
    Function,
    If,
    Repeat,
    Test,
    While,
)
from claude_auth_tui.shells.posix.patterns_of_case import matches
from claude_auth_tui.shells.posix.state import Defined
from claude_auth_tui.shells.posix.values import Val
from claude_auth_tui.shells.source_shown import source_shown

_MAX_ROUNDS: Final = 1000


class Control(Walker):
    """A walker that knows all compound commands."""

    def __init__(self, machine: Machine, zsh: bool, start: StartKind, inherited: Mapping[str, Secret], names: Collection[str]) -> None:
        super().__init__(machine, zsh, start, inherited, names)
        self._failing |= {Test, Arithmetic}
        self._table |= {
            If: self._if,
            For: self._for,
            CountingFor: self._counting_for,
            While: self._while,
            Repeat: self._repeat,
            Case: self._case,
            Function: self._function,
            Anonymous: self._anonymous,
            Test: self._test,
            Arithmetic: self._arithmetic,
        }

    def _if(self, node: If) -> int:
        return self.redirected(node.redirects, lambda: self._arm(node, 0))

    def _arm(self, node: If, number: int) -> int:
        if number >= len(node.arms):
            self.state.status = 0
            return self.run(node.otherwise) if node.otherwise is not None else NORMAL
        test, body = node.arms[number]
        flow = self.test(test)
        if flow:
            return flow
        status = self.state.status
        if status is None:
            return self.undecided(described(self, test, None, True), lambda: self.run(body), lambda: self._arm(node, number + 1))
        if status == 0:
            why = described(self, test, True, False) if self.tells(body.end, node.end) else NOTHING
            for _, other in node.arms[number + 1 :]:
                self.pass_over(other.pos, other.end, why)
            if node.otherwise is not None:
                self.pass_over(node.otherwise.pos, node.otherwise.end, why)
            return self.run(body)
        if self.tells(body.pos, body.end):
            self.pass_over(body.pos, body.end, described(self, test, False, True))
        return self._arm(node, number + 1)

    def _case(self, node: Case) -> int:
        value = self.expander.value(node.word)
        return self.redirected(node.redirects, lambda: self._case_arm(node, value, 0, False))

    def _case_arm(self, node: Case, value: Val, number: int, falls: bool) -> int:
        while number < len(node.arms):
            arm = node.arms[number]
            answer = True if falls else matches(self, value, arm.patterns)
            if answer is None:
                return self._perhaps_taken(node, value, arm, number)
            if answer:
                return self._taken(node, value, arm, number)
            self.pass_over(arm.body.pos, arm.body.end, say("only when `{}` is {}; it is not", *self._told(node, arm)))
            number += 1
        self.state.status = 0
        return NORMAL

    def _told(self, node: Case, arm: Arm) -> tuple[Shown, Shown]:
        return source_shown(node.word.raw, self.names), say_all((source_shown(pattern, self.names) for pattern in arm.patterns), " or ")

    def _perhaps_taken(self, node: Case, value: Val, arm: Arm, number: int) -> int:
        why = say("only when `{}` is {}; that is known only to the running shell", *self._told(node, arm))
        return self.undecided(why, lambda: self._taken(node, value, arm, number), lambda: self._case_arm(node, value, number + 1, False))

    def _taken(self, node: Case, value: Val, arm: Arm, number: int) -> int:
        self.state.status = 0
        flow = self.run(arm.body)
        if flow or arm.ending == ";;":
            for other in node.arms[number + 1 :]:
                self.pass_over(
                    other.body.pos, other.body.end, say("another branch of the `case` at line {} is taken", self.source.line(node.pos))
                )
            return flow
        return self._case_arm(node, value, number + 1, arm.ending == ";&")

    def _rounds(self, rounds: Iterator[bool | None], body: Callable[[], int], why: Shown) -> int:
        """Run a body for each round that is announced; None is a round of which it cannot be told whether it comes."""
        self.broken_out.append([])
        doubt = self.doubt
        flow = NORMAL
        for count, coming in enumerate(rounds):
            if count >= _MAX_ROUNDS:
                self.record.note(say("a loop was followed for {} rounds only", _MAX_ROUNDS))
                break
            if coming is None:
                flow = self.undecided(why, body, None)
            elif coming:
                flow = body()
            else:
                break
            if flow in (BREAK, CONTINUE):
                self.levels -= 1
                if self.levels > 0:
                    break
                self.levels = 1
                if flow == BREAK:
                    flow = NORMAL
                    break
                flow = NORMAL
            elif flow or coming is None:
                break
        for state, reason in self.broken_out.pop():
            self.state.join(state, reason)
        self.doubt = doubt
        return flow

    def _for(self, node: For) -> int:
        values = list(self.state.positional) if node.words is None else self.expander.fields(node.words)
        if not values:
            self.pass_over(node.body.pos, node.body.end, say("a loop over nothing"))
        step = len(node.names)

        def rounds() -> Iterator[bool | None]:
            for number in range(0, len(values), step):
                if values[number].text is None and node.words is not None:
                    yield None if self._assign_names(node, values, number) else False
                else:
                    yield self._assign_names(node, values, number)

        self.state.status = 0
        why = say("the loop at line {} runs over something only the shell knows", self.source.line(node.pos))
        return self.redirected(node.redirects, lambda: self._rounds(rounds(), lambda: self.run(node.body), why))

    def _assign_names(self, node: For, values: list[Val], number: int) -> bool:
        for offset, name in enumerate(node.names):
            value = values[number + offset] if number + offset < len(values) else Val("")
            var = self.state.find(name) if self.references else None
            if var is not None and "&" in var.fold:
                self.refer(name, value)
            else:
                self.assign(name, value, self.place(node.pos))
        return True

    def _counting_for(self, node: CountingFor) -> int:
        self.expander.calculate(node.start)

        def rounds() -> Iterator[bool | None]:
            while True:
                number = self.expander.calculate(node.test) if node.test.strip() else 1
                yield None if number is None else number != 0
                self.expander.calculate(node.step)

        return self.redirected(
            node.redirects, lambda: self._rounds(rounds(), lambda: self.run(node.body), say("a loop whose rounds cannot be counted"))
        )

    def _while(self, node: While) -> int:
        def rounds() -> Iterator[bool | None]:
            while True:
                if self.test(node.test):
                    yield False
                status = self.state.status
                if status is None:
                    yield None
                going = (status == 0) != node.until
                if not going:
                    self.state.status = 0
                yield going

        why = described(self, node.test, None, not node.until)
        return self.redirected(node.redirects, lambda: self._rounds(rounds(), lambda: self.run(node.body), why))

    def _repeat(self, node: Repeat) -> int:
        text = self.expander.value(node.times).text
        count = int(text) if text is not None and text.isdigit() and len(text) < 6 else 0
        return self._rounds(iter([True] * min(count, _MAX_ROUNDS)), lambda: self.run(node.body), NOTHING)

    def _function(self, node: Function) -> int:
        for name in node.names:
            if name in self.state.aliases and not self.source.text.startswith("function", node.pos) and self.alias_counts(name, node.pos):
                raise Unreadable(say("{} is an alias, so it cannot be defined as a function here", user_name(name)))
            self.state.functions[name] = Defined(node.body, self.source, self.place(node.pos), self.alias_count)
        self.state.status = 0
        return NORMAL

    def _anonymous(self, node: Anonymous) -> int:
        defined = Defined(node.body, self.source, self.place(node.pos), 0)
        return self.call(defined, "(anon)", self.expander.fields(node.words), node.pos)

    def call(self, defined: Defined, name: str, arguments: list[Val], position: int) -> int:
        """Run a function."""
        if self.depth >= MAX_DEPTH or self.calls.count(name) > 8:
            self.record.note(say("{} calls itself too often to be followed", user_name(name)))
            self.state.status = None
            return NORMAL
        self.record.called.add((defined.place[0].path, defined.place[1]))
        state = self.state
        positional, options = state.positional, set(state.options)
        state.positional = tuple(arguments)
        state.frames.append({})
        self.calls.append(name)
        self.chain.append(self.place(position))
        self.depth += 1
        before = self.enter(defined.source)
        try:
            flow = self.framed(lambda: self.run(defined.body))
        finally:
            self.enter(before)
            self.depth -= 1
            self.chain.pop()
            self.calls.pop()
            self.state.frames.pop()
            self.state.positional = positional
            if "localoptions" in self.state.options:
                self.state.options = options
        return flow

    def _test(self, node: Test) -> int:
        answer = conditions.holds(self, node.test)
        self.state.status = None if answer is None else int(not answer)
        return NORMAL

    def _arithmetic(self, node: Arithmetic) -> int:
        number = self.expander.calculate(node.text)
        self.state.status = None if number is None else int(number == 0)
        return NORMAL
