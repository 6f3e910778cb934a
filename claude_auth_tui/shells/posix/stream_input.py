"""What programs that turn texts into texts are given: files or standard input, line by line with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from claude_auth_tui.shells.posix.values import Val, lines_of

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell as Evaluator

Answer: TypeAlias = tuple[list[Val], int] | None
"""The pieces that are printed and the exit status; None where it was asked for something that is not modelled."""
_MOST: Final = 200_000


def inputs(shell: Evaluator, paths: list[str]) -> tuple[list[Val], int] | None:
    """The texts of the files, or standard input; a file that is not there makes the status 1."""
    if not paths:
        given = shell.input.rest()
        return None if given is None or given.text is None or len(given.text) > _MOST else ([given], 0)
    found: list[Val] = []
    status = 0
    for path in paths:
        value = shell.input.rest() if path == "-" else shell.read_data(path)
        if value is None and path != "-" and not shell.lookup().exists(path):
            status = 1
            continue
        if value is None or value.text is None or len(value.text) > _MOST:
            return None
        found.append(value)
    return found, status


def input_lines(shell: Evaluator, paths: list[str]) -> tuple[list[Val], int] | None:
    found = inputs(shell, paths)
    return None if found is None else ([line for text in found[0] for line in lines_of(text)], found[1])


def ended(lines: list[Val]) -> list[Val]:
    return [part for line in lines for part in (line, Val("\n"))]
