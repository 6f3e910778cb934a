"""A new shell in the project folder: what direnv changes there once the startup files have run.

direnv's hook runs before the first prompt, so a shell that is used in the folder has what the `.envrc` sets; a script
does not run it. A `.envrc` is bash code with a few commands of direnv's own; those that load files are put into bash's
words, and the rest is evaluated as a bash that reads it would (direnv-stdlib(1)).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.changed import ChangedFiles
from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.direnv import DirenvFile, direnv_file, envrc_above, has_hook
from claude_auth_tui.shells.result import ShellEnd, ShellVariable

_COMMAND: Final = (
    r"^([ \t]*)(dotenv|dotenv_if_exists|source_env|source_env_if_exists|source_up|source_up_if_exists)(?![\w-])(?:[ \t]+([^\s#;&|]+))?"
)
_LOADING: Final = ("dotenv", "source", ". ", "eval", "$(", "`", "<")

_OF_BASH: Final = frozenset({"PWD", "OLDPWD", "SHLVL", "_", "BASH_ENV", "SSH_CLIENT"})
"""What the bash that reads the file has for itself, and direnv does not pass on."""


def in_folder(machine: Machine, end: ShellEnd, names: Sequence[str]) -> ShellEnd:
    """The same shell once direnv has loaded what counts in the project folder; unchanged where it loads nothing."""
    by = direnv_file(machine) if end.start != "script" else None
    if by is None or by.standing != "allowed" or by.file.text is None:
        return end
    text = unveil(by.file.text)
    if not any(name in text for name in (*names, *_LOADING)) or not has_hook(machine, end.files):
        return end
    after = _evaluated(machine, by, end.environment, names)
    variables = dict(end.variables)
    for name, variable in after.variables.items():
        before = variables[name]
        decided = variable.origin is not None and variable.origin.kind == "file"
        if decided or (variable.state == "unknown" and before.state != "unknown"):
            variables[name] = replace(variable, notes=(*variable.notes, say("direnv decides it in this folder")))
        elif variable.state == "unset" and before.state in ("set", "empty"):
            variables[name] = ShellVariable(name, "unset")
    changed = {name: variable for name, variable in variables.items() if variable is not end.variables[name]}
    environment = {name: value for name, value in end.environment.items() if name in after.environment or name in _OF_BASH}
    environment |= {name: value for name, value in after.environment.items() if name not in _OF_BASH}
    found = [_outdone(machine, one, changed) for one in end.found]
    found += [_loaded(machine, one) for one in after.found if one.hit.path in after.files]
    return replace(end, variables=variables, environment=environment, found=tuple(found), beneath={})


def _evaluated(machine: Machine, by: DirenvFile, environment: Mapping[str, Secret], names: Sequence[str]) -> ShellEnd:
    """A bash that reads the file as direnv has it read."""
    from claude_auth_tui.shells.posix.prediction import predict_posix

    path = by.file.path
    folder = machine.paths.dirname(path)
    text = unveil(by.file.text) if by.file.text is not None else ""
    if machine.paths.basename(path) == ".env":
        text = f"set -a; {text}"
    else:
        text = "\n".join(_in_bash(machine, folder, line) for line in text.split("\n"))
    files = ChangedFiles(machine.files, {path: replace(by.file, text=SecretText(text))})
    kept = {name: value for name, value in environment.items() if name != "SSH_CLIENT"}  # with it, bash would read ~/.bashrc instead
    return predict_posix(replace(machine, files=files, cwd=folder), "bash", "script", {**kept, "BASH_ENV": Secret(path)}, names)


def _in_bash(machine: Machine, folder: str, line: str) -> str:
    """The line, with a command of direnv that loads a file written as bash would."""
    matched = re.match(_COMMAND, line)
    if matched is None:
        return line
    blanks, command, given = matched.groups()
    if command.startswith("source_up"):
        above = envrc_above(machine, machine.paths.dirname(folder), (given or ".envrc").strip("'\""))
        loads = f". {_quoted(above)}" if above else "true"
        return blanks + loads + line[matched.end() :]
    path = (given or ".env").strip("'\"")
    absolute: str = machine.paths.normpath(machine.join(folder, machine.at_home(path[2:]) if path.startswith("~/") else path))
    if command.startswith("source_env") and machine.files.stat(absolute).is_folder:
        absolute = machine.join(absolute, ".envrc")
    loads = f". {_quoted(absolute)}" if command.startswith("source_env") else f"set -a; . {_quoted(absolute)}; set +a"
    if "$" in path:
        loads = line[len(blanks) : matched.end()]  # only running it tells which file that is
    elif not machine.files.stat(absolute).is_file:
        loads = "true"
    return blanks + loads + line[matched.end() :]


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "'\\''") + "'"


def _loaded(machine: Machine, found: Found) -> Found:
    """A hit in what direnv loads, in its words."""
    base = machine.paths.basename(found.hit.path)
    dotenv = base.startswith(".env") and base != ".envrc" and found.hit.does in ("export", "assign")
    hit = replace(
        found.hit, does="dotenv" if dotenv else found.hit.does, because=say("direnv loads it in this folder; {}", found.hit.because)
    )
    return replace(found, hit=hit)


def _outdone(machine: Machine, found: Found, changed: Mapping[str, ShellVariable]) -> Found:
    """A hit in a startup file, which does not count where direnv decides the variable afterwards."""
    decides = changed.get(found.hit.variable)
    if decides is None or found.hit.effect != "effective":
        return found
    origin = decides.origin
    place = say(" ({}:{})", machine.show_path(origin.path), origin.line) if origin is not None else NOTHING
    hit: Hit = replace(found.hit, effect="overridden", because=say("direnv decides it in this folder{}", place))
    return replace(found, hit=hit)
