"""`getopts`: which option comes next, and when there is none.

Observed: bash 5.2, zsh 5.9. bash moves OPTIND on as soon as a word is used up, zsh when it looks for the next option; zsh's functions
have a count of their own, bash's share one. bash says `?` when there is none left, zsh leaves the variable as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.state import Var
from claude_auth_tui.shells.posix.values import Val, unknown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell
    from claude_auth_tui.shells.posix.syntax import Simple

_INDEX: Final = "OPTIND"


class _Index(Val, frozen=True):
    """What getopts leaves in OPTIND; an assignment to it takes the rest away."""

    within: int = 0
    """How far the word is read."""


FIRST: Final = {_INDEX: Var(Val("1"))}
"""What a function of zsh begins with."""


def getopts(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    place = shell.place(node.pos)
    given = arguments[2:] or list(shell.state.positional)
    name = arguments[1].text if len(arguments) > 1 else None
    options = arguments[0].text if arguments else None
    held = shell.variable(_INDEX)
    index = held.text if isinstance(held, Val) else None
    if not shell.zsh and (held is None or index == ""):  # bash's `local OPTIND` begins anew
        index = "1"
    if name is None or options is None or index is None or not index.isascii() or not index.isdecimal():
        _unknown(shell, name, node)
        return None
    words = [word.text for word in given]
    at = max(int(index), 1)
    within = held.within if isinstance(held, _Index) else 0
    if at <= len(words) and words[at - 1] is not None and within and within >= len(words[at - 1] or ""):
        at, within = at + 1, 0
    if at > len(words):
        return _none_left(shell, name, at if shell.zsh else len(words) + 1, node)
    word = words[at - 1]
    if word is None:
        _unknown(shell, name, node)
        return None
    if not within:
        if word == "--":
            return _none_left(shell, name, at + 1, node)
        if len(word) < 2 or word[0] not in ("-+" if shell.zsh else "-"):
            return _none_left(shell, name, at, node)
        within = 1
    letter, within = word[within], within + 1
    quiet = options.startswith(":")
    where = options.find(letter) if letter != ":" else -1
    said = ("+" if word[0] == "+" else "") + letter
    argument: Val | None = Val("") if shell.zsh else None
    if where < 0:
        argument, said = (Val(said) if quiet else argument), "?"
    elif options[where + 1 : where + 2] == ":":
        if within < len(word):
            argument, at, within = Val(word[within:]), at + 1, 0
        elif at < len(words):
            argument, at, within = given[at], at + 2, 0
        else:
            argument, said = (Val(said) if quiet else argument), ":" if quiet else "?"
    if not shell.zsh and within >= len(word):
        at, within = at + 1, 0
    _moved(shell, at, within)
    if argument is None:
        shell.unset("OPTARG", place)
    else:
        shell.assign("OPTARG", argument, place)
    shell.assign(name, Val(said), place)
    return 0


def _moved(shell: Shell, at: int, within: int) -> None:
    shell.set_quietly(_INDEX, _Index(str(at), within=within))


def _none_left(shell: Shell, name: str, at: int, node: Simple) -> int:
    _moved(shell, at, 0)
    if not shell.zsh:
        shell.unset("OPTARG", shell.place(node.pos))
        shell.assign(name, Val("?"), shell.place(node.pos))
    return 1


def _unknown(shell: Shell, name: str | None, node: Simple) -> None:
    why = say("which option comes next")
    shell.set_quietly(_INDEX, unknown(why))
    for one in ("OPTARG", *([name] if name else [])):
        shell.assign(one, unknown(why), shell.place(node.pos))
