"""Blocks with a condition or a list: `if`, `while`, `for`, `switch`."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.expand import ExpansionError
from claude_auth_tui.shells.fish.patterns import fish_pattern
from claude_auth_tui.shells.fish.record import Flow
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.syntax import For, If, Switch, Text, While, Wild, Word
from claude_auth_tui.shells.fish.values import Item, Opaque, opaque_in
from claude_auth_tui.shells.source_shown import source_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.fish.evaluator import Evaluator

_MAX_ROUNDS: Final = 5_000
_SHORT: Final = re.compile(r"\"?\$?\(?\w[\w -]{0,20}\)?\"?")
"""A word that can be told: a variable or a simple command."""


def run_if(evaluator: Evaluator, statement: If, index: int = 0) -> Flow:
    shell = evaluator.shell
    if index >= len(statement.branches):
        if statement.otherwise is not None:
            return evaluator.scoped(statement.otherwise)
        shell.state.status = 0
        return Flow.NORMAL
    condition, body = statement.branches[index]
    shell.claim = None
    flow = evaluator.block(condition)
    if flow is not Flow.NORMAL:
        return flow

    def after() -> Flow:
        shell.skipped.setdefault(id(body), evaluator.because(held=False))
        return run_if(evaluator, statement, index + 1)

    def inside() -> Flow:
        for _, other in statement.branches[index + 1 :]:
            shell.skipped.setdefault(id(other), evaluator.because(held=True))
        if statement.otherwise is not None:
            shell.skipped.setdefault(id(statement.otherwise), evaluator.because(held=True))
        return evaluator.scoped(body)

    return evaluator.if_status(True, inside, after)


def run_for(evaluator: Evaluator, statement: For) -> Flow:
    shell = evaluator.shell
    name = evaluator.expander.single(statement.name)
    if not isinstance(name, str) or not shell.settable(name):
        raise ExpansionError(2)
    items, written_as = evaluator.expander.words(statement.words, nothing_matches=True)
    if not items:
        shell.skipped.setdefault(id(statement.body), say("there is nothing to go through"))
    mark = len(shell.parked)
    for item, word in zip(items, written_as, strict=True):
        shell.spend()
        shell.line = statement.line
        if isinstance(item, Opaque) and item.many:

            def once(item: Item = item) -> Flow:
                _loop_variable(shell, name, item, statement.line)
                flow = evaluator.scoped(statement.body)
                return flow if flow not in (Flow.BREAK, Flow.CONTINUE) else Flow.NORMAL

            flow = evaluator.either(say("only when there is something to go through at line {}", statement.line), once, lambda: Flow.NORMAL)
        else:
            _loop_variable(shell, name, item, word.line)
            flow = evaluator.scoped(statement.body)
        if flow is Flow.BREAK:
            break
        if flow not in (Flow.NORMAL, Flow.CONTINUE):
            return flow
    _join_loop(evaluator, mark)
    return Flow.NORMAL


def _loop_variable(shell: Shell, name: str, item: Item, line: int) -> None:
    """The variable is one of the block the loop stands in, whatever else has that name (observed, 3.6)."""
    shell.assign(name, [item], scope="l", line=line)


def _join_loop(evaluator: Evaluator, mark: int) -> None:
    frames = evaluator.shell.state.frames
    evaluator.join(mark, frozenset({Flow.BREAK, Flow.CONTINUE}), len(frames), len(frames[-1].blocks))


def run_while(evaluator: Evaluator, statement: While) -> Flow:
    shell = evaluator.shell
    mark = len(shell.parked)
    last: int | None = 0
    for _ in range(_MAX_ROUNDS):
        shell.spend()
        shell.claim = None
        flow = evaluator.block(statement.condition)
        if flow is not Flow.NORMAL:
            break
        status = shell.state.status
        if status is None:
            asked = evaluator.asked()

            def once() -> Flow:
                flow = evaluator.scoped(statement.body)
                return flow if flow not in (Flow.BREAK, Flow.CONTINUE) else Flow.NORMAL

            flow = evaluator.either(say("only while {}", asked.said), once, lambda: Flow.NORMAL)
            break
        if status:
            shell.skipped.setdefault(id(statement.body), evaluator.because(held=False))
            shell.state.status = last  # what the body left behind, 0 where it was never run
            break
        flow = evaluator.scoped(statement.body)
        last = shell.state.status
        if flow in (Flow.NORMAL, Flow.CONTINUE):
            flow = Flow.NORMAL
            continue
        break
    else:
        shell.note(say("a loop goes on for too long to be followed"), statement.line)
        flow = Flow.NORMAL
    _join_loop(evaluator, mark)
    return Flow.NORMAL if flow in (Flow.BREAK, Flow.CONTINUE) else flow


def run_switch(evaluator: Evaluator, statement: Switch) -> Flow:
    shell = evaluator.shell
    subject = evaluator.expander.word(statement.subject)
    if len(subject) > 1:
        raise ExpansionError(121)
    value = subject[0] if subject else ""
    written_as = source_shown(statement.subject.text, shell.names)

    def cases(index: int) -> Flow:
        while index < len(statement.cases):
            line, words, body = statement.cases[index]
            patterns = [item for word in words for item in _case_pattern(evaluator, word)]
            if isinstance(value, Opaque) or opaque_in(patterns) is not None:
                if any(item == "*" for item in patterns):
                    return evaluator.scoped(body)
                return evaluator.either(
                    say("only when {} matches at line {}", written_as, line), partial(evaluator.scoped, body), partial(cases, index + 1)
                )
            if any(fish_pattern(str(pattern)).fullmatch(str(value)) for pattern in patterns):
                for _, _, other in statement.cases[index + 1 :]:
                    shell.skipped.setdefault(id(other), say("another case of {} at line {} is taken", written_as, line))
                return evaluator.scoped(body)
            shell.skipped.setdefault(id(body), say("only when {} matches at line {}; it does not", written_as, line))
            index += 1
        return Flow.NORMAL

    return cases(0)


def _case_pattern(evaluator: Evaluator, word: Word) -> list[Item]:
    """The patterns of a `case`: wildcards in it stay wildcards, in quotes and in variables too (observed, 3.6)."""
    if word.plain is not None:
        return [word.plain]
    parts = tuple(Text(part.text) if isinstance(part, Wild) else part for part in word.parts)
    return evaluator.expander.word(word._replace(parts=parts))
