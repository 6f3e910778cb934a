"""What known tools print for a shell to run (`eval "$(brew shellenv)"`, `source <(fzf --zsh)`): code that does the same.

Not their words, which differ from version to version, but what they do to a shell as far as it is followed: the folders they put
on PATH, the files they read, the functions they define. None of them sets a variable that holds a credential.
Sources: homebrew's cmd/shellenv.sh; the `init` commands of rbenv, pyenv, nodenv and goenv; what the others document.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell

_HOOKS: Final = {
    "atuin": "init",
    "broot": "--print-shell-function",
    "carapace": "_carapace",
    "dircolors": "",
    "direnv": "hook",
    "fasd": "--init",
    "fzf": "--bash|--zsh",
    "gdircolors": "",
    "jump": "shell",
    "lesspipe": "",
    "lesspipe.sh": "",
    "mcfly": "init",
    "navi": "widget",
    "oh-my-posh": "init",
    "register-python-argcomplete": ".*",
    "starship": "init",
    "thefuck": "--alias",
    "zoxide": "init",
}
"""Tools, with the first of their words, whose code only sets up the prompt, keys, completions, colours and functions of their own."""
_COMPLETIONS: Final = re.compile(r"-{0,2}(?:generate-|gen-)?(?:shell-)?completions?(?:-script)?")
_FUNCTIONS: Final = {"zoxide": "z zi", "thefuck": "fuck", "fasd": "a s sd sf d f z zz", "jump": "j", "broot": "br"}
_PROMPTS: Final = frozenset(["atuin", "direnv", "mcfly", "oh-my-posh", "starship", "zoxide"])
"""Those that put something into bash's PROMPT_COMMAND."""
_VERSION_MANAGERS: Final = frozenset(["rbenv", "pyenv", "nodenv", "goenv", "jenv", "phpenv", "plenv", "luaenv", "swiftenv", "crenv"])
_AGENTS: Final = {"ssh-agent": r"|-s|(?:-s )?-t \w+", "keychain": r"(?:.* )?--eval(?: .*)?"}


def printed(shell: Shell, path: str, words: Sequence[str]) -> str | None:
    """What a tool surely prints; `path` is where it was found."""
    if posixpath.basename(path) == "direnv" and len(words) == 2 and words[0] == "export" and _nothing_for_direnv(shell):
        return ""
    if posixpath.basename(path) != "brew" or not words:
        return None
    prefix = posixpath.dirname(posixpath.dirname(path))
    if list(words) in (["--prefix"], ["--cellar"]):
        return f"{prefix}\n" if words[0] == "--prefix" else f"{prefix}/Cellar\n"
    linked = posixpath.join(prefix, "opt", words[-1])
    if len(words) == 2 and words[0] == "--prefix" and shell.lookup().stat(linked).exists:
        return f"{linked}\n"
    return None


def _nothing_for_direnv(shell: Shell) -> bool:
    """direnv has nothing loaded, and no file to load from here up to the root (direnv 2.32)."""
    folder = shell.state.cwd
    if not folder or shell.is_set("DIRENV_DIFF") is not False:
        return False
    above = [folder]
    while above[-1] not in ("/", ""):
        above.append(posixpath.dirname(above[-1]))
    return not any(shell.lookup().exists(posixpath.join(one, name)) for one in above for name in (".envrc", ".env"))


def acting(shell: Shell, path: str, words: Sequence[str]) -> str | None:
    """Code that does what the code does that a tool prints; None for what is not known so well. `path` is where it was found."""
    name = posixpath.basename(path)
    made = _MAKERS.get(name, _version_manager if name in _VERSION_MANAGERS else _hook)(shell, path, words)
    if made is None and words and _COMPLETIONS.fullmatch(words[0]):
        return f"_{re.sub(r'[^A-Za-z0-9_]', '_', name)}() {{ :; }}\n"
    return made


def _hook(shell: Shell, path: str, words: Sequence[str]) -> str | None:
    name = posixpath.basename(path)
    first = _HOOKS.get(name)
    if first is None or (first and not (words and re.fullmatch(first, words[0]))):
        return None
    code = "".join(f"{function}() {{ command {name}; }}\n" for function in _FUNCTIONS.get(name, "").split())
    if name in _PROMPTS and not shell.zsh:
        code += f'PROMPT_COMMAND="$(command {name} prompt)"\n'
    return code + ":\n"


def _brew(shell: Shell, path: str, words: Sequence[str]) -> str | None:
    if not words or words[0] != "shellenv" or words[1:] not in ([], ["bash"], ["zsh"], ["sh"]):
        return None
    prefix = posixpath.dirname(posixpath.dirname(path))
    quoted = shlex.quote(prefix)
    repository = shlex.quote(posixpath.dirname(posixpath.dirname(shell.real_path(path))))
    functions = f"fpath[1,0]={quoted}/share/zsh/site-functions\n" if shell.zsh else ""
    return (
        f'case "$PATH" in {quoted}/bin:{quoted}/sbin*) ;; *)\n'
        f"export HOMEBREW_PREFIX={quoted} HOMEBREW_CELLAR={quoted}/Cellar HOMEBREW_REPOSITORY={repository}\n{functions}"
        f'export PATH={quoted}/bin:{quoted}/sbin"${{PATH+:$PATH}}"\n'
        f'[ -z "${{MANPATH-}}" ] || export MANPATH=":${{MANPATH#:}}"\n'
        f'export INFOPATH={quoted}/share/info:"${{INFOPATH:-}}"\n;; esac\n'
    )


def _version_manager(shell: Shell, path: str, words: Sequence[str]) -> str | None:
    """rbenv and its kin: their shims come first on PATH, and the completions beside the program are read."""
    name = posixpath.basename(path)
    if list(words[:2]) == ["virtualenv-init", "-"]:
        return "export PYENV_VIRTUALENV_INIT=1\n"
    if not words or words[0] != "init" or not {"-", "--path"} & set(words) or {"fish", "pwsh", "--install"} & set(words):
        return None
    variable = f"{name.upper()}_ROOT"
    told = shell.text_of(variable)
    if told is None and shell.is_set(variable) is not False:
        return None
    root = shlex.quote(told or posixpath.join(shell.text_of("HOME") or "/", f".{name}"))
    code = f'export PATH={root}/shims:"${{PATH}}"\n'
    if "-" not in words:
        return code
    kind = next((word for word in words[1:] if word in ("bash", "zsh")), "zsh" if shell.zsh else "bash")
    program = shell.real_path(path)
    prefix = posixpath.dirname(posixpath.dirname(program))
    completions = f"{prefix}/completions/{name}.{kind}"
    script = shell.lookup().text(f"{prefix}/libexec/{name}-init")
    reads = "" if script is not None and f"completions/{name}" in script else f'[ "$(command {name} completions)" ] && '
    if script is None or "completions" in script:
        code += f"[ -r {shlex.quote(completions)} ] && {reads}source {shlex.quote(completions)}\n"
    if name == "goenv":
        code += 'export GOROOT="$(command goenv root)" GOPATH="$(command goenv path)"\n'
    return f'{code}export {name.upper()}_SHELL={kind}\n{name}() {{ command {name} "$@"; }}\n'


def _agent(shell: Shell, path: str, words: Sequence[str]) -> str | None:
    name = posixpath.basename(path)
    if not re.fullmatch(_AGENTS[name], " ".join(words)):
        return None
    return f'export SSH_AUTH_SOCK="$(command {name} socket)" SSH_AGENT_PID="$(command {name} process)"\n'


_MAKERS: Final[dict[str, Callable[[Shell, str, Sequence[str]], str | None]]] = {"brew": _brew, "ssh-agent": _agent, "keychain": _agent}
