"""Make up a machine in three lines. `~/` in a path stands for the home folder; `now` is fixed."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.machine import File, Folder, Machine, StoredFiles
from claude_auth_tui.model.saying import user_name
from claude_auth_tui.model.secret import Secret, SecretText

HOME: Final = "/home/dev"
CWD: Final = "/home/dev/work/api"
NOW: Final = 1_795_262_621.0
"""2026-11-21 12:03:41 UTC."""

Content = str | Mapping[str, object] | File


def make_machine(files: Mapping[str, Content] | None = None, env: Mapping[str, str] | None = None, **fields: object) -> Machine:
    """A Linux machine with these files and this environment. A content is text, a JSON value, or a `File` (its path is filled in).

    `fields` replace any other field of the `Machine`.
    """
    cwd = str(fields.get("cwd", CWD))
    table = {path: _file(path, content) for path, content in ((_absolute(p, cwd), c) for p, c in (files or {}).items())}
    environment = {"HOME": HOME, "USER": "dev", "SHELL": "/usr/bin/zsh", "PATH": "/usr/local/bin:/usr/bin:/bin", **(env or {})}
    machine = Machine(
        platform="linux",
        home=HOME,
        cwd=CWD,
        files=StoredFiles(table, _folders([*table, cwd + "/."])),
        environment={name: Secret(value) for name, value in environment.items()},
        now=NOW,
        user="dev",
        uid=1000,
        login_shell=environment["SHELL"],
    )
    if isinstance(container := fields.get("container"), str):
        fields["container"] = user_name(container)
    return replace(machine, **fields)


def _absolute(path: str, cwd: str) -> str:
    if path.startswith("~/"):
        return posixpath.join(HOME, path[2:])
    return posixpath.normpath(posixpath.join(cwd, path))


def _file(path: str, content: Content) -> File:
    if isinstance(content, File):
        return replace(content, path=path)
    text = content if isinstance(content, str) else json.dumps(content, indent=2)
    return File(path, "present", "file", SecretText(text), mode=0o600, uid=1000, size=len(text.encode()), modified=NOW - 3600)


def _folders(paths: list[str]) -> dict[str, Folder]:
    names: dict[str, set[str]] = {}
    for path in paths:
        while (parent := posixpath.dirname(path)) != path:
            name = posixpath.basename(path)
            names.setdefault(parent, set()).update({name} - {".", ""})
            path = parent  # noqa: PLW2901 - climbing
    return {path: Folder(path, "present", tuple(sorted(found))) for path, found in names.items()}
