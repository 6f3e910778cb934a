"""How a bash or zsh starts: what it holds before any file, which files it reads in which order, and why not the others.

Sources: bash(1) INVOCATION, zsh(1) STARTUP/SHUTDOWN FILES, and bash 5.2 and zsh 5.9 of Debian, which read
/etc/bash.bashrc and /etc/zsh/*; elsewhere zsh's are /etc/zshenv and so on.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Final

from claude_auth_tui.model.saying import NOTHING, place_named, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.lookup import READ
from claude_auth_tui.shells.posix.autoload import function_folders
from claude_auth_tui.shells.posix.evaluator import Evaluator
from claude_auth_tui.shells.posix.record import Flow, NotRead
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import NAME, Alias, Value, Var
from claude_auth_tui.shells.posix.values import INHERITED, Val, unknown

LEVEL_DIGITS: Final = 3
"""Of SHLVL; with more it counts from 1 again."""
_BASH_LOGIN: Final = (".bash_profile", ".bash_login", ".profile")
_ALWAYS_OWN: Final = frozenset(["IFS", "OPTIND", "UID", "EUID", "BASH", "BASH_VERSION", "ZSH_VERSION"])
"""What a shell sets even where it inherits it."""
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
    [
        "braceexpand", "hashall", "interactive-comments", "interactivecomments", "checkwinsize", "cmdhist", "completefullquote", "extquote",
        "forcefignore", "globasciiranges", "globskipdots", "hostcomplete", "patsubreplacement", "progcomp", "promptvars", "sourcepath",
    ]
)  # fmt: skip
"""As `set -o` and `shopt` list them (observed, 5.2)."""
_BASH_INTERACTIVE: Final = frozenset(["expandaliases", "emacs", "histexpand", "history", "monitor"])
_DEFAULT_PATH: Final = {
    False: "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin:.",
    True: "/bin:/usr/bin:/usr/ucb:/usr/local/bin",
}


def begin(shell: Shell, inherited: Mapping[str, str]) -> None:
    """What a shell holds before it reads any file."""
    machine = shell.machine
    for name, text in inherited.items():
        if NAME.fullmatch(name):
            shell.begin_variable(name, text)
    texts = {"IFS": " \t\n", "OPTIND": "1", "OSTYPE": "darwin23.0" if machine.platform == "macos" else "linux-gnu"}
    exported = {"PWD": machine.cwd, "SHLVL": str(_level(inherited.get("SHLVL", "")))}
    number = Val(str(machine.uid)) if machine.uid is not None else unknown(say("the user's number"), True)
    own: dict[str, Value] = {"UID": number, "EUID": number}
    if shell.zsh:
        shell.state.options |= _ZSH_ON
        texts |= {"ZSH_VERSION": "5.9", "ZSH_NAME": "zsh", "HOST": machine.hostname, "USERNAME": shell.account}
        texts |= {"MACHTYPE": machine.arch, "CPUTYPE": machine.arch, "VENDOR": "debian"}
        texts |= {"NULLCMD": "cat", "READNULLCMD": "more", "PS1": "%m%# ", "PROMPT": "%m%# ", "PS2": "%_> "}
        for number_, (name_, text) in enumerate((("run-help", "man"), ("which-command", "whence"))):
            shell.state.aliases[name_] = Alias(Val(text), INHERITED, number_)
        texts |= {
            "HISTSIZE": "30",
            "SAVEHIST": "0",
            "KEYTIMEOUT": "40",
            "LISTMAX": "100",
            "MAILCHECK": "60",
            "FUNCNEST": "500",
            "TMPPREFIX": "/tmp/zsh",
        }
        texts |= {"WORDCHARS": "*?_-.[]~=/&;!#$%^(){}<>", "SPROMPT": "zsh: correct '%R' to '%r' [nyae]? ", "PS3": "?# ", "PS4": "+%N:%i> "}
        texts |= {"HISTCHARS": "!^#", "histchars": "!^#", "PROMPT3": "?# ", "PROMPT4": "+%N:%i> ", "ZSH_SUBSHELL": "0", "OPTARG": ""}
        own["ZSH_PATCHLEVEL"] = unknown(say("how zsh was built"), True)
        if folders := function_folders(shell.lookup()):
            texts["FPATH"] = ":".join(folders)
        own["GID"] = unknown(say("the group"), True)
        exported |= {"LOGNAME": inherited.get("LOGNAME") or shell.account, "OLDPWD": inherited.get("OLDPWD") or machine.cwd}
    else:
        system = f"{machine.arch}-pc-linux-gnu"
        shell.state.options |= _BASH_ON | (_BASH_INTERACTIVE if shell.interactive else frozenset())
        texts |= {"BASH": "/bin/bash", "BASH_VERSION": "5.2.15(1)-release", "HOSTNAME": machine.hostname}
        texts |= {"HOSTTYPE": machine.arch, "MACHTYPE": system, "SHELL": machine.login_shell or "/bin/bash", "TERM": "dumb"}
        own["BASH_VERSINFO"] = [Val(v) for v in ("5", "2", "15", "1", "release", system)]
        own["SHELLOPTS"] = unknown(say("its options"), True)
        if shell.interactive:
            texts |= {"PS1": r"\s-\v\$ ", "PS2": "> ", "HISTFILE": posixpath.join(machine.home, ".bash_history"), "HISTSIZE": "500"}
    texts["PATH"] = _DEFAULT_PATH[shell.zsh]
    if machine.home:
        texts["HOME"] = machine.home
    frame = shell.state.frames[0]
    for name, value in (own | {name: Val(text) for name, text in texts.items()}).items():
        if name not in frame or name in _ALWAYS_OWN:
            frame[name] = Var(value)
    if not shell.interactive and not shell.zsh:
        frame.pop("PS1", None)
    for name, text in exported.items():
        if text:
            frame[name] = Var(Val(text, INHERITED), True)
    shell.begun |= frame.keys()


def _level(text: str) -> int:
    return int(text) + 1 if text.isdecimal() and len(text) <= LEVEL_DIGITS else 1


def start(evaluator: Evaluator) -> list[NotRead]:
    """Read the startup files as the shell does; answers the usual ones that it does not read."""
    if not evaluator.shell.zsh:
        return _start_bash(evaluator)
    unread = _start_zsh(evaluator)
    return unread + [NotRead(path, why) for path, why in evaluator.not_called()]


def _home(shell: Shell) -> str:
    return shell.text_of("HOME") or shell.machine.home or "/"


def _at_home(shell: Shell, name: str) -> str:
    return posixpath.join(_home(shell), name)


def _own(evaluator: Evaluator, path: str, *folders: str) -> Flow:
    """Read a file of the user's own. Where a variable that names its folder is not known, it may be read or not."""
    shell = evaluator.shell
    why = next((told for name in folders if (told := shell.unsure(name))), NOTHING)
    if not why or not shell.lookup().exists(path):
        return evaluator.startup_file(path)
    shell.record.note(say("{}, so whether {} is read cannot be told", why, shell.machine.show_path(path)))
    return evaluator.undecided(why, lambda: evaluator.startup_file(path), None)


def _start_bash(evaluator: Evaluator) -> list[NotRead]:
    shell = evaluator.shell
    unread: list[NotRead] = []
    if shell.start == "script":
        if _bash_environment(evaluator):
            return unread
        why = say("a bash that runs a script reads no startup file")
        return [NotRead(_at_home(shell, name), why) for name in (".bashrc", *_BASH_LOGIN)]
    if not shell.login:
        if evaluator.startup_file("/etc/bash.bashrc") != Flow.EXIT:
            _own(evaluator, _at_home(shell, ".bashrc"), "HOME")
        return [NotRead(_at_home(shell, name), say("only a login bash reads it")) for name in _BASH_LOGIN]
    flow = evaluator.startup_file("/etc/profile")
    first = ""
    for name in _BASH_LOGIN:
        path = _at_home(shell, name)
        if first:
            unread.append(NotRead(path, say("{} exists, so a login bash does not read it", place_named("~/" + first))))
        elif shell.lookup().stat(path).is_file and shell.lookup().allows(path, READ):
            first = name
            if flow != Flow.EXIT:
                flow = _own(evaluator, path, "HOME")
    unread.append(NotRead(_at_home(shell, ".bashrc"), say("a login bash does not read it by itself, and no file that it reads sources it")))
    return unread


def _bash_environment(evaluator: Evaluator) -> bool:
    """`BASH_ENV`, and ~/.bashrc where sshd starts the shell. True where that was ~/.bashrc."""
    shell = evaluator.shell
    if shell.is_set("SSH_CLIENT") and shell.text_of("SHLVL") == "1":
        evaluator.startup_file("/etc/bash.bashrc")
        _own(evaluator, _at_home(shell, ".bashrc"), "HOME")
        return True
    named = shell.text_of("BASH_ENV")
    if named:
        path = shell.expander.text(named, "double").text
        if path:
            if path.startswith("~/"):
                path = _at_home(shell, path[2:])
            evaluator.startup_file(path)
    return False


def _start_zsh(evaluator: Evaluator) -> list[NotRead]:
    shell = evaluator.shell
    unread: list[NotRead] = []
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
                unread.append(NotRead(path, say("the option RCS was switched off before")))
            _left_behind(shell, name, path, unread)
        else:
            unread.append(NotRead(_own_file(shell, name), why if not applies else ended))
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


def _left_behind(shell: Shell, name: str, path: str, unread: list[NotRead]) -> None:
    usual = _at_home(shell, f".{name}")
    if usual != path:
        folder = shell.machine.show_path(posixpath.dirname(path))
        unread.append(NotRead(usual, say("ZDOTDIR is {}, so zsh reads {}/{} instead", folder, folder, place_named("." + name))))
