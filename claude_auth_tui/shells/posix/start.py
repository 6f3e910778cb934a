"""How a bash or zsh starts: what it holds before any file, which files it reads in which order, and why not the others.

Sources: bash(1) INVOCATION, zsh(1) STARTUP/SHUTDOWN FILES, and bash 5.2 and zsh 5.9 of Debian, which read
/etc/bash.bashrc and /etc/zsh/*; elsewhere zsh's are /etc/zshenv and so on.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from claude_auth_tui.model.saying import NOTHING, place_named, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.lookup import READ
from claude_auth_tui.shells.posix.evaluator import Evaluator
from claude_auth_tui.shells.posix.record import Flow
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import Value, Var
from claude_auth_tui.shells.posix.values import INHERITED, Val, unknown

LEVEL_DIGITS: Final = 3
"""Of SHLVL; with more it counts from 1 again."""
_BASH_LOGIN: Final = (".bash_profile", ".bash_login", ".profile")


_ZSH_ON: Final = frozenset(
    [
        "aliases", "alwayslastprompt", "appendhistory", "autolist", "automenu", "autoparamkeys", "autoparamslash", "autoremoveslash",
        "badpattern", "banghist", "bareglobqual", "beep", "bgnice", "caseglob", "casematch", "checkjobs", "clobber", "equals", "evallineno",
        "exec", "flowcontrol", "functionargzero", "glob", "globalexport", "globalrcs", "hashcmds", "hashdirs", "hashlistall", "histbeep",
        "histsavebycopy", "hup", "listambiguous", "listbeep", "listtypes", "multibyte", "multifuncdef", "multios", "nomatch", "notify",
        "promptcr", "promptpercent", "promptsp", "rcs", "shortloops", "unset",
    ]
)  # fmt: skip
_BASH_ON: Final = frozenset(
    ["braceexpand", "hashall", "interactive-comments", "sourcepath", "checkwinsize", "progcomp", "promptvars", "extquote"]
)
_DEFAULT_PATH: Final = {
    False: "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin:.",
    True: "/bin:/usr/bin:/usr/ucb:/usr/local/bin",
}


class Unread(NamedTuple):
    """A usual startup file that this start does not read."""

    path: str
    why: Shown


def begin(shell: Shell, inherited: Mapping[str, str]) -> None:
    """What a shell holds before it reads any file."""
    machine = shell.machine
    for name, text in inherited.items():
        if re.fullmatch(r"[A-Za-z_]\w*", name):
            shell.begin_variable(name, text)
    own: dict[str, Value] = {"IFS": Val(" \t\n"), "OPTIND": Val("1")}
    exported: dict[str, str] = {"PWD": machine.cwd, "SHLVL": str(_level(inherited.get("SHLVL", "")))}
    if shell.zsh:
        shell.state.options |= _ZSH_ON
        own |= {
            "ZSH_VERSION": Val("5.9"),
            "ZSH_NAME": Val("zsh"),
            "HOST": Val(machine.hostname),
            "USERNAME": Val(machine.user),
            "GID": unknown(say("the group"), True),
        }
        own |= {
            "OSTYPE": Val(_system(machine.platform)),
            "MACHTYPE": Val(machine.arch),
            "CPUTYPE": Val(machine.arch),
            "VENDOR": Val("debian"),
        }
        own |= {"NULLCMD": Val("cat"), "READNULLCMD": Val("more"), "PS1": Val("%m%# "), "PROMPT": Val("%m%# "), "PS2": Val("%_> ")}
        exported.setdefault("LOGNAME", inherited.get("LOGNAME") or machine.user)
        exported["OLDPWD"] = inherited.get("OLDPWD") or machine.cwd
    else:
        shell.state.options |= _BASH_ON | ({"expandaliases"} if shell.interactive else set())
        own |= {"BASH": Val("/bin/bash"), "BASH_VERSION": Val("5.2.15(1)-release"), "HOSTNAME": Val(machine.hostname)}
        own |= {"BASH_VERSINFO": [Val(v) for v in ("5", "2", "15", "1", "release", f"{machine.arch}-pc-linux-gnu")]}
        own |= {"OSTYPE": Val(_system(machine.platform)), "HOSTTYPE": Val(machine.arch), "MACHTYPE": Val(f"{machine.arch}-pc-linux-gnu")}
        own |= {"SHELL": Val(machine.login_shell or "/bin/bash"), "TERM": Val("dumb"), "SHELLOPTS": unknown(say("its options"), True)}
        if shell.interactive:
            own |= {
                "PS1": Val(r"\s-\v\$ "),
                "PS2": Val("> "),
                "HISTFILE": Val(posixpath.join(machine.home, ".bash_history")),
                "HISTSIZE": Val("500"),
            }
    if machine.uid is not None:
        own |= {"UID": Val(str(machine.uid)), "EUID": Val(str(machine.uid))}
    else:
        own |= {"UID": unknown(say("the user's number"), True), "EUID": unknown(say("the user's number"), True)}
    own["PATH"] = Val(_DEFAULT_PATH[shell.zsh])
    own["HOME"] = Val(machine.home) if machine.home else None
    frame = shell.state.frames[0]
    for name, value in own.items():
        if value is not None and (name not in frame or name in ("IFS", "OPTIND", "UID", "EUID", "BASH", "BASH_VERSION", "ZSH_VERSION")):
            frame[name] = Var(value)
    if not shell.interactive and not shell.zsh:
        frame.pop("PS1", None)
    for name, text in exported.items():
        if text:
            frame[name] = Var(Val(text, INHERITED), True)


def _level(text: str) -> int:
    return int(text) + 1 if text.isdigit() and len(text) <= LEVEL_DIGITS else 1


def _system(platform: str) -> str:
    return "darwin23.0" if platform == "macos" else "linux-gnu"


def start(evaluator: Evaluator) -> list[Unread]:
    """Read the startup files as the shell does; answers the usual ones that it does not read."""
    return _start_zsh(evaluator) if evaluator.shell.zsh else _start_bash(evaluator)


def _home(shell: Shell) -> str:
    return shell.text_of("HOME") or shell.machine.home or "/"


def _own(evaluator: Evaluator, path: str, *folders: str) -> Flow:
    """Read a file of the user's own. Where a variable that names its folder is not known, it may be read or not."""
    shell = evaluator.shell
    why = next((told for name in folders if (told := shell.unsure(name))), NOTHING)
    if not why or not shell.lookup().exists(path):
        return evaluator.startup_file(path)
    shell.record.note(say("{}, so whether {} is read cannot be told", why, shell.machine.show_path(path)))
    return evaluator.undecided(why, lambda: evaluator.startup_file(path), None)


def _start_bash(evaluator: Evaluator) -> list[Unread]:
    shell = evaluator.shell
    unread: list[Unread] = []
    if shell.start == "script":
        if _bash_environment(evaluator):
            return unread
        why = say("a bash that runs a script reads no startup file")
        return [Unread(posixpath.join(_home(shell), name), why) for name in (".bashrc", *_BASH_LOGIN)]
    if not shell.login:
        if evaluator.startup_file("/etc/bash.bashrc") != Flow.EXIT:
            _own(evaluator, posixpath.join(_home(shell), ".bashrc"), "HOME")
        return [Unread(posixpath.join(_home(shell), name), say("only a login bash reads it")) for name in _BASH_LOGIN]
    flow = evaluator.startup_file("/etc/profile")
    first = ""
    for name in _BASH_LOGIN:
        path = posixpath.join(_home(shell), name)
        if first:
            unread.append(Unread(path, say("{} exists, so a login bash does not read it", place_named("~/" + first))))
        elif shell.lookup().stat(path).is_file and shell.lookup().allows(path, READ):
            first = name
            if flow != Flow.EXIT:
                flow = _own(evaluator, path, "HOME")
    unread.append(
        Unread(
            posixpath.join(_home(shell), ".bashrc"), say("a login bash does not read it by itself, and no file that it reads sources it")
        )
    )
    return unread


def _bash_environment(evaluator: Evaluator) -> bool:
    """`BASH_ENV`, and ~/.bashrc where sshd starts the shell. True where that was ~/.bashrc."""
    shell = evaluator.shell
    if shell.is_set("SSH_CLIENT") and shell.text_of("SHLVL") == "1":
        evaluator.startup_file("/etc/bash.bashrc")
        _own(evaluator, posixpath.join(_home(shell), ".bashrc"), "HOME")
        return True
    named = shell.text_of("BASH_ENV")
    if named:
        path = shell.expander.text(named, "double").text
        if path:
            if path.startswith("~/"):
                path = posixpath.join(_home(shell), path[2:])
            evaluator.startup_file(path)
    return False


def _start_zsh(evaluator: Evaluator) -> list[Unread]:
    shell = evaluator.shell
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
                ended = _ended(shell, evaluator.startup_file(_system_file(shell, name)))
            path = _own_file(shell, name)
            if "rcs" in shell.state.options and not ended:
                ended = _ended(shell, _own(evaluator, path, "ZDOTDIR" if shell.state.find("ZDOTDIR") is not None else "HOME"))
            elif not ended:
                unread.append(Unread(path, say("the option RCS was switched off before")))
            _left_behind(shell, name, path, unread)
        else:
            unread.append(Unread(_own_file(shell, name), why if not applies else ended))
    return unread


def _ended(shell: Shell, flow: Flow) -> Shown:
    return (shell.ended or say("the shell ended before")) if flow == Flow.EXIT else NOTHING


def _system_file(shell: Shell, name: str) -> str:
    path = f"/etc/zsh/{name}"
    return path if shell.machine.platform != "macos" and shell.lookup().exists(path) else f"/etc/{name}"


def _own_file(shell: Shell, name: str) -> str:
    value = shell.variable("ZDOTDIR")
    folder = value.text if isinstance(value, Val) and value.text is not None else _home(shell)
    if value is None and shell.state.find("HOME") is None:
        return f"/dev/null/.{name}"  # without HOME, zsh looks for none
    return f"{folder.rstrip('/')}/.{name}"


def _left_behind(shell: Shell, name: str, path: str, unread: list[Unread]) -> None:
    usual = posixpath.join(_home(shell), f".{name}")
    if usual != path:
        folder = shell.machine.show_path(posixpath.dirname(path))
        unread.append(Unread(usual, say("ZDOTDIR is {}, so zsh reads {}/{} instead", folder, folder, place_named("." + name))))
