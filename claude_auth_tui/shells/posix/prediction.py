"""What a new bash or zsh hands over: evaluates the startup files and answers in the words of `result`."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.failure import failed_here
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say, say_all
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.shells.posix.commands import Evaluator
from claude_auth_tui.shells.posix.evaluate import Overrun
from claude_auth_tui.shells.posix.found import find
from claude_auth_tui.shells.posix.replacing import Replacing
from claude_auth_tui.shells.posix.startup import Unread, start
from claude_auth_tui.shells.posix.state import Var
from claude_auth_tui.shells.posix.traps import at_the_end
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
    with no_collection():
        return _predict(machine, shell, start_kind, inherited, names, unknown, hits)


@contextmanager
def no_collection() -> Iterator[None]:
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
    evaluator, unread = evaluated(machine, shell, start_kind, inherited, names, unknown=unknown)
    variables = {name: variable_of(evaluator, name) for name in names}

    def again(path: str, line: int) -> dict[str, tuple[str, str | None]]:
        other, _ = evaluated(machine, shell, start_kind, inherited, names, (path, line), evaluator, unknown)
        return {name: _end(variable_of(other, name)) for name in names}

    ends = {name: _end(variable) for name, variable in variables.items()}
    hits = find(evaluator, unread, ends, again) if wanted else ()
    files = tuple(dict.fromkeys(evaluator.record.files))
    end = ShellEnd(
        shell,
        start_kind,
        variables,
        _environment(evaluator),
        hits,
        files,
        tuple(evaluator.record.notes),
        beneath=_beneath(evaluator, inherited),
    )
    if not evaluator.replacing or evaluator.record.overrun:
        return end
    goes_on = not evaluator.ended or evaluator.gives_way
    return replace(end, replaced=tuple(_replacement(machine, one, names) for one in evaluator.replacing), goes_on=goes_on)


def _beneath(evaluator: Evaluator, inherited: Mapping[str, Secret]) -> dict[str, tuple[ShellVariable, ...]]:
    """What is under each variable that lines of the files, each for itself, give a value that stands there as it is."""
    record = evaluator.record
    if record.overrun or record.failed or evaluator.trapped or evaluator.replacing:
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
    if level is not None and (text := unveil(level)).isdigit() and len(text) < 4:
        known["SHLVL"] = Secret(
            str(max(int(text) - 1, 0))
        )  # both count down for a shell that takes their place (observed, bash 5.2, zsh 5.9)
    why = {name: say_all(v.notes, "; ") or say("decided when the shell runs") for name, v in exported.items() if v.value is None}
    asked = {name: exported.get(name) or ShellVariable(name, "unset") for name in names}
    return Replacement(taking.shell, taking.start, taking.place, taking.doubt, asked, known, why, taking.cwd or machine.cwd)


def _end(variable: ShellVariable) -> tuple[str, str | None]:
    return variable.state, None if variable.value is None else unveil(variable.value)


def evaluated(
    machine: Machine,
    shell: ShellName,
    start_kind: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    mask: tuple[str, int] | None = None,
    before: Evaluator | None = None,
    unknown: Mapping[str, Shown] = NOTHING_UNKNOWN,
) -> tuple[Evaluator, list[Unread]]:
    """The shell after its startup files, and the files it did not read. `mask` is a line that counts as blank; `before` has parsed the files."""
    evaluator = Evaluator(machine, shell == "zsh", start_kind, inherited, names)
    evaluator.mask = mask
    for name, why in unknown.items():
        evaluator.begin_unknown(name, why)
    if before is not None:
        evaluator.library, evaluator.words, evaluator.record.sources = before.library, before.words, before.record.sources
    unread: list[Unread] = []
    try:
        unread = start(evaluator)
        at_the_end(evaluator)
    except (Overrun, RecursionError) as limit:
        why = say("it takes more steps than are followed") if isinstance(limit, Overrun) else say("it is nested too deeply")
        evaluator.record.overrun = why
        evaluator.record.note(say("the startup files were not followed to their end: {}", why))
    except Exception as failure:  # noqa: BLE001 - whatever a file provokes, it ends as a row
        evaluator.record.overrun = say("{}: {}", _place(evaluator), failed_here(failure))
        evaluator.record.note(evaluator.record.overrun)
    return evaluator, unread


def _place(evaluator: Evaluator) -> Shown:
    """The file that was being read when something failed."""
    paths = [script for script in evaluator.scripts if script] or evaluator.record.files[-1:]
    return evaluator.machine.show_path(evaluator.lookup().absolute(paths[-1])) if paths else say("the startup files")


def variable_of(evaluator: Evaluator, name: str) -> ShellVariable:
    """One variable as the shell hands it over. What an evaluation that was given up could still have set is unknown."""
    limit = evaluator.record.overrun
    if limit and any(name in source.text for source in evaluator.record.sources.values()):
        return ShellVariable(name, "unknown", None, None, (say("the startup files were not followed to their end: {}", limit),))
    return _handed_over(name, evaluator.state.frames[0].get(name))


def _handed_over(name: str, var: Var | None) -> ShellVariable:
    if var is None or var.exported is False or "-" in var.fold or not isinstance(var.value, Val):
        return ShellVariable(name, "unset")
    value = var.value
    origin = origin_of(value.place) if value.place is not None else None
    if var.exported is None or value.text is None:
        return ShellVariable(name, "unknown", origin, None, (value.why or say("whether it is exported is decided when the shell runs"),))
    return ShellVariable(name, "set" if value.text else "empty", origin, Secret(value.text))


def _environment(evaluator: Evaluator) -> dict[str, Secret]:
    """What is exported with a value that is known."""
    return {
        name: Secret(var.value.text)
        for name, var in evaluator.state.frames[0].items()
        if var.exported is True and "-" not in var.fold and isinstance(var.value, Val) and var.value.text is not None
    }
