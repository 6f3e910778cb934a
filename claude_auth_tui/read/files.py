"""Files as facts: bounded, never blocking, and no failure is an exception.

`LiveFiles` reads on demand and remembers, so that one diagnosis sees each path once and as one moment; what it
looked at is what a watcher has to watch. It never opens anything but a regular file.
"""

from __future__ import annotations

import errno
import json
import os
import stat as stat_module
from typing import Final

from claude_auth_tui.model.machine import SIZE_CAP, STATE_CAP, File, Folder, StoredFiles
from claude_auth_tui.model.saying import NOTHING, kind_of, say
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import FileKind, FileState
from claude_auth_tui.read import patience
from claude_auth_tui.read.opening import NotAFileError, open_file, read_up_to
from claude_auth_tui.read.system_words import system_words

_MAX_HOPS: Final = 40
_MAX_NAMES: Final = 20_000
_STATE_FILES: Final = frozenset({".claude.json", ".config.json"})
_ABSENT: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})


class LiveFiles:
    """The file table of a running machine. Not thread-safe; make a new one for each look."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._stats: dict[str, File] = {}
        self._folders: dict[str, Folder] = {}

    def file(self, path: str) -> File:
        if path not in self._files:
            self._files[path] = read_file(path)
        return self._files[path]

    def stat(self, path: str) -> File:
        if path in self._files:
            return self._files[path]
        if path not in self._stats:
            self._stats[path] = stat_file(path)
        return self._stats[path]

    def folder(self, path: str) -> Folder:
        if path not in self._folders:
            self._folders[path] = read_folder(path)
        return self._folders[path]

    def freeze(self) -> StoredFiles:
        """What was looked at, as plain data: the same questions get the same answers."""
        return StoredFiles({**self._stats, **self._files}, dict(self._folders))


def stat_file(path: str) -> File:
    """A path without its text. State "present" stands for a regular file whatever its size."""
    try:
        return _look(path)[0] if patience.begin(path) else _no_answer(path)
    finally:
        patience.end()


def read_file(path: str) -> File:
    """A path with its text, unless it is no regular file, too large, or cannot be read."""
    try:
        return _read(path) if patience.begin(path) else _no_answer(path)
    finally:
        patience.end()


def _no_answer(path: str) -> File:
    return File(path, "unreadable", detail=patience.NO_ANSWER)


def _read(path: str) -> File:
    found, info = _look(path)
    if info is None or found.state != "present":
        return found
    most = STATE_CAP if os.path.basename(path) in _STATE_FILES else SIZE_CAP
    if info.st_size > most:
        return _with(found, "too_large", say("{} bytes", info.st_size))
    try:
        descriptor, now = open_file(path)
    except NotAFileError:  # replaced by a pipe since we looked
        return _with(found, "not_a_file", say("it is no regular file"))
    except OSError as error:
        return _with(found, "absent" if error.errno in _ABSENT else "unreadable", _words(error))
    try:
        data = read_up_to(descriptor, most + 1)
    except OSError as error:
        return _with(found, "unreadable", _words(error))
    finally:
        os.close(descriptor)
    if len(data) > most:
        return _with(found, "too_large", say("more than {} bytes", most))
    bad_byte, raw = None, None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad_byte, text = error.start, data.decode("utf-8", "replace")
        raw = SecretText(data.decode("latin-1"))
    return File(
        path,
        "present",
        "file",
        SecretText(text),
        bad_byte,
        found.mode,
        found.uid,
        len(data),
        now.st_mtime,
        found.executable,
        found.hops,
        raw=raw,
        writable=found.writable,
        link=found.link,
    )


def read_folder(path: str) -> Folder:
    """The names in a folder, hidden ones included; at most twenty thousand."""
    try:
        return _names(path) if patience.begin(path) else Folder(path, "unreadable", detail=patience.NO_ANSWER)
    finally:
        patience.end()


def _names(path: str) -> Folder:
    try:
        with os.scandir(path) as entries:
            names = [entry.name for entry, _ in zip(entries, range(_MAX_NAMES), strict=False)]
    except NotADirectoryError:
        return Folder(path, "not_a_folder")
    except (OSError, ValueError) as error:
        absent = isinstance(error, OSError) and error.errno in _ABSENT
        return Folder(path, "absent" if absent else "unreadable", detail=_words(error))
    return Folder(path, "present", tuple(sorted(names)))


def _look(path: str) -> tuple[File, os.stat_result | None]:
    try:
        hops = _hops(path)
        info = os.stat(path)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in _ABSENT:
            return File(
                path,
                "absent",
                hops=_safe_hops(path),
                detail=say("a link that leads nowhere") if os.path.islink(path) else NOTHING,
                link=_link(path),
            ), None
        return File(path, "unreadable", hops=_safe_hops(path), detail=_words(error)), None
    kind = _kind(info.st_mode)
    found = File(
        path,
        "present" if kind == "file" else "not_a_file",
        kind,
        mode=stat_module.S_IMODE(info.st_mode),
        uid=info.st_uid,
        size=info.st_size,
        modified=info.st_mtime,
        executable=os.access(path, os.X_OK),
        hops=hops,
        detail=NOTHING if kind == "file" else say("it is a {}", kind),
        writable=os.access(path, os.W_OK),
        link=_link(path) if hops else "",
    )
    return found, info


def _link(path: str) -> str:
    """What the symbolic link says that is here; "" where here is none."""
    try:
        return os.readlink(path)
    except (OSError, ValueError):
        return ""


def _kind(mode: int) -> FileKind:
    if stat_module.S_ISREG(mode):
        return "file"
    if stat_module.S_ISDIR(mode):
        return "folder"
    if stat_module.S_ISFIFO(mode):
        return "fifo"
    if stat_module.S_ISSOCK(mode):
        return "socket"
    return "device"


def _hops(path: str) -> tuple[str, ...]:
    """Each link's target on the way to `path`, in the order they are followed."""
    if os.path.realpath(path) == os.path.normpath(path):
        return ()
    hops: list[str] = []
    current = path
    while len(hops) < _MAX_HOPS:
        following = patience.first_link_followed(current)
        if following is None or following in hops:
            break
        hops.append(following)
        current = following
    return tuple(hops)


def _safe_hops(path: str) -> tuple[str, ...]:
    try:
        return _hops(path)
    except (OSError, ValueError):
        return ()


def _with(found: File, state: FileState, detail: Shown) -> File:
    kind = None if state == "absent" else found.kind
    return File(
        found.path, state, kind, None, None, found.mode, found.uid, found.size, found.modified, found.executable, found.hops, detail,
        writable=found.writable, link=found.link,
    )  # fmt: skip


def _words(error: Exception) -> Shown:
    return system_words(error, say("the path holds a NUL character") if isinstance(error, ValueError) else kind_of(error))


def is_whole_json(file: File) -> bool:
    """Whether a file's text parses as JSON, without a word of what is in it: a save seen half-way does not. True for a file without text, of which nothing can be said."""
    if file.text is None:
        return True
    try:
        json.loads(unveil(file.text))
    except (ValueError, RecursionError):
        return False
    return True
