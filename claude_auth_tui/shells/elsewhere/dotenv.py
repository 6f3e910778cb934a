"""Dotenv files: `.env`, `.env.local` and their kin in the project folder. Claude Code never reads them (observed).

They matter through what loads them into the environment Claude Code is then started in: direnv, a zsh plugin, an IDE,
docker compose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.documents.assignments import dotenv
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Effect
from claude_auth_tui.shells.elsewhere.direnv import Loaded, loaded_by_direnv
from claude_auth_tui.shells.elsewhere.editors import loads_dotenv
from claude_auth_tui.shells.hits import make_found

_MOST_FILES: Final = 20
_ZSH_PLUGIN: Final = r"(?m)^[ \t]*plugins\+?=\([^)]*\bdotenv\b[^)]*\)"
_TEMPLATES: Final = (".example", ".sample", ".template", ".dist", ".tpl")


def dotenv_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of a `.env` file in the project folder, or of one that direnv loads there, that sets one of the variables."""
    folder = machine.files.folder(machine.cwd)
    files = [name for name in folder.names if name == ".env" or name.startswith(".env.")][:_MOST_FILES]
    direnv = loaded_by_direnv(machine)
    plugin = bool(files) and has_zsh_plugin(machine)
    editor = NOTHING
    names_here = files or [".env"]  # asked for even where it is not there, so that it is seen when it comes
    for path in dict.fromkeys([*(machine.join(machine.cwd, name) for name in names_here), *direnv]):
        name = machine.paths.basename(path)
        file = machine.files.file(path)
        if file.text is None:
            continue
        lines: list[str] = []
        text = unveil(file.text).removeprefix("\ufeff")
        for entry in dotenv(text):
            if entry.key in names:
                lines = lines or text.split("\n")
                editor = editor or loads_dotenv(machine) or say("none")
                effect, because = _effect(
                    name, direnv.get(path), plugin, editor if path == machine.join(machine.cwd, ".env") else say("none")
                )
                source = lines[entry.line - 1]
                yield make_found(path, entry.line, entry.key, "dotenv", effect, because, source_line=source, value=entry.value, names=names)


def is_template(name: str) -> bool:
    """Whether a dotenv file only shows what is to be filled in."""
    return name.endswith(_TEMPLATES)


def _effect(name: str, direnv: Loaded | None, plugin: bool, editor: Shown) -> tuple[Effect, Shown]:
    if is_template(name):
        return "inactive", say("a template that nothing loads; it does not reach claude")
    if direnv is not None:
        return direnv.effect, direnv.because
    if plugin and name == ".env":
        return "conditional", say("oh-my-zsh's dotenv plugin offers to load it when a zsh enters this folder; then it reaches claude")
    if editor != "none":
        return "conditional", say("the Python extension loads it into {}'s terminals, and there it reaches claude", editor)
    return "inactive", say("Claude Code does not read it, so it does not reach claude unless an IDE or a script loads it first")


def has_zsh_plugin(machine: Machine) -> bool:
    """Whether ~/.zshrc switches on the dotenv plugin of oh-my-zsh."""
    text = machine.files.file(machine.at_home(".zshrc")).text
    return text is not None and bool(re.search(_ZSH_PLUGIN, unveil(text)))
