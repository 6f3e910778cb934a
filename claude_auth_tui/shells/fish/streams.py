"""Pipes, redirections, and assignments before a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from claude_auth_tui.shells.fish.record import Flow, Stream
from claude_auth_tui.shells.fish.syntax import Assignment, Statement, Step
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
            if flow is not Flow.NORMAL or shell.missing:
                return flow
            open_end = bool(printed) and not str(printed[-1]).endswith("\n")
            shell.stdin = Stream([] if step.pipes_errors else lines_of(printed), owner=id(steps[index + 1].statement), open_end=open_end)
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


def redirected(evaluator: Evaluator, statement: Statement, run: Callable[[], Flow]) -> Flow:
    """Run a statement with its input or output redirected; what it writes into a file is remembered."""
    shell = evaluator.shell
    outer_stdin, sinks = shell.stdin, len(shell.sinks)
    made: list[tuple[str, bool, list[Item]]] = []
    try:
        for redirection in statement.redirections:
            if redirection.operator == "<":
                target = evaluator.expander.single(redirection.target)
                stream = _opened(evaluator, target)
                if stream is None:
                    shell.state.status = 1
                    return Flow.NORMAL
                stream.owner = id(statement)
                shell.stdin = stream
            elif redirection.operator.startswith((">", "&>")) and redirection.fd == 1:
                printed: list[Item] = []
                shell.sinks.append(printed)
                target = "" if "&" in redirection.operator else evaluator.expander.single(redirection.target)
                if isinstance(target, str) and target and _cannot_be_written(evaluator, target):
                    shell.state.status = 1
                    return Flow.NORMAL
                if isinstance(target, str) and target and not target.startswith("/dev/"):
                    made.append((shell.lookup.absolute(target), redirection.operator == ">>", printed))
        return run()
    finally:
        shell.stdin = outer_stdin
        del shell.sinks[sinks:]
        for path, appended, printed in made:
            before = _lines(evaluator, path) or [] if appended else []
            shell.virtual[path] = [*before, *lines_of(printed)]


def _cannot_be_written(evaluator: Evaluator, target: str) -> bool:
    """Whether the folder of a file is not there; then fish does not run the command."""
    shell = evaluator.shell
    if target.startswith("/dev/") or (not target.startswith("/") and not shell.state.cwd):
        return False
    folder = shell.machine.paths.dirname(shell.lookup.absolute(target))
    if shell.lookup.stat(folder).exists or shell.machine.files.folder(folder).state == "present":
        return False
    return not any(made in ("", folder) or made.startswith(f"{folder}/") for made in shell.made)


def _opened(evaluator: Evaluator, target: Item) -> Stream | None:
    if isinstance(target, Opaque):
        return Stream([Opaque(target.reason, True, target.text, target.exporter)])
    lines = _lines(evaluator, target)
    if lines is not None:
        return Stream(lines, open_end=not (evaluator.shell.lookup.text(target) or "\n").endswith("\n"))
    found = evaluator.shell.lookup.stat(target)
    return Stream([]) if found.exists and not found.is_file else None


def _lines(evaluator: Evaluator, path: str) -> list[Item] | None:
    """The lines of a file, as it is on the disk or as the script made it."""
    shell = evaluator.shell
    made = shell.written(path)
    if made is not None:
        return list(made)
    text = shell.lookup.text(path)
    return lines_of(file_lines(text, shell.lookup.absolute(path))) if text is not None else None
