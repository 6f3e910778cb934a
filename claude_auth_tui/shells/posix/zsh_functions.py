"""Functions that come with zsh and are used once `autoload` named them: `add-zsh-hook`, `is-at-least`, `colors`, `compinit`, `promptinit`.

What they do is written down here (their files are in functions/ of zsh 5.9); a function of the user's own of that name comes first.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.lookup import MOST_FOLDERS
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix import tables
from claude_auth_tui.shells.posix.record import NOT_FOUND
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.sites import named_in
from claude_auth_tui.shells.posix.state import Defined, Uncertain
from claude_auth_tui.shells.posix.syntax import Block, Simple
from claude_auth_tui.shells.posix.values import Val, unknown

_HOOKS: Final = ("chpwd", "precmd", "preexec", "periodic", "zshaddhistory", "zshexit", "zsh_directory_name")
_DUMP: Final = re.compile(r"#files: \d+\s+version: \S+")
"""How a dump begins that `compinit` wrote."""
_PROMPTS: Final = re.compile(r"prompt_(.+)_setup")


def loaded_later(shell: Shell, node: Simple, letters: str, file: str = "") -> Defined:
    """A function that is read from its file when it is called."""
    return Defined(Block((), node.pos, node.pos), shell.source, shell.place(node.pos), shell.alias_count, "@" + letters, file)


def _add_zsh_hook(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    words = [argument.text for argument in arguments]
    letters = ""
    while words and words[0] is not None and words[0][:1] in ("-", "+") and len(words[0]) > 1:
        letters += (words.pop(0) or "")[1:]
    if "L" in letters:
        shell.output.unknown(say("the hooks"))
        return 0
    if len(words) != 2 or (words[0] is not None and words[0] not in _HOOKS):
        return int("h" not in letters)
    hook, function = words
    place = shell.place(node.pos)
    name = f"{hook}_functions"
    if hook is None or function is None:
        return None
    held = shell.variable(name)
    values = list(held) if isinstance(held, list) else []
    if isinstance(held, Val):
        return 0
    if "d" in letters or "D" in letters:
        expression = compiled(function, shell.dialect) if "D" in letters else re.compile(re.escape(function))
        left = [value for value in values if value.text is None or not expression.fullmatch(value.text)]
        if len(left) != len(values):
            shell.assign(name, left, place)
        if not left and shell.state.find(name) is not None:
            shell.unset(name, place)
        return 0
    if all(value.text != function for value in values):
        shell.set_globally(name, [*values, Val(function)])
    if function not in shell.state.functions:
        shell.state.functions[function] = loaded_later(shell, node, "U" + letters)
    return 0


def _is_at_least(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """For numbers with dots."""
    wanted = arguments[0].text if arguments else None
    present = arguments[1].text if len(arguments) > 1 else shell.text_of("ZSH_VERSION")
    if not wanted or not present or not re.fullmatch(r"[\d.]{1,40}", wanted) or not re.fullmatch(r"[\d.]{1,40}", present):
        return None
    return int([int(n or 0) for n in present.split(".")] < [int(n or 0) for n in wanted.split(".")])


def _colors(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    tables.colours(shell)
    return 0


def _compinit(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """Its dump is a startup file like another: read with `-C`, else where it fits what is found along fpath (observed: zsh 5.9)."""
    tables.completions(shell)
    path = _dump(shell, [argument.text for argument in arguments])
    text = shell.lookup().text(path) if path else None
    if path and text and named_in(text, shell.names):
        if any(argument.text == "-C" for argument in arguments):
            shell.runner.run_file(path, [], node)
        elif _DUMP.match(text):
            shell.runner.run_one_of([path], [], node, say("`compinit` reads its dump only where it is not out of date"))
    return 0


def _dump(shell: Shell, words: list[str | None]) -> str | None:
    """The file that `compinit` keeps what it found in; None where it cannot be told."""
    if None in words:
        return None
    for number, word in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) else None
        if word == "-d" and following and following[0] != "-":
            return following
    folder = shell.text_of("ZDOTDIR") or shell.text_of("HOME")
    return f"{folder}/.zcompdump" if folder else None


def compdef(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """A rule for completion, which `compinit` made the command for."""
    if not shell.has_function("compdef"):
        return NOT_FOUND
    words = [argument.text for argument in arguments]
    var = shell.state.find("_comps")
    letters = "".join((word or "")[1:] for word in words if word is not None and word[:1] == "-")
    names = [word for word in words if word is None or word[:1] != "-"]
    if var is None or not isinstance(var.value, Uncertain) or set(letters) - set("ane") or None in names:
        return 0 if None not in names else None
    if "=" in (names[0] or "="):
        return 0
    made = {**var.value, **{name.partition("=")[0]: Val(names[0]) for name in names[1:] if name}}
    shell.state.frame_of("_comps")["_comps"] = replace(var, value=Uncertain(made))
    return 0


def _promptinit(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """Every `prompt_…_setup` along fpath can be called, and `prompt` is there."""
    for folder in (shell.text_of("FPATH") or "").split(":")[:MOST_FOLDERS]:
        for name in shell.lookup().folder(folder).names if folder else ():
            if _PROMPTS.fullmatch(name) and name not in shell.state.functions:
                shell.state.functions[name] = loaded_later(shell, node, "U", posixpath.join(folder, name))
    shell.hidden_functions |= {"prompt", "promptinit", "prompt_preview_theme", "set_prompt", "prompt_cleanup"}
    return 0


def prompt(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """`prompt NAME …` calls the setup of a theme."""
    if not shell.has_function("prompt"):
        return NOT_FOUND
    name = arguments[0].text if arguments else None
    if name is None or name[:1] == "-" or f"prompt_{name}_setup" not in shell.state.functions:
        shell.output.unknown(say("the themes of prompts"))
        return None if name is None or name[:1] == "-" else 1
    words = [Val(f"prompt_{name}_setup"), *arguments[1:]]
    if any(word.text is None for word in words):
        shell.unseen = True
        return None
    frame = shell.state.frame_of("prompt_opts")
    frame.pop("prompt_opts", None)
    shell.runner.run_text(Val(" ".join(f"'{word.text}'" if "'" not in (word.text or "") else "''" for word in words)), node)
    return 0


def _bashcompinit(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    shell.hidden_functions |= {"complete", "compgen"}
    return 0


def _silent(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return 0


def _vcs_info(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """What it finds in the current folder is put into `vcs_info_msg_0_` and its like."""
    shell.set_globally("vcs_info_msg_0_", unknown(say("what vcs_info finds")))
    shell.output.unknown(say("what vcs_info finds"))
    return None


HARMLESS: Final = frozenset(["complete", "compgen", "compaudit", "compdump", "prompt_preview_theme", "set_prompt", "prompt_cleanup"])
"""Functions that those above define, which set nothing that is looked at here."""
Function = Callable[[Shell, list[Val], Simple], "int | None"]
FUNCTIONS: Final[dict[str, Function]] = {
    "add-zsh-hook": _add_zsh_hook,
    "add-zle-hook-widget": _silent,
    "is-at-least": _is_at_least,
    "colors": _colors,
    "compinit": _compinit,
    "compaudit": _silent,
    "bashcompinit": _bashcompinit,
    "promptinit": _promptinit,
    "vcs_info": _vcs_info,
}


def run(shell: Shell, name: str, arguments: list[Val], node: Simple) -> int | None:
    """One of them, where `autoload` named it."""
    if not shell.has_function(name):
        return NOT_FOUND
    return FUNCTIONS[name](shell, arguments, node)
