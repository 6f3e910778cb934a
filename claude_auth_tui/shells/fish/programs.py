"""Programs that are no part of fish: what the simple ones print, and that all others are not known.

What a program prints only matters where it is captured.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.exporters import exports_credentials, keeps_secrets
from claude_auth_tui.shells.fish import filters
from claude_auth_tui.shells.fish.record import NOT_FOUND, Call, Claim, told
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.text_commands import prints_unknown, succeeds
from claude_auth_tui.shells.fish.values import Item, Opaque, derived, known
from claude_auth_tui.shells.source_shown import command_shown


def outside_program(shell: Shell, call: Call) -> int | None:
    """A program that is not modelled: nothing here is changed by it, what it prints is not known."""
    name = call.name
    found = shell.program(name)
    exporter = exports_credentials(call.source)
    shown = told(name)
    shell.claim = Claim(
        say("{} (line {})", shown, shell.pinned or call.line), say("succeeds"), say("is not installed") if found is False else say("fails")
    )
    if found is False and (name in _OWN or shell.own_function(name)):
        if name in ("pushd", "popd", "nextd", "prevd", "cdh"):
            shell.state.cwd = ""
        shell.write(Opaque(say("what {} prints", shown), many=True))
        return None
    if found is False and not exporter and not keeps_secrets(name):
        shell.missing = True
        return NOT_FOUND
    if shell.sinks:
        shell.write(Opaque(say("{} decides it when the shell runs", shown), True, call.source + _given_to(shell, call), exporter))
    return None


def _given_to(shell: Shell, call: Call) -> str:
    """What a program gets to read, as far as it is known: its input, and files that are among its words."""
    stdin = call.input_of(shell.stdin)
    out = [str(line) for line in stdin.rest()[:5_000] if isinstance(line, str)] if stdin is not None else []
    files = [shell.lookup.text(word) for word in call.words[1:] if isinstance(word, str) and "/" in word]
    out.extend(text for text in files if text is not None)
    return "\n".join(["", *out])[:_MOST_READ]


def env(shell: Shell, call: Call) -> int | None:
    """`env` alone lists what is exported; with a command it is that program's matter."""
    if len(call.words) > 1:
        return outside_program(shell, call)
    exported = shell.state.exported()
    values = {name: var.joined() for name, var in exported.items()}
    if any(isinstance(value, Opaque) or exported[name].exported is None or exported[name].maybe_unset for name, value in values.items()):
        shell.write(Opaque(say("a list of all variables"), True, " ".join(exported)))
    else:
        shell.write(*(f"{name}={value}\n" for name, value in values.items()))
    return 0


_MOST_READ: Final = 200_000
_OWN: Final = frozenset(
    ["cdh", "contains_seq", "dirh", "dirs", "fish_delta", "fish_git_prompt", "fish_greeting", "fish_hg_prompt", "fish_is_root_user",
     "fish_mode_prompt", "fish_opt", "fish_prompt", "fish_status_to_signal", "fish_svn_prompt", "fish_title", "fish_vcs_prompt",
     "fish_vi_cursor", "funced", "funcsave", "help", "la", "ll", "nextd", "popd", "prevd", "prompt_hostname", "prompt_login", "prompt_pwd",
     "pushd", "suspend", "vared"]
)  # fmt: skip
"""Functions that every fish brings and that are not modelled; newer ones keep them inside of the program."""


def uname(shell: Shell, call: Call) -> int | None:
    texts = known(call.words[1:])
    option = texts[0] if texts else "-s"
    system = {"linux": "Linux", "macos": "Darwin", "windows": "Windows_NT"}[shell.machine.platform]
    answers: dict[str, Item] = {
        "-s": system,
        "-m": shell.machine.arch or Opaque(say("uname")),
        "-n": shell.machine.hostname or Opaque(say("uname")),
    }
    answer = answers.get({"--kernel-name": "-s", "--machine": "-m", "--nodename": "-n"}.get(option, option))
    shell.write(
        Opaque(say("what uname says"), many=True)
        if answer is None or len(texts or []) > 1
        else answer
        if isinstance(answer, Opaque)
        else answer + "\n"
    )
    shell.claim = Claim(say("what uname says"), say("fits"), say("does not fit"))
    return 0


def hostname(shell: Shell, call: Call) -> int | None:
    name = shell.machine.hostname
    short = "-s" in call.words or call.name == "prompt_hostname"
    if not name or len(call.words) > (2 if short else 1):
        shell.write(Opaque(say("the name of the host")))
        return None
    shell.write((name.split(".")[0] if short else name) + "\n")
    return 0


def id_(shell: Shell, call: Call) -> int | None:
    uid, user = shell.machine.uid, "root" if shell.machine.uid == 0 else ""
    texts = known(call.words[1:])
    if texts == ["-u"] and uid is not None:
        shell.write(f"{uid}\n")
    elif (texts in (["-un"], ["-u", "-n"]) or call.name == "whoami") and user:
        shell.write(user + "\n")
    else:
        shell.write(Opaque(say("who this user is"), many=True))
    return 0


def mkdir(shell: Shell, call: Call) -> int | None:
    folders = [word for word in call.words[1:] if not (isinstance(word, str) and word.startswith("-"))]
    known_ones = {shell.lookup.absolute(word) for word in folders if isinstance(word, str) and (shell.state.cwd or word.startswith("/"))}
    shell.made |= known_ones if len(known_ones) == len(set(folders)) else {""}
    return 0


def printenv(shell: Shell, call: Call) -> int | None:
    texts = known(call.words[1:])
    exported = shell.state.exported()
    if not texts or len(texts) != 1:
        return env(shell, call._replace(words=call.words[:1])) if not texts else outside_program(shell, call)
    var = exported.get(texts[0])
    if var is None:
        return 1
    value = var.joined()
    shell.write(value if isinstance(value, Opaque) else derived(value + "\n", value))
    return None if var.maybe_unset else 0


def names_of(shell: Shell, call: Call) -> int | None:
    """`basename` and `dirname`."""
    texts = known(call.words[1:])
    if not texts or texts[0].startswith("-") or len(texts) > 2:
        shell.write(Opaque(say("what {} prints", command_shown(call.name)), many=True))
        return None
    path = texts[0].rstrip("/") or "/"
    made = (
        posixpath.dirname(path) or "."
        if call.name == "dirname"
        else posixpath.basename(path).removesuffix(texts[1] if len(texts) > 1 else "")
    )
    shell.write(made + "\n")
    return 0


PROGRAMS: Final[Mapping[str, Callable[[Shell, Call], int | None]]] = {
    "cat": filters.cat,
    "grep": filters.grep,
    "egrep": filters.grep,
    "head": filters.head,
    "tail": filters.tail,
    "sort": filters.sort,
    "sed": filters.sed,
    "cut": filters.cut,
    "awk": filters.awk,
    "tr": filters.tr,
    "xargs": filters.xargs,
    "env": env,
    "uname": uname,
    "hostname": hostname,
    "id": id_,
    "whoami": id_,
    "printenv": printenv,
    "basename": names_of,
    "dirname": names_of,
    "mkdir": mkdir,
    "touch": succeeds,
    "chmod": succeeds,
    "clear": succeeds,
    "stty": prints_unknown(say("what stty says")),
    "date": prints_unknown(say("the date")),
}
