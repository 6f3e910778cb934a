"""What a new bash or zsh hands over: evaluates the startup files and answers in the words of `result`."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import failed_here, say, say_all
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.shells.posix.effects import find
from claude_auth_tui.shells.posix.evaluator import Evaluator
from claude_auth_tui.shells.posix.opaque import traps_at_the_end
from claude_auth_tui.shells.posix.record import NotRead, Overrun, Replacing
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.start import LEVEL_DIGITS, begin, start
from claude_auth_tui.shells.posix.state import Var
from claude_auth_tui.shells.posix.values import Val, origin_of
from claude_auth_tui.shells.result import NOTHING_UNKNOWN, Replacement, ShellEnd, ShellVariable, beneath


def predict_posix(
    machine: Machine,
    shell: ShellName,
    start_kind: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    unknown: Mapping[str, Shown] = NOTHING_UNKNOWN,
    hits: bool = True,
) -> ShellEnd:
    """What a new bash or zsh, started so with that environment, exports; `unknown` are inherited variables whose value cannot be told, with why."""
    with _no_collection():
        return _predict(machine, shell, start_kind, inherited, names, unknown, hits)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the collector of cyclic garbage from looking through every syntax tree again and again while it is being built."""
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()


def _predict(
    machine: Machine,
    shell: ShellName,
    start_kind: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    unknown: Mapping[str, Shown],
    wanted: bool,
) -> ShellEnd:
    ended, unread = _run_to_the_end(machine, shell, start_kind, inherited, names, unknown=unknown)
    variables = {name: _variable_of(ended, name) for name in names}

    def again(path: str, line: int) -> dict[str, tuple[str, str | None]]:
        other, _ = _run_to_the_end(machine, shell, start_kind, inherited, names, (path, line), ended, unknown)
        return {name: _end(_variable_of(other, name)) for name in names}

    ends = {name: _end(variable) for name, variable in variables.items()}
    hits = find(ended, unread, ends, again) if wanted else ()
    files = tuple(dict.fromkeys(ended.record.files))
    end = ShellEnd(
        shell,
        start_kind,
        variables,
        _environment(ended),
        hits,
        files,
        tuple(ended.record.notes),
        beneath=_beneath(ended, inherited),
    )
    if not ended.replacing or ended.record.overrun:
        return end
    goes_on = not ended.ended or ended.gives_way
    return replace(end, replaced=tuple(_replacement(machine, one, names) for one in ended.replacing), goes_on=goes_on)


def _beneath(shell: Shell, inherited: Mapping[str, Secret]) -> dict[str, tuple[ShellVariable, ...]]:
    """What is under each variable that lines of the files, each for itself, give a value that stands there as it is."""
    record = shell.record
    if record.overrun or record.failed or shell.trapped or shell.replacing:
        return {}
    read = {name for name, _ in record.reads}
    given: dict[str, dict[tuple[str, int], ShellVariable]] = {}
    for event in record.events:
        name, (source, position), value = event.name, event.place, event.value
        line = source.line(position)
        lines = given.setdefault(name, {})
        plain = event.action == "assign" and event.exports and not event.doubt and not event.apart
        if (
            not plain
            or name in read
            or event.via != event.place
            or source.spans
            or value is None
            or value.text is None
            or (source.path, line) in lines
            or any(char in source.text_of_line(line) for char in "$`(")
        ):
            read.add(name)
            continue
        origin = Origin("file", source.path, line)
        lines[source.path, line] = ShellVariable(name, "set" if value.text else "empty", origin, Secret(value.text))
    return {name: beneath(name, list(lines.values()), inherited.get(name)) for name, lines in given.items() if name not in read}


def _replacement(machine: Machine, taking: Replacing, names: Sequence[str]) -> Replacement:
    exported = {name: variable for name, var in taking.variables.items() if (variable := _handed_over(name, var)).state != "unset"}
    known = {name: variable.value for name, variable in exported.items() if variable.value is not None}
    level = known.get("SHLVL")
    if level is not None and (text := unveil(level)).isdecimal() and len(text) <= LEVEL_DIGITS:
        # both count down for a shell that takes their place (observed, bash 5.2, zsh 5.9)
        known["SHLVL"] = Secret(str(max(int(text) - 1, 0)))
    why = {name: say_all(v.notes, "; ") or say("decided when the shell runs") for name, v in exported.items() if v.value is None}
    asked = {name: exported.get(name) or ShellVariable(name, "unset") for name in names}
    return Replacement(taking.shell, taking.start, taking.place, taking.doubt, asked, known, why, taking.cwd or machine.cwd)


def _end(variable: ShellVariable) -> tuple[str, str | None]:
    return variable.state, None if variable.value is None else unveil(variable.value)


def _run_to_the_end(
    machine: Machine,
    name: ShellName,
    start_kind: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    mask: tuple[str, int] | None = None,
    before: Shell | None = None,
    unknown: Mapping[str, Shown] = NOTHING_UNKNOWN,
) -> tuple[Shell, list[NotRead]]:
    """The shell after its startup files, and the files it did not read. `mask` is a line that counts as blank; `before` has parsed the files."""
    shell = Shell(machine, name == "zsh", start_kind, names)
    begin(shell, {name: unveil(value) for name, value in inherited.items()})
    shell.mask = mask
    for variable, why in unknown.items():
        shell.begin_unknown(variable, why)
    if before is not None:
        shell.library, shell.words, shell.record.sources = before.library, before.words, before.record.sources
    unread: list[NotRead] = []
    try:
        unread = start(Evaluator(shell))
        traps_at_the_end(shell)
    except (Overrun, RecursionError) as limit:
        why = say("it takes more steps than are followed") if isinstance(limit, Overrun) else say("it is nested too deeply")
        shell.record.overrun = why
        shell.record.note(say("the startup files were not followed to their end: {}", why))
    except Exception as failure:  # noqa: BLE001 - whatever a file provokes, it ends as a row
        shell.record.overrun = say("{}: {}", _place(shell), failed_here(failure))
        shell.record.note(shell.record.overrun)
    return shell, unread


def _place(shell: Shell) -> Shown:
    """The file that was being read when something failed."""
    paths = [script for script in shell.scripts if script] or shell.record.files[-1:]
    return shell.machine.show_path(shell.lookup().absolute(paths[-1])) if paths else say("the startup files")


def _variable_of(shell: Shell, name: str) -> ShellVariable:
    """One variable as the shell hands it over. What an evaluation that was given up could still have set is unknown."""
    limit = shell.record.overrun
    if limit and any(name in source.text for source in shell.record.sources.values()):
        return ShellVariable(name, "unknown", None, None, (say("the startup files were not followed to their end: {}", limit),))
    return _handed_over(name, shell.state.frames[0].get(name))


def _handed_over(name: str, var: Var | None) -> ShellVariable:
    if var is None or var.exported is False or "-" in var.fold or not isinstance(var.value, Val):
        return ShellVariable(name, "unset")
    value = var.value
    origin = origin_of(value.place) if value.place is not None else None
    if var.exported is None or value.text is None:
        return ShellVariable(name, "unknown", origin, None, (value.why or say("whether it is exported is decided when the shell runs"),))
    text = _up_to_nul(value.text)
    return ShellVariable(name, "set" if text else "empty", origin, Secret(text))


def _up_to_nul(text: str) -> str:
    """What a program gets of a text, in which zsh may hold a NUL."""
    return text.partition("\0")[0]


def _environment(shell: Shell) -> dict[str, Secret]:
    """What is exported with a value that is known."""
    return {
        name: Secret(_up_to_nul(var.value.text))
        for name, var in shell.state.frames[0].items()
        if var.exported is True and "-" not in var.fold and isinstance(var.value, Val) and var.value.text is not None
    }
