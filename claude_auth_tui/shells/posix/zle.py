"""zsh's line editor while the startup files are read: which widgets there are. None can be called before a prompt (observed, zsh 5.9)."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Val
from claude_auth_tui.shells.posix.widgets import BUILT_IN, widget

_MOST_WORDS: Final = 2
_OF_COMPLETION: Final = 3


def zle(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """Make (`-N`, `-C`), copy (`-A`), remove (`-D`) or ask for widgets (`-l`); everything else wants a prompt and fails."""
    words = [argument.text for argument in arguments]
    option = words[0] if words else ""
    names = words[2:] if words[1:2] in (["--"], ["-"]) else words[1:]  # either ends the options (observed, zsh 5.9)
    if option is None or None in names:
        return None
    texts = [name or "" for name in names]
    if option == "-N":
        if not texts or len(texts) > _MOST_WORDS:
            return 1
        shell.widgets[texts[0]] = f"user:{texts[-1]}"
        return 0
    if option == "-C" and len(texts) == _OF_COMPLETION:
        if texts[1].removeprefix(".") not in BUILT_IN | {"menu-select"}:
            return 1
        shell.widgets[texts[0]] = f"completion:{texts[1]}:{texts[2]}"
        return 0
    if option == "-A" and len(texts) == _MOST_WORDS:
        found = widget(shell.widgets, texts[0], shell.unseen)
        if found:
            shell.widgets[texts[1]] = found
        return None if found is None else int(not found)
    if option == "-D":
        there = [shell.widgets.pop(name, "") for name in texts]
        return int(not all(there))
    if option in ("-l", "-la", "-lL", "-Ll"):
        return _listed(shell, texts, everything="a" in option)
    return 1


def _listed(shell: Shell, names: list[str], everything: bool) -> int | None:
    if not names:
        shell.output.unknown(say("the widgets"))
        return 0
    shell.output.unknown(say("the widgets"))
    answers = [widget(shell.widgets, name, shell.unseen) for name in names]
    known = [None if told is None else bool(told) and (everything or told != "builtin") for told in answers]
    return None if None in known else int(not all(known))
