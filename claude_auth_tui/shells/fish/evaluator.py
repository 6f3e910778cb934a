"""Walks the statements of a fish script as fish would run them, without running anything.

Where a condition is not known, both ways are walked and what they leave behind is merged. Commands that are modelled
live in `commands`; every other program is one whose output and status are not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish import functions, programs
from claude_auth_tui.shells.fish.branching import Branching
from claude_auth_tui.shells.fish.commands import COMMANDS, CONTROL, PRINTING
from claude_auth_tui.shells.fish.compound import run_for, run_if, run_switch, run_while
from claude_auth_tui.shells.fish.control import FOREIGN, foreign
from claude_auth_tui.shells.fish.expand import Expander, ExpansionError
from claude_auth_tui.shells.fish.record import Call, Claim, Flow, LeaveError, told
from claude_auth_tui.shells.fish.shell import MAX_STEPS, Shell
from claude_auth_tui.shells.fish.streams import piped, redirected, with_assignments
from claude_auth_tui.shells.fish.syntax import (
    Begin,
    Block,
    For,
    Function,
    If,
    Line,
    Pipeline,
    Simple,
    Statement,
    Step,
    Switch,
    While,
)
from claude_auth_tui.shells.fish.values import Item, Opaque

_MAX_ROUNDS: Final = 5_000
_MAX_DEPTH: Final = 45
"""Blocks in blocks, calls and sourced files counted: each takes some fifteen frames of Python's thousand."""
_MAX_READINGS: Final = 4
"""How often a file may read itself, one reading in another."""
_FILE_ENDS: Final = frozenset({Flow.RETURN, Flow.EXIT, Flow.BREAK, Flow.CONTINUE})


class Evaluator(Branching):
    """Evaluates statements in a `Shell`."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.expander = Expander(shell, self.substitute)
        self.depth = 0
        self.reading: list[str] = []
        """The files that are being read, one sourced by another."""
        self.watching = False
        """Whether any function waits for a change of a variable."""
        self.reacting: set[str] = set()

    # files and texts

    def source_file(self, path: str, text: str) -> Flow:
        """A file's statements. `exit` in it ends only the file; so does `return`, unless a function is being called (observed, 3.6)."""
        shell = self.shell
        if path not in shell.files:
            shell.allowed = min(shell.allowed + len(text), MAX_STEPS)
        shell.files[path] = None
        if self.reading.count(path) >= _MAX_READINGS:
            shell.note(say("a file that reads itself is not followed any further"))
            shell.too_deep = True
            raise ExpansionError(1)
        source = shell.source(path, text)
        if source.block is None:
            refused = NOTHING if source.too_deep else say("fish refuses the whole file, ")
            shell.notes[say("{}: {}{}", shell.machine.show_path(path), refused, source.error)] = None
            if source.too_deep:
                outer, shell.path = shell.path, path
                shell.poison(
                    Opaque(say("{}, {}", shell.machine.show_path(path), source.error), many=True), 1, [n for n in shell.names if n in text]
                )
                shell.path = outer
            shell.state.status = 1
            return Flow.NORMAL
        outer, shell.path = shell.path, path
        pinned, shell.pinned = shell.pinned, 0
        line = shell.line
        self.reading.append(path)
        try:
            return self._as_file(source.block)
        finally:
            self.reading.pop()
            shell.path, shell.pinned, shell.line = outer, pinned, line

    def source_text(self, block: Block, line: int, *, as_file: bool) -> Flow:
        """Statements that were put together while running; they count as written on `line`."""
        pinned, self.shell.pinned = self.shell.pinned, self.shell.pinned or line
        try:
            return self._as_file(block) if as_file else self.block(block)
        finally:
            self.shell.pinned = pinned

    def _as_file(self, block: Block) -> Flow:
        mark = len(self.shell.parked)
        blocks = self.shell.state.frames[-1].blocks
        blocks.append({})
        height = len(blocks)
        flow = self.block(block)
        ends = _FILE_ENDS - {Flow.RETURN} if len(self.shell.state.frames) > 1 else _FILE_ENDS
        self.join(mark, ends, len(self.shell.state.frames), height)
        del self.shell.state.frames[-1].blocks[height - 1 :]
        return Flow.NORMAL if flow in ends else flow

    # blocks

    def block(self, block: Block) -> Flow:
        shell = self.shell
        if self.depth >= _MAX_DEPTH:
            shell.note(say("calls and blocks go too deep to be followed"))
            shell.too_deep = True
            raise ExpansionError(1)
        self.depth += 1
        mark = len(shell.events)
        try:
            for index, line in enumerate(block.lines):
                flow = self._only(line.only) if line.only is not None else self.line_(line)
                if self.depth == 1:
                    if shell.too_deep:
                        self._after_too_deep(line.line, mark)
                    mark = len(shell.events)
                if flow is not Flow.NORMAL:
                    self._not_reached(block.lines[index + 1 :], line.line, flow)
                    return flow
            return Flow.NORMAL
        finally:
            self.depth -= 1

    def _after_too_deep(self, line: int, mark: int) -> None:
        """A statement that went deeper than is followed: what it did on the way up again depends on how deep fish went."""
        shell = self.shell
        shell.too_deep = False
        names = {event.key.name for event in shell.events[mark:] if not event.local}
        shell.poison(Opaque(say("calls and blocks go too deep to be followed"), many=True), line, sorted(names))

    def scoped(self, block: Block) -> Flow:
        """A block with a scope of its own."""
        frame = self.shell.state.frames[-1]
        height = len(frame.blocks)
        frame.blocks.append({})
        flow = self.block(block)
        del self.shell.state.frames[-1].blocks[height:]
        return flow

    def _not_reached(self, lines: Sequence[Line], at: int, flow: Flow) -> None:
        said = {
            Flow.BREAK: say("break"),
            Flow.CONTINUE: say("continue"),
            Flow.RETURN: say("return"),
            Flow.EXIT: say("exit"),
            Flow.REPLACED: say("exec"),
        }[flow]
        for line in lines:
            self.shell.skipped.setdefault(id(line), say("after {} at line {}", said, at))

    def line_(self, line: Line) -> Flow:
        shell = self.shell
        shell.line = line.line
        if not line.keyword:
            return self._chain(line, 0)
        wanted = line.keyword == "and"
        return self.if_status(wanted, lambda: self._chain(line, 0), lambda: self._skip(line, wanted))

    def _skip(self, line: Line, wanted: bool) -> Flow:
        self.shell.skipped.setdefault(id(line), self.because(not wanted))
        return Flow.NORMAL

    def asked(self) -> Claim:
        return self.shell.claim or Claim(say("the command at line {}", self.shell.line), say("succeeds"), say("fails"))

    def because(self, held: bool) -> Shown:
        """Why something is not run: what was asked, and how it came out."""
        asked = self.asked() if not held else self.asked().turned()
        return say("only when {}; it {}", asked.said, asked.no)

    def if_status(self, wanted: bool, run: Callable[[], Flow], skip: Callable[[], Flow]) -> Flow:
        status = self.shell.state.status
        if status is None:
            shell = self.shell
            asked = self.asked() if wanted else self.asked().turned()

            def assume(zero: bool, then: Callable[[], Flow]) -> Flow:
                shell.state.status = 0 if zero else 1
                return then()

            return self.either(say("only when {}", asked.said), lambda: assume(wanted, run), lambda: assume(not wanted, skip))
        return run() if (status == 0) is wanted else skip()

    def _chain(self, line: Line, index: int) -> Flow:
        """The pipelines of a line from `index` on."""
        if line.only is not None:
            return self._only(line.only)
        while index < len(line.pipelines):
            pipeline = line.pipelines[index]
            if not pipeline.connector:
                flow = self.pipeline(pipeline)
            elif self.shell.state.status is not None:
                wanted = pipeline.connector == "&&"
                if (self.shell.state.status == 0) is not wanted:
                    self.shell.skipped.setdefault(id(pipeline), self.because(not wanted))
                    index += 1
                    continue
                flow = self.pipeline(pipeline)
            else:
                run, skip = partial(self._from, line, index), partial(self._chain, line, index + 1)
                return self.if_status(pipeline.connector == "&&", run, skip)
            if flow is not Flow.NORMAL:
                return flow
            index += 1
        return Flow.NORMAL

    def _from(self, line: Line, index: int) -> Flow:
        flow = self.pipeline(line.pipelines[index])
        return flow if flow is not Flow.NORMAL else self._chain(line, index + 1)

    # pipelines

    def pipeline(self, pipeline: Pipeline) -> Flow:
        steps = pipeline.steps
        flow = self.step(steps[0]) if len(steps) == 1 else piped(self, steps)
        state = self.shell.state
        if pipeline.background:
            state.status = 0
        if pipeline.negated:
            claim = self.shell.claim
            self.shell.claim = claim.turned() if claim is not None else None
            state.status = state.status if state.status is None else 0 if state.status else 1
        return flow

    def _only(self, statement: Simple) -> Flow:
        """A line that is nothing but one command: what `line_` comes to, on a short way."""
        shell = self.shell
        frames, blocks = len(shell.state.frames), len(shell.state.frames[-1].blocks)
        try:
            return self.simple(statement)
        except ExpansionError as error:
            shell.state.status, shell.claim, shell.missing = error.status, None, True
            self._close(frames, blocks)
            return Flow.NORMAL
        except LeaveError as leave:
            self._close(frames, blocks)
            return leave.flow

    def step(self, step: Step) -> Flow:
        shell = self.shell
        frames, blocks = len(shell.state.frames), len(shell.state.frames[-1].blocks)
        try:
            flow = with_assignments(self, step.assignments, step.statement) if step.assignments else self.statement(step.statement)
        except ExpansionError as error:  # fish says why and does not run the command
            flow, shell.state.status, shell.claim, shell.missing = Flow.NORMAL, error.status, None, True
            self._close(frames, blocks)
        except LeaveError as leave:
            flow = leave.flow
            self._close(frames, blocks)
        if step.negated and shell.state.status is not None:
            shell.state.status = 0 if shell.state.status else 1
            shell.claim = shell.claim.turned() if shell.claim is not None else None
        return flow

    def _close(self, frames: int, blocks: int) -> None:
        """Leave the calls and blocks that an error or an exit left open."""
        del self.shell.state.frames[frames:]
        del self.shell.state.frames[-1].blocks[blocks:]

    # statements

    def statement(self, statement: Statement) -> Flow:
        if isinstance(statement, Simple):
            return self.simple(statement)
        if statement.redirections:
            return redirected(self, statement, lambda: self._compound(statement))
        return self._compound(statement)

    def _compound(self, statement: Statement) -> Flow:
        if isinstance(statement, If):
            return run_if(self, statement)
        if isinstance(statement, Begin):
            return self.scoped(statement.body)
        if isinstance(statement, Function):
            return functions.define(self, statement)
        if isinstance(statement, For):
            return run_for(self, statement)
        if isinstance(statement, Switch):
            return run_switch(self, statement)
        return run_while(self, statement) if isinstance(statement, While) else Flow.NORMAL

    # commands

    def simple(self, statement: Simple) -> Flow:
        shell = self.shell
        shell.spend()
        shell.line = statement.line
        shell.missing = False
        first = statement.words[0].plain if statement.words else None
        items, sources = self.expander.words(statement.words, nothing_matches=first in ("set", "count"))
        if not items:
            shell.state.status = 123
            return Flow.NORMAL
        call = Call(items, sources, statement.line, statement)
        if statement.redirections:
            return redirected(self, statement, lambda: self._run(call, statement.decorator))
        return self._run(call, statement.decorator)

    def _run(self, call: Call, decorator: str) -> Flow:
        shell = self.shell
        name = call.words[0]
        if isinstance(name, Opaque):
            shell.note(say("the command is only known when the shell runs: {}", name.reason), call.line)
            self._opaque_command(call, name)
            return Flow.NORMAL
        if decorator == "exec":
            return self._exec(call)
        if not decorator:
            if name in FOREIGN and shell.function_file(name) is not None:
                return foreign(self, call)
            definition = functions.find(self, name)
            if definition is not None:
                shell.line = call.line
                flow = functions.call(self, definition, call.words[1:])
                shell.claim = None
                return flow
        if decorator != "command" or name in PRINTING:
            control = CONTROL.get(name)
            if control is not None:
                shell.claim = None
                return control(self, call)
            command = COMMANDS.get(name)
            if command is not None:
                shell.claim = None
                shell.state.status = command(shell, call)
                return self._after_change(call) if self.watching and name in ("set", "export", "read", "setenv", "cd") else Flow.NORMAL
        shell.claim = None
        shell.state.status = programs.run(shell, call)
        return Flow.NORMAL

    def _after_change(self, call: Call) -> Flow:
        """Call the functions that wait for a change of a variable."""
        named = {"PWD"} if call.name == "cd" else {str(word).partition("=")[0].partition("[")[0] for word in call.words[1:]}
        for definition in list(self.shell.state.functions.values()):
            if definition is None or definition.name in self.reacting:
                continue
            if any(f"--on-variable {name}" in definition.events for name in named):
                status = self.shell.state.status
                self.reacting.add(definition.name)
                flow = functions.call(self, definition, ["VARIABLE", "SET", next(iter(named))])
                self.reacting.discard(definition.name)
                self.shell.state.status = status
                if flow is not Flow.NORMAL:
                    return flow
        return Flow.NORMAL

    def unknown_command(self) -> Flow:
        self.shell.state.status = 127
        return Flow.NORMAL

    def _opaque_command(self, call: Call, doubt: Opaque) -> None:
        shell = self.shell
        shell.state.status = None
        shell.write(Opaque(doubt.reason, True, call.source))

    def _exec(self, call: Call) -> Flow:
        """`exec`: another program takes the shell's place, unless it is not found."""
        shell = self.shell
        found = shell.program(call.name)
        if found is False:
            shell.state.status = 127
            return Flow.NORMAL
        shell.note(say("{} takes the place of the shell", told(call.name)), call.line)
        return (
            Flow.REPLACED
            if found
            else self.either(say("only when {} is installed", told(call.name)), lambda: Flow.REPLACED, self.unknown_command)
        )

    def substitute(self, body: Block) -> list[Item]:
        """Run the body of a substitution; what it sets stays set, fish runs it in the shell itself."""
        shell = self.shell
        stdin = shell.stdin
        shell.sinks.append([])
        line = shell.line
        try:
            shell.substitutions += 1
            flow = self.scoped(body)
        finally:
            shell.substitutions -= 1
            printed = shell.sinks.pop()
            shell.stdin = stdin
            shell.line = line
        if flow in (Flow.EXIT, Flow.REPLACED):
            raise LeaveError(flow)
        if flow is Flow.RETURN:  # it leaves the function, or the file, that the substitution stands in (observed, 3.6)
            raise LeaveError(Flow.RETURN if len(shell.state.frames) > 1 else Flow.EXIT)
        if shell.missing:  # fish does not run a command with such a substitution
            raise ExpansionError(127)
        return printed
