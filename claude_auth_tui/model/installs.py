"""The `claude` programs on the machine, with the version where a name or a file tells it. Runs none of them.

Everything is asked through the file table, so that an update of Claude Code is noticed like any other change.
"""

from __future__ import annotations

import json
import ntpath
import posixpath
import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.machine import Files, Install
from claude_auth_tui.model.saying import version
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Platform

_PACKAGE: Final = "@anthropic-ai/claude-code"
_VERSION: Final = r"(\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?)"
_NAMED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"/claude/versions/{_VERSION}(?:/|$)",  # the native installer
        rf"/Caskroom/claude-code(?:@[^/]+)?/{_VERSION}(?:/|$)",  # Homebrew
        rf"^/(?:nix|gnu)/store/[^/]*claude-code-{_VERSION}(?:/|$)",
    )
)
NATIVE_VERSIONS: Final = (".local", "share", "claude", "versions")
"""Where the native installer keeps the programs, under the home folder; each has its version for a name."""
_USUAL: Final = (".local/bin", ".claude/local", ".npm-global/bin", ".volta/bin", ".bun/bin")
"""Under the home folder, whether on the PATH or not."""
_USUAL_ROOTS: Final = ("/opt/homebrew/bin", "/usr/local/bin")
_MOST_FOLDERS: Final = 200


def read_installs(files: Files, environment: Mapping[str, str], home: str, platform: Platform) -> tuple[Install, ...]:
    """Every `claude` on the PATH, in its order, then those in the usual places."""
    paths: ModuleType = ntpath if platform == "windows" else posixpath
    found: dict[str, Install] = {}
    first = True
    for folder, on_path in _folders(environment, home, platform, paths):
        install = _in_folder(files, folder, platform)
        if install is not None and (install.target or install.path) not in found:  # /bin may be /usr/bin
            found[install.target or install.path] = replace(install, first_on_path=on_path and first)
            first = first and not on_path
    return tuple(found.values())


def first_install(files: Files, search: str, platform: Platform) -> Install | None:
    """The `claude` that a PATH finds first."""
    paths: ModuleType = ntpath if platform == "windows" else posixpath
    for folder in _split(search, platform, paths)[:_MOST_FOLDERS]:
        if (install := _in_folder(files, folder, platform)) is not None:
            return replace(install, first_on_path=True)
    return None


def _in_folder(files: Files, folder: str, platform: Platform) -> Install | None:
    paths: ModuleType = ntpath if platform == "windows" else posixpath
    for name in ("claude.exe", "claude.cmd") if platform == "windows" else ("claude",):
        path = paths.join(folder, name)
        file = files.stat(path)
        if file.is_file and (file.executable or platform == "windows"):
            target = file.hops[-1] if file.hops else ""
            return Install(path, _version(files, target or path, paths), False, target)
    return None


def _split(search: str, platform: Platform, paths: ModuleType) -> list[str]:
    """The folders of a PATH, each once; relative ones are left out."""
    separator = ";" if platform == "windows" else ":"
    return list(dict.fromkeys(paths.normpath(folder) for folder in search.split(separator) if paths.isabs(folder)))


def _folders(environment: Mapping[str, str], home: str, platform: Platform, paths: ModuleType) -> Iterator[tuple[str, bool]]:
    """Each folder to look in, and whether it is on the PATH."""
    on_path = _split(environment.get("PATH", ""), platform, paths)
    usual = [paths.join(home, *name.split("/")) for name in _USUAL] if home else []
    if platform != "windows":
        usual += _USUAL_ROOTS
    for folder in on_path[:_MOST_FOLDERS]:
        yield folder, True
    for folder in usual:
        if folder not in on_path:
            yield folder, False


def _version(files: Files, target: str, paths: ModuleType) -> Shown | None:
    plain = target.replace("\\", "/")
    for pattern in _NAMED:
        if named := pattern.search(plain):
            return None if _is_script(files, target) else version(named[1])
    parent = paths.dirname(target)
    if f"/node_modules/{_PACKAGE}/" in plain:
        package = target[: plain.index(_PACKAGE) + len(_PACKAGE)]
    elif parent.endswith(paths.join(".claude", "local")):
        package = paths.join(parent, "node_modules", *_PACKAGE.split("/"))  # a script that starts the package beside it
    elif plain.endswith(".cmd"):
        package = paths.join(parent, "node_modules", *_PACKAGE.split("/"))  # npm on Windows
    else:
        return None
    return _package_version(files, paths.join(package, "package.json"))


def _is_script(files: Files, path: str) -> bool:
    """Whether something else stands where the program should: Claude Code itself is no script there."""
    file = files.file(path)
    return file.text is not None and unveil(file.text).startswith("#!")


def _package_version(files: Files, path: str) -> Shown | None:
    text = files.file(path).text
    if text is None:
        return None
    try:
        told = json.loads(unveil(text)).get("version")
    except (ValueError, AttributeError, RecursionError):
        return None
    return version(told) if isinstance(told, str) and re.fullmatch(_VERSION, told) else None
