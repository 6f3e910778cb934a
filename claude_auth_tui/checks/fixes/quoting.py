"""How one word is written so that a shell takes it as it is: paths and names for bash, zsh, fish, PowerShell and cmd.

Which command cures what is in `fixes`. Sources: the manuals of the shells, and the shells themselves (tests run them).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import Final

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.made import made
from claude_auth_tui.model.masking import masked_path
from claude_auth_tui.model.saying import MASK
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import FixShell

_SAFE: Final = re.compile(r"[A-Za-z0-9_./@%+:,-]+")
"""Characters no POSIX shell and not fish reads anything into. `=` is not among them: zsh expands `=word`."""
_SAFE_HERE: Final = re.compile(r"~/[A-Za-z0-9_./@%+:,-]*")
_SAFE_POWERSHELL: Final = re.compile(r"[A-Za-z0-9_.:\\/-]+")
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that are not seen, or change the order of what is: a command that is copied names them instead."""


def word(text: Shown, shell: FixShell) -> Shown:
    """The text as one word of a command line, quoted only where it must be."""
    return made(_word(text, shell))


def _word(text: str, shell: FixShell) -> str:
    if shell == "powershell":
        return text if _SAFE_POWERSHELL.fullmatch(text) else _powershell(text)
    if shell == "cmd":
        return f'"{text}"'
    if _SAFE.fullmatch(text):
        return text
    return _fish(text) if shell == "fish" else _posix(text)


def path_word(path: str, machine: Machine, shell: FixShell) -> Shown:
    """A path as one word, beginning with `~/` where that is safe. A relative path never looks like an option."""
    if machine.masked(path) != path:
        return MASK  # a part of it could be a value: no command can be written, and `Writer.fix` leaves it out
    shown = machine.show_path(path)
    if shell not in ("powershell", "cmd") and _SAFE_HERE.fullmatch(shown):
        return shown
    return made(_word(path if machine.paths.isabs(path) else machine.join(".", path), shell))


def below_home(machine: Machine, text: str) -> str:
    """The path that is meant by a text that begins with the home folder as a shell knows it; empty for any other."""
    sign = next((sign for sign in ("~/", "$HOME/", "${HOME}/") if text.startswith(sign)), "")
    return machine.at_home(text.removeprefix(sign)) if sign else ""


def name_word(name: str, shell: FixShell) -> Shown:
    """A file's name, or its way from a folder, as one word; `…` where a part of it could be a value."""
    return made(_word(name, shell)) if masked_path(name) == name else MASK


def _posix(text: str) -> str:
    if not any(map(_is_hidden, text)):
        return "'" + text.replace("'", "'\\''") + "'"
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + "".join(_bytes(char, "\\{:03o}") if _is_hidden(char) else char for char in escaped) + "'"


def _fish(text: str) -> str:
    """Between single quotes fish knows `\\\\` and `\\'` only, so hidden characters stand outside of them, as bytes."""
    parts: list[str] = []
    for hidden, chars in groupby(text, _is_hidden):
        part = "".join(chars)
        parts.append(_bytes(part, "\\X{:02x}") if hidden else "'" + part.replace("\\", "\\\\").replace("'", "\\'") + "'")
    return "".join(parts) or "''"


def _powershell(text: str) -> str:
    """It takes curly quotes for straight ones; hidden characters are named by their UTF-16 units."""
    if not any(map(_is_hidden, text)):
        return "'" + re.sub("(['‘’‚‛])", r"\1\1", text) + "'"
    return '"' + "".join(_units(char) if _is_hidden(char) else re.sub('(["$`“”„])', r"`\1", char) for char in text) + '"'


def _units(char: str) -> str:
    data = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"$([char]{int.from_bytes(data[at : at + 2], 'big')})" for at in range(0, len(data), 2))


def _is_hidden(char: str) -> bool:
    return not (char.isascii() and char.isprintable()) and unicodedata.category(char) in _HIDDEN


def _bytes(text: str, form: str) -> str:
    """Each byte of it in this form; a byte of a path that is no text is the byte it was."""
    data = b"".join(char.encode("utf-8", "surrogateescape" if "\udc80" <= char <= "\udcff" else "surrogatepass") for char in text)
    return "".join(map(form.format, data))
