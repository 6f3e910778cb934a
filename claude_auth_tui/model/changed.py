"""A machine as it would be: its file table with some files replaced. What an edit or a login would lead to is asked of it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.model.machine import File, Files, Folder, Machine


class ChangedFiles(Struct, frozen=True):
    """A file table with these files in place of what is there; one of state "absent" takes a file away. Folders stay as they are."""

    files: Files
    replaced: Mapping[str, File]

    def file(self, path: str) -> File:
        return self.replaced.get(path) or self.files.file(path)

    def stat(self, path: str) -> File:
        return self.replaced.get(path) or self.files.stat(path)

    def folder(self, path: str) -> Folder:
        return self.files.folder(path)


def with_files(machine: Machine, files: Mapping[str, File]) -> Machine:
    """The machine with these files in place of what is there."""
    return replace(machine, files=ChangedFiles(machine.files, dict(files)))
