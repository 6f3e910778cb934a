"""Programs for paths: what they are called, where they lead, what is in a folder, and making and taking away files."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from claude_auth_tui.shells.programs.run import Answer, Run, T

_ABSENT_STATUS: Final = {"macos": 1}
"""Of `ls`; GNU's says 2."""


def basename_(run: Run[T]) -> Answer[T]:
    given = run.given("a", "s", "multiple=a suffix=s", permute=False)
    if given is None or not given.rest:
        return None
    many = bool(given.options)
    if not many and len(given.rest) > 2:
        return [], 1
    paths, suffix = (given.rest, given.last("s")) if many else (given.rest[:1], given.rest[1] if len(given.rest) > 1 else "")
    return run.said(*(_base(path, suffix) for path in paths))


def _base(path: str, suffix: str) -> str:
    name = posixpath.basename(path.rstrip("/")) or path[:1]
    return name.removesuffix(suffix) if suffix != name else name


def dirname_(run: Run[T]) -> Answer[T]:
    given = run.given("")
    if given is None or not given.rest:
        return None
    if run.machine.platform == "macos" and len(given.rest) > 1:
        return None
    return run.said(*(_folder_of(path) for path in given.rest))


def _folder_of(path: str) -> str:
    if path and not path.strip("/"):
        return "/"
    before = path.rstrip("/").rpartition("/")
    return (before[0].rstrip("/") or "/") if before[1] else "."


def realpath_(run: Run[T]) -> Answer[T]:
    given = run.given("eqmP", long="canonicalize-existing=e canonicalize-missing=m quiet=q")
    return None if given is None else _resolved(run, given.rest, "e" in given.options)


def readlink_(run: Run[T]) -> Answer[T]:
    """With `-f` as `realpath`; without it nothing is printed of what is no link, and what a link says is not known."""
    given = run.given("femqsn", long="canonicalize=f canonicalize-existing=e canonicalize-missing=m quiet=q silent=s")
    if given is None:
        return None
    if {"f", "e", "m"} & set(given.options):
        answer = _resolved(run, given.rest, "e" in given.options)
        return (answer[0][:-1], answer[1]) if answer and answer[0] and "n" in given.options else answer
    if len(given.rest) != 1:
        return None
    found = run.lookup.stat(run.certain(given.rest[0]))
    return ([], 1) if not found.hops and not found.detail and found.state != "unreadable" else None


def _resolved(run: Run[T], paths: list[str], must_exist: bool) -> Answer[T]:
    """The one path with its links followed, as far as the file table knows them."""
    if len(paths) != 1 or not paths[0]:
        return None
    found = run.lookup.stat(run.certain(paths[0]))
    if must_exist and not found.exists:
        return [], 1
    return run.said(found.hops[-1] if found.hops else run.lookup.absolute(paths[0]))


def pwd_(run: Run[T]) -> Answer[T]:
    given = run.given("LP")
    here = run.folder
    if given is None or given.rest or here is None:
        return None
    hops = run.lookup.stat(here).hops
    return run.said(hops[-1] if hops and "L" not in given.options else here)


def ls_(run: Run[T]) -> Answer[T]:
    """Files that are named, or the names in one folder, where every locale sorts them alike."""
    given = run.given("1daAU", long="all=a almost-all=A directory=d")
    if given is None:
        return None
    paths = given.rest or ["."]
    there = [path for path in paths if run.lookup.exists(run.certain(path))]
    if "d" in given.options or not any(run.lookup.stat(path).is_folder for path in there):
        names = there
    else:
        folder = run.lookup.folder(paths[0])
        if len(paths) > 1 or folder.state != "present" or "a" in given.options:
            return None
        names = [name for name in folder.names if "A" in given.options or not name.startswith(".")]
    ordered = sorted(names)
    if len(names) > 1 and not re.fullmatch(r"[a-z0-9/.]+", "".join(names)):
        return None
    status = 0 if len(there) == len(paths) else _ABSENT_STATUS.get(run.machine.platform, 2)
    return run.ended(run.made(name) for name in ordered), status


# What is done to files is taken to succeed: whether it does depends on more than a file table tells.


def mkdir_(run: Run[T]) -> Answer[T]:
    given = run.given("pv", "m", "parents=p mode=m verbose=v")
    if given is None or "v" in given.options:
        return None
    for path in given.rest:
        run.made_folder(run.certain(path))
    return [], 0


def touch_(run: Run[T]) -> Answer[T]:
    for path in run.words:
        if not path.startswith("-") and not run.lookup.exists(run.certain(path)):
            run.wrote(path, [])
    return [], 0


def rm_(run: Run[T]) -> Answer[T]:
    for path in run.words:
        if not path.startswith("-"):
            run.wrote(run.certain(path), None)
    return [], 0


def chmod_(run: Run[T]) -> Answer[T]:
    return [], 0
