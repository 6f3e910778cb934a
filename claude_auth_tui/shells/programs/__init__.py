"""Programs whose output is certain without running them, once for every shell: `cat`, `grep`, `sed`, `xargs`, `uname` and their like.

A program is a function that takes a `Run` (what it may read and ask) and its words, and answers what it prints with its exit status.
It answers None where it was asked for something that is not modelled: what it prints is never guessed, and never "" instead.
Each has its cases in `tests/shells/programs`, asked of the real program.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final, cast

from claude_auth_tui.shells.programs.run import Program

_HOMES: Final = {
    "filters": "cat tee head tail sort uniq wc cut tr paste base64",
    "grep": "grep egrep fgrep",
    "sed": "sed gsed",
    "find": "find",
    "awk": "awk gawk mawk",
    "starting": "env printenv xargs nice nohup timeout echo true false sleep",
    "paths": "basename dirname readlink realpath ls mkdir touch rm rmdir mv cp cksum chmod pwd",
    "about": "uname arch hostname id whoami date tput stty clear seq path_helper",
    "git": "git",
}
TABLE: Final = {name: home for home, names in _HOMES.items() for name in names.split()}
"""The module of each program. Most startup files use a few of them, so a module is imported when one of its programs is started."""
OF_FILES: Final = frozenset(
    [
        "cat",
        "head",
        "tail",
        "sort",
        "uniq",
        "cut",
        "tr",
        "paste",
        "base64",
        "grep",
        "egrep",
        "fgrep",
        "sed",
        "gsed",
        "awk",
        "gawk",
        "mawk",
        "find",
        "ls",
        "xargs",
    ]
)
"""Those that print what stands in files, or which files there are."""
NOT_EVERYWHERE: Final = frozenset(["gsed", "gawk", "mawk", "path_helper", "git"])
"""Those that many machines do not have: where they are not found, the shell says 127."""

SUCCEEDING: Final = frozenset(["mkdir", "touch", "chmod"])
"""Those that print nothing and are taken to succeed, also where their words are not known."""


@cache
def program(name: str) -> Program | None:
    """The program of a name; None where it is not modelled."""
    home = TABLE.get(name)
    return None if home is None else cast(Program, getattr(import_module(f"{__name__}.{home}"), f"{name}_"))
