"""Pipes, redirections, and assignments before a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from claude_auth_tui.shells.fish.shell import Flow, Stream
from claude_auth_tui.shells.fish.syntax import Assignment, Redirection, Statement, Step
from claude_auth_tui.shells.fish.values import Item, Opaque, file_lines, lines_of

if TYPE_CHECKING:
    from claude_auth_tui.shells.fish.evaluator import Evaluator


def piped(evaluator: Evaluator, steps: Sequence[Step]) -> Flow:
    """fish runs builtins, functions and blocks of a pipeline in the shell itself: what they set stays set."""
    shell = evaluator.shell
    outer, status = shell.stdin, shell.state.status
    try:
        for index, step in enumerate(steps):
            shell.state.status = status  # what a part sees is the status before the pipeline
            if index == len(steps) - 1:
                return evaluator.step(step)
            shell.sinks.append([])
            try:
                flow = evaluator.step(step)
            finally:
                printed = shell.sinks.pop()
            if flow is not Flow.NORMAL:
                return flow
            shell.stdin = Stream([] if step.pipes_errors else lines_of(printed))
    finally:
        shell.stdin = outer
    return Flow.NORMAL


def with_assignments(evaluator: Evaluator, assignments: Sequence[Assignment], statement: Statement) -> Flow:
    """`NAME=value command`: exported for that command only."""
    shell = evaluator.shell
    shell.state.frames[-1].blocks.append({})
    height = len(shell.state.frames[-1].blocks)
    try:
        for assignment in assignments:
            items = evaluator.expander.word(assignment.value)
            shell.assign(assignment.name, items, scope="l", export=True, line=assignment.value.line, does="prefix")
        return evaluator.statement(statement)
    finally:
        del shell.state.frames[-1].blocks[height - 1 :]


def redirected(evaluator: Evaluator, redirections: Sequence[Redirection], run: Callable[[], Flow]) -> Flow:
    shell = evaluator.shell
    outer_stdin, sinks = shell.stdin, len(shell.sinks)
    try:
        for redirection in redirections:
            if redirection.operator == "<":
                target = evaluator.expander.single(redirection.target)
                stream = _opened(evaluator, target)
                if stream is None:
                    shell.state.status = 1
                    return Flow.NORMAL
                shell.stdin = stream
            elif redirection.operator.startswith(("&>", ">&", ">")) and redirection.fd == 1:
                shell.sinks.append([])
        return run()
    finally:
        shell.stdin = outer_stdin
        del shell.sinks[sinks:]


def _opened(evaluator: Evaluator, target: Item) -> Stream | None:
    if isinstance(target, Opaque):
        return Stream([Opaque(target.reason, True, target.text, target.exporter)])
    path = evaluator.shell.lookup.absolute(target)
    text = evaluator.shell.lookup.text(target)
    if text is not None:
        return Stream(lines_of(file_lines(text, path)))
    found = evaluator.shell.lookup.stat(target)
    return Stream([]) if found.exists and not found.is_file else None
