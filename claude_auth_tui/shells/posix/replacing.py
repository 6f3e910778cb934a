"""`exec`: another program takes the shell's place. Where that is a shell, what it gets is kept, to follow it from there.

Observed, bash 5.2 and zsh 5.9: a startup file's `exec` of something that is not found ends the shell too, unless bash's
`execfail` is on; `exec -l` and a name with `-` in front make a login shell.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.shells.posix.record import NOT_FOUND, Flow, Replacing
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Val


def exec_(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    rest = list(arguments)
    login = bare = False
    while rest and (option := rest[0].text) is not None and option.startswith("-") and len(option) > 1:
        rest.pop(0)
        if option == "--":
            break
        login = login or "l" in option[1:]
        bare = bare or "c" in option[1:]
        if option.endswith("a") and rest:
            login = login or (rest.pop(0).text or "").startswith("-")
    if not rest:
        return 0
    name = rest[0].text
    absent = name is not None and shell.is_absent(name)
    if absent and not shell.zsh and "execfail" in shell.state.options:
        return NOT_FOUND
    shell.runner.leave(Flow.EXIT)
    if shell.apart:
        return 0
    other = None if absent or name is None else _shell_of(name, rest[1:], login)
    if other is not None and shell.interactive and not bare:
        origin = shell.source.origin(node.pos)
        variables = {name: var for frame in shell.state.frames for name, var in frame.items()}
        place = shell.machine.place(origin.path, origin.line)
        shell.replacing.append(Replacing(*other, place, shell.doubt, variables, shell.state.cwd))
    if not shell.doubt:
        shell.ended = say("line {} replaces the shell", shell.source.origin(node.pos).line)
        shell.gives_way = not shell.replacing or shell.replacing[-1].doubt != ""
        if shell.gives_way:
            shell.note_at(node.pos, say("the shell ends here") if absent else say("the shell is replaced by another program here"))
    return 0


def _shell_of(name: str, arguments: Sequence[Val], login: bool) -> tuple[ShellName, StartKind] | None:
    """The shell a command starts for somebody to type in, and how; None for any other program, script or set of files."""
    base = posixpath.basename(name)
    for argument in arguments:
        text = argument.text
        if text is None or not (text in ("--login", "--interactive") or (len(text) > 1 and text[0] == "-" and set(text[1:]) <= {"l", "i"})):
            return None
        login = login or text == "--login" or (text[1] != "-" and "l" in text)
    start: StartKind = "login" if login else "interactive"
    if base == "bash":
        return "bash", start
    if base == "zsh":
        return "zsh", start
    return ("fish", start) if base == "fish" else None
