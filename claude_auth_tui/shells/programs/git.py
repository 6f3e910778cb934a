"""`git`, as far as startup files ask it: whether this is a repository, where it is, its settings, and whether git is there at all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import Final

from claude_auth_tui.shells.programs.run import Answer, Run, T, UnknownTextError

_NO_REPOSITORY: Final = 128
_ELSEWHERE: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_COUNT", "GIT_CEILING_DIRECTORIES")
"""Variables that lead git away from what is looked at here."""
_SECTION: Final = re.compile(r'\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\](.*)')
_SETTING: Final = re.compile(r'\s*([A-Za-z][\w-]*)\s*(?:=\s*([^"\\;#]*?|"[^"\\]*"))?\s*(?:[;#].*)?')
_NAME: Final = re.compile(r"([\w-]+)(?:\.(.+))?\.([A-Za-z][\w-]*)", re.DOTALL)
_HASH: Final = re.compile(r"[0-9a-f]{40}")


def git_(run: Run[T]) -> Answer[T]:
    words = [run.plain(argument) for argument in run.arguments]
    folder = run.folder
    while len(words) > 1 and words[0] == "-C":
        folder = None if folder is None else posixpath.join(folder, words[1])
        words = words[2:]
    if words and words[0] in ("--version", "version", "--exec-path", "--help"):
        return None, 0
    if folder is None or any(run.variable(name) is not None for name in _ELSEWHERE):
        return None
    if words[:1] == ["rev-parse"] and len(words) <= 2:
        return _rev_parse(run, folder, words[1] if len(words) > 1 else "")
    if words[:1] == ["config"]:
        return _config(run, folder, words[1:])
    return None


def _repository(run: Run[T], folder: str) -> str:
    """The folder that holds `.git`, from this one upwards; empty for none."""
    hops = run.lookup.stat(folder).hops
    at = hops[-1] if hops else run.lookup.absolute(folder)
    while True:
        own = posixpath.join(at, ".git")
        found = run.lookup.stat(own)
        if found.exists:
            uid = run.machine.uid
            if (
                not found.is_folder
                or not run.lookup.exists(f"{own}/HEAD")
                or (found.uid is not None and uid is not None and found.uid != uid)
            ):
                raise UnknownTextError
            return at
        if at in ("/", ""):
            return ""
        at = posixpath.dirname(at)


def _rev_parse(run: Run[T], folder: str, asked: str) -> Answer[T]:
    top = _repository(run, folder)
    if not top:
        return [], _NO_REPOSITORY
    if not asked:
        return [], 0
    if "/.git" in f"{folder}/".removeprefix(top):
        return None
    if asked == "--is-inside-work-tree":
        return run.said("true")
    if asked == "--show-toplevel":
        return run.said(top)
    if asked == "--git-dir":
        return run.said(".git" if run.lookup.absolute(folder) == top else f"{top}/.git")
    if asked == "HEAD":
        head = _head(run, f"{top}/.git")
        return None if head is None else run.said(head)
    return None


def _head(run: Run[T], own: str) -> str | None:
    """The commit that is checked out."""
    text = (run.lookup.text(f"{own}/HEAD") or "").strip()
    if text.startswith("ref: "):
        name = text.removeprefix("ref: ")
        text = (run.lookup.text(f"{own}/{name}") or "").strip()
        if not text:
            packed = (run.lookup.text(f"{own}/packed-refs") or "").splitlines()
            text = next((line.split(" ")[0] for line in packed if line.endswith(f" {name}")), "")
    return text if _HASH.fullmatch(text) else None


def _config(run: Run[T], folder: str, words: Sequence[str]) -> Answer[T]:
    """`git config [--global] [--get] NAME`."""
    options = [word for word in words if word.startswith("-")]
    names = [word for word in words if not word.startswith("-")]
    if len(names) != 1 or set(options) - {"--get", "--global", "--local", "--system", "get"} or not (asked := _NAME.fullmatch(names[0])):
        return None
    section, inner, key = asked.groups()
    sought = (section.lower(), inner or "", key.lower())
    value = None
    for path in _files(run, folder, options):
        for name, given in _settings(run.lookup.text(path) or "") if run.lookup.exists(path) else ():
            if name[0] in ("include", "includeif"):
                return None
            value = given if name == sought else value
    return ([], 1) if value is None else run.said(value)


def _files(run: Run[T], folder: str, options: Sequence[str]) -> list[str]:
    """The files that hold settings, those that count most last."""
    everywhere = not {"--global", "--local", "--system"} & set(options)
    home, own = run.variable("HOME"), run.variable("XDG_CONFIG_HOME")
    files: list[str] = []
    if everywhere or "--system" in options:
        files.append("/etc/gitconfig")
    if (everywhere or "--global" in options) and home is not None:
        settings = (run.plain(own) if own is not None else "") or f"{run.plain(home)}/.config"
        files += [f"{settings}/git/config", f"{run.plain(home)}/.gitconfig"]
    if (everywhere or "--local" in options) and (top := _repository(run, folder)):
        files.append(f"{top}/.git/config")
    return files


def _settings(text: str) -> list[tuple[tuple[str, str, str], str]]:
    """Each setting, as section, subsection and name, with its value. A line that is not followed is an UnknownTextError."""
    found: list[tuple[tuple[str, str, str], str]] = []
    section, inner = "", ""
    for line in text.splitlines():
        rest = line.strip()
        if opened := _SECTION.match(rest):
            section, inner, rest = opened.group(1).lower(), re.sub(r"\\(.)", r"\1", opened.group(2) or ""), opened.group(3).strip()
            if "." in section:
                section, _, inner = section.partition(".")
            if section in ("include", "includeif"):
                found.append(((section, "", ""), ""))
        if not rest or rest[0] in "#;":
            continue
        given = _SETTING.fullmatch(rest)
        if given is None or not section:
            raise UnknownTextError
        found.append(((section, inner, given.group(1).lower()), "" if given.group(2) is None else given.group(2).strip('"')))
    return found
