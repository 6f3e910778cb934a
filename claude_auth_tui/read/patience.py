"""A limit in time for looking at files: a disk that does not answer (a server that is gone) costs seconds, and one row, not the program.

Nothing can interrupt a thread that waits for such a disk. So a look is made in a thread of its own, which says what path it
is at; when it has been there for too long it is left behind, the path counts as one that gives no answer, and the look is
made again without it. The thread that was left says when the disk answers after all.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from claude_auth_tui.model.saying import say
from claude_auth_tui.read.system_words import seconds_shown

LIMIT: Final = 2.0
"""Seconds that a path may take."""
NO_ANSWER: Final = say("it gives no answer within {} s", seconds_shown(LIMIT))
_NEXT_LIMIT: Final = 0.5
"""Seconds for a further one in the same look."""
_MOST_TRIES: Final = 8
_STACK: Final = 16 * 1024 * 1024
_REMOTE: Final = ("nfs", "cifs", "smb", "fuse", "9p", "afs", "ceph", "gluster", "lustre", "gpfs", "sshfs", "davfs", "autofs", "virtiofs")
"""Beginnings of the kinds of file system that may not answer."""
_MOST_HOPS: Final = 40

P = ParamSpec("P")
T = TypeVar("T")


class _Look(threading.local):
    """What this thread is at; None where nobody waits for it."""

    at: _At | None = None


class _At:
    """The path a look is at, and since when. Written by its thread, read by the one that waits."""

    __slots__ = ("ended", "left", "path", "since")

    def __init__(self) -> None:
        self.path: str | None = None
        self.ended = False
        self.since = 0.0
        self.left: str | None = None
        """What was found to give no answer when the look was left behind."""


class _LeftBehindError(BaseException):
    """Ends a thread nobody waits for any more."""


_look = _Look()
_silent: dict[str, None] = {}
"""Paths that give no answer just now, and with each whatever is below it."""
_lock = threading.Lock()


def begin(path: str) -> bool:
    """Say that this thread now asks the disk about a path; False where it is known to give no answer. `end` follows in either case."""
    at = _look.at
    if at is not None:
        at.path, at.since = path, time.monotonic()
    return not _silent or not _is_silent(path)


def end() -> None:
    """The disk has answered."""
    at = _look.at
    if at is None:
        return
    at.path = None
    if at.left is not None:
        with _lock:
            _silent.pop(at.left, None)
        raise _LeftBehindError


@contextmanager
def asking(path: str) -> Iterator[bool]:
    """`begin` and `end` around a few lines."""
    try:
        yield begin(path)
    finally:
        end()


def patiently(work: Callable[[], T]) -> T:
    """Do what asks the disk, and give up on each path that takes too long. `work` may be done several times, each time anew."""
    if _look.at is not None:  # somebody waits for this thread already
        return work()
    limit = LIMIT
    for number in range(_MOST_TRIES):
        look = _Running(work)
        while not look.done.wait(limit / 4):
            at = look.at
            path, since = at.path, at.since
            if path is not None and time.monotonic() - since > limit:
                culprit = _culprit(path) if number < _MOST_TRIES - 2 else os.sep
                with _lock:
                    if at.ended or at.path != path or at.since != since:  # it has answered after all
                        continue
                    at.left = culprit
                    _silent[culprit] = None
                break
        else:
            if look.failure is not None:
                raise look.failure
            result: T = look.result
            return result
        limit = _NEXT_LIMIT
    raise TimeoutError(NO_ANSWER)


def patient(function: Callable[P, T]) -> Callable[P, T]:
    """A function that is done patiently."""

    @wraps(function)
    def done(*arguments: P.args, **named: P.kwargs) -> T:
        return patiently(lambda: function(*arguments, **named))

    return done


class _Running:
    """One try, under way."""

    result: Any
    failure: BaseException | None = None

    def __init__(self, work: Callable[[], object]) -> None:
        self.at = _At()
        self.done = threading.Event()
        self._work = work
        before = threading.stack_size(_STACK)
        try:
            threading.Thread(target=self._run, name="claude-auth-look", daemon=True).start()
        finally:
            threading.stack_size(before)

    def _run(self) -> None:
        _look.at = self.at
        try:
            self.result = self._work()
        except _LeftBehindError:
            return
        except BaseException as failure:  # noqa: BLE001 - raised again where somebody waits for it
            self.failure = failure
        with _lock:
            self.at.ended = True
            if self.at.left is not None:
                _silent.pop(self.at.left, None)
        self.done.set()


def _culprit(path: str) -> str:
    """What gives no answer when this path does not: the file system it leads to, or the path itself where that cannot be told.

    Following links asks a disk as well, so that is not waited for.
    """
    found: list[str] = []
    following = threading.Thread(target=lambda: found.append(_file_system(path)), name="claude-auth-look", daemon=True)
    following.start()
    following.join(_NEXT_LIMIT / 2)
    return found[0] if found else path


def _file_system(path: str) -> str:
    mounts = _remote_mounts()
    for reached in _way(path, mounts):
        for mount in mounts:
            if _is_below(reached, mount):
                return mount
    return path


def _is_silent(path: str) -> bool:
    silent = tuple(_silent)
    return any(_is_below(reached, one) for reached in _way(path, silent) for one in silent)


def _way(path: str, never: tuple[str, ...]) -> Iterator[str]:
    """The path, then the path with its first link followed, and so on; nothing below `never` is asked about."""
    following: str | None = os.path.normpath(path)
    for _ in range(_MOST_HOPS):
        if following is None:
            return
        yield following
        following = first_link_followed(following, never)


def first_link_followed(path: str, never: tuple[str, ...] = ()) -> str | None:
    """The path with its first symbolic link (from the root) replaced by what it points to; None where there is none above `never`."""
    parts = os.path.normpath(path).split(os.sep)
    for count in range(2, len(parts) + 1):
        head = os.sep.join(parts[:count])
        if any(_is_below(head, one) for one in never):
            return None
        try:
            target = os.readlink(head)
        except (OSError, ValueError):
            continue
        return os.path.normpath(os.path.join(os.path.dirname(head), target, *parts[count:]))
    return None


def _is_below(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


def _remote_mounts() -> tuple[str, ...]:
    """Where file systems of a kind that may not answer are mounted. Linux; elsewhere it cannot be told without asking them."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            mounts = mounts_in(file.read(1 << 20))
    except OSError:
        return ()
    remote = (path for path, _, _, kind in mounts if kind.startswith(_REMOTE) and path != os.sep)
    return tuple(sorted(remote, key=len, reverse=True))


def mounts_in(text: str) -> Iterator[tuple[str, str, bool, str]]:
    """The members of a `Mount` for each one, in the order they were made. Source: proc(5), /proc/pid/mountinfo.

    Not a `Mount` itself: `isolation` needs this module before it is known where msgspec may come from."""
    for line in text.splitlines():
        fields, _, rest = line.partition(" - ")
        words = fields.split(" ")
        if len(words) >= 6 and rest:
            yield _plain(words[4]), _plain(words[3]), "ro" in words[5].split(","), rest.split(" ")[0]


def _plain(word: str) -> str:
    """A path with its octal escapes (blank, tab, line break, backslash) resolved."""
    for escape, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        word = word.replace(escape, char)
    return word
