"""Keeping the project out of Python's own module path, and starting this program again without it.

`python -m` and PYTHONPATH put folders there in which a project can have an `argparse.py` of its own. What Python itself
imports before our first line is out of reach: the installed command `claude-auth-tui` and `python -I -m` are safe from that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from claude_auth_tui.read.project import Project

_STEERING = (
    "TEXTUAL",
    "TEXTUAL_DRIVER",
    "TEXTUAL_LOG",
    "TEXTUAL_DEVTOOLS_HOST",
    "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_PRESS",
)
"""Variables by which Textual would import a module, write a file, open a connection or press keys."""


def without_the_project(path: Sequence[str]) -> list[str]:
    """Python's module path without the project, wherever Python was told to look.

    What stays: the folder this program lies in, and the environment it was installed into, which may be the project's.
    """
    project = Project()
    own = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    roots = [os.path.realpath(root) + os.sep for root in {sys.prefix, sys.base_prefix, sys.exec_prefix}]

    def stays(entry: str) -> bool:
        real = os.path.realpath(entry)
        return os.path.isabs(entry) and (real == own or f"{real}{os.sep}".startswith(tuple(roots)) or not project.holds(entry))

    return [entry for entry in path if stays(entry)]


def leave_textual_alone() -> None:
    """Take away what would have Textual do something else than draw."""
    for name in _STEERING:
        os.environ.pop(name, None)


def command_to_start_again(arguments: Sequence[str]) -> list[str]:
    """This program as it runs now, with these arguments, in the folder it is in; nothing else decides what is imported.

    The module path is handed over as it is, since it is what found us: in a virtual environment, under pipx and uv, for a
    user's own packages and for an editable install alike. `-I` keeps away the folder it is started in and PYTHON variables.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    here = _here()
    code = (
        f"import os, sys; sys.path[:] = {sys.path!a}; os.path.isdir({here!a}) and os.chdir({here!a}); "
        "from claude_auth_tui.__main__ import run; run()"
    )
    return [sys.executable, "-I", "-c", code, *arguments]


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:  # it was deleted under us
        return ""
