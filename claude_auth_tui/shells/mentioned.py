"""Files that a piece of code names which is not followed: they may be read when it runs.

Where a part of a name is only known when the shell runs, all files that fit count; of a folder that is named, those in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Final

from claude_auth_tui.shells.lookup import Lookup

_MOST_FILES: Final = 60
"""Of one piece of code."""
_LONGEST: Final = 4_000
"""Characters of code that are looked at."""
_PATH: Final = re.compile(r"""(?<![\w/$~.-])(?:~|\.{1,2}|\$\{?\w+\}?|(?=/)|\.[\w-]+)(?:/(?:[^\s"'`;|&<>(){}\\]|\$\{\w+\})*)?""")
_VARIABLE: Final = re.compile(r"\$\{?(\w+)\}?")
_MAY_GIVE: Final = r"(?:=|\s+in\s|\s)"
_IN_LOOP: Final = re.compile(r"\bfor\s+\Z")
_BY_SET: Final = re.compile(r"\bset\s+(?:-\S+\s+)*\Z")
_LONGEST_BEFORE: Final = 200
"""Characters before a name that tell how it is used."""


def mentioned_files(code: str, lookup: Lookup, home: str, value_of: Callable[[str], str | None]) -> Iterator[str]:
    """Absolute paths. `value_of` answers what a variable holds, None where that is not known."""
    found: dict[str, None] = {}
    for word in dict.fromkeys(_PATH.findall(code[:_LONGEST])):
        found.update(dict.fromkeys(_files(word, lookup, home, value_of)))
        if len(found) >= _MOST_FILES:
            break
    yield from list(found)[:_MOST_FILES]


def where_from(name: str, text: str, end: int | None = None) -> str:
    """The lines of a file (of what is before `end`) that give a variable its value."""
    end = len(text) if end is None else end
    found: list[str] = []
    taken = 0
    uses = re.compile(re.escape(name) + _MAY_GIVE)  # a search that starts with the name itself is many times faster
    for use in uses.finditer(text, 0, end):
        start = use.start()
        if start < taken:
            continue
        before = text[max(taken, start - _LONGEST_BEFORE) : start]
        if use[0].endswith("="):
            if before and (before[-1].isalnum() or before[-1] == "_"):
                continue
            value = use.end()
        elif use.end() > start + len(name) + 1 and _IN_LOOP.search(before):
            value = use.end()
        elif _BY_SET.search(before):
            value = start + len(name) + 1
        else:
            continue
        taken = text.find("\n", value, end)
        taken = end if taken < 0 else taken
        found.append(text[value:taken])
    return "\n".join(found)


def variables_in(code: str) -> list[str]:
    return list(dict.fromkeys(_VARIABLE.findall(code[:_LONGEST])))


def _files(word: str, lookup: Lookup, home: str, value_of: Callable[[str], str | None]) -> Iterator[str]:
    def value(found: re.Match[str]) -> str:
        held = home if found[1] == "HOME" else value_of(found[1])
        return "*" if held is None or "\n" in held else held

    path = _VARIABLE.sub(value, home + word[1:] if word.startswith("~") else word)
    if path.startswith("*") or path in ("/", ".", "..", home, f"{home}/"):
        return
    path = lookup.absolute(path)
    if "*" not in path and "?" not in path:
        if lookup.stat(path).is_file:
            yield path
            return
        path = f"{path}/*"
    folder, _, pattern = path.rpartition("/")
    if "*" in folder or folder in ("", home, "/etc", "/usr", "/usr/bin", "/bin", "/usr/local/bin", "/dev", "/proc", "/tmp"):
        return
    for name in sorted(lookup.folder(folder).names)[: _MOST_FILES * 4]:
        if fnmatchcase(name, pattern) and lookup.stat(f"{folder}/{name}").is_file:
            yield f"{folder}/{name}"
