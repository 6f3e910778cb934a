"""Variables a shell sets itself: what they hold on a machine, and zsh's tables of commands, functions and options."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.shells.posix.state import Value, Var
from claude_auth_tui.shells.posix.values import INHERITED, Val, joined, unknown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell

_RUNNING: Final = frozenset(
    [
        "RANDOM",
        "SRANDOM",
        "SECONDS",
        "EPOCHSECONDS",
        "EPOCHREALTIME",
        "LINENO",
        "PPID",
        "BASHPID",
        "TTY",
        "TTYIDLE",
        "COLUMNS",
        "LINES",
        "HISTCMD",
    ]
)
"""Set in every shell, to something only the running one knows."""
_TABLES: Final = frozenset(
    ["commands", "functions", "aliases", "options", "parameters", "builtins", "modules", "terminfo", "termcap", "nameddirs"]
)
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
    return int(text) + 1 if text.isdigit() and len(text) < 4 else 1


def _system(platform: str) -> str:
    return "darwin23.0" if platform == "macos" else "linux-gnu"


def flags(shell: Shell) -> str:
    """`$-`: one letter for each option that is on."""
    letters = "569X" if shell.zsh else "himBH" if shell.interactive else "hB"
    if shell.zsh:
        letters += ("i" if shell.interactive else "") + ("l" if shell.login else "") + ("ms" if shell.interactive else "")
    else:
        letters += "s" if shell.interactive else "c"
    for option, letter in (("allexport", "a"), ("errexit", "e"), ("noglob", "f"), ("nounset", "u"), ("xtrace", "x")):
        if option in shell.state.options:
            letters += letter
    return letters


def value_of(shell: Shell, name: str) -> Value:
    """A name no file has set: what the shell itself gives it, or None."""
    state = shell.state
    if name.isdigit():
        number = int(name) if len(name) < 6 else 99999
        if not number:
            return _zero(shell)
        return state.positional[number - 1] if number <= len(state.positional) else None
    if name in ("@", "*", "argv"):
        return list(state.positional) if name != "argv" or shell.zsh else None
    if name in ("#", "ARGC"):
        return Val(str(len(state.positional))) if name == "#" or shell.zsh else None
    if name in ("?", "status"):
        if name == "status" and not shell.zsh:
            return None
        return unknown(say("a command's exit status"), True) if state.status is None else Val(str(state.status))
    if name == "-":
        return Val(flags(shell))
    if name in ("$", "!", "_"):
        return unknown(say("known only to the running shell"), name == "$")
    if name in _RUNNING:
        return unknown(say("known only to the running shell"), True)
    return _of_family(shell, name)


def _of_family(shell: Shell, name: str) -> Value:
    if shell.zsh:
        if name == "ZSH_EVAL_CONTEXT":
            return Val(":".join(["cmdarg" if not shell.interactive else "file", *["file"] * max(len(shell.scripts) - 1, 0)]))
        if name == "0" or name == "ZSH_ARGZERO":
            return _zero(shell)
        if name in ("funcstack", "funcfiletrace", "funcsourcetrace"):
            return [Val(call) for call in reversed(shell.calls)]
        if name == "options" and shell.zsh:
            return {option: Val("on") for option in shell.state.options}
        if name == "aliases":
            return {key: alias.value for key, alias in shell.state.aliases.items()}
        if name == "functions":
            return {key: unknown(say("a function's text"), True) for key in shell.state.functions}
        return None
    if name == "BASH_SOURCE":
        return [Val(script) for script in reversed(shell.scripts)]
    if name == "FUNCNAME":
        return [Val(call) for call in reversed(shell.calls)] if shell.calls else None
    if name == "DIRSTACK":
        return [Val(shell.state.cwd or "")]
    return None


def _zero(shell: Shell) -> Val:
    if shell.zsh:
        if shell.calls:
            return Val(shell.calls[-1])
        if len(shell.scripts) > 1:
            return Val(shell.scripts[-1])
        return Val("-zsh" if shell.login else "zsh")
    return Val("-bash" if shell.login else "bash")


def element(shell: Shell, name: str, subscript: str) -> Val | None:
    """An element of one of zsh's tables; EMPTY where it has none, None where `name` is no such table."""
    if name not in _TABLES or shell.state.find(name) is not None:
        return None
    key = shell.expander.text(subscript).text if re.search(r"[$'\"\\`]", subscript) else subscript
    if key is None or key.startswith("("):
        return unknown(say("an entry that is not known"))
    missing = Val("")
    if name == "commands":
        search = shell.text_of("PATH")
        if search is None:
            return unknown(say("PATH is not known"))
        return Val(found) if (found := shell.program(key, search)) else missing
    if name == "functions":
        return unknown(say("a function's text"), True) if key in shell.state.functions else missing
    if name == "aliases":
        alias = shell.state.aliases.get(key)
        return alias.value if alias is not None else missing
    if name == "options":
        return Val("on" if shell.option_is_on(key) else "off")
    if name == "parameters":
        return Val("scalar") if shell.is_set(key) else missing
    return unknown(say("zsh's {}", user_name(name)), True)


def joined_pair(first: Val, second: Val) -> Val:
    return joined([first, second])
