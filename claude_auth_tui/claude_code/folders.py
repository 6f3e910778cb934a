"""Where Claude Code looks: its own folder, the managed folder, the project's, and the root of a git repository."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.unveil import unveil

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByPlatform

LOGIN_FOLDER: Final = say("CLAUDE_SECURESTORAGE_CONFIG_DIR")
MANAGED: Final[ByPlatform[str]] = {
    "linux": "/etc/claude-code",
    "macos": "/Library/Application Support/ClaudeCode",
    "windows": "C:\\Program Files\\ClaudeCode",
}
"""Source: the settings page of the documentation; on Linux observed."""


def config_dir(machine: Machine, environment: Environment) -> str:
    """The folder used as `~/.claude`: CLAUDE_CONFIG_DIR taken literally, set to nothing meaning the current folder (observed)."""
    given = environment.get("CLAUDE_CONFIG_DIR")
    if given is None:
        return machine.at_home(".claude")
    return absolute(machine, unicodedata.normalize("NFC", unveil(given.value)))


def state_folder(machine: Machine, environment: Environment) -> str:
    """The folder of `.claude.json`: CLAUDE_CONFIG_DIR, and the home folder where that is unset or set to nothing (observed)."""
    given = environment.get("CLAUDE_CONFIG_DIR")
    if given is None or not given.value:
        return machine.home
    return absolute(machine, unicodedata.normalize("NFC", unveil(given.value)))


def login_folder(machine: Machine, environment: Environment, config_folder: str) -> str:
    """The folder a login is kept in: CLAUDE_SECURESTORAGE_CONFIG_DIR taken literally, the config folder where that is empty (observed)."""
    given = environment.get(LOGIN_FOLDER)
    return absolute(machine, unveil(given.value)) if given is not None and given.value else config_folder


def absolute(machine: Machine, path: str) -> str:
    """A path as a process in the current folder means it. `~` is not expanded."""
    joined = machine.join(machine.cwd, path)
    return str(machine.paths.normpath(joined)) if "\0" not in joined else joined


def git_root(machine: Machine) -> str | None:
    """The main work tree of the repository the current folder is in, or None.

    A linked work tree leads to its main one, a submodule is a repository of its own (observed).
    """
    folder = machine.cwd
    while True:
        entry = machine.files.stat(machine.join(folder, ".git"))
        if entry.exists:
            return _main_work_tree(machine, folder, entry)
        parent = machine.paths.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _main_work_tree(machine: Machine, folder: str, entry: File) -> str:
    if not entry.is_file:
        return folder
    text = machine.files.file(entry.path).text
    if text is None or not unveil(text).startswith("gitdir:"):
        return folder
    git_dir = machine.paths.normpath(machine.join(folder, unveil(text).removeprefix("gitdir:").strip()))
    common = machine.files.file(machine.join(git_dir, "commondir")).text
    if common is None:
        return folder
    main = machine.paths.normpath(machine.join(git_dir, unveil(common).strip()))
    is_worktree = machine.paths.dirname(machine.paths.dirname(git_dir)) == main and machine.paths.basename(main) == ".git"
    return str(machine.paths.dirname(main)) if is_worktree else folder
