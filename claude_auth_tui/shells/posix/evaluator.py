"""Walking the tree: what each command does to the shell's state, without running anything.

A condition is true, false or undecided. Where it is undecided both ways are walked, each on a state of its own, and
what they do not agree on is unknown afterwards. What the shell holds is `shell`'s, what builtins and programs do theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import NOTHING, failed_here, say, say_all, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix import builtins, given_up, opaque, programs, tables, zsh_functions
from claude_auth_tui.shells.posix.aliases import spliced
from claude_auth_tui.shells.posix.arithmetic import BadMath
from claude_auth_tui.shells.posix.autoload import function_file, function_folders, possible_files
from claude_auth_tui.shells.posix.conditions import described, holds, matches
from claude_auth_tui.shells.posix.declare import declare, declare_values, table_of
from claude_auth_tui.shells.posix.expand import Expander
from claude_auth_tui.shells.posix.getopts import FIRST
from claude_auth_tui.shells.posix.parser import DECLARING, Lines
from claude_auth_tui.shells.posix.record import NOT_FOUND, Broken, Flow, NoMatch, Overrun, Refused, Skip, Stretch, Unreadable
from claude_auth_tui.shells.posix.shell import MAX_STEPS, Shell
from claude_auth_tui.shells.posix.sites import named_at
from claude_auth_tui.shells.posix.state import Defined, State, Value, Var
from claude_auth_tui.shells.posix.syntax import (
    AndOr,
    Anonymous,
    Arithmetic,
    Arm,
    Assign,
    Background,
    Block,
    Case,
    CountingFor,
    For,
    Function,
    Group,
    If,
    Node,
    Pipeline,
    Redirect,
    Repeat,
    Simple,
    Subshell,
    Test,
    Unread,
    While,
    Word,
)
from claude_auth_tui.shells.posix.values import Input, Output, Place, Source, Val, in_both_orders, joined, unknown
from claude_auth_tui.shells.posix.word_parts import Process
from claude_auth_tui.shells.source_shown import command_shown, source_shown, variable_shown

_NORMAL: Final = Flow.NORMAL
"""Each command answers it, and in Python 3.11 a name finds it ten times as fast as the enumeration does."""
_MAX_DEPTH: Final = 40
"""Files, functions and evals inside one another."""
_MAX_SAME_CALL: Final = 8
"""How often a function may be running at once."""
_CALL_STEPS: Final = 20_000
"""Steps that the call of a function may take, but for the files that are read in it."""
_APART_STEPS: Final = 10_000
"""Steps for what is run for its output."""
_ASIDE_STEPS: Final = 3_000
"""Steps for what may not be run at all."""
_FEWEST_STEPS: Final = 400
"""So few are not divided any further."""
_ENOUGH_STEPS: Final = 1_000
"""A function that does not end within so many is not begun again."""
_MAX_NOT_CALLED: Final = 200
"""Functions of `autoload` whose files are looked for although nothing called them."""
_MAX_SAME_FILE: Final = 4
"""How often a file may read itself, one reading in another."""
_MAX_ROUNDS: Final = 1000
_MOST_UNDECIDED: Final = 20
"""Breaks of one loop of which it cannot be told whether they come."""
_REPEAT_DIGITS: Final = 5
_MAX_SKIPS: Final = 5000
"""Stretches that were passed over and are remembered."""
_CHARACTERS_A_STEP: Final = 4
"""Of a text that was put together while running."""
_LAST_DESCRIPTOR: Final = 63
_DESCRIPTORS: Final = 50
"""So many are handed out for `<(…)`, downwards from the last."""
_MODIFIERS: Final = frozenset(["command", "builtin", "noglob", "nocorrect", "-", "sudo", "nice", "nohup"])
_LOADED_LATER: Final = re.compile(r"-(?=\w*f)(?=\w*u)[fuUkz]+")
"""`typeset -fu NAME`, which is `autoload NAME`."""
_ZSH_MODIFIERS: Final = frozenset(["noglob", "nocorrect", "-"])
_PLAIN_NAME: Final = re.compile(r"[\w.:+,/@%-]*")
_FILE_ONLY: Final = re.compile(r"\s*<\s*([^<&\s].*?)\s*", re.DOTALL)
_FAILING: Final = frozenset([Simple, Pipeline, Subshell, Test, Arithmetic])
"""Commands whose failure `set -e` looks at."""


class Evaluator:
    """Runs commands in a `Shell`."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.expander = Expander(shell)
        shell.expander, shell.runner = self.expander, self
        self.counted: set[Source] = set()
        """The files whose characters were counted."""
        self.named: dict[Source, list[int]] = {}
        """Where each source names an asked-for variable."""
        self.masked = (-1, -1)
        """The offsets of the line that counts as blank, in the source being run."""
        self.depth = 0
        self.returned: list[list[tuple[State, Shown]]] = [[]]
        """For each file and function being run: the states of undecided returns."""
        self.evaluated: list[tuple[int, list[tuple[State, Shown]]]] = []
        """zsh: for each `eval` being run, how many files and functions are, and the states of undecided errors."""
        self.broken_out: list[list[tuple[State, Shown]]] = []
        """For each loop being run: those of undecided breaks."""
        self.levels = 1
        """How many loops a `break` or `continue` still has to leave."""
        self.pending = _NORMAL
        """How control goes on after a builtin that changes it."""
        self.making: list[tuple[str, Output, Val | None]] = []
        """Files that the running command writes: path, what it prints, and what was there before."""
        self.tested = 0
        """How many tests are around (`if`, `&&`, `!`): a command may fail in them."""
        self.expanding: list[str] = []
        """Aliases that are being expanded: they are not expanded again inside themselves."""
        self.long: set[Place] = set()
        """Functions that were given up."""
        self.substitutions = 0
        """How many commands were run for their output: the last one's exit status is that of the assignment around it."""
        self._table: dict[type, Callable[..., Flow]] = {
            Simple: self.simple,
            Block: self._block,
            AndOr: self._and_or,
            Pipeline: self._pipeline,
            Background: self._background,
            Group: self._group,
            Subshell: self._subshell,
            Unread: self._unread,
            If: self._if,
            For: self._for,
            CountingFor: self._counting_for,
            While: self._while,
            Repeat: self._repeat,
            Case: self._case,
            Function: self._function,
            Anonymous: self._anonymous,
            Test: self._bracketed,
            Arithmetic: self._arithmetic,
        }

    # -- texts and nodes

    def _enter(self, source: Source) -> Source:
        """Make a source the one being run; answers the one before."""
        shell = self.shell
        before, shell.source = shell.source, source
        self.masked = (-1, -1)
        if shell.mask is not None and shell.mask[0] == source.path and not source.spans:
            line = shell.mask[1]
            starts = source.text.split("\n", line)[:line] if line > 0 else []
            if len(starts) == line:
                begin = sum(len(s) + 1 for s in starts[:-1])
                self.masked = (begin, begin + len(starts[-1]) + 1)
        return before

    def _run_source(self, source: Source) -> Flow:
        """Run a whole text, line by line."""
        shell = self.shell
        if self.depth >= _MAX_DEPTH:
            self._give_up(Stretch(source, 0, len(source.text)), say("it is nested too deeply"))
            return _NORMAL
        if source.spans:
            shell.spend(len(source.text) // _CHARACTERS_A_STEP)
        elif source not in self.counted:
            self.counted.add(source)
            shell.allow(len(source.text))
        lines = shell.library.get(source)
        if lines is None:
            lines = shell.library[source] = Lines(source, shell.zsh)
        before = self._enter(source)
        self.depth += 1
        flow = _NORMAL
        try:
            for node in lines.reading(lambda: shell.state.options):
                try:
                    flow = self._bounded(partial(self.run, node), MAX_STEPS, Stretch(source, node.pos, node.end))
                except Overrun:
                    if self.depth > 1:
                        raise
                    self._give_up(Stretch(source, node.pos, len(source.text)), say("it takes more steps than are followed"))
                    break
                except Broken as broken:
                    shell.record.failed += [shell.place(node.pos), *shell.chain]
                    if shell.zsh:
                        raise
                    if isinstance(broken, Unreadable):
                        self._pass_over(node.pos, len(source.text), say("line {} cannot be read: {}", source.line(node.pos), broken.what))
                        shell.note_at(node.pos, say("{}; nothing after it is read", broken.what))
                        break
                    shell.note_at(node.pos, say("{}; the rest of the command is not run", broken.what))
                    shell.state.status = 1
                    flow = _NORMAL if shell.interactive else Flow.EXIT
                if flow:
                    self._pass_over(node.end, len(source.text), self._left_by(flow, node))
                    break
            problem = lines.parser.problem
            if problem is not None and not flow:
                shell.state.status = None
                at = source.line(problem.position)
                self._pass_over(lines.parser.pos, len(source.text), say("after what cannot be read at line {}: {}", at, problem.what))
                self._pass_over(
                    min(problem.position, lines.parser.pos), len(source.text), say("line {} cannot be read: {}", at, problem.what)
                )
                shell.note_at(problem.position, say("{}; nothing after it is read", problem.what))
        finally:
            self.depth -= 1
            self._enter(before)
        return flow

    def _left_by(self, flow: Flow, node: Node) -> Shown:
        line = self.shell.source.line(max(node.end - 1, node.pos))
        return say(
            "after `{}` at line {}",
            say("return") if flow == Flow.RETURN else say("exit or exec") if flow == Flow.EXIT else say("break"),
            line,
        )

    def run(self, node: Node) -> Flow:
        """Run one command; answers how control goes on."""
        shell = self.shell
        shell.steps += 1
        if shell.steps > shell.allowed:
            raise Overrun
        low, high = self.masked
        if low <= node.pos and node.end <= high:
            return _NORMAL
        flow = self._table[type(node)](node)
        if not flow and shell.state.status and type(node) in _FAILING:
            options = shell.state.options
            if "errexit" in options:
                return self._failed(node)
            if "errreturn" in options and shell.zsh and shell.calls and not self.tested:
                return Flow.RETURN
        return flow

    def _failed(self, node: Node) -> Flow:
        """`set -e`: bash ends where a command fails that no test asks for, an interactive one too; zsh goes on in its startup files (observed, 5.2 and 5.9)."""
        shell = self.shell
        if shell.zsh or self.tested or (isinstance(node, Pipeline) and node.negated):
            return _NORMAL
        if not shell.apart and not shell.doubt:
            shell.ended = say("`set -e` is on, and line {} fails, which ends the shell", shell.source.origin(node.pos).line)
            shell.note_at(node.pos, say("the shell ends here: `set -e` is on, and this fails"))
        return Flow.EXIT

    def _tested(self, node: Node) -> Flow:
        """Run a command that is asked whether it fails: `set -e` does not count in it."""
        self.tested += 1
        try:
            return self.run(node)
        finally:
            self.tested -= 1

    def _tells(self, start: int, end: int) -> bool:
        """Whether a stretch of the current source names an asked-for variable: only then is it worth a reason."""
        shell = self.shell
        named = self.named.get(shell.source)
        if named is None:
            named = self.named[shell.source] = named_at(shell.source.text, shell.names)
        at = bisect_left(named, start)
        return at < len(named) and named[at] < end

    def _pass_over(self, start: int, end: int, why: Shown) -> None:
        """Write down that a stretch of the current source is not run, if it names a variable."""
        shell = self.shell
        if self._tells(start, end) and len(shell.record.skips) < _MAX_SKIPS:
            shell.record.skips.append(Skip(shell.source, start, end, why))

    def _framed(self, run: Callable[[], Flow]) -> Flow:
        """Run a file or a function: `return` ends it, also where it is undecided."""
        shell = self.shell
        self.returned.append([])
        doubt = shell.doubt
        try:
            flow = run()
        finally:
            stashed = self.returned.pop()
            shell.doubt = doubt
        for state, why in stashed:
            shell.state.join(state, why)
        return _NORMAL if flow == Flow.RETURN else flow

    def _bounded(self, run: Callable[[], Flow], steps: int, what: Stretch | None, arguments: Sequence[Val] = ()) -> Flow:
        """Run something with steps of its own. Where these are used up it is given up: what it could not touch stays as it was.

        Nothing of it reaches the shell where there is no `what`.
        """
        shell = self.shell
        returned, loops = len(self.returned), len(self.broken_out)
        doubt, captured = shell.doubt, shell.captured
        allowed, granted = shell.allowed, shell.granted
        left = allowed - shell.steps
        share = left // 2 if doubt else left - left // 8  # what is surely run only once may take most of what is left
        own = left if left < _FEWEST_STEPS else max(min(share, steps), _FEWEST_STEPS)
        shell.allowed = shell.steps + own
        try:
            return run()
        except Overrun:
            limit = say("it takes more steps than are followed")
        except RecursionError:
            limit = say("it is nested too deeply")
        except (Broken, BadMath):
            raise
        except Exception as failure:  # noqa: BLE001 - whatever a file provokes, what stands behind it is followed all the same
            limit = failed_here(failure)
        finally:
            shell.allowed = min(allowed + shell.granted - granted, shell.most)
        del self.returned[returned:], self.broken_out[loops:]
        shell.doubt, shell.captured = doubt, captured
        if shell.steps > shell.allowed:
            raise Overrun
        if what is not None and own >= _ENOUGH_STEPS:
            self.long.add((what.source, what.start))
        self._give_up(what, limit, arguments)
        return _NORMAL

    def _give_up(self, what: Stretch | None, why: Shown, arguments: Sequence[Val] = ()) -> None:
        """Go on behind what is not followed to its end; without `what` nothing of it reaches the shell."""
        shell = self.shell
        self.levels, self.pending = 1, _NORMAL
        if what is not None:
            given_up.give_up(shell, what, why, [a.text for a in arguments if a.text])
        shell.output.unknown(why)
        shell.state.status = None

    # -- undecided conditions

    def undecided(
        self, why: Shown, first: Callable[[], Flow] | None, second: Callable[[], Flow] | None, *, doubt: Shown | None = None
    ) -> Flow:
        """Go both ways; keep what they agree on. `doubt` is said of what is run in them, if it is not `why`."""
        shell = self.shell
        other = shell.state.fork()
        outer = shell.doubt
        doubt = outer or (why if doubt is None else doubt)
        files = shell.written
        one, broken = self._way(first, doubt)
        mine, shell.state = shell.state, other
        shell.written, files = files, shell.written
        two, broken_too = self._way(second, doubt)
        shell.join_files(files)
        shell.doubt = outer
        if broken is not None and broken_too is not None:
            mine.join(shell.state, why)
            shell.state = mine
            raise broken
        if broken is not None or broken_too is not None:
            left, shell.state = (mine, shell.state) if broken is not None else (shell.state, mine)
            self._file_left_by(left, why)
            return two if broken is not None else one
        if one == two:
            mine.join(shell.state, why)
            shell.state = mine
            return one
        if one == Flow.EXIT:  # the shell that goes on is the one that did not end
            return two
        if two == Flow.EXIT:
            shell.state = mine
            return one
        if one == _NORMAL:
            self._stash(two, shell.state, why)
            shell.state, two = mine, one
        else:
            self._stash(one, mine, why)
        shell.doubt = outer or why
        return two

    def _way(self, run: Callable[[], Flow] | None, doubt: Shown) -> tuple[Flow, Broken | None]:
        """Go one of two ways; an error in zsh ends the file only if it is that one."""
        self.shell.doubt = doubt
        try:
            return (run() if run else _NORMAL), None
        except Broken as broken:
            if not self.shell.zsh:
                raise
            return _NORMAL, broken

    def _file_left_by(self, state: State, why: Shown) -> None:
        """The file being read may have ended here with this state: the functions being run in it end as well."""
        shell = self.shell
        inside = 0 if shell.apart else len(shell.calls)
        level = len(self.returned) - 1 - min(inside, len(self.returned) - 1)
        by_eval = bool(self.evaluated) and self.evaluated[-1][0] > level
        (self.evaluated[-1][1] if by_eval else self.returned[level]).append((state, why))
        shell.doubt = shell.doubt or why

    def _may_break(self, why: Shown) -> None:
        """It cannot be told whether what was done is an error, which ends the file."""
        self.shell.may_break = NOTHING
        self._file_left_by(self.shell.state.fork(), why)

    def _stash(self, flow: Flow, state: State, why: Shown) -> None:
        if flow == Flow.RETURN:
            self.returned[-1].append((state, why))
        elif self.broken_out:
            self.broken_out[-1].append((state, why))

    def _unread(self, node: Unread) -> Flow:
        shell = self.shell
        self._pass_over(node.pos, node.end, say("line {} cannot be read: {}", shell.source.line(node.pos), node.what))
        shell.note_at(node.pos, say("{}; the command is not run", node.what))
        shell.state.status = 2
        return _NORMAL

    # -- lists

    def _block(self, node: Block) -> Flow:
        for item in node.items:
            flow = self.run(item)
            if flow:
                if item is not node.items[-1]:
                    self._pass_over(item.end, node.end, self._left_by(flow, item))
                return flow
        return _NORMAL

    def _and_or(self, node: AndOr) -> Flow:
        flow = self._tested(node.first)
        return flow or self._and_or_from(node, 0)

    def _and_or_from(self, node: AndOr, number: int) -> Flow:
        shell = self.shell
        rest = node.rest
        left: Node = node.first if number == 0 else rest[number - 1][1]
        while number < len(rest):
            operator, command = rest[number]
            status = shell.state.status
            number += 1
            if status is None:
                after = number
                why = described(shell, left, None, operator == "&&")

                def go(command: Node = command, after: int = after) -> Flow:
                    return self._link(node, command, after) or self._and_or_from(node, after)

                def skip(after: int = after, operator: str = operator) -> Flow:
                    shell.state.status = 1 if operator == "&&" else 0
                    return self._and_or_from(node, after)

                return self.undecided(why, go, skip)
            if (status == 0) == (operator == "&&"):
                flow = self._link(node, command, number)
                if flow:
                    return flow
                left = command
            else:
                if self._tells(command.pos, command.end):
                    self._pass_over(command.pos, command.end, described(shell, left, status == 0, operator == "&&"))
        return _NORMAL

    def _link(self, node: AndOr, command: Node, number: int) -> Flow:
        """A command of a chain: only the last one's failure is the chain's own."""
        return self.run(command) if number == len(node.rest) else self._tested(command)

    def _pipeline(self, node: Pipeline) -> Flow:
        shell = self.shell
        self.tested += node.negated
        try:
            flow = self.run(node.commands[0]) if len(node.commands) == 1 else self._piped(node)
        finally:
            self.tested -= node.negated
        if node.negated and not flow and shell.state.status is not None:
            shell.state.status = int(shell.state.status == 0)
        return flow

    def _piped(self, node: Pipeline) -> Flow:
        shell = self.shell
        outer_input, outer_output = shell.input, shell.output
        last = len(node.commands) - 1
        keeps_last = shell.zsh or "lastpipe" in shell.state.options
        flow = _NORMAL
        try:
            for number, command in enumerate(node.commands):
                shell.output = outer_output if number == last else Output()
                shell.captured += number != last
                if number == last and keeps_last:
                    flow = self.run(command)
                else:
                    self._aside(partial(self.run, command), say("in a pipeline, which runs in a shell of its own"))
                shell.captured -= number != last
                shell.input = Input(shell.output.value())
        finally:
            shell.input, shell.output = outer_input, outer_output
        return flow

    def _aside(self, run: Callable[[], Flow], why: Shown) -> None:
        """Run in a copy of the shell: only its exit status comes back."""
        shell = self.shell
        outer, apart, doubt = shell.state, shell.apart, shell.doubt
        shell.state = outer.fork()
        shell.apart = apart or why
        captured = shell.captured
        try:
            self._bounded(partial(self._framed, run), _ASIDE_STEPS if doubt else _APART_STEPS, None)
        except Broken:
            shell.state.status = 1
        finally:
            outer.status = shell.state.status
            shell.state, shell.apart, shell.doubt, shell.captured = outer, apart, doubt, captured

    def _background(self, node: Background) -> Flow:
        self._aside(lambda: self.run(node.body), say("in the background, in a shell of its own"))
        self.shell.state.status = 0
        return _NORMAL

    # -- groups

    def _redirected(self, redirects: tuple[Redirect, ...], run: Callable[[], Flow]) -> Flow:
        """Run with the redirections in place; a file that cannot be read keeps the command from running."""
        shell = self.shell
        if not redirects:
            return run()
        outer = shell.input, shell.output, shell.captured
        made, self.making = self.making, []
        try:
            if not all(self._put_in_place(r) for r in redirects):
                shell.state.status = 1
                return _NORMAL
            return run()
        finally:
            for path, output, before in self.making:
                text = output.value()
                shell.write_file(path, joined([before, text]) if before is not None and before.text else text)
            shell.input, shell.output, shell.captured, self.making = *outer, made

    def _group(self, node: Group) -> Flow:
        if node.always is None:
            return self._redirected(node.redirects, lambda: self.run(node.body))
        shell = self.shell
        failed: Broken | None = None
        flow = _NORMAL
        try:
            flow = self._redirected(node.redirects, lambda: self.run(node.body))
        except Broken as broken:
            failed = broken
        status = shell.state.status
        shell.set_quietly("TRY_BLOCK_ERROR", Val("0" if failed is None else "1"))
        second = self.run(node.always)
        if failed is not None and shell.text_of("TRY_BLOCK_ERROR") != "0":
            raise failed
        shell.set_quietly("TRY_BLOCK_ERROR", Val("-1"))
        shell.state.status = status if failed is None else 1
        return second or flow

    def _subshell(self, node: Subshell) -> Flow:
        def inside() -> Flow:
            self._aside(lambda: self.run(node.body), say("in a subshell, which ends with it"))
            return _NORMAL

        return self._redirected(node.redirects, inside)

    def _put_in_place(self, redirect: Redirect) -> bool:
        """Put one redirection in place; False where its file cannot be read."""
        shell = self.shell
        operator, descriptor = redirect.operator, redirect.descriptor
        if descriptor not in ("", "0", "1", "2"):
            shell.duplicated.add(descriptor)
        if redirect.heredoc is not None:
            body = redirect.heredoc.body
            if redirect.heredoc.quoted:
                place = shell.place(redirect.heredoc.pos)
                shell.input = Input(Val(body, place, NOTHING, ((0, place),)))
            else:
                shell.input = Input(self.expander.text(body, "here", redirect.heredoc.pos))
            return True
        if redirect.descriptor[:1] == "{":  # a number that the shell chooses
            shell.assign(redirect.descriptor[1:-1], unknown(say("a file's number"), True), shell.place(redirect.pos))
        if redirect.target is None:
            return True
        target = self.expander.value(redirect.target)
        if operator == "<<<":
            shell.input = Input(target if target.text is None else replace(target, text=target.text + "\n"))
        elif operator in ("<", "<>"):
            if target.text is None:
                shell.input = Input(target)
                return True
            text = shell.read_data(target.text)
            shell.input = Input(text if text is not None else Val(None, None, say("a file that is not there")))
            return text is not None or shell.lookup().exists(target.text) or target.text.startswith("/dev/")
        elif operator[0] in ">&" and descriptor in ("", "1") and not (operator.startswith(">&") and target.text == "1"):
            absolute = shell.lookup().absolute(target.text) if target.text else ""
            kept = bool(absolute) and operator in (">", ">|", ">!", ">>") and not absolute.startswith("/dev/")
            shell.output = Output(kept=kept)
            if kept:
                self.making.append((absolute, shell.output, shell.read_text(absolute) if operator == ">>" else None))
            shell.captured += 1
        return True

    # -- `if`, `case`, loops, functions and tests: which of their parts are run, and how often

    def _if(self, node: If) -> Flow:
        return self._redirected(node.redirects, lambda: self._arm(node, 0))

    def _arm(self, node: If, number: int) -> Flow:
        shell = self.shell
        if number >= len(node.arms):
            shell.state.status = 0
            return self.run(node.otherwise) if node.otherwise is not None else _NORMAL
        test, body = node.arms[number]
        flow = self._tested(test)
        if flow:
            return flow
        status = shell.state.status
        if status is None:
            return self.undecided(described(shell, test, None, True), lambda: self.run(body), lambda: self._arm(node, number + 1))
        if status == 0:
            why = described(shell, test, True, False) if self._tells(body.end, node.end) else NOTHING
            for _, other in node.arms[number + 1 :]:
                self._pass_over(other.pos, other.end, why)
            if node.otherwise is not None:
                self._pass_over(node.otherwise.pos, node.otherwise.end, why)
            return self.run(body)
        if self._tells(body.pos, body.end):
            self._pass_over(body.pos, body.end, described(shell, test, False, True))
        return self._arm(node, number + 1)

    def _case(self, node: Case) -> Flow:
        value = self.expander.value(node.word)
        return self._redirected(node.redirects, lambda: self._case_arm(node, value, 0, False))

    def _case_arm(self, node: Case, value: Val, number: int, falls: bool) -> Flow:
        while number < len(node.arms):
            arm = node.arms[number]
            answer = True if falls else matches(self.shell, value, arm.patterns)
            if answer is None:
                return self._perhaps_taken(node, value, arm, number)
            if answer:
                return self._taken(node, value, arm, number)
            self._pass_over(arm.body.pos, arm.body.end, say("only when `{}` is {}; it is not", *self._told(node, arm)))
            number += 1
        self.shell.state.status = 0
        return _NORMAL

    def _told(self, node: Case, arm: Arm) -> tuple[Shown, Shown]:
        return source_shown(node.word.raw, self.shell.names), say_all(
            (source_shown(pattern, self.shell.names) for pattern in arm.patterns), " or "
        )

    def _perhaps_taken(self, node: Case, value: Val, arm: Arm, number: int) -> Flow:
        why = say("only when `{}` is {}; that is known only to the running shell", *self._told(node, arm))
        return self.undecided(why, lambda: self._taken(node, value, arm, number), lambda: self._case_arm(node, value, number + 1, False))

    def _taken(self, node: Case, value: Val, arm: Arm, number: int) -> Flow:
        self.shell.state.status = 0
        flow = self.run(arm.body)
        if flow or arm.ending == ";;":
            for other in node.arms[number + 1 :]:
                self._pass_over(
                    other.body.pos,
                    other.body.end,
                    say("another branch of the `case` at line {} is taken", self.shell.source.line(node.pos)),
                )
            return flow
        return self._case_arm(node, value, number + 1, arm.ending == ";&")

    def _rounds(self, rounds: Iterator[bool | None], node: For | CountingFor | While | Repeat, why: Shown) -> Flow:
        """Run the body for each round that is announced; None is a round of which it cannot be told whether it comes."""
        shell = self.shell
        self.broken_out.append([])
        doubt = shell.doubt
        flow = _NORMAL
        body = partial(self.run, node.body)
        for count, coming in enumerate(rounds):
            if len(self.broken_out[-1]) >= _MOST_UNDECIDED and not isinstance(
                node, For
            ):  # each round hangs on the one before, of which nothing is known
                self._not_followed_further(node)
                break
            if count >= _MAX_ROUNDS:
                shell.record.note(say("a loop was followed for {} rounds only", _MAX_ROUNDS))
                break
            if coming is None:
                flow = self.undecided(why, body, None)
            elif coming:
                flow = body()
            else:
                break
            if flow in (Flow.BREAK, Flow.CONTINUE):
                self.levels -= 1
                if self.levels > 0:
                    break
                self.levels = 1
                if flow == Flow.BREAK:
                    flow = _NORMAL
                    break
                flow = _NORMAL
            elif flow or coming is None:
                break
        for state, reason in self.broken_out.pop():
            shell.state.join(state, reason)
        shell.doubt = doubt
        return flow

    def _not_followed_further(self, node: For | CountingFor | While | Repeat) -> None:
        shell = self.shell
        why = say("the loop at line {} ends where only the running shell knows", shell.source.line(node.pos))
        shell.note_at(node.pos, say("a loop that ends where only the running shell knows was not followed further"))
        given_up.doubt_all(shell, Stretch(shell.source, node.pos, node.end), why)

    def _for(self, node: For) -> Flow:
        shell = self.shell
        given = list(shell.state.positional) if node.words is None else self.expander.fields(node.words)
        if not given:
            self._pass_over(node.body.pos, node.body.end, say("a loop over nothing"))
        step = len(node.names)

        def rounds(values: list[Val]) -> Iterator[bool | None]:
            for number in range(0, len(values), step):
                if values[number].text is None and node.words is not None:
                    yield None if self._assign_names(node, values, number) else False
                else:
                    yield self._assign_names(node, values, number)

        shell.state.status = 0
        line = shell.source.line(node.pos)
        why = say("the loop at line {} runs over something only the shell knows", line)
        orders = in_both_orders(given) if step == 1 else None
        if orders is None:
            return self._redirected(node.redirects, lambda: self._rounds(rounds(given), node, why))
        runs = [partial(self._rounds, rounds(values), node, why) for values in orders]
        order = say("the loop at line {} runs in an order that only the disk knows", line)
        return self._redirected(node.redirects, lambda: self.undecided(order, *runs, doubt=NOTHING))

    def _assign_names(self, node: For, values: list[Val], number: int) -> bool:
        shell = self.shell
        for offset, name in enumerate(node.names):
            value = values[number + offset] if number + offset < len(values) else Val("")
            var = shell.state.find(name) if shell.references else None
            if var is not None and "&" in var.fold:
                shell.refer(name, value)
            else:
                shell.assign(name, value, shell.place(node.pos))
        return True

    def _counting_for(self, node: CountingFor) -> Flow:
        self.expander.calculate(node.start)

        def rounds() -> Iterator[bool | None]:
            while True:
                yield self._goes_on(node.test)
                self.expander.calculate(node.step)

        return self._redirected(node.redirects, lambda: self._rounds(rounds(), node, say("a loop whose rounds cannot be counted")))

    def _goes_on(self, test: str) -> bool | None:
        try:
            number = self.expander.number(test) if test.strip() else 1
        except BadMath:
            return False
        return None if number is None else number != 0

    def _while(self, node: While) -> Flow:
        shell = self.shell

        def rounds() -> Iterator[bool | None]:
            while True:
                if self._tested(node.test):
                    yield False
                status = shell.state.status
                if status is None:
                    yield None
                going = (status == 0) != node.until
                if not going:
                    shell.state.status = 0
                yield going

        def reading(lines: list[Val]) -> Flow:
            shell.input = Input(joined(lines))
            return self._rounds(rounds(), node, why)

        def over_input() -> Flow:
            given = shell.input.value
            orders = in_both_orders([given], by_lines=True) if given is not None else None
            if orders is None:
                return self._rounds(rounds(), node, why)
            order = say("the loop at line {} reads lines in an order that only the disk knows", shell.source.line(node.pos))
            return self.undecided(order, *(partial(reading, lines) for lines in orders), doubt=NOTHING)

        why = described(shell, node.test, None, not node.until)
        return self._redirected(node.redirects, over_input)

    def _repeat(self, node: Repeat) -> Flow:
        text = self.expander.value(node.times).text
        count = int(text) if text is not None and text.isdecimal() and len(text) <= _REPEAT_DIGITS else 0
        return self._rounds(iter([True] * min(count, _MAX_ROUNDS)), node, NOTHING)

    def _function(self, node: Function) -> Flow:
        shell = self.shell
        for name in self._function_names(node):
            if (
                name in shell.state.aliases
                and not shell.source.text.startswith("function", node.pos)
                and self._alias_counts(name, node.pos)
            ):
                raise Unreadable(say("{} is an alias, so it cannot be defined as a function here", user_name(name)))
            shell.state.functions[name] = Defined(node.body, shell.source, shell.place(node.pos), shell.alias_count)
        shell.state.status = 0
        return _NORMAL

    def _function_names(self, node: Function) -> Sequence[str]:
        """The names that are defined; zsh expands them as words."""
        if not self.shell.zsh or all(_PLAIN_NAME.fullmatch(name) for name in node.names):
            return node.names
        found = self.expander.fields([Word(name, node.pos, _PLAIN_NAME.fullmatch(name) is not None) for name in node.names])
        self.shell.unseen = self.shell.unseen or any(name.text is None for name in found)
        return [name.text for name in found if name.text is not None]

    def _anonymous(self, node: Anonymous) -> Flow:
        defined = Defined(node.body, self.shell.source, self.shell.place(node.pos), 0)
        arguments = self.expander.fields(node.words)
        return self._redirected(node.redirects, lambda: self._call(defined, "(anon)", arguments, node.pos))

    def _call(self, defined: Defined, name: str, arguments: list[Val], position: int) -> Flow:
        """Run a function."""
        shell = self.shell
        what = Stretch(defined.source, defined.body.pos, defined.body.end)
        if self.depth >= _MAX_DEPTH or shell.calls.count(name) > _MAX_SAME_CALL or (what.source, what.start) in self.long:
            much = (what.source, what.start) in self.long
            self._give_up(what, say("it takes more steps than are followed") if much else say("it is nested too deeply"), arguments)
            if shell.zsh and not much:  # it may never end, which ends the file (zsh's FUNCNEST)
                self._may_break(say("{} calls itself more often than is followed", user_name(name)))
            return _NORMAL
        shell.record.called.add((defined.place[0].path, defined.place[1]))
        state = shell.state
        positional, options, emulation = state.positional, set(state.options), state.emulation
        state.positional = tuple(arguments)
        state.frames.append(dict(FIRST) if shell.zsh else {})
        shell.calls.append(name)
        shell.running.append((name, self._written_at(defined) if shell.zsh else "", "shfunc"))
        shell.chain.append(shell.place(position))
        self.depth += 1
        before = self._enter(defined.source)
        try:
            steps = _ASIDE_STEPS if shell.doubt else _APART_STEPS if shell.apart else _CALL_STEPS
            flow = self._bounded(partial(self._framed, partial(self.run, defined.body)), steps, what, arguments)
        finally:
            self._enter(before)
            self.depth -= 1
            shell.chain.pop()
            shell.running.pop()
            shell.calls.pop()
            shell.state.frames.pop()
            shell.state.positional = positional
            if "localoptions" in shell.state.options:
                shell.state.options, shell.state.emulation = options, emulation
        return flow

    def _written_at(self, defined: Defined) -> str:
        """File and line as `funcsourcetrace` has them, which counts from 0 in a file that is itself the function (zsh 5.9)."""
        origin = defined.source.origin(defined.body.pos)
        return f"{self.shell.script_named(origin.path)}:{0 if defined.file else origin.line}"

    def _bracketed(self, node: Test) -> Flow:
        answer = holds(self.shell, node.test)
        self.shell.state.status = None if answer is None else int(not answer)
        return _NORMAL

    def _arithmetic(self, node: Arithmetic) -> Flow:
        return self._redirected(node.redirects, lambda: self._calculated(node))

    def _calculated(self, node: Arithmetic) -> Flow:
        shell = self.shell
        try:
            number = self.expander.number(node.text)
            shell.state.status = None if number is None else int(number == 0)
        except BadMath:
            shell.state.status = 2 if shell.zsh else 1
        if shell.may_break:
            self._may_break(shell.may_break)
        return _NORMAL

    # -- single commands

    def simple(self, node: Simple) -> Flow:
        shell = self.shell
        low, high = self.masked
        if high >= 0 and node.words and node.pos < high and node.end > low:
            node = self._without_masked(node)
        words = node.words
        if not words:
            return self._redirected(node.redirects, lambda: self._assignments(node)) if node.redirects else self._assignments(node)
        first = words[0].raw
        if first in shell.state.aliases and self._alias_counts(first, words[0].pos):
            return self._alias(node, words[0])
        if shell.global_aliases:
            for word in words[1:]:
                alias = shell.state.aliases.get(word.raw)
                if alias is not None and alias.everywhere and self._alias_counts(word.raw, word.pos):
                    return self._alias(node, word)
        if node.redirects:
            return self._redirected(node.redirects, lambda: self._command(node, words))
        return self._command(node, words)

    def _without_masked(self, node: Simple) -> Simple:
        """The command as it is when a line in its middle is blank."""
        low, high = self.masked
        if low <= node.words[0].pos < high:
            return replace(node, assigns=(), words=())
        return replace(
            node,
            words=tuple(w for w in node.words if not low <= w.pos < high),
            assigns=tuple(a for a in node.assigns if not low <= a.pos < high),
        )

    def _assignments(self, node: Simple) -> Flow:
        shell = self.shell
        before = self.substitutions
        for assign in node.assigns:
            if tables.is_table(shell, assign.name):
                tables.assign(shell, assign.name, assign.key, self.assigned(assign), shell.place(assign.pos), assign.append)
            elif not shell.assign(assign.name, self.assigned(assign), shell.place(assign.pos), append=assign.append, key=assign.key):
                shell.state.status = 1
                raise Broken(say("{} is read-only", variable_shown(assign.name)))
            if shell.may_break:
                shell.note_at(assign.pos, say("{}; that it ends the file here is not followed", shell.may_break))
                self._may_break(shell.may_break)
        if before == self.substitutions:
            shell.state.status = 0
        return _NORMAL

    def assigned(self, assign: Assign) -> Value:
        """The value an assignment gives."""
        shell = self.shell
        if assign.array is None:
            return self.expander.value(assign.value) if assign.value is not None else Val("")
        pairs = [re.match(r"\[([^\]]*)\]=", w.raw) for w in assign.array]
        if assign.array and all(pairs):
            found: dict[str, Val] = {}
            for word, pair in zip(assign.array, pairs, strict=True):
                if pair is not None:
                    key = self.expander.text(pair.group(1)).text or ""
                    found[key] = self.expander.value(Word(word.raw[pair.end() :], word.pos + pair.end(), False))
            var = shell.state.find(shell.meant(assign.name))
            numbered = all(k.isdecimal() for k in found) and not (var is not None and isinstance(var.value, Mapping))
            return list(found.values()) if numbered else found
        values = self.expander.fields(assign.array)
        if assign.key is not None:
            return values
        var = shell.state.find(shell.meant(assign.name))
        if var is not None and isinstance(var.value, Mapping):
            return table_of(values, shell.zsh)
        return values

    # -- aliases

    def _alias_counts(self, name: str, position: int) -> bool:
        """Whether an alias is expanded at this place: it must be switched on and defined on an earlier line."""
        shell = self.shell
        alias = shell.state.aliases[name]
        if name in self.expanding or ("aliases" if shell.zsh else "expandaliases") not in shell.state.options:
            return False
        if shell.calls:
            defined = shell.state.functions.get(shell.calls[-1])
            return defined is not None and alias.number <= defined.aliases
        source, at = alias.place
        here = shell.source.place(position)
        return not (source is here[0] and source.line(at) >= source.line(here[1]))

    def _alias(self, node: Simple, word: Word) -> Flow:
        shell = self.shell
        name = word.raw
        alias = shell.state.aliases[name]
        if alias.value.text is None:
            shell.state.status = None
            return _NORMAL
        text, spans = spliced(shell, node, word, self._alias_counts)
        self.expanding.append(name)
        shell.chain.append(shell.place(node.pos))
        try:
            return self._run_source(Source(text, shell.source.path, spans))
        finally:
            shell.chain.pop()
            self.expanding.pop()

    # -- commands with a name

    def _command(self, node: Simple, words: tuple[Word, ...]) -> Flow:
        shell = self.shell
        name = words[0].raw
        skip_functions = False
        if name == "noglob" and shell.zsh and len(words) > 1 and words[1].raw not in DECLARING and "noglob" not in shell.state.options:
            return self._without_globbing(node, words)
        while name in _MODIFIERS and len(words) > 1 and (shell.zsh or name not in _ZSH_MODIFIERS):
            if name in ("sudo", "nice", "nohup"):
                return self._program(node, name, self.expander.fields(words[1:]))
            behind = self._behind_modifier(name, [word.raw for word in words])
            if behind is None:
                break
            if behind >= len(words):
                shell.state.status = 0
                return _NORMAL
            skip_functions = skip_functions or name in ("command", "builtin")
            words = words[behind:]
            if name == "command" and shell.zsh:  # zsh looks for a program then, not for a builtin
                return self._program(node, words[0].raw, self.expander.fields(words[1:]))
            if name == "builtin" and words[0].raw.startswith("-"):
                shell.state.status = 1 if shell.zsh else 2
                return _NORMAL
            name = words[0].raw
        if shell.zsh and name in ("typeset", "declare") and len(words) > 1 and _LOADED_LATER.fullmatch(words[1].raw):
            return self._named(node, "autoload", self.expander.fields(words[1:]), words, True)
        if name == "private" and shell.zsh:  # of zsh/param/private
            name = "local"
        if name in DECLARING and name not in shell.state.functions:
            return self._with_prefix(node, lambda: declare(shell, name, words[1:]))
        try:
            arguments = self.expander.fields(words)
        except NoMatch:
            if not shell.zsh or self._known_command(name):
                raise
            shell.state.status = 1  # a program's words are expanded in its own process: only that fails
            return _NORMAL
        if not arguments:
            return _NORMAL
        first = arguments[0].text
        if first is None:
            return self._unknown_command(node)
        return self._named(node, first, arguments[1:], words, skip_functions)

    def _without_globbing(self, node: Simple, words: tuple[Word, ...]) -> Flow:
        """zsh's `noglob`: only the words of this command are not taken for names of files."""
        options = self.shell.state.options
        options.add("noglob")
        try:
            arguments = self.expander.fields(words[1:])
        finally:
            options.discard("noglob")
        if not arguments or arguments[0].text is None:
            return _NORMAL if not arguments else self._unknown_command(node)
        return self._named(node, arguments[0].text, arguments[1:], words, False)

    def _unknown_command(self, node: Simple) -> Flow:
        self.shell.state.status = None
        opaque.run_unknown(self.shell, node)
        return _NORMAL

    def _behind_modifier(self, name: str, words: list[str | None]) -> int | None:
        """Where the command stands behind `command`, `builtin` and their like and their options; None where `command` is asked about one (`-v`)."""
        at = 1
        while name == "command" and at < len(words) and words[at] == "-p":
            at += 1
        if at < len(words) and words[at] == "--" and (name == "command" or (name == "builtin" and not self.shell.zsh)):
            return at + 1
        return None if name == "command" and at < len(words) and (words[at] or "").startswith("-") else at

    def _known_command(self, name: str) -> bool:
        return name in self.shell.state.functions or name in builtins.TABLE or name in DECLARING

    def _named(self, node: Simple, name: str, arguments: list[Val], words: tuple[Word, ...], skip_functions: bool) -> Flow:
        shell = self.shell
        defined = None if skip_functions else shell.state.functions.get(name)
        if defined is not None and not defined.loaded_by:
            return self._with_prefix(node, lambda: self._call(defined, name, arguments, node.pos))
        if name in ("builtin", "command") and arguments and words[0].raw != name:  # the value of a variable
            behind = self._behind_modifier(name, [name, *(a.text for a in arguments)])
            if behind is not None and behind <= len(arguments):
                following = arguments[behind - 1].text
                if following is None or (name == "command" and shell.zsh):
                    return self._program(node, following or "", arguments[behind:])
                return self._named(node, following, arguments[behind:], words, True)
        if name in DECLARING:
            return self._with_prefix(node, lambda: declare_values(shell, name, arguments, shell.place(node.pos)))
        builtin = builtins.TABLE.get(name)
        if builtin is not None and not (shell.zsh and name in builtins.BASH_ONLY) and not (not shell.zsh and name in builtins.ZSH_ONLY):
            return self._with_prefix(node, lambda: self._builtin(node, name, arguments))
        if defined is not None:
            return self._with_prefix(node, lambda: self._autoloaded(defined, name, arguments, node))
        return self._program(node, name, arguments)

    def _autoloaded(self, stub: Defined, name: str, arguments: list[Val], node: Simple) -> Flow:
        """Call a function of zsh's that is read from its file first: the file is its body, or defines it (`autoload -k`)."""
        shell = self.shell
        source = function_file(shell, stub, name)
        if source is None and not stub.file and shell.text_of("FPATH") is None:
            return self._read_from_one_of(stub, name, arguments, node)
        return self._read_and_called(source, stub, name, arguments, node)

    def _read_from_one_of(self, stub: Defined, name: str, arguments: list[Val], node: Simple) -> Flow:
        """Call a function whose file is the first along an `fpath` that is not known: whatever that may be is walked."""
        shell = self.shell
        found = possible_files(shell, name)
        why = say("the file of {} is known only to the running shell", command_shown(name))
        for source in found:
            self.undecided(why, partial(self._read_and_called, source, stub, name, arguments, node), None)
        if not found and name not in zsh_functions.FUNCTIONS:
            opaque.called(shell, node)
        shell.unseen = True
        shell.output.unknown(say("what {} prints", command_shown(name)))
        shell.state.status = None
        return _NORMAL

    def _read_and_called(self, source: Source | None, stub: Defined, name: str, arguments: list[Val], node: Simple) -> Flow:
        shell = self.shell
        nodes = self._whole(source) if source is not None else None
        if source is None or nodes is None:
            if source is not None:
                shell.note_at(node.pos, say("{} is not followed: its file cannot be read", command_shown(name)))
            elif not stub.file and shell.text_of("FPATH") and function_folders(shell.lookup()):
                shell.state.status = 1  # zsh's own folders were looked through, too
                return _NORMAL
            shell.unseen = True
            shell.output.unknown(say("what {} prints", command_shown(name)))
            shell.state.status = None
            return _NORMAL
        if source.path not in shell.record.files:
            shell.record.files.append(source.path)
        aliases = 0 if "U" in stub.loaded_by else shell.alias_count
        if "k" in stub.loaded_by or ("z" not in stub.loaded_by and "kshautoload" in shell.state.options):
            flow = self._call(Defined(Block(nodes, 0, len(source.text)), source, (source, 0), aliases), name, arguments, node.pos)
            made = shell.state.functions.get(name)
            if flow:
                return flow
            if made is None or made.loaded_by:
                shell.state.status = 1
                return _NORMAL
            return self._call(made, name, arguments, node.pos)
        only = nodes[0] if len(nodes) == 1 else None
        alone = isinstance(only, Function) and only.names == (name,)
        inner = only.body if alone and isinstance(only, Function) else Block(nodes, 0, len(source.text))
        made = shell.state.functions[name] = Defined(
            inner, source, (source, 0 if only is None or not alone else only.pos), aliases, file=source.path
        )
        return self._call(made, name, arguments, node.pos)

    def not_called(self) -> Iterator[tuple[str, Shown]]:
        """The files of functions that were to be read when they are called, and were not."""
        stubs = [(name, one) for name, one in self.shell.state.functions.items() if one.loaded_by]
        for name, stub in stubs[:_MAX_NOT_CALLED]:
            source = function_file(self.shell, stub, name)
            if source is not None:
                yield source.path, say("only when `{}` is called; no startup file calls it", user_name(name))

    def _whole(self, source: Source) -> tuple[Node, ...] | None:
        """All commands of a file; None where it cannot be read to its end."""
        shell = self.shell
        if source not in self.counted and not source.spans:
            self.counted.add(source)
            shell.allow(len(source.text))
        lines = shell.library.get(source)
        if lines is None:
            lines = shell.library[source] = Lines(source, shell.zsh)
        nodes = tuple(
            item for node in lines.reading(lambda: shell.state.options) for item in (node.items if isinstance(node, Block) else (node,))
        )
        return nodes if lines.parser.problem is None else None

    def _builtin(self, node: Simple, name: str, arguments: list[Val]) -> Flow:
        self.pending = _NORMAL
        self.shell.state.status = builtins.TABLE[name](self.shell, arguments, node)
        flow, self.pending = self.pending, _NORMAL
        return flow

    def _prefix(self, assign: Assign) -> Value:
        """What an assignment in front of a command gives, which is written down."""
        shell = self.shell
        value = self.assigned(assign)
        place = shell.place(assign.pos)
        if isinstance(value, Val) and value.place is None:
            value = replace(value, place=place)
        shell.happened(assign.name, "prefix", place, value if isinstance(value, Val) else None, apart=say("only for that one command"))
        return value

    def _with_prefix(self, node: Simple, run: Callable[[], Flow]) -> Flow:
        """Run with the assignments in front of the command, which hold only as long as it does."""
        if not node.assigns:
            return run()
        shell = self.shell
        saved: list[tuple[dict[str, Var], str, Var | None]] = []
        for assign in node.assigns:
            value = self._prefix(assign)
            frame = shell.state.frame_of(assign.name)
            saved.append((frame, assign.name, frame.get(assign.name)))
            frame[assign.name] = Var(value, True)
        shell.prefixed += [assign.name for assign in node.assigns]
        try:
            flow = run()
        finally:
            del shell.prefixed[-len(node.assigns) :]
        for frame, name, var in reversed(saved):
            if name in shell.promoted:
                shell.promoted.discard(name)
            elif var is None:
                frame.pop(name, None)
            else:
                frame[name] = var
        return flow

    def _program(self, node: Simple, name: str, arguments: list[Val]) -> Flow:
        for assign in node.assigns:
            self._prefix(assign)
        if name in self.shell.hidden_functions:
            self.shell.unseen = self.shell.unseen or name not in zsh_functions.HARMLESS
            self.shell.output.unknown(say("what {} prints", command_shown(name)))
            self.shell.state.status = None
            return _NORMAL
        status = programs.run(self.shell, name, arguments, node)
        if status == NOT_FOUND and self.shell.has_function("command_not_found_handler"):  # which is run aside, and answers
            status = None
        self.shell.state.status = status
        return _NORMAL

    # -- texts that are run

    def leave(self, flow: Flow, levels: int = 1) -> None:
        """How control goes on behind the builtin that is being run. Outside of any file or loop there is nothing to leave."""
        if flow == Flow.RETURN and len(self.returned) == 1:
            return
        if flow in (Flow.BREAK, Flow.CONTINUE):
            if not self.broken_out:
                return
            self.levels = levels
        self.pending = flow

    def run_text(self, text: Val, node: Simple) -> int | None:
        """`eval`: run a text whose parts know where they were written."""
        self.pending = self._text(text, node)
        return self.shell.state.status

    def call_from_its_file(self, name: str, node: Simple) -> int | None:
        """`autoload -X` in a function: read it from its file and call it with the same arguments."""
        self.pending = self._autoloaded(self.shell.state.functions[name], name, list(self.shell.state.positional), node)
        return self.shell.state.status

    def run_file(self, path: str, arguments: list[Val], node: Simple) -> int | None:
        """`source`: run a file in this shell."""
        shell = self.shell
        if shell.made.doubtful and shell.lookup().absolute(path) in shell.made.doubtful:
            why = say("line {} reads a file that only the shell knows", shell.source.origin(node.pos).line)
            self.pending = self.undecided(why, partial(self._file, path, arguments, node), None)
            shell.state.status = None
            return None
        self.pending = self._file(path, arguments, node)
        return self.shell.state.status

    def run_one_of(self, paths: Sequence[str], arguments: list[Val], node: Simple, why: Shown) -> int | None:
        """`source` of one of these files, or of several of them, in an order that is not known."""
        for path in paths:
            self.undecided(why, partial(self._file, path, arguments, node), None)
        self.pending = _NORMAL
        self.shell.state.status = None
        return None

    def _text(self, value: Val, node: Simple) -> Flow:
        shell = self.shell
        text = value.text
        if text is None:
            return self._opaque(value, node)
        if not text.strip():
            shell.state.status = 0
            return _NORMAL
        place = value.place or shell.source.place(node.words[-1].pos if node.words else node.pos)
        spans = value.spans or ((0, place if not place[0].spans else place[0].place(place[1])),)
        if place[0].path == "" and not value.spans:  # an inherited text: told where it is evaluated
            spans = ((0, shell.source.place(node.pos)),)
        here = shell.source.origin(node.pos)
        source = Source(text, spans[0][1][0].path or shell.source.path, spans)
        if shell.zsh and "\n" in text.rstrip("\n") and self._whole(source) is None:  # zsh reads all of it before it runs any
            self._give_up(Stretch(source, 0, len(text)), say("it cannot be read to its end"))
            return _NORMAL
        shell.running.append(("(eval)", f"{shell.script_named(here.path)}:{here.line}", "eval"))
        shell.chain.append(shell.place(node.pos))
        try:
            return self._evaluated(source, node.pos) if shell.zsh else self._run_source(source)
        finally:
            shell.running.pop()
            shell.chain.pop()

    def _evaluated(self, source: Source, position: int) -> Flow:
        """zsh's `eval`: an error in it ends what it runs, and nothing else (observed, 5.9)."""
        shell = self.shell
        doubt = shell.doubt
        self.evaluated.append((len(self.returned), []))
        try:
            flow = self._run_source(source)
        except Refused:
            raise
        except Broken as broken:
            shell.note_at(position, say("{}; the rest of what eval runs is not run", broken.what))
            shell.state.status = broken.status
            flow = _NORMAL
        finally:
            _, stashed = self.evaluated.pop()
            shell.doubt = doubt
        for state, why in stashed:
            shell.state.join(state, why)
        return flow

    def _opaque(self, value: Val, node: Simple) -> Flow:
        """`eval` or `source` of what only the running shell sees; of a known tool's code, what it does is done."""
        shell = self.shell
        opaque.evaluated(shell, node, value)
        if value.acts:
            shell.chain.append(shell.place(node.pos))
            try:
                self._run_source(Source(value.acts, shell.source.path, ((0, shell.source.place(node.pos)),)))
            finally:
                shell.chain.pop()
        shell.state.status = None
        return _NORMAL

    def _file(self, path: str, arguments: list[Val], node: Simple) -> Flow:
        shell = self.shell
        value = shell.read_text(path)
        if value is None:
            found = shell.lookup().stat(path)
            compiled = shell.zsh and shell.lookup().exists(f"{path}.zwc")  # zsh reads that then
            if found.exists or compiled:
                opaque.unreadable(shell, node, path, say("compiled") if not found.exists else shell.lookup().file(path).detail)
                shell.state.status = None
            else:
                shell.state.status = NOT_FOUND if shell.zsh else 1
                if shell.zsh and "posixbuiltins" in shell.state.options:  # an error (observed: zsh 5.9), which ends a script
                    if not shell.interactive:
                        return Flow.EXIT
                    raise Broken(say("{} is not there", shell.place_named(path)), NOT_FOUND)
            return _NORMAL
        if value.text is None:
            return self._opaque(value, node)
        if shell.scripts.count(path) >= _MAX_SAME_FILE:
            shell.note_at(node.pos, say("{} reads itself; not followed further", shell.place_named(path)))
            self._give_up(Stretch(value.place[0] if value.place else Source(value.text, path), 0, len(value.text)), say("it reads itself"))
            return _NORMAL
        source = (
            value.place[0]
            if value.place is not None and value.place[1] == 0 and value.place[0].text == value.text
            else Source(value.text, shell.source.path, value.spans)
        )
        if not source.spans and source.path not in shell.record.files:
            shell.record.files.append(source.path)
        positional = shell.state.positional
        if arguments:
            shell.state.positional = tuple(arguments)
        shell.scripts.append(path)
        shell.running.append((path, f"{path}:0", "file"))
        shell.chain.append(shell.place(node.pos))
        calls, shell.calls = shell.calls, ([] if shell.zsh else shell.calls)
        zero = shell.state.frames[-1].pop("0", None)
        shell.state.status = 0
        try:
            flow = self._framed(lambda: self._run_source(source))
        except Broken as broken:
            if not shell.zsh:
                raise
            shell.note_at(node.pos, say("{}: {}; the rest of it is not run", shell.place_named(path), broken.what))
            shell.state.status = 1
            flow = _NORMAL
        finally:
            shell.scripts.pop()
            shell.running.pop()
            shell.chain.pop()
            shell.calls = calls
            shell.state.frames[-1].pop("0", None)
            if zero is not None:
                shell.state.frames[-1]["0"] = zero
        if arguments:
            shell.state.positional = positional
        return flow

    def startup_file(self, path: str) -> Flow:
        """A startup file, which nobody names in a command."""
        shell = self.shell
        value = shell.read_text(path)
        if value is None or value.place is None or value.text is None:
            return _NORMAL
        absolute = shell.lookup().absolute(path)
        shell.record.files.append(absolute)
        shell.scripts.append(path)
        shell.running.append((path, f"{path}:0", "file"))
        shell.state.status = 0
        source = value.place[0]
        shell.begin_file()
        try:
            flow = self._framed(lambda: self._run_source(source))
        except Broken as broken:
            shell.record.note(say("{}: {}; the rest of it is not run", shell.machine.show_path(absolute), broken.what))
            flow = _NORMAL
        finally:
            shell.scripts.pop()
            shell.running.pop()
        if flow == Flow.EXIT and not shell.ended and not shell.doubt:
            shell.ended = say("{} ends the shell", shell.machine.show_path(absolute))
        return flow

    def output_of(self, text: str, position: int) -> Val:
        """`$(…)`."""
        alone = _FILE_ONLY.fullmatch(text)
        if alone and "\n" not in text and ";" not in text and "|" not in text:
            path = self.expander.text(alone.group(1), "word", position)
            found = None if path.text is None else self.shell.read_data(path.text)
            if path.text is not None and found is None and not self.shell.lookup().exists(path.text):
                return Val("")
            return self._trimmed(found) if found is not None else unknown(say("a file that cannot be read"))
        value = self._captured_text(text, position)
        if value.text is None:
            return replace(value, place=None, why=value.why or say("what a program prints"), begins=value.begins.rstrip("\n"))
        return self._trimmed(value)

    def _trimmed(self, value: Val) -> Val:
        if value.text is None:
            return value
        text = value.text.rstrip("\n").replace("\0", "")
        return value if text == value.text else replace(value, text=text)

    def _captured_text(self, text: str, position: int, kind: str = "cmdsubst") -> Val:
        """All that a text prints when it is run aside."""
        shell = self.shell
        self.substitutions += 1
        outer, shell.output = shell.output, Output()
        shell.captured += 1
        shell.running.append(("", "", kind))
        source = Source(text, shell.source.path, ((0, shell.source.place(position)),))
        if "<<" in text and not shell.zsh:
            shell.library[source] = Lines(source, shell.zsh)
            shell.library[source].parser.in_output = True
        try:
            self._aside(lambda: self._substituted(source), say("in a command substitution"))
            problem = shell.library[source].parser.problem if shell.zsh and source in shell.library else None
            if problem is not None:
                raise Broken(problem.what)
            return shell.output.value()
        finally:
            shell.running.pop()
            shell.output = outer
            shell.captured -= 1

    def _substituted(self, source: Source) -> Flow:
        self.shell.state.options.discard("errexit")  # bash leaves it to the command around (bash(1), COMMAND EXECUTION ENVIRONMENT)
        return self._run_source(source)

    def process(self, part: Process, position: int) -> Val:
        """`<(…)`: a path under which the output can be read."""
        path = f"/dev/fd/{_LAST_DESCRIPTOR - len(self.shell.pipes) % _DESCRIPTORS}"
        if part.kind == ">":
            return Val(path)
        self.shell.pipes[path] = self._captured_text(part.text, position + part.offset, "outsubst")
        return Val(path)
