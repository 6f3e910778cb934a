"""What the evaluators answer: the variables a shell hands over when it is started, and every place that names one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import ShellName, StartKind, VariableState


class ShellVariable(Struct, frozen=True):
    """One of the asked-for variables when the startup files have run. Set but not exported counts as unset."""

    name: str
    state: VariableState
    origin: Origin | None = None
    value: Secret | None = None
    """None when unset or unknown."""
    notes: tuple[Shown, ...] = ()


class Replacement(Struct, frozen=True):
    """A startup file's `exec` of another shell, which is then the one that is typed in."""

    shell: ShellName
    start: StartKind
    place: Shown
    """File and line of the `exec`, as it is told."""
    doubt: Shown
    """What it hangs on, where that cannot be told; empty where it surely happens."""
    variables: Mapping[str, ShellVariable]
    """The asked-for variables as the other shell gets them."""
    environment: Mapping[str, Secret]
    """All that it gets with a value that is known."""
    unknown: Mapping[str, Shown]
    """Why, for each variable that it gets, or may get, with one that is not known."""
    cwd: str


class ShellEnd(Struct, frozen=True):
    """A shell start, evaluated to its end."""

    shell: ShellName
    """The one that was started. Where it gave its place to another, that is `becomes`."""
    start: StartKind
    variables: Mapping[str, ShellVariable]
    """By name: all that were asked for."""
    environment: Mapping[str, Secret]
    """Everything exported whose value is known, the inherited included."""
    found: tuple[Found, ...] = ()
    files: tuple[str, ...] = ()
    """The startup files that were read, sourced ones included, in the order they were reached."""
    notes: tuple[Shown, ...] = ()
    """What could not be seen through, each with file and line."""
    becomes: ShellName | None = None
    """The shell that surely took its place (`exec zsh`), and is typed in."""
    replaced: tuple[Replacement, ...] = ()
    """Shells that take its place and have not been followed yet."""
    beneath: Mapping[str, tuple[ShellVariable, ...]] = field(default_factory=dict)
    """For variables that are plainly exported and that nothing looks at: what each would be without the line that gives it, what it would be
    without that one's too, and so on; a few of them."""
    goes_on: bool = True
    """Whether the shell itself may still be there in the end, and none of `replaced`."""


MOST_BENEATH = 9
"""So many are told."""


def without_its_line(end: ShellEnd, name: str) -> ShellEnd | None:
    """The same end without the line that gives a variable; None where only another evaluation tells."""
    beneath = end.beneath.get(name, ())
    if not beneath:
        return None
    then = beneath[0]
    environment = {other: value for other, value in end.environment.items() if other != name}
    if then.value is not None:
        environment[name] = then.value
    return replace(end, variables={**end.variables, name: then}, environment=environment, beneath={**end.beneath, name: beneath[1:]})


def beneath(name: str, lines: Sequence[ShellVariable], inherited: Secret | None) -> tuple[ShellVariable, ...]:
    """What is under the last of these, which stand in the order in which they are run."""
    base = ShellVariable(name, "unset")
    if inherited is not None:
        base = ShellVariable(name, "set" if inherited else "empty", Origin("inherited"), inherited)
    return tuple([base, *lines[:-1]][: -MOST_BENEATH - 1 : -1])


NOTHING_UNKNOWN: Mapping[str, Shown] = MappingProxyType({})
