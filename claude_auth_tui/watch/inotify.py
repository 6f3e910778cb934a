"""Linux's file events, by inotify(7) itself: one descriptor and one thread for any number of folders.

watchdog has a thread for each watched folder, which is too many for the folders of a shell framework. What is told here
are watchdog's events, so that `watch.observer` need not know where they come from.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import struct
import threading
from typing import Final

from msgspec import Struct
from watchdog.events import (
    DirDeletedEvent,
    DirModifiedEvent,
    FileAttribEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

_MODIFY, _ATTRIB, _MOVED_FROM, _MOVED_TO = 0x2, 0x4, 0x40, 0x80
_CREATE, _DELETE, _DELETE_SELF, _MOVE_SELF = 0x100, 0x200, 0x400, 0x800
_UNMOUNT, _OVERFLOW, _IGNORED, _ONLY_FOLDER, _NO_LINK = 0x2000, 0x4000, 0x8000, 0x1000000, 0x2000000
_ASKED: Final = _MODIFY | _ATTRIB | _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE | _DELETE_SELF | _MOVE_SELF | _ONLY_FOLDER | _NO_LINK
_GONE: Final = _DELETE_SELF | _MOVE_SELF | _UNMOUNT | _IGNORED
_CAME: Final = _CREATE | _MOVED_TO
_WENT: Final = _DELETE | _MOVED_FROM
_HEAD: Final = struct.Struct("iIII")
_BUFFER: Final = 64 * 1024


class Watch(Struct, frozen=True, eq=False):
    """A watched folder. One that is at two places (a bind mount) has one number for both."""

    number: int
    path: str
    handler: FileSystemEventHandler


class Inotify:
    """An observer as `watch.observer` wants one. Raises OSError where the system refuses another descriptor or watch."""

    def __init__(self) -> None:
        self._system = ctypes.CDLL(None, use_errno=True)
        self._events = self._asked(self._system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        self._ends, self._end = os.pipe2(os.O_CLOEXEC)
        self._lock = threading.Lock()
        self._watched: dict[int, list[Watch]] = {}
        self._thread = threading.Thread(target=self._run, name="claude-auth-inotify", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            os.write(self._end, b".")

    def join(self, timeout: float | None = None) -> None:
        self._thread.join(timeout)

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def schedule(self, event_handler: FileSystemEventHandler, path: str, *, event_filter: list[type[FileSystemEvent]]) -> Watch:
        """Watch a folder; what it returns is for `unschedule`. The filter is what this tells anyway."""
        with self._lock:
            number = self._asked(self._system.inotify_add_watch(self._events, os.fsencode(path), ctypes.c_uint32(_ASKED)))
            watch = Watch(number, path, event_handler)
            self._watched.setdefault(number, []).append(watch)
        return watch

    def unschedule(self, watch: Watch) -> None:
        with self._lock:
            left = [one for one in self._watched.pop(watch.number, ()) if one is not watch]
            if left:
                self._watched[watch.number] = left
            else:
                self._system.inotify_rm_watch(self._events, watch.number)

    def _asked(self, answer: int) -> int:
        if answer < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return answer

    def _run(self) -> None:
        poll = select.poll()
        poll.register(self._events, select.POLLIN)
        poll.register(self._ends, select.POLLIN)
        try:
            while not any(descriptor == self._ends for descriptor, _ in poll.poll()):
                with contextlib.suppress(BlockingIOError, InterruptedError):
                    self._tell(os.read(self._events, _BUFFER))
        finally:
            with self._lock:
                for descriptor in (self._events, self._ends, self._end):
                    os.close(descriptor)
                self._events = self._end = -1

    def _tell(self, data: bytes) -> None:
        position = 0
        while position + _HEAD.size <= len(data):
            number, mask, _, length = _HEAD.unpack_from(data, position)
            position += _HEAD.size
            name = data[position : position + length].rstrip(b"\0")
            position += length
            for watch in self._told(number, mask):
                watch.handler.dispatch(_event(watch.path, mask, os.fsdecode(name)))

    def _told(self, number: int, mask: int) -> list[Watch]:
        """Whom an event is for. Handlers are called without the lock."""
        with self._lock:
            if mask & _OVERFLOW:
                return [watch for watches in self._watched.values() for watch in watches]
            return self._watched.pop(number, []) if mask & _IGNORED else list(self._watched.get(number, ()))


def _event(folder: str, mask: int, name: str) -> FileSystemEvent:
    path = os.path.join(folder, name) if name else folder
    if mask & _OVERFLOW:  # events were lost: anything may have happened
        return FileCreatedEvent(folder)
    if mask & _GONE:
        return DirDeletedEvent(folder)
    if mask & _CAME:
        return FileCreatedEvent(path)
    if mask & _WENT:
        return FileDeletedEvent(path)
    if not name:
        return DirModifiedEvent(folder)
    return FileAttribEvent(path) if mask & _ATTRIB else FileModifiedEvent(path)
