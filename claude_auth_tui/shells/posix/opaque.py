"""Code that only the running shell sees: what a program prints into `eval`, files that cannot be read.

It changes what is known about a variable only if its text names the variable, or if the program is one that hands
credentials to a shell. Anything else is noted, and the state stands: startup files are full of such lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.exporters import exports_credentials
from claude_auth_tui.shells.posix.nodes import Simple
from claude_auth_tui.shells.posix.state import Var
from claude_auth_tui.shells.posix.values import Place, Val, unknown
from claude_auth_tui.shells.source_shown import source_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.commands import Evaluator

_LONGEST: Final = 80


def evaluated(shell: Evaluator, node: Simple, why: Shown) -> None:
    """`eval` or `source` of something that only the running shell sees."""
    _seen(shell, node.pos, node.end, say("is run by the shell only{}", _because(why)))


def run_unknown(shell: Evaluator, node: Simple) -> None:
    _seen(shell, node.pos, node.end, say("runs a command whose name is not known"))


def unreadable(shell: Evaluator, node: Simple, path: str, detail: Shown) -> None:
    _seen(shell, node.pos, node.end, say("reads a file that cannot be looked into ({})", detail or shell.place_named(path)))


def declared(shell: Evaluator, place: Place, why: Shown) -> None:
    """`export $(…)` of something that only the running shell sees."""
    source, position = place
    end = source.text.find("\n", position)
    begin = source.text.rfind("\n", 0, position) + 1
    _seen(shell, begin, end if end >= 0 else len(source.text), say("exports what only the running shell sees{}", _because(why)))


def _because(why: Shown) -> Shown:
    return say(" ({})", why) if why else NOTHING


def _seen(shell: Evaluator, start: int, end: int, what: Shown) -> None:
    text = shell.source.text[start:end]
    line = shell.source.origin(start).line
    told = source_shown(text, shell.names)
    told = told.cut(_LONGEST)
    shell.note_at(start, say("`{}` {}", told, what))
    shell.path_doubt = True
    exporter = exports_credentials(text)
    for name in sorted(shell.names):
        if exporter or (name in text and re.search(rf"(?<!\w){name}(?!\w)", text)):
            reason = say("line {} decides it when the shell runs: `{}`", line, told)
            doubt(shell, name, shell.place(start), reason)


def doubt(shell: Evaluator, name: str, place: Place, why: Shown) -> None:
    """From here on it cannot be told what the variable holds, or whether it is exported."""
    var = shell.state.find(name)
    held = var.value if var is not None and isinstance(var.value, Val) else None
    shell.state.frame_of(name)[name] = Var(unknown(why, False, held.place if held is not None else place), None, False, "?")
    shell.happened(name, "opaque", place)
