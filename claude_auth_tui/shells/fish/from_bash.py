"""`bass`, `fenv` and `replay`: bash runs the words, and what it exports then is taken over.

The words are followed as bash would run them. Source: the functions themselves, and what fish 3.6 exported after them.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.machine import ChangedFiles, File
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.fish.record import Call
from claude_auth_tui.shells.fish.shell import READ_ONLY, Shell
from claude_auth_tui.shells.fish.state import Var
from claude_auth_tui.shells.fish.values import Item, Opaque, Traced, known
from claude_auth_tui.shells.result import ShellEnd, ShellVariable
from claude_auth_tui.shells.source_shown import command_shown

FROM_BASH: Final = frozenset({"bass", "fenv", "replay"})
_TEXT: Final = "/\N{REPLACEMENT CHARACTER}bash"
"""Where the words stand as a file for bash: a path that no file can have."""
_DONE: Final = "CLAUDE_AUTH_TUI_DONE"
"""Exported behind the words, where they end well."""
_LONGEST: Final = 20_000
_COST: Final = 400
_NO_LOGIN: Final = "3"
"""A level at which bash does not take itself for one that sshd starts."""
_NOT_TAKEN: Final = READ_ONLY | {"BASH_ENV", _DONE, "PS1", "OLDPWD", "_"}


def from_bash(shell: Shell, call: Call) -> Opaque | None:
    """Take over what bash exports; what cannot be told is answered."""
    words = known(call.words[1:])
    doubt = Opaque(say("{} takes over what bash exports", command_shown(call.name)), True, _with_files(shell, call))
    shell.spend(_COST)
    if words is None or sum(map(len, words)) > _LONGEST:
        return doubt
    end = _run(shell, " ".join(words[1:] if words[:1] == ["-d"] and call.name == "bass" else words))
    done = end.variables[_DONE].state
    for path in end.files:
        if path != _TEXT:
            shell.record.files.setdefault(path)
    if done == "unknown" or end.replaced:
        return doubt
    if done == "set":
        _take_over(shell, call, end)
        shell.state.status = 0
    else:
        shell.state.status = 1
    return None


def _with_files(shell: Shell, call: Call) -> str:
    """The words, and the texts of files among them."""
    text = call.source
    for word in call.words[1:]:
        for piece in word.split() if isinstance(word, str) else []:
            path = shell.machine.home + piece[1:] if piece.startswith("~/") else piece
            text += " " + (shell.lookup.text(path) or "" if "/" in path or "." in path else "")
    return text


def _run(shell: Shell, text: str) -> ShellEnd:
    # only where a startup file does this: the other evaluator takes time to load
    from msgspec.structs import replace

    from claude_auth_tui.shells.posix.prediction import predict_posix

    inherited: dict[str, Secret] = {"BASH_ENV": Secret(_TEXT)}
    unknown: dict[str, Shown] = {}
    for name, var in shell.state.exported().items():
        value = var.joined()
        if isinstance(value, Opaque) or var.maybe_unset or var.exported is not True:
            unknown[name] = value.reason if isinstance(value, Opaque) else say("it may not be set")
        else:
            inherited[name] = Secret(value)
    inherited["SHLVL"] = Secret(_NO_LOGIN)
    script = f"{text}\n[ $? -eq 0 ] && export {_DONE}=1\n"
    file = File(_TEXT, "present", "file", text=SecretText(script), size=len(script))
    machine = replace(shell.machine, files=ChangedFiles(shell.machine.files, {_TEXT: file}), cwd=shell.state.cwd or shell.machine.cwd)
    return predict_posix(machine, "bash", "script", inherited, [*sorted(shell.names), _DONE], unknown, hits=False)


def _take_over(shell: Shell, call: Call, end: ShellEnd) -> None:
    before = shell.state.exported()
    for name in sorted(shell.names):
        _take_asked(shell, call, end.variables[name], before.get(name))
    for name, secret in end.environment.items():
        if name in shell.names or name in _NOT_TAKEN:
            continue
        value, var = unveil(secret), before.get(name)
        if var is None or var.joined() != value:
            shell.assign(name, [value], scope="g", export=True, line=call.line)
    if call.name == "fenv":
        return
    for name in before.keys() - end.environment.keys() - shell.names - _NOT_TAKEN:
        var = before[name]
        shell.state.globals[name] = Var((Opaque(say("bash decides it"), many=True),), None, var.path, var.origin, True)


def _take_asked(shell: Shell, call: Call, variable: ShellVariable, before: Var | None) -> None:
    name, line = variable.name, call.line
    if variable.state == "unset":
        if before is not None and call.name != "fenv":
            shell.erase(name, "", line)
        return
    if variable.state == "unknown" or variable.value is None:
        unchanged = before is not None and variable.origin is not None and variable.origin.kind == "inherited"
        if not unchanged:
            shell.poison(Opaque(variable.notes[0] if variable.notes else say("bash decides it"), many=True), line, [name])
        return
    value = unveil(variable.value)
    if before is not None and before.joined() == value and before.exported is True and not before.maybe_unset:
        return
    shell.assign(name, [_written(shell, value, variable.origin)], scope="g", export=True, line=line)


def _written(shell: Shell, value: str, origin: Origin | None) -> Item:
    """The value, which knows the line that it was written on."""
    if origin is None or origin.kind != "file" or origin.path == _TEXT:
        return value
    lines = (shell.lookup.text(origin.path) or "").split("\n")
    made = Traced(value)
    made.path, made.line = origin.path, origin.line
    made.whole = lines[origin.line - 1] if 0 < origin.line <= len(lines) else ""
    return made
