"""Which folders to watch for a set of looked-at paths. Pure: the disk is a function that is given.

Folders are watched, never files: a watch on a file is lost when an editor replaces it. Never recursively: a tree such
as `~/.claude/projects` may hold thousands of folders. Each path is followed as the kernel follows it, so that every
link on the way and every name that is still missing has its (real) folder watched. Nothing here watches: that is
`watch.observer`.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from msgspec import Struct, field

from claude_auth_tui.model.machine import StoredFiles
from claude_auth_tui.model.words import Platform

MOST_FOLDERS: Final = 500
"""The largest home that was laid out (oh-my-zsh with forty plugins) needs seventy; inotify allows 8,192 for all programs of a user
where the system has little memory (inotify(7), max_user_watches)."""
_MOST_STREAMS: Final = 32
"""The same on macOS, where each watched folder costs a thread and a stream of FSEvents."""

_MAX_LINKS: Final = 40
_SYSTEM: Final = ("/nix", "/gnu", "/proc", "/sys", "/dev", "/usr", "/bin", "/sbin", "/lib", "/lib64", "/snap", "/boot", "/System")
"""Not worth a watch: immutable stores (`/nix/store` is also huge), what package managers own, and pseudo file systems,
which send no events. `/usr/local` is an ordinary folder."""
_NOISY: Final = frozenset({"/", "/tmp", "/var/tmp", "/private/tmp", "/home", "/Users", "/root/.cache"})
"""Never watched themselves: everybody writes there."""


class Entry(NamedTuple):
    """What is at a path, the last link not followed."""

    kind: Literal["folder", "link", "other", "missing"]
    target: str = ""
    """Where a link points to, as it is written."""


Disk = Callable[[str], Entry]


class Place(NamedTuple):
    """A name in a real folder: what an event about it is called."""

    folder: str
    name: str


class Wanted(Struct, frozen=True):
    """Why a folder is watched."""

    names: frozenset[str] = frozenset()
    """Only events about these names count."""
    listed: bool = False
    """The folder's list of names counts too: whatever appears in it or goes."""
    paths: tuple[str, ...] = ()
    """The looked-at paths that depend on it."""


class Plan(Struct, frozen=True):
    """The folders to watch, and those that are deliberately left to the slow poll."""

    watched: Mapping[str, Wanted] = field(default_factory=dict)
    """By real path, the most important first."""
    polled: Mapping[str, Wanted] = field(default_factory=dict)
    """Folders whose changes matter soon but which cannot or should not be watched: polled quickly."""
    beyond: int = 0
    """How many of those are there only because the most were reached."""


def plan_watches(files: StoredFiles, disk: Disk, home: str = "", platform: Platform = "linux", most: int | None = None) -> Plan:
    """The watches for everything that was looked at, at most `most`; system folders are in neither part."""
    if most is None:
        most = _MOST_STREAMS if platform == "macos" else MOST_FOLDERS
    wishes = _wishes(files, disk)
    ranked = sorted((folder for folder in wishes if not _left_out(folder)), key=lambda folder: _rank(folder, wishes[folder], home))
    watched: dict[str, Wanted] = {}
    polled: dict[str, Wanted] = {}
    beyond = 0
    for folder in ranked:
        wish = wishes[folder]
        if not wish.paths and not (wish.above and _inside(folder, home)):
            continue
        wanted = Wanted(frozenset(wish.names), wish.listed, tuple(sorted(wish.paths)))
        if platform == "macos" and _holds(folder, home):
            # FSEvents is always recursive: a watch on the home folder would wake us for all of ~/Library.
            polled[folder] = wanted
        elif len(watched) >= most:
            polled[folder] = wanted
            beyond += bool(wanted.paths)
        else:
            watched[folder] = wanted
    return Plan(watched, {folder: wanted for folder, wanted in polled.items() if wanted.paths}, beyond)


def places(path: str, disk: Disk) -> Iterator[tuple[Place, bool]]:
    """Each name that decides where `path` leads, in the order the kernel meets them; True for those that matter most.

    Those are links (they may be pointed elsewhere), the first missing name, and the last name. The others are plain
    folders on the way, which may be replaced as a whole.
    """
    folder, links = "/", 0
    waiting = _parts(path)
    while waiting:
        name = waiting.pop(0)
        if name == "..":
            folder = posixpath.dirname(folder)
            continue
        here = posixpath.join(folder, name)
        entry = disk(here)
        if entry.kind == "folder":
            yield Place(folder, name), not waiting
            folder = here
            continue
        yield Place(folder, name), True
        links += 1
        if entry.kind != "link" or links > _MAX_LINKS:
            return
        if posixpath.isabs(entry.target):
            folder = "/"
        waiting = [*_parts(entry.target), *waiting]


class _Wish(Struct):
    names: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    exists: bool = False
    """A file that is there depends on it, not only one that may appear."""
    listed: bool = False
    above: bool = False
    """Holds a folder that is watched."""


def _wishes(files: StoredFiles, disk: Disk) -> dict[str, _Wish]:
    disk = _remembering(disk)
    wishes: dict[str, _Wish] = defaultdict(_Wish)
    on_the_way: set[Place] = set()
    for path in _looked_at(files):
        exists = files.files[path].exists if path in files.files else False
        for place, matters in places(path, disk):
            if not matters:
                on_the_way.add(place)
                continue
            wish = wishes[place.folder]
            wish.names.add(place.name)
            wish.paths.add(path)
            wish.exists |= exists
    for path, listing in files.folders.items():
        if listing.state == "present" and (real := _real(path, disk)):
            wishes[real].listed = True
            wishes[real].paths.add(path)
    needed = set(wishes)
    for place in on_the_way:
        if place.folder in needed or posixpath.join(place.folder, place.name) in needed:
            wishes[place.folder].names.add(place.name)
            wishes[place.folder].above = True
    return wishes


def _looked_at(files: StoredFiles) -> Iterable[str]:
    return dict.fromkeys(path for path in (*files.files, *files.folders) if posixpath.isabs(path) and "\0" not in path)


def _real(path: str, disk: Disk) -> str:
    """The folder a path leads to in the end, or "" when it leads to none."""
    last = Place("", "")
    for place, _ in places(path, disk):
        last = place
    real = posixpath.join(last.folder, last.name) if last.folder else "/"
    return real if disk(real).kind == "folder" else ""


def _remembering(disk: Disk) -> Disk:
    known: dict[str, Entry] = {}

    def ask(path: str) -> Entry:
        if path not in known:
            known[path] = disk(path)
        return known[path]

    return ask


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]


def _left_out(folder: str) -> bool:
    if folder in _NOISY or folder.startswith("/usr/local/") or folder == "/usr/local":
        return folder in _NOISY
    return any(_inside(folder, system) for system in _SYSTEM)


def _inside(folder: str, other: str) -> bool:
    return bool(other) and (folder == other or folder.startswith(other.rstrip("/") + "/"))


def _holds(folder: str, home: str) -> bool:
    return bool(home) and _inside(home, folder)


def _rank(folder: str, wish: _Wish, home: str) -> tuple[int, int, str]:
    if folder == home:
        tier = 0
    elif not wish.paths:
        tier = 5
    elif wish.exists:
        tier = 1 if _inside(folder, home) else 2
    else:
        tier = 3 if _inside(folder, home) else 4
    return tier, -len(wish.paths), folder
