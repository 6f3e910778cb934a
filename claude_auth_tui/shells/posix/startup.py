"""Which files a starting bash or zsh reads, in which order, and why it does not read the others.

Sources: bash(1) INVOCATION, zsh(1) STARTUP/SHUTDOWN FILES, and bash 5.2 and zsh 5.9 of Debian, which read
/etc/bash.bashrc and /etc/zsh/*; elsewhere zsh's are /etc/zshenv and so on.
"""

from __future__ import annotations

import posixpath
from typing import Final, NamedTuple

from claude_auth_tui.model.saying import NOTHING, place_named, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.commands import Evaluator
from claude_auth_tui.shells.posix.evaluate import EXIT
from claude_auth_tui.shells.posix.values import Val

_BASH_LOGIN: Final = (".bash_profile", ".bash_login", ".profile")


class Unread(NamedTuple):
    """A usual startup file that this start does not read."""

    path: str
    why: Shown


def start(shell: Evaluator) -> list[Unread]:
    """Read the startup files as the shell does; answers the usual ones that it does not read."""
    return _start_zsh(shell) if shell.zsh else _start_bash(shell)


def _home(shell: Evaluator) -> str:
    return shell.text_of("HOME") or shell.machine.home or "/"


def _own(shell: Evaluator, path: str, *folders: str) -> int:
    """Read a file of the user's own. Where a variable that names its folder is not known, it may be read or not."""
    why = next((told for name in folders if (told := shell.unsure(name))), NOTHING)
    if not why or not shell.lookup().exists(path):
        return shell.startup_file(path)
    shell.record.note(say("{}, so whether {} is read cannot be told", why, shell.machine.show_path(path)))
    return shell.undecided(why, lambda: shell.startup_file(path), None)


def _start_bash(shell: Evaluator) -> list[Unread]:
    unread: list[Unread] = []
    if shell.start == "script":
        if _bash_environment(shell):
            return unread
        why = say("a bash that runs a script reads no startup file")
        return [Unread(posixpath.join(_home(shell), name), why) for name in (".bashrc", *_BASH_LOGIN)]
    if not shell.login:
        if shell.startup_file("/etc/bash.bashrc") != EXIT:
            _own(shell, posixpath.join(_home(shell), ".bashrc"), "HOME")
        return [Unread(posixpath.join(_home(shell), name), say("only a login bash reads it")) for name in _BASH_LOGIN]
    flow = shell.startup_file("/etc/profile")
    first = ""
    for name in _BASH_LOGIN:
        path = posixpath.join(_home(shell), name)
        if first:
            unread.append(Unread(path, say("{} exists, so a login bash does not read it", place_named("~/" + first))))
        elif shell.lookup().stat(path).is_file and shell.lookup().allows(path, 4):
            first = name
            if flow != EXIT:
                flow = _own(shell, path, "HOME")
    unread.append(
        Unread(
            posixpath.join(_home(shell), ".bashrc"), say("a login bash does not read it by itself, and no file that it reads sources it")
        )
    )
    return unread


def _bash_environment(shell: Evaluator) -> bool:
    """`BASH_ENV`, and ~/.bashrc where sshd starts the shell. True where that was ~/.bashrc."""
    if shell.is_set("SSH_CLIENT") and shell.text_of("SHLVL") == "1":
        shell.startup_file("/etc/bash.bashrc")
        _own(shell, posixpath.join(_home(shell), ".bashrc"), "HOME")
        return True
    named = shell.text_of("BASH_ENV")
    if named:
        path = shell.expander.text(named, "double").text
        if path:
            if path.startswith("~/"):
                path = posixpath.join(_home(shell), path[2:])
            shell.startup_file(path)
    return False


def _start_zsh(shell: Evaluator) -> list[Unread]:
    unread: list[Unread] = []
    steps = [("zshenv", True, NOTHING), ("zprofile", shell.login, say("only a login zsh reads it"))]
    steps += [
        ("zshrc", shell.interactive, say("only an interactive zsh reads it")),
        ("zlogin", shell.login, say("only a login zsh reads it")),
    ]
    ended = NOTHING
    for name, applies, why in steps:
        if applies and not ended:
            if "globalrcs" in shell.state.options and "rcs" in shell.state.options:
                ended = _ended(shell, shell.startup_file(_system_file(shell, name)))
            path = _own_file(shell, name)
            if "rcs" in shell.state.options and not ended:
                ended = _ended(shell, _own(shell, path, "ZDOTDIR" if shell.state.find("ZDOTDIR") is not None else "HOME"))
            elif not ended:
                unread.append(Unread(path, say("the option RCS was switched off before")))
            _left_behind(shell, name, path, unread)
        else:
            unread.append(Unread(_own_file(shell, name), why if not applies else ended))
    return unread


def _ended(shell: Evaluator, flow: int) -> Shown:
    return (shell.ended or say("the shell ended before")) if flow == EXIT else NOTHING


def _system_file(shell: Evaluator, name: str) -> str:
    path = f"/etc/zsh/{name}"
    return path if shell.machine.platform != "macos" and shell.lookup().exists(path) else f"/etc/{name}"


def _own_file(shell: Evaluator, name: str) -> str:
    value = shell.variable("ZDOTDIR")
    folder = value.text if isinstance(value, Val) and value.text is not None else _home(shell)
    if value is None and shell.state.find("HOME") is None:
        return f"/dev/null/.{name}"  # without HOME, zsh looks for none
    return f"{folder.rstrip('/')}/.{name}"


def _left_behind(shell: Evaluator, name: str, path: str, unread: list[Unread]) -> None:
    usual = posixpath.join(_home(shell), f".{name}")
    if usual != path:
        folder = shell.machine.show_path(posixpath.dirname(path))
        unread.append(Unread(usual, say("ZDOTDIR is {}, so zsh reads {}/{} instead", folder, folder, place_named("." + name))))
