"""Which folders are the project's: of what lies in them nothing is run, for whoever wrote it need not be who stands there.

The project is the folder we are in, each one that is looked at, and the whole repository around it. The home
folder and what holds it, and the system's own folders, are never taken for a project.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from claude_auth_tui.read.patience import asking

_MARKS: Final = (".git", ".hg", ".jj", ".svn")
"""What the top folder of a repository holds."""
_SYSTEM: Final = ("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin", "/run/current-system/sw/bin")
_MOST_LEVELS: Final = 64

Identity = tuple[int, int]
"""A folder's device and inode: the same folder by whatever path, link or letter case."""


_looked_at: set[str] = set()


def look_at(folder: str) -> None:
    """A folder that is diagnosed (`--cwd`, another tmux pane's) is a project as well from now on."""
    _looked_at.add(folder)


class Project:
    """The folders of the project, as the disk knows them at this moment."""

    def __init__(self) -> None:
        spared = {identity for path in (os.path.expanduser("~"), *_SYSTEM) for identity in _lineage(path)}
        self._folders: dict[Identity, str] = {}
        for folder in (_here(), *_looked_at):
            with asking(folder) as answers:
                top = os.path.realpath(os.path.expanduser(folder)) if folder and answers else ""
                for one in (top, _repository(top)):
                    identity = _identity(one)
                    if identity is not None and identity not in spared:
                        self._folders[identity] = one

    def holds(self, path: str) -> bool:
        """Whether a path lies in the project, by its letters or where its links lead."""
        if not self._folders:
            return False
        with asking(path) as answers:
            return not answers or self._holds(path)

    def _holds(self, path: str) -> bool:
        return any(identity in self._folders for way in {os.path.abspath(path), os.path.realpath(path)} for identity in _lineage(way))


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:  # it was deleted under us
        return ""


def _repository(folder: str) -> str:
    """The top folder of the repository around a folder; empty where there is none."""
    for _ in range(_MOST_LEVELS):
        if folder and any(os.path.lexists(os.path.join(folder, mark)) for mark in _MARKS):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return ""


def _lineage(path: str) -> Iterable[Identity]:
    """The path and every folder above it but the root."""
    for _ in range(_MOST_LEVELS):
        parent = os.path.dirname(path)
        if parent == path:
            return
        identity = _identity(path)
        if identity is not None:
            yield identity
        path = parent


def _identity(path: str) -> Identity | None:
    if not path or os.path.dirname(path) == path:
        return None
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
