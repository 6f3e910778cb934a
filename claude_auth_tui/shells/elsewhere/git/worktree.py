"""Whether git would carry a file on: tracked, ignored, or neither. Only files are looked at; git is not run.

Sources: gitrepository-layout(5), gitignore(5), git-config(1). `include` in a git configuration is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from claude_auth_tui.documents import sections
from claude_auth_tui.model.machine import Machine, bytes_of
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.git.ignore import Pattern, is_ignored, patterns
from claude_auth_tui.shells.elsewhere.git.index import tracked
from claude_auth_tui.shells.elsewhere.shared import config_home, expanded, upwards

Care = Literal["tracked", "ignored", "open", "outside", "unknown"]
"""What git does with a file: "open" for one it would add, "outside" for one in no work tree."""

_LONGEST: Final = 256 * 1024


class WorkTree(Struct, frozen=True):
    """A checked-out repository."""

    root: str
    git: str
    """Its `.git` folder, or the one that belongs to this work tree."""
    common: str
    """The folder that all work trees of the repository share."""


class Kept(Struct, frozen=True):
    """What git does with one file."""

    care: Care
    path: str = ""
    """The file itself, where links lead; absolute."""
    root: str = ""
    """The root of its work tree; empty outside of one."""
    detail: Shown = NOTHING
    """Why it is unknown."""


def kept_by_git(machine: Machine, path: str) -> Kept:
    """What git does with the file that is found at an absolute path. Links are followed: git keeps a link, not what it leads to."""
    found = machine.files.stat(path)
    real = found.hops[-1] if found.hops else path
    tree = _work_tree(machine, machine.paths.dirname(real))
    if tree is None:
        return Kept("outside", real)
    parts = machine.paths.relpath(real, tree.root).replace("\\", "/").split("/")
    index = machine.files.file(machine.join(tree.git, "index"))
    if index.state != "absent":
        data = bytes_of(index)
        name = "/".join(parts).encode("utf-8", "surrogateescape")
        names = None if data is None else tracked(data, {name})
        if names is None:
            return Kept("unknown", real, tree.root, index.detail or say("its index cannot be read"))
        if name in names:
            return Kept("tracked", real, tree.root)
    return Kept("ignored" if _is_ignored(machine, tree, parts) else "open", real, tree.root)


def _work_tree(machine: Machine, folder: str) -> WorkTree | None:
    """The work tree a folder is in: the nearest one above it that has a `.git` of the right form."""
    for above in upwards(machine, folder):
        entry = machine.join(above, ".git")
        found = machine.files.stat(entry)
        if found.is_folder and machine.files.stat(machine.join(entry, "HEAD")).exists:
            return WorkTree(above, entry, entry)
        if found.is_file and (git := _linked(machine, above, entry)):
            return WorkTree(above, git, _common(machine, git))
    return None


def _linked(machine: Machine, folder: str, entry: str) -> str:
    """The folder that a `.git` file names: in a further work tree, or in a submodule."""
    text = _text(machine, entry)
    if not text.startswith("gitdir:"):
        return ""
    git: str = machine.paths.normpath(machine.join(folder, text.removeprefix("gitdir:").strip()))
    return git


def _common(machine: Machine, git: str) -> str:
    text = _text(machine, machine.join(git, "commondir")).strip()
    common: str = machine.paths.normpath(machine.join(git, text)) if text else git
    return common


def _text(machine: Machine, path: str) -> str:
    text = machine.files.file(path).text
    return "" if text is None or text.length > _LONGEST else unveil(text)


def _is_ignored(machine: Machine, tree: WorkTree, parts: list[str]) -> bool:
    settings = dict(_core_settings(machine, tree))
    fold = settings.get("ignorecase", "").lower() in ("true", "yes", "on", "1")
    everywhere = settings.get("excludesfile") or machine.join(config_home(machine), "git", "ignore")
    given: list[Pattern] = []  # the weakest file first
    for path in (everywhere, machine.join(tree.common, "info", "exclude")):
        given += patterns(_text(machine, path), ignore_case=fold)
    for depth in range(len(parts)):
        path = machine.join(tree.root, *parts[:depth], ".gitignore")
        given += patterns(_text(machine, path), parts[:depth], ignore_case=fold)
    return is_ignored(parts, given, ignore_case=fold)


def _core_settings(machine: Machine, tree: WorkTree) -> Iterator[tuple[str, str]]:
    """`core.*` of the system's, the user's and the repository's configuration, the strongest last."""
    places = (
        "/etc/gitconfig",
        machine.join(config_home(machine), "git", "config"),
        machine.at_home(".gitconfig"),
        machine.join(tree.common, "config"),
    )
    for path in places:
        for entry in sections.entries(_text(machine, path)):
            if entry.path[0].lower() == "core" and entry.value is not None:
                plain = unveil(entry.value).split(" #")[0].split(" ;")[0].strip().strip('"')
                yield entry.key.lower(), expanded(machine, plain)
