"""The disk as the commands of startup files leave it: with folders and files that they made, and without what they took away."""

from __future__ import annotations

import posixpath
from typing import Final

from claude_auth_tui.model.machine import File, Files, Folder

_MOST_PARENTS: Final = 50


class MadeFiles:
    """A file table that is changed while it is asked."""

    def __init__(self, files: Files, uid: int | None) -> None:
        self.files = files
        self.uid = uid
        self._made: dict[str, File] = {}
        self._removed: set[str] = set()
        self.doubtful: set[str] = set()
        """What may have been made or taken away, where a condition decides that cannot be told."""

    def make_folder(self, path: str) -> None:
        """Make a folder, and those above it."""
        for _ in range(_MOST_PARENTS):
            if self.stat(path).exists:
                return
            self._add(File(path, "not_a_file", "folder", mode=0o755, uid=self.uid, executable=True, writable=True))
            path = posixpath.dirname(path)

    def make_file(self, path: str, size: int | None) -> None:
        """Write a file; `size` is None where it cannot be told."""
        if not self.stat(path).exists:
            self._add(File(path, "present", "file", mode=0o644, uid=self.uid, size=size, writable=True))

    def remove(self, path: str) -> None:
        """Take away a file, or a folder with all that is in it."""
        self._made = {name: file for name, file in self._made.items() if name != path and not name.startswith(f"{path}/")}
        self._removed.add(path)

    def _add(self, file: File) -> None:
        self._made[file.path] = file

    def _is_removed(self, path: str) -> bool:
        while self._removed and path not in ("/", ""):
            if path in self._removed:
                return True
            path = posixpath.dirname(path)
        return False

    def file(self, path: str) -> File:
        found = self.files.file(path)
        return self._made.get(path) or (File(path, "absent") if self._is_removed(path) else found)

    def stat(self, path: str) -> File:
        found = self.files.stat(path)
        return self._made.get(path) or (File(path, "absent") if self._is_removed(path) else found)

    def folder(self, path: str) -> Folder:
        found = self.files.folder(path)
        if not self._made and not self._removed:
            return found
        if self._is_removed(path):
            found = Folder(path, "absent")
        lead = f"{path.rstrip('/')}/"
        made = [name.removeprefix(lead) for name in self._made if name.startswith(lead)]
        kept = [name for name in found.names if not self._is_removed(lead + name)]
        names = tuple(sorted({*kept, *(name for name in made if "/" not in name)}))
        return Folder(path, "present" if path in self._made or names else found.state, names, found.detail)
