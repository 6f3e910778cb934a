"""A new shell in the project folder: what direnv changes there once the startup files have run.

direnv's hook runs before the first prompt, so a shell that is used in the folder has what the `.envrc` sets. Its lines
are read one by one, not run: a plain `export NAME=value` at the left margin counts, whatever else names a variable makes
it unknown. The hook does not run in scripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from claude_auth_tui.model.diagnosis import Origin, VariableState
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.direnv_file import DirenvFile, direnv_file, has_hook
from claude_auth_tui.shells.result import ShellEnd, ShellVariable

_PLAIN: Final = ("export ", "declare -x ", "unset ", "dotenv")


def in_folder(machine: Machine, end: ShellEnd, names: Sequence[str]) -> ShellEnd:
    """The same shell once direnv has loaded what counts in the project folder; unchanged where it loads nothing."""
    by = direnv_file(machine) if end.start != "script" else None
    if by is None or by.standing != "allowed" or not has_hook(machine, end.files):
        return end
    variables, environment = dict(end.variables), dict(end.environment)
    for found, certain in _in_order(machine, by, names):
        hit = found.hit
        if hit.does == "assign" or hit.variable not in variables:
            continue
        note = f"{machine.show_path(hit.path)}:{hit.line}: direnv decides it"
        environment.pop(hit.variable, None)
        origin = Origin("file", hit.path, hit.line)
        if not certain or (found.value is None and hit.does != "unset"):
            variables[hit.variable] = ShellVariable(hit.variable, "unknown", origin, None, (note,))
        elif hit.does == "unset" or found.value is None:
            variables[hit.variable] = ShellVariable(hit.variable, "unset")
        else:
            state: VariableState = "set" if found.value else "empty"
            variables[hit.variable] = ShellVariable(hit.variable, state, origin, found.value, ("direnv sets it in this folder",))
            environment[hit.variable] = found.value
    return replace(end, variables=variables, environment=environment)


def _in_order(machine: Machine, by: DirenvFile, names: Sequence[str]) -> Iterator[tuple[Found, bool]]:
    """Every hit in what direnv loads, in the order it does so, and whether the line counts for certain."""
    from claude_auth_tui.shells.elsewhere.direnv import envrc_hits, loaded_by_direnv  # needed on few machines
    from claude_auth_tui.shells.elsewhere.dotenv import dotenv_hits

    lines = unveil(by.file.text).splitlines() if by.file.text is not None else []
    loaded = loaded_by_direnv(machine)
    dotenv = [found for found in dotenv_hits(machine, names) if found.hit.path in loaded] if loaded else []
    steps: list[tuple[int, Found, bool]] = []
    for found in dotenv:
        at = loaded[found.hit.path].line
        steps.append((at, found, not at or lines[at - 1].startswith(_PLAIN)))
    steps += [(f.hit.line, f, lines[f.hit.line - 1].startswith(_PLAIN)) for f in envrc_hits(machine, names)]
    for _, found, certain in sorted(steps, key=lambda step: step[0]):
        yield found, certain
