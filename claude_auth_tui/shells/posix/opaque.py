"""Code that only the running shell sees: what a program prints into `eval`, files that cannot be read, traps.

It changes what is known about a variable only if its text names the variable, or if the program is one that hands
credentials to a shell, or made it of files in a way that is not modelled. Anything else is noted, and the state stands: startup files are full of such lines.

Only traps that run while a shell starts or waits at its prompt count: DEBUG, ERR, RETURN, and zsh's EXIT inside a
function, which runs when that ends. An EXIT trap of the shell itself runs after everything that was started in it.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.exporters import exports_credentials
from claude_auth_tui.shells.mentioned import mentioned_files, variables_in, where_from
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.sites import named_in
from claude_auth_tui.shells.posix.state import Var
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Place, Val, unknown
from claude_auth_tui.shells.source_shown import source_shown

_LONGEST: Final = 80
"""Characters of a line that are told."""
_COUNTING: Final = frozenset(["DEBUG", "ERR", "ZERR", "RETURN"])
"""Conditions of traps that run while a shell starts."""


def evaluated(shell: Shell, node: Simple, value: Val) -> None:
    """`eval` or `source` of something that only the running shell sees."""
    told = say("is run by the shell only{}", _because(value.why))
    _seen(shell, node.pos, node.end, told, value.of_files, moves=not value.acts, others=not value.acts)


def run_unknown(shell: Shell, node: Simple) -> None:
    _seen(shell, node.pos, node.end, say("runs a command whose name is not known"))


def called(shell: Shell, node: Simple) -> None:
    """A function that is read when it is called, from a file that is not known: it may do anything."""
    _seen(shell, node.pos, node.end, say("calls a function that is read from a file which is not known"), anything=True)


def unreadable(shell: Shell, node: Simple, path: str, detail: Shown) -> None:
    _seen(shell, node.pos, node.end, say("reads a file that cannot be looked into ({})", detail or shell.place_named(path)), others=False)


def declared(shell: Shell, place: Place, value: Val) -> None:
    """`export $(…)` of something that only the running shell sees."""
    source, position = place
    end = source.text.find("\n", position)
    begin = source.text.rfind("\n", 0, position) + 1
    told = say("exports what only the running shell sees{}", _because(value.why))
    _seen(shell, begin, end if end >= 0 else len(source.text), told, value.of_files)


def defined(shell: Shell, place: Place, why: Shown) -> None:
    """`functions[name]=…` with a text that only the running shell sees: it may be called later."""
    source, position = place
    end = source.text.find("\n", position)
    _seen(shell, position, end if end >= 0 else len(source.text), say("defines a function that is not known{}", _because(why)))


def _because(why: Shown) -> Shown:
    return say(" ({})", why) if why else NOTHING


def _seen(shell: Shell, start: int, end: int, what: Shown, anything: bool = False, *, moves: bool = True, others: bool = True) -> None:
    """`anything`: it may set any variable; `moves`: it may put folders on PATH; `others`: it may read other files than those that are read."""
    text = shell.source.text[start:end]
    line = shell.source.origin(start).line
    told = source_shown(text, shell.names).cut(_LONGEST)
    shell.note_at(start, say("`{}` {}", told, what))
    shell.path_doubt, shell.unseen = shell.path_doubt or moves, True
    reason = say("line {} decides it when the shell runs: `{}`", line, told)
    in_files = _in_files(shell, start, end, reason) if others else set()
    for name in sorted(shell.names) if anything or exports_credentials(text) else sorted({*named_in(text, shell.names), *in_files}):
        doubt(shell, name, shell.place(start), reason)


def _in_files(shell: Shell, start: int, end: int, why: Shown) -> set[str]:
    """The files that it names may be read, and those that its variables come from: they are written down, and what they name is answered."""
    text = shell.source.text
    code = text[start:end]
    given = [where_from(name, text, start) for name in variables_in(code)]
    names: set[str] = set()
    lookup = shell.lookup()
    for path in mentioned_files("\n".join([code, *given]), lookup, shell.machine.home, shell.text_of):
        if path not in shell.record.files:
            shell.record.not_followed.setdefault(path, why)
            names.update(named_in(lookup.text(path) or "", shell.names))
    return names


def doubt(shell: Shell, name: str, place: Place, why: Shown) -> None:
    """From here on it cannot be told what the variable holds, or whether it is exported."""
    var = shell.state.find(name)
    held = var.value if var is not None and isinstance(var.value, Val) else None
    shell.state.frame_of(name)[name] = Var(unknown(why, False, held.place if held is not None else place), None, False, "?")
    shell.happened(name, "opaque", place)


# -- traps


def trap(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """What a trap runs later is not followed; a variable that its text names cannot be told any more."""
    words = [a.text or "" for a in arguments]
    if words[:1] == ["--"]:
        words = words[1:]
    if len(words) < 2 or (words[0].startswith("-") and words[0] != "-"):
        shell.output.unknown(say("the traps"))
        return 0
    text, *when = words
    conditions = {w.upper().removeprefix("SIG") for w in when}
    counting = conditions & _COUNTING
    if shell.zsh and shell.calls and conditions & {"EXIT", "0"}:
        counting |= {"EXIT"}
    for condition in counting:
        shell.trapped.pop(condition, None)
    if not counting or text in ("", "-"):
        return 0
    why = say("the trap at line {} may set it each time it runs", shell.source.origin(node.pos).line)
    for name in named_in(text, shell.names):
        doubt(shell, name, shell.place(node.pos), why)
        if not shell.apart:
            for condition in counting:
                shell.trapped.setdefault(condition, []).append((name, shell.place(node.pos), why))
    return 0


def traps_at_the_end(shell: Shell) -> None:
    """Traps that are still set when the startup files have run: what was assigned since is not certain either."""
    for told in shell.trapped.values():
        for name, place, why in told:
            doubt(shell, name, place, why)
    shell.trapped.clear()
