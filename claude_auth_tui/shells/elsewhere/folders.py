"""The project folder and those above it: where dotenv and direnv files of a project stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claude_auth_tui.model.machine import Machine

_MOST: Final = 12


def project_folders(machine: Machine) -> Iterator[str]:
    """The folder Claude Code is started in and the ones above it, up to the git root or the home folder."""
    folder = machine.cwd
    for _ in range(_MOST):
        yield folder
        parent = machine.paths.dirname(folder)
        if parent == folder or folder == machine.home or machine.files.stat(machine.join(folder, ".git")).exists:
            return
        folder = parent
