"""Dotenv files: `.env`, `.env.local` and their kin in the project folder. Claude Code never reads them (observed).

They matter through what loads them into the environment Claude Code is then started in: direnv, a zsh plugin, an IDE,
docker compose. The line syntax is that of the dotenv libraries: an optional `export`, quotes that may span lines,
comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Effect
from claude_auth_tui.shells.elsewhere.direnv import Loaded, loaded_by_direnv
from claude_auth_tui.shells.elsewhere.editors import loads_dotenv
from claude_auth_tui.shells.elsewhere.lazy import pattern
from claude_auth_tui.shells.hits import make_found

_MOST_FILES: Final = 20
_ASSIGNMENT: Final = pattern(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*[=:]", re.MULTILINE)
_ZSH_PLUGIN: Final = pattern(r"^[ \t]*plugins\+?=\([^)]*\bdotenv\b[^)]*\)", re.MULTILINE)
_TEMPLATES: Final = (".example", ".sample", ".template", ".dist", ".tpl")


class Setting(NamedTuple):
    """One assignment of a dotenv file."""

    name: str
    line: int
    """From 1."""
    value: Secret
    text: str
    """The raw line, for redaction only."""


def settings_of(text: SecretText) -> Iterator[Setting]:
    """Every assignment, those inside a quoted value left out. Nothing is refused."""
    plain = unveil(text).removeprefix("\ufeff")
    position = 0
    while found := _ASSIGNMENT().search(plain, position):
        value, position = _value(plain, found.end())
        line = plain.count("\n", 0, found.start(1)) + 1
        end = plain.find("\n", found.start())
        yield Setting(found[1], line, Secret(value), plain[found.start() : end if end >= 0 else None])


def _value(text: str, start: int) -> tuple[str, int]:
    """The value from `start` on, and where the next line begins."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    rest = text[start:end].lstrip(" \t")
    if rest[:1] in ("'", '"', "`"):
        opened = end - len(rest)
        closed = _closing(text, opened)
        if closed is not None:
            after = text.find("\n", closed)
            return text[opened + 1 : closed], len(text) if after < 0 else after
    return re.sub(r"[ \t]+#.*$", "", rest).strip(), end


def _closing(text: str, opened: int) -> int | None:
    quote, at = text[opened], opened + 1
    while (at := text.find(quote, at)) >= 0:
        if quote != '"' or text[at - 1] != "\\":
            return at
        at += 1
    return None


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
        for setting in settings_of(file.text):
            if setting.name in names:
                editor = editor or loads_dotenv(machine) or say("none")
                effect, because = _effect(
                    name, direnv.get(path), plugin, editor if path == machine.join(machine.cwd, ".env") else say("none")
                )
                yield make_found(
                    path, setting.line, setting.name, "dotenv", effect, because, source_line=setting.text, value=setting.value, names=names
                )


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
    return text is not None and bool(_ZSH_PLUGIN().search(unveil(text)))
