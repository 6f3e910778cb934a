"""The truth about changes: what `stat` says of every looked-at path, compared with what it said at the last look.

Events are hints and may be lost; a signature is not. A few hundred paths cost well under a millisecond. Deciding
when to compare is `watch.live`; whether a change looks like half a save is `watch.half_saved`.
"""

from __future__ import annotations

import errno
import os
import stat as stat_module
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, NamedTuple

from claude_auth_tui.model.machine import File, StoredFiles
from claude_auth_tui.read.patience import asking, patiently

How = Literal["text", "presence", "names"]
"""What was asked of a path: its text; only whether it is there and may be used; or the names in a folder."""

RACY: Final = 0.02
"""Seconds. File times come in ticks of up to 10 ms: of two changes within one tick the second leaves no trace."""


class Signature(NamedTuple):
    """Equal before and after exactly when nothing changed that matters. The access time is not in it: we read."""

    error: int = 0
    """0, or why `stat` failed."""
    mode: int = 0
    owner: int = 0
    device: int = 0
    inode: int = 0
    size: int = 0
    modified: int = 0
    """Nanoseconds since the epoch, as is `changed`."""
    changed: int = 0
    link: tuple[int, int] = (0, 0)
    """Inode and change time of a symbolic link at the path itself."""

    @property
    def is_blank(self) -> bool:
        """Absent or empty: what a save looks like half-way."""
        return bool(self.error) or self.size == 0

    def is_racy(self, now: float) -> bool:
        """Whether another change may hide in the same tick of the file system's clock; `now` in seconds since the epoch."""
        return abs(now - max(self.modified, self.changed) / 1e9) < RACY


Sign = Callable[[str, How], Signature]


def sign(path: str, how: How) -> Signature:
    """What `stat` says of a path now. Never opens it, never blocks on a pipe, never raises."""
    with asking(path) as answers:
        return _sign(path, how) if answers else Signature(error=errno.ETIMEDOUT)


def _sign(path: str, how: How) -> Signature:
    link = (0, 0)
    try:
        found = os.lstat(path)
        if stat_module.S_ISLNK(found.st_mode):
            link = (found.st_ino, found.st_ctime_ns)
            found = os.stat(path)
    except OSError as error:
        return Signature(error=error.errno or -1, link=link)
    except ValueError:
        return Signature(error=-1)
    if how == "presence" or (how == "text" and stat_module.S_ISDIR(found.st_mode)):
        # A folder's own times change with every file in it, and those of a file whose text nobody read do not matter.
        size = 1 if found.st_size else 0
        return Signature(0, found.st_mode, found.st_uid, found.st_dev, found.st_ino, size, link=link)
    changed = 0 if how == "names" else found.st_ctime_ns
    return Signature(0, found.st_mode, found.st_uid, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, changed, link)


class Marks:
    """The signatures of all looked-at paths as of the last look. Not thread-safe."""

    def __init__(self, sign: Sign = sign) -> None:
        self._sign = sign
        self._hows: dict[str, How] = {}
        self._known: dict[str, Signature] = {}

    @property
    def paths(self) -> Iterable[str]:
        return self._hows.keys()

    def now(self, paths: Iterable[str] | None = None) -> dict[str, Signature]:
        """The signatures at this moment, of all paths or of those given."""
        hows = self._hows
        wanted = [path for path in (hows if paths is None else paths) if path in hows]
        return patiently(lambda: {path: self._sign(path, hows[path]) for path in wanted})

    def different(self, now: Mapping[str, Signature]) -> set[str]:
        """The paths whose signature is another than at the last look."""
        return {path for path, signature in now.items() if self._known.get(path) != signature}

    def adopt(self, files: StoredFiles, before: Mapping[str, Signature]) -> None:
        """Remember what a look was based on. `before`: the signatures just before it, so that no change during it is lost.

        A path that is new has none; its signature is taken now, and where that does not fit what was read the path
        counts as changed.
        """
        self._hows = hows_of(files)
        known: dict[str, Signature] = {}
        for path, how in self._hows.items():
            if path in before:
                known[path] = before[path]
                continue
            fresh = patiently(lambda path=path, how=how: self._sign(path, how))  # type: ignore[misc]
            if how == "names" or fits(files.file(path), fresh):
                known[path] = fresh
        self._known = known

    def racy(self, now: float) -> set[str]:
        """The paths that were changed so shortly before the look that another change could go unseen."""
        return {path for path, signature in self._known.items() if signature.is_racy(now)}


def hows_of(files: StoredFiles) -> dict[str, How]:
    """What was asked of each path."""
    hows: dict[str, How] = dict.fromkeys(files.folders, "names")
    for path, file in files.files.items():
        if path in hows and not file.is_file:
            continue
        only_asked_for = file.text is None and file.state == "present"
        hows[path] = "presence" if only_asked_for else "text"
    return hows


def fits(file: File, signature: Signature) -> bool:
    """Whether a file as it was read agrees with a signature that was taken afterwards."""
    if signature.error:
        return not file.exists
    if not file.exists:
        return False
    if file.mode is not None and file.mode != stat_module.S_IMODE(signature.mode):
        return False
    if file.text is None or not signature.modified:
        return True
    return file.size == signature.size and (file.modified is None or abs(file.modified - signature.modified / 1e9) < 1e-6)
