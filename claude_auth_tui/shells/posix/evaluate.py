"""Walking the tree: what each command does to the shell's state, without running anything.

A condition is true, false or undecided. Where it is undecided both ways are walked, each on a state of its own, and
what they do not agree on is unknown afterwards. `if`, `case`, loops and functions are in `control`, single commands in `commands`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Final

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import StartKind
from claude_auth_tui.shells.posix.expansion import Broken, Unreadable
from claude_auth_tui.shells.posix.explain import described
from claude_auth_tui.shells.posix.nodes import (
    AndOr,
    Background,
    Block,
    Group,
    Node,
    Pipeline,
    Redirect,
    Simple,
    Subshell,
    Unread,
)
from claude_auth_tui.shells.posix.output import Input, Output
from claude_auth_tui.shells.posix.parser import Lines
from claude_auth_tui.shells.posix.record import Skip
from claude_auth_tui.shells.posix.redirecting import put_in_place
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.spots import named_at
from claude_auth_tui.shells.posix.state import State
from claude_auth_tui.shells.posix.values import Source, Val, joined

NORMAL: Final = 0
BREAK: Final = 1
CONTINUE: Final = 2
RETURN: Final = 3
EXIT: Final = 4

MAX_STEPS: Final = 100_000
"""Commands, and what long texts and lists cost, before an evaluation is given up: about a second."""
FIRST_STEPS: Final = 25_000
"""So many for any file; each character that is read allows one more, up to `MAX_STEPS`."""
MAX_DEPTH: Final = 40
"""Files, functions and evals inside one another."""
_MAX_ROUNDS: Final = 1000
_MAX_SKIPS: Final = 5000


class Overrun(Exception):  # noqa: N818 - a limit was reached, which ends the evaluation and is told
    pass


class Walker(Shell):
    """A shell that walks commands. What a single command does is the subclass's."""

    def __init__(self, machine: Machine, zsh: bool, start: StartKind, inherited: Mapping[str, Secret], names: Collection[str]) -> None:
        super().__init__(machine, zsh, start, inherited, names)
        self.steps = 0
        self.allowed = FIRST_STEPS
        self.counted: set[Source] = set()
        """The files whose characters were counted."""
        self.depth = 0
        self.levels = 1
        self.alias_count = 0
        self.returned: list[list[tuple[State, Shown]]] = [[]]
        """For each file and function being run: the states of undecided returns."""
        self.broken_out: list[list[tuple[State, Shown]]] = []
        self.masked = (-1, -1)
        """The offsets of that line in the source being run."""
        self.library: dict[Source, Lines] = {}
        self.making: list[tuple[str, Output, Val | None]] = []
        """Files that the running command writes: path, what it prints, and what was there before."""
        self.named: dict[Source, list[int]] = {}
        """Where each source names an asked-for variable."""
        self.ended: Shown = NOTHING
        """What replaced or ended the shell, if anything surely did."""
        self.tested = 0
        """How many tests are around (`if`, `&&`, `!`): a command may fail in them."""
        self._failing: frozenset[type] = frozenset([Simple, Pipeline, Subshell])
        """Commands whose failure `set -e` looks at."""
        self._table: dict[type, Callable[..., int]] = {
            Simple: self.simple,
            Block: self._block,
            AndOr: self._and_or,
            Pipeline: self._pipeline,
            Background: self._background,
            Group: self._group,
            Subshell: self._subshell,
            Unread: self._unread,
        }

    def spend(self, steps: int) -> None:
        """Count work that is no command."""
        self.steps += steps
        if self.steps > self.allowed:
            raise Overrun

    def simple(self, node: Simple) -> int:
        raise NotImplementedError

    def alias_counts(self, name: str, position: int) -> bool:
        raise NotImplementedError

    # -- texts and nodes

    def enter(self, source: Source) -> Source:
        """Make a source the one being run; answers the one before."""
        before, self.source = self.source, source
        self.masked = (-1, -1)
        if self.mask is not None and self.mask[0] == source.path and not source.spans:
            line = self.mask[1]
            starts = source.text.split("\n", line)[:line] if line > 0 else []
            if len(starts) == line:
                begin = sum(len(s) + 1 for s in starts[:-1])
                self.masked = (begin, begin + len(starts[-1]) + 1)
        return before

    def run_source(self, source: Source) -> int:
        """Run a whole text, line by line."""
        if self.depth >= MAX_DEPTH:
            self.note_at(0, say("nested too deeply; not followed"))
            return NORMAL
        if source.spans:
            self.spend(len(source.text) // 4)
        elif source not in self.counted:
            self.counted.add(source)
            self.allowed = min(self.allowed + len(source.text), MAX_STEPS)
        lines = self.library.get(source)
        if lines is None:
            lines = self.library[source] = Lines(source, self.zsh)
        before = self.enter(source)
        self.depth += 1
        flow = NORMAL
        try:
            for node in lines.reading(lambda: self.state.options):
                try:
                    flow = self.run(node)
                except Broken as broken:
                    self.record.failed += [self.place(node.pos), *self.chain]
                    if self.zsh:
                        raise
                    if isinstance(broken, Unreadable):
                        self.pass_over(node.pos, len(source.text), say("line {} cannot be read: {}", source.line(node.pos), broken.what))
                        self.note_at(node.pos, say("{}; nothing after it is read", broken.what))
                        break
                    self.note_at(node.pos, say("{}; the rest of the command is not run", broken.what))
                    self.state.status = 1
                    flow = NORMAL if self.interactive else EXIT
                if flow:
                    self.pass_over(node.end, len(source.text), self._left_by(flow, node))
                    break
            problem = lines.parser.problem
            if problem is not None and not flow:
                at = source.line(problem.position)
                self.pass_over(lines.parser.pos, len(source.text), say("after what cannot be read at line {}: {}", at, problem.what))
                self.pass_over(
                    min(problem.position, lines.parser.pos), len(source.text), say("line {} cannot be read: {}", at, problem.what)
                )
                self.note_at(problem.position, say("{}; nothing after it is read", problem.what))
        finally:
            self.depth -= 1
            self.enter(before)
        return flow

    def _left_by(self, flow: int, node: Node) -> Shown:
        line = self.source.line(max(node.end - 1, node.pos))
        return say(
            "after `{}` at line {}", say("return") if flow == RETURN else say("exit or exec") if flow == EXIT else say("break"), line
        )

    def run(self, node: Node) -> int:
        """Run one command; answers how control goes on."""
        self.steps += 1
        if self.steps > self.allowed:
            raise Overrun
        low, high = self.masked
        if low <= node.pos and node.end <= high:
            return NORMAL
        flow = self._table[type(node)](node)
        if not flow and self.state.status and "errexit" in self.state.options and type(node) in self._failing:
            return self._failed(node)
        return flow

    def _failed(self, node: Node) -> int:
        """`set -e`: bash ends where a command fails that no test asks for, an interactive one too; zsh goes on in its startup files (observed, 5.2 and 5.9)."""
        if self.zsh or self.tested or (isinstance(node, Pipeline) and node.negated):
            return NORMAL
        if not self.apart and not self.doubt:
            self.ended = say("`set -e` is on, and line {} fails, which ends the shell", self.source.origin(node.pos).line)
            self.note_at(node.pos, say("the shell ends here: `set -e` is on, and this fails"))
        return EXIT

    def test(self, node: Node) -> int:
        """Run a command that is asked whether it fails: `set -e` does not count in it."""
        self.tested += 1
        try:
            return self.run(node)
        finally:
            self.tested -= 1

    def tells(self, start: int, end: int) -> bool:
        """Whether a stretch of the current source names an asked-for variable: only then is it worth a reason."""
        named = self.named.get(self.source)
        if named is None:
            named = self.named[self.source] = named_at(self.source.text, self.names)
        at = bisect_left(named, start)
        return at < len(named) and named[at] < end

    def pass_over(self, start: int, end: int, why: Shown) -> None:
        """Write down that a stretch of the current source is not run, if it names a variable."""
        if self.tells(start, end) and len(self.record.skips) < _MAX_SKIPS:
            self.record.skips.append(Skip(self.source, start, end, why))

    def note_at(self, position: int, text: Shown) -> None:
        origin = self.source.origin(position)
        where = self.machine.place(origin.path, origin.line) if origin.path else NOTHING
        self.record.note(say("{}: {}", where, text) if where else text)

    def framed(self, run: Callable[[], int]) -> int:
        """Run a file or a function: `return` ends it, also where it is undecided."""
        self.returned.append([])
        doubt = self.doubt
        try:
            flow = run()
        finally:
            stashed = self.returned.pop()
            self.doubt = doubt
        for state, why in stashed:
            self.state.join(state, why)
        return NORMAL if flow == RETURN else flow

    # -- undecided conditions

    def undecided(self, why: Shown, first: Callable[[], int] | None, second: Callable[[], int] | None) -> int:
        """Go both ways; keep what they agree on."""
        other = self.state.fork()
        outer = self.doubt
        self.doubt = outer or why
        one = first() if first else NORMAL
        mine, self.state = self.state, other
        self.doubt = outer or why
        two = second() if second else NORMAL
        self.doubt = outer
        if one == two:
            mine.join(self.state, why)
            self.state = mine
            return one
        if one == EXIT:  # the shell that goes on is the one that did not end
            return two
        if two == EXIT:
            self.state = mine
            return one
        if one == NORMAL:
            self._stash(two, self.state, why)
            self.state, two = mine, one
        else:
            self._stash(one, mine, why)
        self.doubt = outer or why
        return two

    def _stash(self, flow: int, state: State, why: Shown) -> None:
        if flow == RETURN:
            self.returned[-1].append((state, why))
        elif self.broken_out:
            self.broken_out[-1].append((state, why))

    def _unread(self, node: Unread) -> int:
        self.pass_over(node.pos, node.end, say("line {} cannot be read: {}", self.source.line(node.pos), node.what))
        self.note_at(node.pos, say("{}; the command is not run", node.what))
        self.state.status = 2
        return NORMAL

    # -- lists

    def _block(self, node: Block) -> int:
        for item in node.items:
            flow = self.run(item)
            if flow:
                if item is not node.items[-1]:
                    self.pass_over(item.end, node.end, self._left_by(flow, item))
                return flow
        return NORMAL

    def _and_or(self, node: AndOr) -> int:
        flow = self.test(node.first)
        return flow or self._and_or_from(node, 0)

    def _and_or_from(self, node: AndOr, number: int) -> int:
        rest = node.rest
        left: Node = node.first if number == 0 else rest[number - 1][1]
        while number < len(rest):
            operator, command = rest[number]
            status = self.state.status
            number += 1
            if status is None:
                after = number
                why = described(self, left, None, operator == "&&")

                def go(command: Node = command, after: int = after) -> int:
                    return self._link(node, command, after) or self._and_or_from(node, after)

                def skip(after: int = after, operator: str = operator) -> int:
                    self.state.status = 1 if operator == "&&" else 0
                    return self._and_or_from(node, after)

                return self.undecided(why, go, skip)
            if (status == 0) == (operator == "&&"):
                flow = self._link(node, command, number)
                if flow:
                    return flow
                left = command
            else:
                if self.tells(command.pos, command.end):
                    self.pass_over(command.pos, command.end, described(self, left, status == 0, operator == "&&"))
        return NORMAL

    def _link(self, node: AndOr, command: Node, number: int) -> int:
        """A command of a chain: only the last one's failure is the chain's own."""
        return self.run(command) if number == len(node.rest) else self.test(command)

    def _pipeline(self, node: Pipeline) -> int:
        self.tested += node.negated
        try:
            flow = self.run(node.commands[0]) if len(node.commands) == 1 else self._piped(node)
        finally:
            self.tested -= node.negated
        if node.negated and not flow and self.state.status is not None:
            self.state.status = int(self.state.status == 0)
        return flow

    def _piped(self, node: Pipeline) -> int:
        outer_input, outer_output = self.input, self.output
        last = len(node.commands) - 1
        keeps_last = self.zsh or "lastpipe" in self.state.options
        flow = NORMAL
        try:
            for number, command in enumerate(node.commands):
                self.output = outer_output if number == last else Output()
                self.captured += number != last
                if number == last and keeps_last:
                    flow = self.run(command)
                else:
                    self.aside(partial(self.run, command), say("in a pipeline, which runs in a shell of its own"))
                self.captured -= number != last
                self.input = Input(self.output.value())
        finally:
            self.input, self.output = outer_input, outer_output
        return flow

    def aside(self, run: Callable[[], int], why: Shown) -> None:
        """Run in a copy of the shell: only its exit status comes back."""
        outer, apart, doubt = self.state, self.apart, self.doubt
        self.state = outer.fork()
        self.apart = apart or why
        captured = self.captured
        try:
            self.framed(run)
        except Broken:
            self.state.status = 1
        finally:
            outer.status = self.state.status
            self.state, self.apart, self.doubt, self.captured = outer, apart, doubt, captured

    def _background(self, node: Background) -> int:
        self.aside(lambda: self.run(node.body), say("in the background, in a shell of its own"))
        self.state.status = 0
        return NORMAL

    # -- groups

    def redirected(self, redirects: tuple[Redirect, ...], run: Callable[[], int]) -> int:
        """Run with the redirections in place; a file that cannot be read keeps the command from running."""
        if not redirects:
            return run()
        outer = self.input, self.output, self.captured
        made, self.making = self.making, []
        try:
            if not all(put_in_place(self, r) for r in redirects):
                self.state.status = 1
                return NORMAL
            return run()
        finally:
            for path, output, before in self.making:
                text = output.value()
                self.written[path] = joined([before, text]) if before is not None and before.text else text
            self.input, self.output, self.captured, self.making = *outer, made

    def _group(self, node: Group) -> int:
        flow = self.redirected(node.redirects, lambda: self.run(node.body))
        if node.always is not None:
            status = self.state.status
            second = self.run(node.always)
            self.state.status = status
            flow = second or flow
        return flow

    def _subshell(self, node: Subshell) -> int:
        def inside() -> int:
            self.aside(lambda: self.run(node.body), say("in a subshell, which ends with it"))
            return NORMAL

        return self.redirected(node.redirects, inside)
