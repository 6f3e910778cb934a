"""What is not followed to its end: what it could touch is not known any more, everything else stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix import opaque
from claude_auth_tui.shells.posix.reach import reach
from claude_auth_tui.shells.posix.record import Skip, Stretch
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import Var
from claude_auth_tui.shells.posix.values import Val, texts_of, unknown

_STEPS: Final = 20
"""What giving up costs of the steps around, so that it ends too."""


def give_up(shell: Shell, what: Stretch, why: Shown, arguments: Iterable[str] = ()) -> None:
    """Note that a file or a function was not followed, and doubt all that it may have done."""
    line = what.source.origin(what.start)
    told = say("what begins at {} was not followed to its end: {}", shell.machine.place(line.path, line.line), why)
    shell.record.note(told)
    doubt_all(shell, what, told, arguments)


def doubt_all(shell: Shell, what: Stretch, why: Shown, arguments: Iterable[str] = ()) -> None:
    """From here on nothing is known of what the stretch could touch."""
    shell.steps += _STEPS
    known = (what.source, what.start, what.end, tuple(arguments), len(shell.state.functions), shell.alias_count)
    touched = shell.reached.get(known) or reach(shell, what, known[3])
    first = known not in shell.reached
    shell.reached[known] = touched
    place = what.source.place(what.start)
    for frame in shell.state.frames:
        for name in frame.keys() & touched.variables:
            if name not in shell.names:
                held = frame[name].value
                before = texts_of(held) if isinstance(held, Val) else ()
                frame[name] = Var(replace(unknown(why, False, place), perhaps=before), None, False, "?")
    for name in touched.asked:
        opaque.doubt(shell, name, place, why)
    if touched.moves:
        shell.state.cwd = None
    shell.path_doubt = shell.path_doubt or "PATH" in touched.variables or "path" in touched.variables
    shell.unseen = True
    for one in touched.stretches if first else ():
        if one.source.path:
            shell.record.skips.append(Skip(one.source, one.start, one.end, why, surely=False))
    for path in touched.files:
        shell.record.not_followed.setdefault(path, why)
