"""Where zsh's autoloaded functions are read from."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from claude_auth_tui.shells.lookup import MOST_FOLDERS, Lookup
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import Defined
from claude_auth_tui.shells.posix.values import Source, Val, texts_of

_SHARED: Final = ("/usr/share/zsh", "/opt/homebrew/share/zsh", "/usr/local/share/zsh")
"""Where a zsh keeps its functions: distributions and macOS, and Homebrew."""
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+")
_MOST_DEEP: Final = 2


def function_folders(lookup: Lookup) -> list[str]:
    """`fpath` as a zsh begins with it, told from the folders that are there; empty where no zsh is found.

    Debian's and Arch's keep a folder for each kind in `functions`, others all functions in `VERSION/functions` (observed: Debian's zsh 5.9).
    """
    for shared in _SHARED:
        names = lookup.folder(shared).names
        places = [f"{shared}/functions", *(f"{shared}/{name}/functions" for name in names if _VERSION.fullmatch(name))]
        own = next((place for place in places if lookup.stat(place).is_folder), "")
        if not own:
            continue
        within = _folders_in(lookup, own, _MOST_DEEP)
        vendors = ("vendor-functions", "vendor-completions")
        debian = [f"{shared}/{name}" for name in vendors] if set(vendors) & set(names) else []
        site = list(dict.fromkeys(["/usr/local/share/zsh/site-functions", *(debian or [f"{shared}/site-functions"])]))
        return [*site, *(within or [own])]
    return []


def _folders_in(lookup: Lookup, folder: str, deep: int) -> list[str]:
    found: list[str] = []
    for name in sorted(lookup.folder(folder).names) if deep else ():
        path = f"{folder}/{name}"
        if (name[0].isupper() or name == "openSUSE") and "." not in name and lookup.stat(path).is_folder:
            found += [path, *_folders_in(lookup, path, deep - 1)]
    return found


def _places(shell: Shell, name: str, file: str) -> list[str]:
    if file:
        return [posixpath.join(posixpath.dirname(file), name)]
    ways = [[posixpath.join(folder, name) for folder in text.split(":")[:MOST_FOLDERS] if folder] for text in _searched(shell)]
    first = {next((path for path in way if shell.lookup().stat(path).is_file), "") for way in ways}
    return ways[0] if ways and len(first) == 1 else []


def _searched(shell: Shell) -> tuple[str, ...]:
    """`fpath` as a text; where it is not known, what it may well be: a file that is the first on each of these ways is the one."""
    value = shell.variable("FPATH")
    if not isinstance(value, Val):
        return ()
    return texts_of(value) if value.text is None else (value.text,)


def has_file(shell: Shell, name: str, file: str) -> bool:
    """Whether a function of that name can be read from a file."""
    return any(shell.lookup().stat(path).is_file for path in _places(shell, name, file))


def function_file(shell: Shell, stub: Defined, name: str) -> Source | None:
    """The file of a function that is read when it is called, along `fpath` or where `autoload` was told; None where none is found."""
    for path in _places(shell, name, stub.file):
        if shell.lookup().stat(path).is_file:
            return _source(shell, path)
    return None


def possible_files(shell: Shell, name: str) -> list[Source]:
    """Where `fpath` is not known: each file that is the first on a way that it may well be."""
    ways = [[posixpath.join(folder, name) for folder in text.split(":")[:MOST_FOLDERS] if folder] for text in _searched(shell)]
    first = dict.fromkeys(next((path for path in way if shell.lookup().stat(path).is_file), "") for way in ways)
    return [source for path in first if path and (source := _source(shell, path)) is not None]


def _source(shell: Shell, path: str) -> Source | None:
    value = shell.read_text(path)
    if value is None or value.text is None or value.place is None:
        return None
    return value.place[0] if value.place[0].text == value.text else None
