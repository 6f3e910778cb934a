"""The one way this program opens a file to read it: a pipe or device in its place never blocks, and bytes and time are limited."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.read.patience import NO_ANSWER, asking, patiently

SILENCE: Final = 30.0
"""Seconds for which a pipe that the user named may send nothing."""
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
_PART: Final = 1 << 20


class NotAFileError(OSError):
    """There is something else at the path than a regular file."""


def open_file(path: str) -> tuple[int, os.stat_result]:
    """A descriptor of a regular file, and what it is. Raises OSError, NotAFileError for anything else."""
    descriptor = os.open(path, _FLAGS)
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode):
        return descriptor, found
    os.close(descriptor)
    raise NotAFileError(errno.EINVAL, say("it is no regular file"))


def read_up_to(descriptor: int, most: int) -> bytes:
    parts: list[bytes] = []
    while most > 0 and (part := os.read(descriptor, min(most, _PART))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def read_bytes(path: str, most: int) -> bytes:
    """The first bytes of a regular file. Raises OSError. Whoever is not patient already calls it patiently."""
    with asking(path) as answers:
        if not answers:
            raise TimeoutError(errno.ETIMEDOUT, NO_ANSWER)
        descriptor, _ = open_file(path)
        try:
            return read_up_to(descriptor, most)
        finally:
            os.close(descriptor)


def read_named(path: str, most: int, silence: float = SILENCE) -> bytes:
    """What the user named on the command line, which may be a pipe (`<(…)`, /dev/stdin): at most so many bytes. Raises OSError."""

    def opened() -> tuple[int, os.stat_result]:
        with asking(path) as answers:
            if not answers:
                raise TimeoutError(errno.ETIMEDOUT, NO_ANSWER)
            descriptor = os.open(path, _FLAGS)
            return descriptor, os.fstat(descriptor)

    descriptor, found = patiently(opened)
    try:
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if not stat.S_ISREG(found.st_mode):
            return _read_as_it_comes(descriptor, most, silence)
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return patiently(lambda: read_bytes(path, most))


def read_standard_input(most: int, silence: float = SILENCE) -> bytes:
    """All of standard input, from a person as long as they take. Raises OSError."""
    descriptor = sys.stdin.fileno()
    return read_up_to(descriptor, most) if os.isatty(descriptor) else _read_as_it_comes(descriptor, most, silence)


def _read_as_it_comes(descriptor: int, most: int, silence: float) -> bytes:
    if sys.platform == "win32":  # select knows no pipes there
        return read_up_to(descriptor, most)
    import select  # only where there is a pipe

    parts: list[bytes] = []
    until = time.monotonic() + silence
    while most > 0:
        if not select.select([descriptor], [], [], max(0.0, until - time.monotonic()))[0]:
            raise TimeoutError(errno.ETIMEDOUT, f"nothing came for {silence:g} s")
        try:
            part = os.read(descriptor, min(most, _PART))
        except BlockingIOError:
            continue
        if not part:
            break
        parts.append(part)
        most -= len(part)
        until = time.monotonic() + silence
    return b"".join(parts)
