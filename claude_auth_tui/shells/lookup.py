"""Questions a startup file asks about the disk, answered from the machine's file table. Nothing here runs or writes."""

from __future__ import annotations

import posixpath
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.machine import File, Folder, Machine
from claude_auth_tui.model.unveil import unveil

_MAX_PATH: Final = 4096
MOST_FOLDERS: Final = 200
"""Folders of PATH that are looked through."""
READ: Final = 4
WRITE: Final = 2
"""Permission bits."""


class Lookup(Struct, frozen=True):
    """The disk as seen from a folder; relative paths start there. An odd path is absent, never an error."""

    machine: Machine
    cwd: str

    def absolute(self, path: str) -> str:
        """The path as the machine's file table knows it. `..` is resolved by its letters, links are not followed."""
        if not path or "\0" in path or len(path) > _MAX_PATH:
            return "/\N{REPLACEMENT CHARACTER}"
        return posixpath.normpath(posixpath.join(self.cwd, path)).replace("//", "/")

    def stat(self, path: str) -> File:
        if not path:  # an empty operand names nothing, not the current folder
            return File("", "absent")
        return self.machine.files.stat(self.absolute(path))

    def file(self, path: str) -> File:
        return self.machine.files.file(self.absolute(path))

    def folder(self, path: str) -> Folder:
        return self.machine.files.folder(self.absolute(path))

    def text(self, path: str) -> str | None:
        """The text of a regular file, or None where it is absent or cannot be read."""
        found = self.file(path)
        return unveil(found.text) if found.state == "present" and found.text is not None else None

    def exists(self, path: str) -> bool:
        return self.stat(path).exists

    def allows(self, path: str, bit: int) -> bool:
        """Whether this user may read (`READ`) or write (`WRITE`), by the permission bits; root always may."""
        found = self.stat(path)
        if not found.exists or (found.state == "unreadable" and bit == READ):
            return False
        if found.mode is None or self.machine.uid == 0:
            return True
        if found.uid is not None and found.uid == self.machine.uid:
            return bool(found.mode & (bit << 6))
        return bool(found.mode & (bit | bit << 3))

    def executable(self, path: str) -> bool:
        found = self.stat(path)
        return found.exists and found.executable

    def program(self, name: str, search: str) -> str | None:
        """Where a command is found along `search` (the text of PATH), or None."""
        if "/" in name:
            return name if self.executable(name) and self.stat(name).is_file else None
        if not name:
            return None
        for folder in search.split(":")[:MOST_FOLDERS]:
            path = posixpath.join(folder or ".", name)
            found = self.stat(path)
            if found.is_file and found.executable:
                return path
        return None
