"""How one word is written so that a shell takes it as it is: paths and names for bash, zsh, fish, PowerShell and cmd.

Which command cures what is in `fixes`. Sources: the manuals of the shells, and the shells themselves (tests run them).
"""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.made import made
from claude_auth_tui.model.saying import MASK, masked_path
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import FixShell

_SAFE: Final = re.compile(r"[A-Za-z0-9_./@%+:,-]+")
"""Characters no POSIX shell and not fish reads anything into. `=` is not among them: zsh expands `=word`."""
_SAFE_HERE: Final = re.compile(r"~/[A-Za-z0-9_./@%+:,-]*")
_SAFE_POWERSHELL: Final = re.compile(r"[A-Za-z0-9_.:\\/-]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def word(text: Shown, shell: FixShell) -> Shown:
    """The text as one word of a command line, quoted only where it must be."""
    return made(_word(text, shell))


def _word(text: str, shell: FixShell) -> str:
    if shell == "powershell":
        return text if _SAFE_POWERSHELL.fullmatch(text) else "'" + text.replace("'", "''") + "'"
    if shell == "cmd":
        return f'"{text}"'
    if _SAFE.fullmatch(text):
        return text
    return _fish(text) if shell == "fish" else _posix(text)


def path_word(path: str, machine: Machine, shell: FixShell) -> Shown:
    """A path as one word, beginning with `~/` where that is safe. A relative path never looks like an option."""
    if masked_path(path) != path:
        return MASK  # a part of it could be a value: no command can be written, and `Writer.fix` leaves it out
    shown = machine.show_path(path)
    if shell not in ("powershell", "cmd") and _SAFE_HERE.fullmatch(shown):
        return shown
    return made(_word(path if machine.paths.isabs(path) else machine.join(".", path), shell))


def name_word(name: str, shell: FixShell) -> Shown:
    """A file's name, or its way from a folder, as one word; `…` where a part of it could be a value."""
    return made(_word(name, shell)) if masked_path(name) == name else MASK


def _posix(text: str) -> str:
    if not _CONTROL.search(text):
        return "'" + text.replace("'", "'\\''") + "'"
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _CONTROL.sub(lambda match: f"\\{ord(match.group()):03o}", escaped) + "'"


def _fish(text: str) -> str:
    """Between single quotes fish knows `\\\\` and `\\'` only, so control characters stand outside of them."""
    parts: list[str] = []
    for part in re.split(r"([\x00-\x1f\x7f])", text):
        if _CONTROL.fullmatch(part):
            parts.append(f"\\x{ord(part):02x}")
        elif part:
            parts.append("'" + part.replace("\\", "\\\\").replace("'", "\\'") + "'")
    return "".join(parts) or "''"
