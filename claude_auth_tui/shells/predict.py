"""From a machine to what a new shell hands over: the entry to this package.

A startup file may `exec` another shell (`exec zsh`, for want of chsh): that one's startup files count from there. What the
first shell exported is what the second inherits. Where it cannot be told whether the `exec` happens, only what both
outcomes agree on is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, failed_here, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Effect, ShellName, StartKind
from claude_auth_tui.shells.elsewhere.direnv import in_folder
from claude_auth_tui.shells.result import NOTHING_UNKNOWN, Replacement, ShellEnd, ShellVariable

_MOST_SHELLS: Final = 4
"""Shells one after another; more are two that replace each other without end."""
_MOST_WAYS: Final = 4
"""Undecided places in one shell that are followed."""


def predict_shell(
    machine: Machine, shell: ShellName, start: StartKind, inherited: Mapping[str, Secret], names: Sequence[str], hits: bool = True
) -> ShellEnd:
    """What a new `shell`, started so with that environment in the project folder, exports; `names` are the variables to report and find.

    Without `hits` no places are told, which is most of the work.
    """
    return in_folder(machine, predict_startup(machine, shell, start, inherited, names, hits), names)


def predict_startup(
    machine: Machine, shell: ShellName, start: StartKind, inherited: Mapping[str, Secret], names: Sequence[str], hits: bool = True
) -> ShellEnd:
    """The same when only its startup files have run: before direnv loads anything in a folder."""
    end = _started(machine, shell, start, inherited, names, hits=hits)
    return _followed(machine, end, names) if end.replaced else end


def _started(
    machine: Machine,
    shell: ShellName,
    start: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    unknown: Mapping[str, Shown] = NOTHING_UNKNOWN,
    hits: bool = True,
) -> ShellEnd:
    """The same up to where another shell takes its place; `unknown` are inherited variables whose value cannot be told, with why."""
    try:
        return _evaluated(machine, shell, start, inherited, names, unknown, hits)
    except Exception as failure:  # noqa: BLE001 - whatever is on a machine, it ends as a row
        why = say("the startup files of {}: {}", shell, failed_here(failure))
        return ShellEnd(
            shell,
            start,
            {name: ShellVariable(name, "unknown", notes=(why,)) for name in names},
            {name: value for name, value in inherited.items() if name not in names},
            notes=(why,),
        )


def _evaluated(
    machine: Machine,
    shell: ShellName,
    start: StartKind,
    inherited: Mapping[str, Secret],
    names: Sequence[str],
    unknown: Mapping[str, Shown],
    hits: bool,
) -> ShellEnd:
    if shell == "fish":  # imported here: one shell's evaluator is all that a look needs, and `check` must start fast
        from claude_auth_tui.shells.fish import predict_fish

        return predict_fish(machine, start, inherited, names, unknown, hits)
    from claude_auth_tui.shells.posix.prediction import predict_posix

    return predict_posix(machine, shell, start, inherited, names, unknown, hits)


# -- another shell in its place


def _followed(machine: Machine, end: ShellEnd, names: Sequence[str], depth: int = 1) -> ShellEnd:
    """The end of the shell that is typed in, told as that of the one that was started."""
    first = replace(end, replaced=(), goes_on=True)
    if depth >= _MOST_SHELLS:
        note = say("{}: shells replace each other here again and again; not followed further", end.replaced[0].place)
        return replace(first, notes=(*end.notes, note))
    ways = [(one, _through(machine, first, one, names, depth)) for one in end.replaced[:_MOST_WAYS]]
    sure = next((way for one, way in ways if not one.doubt), None)
    if sure is not None and len(ways) == 1:
        return sure
    ends = [way for _, way in ways]
    if end.goes_on:
        ends.append(first)
    return _agreed(ends, next(one for one, _ in ways), names)


def _through(machine: Machine, first: ShellEnd, taking: Replacement, names: Sequence[str], depth: int) -> ShellEnd:
    """The end where the other shell takes the place of the first."""
    there = replace(machine, cwd=taking.cwd)
    second = _started(there, taking.shell, taking.start, taking.environment, names, taking.unknown)
    if second.replaced:
        second = _followed(there, second, names, depth + 1)
    return replace(
        first,
        variables={name: _handed_on(second.variables[name], taking.variables[name]) for name in names},
        environment=second.environment,
        found=tuple(_both(machine, first, taking, second)),
        files=tuple(dict.fromkeys((*first.files, *second.files))),
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        becomes=second.becomes or second.shell,
    )


def _handed_on(second: ShellVariable, first: ShellVariable) -> ShellVariable:
    """What the second shell merely inherits was written for the first."""
    if second.origin is None or second.origin.kind != "inherited" or first.state == "unset":
        return second
    return replace(second, origin=first.origin, notes=second.notes or first.notes)


def _both(machine: Machine, first: ShellEnd, taking: Replacement, second: ShellEnd) -> Iterable[Found]:
    """The hits of both shells' files. A file that both look at counts as the one sees it that reads it, the second before the first."""
    theirs = {_key(found): found for found in second.found}
    for found in first.found:
        other = theirs.get(_key(found))
        if other is not None and (found.hit.effect == "inactive") == (other.hit.effect == "inactive"):
            keep = (
                f"{second.shell} does not read it" in other.hit.because
                if found.hit.effect == "inactive"
                else found.hit.effect == "effective" and other.hit.effect in ("overridden", "not_reached")
            )
        else:
            keep = other is None or other.hit.effect == "inactive"
        if not keep:
            continue
        theirs.pop(_key(found), None)
        yield _outdone(machine, found, taking, second)
    yield from theirs.values()


def _key(found: Found) -> tuple[str, int, str]:
    return found.hit.path, found.hit.line, found.hit.variable


def _outdone(machine: Machine, found: Found, taking: Replacement, second: ShellEnd) -> Found:
    """A hit of the first shell, which does not count where the second decides the variable."""
    if found.hit.does == "prefix" and _given(found, taking, second):
        because = say("{}, which takes the shell's place here, gets it", second.shell)
        return replace(found, hit=replace(found.hit, effect="effective", because=because))
    if found.hit.effect not in ("effective", "conditional") or found.hit.does not in ("export", "assign", "unset", "source", "dotenv"):
        return found
    after = second.variables.get(found.hit.variable)
    if after is None or (after.origin is not None and after.origin.kind == "inherited"):
        return found
    if after.origin is not None and (after.origin.path, after.origin.line) == (found.hit.path, found.hit.line):
        return found  # both shells read the line
    if after.state == "unset":
        if found.hit.does == "unset":
            return found
        because = say("{}, which takes the shell's place, does not keep it", second.shell)
    else:
        place = say(" at {}:{}", machine.show_path(after.origin.path), after.origin.line) if after.origin is not None else NOTHING
        because = say("overridden{} in {}, which takes the shell's place", place, second.shell)
    return replace(found, hit=replace(found.hit, effect="overridden", because=because))


def _given(found: Found, taking: Replacement, second: ShellEnd) -> bool:
    """Whether a value that is set for one command alone (`X=… exec zsh`) is what the other shell has in the end."""
    name = found.hit.variable
    after, given = second.variables.get(name), taking.variables.get(name)
    return (
        after is not None
        and after.origin is not None
        and after.origin.kind == "inherited"
        and given is not None
        and given.origin is not None
        and (given.origin.path, given.origin.line) == (found.hit.path, found.hit.line)
    )


# -- where it cannot be told which shell it is


def _agreed(ends: Sequence[ShellEnd], taking: Replacement, names: Sequence[str]) -> ShellEnd:
    """What all the outcomes agree on; the rest is unknown."""
    why = say(
        "{}: {} takes the place of {} {}", taking.place, taking.shell, ends[0].shell, taking.doubt or say("here, or another shell before")
    )
    variables = {name: _same([end.variables[name] for end in ends], why) for name in names}
    environment: dict[str, Secret] = {
        name: value for name, value in ends[0].environment.items() if all(end.environment.get(name) == value for end in ends[1:])
    }
    seen: dict[tuple[str, int, str], list[Found]] = {}
    for end in ends:
        for found in end.found:
            seen.setdefault(_key(found), []).append(found)
    becomes = {end.becomes for end in ends}
    return replace(
        ends[-1],
        variables=variables,
        environment=environment,
        found=tuple(_told_once(found, why, len(ends)) for found in seen.values()),
        files=tuple(dict.fromkeys(path for end in ends for path in end.files)),
        notes=tuple(dict.fromkeys(note for end in ends for note in end.notes)),
        becomes=becomes.pop() if len(becomes) == 1 else None,
    )


def _same(told: Sequence[ShellVariable], why: Shown) -> ShellVariable:
    one = told[-1]
    if all((other.state, other.value) == (one.state, one.value) for other in told) and one.state != "unknown":
        return one
    origin = next((other.origin for other in told if other.origin is not None and other.origin.kind == "file"), None)
    return ShellVariable(one.name, "unknown", origin or next((o.origin for o in told if o.origin is not None), None), None, (why,))


def _told_once(found: Sequence[Found], why: Shown, outcomes: int) -> Found:
    effects: set[Effect] = {one.hit.effect for one in found}
    chosen = next((one for one in found if one.hit.effect == "effective"), None)
    if chosen is None:
        return next((one for one in found if one.hit.effect != "inactive"), found[0])
    return (
        chosen
        if len(effects) == 1 and len(found) == outcomes
        else replace(chosen, hit=replace(chosen.hit, effect="conditional", because=why))
    )
