"""What an assignment to one of zsh's tables of itself does: `aliases[…]`, `functions[…]`, `options[…]` (zshmodules(1), zsh/parameter).

Also the tables that its own functions make: the colours of `colors`, the completions of `compinit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix import opaque
from claude_auth_tui.shells.posix.parser import Lines
from claude_auth_tui.shells.posix.record import Broken
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import Alias, Defined, Uncertain, Value
from claude_auth_tui.shells.posix.syntax import Block, Function
from claude_auth_tui.shells.posix.values import Place, Source, Val, unknown
from claude_auth_tui.shells.source_shown import variable_shown

_READ_ONLY: Final = frozenset([
    "builtins", "dis_builtins", "parameters", "modules", "terminfo", "termcap", "widgets", "keymaps", "userdirs", "usergroups",
    "history", "historywords", "jobstates", "jobtexts", "jobdirs", "reswords", "dis_reswords", "patchars", "dis_patchars", "funcstack",
    "funcfiletrace", "funcsourcetrace", "functrace", "functions_source", "dis_functions_source",
])  # fmt: skip
_KEPT: Final = frozenset(["galiases", "saliases", "dis_aliases", "dis_galiases", "dis_saliases", "dis_functions"])
"""Tables of which only what it means for a command is followed."""
_WRITABLE: Final = frozenset(["aliases", "functions", "options", "commands", "nameddirs", *_KEPT])
_COMPLETION: Final = ("_comps", "_services", "_patcomps", "_postpatcomps", "_compautos", "_lastcomp", "compstate")
_COLOURS: Final = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "", "default")
_ATTRIBUTES: Final = {
    "00": "none", "01": "bold", "02": "faint", "22": "normal", "03": "italic", "23": "no-italic", "04": "underline", "24": "no-underline",
    "05": "blink", "25": "no-blink", "07": "reverse", "27": "no-reverse", "08": "conceal", "28": "no-conceal",
}  # fmt: skip


def is_table(shell: Shell, name: str) -> bool:
    """Whether the name is one of them, and no variable of the user's own stands before it."""
    return shell.zsh and (name in _WRITABLE or name in _READ_ONLY) and shell.state.find(name) is None


def assign(shell: Shell, name: str, key: str | None, value: Value, place: Place, append: bool) -> None:
    """Set one entry, or all of them (more of them where `append`)."""
    if name in _READ_ONLY:
        raise Broken(say("{} is read-only", variable_shown(name)))
    if key is not None:
        text = shell.expander.text(key).text
        if text is None:
            shell.unseen = True
        elif isinstance(value, Val):
            _entry(shell, name, text, value, place, append)
        return
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, list):
        if len(value) % 2:
            raise Broken(say("bad set of key/value pairs for associative array"))
        pairs = [(k.text or "", v) for k, v in zip(value[::2], value[1::2], strict=True)]
    else:
        return
    before = shell.state.aliases
    if not append:
        _clear(shell, name)
    for one, given in pairs:
        kept = before.get(one) if name in ("aliases", "galiases") else None
        if kept is not None and kept.everywhere == (name == "galiases") and kept.value.text == given.text:
            shell.state.aliases[one] = kept
        else:
            _entry(shell, name, one, given, place, append and name != "functions")


def _clear(shell: Shell, name: str) -> None:
    state = shell.state
    if name in ("aliases", "galiases"):
        state.aliases = {key: alias for key, alias in state.aliases.items() if alias.everywhere != (name == "galiases")}
    elif name == "saliases":
        state.suffixes = {}
    elif name == "functions":
        state.functions = {}


def remove(shell: Shell, name: str, key: str) -> None:
    """`unset 'aliases[name]'`; functions and global aliases stay (observed, 5.9)."""
    state = shell.state
    if name == "aliases" and (alias := state.aliases.get(key)) and not alias.everywhere:
        del state.aliases[key]
    elif name == "commands":
        shell.hashed.pop(key, None)
    elif name == "nameddirs":
        shell.folders.pop(key, None)


def _entry(shell: Shell, name: str, key: str, value: Val, place: Place, append: bool) -> None:
    state = shell.state
    if append:
        value = unknown(say("an entry that something was put behind"))
    if name in ("aliases", "galiases"):
        shell.alias_count += 1
        everywhere = name == "galiases"
        state.aliases[key] = Alias(value, shell.source.place(place[1]), shell.alias_count, everywhere)
        shell.global_aliases = shell.global_aliases or everywhere
    elif name == "saliases":
        state.suffixes = {**state.suffixes, key: value}
    elif name == "functions":
        _function(shell, key, value, place)
    elif name == "options":
        option, meant = shell.option_named(key)
        if value.text in ("on", "off") and (value.text == "on") == meant:
            state.options.add(option)
        elif value.text in ("on", "off"):
            state.options.discard(option)
    elif name == "commands" and value.text is not None:
        shell.hashed[key] = value.text
    elif name == "nameddirs" and value.text is not None:
        shell.folders[key] = value.text


def _function(shell: Shell, name: str, value: Val, place: Place) -> None:
    """`functions[name]='…'`, also where the text is another function's."""
    functions = shell.state.functions
    if value.text is None:
        copied = functions.get(value.owner.removeprefix("functions ")) if value.owner.startswith("functions ") else None
        if copied is not None:
            functions[name] = copied
        else:
            opaque.defined(shell, place, value.why)
            functions.pop(name, None)
            shell.hidden_functions.add(name)
        return
    written = value.place or place
    lead = "f() {\n"
    spans = ((0, written), *((len(lead) + at, where) for at, where in value.spans or ((0, written),)))
    source = Source(f"{lead}{value.text}\n}}", written[0].path or shell.source.path, spans)
    lines = Lines(source, True)
    nodes = [item for node in lines for item in (node.items if isinstance(node, Block) else (node,))]
    if len(nodes) == 1 and isinstance(nodes[0], Function) and lines.parser.problem is None:  # another text defines nothing
        functions[name] = Defined(nodes[0].body, source, place, shell.alias_count)


# -- what zsh's own functions make


def colours(shell: Shell) -> None:
    """zsh's function `colors` (its file functions/Misc/colors): `fg`, `bg`, `color` and their like."""
    codes = dict(_ATTRIBUTES)
    for number, colour in enumerate(_COLOURS):
        if colour:
            codes |= {f"3{number}": colour, f"4{number}": f"bg-{colour}"}
    codes |= {name: code for code, name in codes.items()}
    codes |= {f"fg-{colour}": codes[colour] for colour in _COLOURS if colour}
    for grey in ("grey", "gray"):
        codes |= {grey: codes["black"], f"fg-{grey}": codes["black"], f"bg-{grey}": codes["bg-black"]}
    shell.set_globally("color", {name: Val(code) for name, code in codes.items()})
    shell.set_globally("colour", {name: Val(code) for name, code in codes.items()})
    shell.set_globally("reset_color", Val("\x1b[00m"))
    shell.set_globally("bold_color", Val("\x1b[01m"))
    for ground in ("fg", "bg"):
        names = {name[3:]: code for name, code in codes.items() if name.startswith(f"{ground}-")}
        for suffix, before in (("", ""), ("_bold", "01;"), ("_no_bold", "22;")):
            shell.set_globally(ground + suffix, {name: Val(f"\x1b[{before}{code}m") for name, code in names.items()})


def completions(shell: Shell) -> None:
    """What `compinit` fills with what it finds along fpath."""
    for name in _COMPLETION:
        shell.set_globally(name, Uncertain())
    if shell.state.find("_comp_options") is None:
        shell.set_globally("_comp_options", unknown(say("what compinit sets"), True))
    shell.hidden_functions |= {"compdef", "compinit", "compaudit", "compdump"}
