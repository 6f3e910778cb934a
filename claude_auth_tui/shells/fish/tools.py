"""What known tools print for fish to run (`pyenv init - | source`): code that does the same, as far as it is followed.

The folders they put on PATH, the files they read, the function they define. None of them sets a variable that holds a credential.
Sources: homebrew's cmd/shellenv.sh; the `init` commands of rbenv, pyenv, nodenv and goenv.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import Final

from claude_auth_tui.shells.fish.shell import Shell

_VERSION_MANAGERS: Final = frozenset(["rbenv", "pyenv", "nodenv", "goenv", "jenv", "phpenv", "plenv", "luaenv", "swiftenv", "crenv"])
_OTHER_SHELLS: Final = frozenset(["bash", "zsh", "sh", "ksh", "pwsh", "--install"])
_WITHOUT_COMPLETIONS: Final = frozenset(["rbenv"])
"""Those that let fish find its completions by itself."""


def acting(shell: Shell, path: str, words: Sequence[str]) -> str:
    """The code; empty for what is not known so well. `path` is where the tool was found."""
    name = posixpath.basename(path)
    if name == "brew" and list(words) in (["shellenv"], ["shellenv", "fish"]):
        prefix = _quoted(posixpath.dirname(posixpath.dirname(path)))
        return f"set -gx HOMEBREW_PREFIX {prefix}\nfish_add_path -gmP {prefix}/bin {prefix}/sbin\n"
    if name not in _VERSION_MANAGERS or not words or words[0] != "init" or _OTHER_SHELLS & set(words):
        return ""
    given = shell.find(f"{name.upper()}_ROOT")
    root = shell.text_of(f"{name.upper()}_ROOT") if given is not None else posixpath.join(shell.text_of("HOME") or "/", f".{name}")
    if root is None:
        return ""
    code = f"set -gx PATH {_quoted(root)}/shims $PATH\n"
    if "--path" in words:
        return code
    program = shell.lookup.stat(path).hops[-1:] or (path,)
    completions = posixpath.join(posixpath.dirname(posixpath.dirname(str(program[0]))), "completions", f"{name}.fish")
    if name not in _WITHOUT_COMPLETIONS and shell.lookup.stat(completions).is_file:
        code += f"source {_quoted(completions)}\n"
    return f"{code}set -gx {name.upper()}_SHELL fish\nfunction {name}; command {name} $argv; end\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
