"""Programs for paths: what they are called, where they lead, what is in a folder, and making and taking away files."""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise

from claude_auth_tui.shells.programs.filters import same_everywhere
from claude_auth_tui.shells.programs.run import Answer, Given, Run, T, UnknownTextError, takes


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
    """With `-f` as `realpath`; without it what the link says, and nothing of what is no link (observed: coreutils 9.1)."""
    if {"f", "e", "m"} & set(given.options) or not given.rest:
        return _resolved(run, given) if "n" not in given.options else None
    found = run.lookup.stat(run.certain(given.rest[0]))
    if found.link:
        return ([run.made(found.link)], 0) if "n" in given.options else run.said(found.link)
    return ([], 1) if found.link == "" or (not found.hops and not found.detail and found.state != "unreadable") else None


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


@takes("1daAprUq", long="hide-control-chars=q all=a almost-all=A directory=d reverse=r color=K", maybe="K")
def ls_(run: Run[T], given: Given) -> Answer[T]:
    """Files that are named, or the names in one folder, where every locale sorts them alike. `--color` without a word means always."""
    if given.last("K", "auto") not in ("auto", "tty", "if-tty", "never", "no", "none"):
        seen = run.machine.platform == "linux" and all(run.lookup.exists(run.certain(path)) for path in given.rest)
        return None, 0 if seen and ("d" in given.options or not given.rest) else None
    paths = given.rest or ["."]
    names = [path for path in paths if run.lookup.exists(run.certain(path))]
    inside = ""
    status = 0 if len(names) == len(paths) else 1 if run.machine.platform == "macos" else 2
    if "d" not in given.options and any(run.lookup.stat(path).is_folder for path in names):
        inside = paths[0]
        folder = run.lookup.folder(inside)
        if len(paths) > 1 or folder.state != "present":
            return None
        names = [name for name in folder.names if {"a", "A"} & set(given.options) or not name.startswith(".")]
        names += [".", ".."] if "a" in given.options else []
    ends = {name: "/" for name in names if "p" in given.options and run.lookup.stat(posixpath.join(inside, name)).is_folder}
    ordered = sorted(names)
    if "q" in given.options and not all(name.isprintable() for name in names):
        return None
    everywhere = re.fullmatch(r"[a-z0-9/.]+", "".join(names)) or all(same_everywhere(*pair) for pair in pairwise(ordered))
    lines = [run.made(f"{name}{ends.get(name, '')}\n") for name in (reversed(ordered) if "r" in given.options else ordered)]
    if "U" in given.options or not everywhere:
        return run.in_any_order(lines), status
    return lines, status


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


@takes("fvn", long="force=f verbose=v no-clobber=n")
def mv_(run: Run[T], given: Given) -> Answer[T]:
    """One file to a place of its own."""
    return _carried(run, given, keeps=False)


@takes("fvpn", long="force=f verbose=v no-clobber=n")
def cp_(run: Run[T], given: Given) -> Answer[T]:
    return _carried(run, given, keeps=True)


def _carried(run: Run[T], given: Given, *, keeps: bool) -> Answer[T]:
    """With any other words what becomes of them all is not known: none of them surely is, or surely is not there."""
    ends = [run.certain(path) for path in given.rest]
    if len(ends) == 2 and run.lookup.stat(ends[1]).is_folder:
        ends[1] = posixpath.join(ends[1], posixpath.basename(ends[0]))
    known = len(ends) == 2 and not set("vn") & set(given.options) and not any(run.lookup.stat(path).is_folder for path in ends)
    try:
        text = run.file(ends[0]) if known else None
    except UnknownTextError:
        text, known = None, False
    if not known or (text is None and run.lookup.exists(ends[0])):
        for path in ends if not keeps else ends[-1:]:
            run.may_have_changed(path)
        return None
    if text is None:
        return [], 1
    run.wrote(ends[1], text)
    if not keeps:
        run.wrote(ends[0], None)
    return [], 0


@takes()
def cksum_(run: Run[T], given: Given) -> Answer[T]:
    """The sums are not reckoned; a file that is not there makes it fail."""
    if not given.rest:
        return None
    there = [_is_there(run, path) for path in given.rest]
    return [] if not any(there) else None, int(not all(there))


def _is_there(run: Run[T], path: str) -> bool:
    try:
        return run.file(run.certain(path)) is not None or run.lookup.exists(path)
    except UnknownTextError:
        if run.folder is None:
            raise
        return True


@takes()
def rmdir_(run: Run[T], given: Given) -> Answer[T]:
    status = 0
    for path in given.rest:
        folder = run.lookup.folder(run.certain(path))
        if folder.state == "present" and not folder.names:
            run.wrote(path, None)
        else:
            status = 1
    return [], status


def chmod_(run: Run[T]) -> Answer[T]:
    return [], 0
