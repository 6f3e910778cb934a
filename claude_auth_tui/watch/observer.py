"""Watched folders: watchdog, fenced in. What it reports are hints; the truth is `watch.signature`.

What is fenced in, each seen with watchdog 7.1: an event filter, since else our own reads make events; `FileAttribEvent`
alone delivers nothing, so it goes together with `FileModifiedEvent`; `schedule` before `start` kills every watch if
one path is missing; a folder deleted and made again stays unseen until it is unscheduled; a folder that may not be
read counts as watched and is not; an exception in a handler kills the observer; handlers are called under
watchdog's lock; and a file moved out of a folder holds back all later events of that folder for half a second.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import posixpath
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from msgspec import Struct
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

from claude_auth_tui.watch.planner import Wanted
from claude_auth_tui.watch.update import WatchingFailedError

FILTER: Final[list[type[FileSystemEvent]]] = [
    FileModifiedEvent,
    FileCreatedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileAttribEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
NOISE: Final = 150
"""So many events of one folder within `NOISE_SPAN` seconds make it a noisy one: each costs about a tenth of a millisecond."""
NOISE_SPAN: Final = 1.0

_MOVE_PAIRING: Final = 0.01
"""Seconds in which the two halves of a move find each other; they come in one read."""
_CONTENT: Final = (FileModifiedEvent, FileAttribEvent)


Hint = Callable[[bool], None]


class Observer(Protocol):
    """What is used of watchdog's observer; a test brings its own."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def join(self, timeout: float | None = None) -> None: ...
    def is_alive(self) -> bool: ...
    def schedule(self, event_handler: FileSystemEventHandler, path: str, *, event_filter: list[type[FileSystemEvent]]) -> Any: ...
    def unschedule(self, watch: Any) -> None: ...


class _Watch(Struct, frozen=True):
    handle: Any
    handler: _Handler
    identity: tuple[int, int]
    """Device and inode of the folder when it was watched: another one at the same path needs a watch of its own."""


class FolderEvents:
    """The folders that are watched just now. Used by one thread; `hint` and `noise` are called in others and must not block."""

    def __init__(self, hint: Hint, noise: Callable[[str], None], make: Callable[[], Observer] | None = None) -> None:
        """`hint`: something that was looked at may have changed; True when a name came, went or moved, so that other folders
        may have to be watched. `noise`: this folder sends too much. Raises `WatchingFailedError`.
        """
        self._hint = hint
        self._noise = noise
        self._watches: dict[str, _Watch] = {}
        try:
            self._observer = (make or _native)()
            self._observer.start()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with watchdog, it means polling and no more
            raise WatchingFailedError(words(error)) from None

    @property
    def folders(self) -> frozenset[str]:
        return frozenset(self._watches)

    @property
    def is_alive(self) -> bool:
        return self._observer.is_alive()

    def watch(self, wanted: Mapping[str, Wanted]) -> dict[str, str]:
        """Watch exactly these folders. Returns those that cannot be watched, each with the reason in words."""
        failed: dict[str, str] = {}
        for folder in [folder for folder in self._watches if folder not in wanted]:
            self._forget(folder)
        for folder, wish in wanted.items():
            known = self._watches.get(folder)
            if known and not _is_stale(folder, known):
                known.handler.wanted(wish)
                continue
            if known:
                self._forget(folder)
            if reason := self._add(folder, wish):
                failed[folder] = reason
        return failed

    def is_stale(self) -> bool:
        """Whether a watched folder is not the one at its path any more."""
        return any(_is_stale(folder, known) for folder, known in self._watches.items())

    def close(self) -> None:
        """End all watches and their threads."""
        self._watches.clear()
        with contextlib.suppress(Exception):
            self._observer.stop()
            self._observer.join(1.0)

    def _add(self, folder: str, wish: Wanted) -> str:
        identity = _identity(folder)
        if identity is None:
            return "it is gone"
        if not os.access(folder, os.R_OK):
            return "it may not be read"
        handler = _Handler(folder, wish, self._hint, self._noise)
        try:
            handle = self._observer.schedule(handler, folder, event_filter=FILTER)
        except Exception as error:  # noqa: BLE001 - as above
            return words(error)
        self._watches[folder] = _Watch(handle, handler, identity)
        return ""

    def _forget(self, folder: str) -> None:
        known = self._watches.pop(folder)
        with contextlib.suppress(Exception):
            self._observer.unschedule(known.handle)


class _Handler(FileSystemEventHandler):
    """Drops at once what nobody looked at. Runs in watchdog's thread, under its lock: nothing here waits or raises."""

    def __init__(self, folder: str, wish: Wanted, hint: Hint, noise: Callable[[str], None]) -> None:
        self._folder = folder
        self._hint = hint
        self._noise = noise
        self._since = float("-inf")
        self._count = 0
        self.gone = False
        """Whether the watch ended by itself; a new folder may have the same inode."""
        self.wanted(wish)

    def wanted(self, wish: Wanted) -> None:
        self._listed = wish.listed
        self._paths = {_plain(self._folder), *(_plain(posixpath.join(self._folder, name)) for name in wish.names)}

    def dispatch(self, event: FileSystemEvent) -> None:
        try:
            self._count_it()
            if isinstance(event, DirDeletedEvent) and os.fsdecode(event.src_path) == self._folder:
                self.gone = True
            if self._matters(event):
                self._hint(not isinstance(event, _CONTENT))
        except Exception:  # noqa: BLE001 - an exception would end the observer for good; the poll sees what is missed
            return

    def _matters(self, event: FileSystemEvent) -> bool:
        if self._listed and not isinstance(event, _CONTENT):
            return True
        return _plain(event.src_path) in self._paths or bool(event.dest_path and _plain(event.dest_path) in self._paths)

    def _count_it(self) -> None:
        now = time.monotonic()
        if now - self._since > NOISE_SPAN:
            self._since, self._count = now, 0
        self._count += 1
        if self._count == NOISE:
            self._noise(self._folder)


def words(error: Exception) -> str:
    """Why watching failed, as people may look it up."""
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EMFILE:
        return "inotify instances are used up (fs.inotify.max_user_instances)"
    if number == errno.ENOSPC:
        return "inotify watches are used up (fs.inotify.max_user_watches)"
    if number:
        return os.strerror(number)
    return f"watchdog failed ({type(error).__name__})"


def _native() -> Observer:
    if sys.platform == "linux":
        from claude_auth_tui.watch.inotify import Inotify

        with contextlib.suppress(AttributeError):  # a C library without inotify
            return Inotify()
    return _watchdog()


def _watchdog() -> Observer:
    from watchdog.observers import Observer as Native

    quiet = logging.getLogger("watchdog")
    if not quiet.handlers:  # else logging's last resort would write into the screen
        quiet.addHandler(logging.NullHandler())
        quiet.propagate = False
    with contextlib.suppress(ImportError):
        from watchdog.observers import inotify_move_event_grouper

        inotify_move_event_grouper.InotifyMoveEventGrouper.delay = _MOVE_PAIRING
    observer: Observer = Native()
    return observer


def _is_stale(folder: str, watch: _Watch) -> bool:
    return watch.handler.gone or watch.identity != _identity(folder)


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        found = os.lstat(folder)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _plain(path: str | bytes) -> str:
    """A path as events and looks agree on it: macOS reports names in another Unicode form and case."""
    text = os.fsdecode(path)
    return unicodedata.normalize("NFC", text).casefold() if _FOLDS else text


_FOLDS: Final = os.uname().sysname == "Darwin" if hasattr(os, "uname") else True
