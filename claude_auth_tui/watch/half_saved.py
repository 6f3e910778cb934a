"""Waiting for the second half of a save: which files look half-saved just now, and how long there is still to wait.

An editor's save may remove, truncate or half-write a file for a moment. Only then is it worth waiting; everything else is
read at once. When to ask is `watch.live`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from claude_auth_tui.model.machine import File, StoredFiles
from claude_auth_tui.read.files import is_whole_json, read_file, stat_file
from claude_auth_tui.read.patience import patiently
from claude_auth_tui.watch.signature import Marks

SETTLE: Final = 0.12
"""Seconds to wait at most, from the moment the first half was seen."""


Whole = Callable[[File], bool]


def is_half_saved(told: File, now: File, is_whole: Whole) -> bool:
    """Whether a file that had content is suddenly absent, empty, or no JSON any more."""
    if not told.text:
        return False
    if now.state == "absent" or now.size == 0:
        return True
    return told.path.endswith(".json") and now.state == "present" and not is_whole(now) and is_whole(told)


class HalfSaves:
    """Compares files with what was told of them last. Times are seconds of a monotonic clock."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._told = StoredFiles()
        self._since: float | None = None

    @property
    def is_waiting(self) -> bool:
        return self._since is not None

    def told(self, files: StoredFiles) -> None:
        """What was looked at is told: this is what the next save is compared with."""
        self._told = files
        self._since = None

    def notice(self, paths: Iterable[str], now: float) -> None:
        """Begin the waiting time if one of these paths has lost its content. Costs no more than a `stat` each."""
        if self._since is None and any(self._had_text(path) and self._is_blank(path) for path in paths):
            self._since = now

    def must_wait(self, paths: Iterable[str], now: float) -> bool:
        """Whether one of these paths looks half-saved on the disk, and its time is not over."""
        return self._decide(any(self._is_half(path, _look_at(path)) for path in paths if self._had_text(path)), now)

    def must_wait_for(self, paths: Iterable[str], files: StoredFiles, now: float) -> bool:
        """The same of files that were read just now."""
        return self._decide(
            any(self._is_half(path, files.files[path]) for path in paths if path in files.files and self._had_text(path)), now
        )

    def _decide(self, half: bool, now: float) -> bool:
        if not half:
            self._since = None
            return False
        if self._since is None:
            self._since = now
        return now < self._since + SETTLE

    def _had_text(self, path: str) -> bool:
        told = self._told.files.get(path)
        return told is not None and bool(told.text)

    def _is_blank(self, path: str) -> bool:
        return any(signature.is_blank for signature in self._marks.now([path]).values())

    def _is_half(self, path: str, now: File) -> bool:
        return is_half_saved(self._told.files[path], now, is_whole_json)


def _look_at(path: str) -> File:
    return patiently(lambda: read_file(path) if path.endswith(".json") else stat_file(path))
