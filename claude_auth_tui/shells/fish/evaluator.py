"""Walks the statements of a fish script as fish would run them, without running anything.

Where a condition is not known, both ways are walked and what they leave behind is merged. Commands that are modelled
live in `commands`; every other program is one whose output and status are not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from claude_auth_tui.shells.fish.commands import COMMANDS, CONTROL
from claude_auth_tui.shells.fish.control import FOREIGN, foreign
from claude_auth_tui.shells.fish.expand import ExpansionError, Expander
from claude_auth_tui.shells.fish.patterns import fish_pattern
from claude_auth_tui.shells.fish.programs import PROGRAMS, outside_program
from claude_auth_tui.shells.fish.shell import MAX_CALLS, Call, Claim, Flow, Leave, Shell, Stream, written
from claude_auth_tui.shells.fish.state import Frame, FunctionDefinition, Scope, State, Var, merged
from claude_auth_tui.shells.fish.syntax import (
    Assignment,
    Begin,
    Block,
    For,
    Function,
    If,
    Line,
    Pipeline,
    Redirection,
    Simple,
    Statement,
    Step,
    Switch,
    Text,
    While,
    Wild,
    Word,
)
from claude_auth_tui.shells.fish.values import Item, Opaque, file_lines, known, lines_of, opaque_in

_MAX_ROUNDS: Final = 5_000
_MAX_DEPTH: Final = 60
_FILE_ENDS: Final = frozenset({Flow.RETURN, Flow.EXIT, Flow.BREAK, Flow.CONTINUE})


class Evaluator:
    """Evaluates statements in a `Shell`."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.expander = Expander(shell, self.substitute)
        self.depth = 0
        self.watching = False
        """Whether any function waits for a change of a variable."""
        self.reacting: set[str] = set()

    # files and texts

    def source_file(self, path: str, text: str) -> Flow:
        """A file's statements; `return` and `exit` in it end only the file."""
        shell = self.shell
        shell.files[path] = None
        source = shell.source(path, text)
        if source.block is None:
            shell.note(f"fish refuses {shell.machine.show_path(path)}: {source.error}")
            shell.state.status = 1
            return Flow.NORMAL
        outer, shell.path = shell.path, path
        pinned, shell.pinned = shell.pinned, 0
        line = shell.line
        try:
            return self._as_file(source.block)
        finally:
            shell.path, shell.pinned, shell.line = outer, pinned, line

    def source_text(self, block: Block, line: int, *, as_file: bool) -> Flow:
        """Statements that were put together while running; they count as written on `line`."""
        pinned, self.shell.pinned = self.shell.pinned, self.shell.pinned or line
        try:
            return self._as_file(block) if as_file else self.block(block)
        finally:
            self.shell.pinned = pinned

    def _as_file(self, block: Block) -> Flow:
        with self._deeper():
            mark = len(self.shell.parked)
            blocks = self.shell.state.frames[-1].blocks
            blocks.append({})
            height = len(blocks)
            flow = self.block(block)
            self._join(mark, _FILE_ENDS, len(self.shell.state.frames), height, flow is Flow.NORMAL or flow in _FILE_ENDS)
            del self.shell.state.frames[-1].blocks[height - 1 :]
            return Flow.REPLACED if flow is Flow.REPLACED else Flow.NORMAL

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.depth -= 1
            self.shell.note("calls go too deep to be followed")
            raise ExpansionError(1)
        try:
            yield
        finally:
            self.depth -= 1

    # not knowing

    def either(self, reason: str, first: Callable[[], Flow], second: Callable[[], Flow]) -> Flow:
        """Walk both ways; `reason` says what decides."""
        shell = self.shell
        shell.spend(1 + shell.state.weight() // 20)
        before = shell.state
        shell.doubts.append(reason)
        shell.state = before.copy()
        one = first()
        left = shell.state
        shell.state = before
        other = second()
        shell.doubts.pop()
        if one is other:
            shell.state = merged(left, shell.state, reason)
            return one
        if Flow.REPLACED in (one, other):  # only the way that stays in this shell counts
            if other is Flow.REPLACED:
                shell.state = left
            return one if other is Flow.REPLACED else other
        if one is Flow.NORMAL:
            shell.parked.append((other, shell.state, reason))
            shell.state = left
            return one
        shell.parked.append((one, left, reason))
        return other

    def _join(self, mark: int, flows: frozenset[Flow], frames: int, blocks: int, reached: bool) -> None:
        """Merge the ways that had left before, back to as many frames and blocks as are open here."""
        shell = self.shell
        kept = shell.parked[:mark]
        for flow, state, reason in shell.parked[mark:]:
            if flow not in flows:
                kept.append((flow, state, reason))
                continue
            del state.frames[frames:]
            del state.frames[-1].blocks[blocks:]
            del shell.state.frames[frames:]
            del shell.state.frames[-1].blocks[blocks:]
            shell.spend(1 + state.weight() // 20)
            shell.state = merged(state, shell.state, reason)
        shell.parked[:] = kept

    # blocks

    def block(self, block: Block) -> Flow:
        for index, line in enumerate(block.lines):
            flow = self.line_(line)
            if flow is not Flow.NORMAL:
                self._not_reached(block.lines[index + 1 :], line.line, flow)
                return flow
        return Flow.NORMAL

    def scoped(self, block: Block) -> Flow:
        """A block with a scope of its own."""
        frame = self.shell.state.frames[-1]
        height = len(frame.blocks)
        frame.blocks.append({})
        flow = self.block(block)
        del self.shell.state.frames[-1].blocks[height:]
        return flow

    def _not_reached(self, lines: Sequence[Line], at: int, flow: Flow) -> None:
        said = {Flow.BREAK: "break", Flow.CONTINUE: "continue", Flow.RETURN: "return", Flow.EXIT: "exit", Flow.REPLACED: "exec"}[flow]
        for line in lines:
            self.shell.skipped.setdefault(id(line), f"after {said} at line {at}")

    def line_(self, line: Line) -> Flow:
        shell = self.shell
        shell.line = line.line
        if not line.keyword:
            return self._chain(line, 0)
        wanted = line.keyword == "and"
        return self._if_status(wanted, lambda: self._chain(line, 0), lambda: self._skip(line, wanted))

    def _skip(self, line: Line, wanted: bool) -> Flow:
        self.shell.skipped.setdefault(id(line), self._because(not wanted))
        return Flow.NORMAL

    def _asked(self) -> Claim:
        return self.shell.claim or Claim(f"the command at line {self.shell.line}", "succeeds", "fails")

    def _because(self, held: bool) -> str:
        """Why something is not run: what was asked, and how it came out."""
        asked = self._asked() if not held else self._asked().turned()
        return f"only when {asked.subject} {asked.yes}; it {asked.no}"

    def _if_status(self, wanted: bool, run: Callable[[], Flow], skip: Callable[[], Flow]) -> Flow:
        status = self.shell.state.status
        if status is None:
            shell = self.shell
            asked = self._asked() if wanted else self._asked().turned()

            def assume(zero: bool, then: Callable[[], Flow]) -> Flow:
                shell.state.status = 0 if zero else 1
                return then()

            return self.either(f"only when {asked.subject} {asked.yes}", lambda: assume(wanted, run), lambda: assume(not wanted, skip))
        return run() if (status == 0) is wanted else skip()

    def _chain(self, line: Line, index: int) -> Flow:
        """The pipelines of a line from `index` on."""
        while index < len(line.pipelines):
            pipeline = line.pipelines[index]
            if not pipeline.connector:
                flow = self.pipeline(pipeline)
            elif self.shell.state.status is not None:
                wanted = pipeline.connector == "&&"
                if (self.shell.state.status == 0) is not wanted:
                    self.shell.skipped.setdefault(id(pipeline), self._because(not wanted))
                    index += 1
                    continue
                flow = self.pipeline(pipeline)
            else:
                return self._if_status(pipeline.connector == "&&", lambda: self._from(line, index), lambda: self._chain(line, index + 1))
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
        flow = self.step(steps[0]) if len(steps) == 1 else self._piped(steps)
        state = self.shell.state
        if pipeline.background:
            state.status = 0
        if pipeline.negated and state.status is not None:
            state.status = 0 if state.status else 1
        return flow

    def _piped(self, steps: Sequence[Step]) -> Flow:
        """fish runs builtins, functions and blocks of a pipeline in the shell itself: what they set stays set."""
        shell = self.shell
        outer = shell.stdin
        try:
            for index, step in enumerate(steps):
                last = index == len(steps) - 1
                if last:
                    return self.step(step)
                shell.sinks.append([])
                try:
                    flow = self.step(step)
                finally:
                    printed = shell.sinks.pop()
                if flow is not Flow.NORMAL:
                    return flow
                shell.stdin = Stream([] if step.pipes_errors else lines_of(printed))
        finally:
            shell.stdin = outer
        return Flow.NORMAL

    def step(self, step: Step) -> Flow:
        if not step.assignments:
            flow = self.statement(step.statement)
        else:
            flow = self._with_assignments(step.assignments, step.statement)
        if step.negated and self.shell.state.status is not None:
            self.shell.state.status = 0 if self.shell.state.status else 1
        return flow

    def _with_assignments(self, assignments: Sequence[Assignment], statement: Statement) -> Flow:
        """`NAME=value command`: exported for that command only."""
        shell = self.shell
        shell.state.frames[-1].blocks.append({})
        height = len(shell.state.frames[-1].blocks)
        try:
            for assignment in assignments:
                items = self.expander.word(assignment.value)
                shell.assign(assignment.name, items, scope="l", export=True, line=assignment.value.line, does="prefix")
            return self.statement(statement)
        except ExpansionError as error:
            shell.state.status = error.status
            return Flow.NORMAL
        finally:
            del shell.state.frames[-1].blocks[height - 1 :]

    # statements

    def statement(self, statement: Statement) -> Flow:
        if isinstance(statement, Simple):
            return self.simple(statement)
        if statement.redirections:
            return self._redirected(statement.redirections, lambda: self._compound(statement))
        return self._compound(statement)

    def _compound(self, statement: Statement) -> Flow:
        if isinstance(statement, If):
            return self._if(statement, 0)
        if isinstance(statement, Begin):
            return self.scoped(statement.body)
        if isinstance(statement, Function):
            return self._define(statement)
        try:
            if isinstance(statement, For):
                return self._for(statement)
            if isinstance(statement, Switch):
                return self._switch(statement)
        except ExpansionError as error:
            self.shell.state.status = error.status
            return Flow.NORMAL
        return self._while(statement) if isinstance(statement, While) else Flow.NORMAL

    def _if(self, statement: If, index: int) -> Flow:
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
            shell.skipped.setdefault(id(body), self._because(held=False))
            return self._if(statement, index + 1)

        def inside() -> Flow:
            for _, other in statement.branches[index + 1 :]:
                shell.skipped.setdefault(id(other), self._because(held=True))
            if statement.otherwise is not None:
                shell.skipped.setdefault(id(statement.otherwise), self._because(held=True))
            return self.scoped(body)

        return self._if_status(True, inside, after)

    def _for(self, statement: For) -> Flow:
        shell = self.shell
        name = self.expander.single(statement.name)
        if not isinstance(name, str) or not shell.settable(name):
            raise ExpansionError(2)
        items, written_as = self.expander.words(statement.words, nothing_matches=True)
        if not items:
            shell.skipped.setdefault(id(statement.body), "there is nothing to go through")
        mark = len(shell.parked)
        for item, word in zip(items, written_as, strict=True):
            shell.spend()
            shell.line = statement.line
            if isinstance(item, Opaque) and item.many:

                def once(item: Item = item) -> Flow:
                    self._loop_variable(name, item, statement.line)
                    flow = self.scoped(statement.body)
                    return flow if flow not in (Flow.BREAK, Flow.CONTINUE) else Flow.NORMAL

                flow = self.either(f"only when there is something to go through at line {statement.line}", once, lambda: Flow.NORMAL)
            else:
                self._loop_variable(name, item, word.line)
                flow = self.scoped(statement.body)
            if flow is Flow.BREAK:
                break
            if flow not in (Flow.NORMAL, Flow.CONTINUE):
                return flow
        self._join_loop(mark)
        return Flow.NORMAL

    def _loop_variable(self, name: str, item: Item, line: int) -> None:
        shell = self.shell
        scope = "" if shell.state.scope_of(name) is not None else "f" if shell.in_function else ""
        shell.assign(name, [item], scope=scope, line=line)

    def _join_loop(self, mark: int) -> None:
        frames = self.shell.state.frames
        self._join(mark, frozenset({Flow.BREAK, Flow.CONTINUE}), len(frames), len(frames[-1].blocks), True)

    def _while(self, statement: While) -> Flow:
        shell = self.shell
        mark = len(shell.parked)
        for _ in range(_MAX_ROUNDS):
            shell.spend()
            shell.claim = None
            flow = self.block(statement.condition)
            if flow is not Flow.NORMAL:
                break
            status = shell.state.status
            if status is None:
                asked = self._asked()

                def once() -> Flow:
                    flow = self.scoped(statement.body)
                    return flow if flow not in (Flow.BREAK, Flow.CONTINUE) else Flow.NORMAL

                flow = self.either(f"only while {asked.subject} {asked.yes}", once, lambda: Flow.NORMAL)
                break
            if status:
                shell.skipped.setdefault(id(statement.body), self._because(held=False))
                shell.state.status = 0
                break
            flow = self.scoped(statement.body)
            if flow in (Flow.NORMAL, Flow.CONTINUE):
                flow = Flow.NORMAL
                continue
            break
        else:
            shell.note("a loop goes on for too long to be followed", statement.line)
            flow = Flow.NORMAL
        self._join_loop(mark)
        return Flow.NORMAL if flow in (Flow.BREAK, Flow.CONTINUE) else flow

    def _switch(self, statement: Switch) -> Flow:
        shell = self.shell
        subject = self.expander.word(statement.subject)
        if len(subject) > 1:
            raise ExpansionError(121)
        value = subject[0] if subject else ""
        written_as = statement.subject.source if len(statement.subject.source) <= 40 and statement.subject.parts else "the word"

        def cases(index: int) -> Flow:
            while index < len(statement.cases):
                line, words, body = statement.cases[index]
                patterns = [item for word in words for item in self._case_pattern(word)]
                if isinstance(value, Opaque) or opaque_in(patterns) is not None:
                    if any(item == "*" for item in patterns):
                        return self.scoped(body)
                    return self.either(
                        f"only when {written_as} matches at line {line}", lambda: self.scoped(body), lambda: cases(index + 1)
                    )
                if any(fish_pattern(str(pattern)).fullmatch(str(value)) for pattern in patterns):
                    for _, _, other in statement.cases[index + 1 :]:
                        shell.skipped.setdefault(id(other), f"another case of {written_as} at line {line} is taken")
                    return self.scoped(body)
                shell.skipped.setdefault(id(body), f"only when {written_as} matches at line {line}; it does not")
                index += 1
            return Flow.NORMAL

        return cases(0)

    def _case_pattern(self, word: Word) -> list[Item]:
        """The patterns of a `case`: wildcards in it stay wildcards, in quotes and in variables too (observed, 3.6)."""
        if word.plain is not None:
            return [word.plain]
        parts = tuple(Text(part.text) if isinstance(part, Wild) else part for part in word.parts)
        return self.expander.word(word._replace(parts=parts))

    # functions

    def _define(self, statement: Function) -> Flow:
        shell = self.shell
        try:
            items, _ = self.expander.words(statement.words)
        except ExpansionError as error:
            shell.state.status = error.status
            return Flow.NORMAL
        words = known(items)
        if words is None:
            shell.note("defines a function whose name is only known when the shell runs", statement.line)
            return Flow.NORMAL
        definition = function_of(words, statement.body, shell.path, statement.line, shell.pinned, shell.find)
        if definition is None:
            shell.state.status = 2
            return Flow.NORMAL
        shell.state.functions[definition.name] = definition
        shell.state.status = 0
        self.watching = self.watching or any(event.startswith("--on-variable") for event in definition.events)
        return Flow.NORMAL

    def call_function(self, definition: FunctionDefinition, arguments: Sequence[Item]) -> Flow:
        """Run a function's body; `return` in it ends only the function, `exit` the file."""
        shell = self.shell
        if definition.maybe:
            shell.called.add(definition.name)
            certain = replace(definition, maybe=False)
            return self.either(
                f"only when {definition.name} is defined", lambda: self.call_function(certain, arguments), lambda: self._unknown_command()
            )
        shell.called.add(definition.name)
        if len(shell.state.frames) > MAX_CALLS:
            shell.note(f"calls of {definition.name} go too deep to be followed")
            shell.state.status = None
            return Flow.NORMAL
        scope: Scope = dict(shell.exported_scopes()[0])
        scope.update(definition.inherited)
        scope["argv"] = Var(tuple(arguments))
        for name, item in zip(definition.arguments, arguments, strict=False):
            scope[name] = Var((item,))
        for name in definition.arguments[len(arguments) :]:
            scope[name] = Var(())
        place = shell.path, shell.pinned, shell.line
        height = len(shell.state.frames)
        mark = len(shell.parked)
        shell.state.frames.append(Frame([scope], definition.name, definition.transparent))
        shell.path, shell.pinned = definition.path, definition.pinned
        try:
            with self._deeper():
                flow = self.block(definition.body)
        finally:
            shell.path, shell.pinned, shell.line = place
        self._join(mark, frozenset({Flow.RETURN}), height + 1, 1, flow in (Flow.NORMAL, Flow.RETURN))
        del shell.state.frames[height:]
        return flow if flow in (Flow.EXIT, Flow.REPLACED) else Flow.NORMAL

    def find_function(self, name: str) -> FunctionDefinition | None:
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
        self.source_file(path, text)
        return functions.get(name)

    # commands

    def simple(self, statement: Simple) -> Flow:
        shell = self.shell
        shell.spend()
        shell.line = statement.line
        first = statement.words[0].plain if statement.words else None
        try:
            items, sources = self.expander.words(statement.words, nothing_matches=first in ("set", "count"))
        except ExpansionError as error:
            shell.state.status = error.status
            shell.claim = None
            return Flow.NORMAL
        except Leave as leave:
            return leave.flow
        if not items:
            shell.state.status = 123
            return Flow.NORMAL
        call = Call(items, sources, statement.line, written(statement))
        if statement.redirections:
            return self._redirected(statement.redirections, lambda: self._run(call, statement.decorator))
        try:
            return self._run(call, statement.decorator)
        except ExpansionError as error:  # too deep
            shell.state.status = error.status
            return Flow.NORMAL

    def _run(self, call: Call, decorator: str) -> Flow:
        shell = self.shell
        name = call.words[0]
        if isinstance(name, Opaque):
            shell.note(f"the command is only known when the shell runs: {name.reason}", call.line)
            self._opaque_command(call, name)
            return Flow.NORMAL
        if decorator == "exec":
            return self._exec(call)
        if not decorator:
            if name in FOREIGN and shell.function_file(name) is not None:
                return foreign(self, call)
            definition = self.find_function(name)
            if definition is not None:
                shell.line = call.line
                flow = self.call_function(definition, call.words[1:])
                shell.claim = None
                return flow
        if decorator != "command":
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
        program = PROGRAMS.get(name.rsplit("/", 1)[-1])
        shell.state.status = program(shell, call) if program is not None else outside_program(shell, call)
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
                flow = self.call_function(definition, ["VARIABLE", "SET", next(iter(named))])
                self.reacting.discard(definition.name)
                self.shell.state.status = status
                if flow is not Flow.NORMAL:
                    return flow
        return Flow.NORMAL

    def _unknown_command(self) -> Flow:
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
        shell.note(f"{call.name.rsplit('/', 1)[-1]} takes the place of the shell", call.line)
        return Flow.REPLACED if found else self.either(f"only when {call.name} is installed", lambda: Flow.REPLACED, self._unknown_command)

    def _redirected(self, redirections: Sequence[Redirection], run: Callable[[], Flow]) -> Flow:
        shell = self.shell
        outer_stdin, sinks = shell.stdin, len(shell.sinks)
        try:
            for redirection in redirections:
                if redirection.operator == "<":
                    target = self.expander.single(redirection.target)
                    stream = self._opened(target)
                    if stream is None:
                        shell.state.status = 1
                        return Flow.NORMAL
                    shell.stdin = stream
                elif redirection.operator.startswith(("&>", ">&", ">")) and redirection.fd == 1:
                    shell.sinks.append([])
            return run()
        except ExpansionError as error:
            shell.state.status = error.status
            return Flow.NORMAL
        finally:
            shell.stdin = outer_stdin
            del shell.sinks[sinks:]

    def _opened(self, target: Item) -> Stream | None:
        if isinstance(target, Opaque):
            return Stream([Opaque(target.reason, True, target.text, target.exporter)])
        path = self.shell.lookup.absolute(target)
        text = self.shell.lookup.text(target)
        if text is not None:
            return Stream(lines_of(file_lines(text, path)))
        found = self.shell.lookup.stat(target)
        return Stream([]) if found.exists and not found.is_file else None

    def substitute(self, body: Block) -> list[Item]:
        """Run the body of a substitution; what it sets stays set, fish runs it in the shell itself."""
        shell = self.shell
        stdin = shell.stdin
        shell.sinks.append([])
        line = shell.line
        try:
            shell.substitutions += 1
            with self._deeper():
                flow = self.scoped(body)
        finally:
            shell.substitutions -= 1
            printed = shell.sinks.pop()
            shell.stdin = stdin
            shell.line = line
        if flow in (Flow.EXIT, Flow.REPLACED):
            raise Leave(flow)
        return printed


def function_of(
    words: Sequence[str], body: Block, path: str, line: int, pinned: int, find: Callable[[str], Var | None]
) -> FunctionDefinition | None:
    """A function from the words after `function`; None where fish refuses them."""
    name, *rest = words
    if not name or name.startswith("-") or "/" in name or name in _RESERVED:
        return None
    arguments: list[str] = []
    events: list[str] = []
    inherited: list[tuple[str, Var]] = []
    transparent = collecting = False
    index = 0
    while index < len(rest):
        word = rest[index]
        option, _, attached = word.partition("=") if word.startswith("--") else (word[:2], "", word[2:])
        index += 1
        if option in ("-S", "--no-scope-shadowing"):
            transparent, collecting = True, False
        elif option in _WITH_VALUE:
            collecting = option in ("-a", "--argument-names", "--argument")
            value = attached or (rest[index] if index < len(rest) else "")
            index += 0 if attached else 1
            if collecting:
                arguments.append(value)
            elif option in ("-V", "--inherit-variable"):
                var = find(value)
                if var is not None:
                    inherited.append((value, replace(var, exported=False)))
            elif option in _EVENTS:
                events.append(f"{_EVENTS[option]} {value}")
        elif collecting and not word.startswith("-"):
            arguments.append(word)
        elif not word.startswith("-") or word == "--":
            collecting = collecting or word == "--"
        else:
            return None
    return FunctionDefinition(name, body, path, line, pinned, tuple(arguments), tuple(inherited), transparent, tuple(events))


_EVENTS: Final = {
    "-e": "--on-event", "--on-event": "--on-event", "-v": "--on-variable", "--on-variable": "--on-variable",
    "-j": "--on-job-exit", "--on-job-exit": "--on-job-exit", "-p": "--on-process-exit", "--on-process-exit": "--on-process-exit",
    "-s": "--on-signal", "--on-signal": "--on-signal",
}  # fmt: skip
_WITH_VALUE: Final = frozenset(
    {"-a", "--argument-names", "--argument", "-d", "--description", "-w", "--wraps", "-V", "--inherit-variable", *_EVENTS}
)
_RESERVED: Final = frozenset(
    "[ _ and argparse begin break builtin case command continue else end eval exec for function if not or read return set status string "
    "switch test time while".split()
)
