"""Where zsh's autoloaded functions are read from."""

from __future__ import annotations

import posixpath

from claude_auth_tui.shells.lookup import MOST_FOLDERS
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import Defined
from claude_auth_tui.shells.posix.values import Source


def function_file(shell: Shell, stub: Defined, name: str) -> Source | None:
    """The file of a function that is read when it is called, along `fpath` or where `autoload` was told; None where none is found."""
    folders = [posixpath.dirname(stub.file)] if stub.file else (shell.text_of("FPATH") or "").split(":")[:MOST_FOLDERS]
    for folder in folders:
        path = posixpath.join(folder, name)
        if folder and shell.lookup().stat(path).is_file:
            value = shell.read_text(path)
            if value is None or value.text is None or value.place is None:
                return None
            return value.place[0] if value.place[0].text == value.text else None
    return None
