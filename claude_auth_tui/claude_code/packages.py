"""How a `claude` was installed, whether the Node.js it would run on is new enough, and what its version can do.

Told from paths and files; nothing is run.
"""

from __future__ import annotations

import json
import re
from typing import Final, Literal

from claude_auth_tui.model.machine import Install, Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.unveil import unveil

AUTH_COMMANDS: Final = say("2.1.41")
"""The first with `claude auth login`, `status` and `logout`; before it, only `/login` and `/logout` in a session."""
NO_DOTENV: Final = say("2.0.64")
"""Before it, the native program loaded a project's `.env` and `.env.local` by itself."""
SHARED_REFRESH: Final = say("2.1.211")
"""Before it, sessions that renewed one login at the same time could log each other out."""

Kind = Literal["native", "npm", "local", "homebrew", "windows", "other"]
PACKAGE: Final = say("@anthropic-ai/claude-code")
_SCRIPTS: Final = (".js", ".cjs", ".mjs")


def kind_of(machine: Machine, install: Install) -> Kind:
    """By the path and what it leads to; "windows" for a Windows program seen from WSL."""
    end = (install.target or install.path).replace("\\", "/")
    if machine.wsl and install.path.startswith("/mnt/"):
        return "windows"
    if "/claude/versions/" in end:
        return "native"
    if "/Caskroom/" in end:
        return "homebrew"
    if end.startswith(machine.at_home(".claude", "local").replace("\\", "/") + "/"):
        return "local"
    return "npm" if f"/node_modules/{PACKAGE}/" in end or end.endswith(".cmd") else "other"


def needed_node(machine: Machine, install: Install) -> int | None:
    """The lowest major version of Node.js that the installed package names; None where it does not run on Node.js, or says nothing."""
    end = install.target or install.path
    mark = f"/node_modules/{PACKAGE}/"
    if not end.endswith(_SCRIPTS) or mark not in end:
        return None
    text = machine.files.file(end[: end.index(mark) + len(mark)] + "package.json").text
    try:
        engines = json.loads(unveil(text)).get("engines") if text is not None else None
        asked = engines.get("node") if isinstance(engines, dict) else None
    except (ValueError, AttributeError, RecursionError):
        return None
    found = re.match(r">=\s*(\d{1,4})", asked) if isinstance(asked, str) else None
    return int(found[1]) if found else None


def found_node(machine: Machine, search: str) -> tuple[str, int] | None:
    """The `node` that a PATH finds first and its major version; None where there is none, or nothing tells its version."""
    for folder in [folder for folder in search.split(":") if folder.startswith("/")][:200]:
        found = machine.files.stat(machine.join(folder, "node"))
        if found.is_file and found.executable:
            end = found.hops[-1] if found.hops else found.path
            named = re.search(r"/v?(\d{1,4})\.\d+\.\d+[^/]*/(?:installation/)?bin/node$", end)
            major = int(named[1]) if named else _major_in_header(machine, end)
            return (found.path, major) if major is not None else None
    return None


def _major_in_header(machine: Machine, node: str) -> int | None:
    """What the header that is installed beside Node.js says."""
    root = machine.paths.dirname(machine.paths.dirname(node))
    text = machine.files.file(machine.join(root, "include", "node", "node_version.h")).text
    found = re.search(r"#define\s+NODE_MAJOR_VERSION\s+(\d{1,4})\b", unveil(text)) if text is not None else None
    return int(found[1]) if found else None


def number_of(version: str) -> tuple[int, ...]:
    """A version as numbers, for comparing; what follows a hyphen does not count."""
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdecimal())


def older(version: str | None, than: str) -> bool:
    """Whether a version is known and older."""
    return version is not None and number_of(version) < number_of(than)
