"""`set`, `shopt`, `setopt`, `unsetopt` and `emulate`: the options that change how later lines are read."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Val, unknown

_LETTERS: Final = {
    "C": "noclobber",
    "E": "errtrace",
    "H": "histexpand",
    "P": "physical",
    "T": "functrace",
    "a": "allexport",
    "e": "errexit",
    "f": "noglob",
    "u": "nounset",
    "x": "xtrace",
    "o": "",
    "m": "monitor",
    "B": "braceexpand",
}
_EDITORS: Final = frozenset(["emacs", "vi"])
"""bash: one of them is switched off where the other is switched on."""
_ZSH_LETTERS: Final = {
    "C": "noclobber",
    "E": "errtrace",
    "H": "histexpand",
    "P": "physical",
    "T": "functrace",
    "a": "allexport",
    "e": "errexit",
    "u": "nounset",
    "x": "xtrace",
    "y": "shwordsplit",
    "G": "nullglob",
    "F": "noglob",
    "4": "globdots",
}


def _switch(shell: Shell, name: str, on: bool) -> None:
    plain, meant = shell.option_named(name)
    if on == meant:
        shell.state.options.add(plain)
        if plain in _EDITORS and not shell.zsh:
            shell.state.options -= _EDITORS - {plain}
    else:
        shell.state.options.discard(plain)


def set_(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    items = list(arguments)
    if not items:
        shell.output.unknown(say("the whole environment"))
        return 0
    while items:
        text = items[0].text
        if text is None or text[:1] not in ("-", "+") or text == "-":
            break
        items.pop(0)
        if text == "--":
            shell.state.positional = tuple(items)
            return 0
        on = text[0] == "-"
        if shell.zsh and text[1:] == "A":
            return _zsh_array(shell, items, node)
        for letter in text[1:]:
            if letter == "o" and not items:
                shell.output.unknown(say("the options"))
            elif letter == "o":
                _switch(shell, items.pop(0).text or "", on)
            elif name := (_ZSH_LETTERS if shell.zsh else _LETTERS).get(letter):
                shell.state.options.add(name) if on else shell.state.options.discard(name)
    if items:
        shell.state.positional = tuple(items)
    return 0


def _zsh_array(shell: Shell, items: list[Val], node: Simple) -> int:
    if items and items[0].text:
        shell.assign(items[0].text, items[1:], shell.place(node.pos))
    return 0


def shopt(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    texts = [a.text or "" for a in arguments]
    flags = "".join(t[1:] for t in texts if t.startswith("-"))
    names = [t for t in texts if not t.startswith("-")]
    if "s" in flags or "u" in flags:
        for name in names:
            _switch(shell, name, "s" in flags)
        return 0
    answers = [shell.option_is_on(_LOGIN.get(name, name)) for name in names]
    if flags == "p" and names and all(name in _SHOPT for name in names):
        for name, on in zip(names, answers, strict=True):
            shell.output.write(Val(f"shopt -{'s' if on else 'u'} {name}\n"))
    elif "q" not in flags:
        shell.output.unknown(say("the options"))
    if any(a is None for a in answers):
        return None
    return int(not all(answers))


_SHOPT: Final = frozenset(
    ["extglob", "nullglob", "failglob", "dotglob", "globstar", "nocaseglob", "nocasematch", "expand_aliases", "autocd"]
)
"""Options whose states are printed as code (`shopt -p extglob`), to be run again later."""
_LOGIN: Final = {"login_shell": "loginshell"}


def setopt(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return _each(shell, arguments, True)


def unsetopt(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return _each(shell, arguments, False)


def _each(shell: Shell, arguments: list[Val], on: bool) -> int:
    for argument in arguments:
        text = argument.text or ""
        if text[:1] in "-+" and text:
            for letter in text[1:]:
                if name := _ZSH_LETTERS.get(letter):
                    _switch(shell, name, on == (text[0] == "-"))
        else:
            _switch(shell, text, on)
    return 0


def emulate(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    state = shell.state
    if not arguments:
        told = unknown(say("the shell that is emulated")) if state.emulation is None else Val(state.emulation + "\n")
        shell.output.write(told)
        return 0
    before, emulated = set(state.options), state.emulation
    local = False
    rest = list(arguments)
    while rest and (text := rest[0].text or "")[:1] in ("-", "+") and text:
        rest.pop(0)
        local = local or (text[0] == "-" and "L" in text)
        if "l" in text:
            shell.output.unknown(say("its options"))
            return 0
    if not rest:
        return 1
    state.emulation = _emulated(rest.pop(0).text)
    if state.emulation is None:
        return None
    options = state.options
    options.discard("localoptions")
    if state.emulation in ("sh", "ksh"):
        options |= {"shwordsplit", "posixbuiltins"}
        options -= {"nomatch", "equals", "allexport", "extendedglob", "nullglob", "globdots"}
    elif state.emulation == "zsh":
        options -= {"shwordsplit", "posixbuiltins", "nullglob", "globdots", "extendedglob", "allexport", "noglob"}
        options |= {"nomatch", "equals"}
    code: Val | None = None
    while rest:
        text = rest.pop(0).text or ""
        if text == "-c" and rest:
            code = rest.pop(0)
        elif text in ("-o", "+o") and rest:
            _switch(shell, rest.pop(0).text or "", text == "-o")
        else:
            _each(shell, [Val(text)], True)
    if code is not None:
        try:
            return shell.runner.run_text(code, node)
        finally:
            shell.state.options, shell.state.emulation = before, emulated
    if local:
        options.add("localoptions")
    return 0


def _emulated(name: str | None) -> str | None:
    """The shell of a name, of which zsh reads the first letter, behind an `r` the second (zsh 5.9)."""
    if not name:
        return None if name is None else "zsh"
    letter = name[1:2] if name[0] == "r" else name[0]
    return {"c": "csh", "k": "ksh", "s": "sh", "b": "sh"}.get(letter, "zsh")
