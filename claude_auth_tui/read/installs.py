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
_USUAL: Final = (".local/bin", ".claude/local", ".npm-global/bin", ".volta/bin", ".bun/bin")
"""Under the home folder, whether on the PATH or not."""
_USUAL_ROOTS: Final = ("/opt/homebrew/bin", "/usr/local/bin")
_MOST_FOLDERS: Final = 200


def read_installs(files: Files, environment: Mapping[str, str], home: str, platform: Platform) -> tuple[Install, ...]:
    """Every `claude` on the PATH, in its order, then those in the usual places."""
    paths: ModuleType = ntpath if platform == "windows" else posixpath
    names = ("claude.exe", "claude.cmd") if platform == "windows" else ("claude",)
    found: dict[str, Install] = {}
    first = True
    for folder, on_path in _folders(environment, home, platform, paths):
        for name in names:
            path = paths.join(folder, name)
            file = files.stat(path)
            if not file.is_file or not (file.executable or platform == "windows"):
                continue
            target = file.hops[-1] if file.hops else ""
            if (target or path) not in found:  # /bin may be /usr/bin
                found[target or path] = Install(path, _version(files, target or path, paths), on_path and first, target)
                first = first and not on_path
            break
    return tuple(found.values())


def _folders(environment: Mapping[str, str], home: str, platform: Platform, paths: ModuleType) -> Iterator[tuple[str, bool]]:
    """Each folder to look in, and whether it is on the PATH."""
    on_path = [
        paths.normpath(folder) for folder in environment.get("PATH", "").split(";" if platform == "windows" else ":") if paths.isabs(folder)
    ]
    usual = [paths.join(home, *name.split("/")) for name in _USUAL] if home else []
    if platform != "windows":
        usual += _USUAL_ROOTS
    for folder in list(dict.fromkeys(on_path))[:_MOST_FOLDERS]:
        yield folder, True
    for folder in usual:
        if folder not in on_path:
            yield folder, False


def _version(files: Files, target: str, paths: ModuleType) -> Shown | None:
    plain = target.replace("\\", "/")
    for pattern in _NAMED:
        if named := pattern.search(plain):
            return version(named[1])
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


def _package_version(files: Files, path: str) -> Shown | None:
    text = files.file(path).text
    if text is None:
        return None
    try:
        told = json.loads(unveil(text)).get("version")
    except (ValueError, AttributeError, RecursionError):
        return None
    return version(told) if isinstance(told, str) and re.fullmatch(_VERSION, told) else None
