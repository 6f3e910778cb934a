"""One process, as /proc tells of it (proc(5)). What is not there or may not be read is empty, never an exception."""

from __future__ import annotations

import os
from typing import Final

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.opening import read_bytes
from claude_auth_tui.read.system_words import system_words

MOST_BYTES: Final = 1024 * 1024


def own_pid(proc: str) -> int:
    """Our number as this /proc has it: in a namespace of processes without a /proc of its own it is another than the system says."""
    try:
        return int(os.readlink(f"{proc}/self"))
    except (OSError, ValueError):
        return os.getpid()


def name_of(proc: str, pid: int | str) -> str:
    """Its name, cut after fifteen characters."""
    return read_some(f"{proc}/{pid}/comm", 64).decode("utf-8", "replace").strip()


def words_of(proc: str, pid: int | str) -> list[bytes]:
    """The beginning of its command line. It may hold values."""
    return read_some(f"{proc}/{pid}/cmdline", 4096).split(b"\0")


def fields_of(proc: str, pid: int | str) -> list[bytes]:
    """The state, the parent and what follows; empty where there is no such process."""
    return read_some(f"{proc}/{pid}/stat", 4096).rpartition(b")")[2].split()  # the name in brackets may hold anything


def parent_of(proc: str, pid: int) -> int | None:
    """0 where the parent is outside of the namespace that this /proc shows."""
    try:
        return int(fields_of(proc, pid)[1])
    except (IndexError, ValueError):
        return None


def depth_of(proc: str, pid: int) -> int:
    """In how many nested namespaces of processes it is, from that of this /proc on; 0 where that is not told."""
    lines = read_some(f"{proc}/{pid}/status", 4096).splitlines()
    return next((len(line.split()) - 1 for line in lines if line.startswith(b"NSpid:")), 0)


def environment_of(proc: str, pid: int | str) -> tuple[dict[str, Secret], Shown]:
    """What it was started with, or why that cannot be told."""
    try:
        data = read_bytes(f"{proc}/{pid}/environ", MOST_BYTES)
    except OSError as error:
        return {}, system_words(error, say("it cannot be read"))
    pairs = (pair.decode("utf-8", "surrogateescape").partition("=") for pair in data.split(b"\0") if b"=" in pair)
    return {name: Secret(value) for name, _, value in pairs}, NOTHING


def sees_the_same(proc: str, pid: int | str, folder: str) -> bool:
    """Whether a folder is the same for it as for us, which it is not in a container of its own. True where that cannot be told."""
    root = f"{proc}/{pid}/root"
    try:
        os.stat(root)
        theirs = os.stat(root + folder)
    except FileNotFoundError:
        return not os.path.exists(root) or not os.path.exists(folder)
    except (OSError, ValueError):
        return True
    try:
        ours = os.stat(folder)
    except (OSError, ValueError):
        return False
    return (theirs.st_dev, theirs.st_ino) == (ours.st_dev, ours.st_ino)


def read_some(path: str, most: int) -> bytes:
    try:
        return read_bytes(path, most)
    except OSError:
        return b""
