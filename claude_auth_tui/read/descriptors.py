"""Which of the descriptors that variables name a process was started with. What one of them holds is never read.

Only those that a variable `…_FILE_DESCRIPTOR` names are looked at. A descriptor a program opens for itself is closed in
the programs it starts (`O_CLOEXEC`, as Python, Node and Bun open all of theirs); one it was handed is not.
"""

from __future__ import annotations

import os
import re
import select
import stat
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.opening import read_bytes

_ENDING: Final = "_FILE_DESCRIPTOR"
_NUMBER: Final = re.compile(r"\s*\+?0*(\d{1,9})")
_FLAGS: Final = re.compile(rb"^flags:\s*([0-7]+)$", re.MULTILINE)
_CLOSED_ON_EXEC: Final = 0o2000000
"""O_CLOEXEC, as /proc/PID/fdinfo shows it on x86 and ARM."""


def own_descriptors(environment: Mapping[str, str]) -> frozenset[int] | None:
    """Those of this process that a program started from here gets too, without those that are empty for good; None where that cannot be told."""
    try:
        import fcntl
    except ImportError:
        return None
    open_ones = set()
    for number in _named(environment.items()):
        try:
            if not fcntl.fcntl(number, fcntl.F_GETFD) & fcntl.FD_CLOEXEC and not _empty(number):
                open_ones.add(number)
        except (OSError, OverflowError):
            continue
    return frozenset(open_ones)


def descriptors_of(proc: str, pid: int | str, environment: Mapping[str, Secret]) -> frozenset[int] | None:
    """Those another process was started with, as far as they are open still; None where that cannot be told."""
    open_ones = set()
    for number in _named((name, unveil(value)) for name, value in environment.items() if name.endswith(_ENDING)):
        try:
            flags = _FLAGS.search(read_bytes(f"{proc}/{pid}/fdinfo/{number}", 4096))
        except FileNotFoundError:
            continue
        except OSError:
            return None
        if flags is not None and not int(flags.group(1), 8) & _CLOSED_ON_EXEC:
            open_ones.add(number)
    return frozenset(open_ones)


def _named(environment: Iterable[tuple[str, str]]) -> Iterator[int]:
    for name, value in environment:
        if name.endswith(_ENDING) and (number := _NUMBER.match(value)):
            yield int(number.group(1))


def _empty(number: int) -> bool:
    """Whether nothing is in it and nothing will be: an empty file, or a pipe without a writer. Looking at it takes nothing out."""
    status = os.fstat(number)
    if stat.S_ISREG(status.st_mode):
        return status.st_size == 0
    if not stat.S_ISFIFO(status.st_mode) or not hasattr(select, "poll"):
        return False
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    return any(event & select.POLLHUP and not event & select.POLLIN for _, event in waiting.poll(0))
