"""Programs for paths: what they are called, where they lead, what is in a folder, and making and taking away files."""

from __future__ import annotations

import posixpath
import re

from claude_auth_tui.shells.programs.run import Answer, Given, Run, T, takes


@takes("a", "s", permute=False)
def basename_(run: Run[T], given: Given) -> Answer[T]:
    paths = given.rest
    if given.options or len(paths) < 2:
        return run.said(*(_base(path, given.last("s")) for path in paths)) if paths else None
    return run.said(_base(*paths)) if len(paths) == 2 else ([], 1)


def _base(path: str, suffix: str) -> str:
    name = posixpath.basename(path.rstrip("/")) or path[:1]
    return name.removesuffix(suffix) if suffix != name else name


@takes()
def dirname_(run: Run[T], given: Given) -> Answer[T]:
    if not given.rest or (len(given.rest) > 1 and run.machine.platform == "macos"):
        return None
    return run.said(*(_folder_of(path) for path in given.rest))


def _folder_of(path: str) -> str:
    folder, slash, name = path.rstrip("/").rpartition("/")
    return (folder.rstrip("/") or "/") if slash else "." if name or not path else "/"


@takes("femqsn", most=1)
def readlink_(run: Run[T], given: Given) -> Answer[T]:
    """With `-f` as `realpath`; without it nothing is printed of what is no link, and what a link says is not known."""
    if {"f", "e", "m"} & set(given.options) or not given.rest:
        return _resolved(run, given) if "n" not in given.options else None
    found = run.lookup.stat(run.certain(given.rest[0]))
    return ([], 1) if not found.hops and not found.detail and found.state != "unreadable" else None


def _resolved(run: Run[T], given: Given) -> Answer[T]:
    """The path with its links followed, as far as the file table knows them."""
    if not any(given.rest):
        return None
    found = run.lookup.stat(run.certain(given.rest[0]))
    if "e" in given.options and not found.exists:
        return [], 1
    return run.said(found.hops[-1] if found.hops else run.lookup.absolute(given.rest[0]))


realpath_ = takes("eqmP", most=1)(_resolved)


@takes("LP", most=0)
def pwd_(run: Run[T], given: Given) -> Answer[T]:
    if run.folder is None:
        return None
    hops = run.lookup.stat(run.folder).hops
    return run.said(hops[-1] if hops and "L" not in given.options else run.folder)


@takes("1dA")
def ls_(run: Run[T], given: Given) -> Answer[T]:
    """Files that are named, or the names in one folder, where every locale sorts them alike."""
    paths = given.rest or ["."]
    names = [path for path in paths if run.lookup.exists(run.certain(path))]
    status = 0 if len(names) == len(paths) else 1 if run.machine.platform == "macos" else 2
    if "d" not in given.options and any(run.lookup.stat(path).is_folder for path in names):
        folder = run.lookup.folder(paths[0])
        if len(paths) > 1 or folder.state != "present":
            return None
        names = [name for name in folder.names if "A" in given.options or not name.startswith(".")]
    if len(names) > 1 and not re.fullmatch(r"[a-z0-9/.]+", "".join(names)):
        return None
    return run.ended(run.made(name) for name in sorted(names)), status


# What is done to files is taken to succeed: whether it does depends on more than a file table tells.


@takes("p", "m")
def mkdir_(run: Run[T], given: Given) -> Answer[T]:
    for path in given.rest:
        run.made_folder(run.certain(path))
    return [], 0


@takes("acm")
def touch_(run: Run[T], given: Given) -> Answer[T]:
    for path in given.rest:
        if not run.lookup.exists(run.certain(path)):
            run.wrote(path, [])
    return [], 0


@takes("frRvdiI")
def rm_(run: Run[T], given: Given) -> Answer[T]:
    for path in given.rest:
        run.wrote(run.certain(path), None)
    return [], 0


def chmod_(run: Run[T]) -> Answer[T]:
    return [], 0
