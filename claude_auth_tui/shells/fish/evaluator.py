"""Walks the statements of a fish script as fish would run them, without running anything.

Where a condition is not known, both ways are walked and what they leave behind is merged. What a builtin or a program does
lives in `builtins` and `programs`; they see the `Shell`, and this one only through `Running`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish import programs
from claude_auth_tui.shells.fish.builtins import COMMANDS, PRINTING, Builtin, foreign
from claude_auth_tui.shells.fish.expand import Expander
from claude_auth_tui.shells.fish.from_bash import FROM_BASH
from claude_auth_tui.shells.fish.matching import fish_pattern
from claude_auth_tui.shells.fish.parser import parse
from claude_auth_tui.shells.fish.reach import give_up
from claude_auth_tui.shells.fish.record import (
    BAD_EXPANSION,
    EMPTY_COMMAND,
    NOT_FOUND,
    Call,
    Claim,
    ExpansionError,
    Flow,
    LeaveError,
    OutOfBudgetError,
    Stream,
    told,
)
from claude_auth_tui.shells.fish.shell import BUILTINS, MAX_CALLS, MAX_STEPS, Shell
from claude_auth_tui.shells.fish.state import Defined, Frame, Scope, State, Var, Way, defined, joined, merged
from claude_auth_tui.shells.fish.syntax import (
    Assignment,
    Begin,
    Block,
    FishSyntaxError,
    For,
    Function,
    If,
    Line,
    Pipeline,
    Redirection,
    Simple,
    Statement,
    Step,
    Substitution,
    Switch,
    Text,
    While,
    Wild,
    Word,
)
from claude_auth_tui.shells.fish.values import Item, Opaque, file_lines, known, lines_of, opaque_in
from claude_auth_tui.shells.source_shown import source_shown

_MAX_ROUNDS: Final = 5_000
_MAX_DEPTH: Final = 45
"""Blocks in blocks, calls and sourced files counted: each takes some fifteen frames of Python's thousand."""
_MAX_READINGS: Final = 4
"""How often a file may read itself, one reading in another."""
_READING_AGAIN: Final = 20
"""Steps that it costs to find that a file reads itself too often: files that do so again and again are given up sooner."""
_MAX_CODE: Final = 2_000_000
"""Characters: longer texts are not run."""
_LETTERS_PARSED_A_STEP: Final = 9
_COST_OF_TWO_WAYS: Final = 5
_VARIABLES_A_STEP: Final = 20
"""So many variables are looked at for one step where two ways meet."""
_FEWEST_STEPS: Final = 400
"""A statement of a file may take half of what is left; where that is less, all of it."""
_FILE_ENDS: Final = frozenset({Flow.RETURN, Flow.EXIT, Flow.BREAK, Flow.CONTINUE})
_LOOP_ENDS: Final = frozenset({Flow.BREAK, Flow.CONTINUE})
_FLOW_SHOWN: Final = {
    Flow.BREAK: say("break"), Flow.CONTINUE: say("continue"), Flow.RETURN: say("return"), Flow.EXIT: say("exit"),
    Flow.REPLACED: say("exec"),
}  # fmt: skip


class Evaluator:
    """Evaluates statements in a `Shell`."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        shell.runner = self
        self.expander = Expander(shell)
        self.depth = 0
        self.leaving = Flow.NORMAL
        """How control goes on behind the builtin that is being run."""
        self.reading: list[str] = []
        """The files that are being read, one sourced by another."""

    # what builtins ask for (`Running`)

    def leave(self, flow: Flow) -> None:
        self.leaving = flow

    def run_text(self, text: str, call: Call, *, as_file: bool) -> int | None:
        shell = self.shell
        shell.spend(len(text) // _LETTERS_PARSED_A_STEP)
        try:
            block = parse(text, call.line, in_loop=not as_file) if len(text) <= _MAX_CODE else None
        except FishSyntaxError as error:
            shell.note(say("fish refuses what is put together here: {}", error.message), call.line)
            block = None
        if block is None:
            return 1
        shell.record.kept.append(block)
        place = shell.pinned, shell.first_line
        shell.pinned, shell.first_line = shell.pinned or call.line, call.line  # all of it counts as written on that line
        try:
            self.leave(self._as_file(block) if as_file else self.block(block))
        finally:
            shell.pinned, shell.first_line = place
        return shell.state.status

    def run_file(self, path: str, text: str) -> int | None:
        self.leave(self.source_file(path, text))
        return self.shell.state.status

    def find_function(self, name: str) -> Defined | None:
        """A function by its name, loaded from its own file where it has one."""
        shell = self.shell
        functions = shell.state.functions
        if name in functions:
            return functions[name]
        path = shell.function_file(name)
        text = shell.lookup.text(path) if path is not None else None
        if path is None or text is None:
            return None
        functions[name] = None  # not again, if the file does not define it
        if self.source_file(path, text) is Flow.RETURN:  # a file that returns takes the function along that needed it (observed, 3.6)
            raise LeaveError(Flow.RETURN)
        return functions.get(name)

    def call_function(self, function: Defined, arguments: Sequence[Item]) -> Flow:
        """Run a function's body; `return` in it ends only the function, `exit` the file."""
        shell = self.shell
        shell.record.called.add(function.name)
        if function.maybe:
            certain = replace(function, maybe=False)
            why = say("only when {} is defined", user_name(function.name))
            return self.undecided(why, lambda: self.call_function(certain, arguments), self._not_found)
        if len(shell.state.frames) > MAX_CALLS:
            shell.note(say("calls of {} go too deep to be followed", user_name(function.name)))
            shell.too_deep = True
            shell.state.status = None
            return Flow.NORMAL
        steps = shell.steps
        scope: Scope = shell.exported_locals()
        scope.update(function.inherited)
        scope["argv"] = Var(tuple(arguments))
        for name, item in zip(function.arguments, arguments, strict=False):
            scope[name] = Var((item,))
        for name in function.arguments[len(arguments) :]:
            scope[name] = Var(())
        place = shell.path, shell.pinned, shell.line, shell.first_line
        height = len(shell.state.frames)
        mark = len(shell.parked)
        shell.state.frames.append(Frame([scope], function.name, function.transparent, function.path))
        shell.path, shell.pinned, shell.first_line = function.path, function.pinned, None if function.pinned else 1
        try:
            flow = self.block(self._body(function))
        finally:
            shell.path, shell.pinned, shell.line, shell.first_line = place
        self._join(mark, frozenset({Flow.RETURN}), height + 1, 1)
        del shell.state.frames[height:]
        shell.missing = False
        if shell.steps == steps and flow is Flow.NORMAL:
            shell.state.status = 0  # no command was run in it (observed, 3.6)
        return flow if flow in (Flow.EXIT, Flow.REPLACED) else Flow.NORMAL

    def _body(self, function: Defined) -> Block:
        """The body; that of an alias is parsed when it is called first."""
        if not function.text:
            return function.body
        try:
            block = parse(function.text, function.line)
        except FishSyntaxError:
            block = Block(())
        self.shell.record.kept.append(block)
        if self.shell.state.functions.get(function.name) is function:
            self.shell.state.functions[function.name] = replace(function, body=block, text="")
        return block

    def substitute(self, part: Substitution) -> list[Item]:
        """Run the body of a substitution; what it sets stays set, fish runs it in the shell itself."""
        shell = self.shell
        stdin, line, first_line = shell.stdin, shell.line, shell.first_line
        shell.sinks.append([])
        try:
            shell.substitutions += 1
            shell.first_line = part.line
            flow = self.scoped(part.body)
        finally:
            shell.substitutions -= 1
            printed = shell.sinks.pop()
            shell.stdin, shell.line, shell.first_line = stdin, line, first_line
        if flow in (Flow.EXIT, Flow.REPLACED):
            raise LeaveError(flow)
        if flow is Flow.RETURN:  # it leaves the function, or the file, that the substitution stands in (observed, 3.6)
            raise LeaveError(Flow.RETURN if len(shell.state.frames) > 1 else Flow.EXIT)
        if shell.missing:  # fish does not run a command with such a substitution
            raise ExpansionError(NOT_FOUND)
        return printed

    # two ways

    def undecided(self, why: Shown, first: Callable[[], Flow], second: Callable[[], Flow], *, doubtful: bool = True) -> Flow:
        """Walk both ways; `why` says what decides. Where not `doubtful`, all that happens on the first way happens in any case."""
        shell = self.shell
        shell.spend(_COST_OF_TWO_WAYS)
        base, stream = shell.state, shell.stdin
        start = stream.position if stream is not None else 0
        sink: list[Item] = shell.sinks[-1] if shell.sinks else []
        mark = len(sink)
        if doubtful:
            shell.doubts.append(why)
        try:
            one, left = self._walked(base, first)
            printed, read = sink[mark:], stream.position if stream is not None else 0
            del sink[mark:]
            if stream is not None:
                stream.position = start
            other, right = self._walked(base, second)
        finally:
            if doubtful:
                shell.doubts.pop()
        if printed != sink[mark:]:
            sink[mark:] = [Opaque(why, many=True)]
        if stream is not None and read != stream.position:
            stream.lines, stream.position = [Opaque(why, many=True)], 0
        if one is other:
            shell.state = joined(left, right, why)
            return one
        if Flow.REPLACED in (one, other):  # only the way that stays in this shell counts
            shell.state = (left if other is Flow.REPLACED else right).taken()
            return one if other is Flow.REPLACED else other
        away, stays = (right, left) if one is Flow.NORMAL else (left, right)
        shell.spend(len(base.globals) // _VARIABLES_A_STEP)
        shell.parked.append((other if away is right else one, away.alone(base), why))
        shell.state = stays.taken()
        return one if stays is left else other

    def _in_any_order(self, items: Sequence[Item], run: Callable[[Sequence[Item]], Flow], line: int) -> Flow:
        """Go through items whose order is not known, from both ends: every two of them come in both orders."""
        shell = self.shell
        events, why = shell.record.events, say("line {} goes through files in an order that only the disk knows", line)
        mark = end = len(events)

        def forward() -> Flow:
            nonlocal end
            flow = run(items)
            end = len(events)
            return flow

        flow = self.undecided(why, forward, lambda: run(items[::-1]), doubtful=False)
        del events[end:]  # the same once more
        for number, event in enumerate(events[mark:], mark):
            var = shell.state.find(event.key.name)
            doubt = opaque_in(var.items) if var is not None else None
            if doubt is not None and doubt.reason == why:
                events[number] = replace(event, doubt=event.doubt or why)
        return flow

    def _walked(self, base: State, way: Callable[[], Flow]) -> tuple[Flow, Way]:
        """Walk one way from `base`, and take back what it wrote."""
        shell = self.shell
        base.globals.begin()
        base.functions.begin()
        shell.state = base.fork()
        try:
            flow = way()
        except BaseException:
            base.globals.keep()
            base.functions.keep()
            raise
        return flow, Way(shell.state, base.globals.undo(), base.functions.undo())

    def _join(self, mark: int, flows: frozenset[Flow], frames: int, blocks: int) -> None:
        """Merge the ways that had left before, back to as many frames and blocks as are open here."""
        shell = self.shell
        kept = shell.parked[:mark]
        for flow, state, why in shell.parked[mark:]:
            if flow not in flows:
                kept.append((flow, state, why))
                continue
            for open_ones in (state, shell.state):
                del open_ones.frames[frames:]
                del open_ones.frames[-1].blocks[blocks:]
            shell.spend(1 + len(state.globals) // _VARIABLES_A_STEP)
            shell.state = merged(state, shell.state, why)
        shell.parked[:] = kept

    # files and blocks

    def source_file(self, path: str, text: str) -> Flow:
        """A file's statements. `exit` in it ends only the file; so does `return`, unless a function is being called (observed, 3.6)."""
        shell = self.shell
        if path not in shell.record.files:
            shell.grant(len(text))
        shell.record.files[path] = None
        if self.reading.count(path) >= _MAX_READINGS:
            shell.spend(_READING_AGAIN)
            shell.note(say("a file that reads itself is not followed any further"))
            shell.too_deep = True
            raise ExpansionError(1)
        source = shell.source(path, text)
        place = shell.path, shell.pinned, shell.line, shell.first_line
        shell.path = path
        if source.block is None:
            shown = shell.machine.show_path(path)
            shell.record.note(say("{}: {}{}", shown, NOTHING if source.too_deep else say("fish refuses the whole file, "), source.error))
            if source.too_deep:
                shell.poison(Opaque(say("{}, {}", shown, source.error), many=True), 1, [n for n in shell.names if n in text])
            shell.path = place[0]
            shell.state.status = 1
            return Flow.NORMAL
        shell.pinned, shell.first_line = 0, 1
        self.reading.append(path)
        try:
            return self._as_file(source.block, text.count("\n") + 1)
        finally:
            self.reading.pop()
            shell.path, shell.pinned, shell.line, shell.first_line = place

    def _as_file(self, block: Block, lines: int = 0) -> Flow:
        """A text as a file; `lines` is how many it has, where it is one."""
        frames = self.shell.state.frames
        mark, height = len(self.shell.parked), len(frames[-1].blocks)
        frames[-1].blocks.append({})
        flow = self.block(block, lines)
        frames = self.shell.state.frames
        ends = _FILE_ENDS - {Flow.RETURN} if len(frames) > 1 else _FILE_ENDS
        self._join(mark, ends, len(frames), height + 1)
        del self.shell.state.frames[-1].blocks[height:]
        return Flow.NORMAL if flow in ends else flow

    def block(self, block: Block, lines: int = 0) -> Flow:
        """Statements; those of a file (of so many `lines`) have steps of their own."""
        shell = self.shell
        if self.depth >= _MAX_DEPTH:
            shell.note(say("calls and blocks go too deep to be followed"))
            shell.too_deep = True
            raise ExpansionError(1)
        self.depth += 1
        mark = len(shell.record.events)
        try:
            for index, line in enumerate(block.lines):
                if self.depth == 1:
                    shell.state.globals.begin()
                if lines:
                    last = block.lines[index + 1].line - 1 if index + 1 < len(block.lines) else lines
                    try:
                        flow = self._bounded(line, max(last, line.line))
                    except OutOfBudgetError:
                        if self.depth > 1:
                            raise
                        self._give_up(line.line, lines, say("it takes more steps than are followed"))
                        shell.state.globals.keep()
                        return Flow.NORMAL
                else:
                    flow = self._one(line)
                if self.depth == 1:
                    written = shell.state.globals.keep()
                    if shell.too_deep:
                        self._after_too_deep(line.line, mark, written)
                    mark = len(shell.record.events)
                if flow is not Flow.NORMAL:
                    for passed in block.lines[index + 1 :]:
                        shell.record.skip(passed, say("after {} at line {}", _FLOW_SHOWN[flow], line.line))
                    return flow
            return Flow.NORMAL
        finally:
            self.depth -= 1

    def _one(self, line: Line) -> Flow:
        return self._only(line.only) if line.only is not None else self._line(line)

    def _bounded(self, line: Line, last: int) -> Flow:
        """A statement of a file, with steps of its own. Where these are used up it is given up: what it could not touch stays as it was."""
        shell = self.shell
        frames, sinks, parked = shell.state.frames, len(shell.sinks), len(shell.parked)
        height, blocks, stdin, leaving = len(frames), len(frames[-1].blocks), shell.stdin, self.leaving
        allowed, granted = shell.allowed, shell.granted
        left = allowed - shell.steps
        shell.allowed = shell.steps + (left if left < _FEWEST_STEPS else max(left // 2, _FEWEST_STEPS))
        try:
            return self._one(line)
        except OutOfBudgetError:
            limit = say("it takes more steps than are followed")
        except RecursionError:
            limit = say("it is nested too deeply")
        finally:
            shell.allowed = min(allowed + shell.granted - granted, MAX_STEPS)
        del shell.state.frames[height:], shell.state.frames[-1].blocks[blocks:], shell.sinks[sinks:], shell.parked[parked:]
        shell.stdin, self.leaving = stdin, leaving
        if shell.steps > shell.allowed:
            raise OutOfBudgetError
        self._give_up(line.line, last, limit)
        return Flow.NORMAL

    def _give_up(self, first: int, last: int, why: Shown) -> None:
        """Go on behind lines that are not followed to their end; where they may leave the file, perhaps."""
        shell = self.shell
        shell.claim, shell.missing, shell.unopened, shell.too_deep = None, False, False, False
        shell.happened.clear()
        path = shell.path
        give_up(shell, path, first, last, why)
        if re.search(r"(?<![\w-])(?:exit|return|exec)(?![\w-])", "\n".join(shell.sources[path].text.split("\n")[first - 1 : last])):
            shell.parked.append((Flow.EXIT, shell.state.apart(), say("only when line {} goes on", first)))

    def _after_too_deep(self, line: int, mark: int, written: Collection[str]) -> None:
        """A statement that went deeper than is followed: what it did on the way up again depends on how deep fish went."""
        shell = self.shell
        shell.too_deep = False
        doubt = Opaque(say("calls and blocks go too deep to be followed"), many=True)
        names = {event.key.name for event in shell.record.events[mark:] if not event.local}
        shell.poison(doubt, line, sorted(names))
        for name in written:
            before = shell.state.globals.get(name)
            if name not in names and before is not None:
                shell.state.globals[name] = Var((doubt,), before.exported, before.path, before.origin, True)

    def scoped(self, block: Block, scope: Scope | None = None) -> Flow:
        """A block with a scope of its own, which may hold variables before."""
        height = len(self.shell.state.frames[-1].blocks)
        self.shell.state.frames[-1].blocks.append(scope if scope is not None else {})
        flow = self.block(block)
        del self.shell.state.frames[-1].blocks[height:]
        return flow

    # lines and pipelines

    def _line(self, line: Line) -> Flow:
        shell = self.shell
        shell.line = line.line
        if not line.keyword:
            return self._chain(line, 0)
        wanted = line.keyword == "and"

        def skip() -> Flow:
            shell.record.skip(line, self._because(not wanted))
            return Flow.NORMAL

        return self._if_status(wanted, partial(self._chain, line, 0), skip)

    def _asked(self) -> Claim:
        return self.shell.claim or Claim(say("the command at line {}", self.shell.line), say("succeeds"), say("fails"))

    def _because(self, held: bool) -> Shown:
        """Why something is not run: what was asked, and how it came out."""
        asked = self._asked() if not held else self._asked().turned()
        return say("only when {}; it {}", asked.said, asked.no)

    def _if_status(self, wanted: bool, run: Callable[[], Flow], skip: Callable[[], Flow]) -> Flow:
        """Go on as the last status says; both ways where it is not known."""
        shell = self.shell
        if shell.state.status is not None:
            return run() if (shell.state.status == 0) is wanted else skip()
        asked = self._asked() if wanted else self._asked().turned()

        def assume(zero: bool, then: Callable[[], Flow]) -> Flow:
            shell.state.status = 0 if zero else 1
            return then()

        return self.undecided(say("only when {}", asked.said), partial(assume, wanted, run), partial(assume, not wanted, skip))

    def _chain(self, line: Line, index: int) -> Flow:
        """The pipelines of a line from `index` on."""
        if line.only is not None:
            return self._only(line.only)
        while index < len(line.pipelines):
            pipeline = line.pipelines[index]
            if pipeline.connector:
                wanted = pipeline.connector == "&&"
                if self.shell.state.status is None:
                    return self._if_status(wanted, partial(self._from, line, index), partial(self._chain, line, index + 1))
                if (self.shell.state.status == 0) is not wanted:
                    self.shell.record.skip(pipeline, self._because(not wanted))
                    index += 1
                    continue
            flow = self._pipeline(pipeline)
            if flow is not Flow.NORMAL:
                return flow
            index += 1
        return Flow.NORMAL

    def _from(self, line: Line, index: int) -> Flow:
        flow = self._pipeline(line.pipelines[index])
        return flow if flow is not Flow.NORMAL else self._chain(line, index + 1)

    def _pipeline(self, pipeline: Pipeline) -> Flow:
        steps, before = pipeline.steps, self.shell.state.status
        flow = self._step(steps[0]) if len(steps) == 1 else self._piped(steps)
        state = self.shell.state
        if pipeline.background and not self.shell.missing and self._is_outside(steps[-1].statement):
            state.status = before  # nothing waits for a program; what fish runs itself tells its status as ever (observed, 3.6)
        if pipeline.negated:
            self._negate()
        return flow

    def _negate(self) -> None:
        shell = self.shell
        shell.claim = shell.claim.turned() if shell.claim is not None else None
        if shell.state.status is not None:
            shell.state.status = 0 if shell.state.status else 1

    def _is_outside(self, statement: Statement) -> bool:
        """Whether it is a program, no part of fish and no function."""
        name = statement.words[0].plain if isinstance(statement, Simple) and statement.words else None
        return name is not None and name not in BUILTINS and self.find_function(name) is None and not self.shell.own_function(name)

    def _piped(self, steps: Sequence[Step]) -> Flow:
        """fish runs builtins, functions and blocks of a pipeline in the shell itself: what they set stays set."""
        shell = self.shell
        outer, status = shell.stdin, shell.state.status
        try:
            for step, following in pairwise(steps):
                shell.state.status = status  # what a part sees is the status before the pipeline
                shell.sinks.append([])
                try:
                    flow = self._step(step)
                finally:
                    printed = shell.sinks.pop()
                if flow is not Flow.NORMAL or shell.missing or shell.unopened:
                    return flow
                open_end = bool(printed) and isinstance(printed[-1], str) and not printed[-1].endswith("\n")
                shell.stdin = Stream([] if step.pipes_errors else lines_of(printed), owner=id(following.statement), open_end=open_end)
            shell.state.status = status
            return self._step(steps[-1])
        finally:
            shell.stdin = outer

    def _only(self, statement: Simple) -> Flow:
        """A line that is nothing but one command: what `_line` comes to, on a short way."""
        frames = self.shell.state.frames
        height, blocks = len(frames), len(frames[-1].blocks)
        try:
            return self._simple(statement)
        except (ExpansionError, LeaveError) as error:
            return self._stopped(error, height, blocks)

    def _step(self, step: Step) -> Flow:
        frames = self.shell.state.frames
        height, blocks = len(frames), len(frames[-1].blocks)
        try:
            flow = self._with_assignments(step.assignments, step.statement) if step.assignments else self._statement(step.statement)
        except (ExpansionError, LeaveError) as error:
            flow = self._stopped(error, height, blocks)
        if step.negated:
            self._negate()
        return flow

    def _stopped(self, error: ExpansionError | LeaveError, frames: int, blocks: int) -> Flow:
        """A command that fish does not run for an error in its words, or that a substitution in them left."""
        shell = self.shell
        del shell.state.frames[frames:]  # the calls and blocks that it left open
        del shell.state.frames[-1].blocks[blocks:]
        if isinstance(error, LeaveError):
            return error.flow
        shell.state.status, shell.claim, shell.missing = error.status, None, True
        return Flow.NORMAL

    def _with_assignments(self, assignments: Sequence[Assignment], statement: Statement) -> Flow:
        """`NAME=value command`: exported for that command only."""
        shell = self.shell
        height = len(shell.state.frames[-1].blocks)
        shell.state.frames[-1].blocks.append({})
        try:
            for assignment in assignments:
                items = self.expander.word(assignment.value)
                shell.assign(assignment.name, items, scope="l", export=True, line=assignment.value.line, does="prefix")
            return self._statement(statement)
        finally:
            del shell.state.frames[-1].blocks[height:]

    # redirections

    def _redirected(self, statement: Statement, run: Callable[[], Flow]) -> Flow:
        """Run a statement with its input or output redirected; what it writes into a file is remembered."""
        shell = self.shell
        outer, sinks = shell.stdin, len(shell.sinks)
        made: list[tuple[str, bool, list[Item]]] = []
        try:
            for redirection in statement.redirections:
                if not self._put_in_place(redirection, statement, made):
                    shell.state.status, shell.unopened = 1, True  # neither it nor the rest of its pipeline is run
                    return Flow.NORMAL
            return run()
        finally:
            shell.stdin = outer
            del shell.sinks[sinks:]
            for path, appended, printed in made:
                before = self._lines_of(path) or [] if appended else []
                shell.virtual[path] = [*before, *lines_of(printed)]

    def _put_in_place(self, redirection: Redirection, statement: Statement, made: list[tuple[str, bool, list[Item]]]) -> bool:
        """Whether fish can open what is named."""
        shell, operator = self.shell, redirection.operator
        if operator == "<":
            stream = self._opened(self.expander.single(redirection.target))
            if stream is None:
                return False
            stream.owner = id(statement)
            shell.stdin = stream
        elif operator.startswith((">", "&>")) and redirection.fd == 1:
            printed: list[Item] = []
            shell.sinks.append(printed)
            target = "" if "&" in operator else self.expander.single(redirection.target)
            if isinstance(target, str) and target and not target.startswith("/dev/"):
                if not self._can_be_written(target, operator):
                    return False
                made.append((shell.lookup.absolute(target), operator == ">>", printed))
        return True

    def _can_be_written(self, target: str, operator: str) -> bool:
        """Whether the folder of a file is there, and the file is not where it may not be (`>?`)."""
        shell = self.shell
        if operator == ">?" and (shell.written(target) is not None or shell.lookup.stat(target).exists):
            return False
        if not target.startswith("/") and not shell.state.cwd:
            return True
        folder = shell.machine.paths.dirname(shell.lookup.absolute(target))
        if shell.lookup.stat(folder).exists or shell.machine.files.folder(folder).state == "present":
            return True
        return any(made in ("", folder) or made.startswith(f"{folder}/") for made in shell.made)

    def _opened(self, target: Item) -> Stream | None:
        if isinstance(target, Opaque):
            return Stream([Opaque(target.reason, True, target.text, target.exporter)])
        lines = self._lines_of(target)
        if lines is not None:
            return Stream(lines, open_end=not (self.shell.lookup.text(target) or "\n").endswith("\n"))
        found = self.shell.lookup.stat(target)
        return Stream([]) if found.exists and not found.is_file else None

    def _lines_of(self, path: str) -> list[Item] | None:
        """The lines of a file, as it is on the disk or as the script made it."""
        shell = self.shell
        made = shell.written(path)
        if made is not None:
            return list(made)
        text = shell.lookup.text(path)
        return lines_of(file_lines(text, shell.lookup.absolute(path))) if text is not None else None

    # statements

    def _statement(self, statement: Statement) -> Flow:
        if isinstance(statement, Simple):
            return self._simple(statement)
        run: Callable[[], Flow] = partial(_COMPOUND[type(statement)], self, statement)
        return self._redirected(statement, run) if statement.redirections else run()

    def _begin(self, statement: Begin) -> Flow:
        return self.scoped(statement.body)

    def _if(self, statement: If, index: int = 0) -> Flow:
        shell = self.shell
        if index >= len(statement.branches):
            if statement.otherwise is not None:
                return self.scoped(statement.otherwise)
            shell.state.status = 0
            return Flow.NORMAL
        condition, body = statement.branches[index]
        shell.claim = None
        flow = self.block(condition)
        if flow is not Flow.NORMAL:
            return flow

        def after() -> Flow:
            shell.record.skip(body, self._because(held=False))
            return self._if(statement, index + 1)

        def inside() -> Flow:
            for other in (*(other for _, other in statement.branches[index + 1 :]), statement.otherwise):
                shell.record.skip(other, self._because(held=True))
            return self.scoped(body)

        return self._if_status(True, inside, after)

    def _for(self, statement: For) -> Flow:
        shell = self.shell
        name = self.expander.single(statement.name)
        if not isinstance(name, str) or not shell.settable(name):
            raise ExpansionError(2)
        items, written_as = self.expander.words(statement.words, nothing_matches=True)
        if not items:
            shell.record.skip(statement.body, say("there is nothing to go through"))
        at = next((number for number, item in enumerate(items) if isinstance(item, Opaque) and item.any_order), None)
        if at is None:
            return self._for_each(statement, name, items, written_as)
        lines = items[at]
        in_between = lines.any_order if isinstance(lines, Opaque) else ()

        def run(order: Sequence[Item]) -> Flow:
            words = [*written_as[:at], *[written_as[at]] * len(order), *written_as[at + 1 :]]
            return self._for_each(statement, name, [*items[:at], *order, *items[at + 1 :]], words)

        return self._in_any_order(in_between, run, statement.line)

    def _for_each(self, statement: For, name: str, items: Sequence[Item], written_as: Sequence[Word]) -> Flow:
        shell = self.shell
        mark = len(shell.parked)
        for item, word in zip(items, written_as, strict=True):
            shell.spend()
            shell.line = statement.line
            # the variable is one of the block the loop stands in, whatever else has that name (observed, 3.6)
            if isinstance(item, Opaque) and item.many:

                def set_to(item: Item = item) -> None:
                    shell.assign(name, [item], scope="l", line=statement.line)

                flow = self._perhaps_once(
                    say("only when there is something to go through at line {}", statement.line), statement.body, set_to
                )
            else:
                shell.assign(name, [item], scope="l", line=word.line)
                flow = self.scoped(statement.body)
            if flow is Flow.BREAK:
                break
            if flow not in (Flow.NORMAL, Flow.CONTINUE):
                return flow
        self._join_loop(mark)
        return Flow.NORMAL

    def _perhaps_once(self, why: Shown, body: Block, begin: Callable[[], None] = lambda: None) -> Flow:
        """A body of a loop that is run, it is not known how often."""

        def once() -> Flow:
            begin()
            flow = self.scoped(body)
            return flow if flow not in _LOOP_ENDS else Flow.NORMAL

        return self.undecided(why, once, lambda: Flow.NORMAL)

    def _join_loop(self, mark: int) -> None:
        frames = self.shell.state.frames
        self._join(mark, _LOOP_ENDS, len(frames), len(frames[-1].blocks))

    def _while(self, statement: While) -> Flow:
        """A loop; where it reads lines whose order is not known, in any order of them."""
        stdin = self.shell.stdin
        lines = stdin.lines[stdin.position :] if stdin is not None else []
        only = lines[0] if len(lines) == 1 else None
        if not isinstance(only, Opaque) or not only.any_order:
            return self._while_true(statement)

        def run(order: Sequence[Item]) -> Flow:
            self.shell.stdin = Stream(list(order), owner=stdin.owner if stdin is not None else 0)
            return self._while_true(statement)

        try:
            return self._in_any_order(only.any_order, run, statement.line)
        finally:
            self.shell.stdin = stdin

    def _while_true(self, statement: While) -> Flow:
        shell = self.shell
        mark = len(shell.parked)
        last: int | None = 0
        for _ in range(_MAX_ROUNDS):
            shell.spend()
            shell.claim = None
            flow = self.block(statement.condition)
            if flow is not Flow.NORMAL:
                break
            status = shell.state.status
            if status is None:
                flow = self._perhaps_once(say("only while {}", self._asked().said), statement.body)
                break
            if status:
                shell.record.skip(statement.body, self._because(held=False))
                shell.state.status = last  # what the body left behind, 0 where it was never run
                break
            flow = self.scoped(statement.body)
            last = shell.state.status
            if flow not in (Flow.NORMAL, Flow.CONTINUE):
                break
        else:
            shell.note(say("a loop goes on for too long to be followed"), statement.line)
            flow = Flow.NORMAL
        self._join_loop(mark)
        return Flow.NORMAL if flow in _LOOP_ENDS else flow

    def _switch(self, statement: Switch) -> Flow:
        subject = self.expander.word(statement.subject)
        if len(subject) > 1:
            raise ExpansionError(BAD_EXPANSION)
        return self._cases(statement, subject[0] if subject else "", 0)

    def _cases(self, statement: Switch, value: Item, index: int) -> Flow:
        shell = self.shell
        written_as = source_shown(statement.subject.text, shell.names)
        for number, (line, words, body) in enumerate(statement.cases[index:], index + 1):
            patterns = [item for word in words for item in self._case_pattern(word)]
            if isinstance(value, Opaque) or opaque_in(patterns) is not None:
                if "*" in patterns:
                    return self.scoped(body)
                why = say("only when {} matches at line {}", written_as, line)
                return self.undecided(why, partial(self.scoped, body), partial(self._cases, statement, value, number))
            if any(fish_pattern(str(pattern)).fullmatch(value) for pattern in patterns):
                for _, _, other in statement.cases[number:]:
                    shell.record.skip(other, say("another case of {} at line {} is taken", written_as, line))
                return self.scoped(body)
            shell.record.skip(body, say("only when {} matches at line {}; it does not", written_as, line))
        return Flow.NORMAL

    def _case_pattern(self, word: Word) -> list[Item]:
        """The patterns of a `case`: wildcards in it stay wildcards, in quotes and in variables too (observed, 3.6)."""
        if word.plain is not None:
            return [word.plain]
        parts = tuple(Text(part.text) if isinstance(part, Wild) else part for part in word.parts)
        return self.expander.word(replace(word, parts=parts))

    def _function(self, statement: Function) -> Flow:
        shell = self.shell
        try:
            items, _ = self.expander.words(statement.words)
        except ExpansionError as error:
            shell.state.status = error.status
            return Flow.NORMAL
        words = known(items)
        if words is None:
            shell.note(say("defines a function whose name is only known when the shell runs"), statement.line)
            return Flow.NORMAL
        function = defined(words, statement.body, shell.path, statement.line, shell.pinned, shell.find)
        shell.state.status = 0 if function is not None else 2
        if function is not None:
            shell.state.functions[function.name] = function
            shell.watching = shell.watching or any(event.startswith("--on-variable") for event in function.events)
        return Flow.NORMAL

    # commands

    def _simple(self, statement: Simple) -> Flow:
        shell = self.shell
        shell.spend()
        shell.line = statement.line
        shell.missing = shell.unopened = False
        first = statement.words[0].plain if statement.words else None
        items, sources = self.expander.words(statement.words, nothing_matches=first in ("set", "count"))
        if not items:
            shell.state.status = EMPTY_COMMAND
            return Flow.NORMAL
        call = Call(items, sources, statement.line, statement)
        if statement.redirections:
            return self._redirected(statement, lambda: self._run(call, statement.decorator))
        return self._run(call, statement.decorator)

    def _run(self, call: Call, decorator: str) -> Flow:
        shell = self.shell
        name = call.words[0]
        if isinstance(name, Opaque):
            shell.note(say("the command is only known when the shell runs: {}", name.reason), call.line)
            shell.state.status = None
            shell.write(Opaque(name.reason, True, call.source))
            return Flow.NORMAL
        if decorator == "exec":
            return self._exec(call)
        if not decorator:
            if name in FROM_BASH and shell.function_file(name) is not None:
                return self._builtin(call, foreign)
            function = self.find_function(name)
            if function is not None:
                shell.line = call.line
                flow = self.call_function(function, call.words[1:])
                shell.claim = None
                return self.after_events() if shell.happened and flow is Flow.NORMAL else flow
        builtin = COMMANDS.get(name)
        if builtin is not None and (decorator != "command" or name in PRINTING):
            return self._builtin(call, builtin)
        shell.claim = None
        shell.state.status = programs.run(shell, call)
        return Flow.NORMAL

    def _builtin(self, call: Call, builtin: Builtin) -> Flow:
        shell = self.shell
        shell.claim = None
        outer, self.leaving = self.leaving, Flow.NORMAL
        status = builtin(shell, call)
        shell.state.status = status
        flow, self.leaving = self.leaving, outer
        return self.after_events() if shell.happened and flow is Flow.NORMAL else flow

    def after_events(self) -> Flow:
        """Call the functions that wait for what happened."""
        shell = self.shell
        while shell.happened and not shell.holds.held(shell.state.frames):
            event, arguments = shell.happened.pop(0)
            for function in list(shell.state.functions.values()):
                if function is None or event not in function.events:
                    continue
                status = shell.state.status
                flow = self.call_function(function, arguments)
                shell.state.status = status
                if flow is not Flow.NORMAL:
                    return flow
        return Flow.NORMAL

    def _not_found(self) -> Flow:
        self.shell.state.status = NOT_FOUND
        return Flow.NORMAL

    def _exec(self, call: Call) -> Flow:
        """`exec`: another program takes the shell's place, unless it is not found."""
        found = self.shell.program(call.name)
        if found is False:
            return self._not_found()
        self.shell.note(say("{} takes the place of the shell", told(call.name)), call.line)
        if found:
            return Flow.REPLACED
        return self.undecided(say("only when {} is installed", told(call.name)), lambda: Flow.REPLACED, self._not_found)


_COMPOUND: Final[dict[type, Callable[..., Flow]]] = {
    Begin: Evaluator._begin,
    If: Evaluator._if,
    For: Evaluator._for,
    While: Evaluator._while,
    Switch: Evaluator._switch,
    Function: Evaluator._function,
}
