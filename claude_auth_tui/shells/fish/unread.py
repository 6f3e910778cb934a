"""Startup files of bash and zsh that name one of the variables: fish reads none of them unless it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.hits import make_found

_FILES: Final = (
    (".profile", False),
    (".bash_profile", False),
    (".bash_login", False),
    (".bashrc", False),
    (".zshenv", True),
    (".zprofile", True),
    (".zshrc", True),
    (".zlogin", True),
)
"""Each with whether it is zsh's."""


def other_shells_hits(shell: Shell) -> Iterator[Found]:
    """Hits in those files, all inactive."""
    for name, zsh in _FILES:
        path = shell.machine.at_home(name)
        secret = shell.machine.files.file(path).text
        if secret is None or path in shell.files:
            continue
        text = unveil(secret)
        if any(variable in text for variable in shell.names):
            yield from _hits(shell, path, text, zsh)


def _hits(shell: Shell, path: str, text: str, zsh: bool) -> Iterator[Found]:
    # only where one of them names a variable: the other evaluator takes time to load
    from claude_auth_tui.shells.posix.parser import Parser
    from claude_auth_tui.shells.posix.sites import sites_in
    from claude_auth_tui.shells.posix.values import Source
    from claude_auth_tui.shells.posix.word_parts import WordParts

    source = Source(text, path)
    lines = text.split("\n")
    for spot in sites_in(source, Parser(text, zsh).lines(), WordParts(zsh), shell.names):
        line = source.line(spot.position)
        value = Secret(spot.literal) if spot.literal is not None else None
        because = say("fish does not read it, and no file that it reads sources it")
        yield make_found(path, line, spot.name, spot.does, "inactive", because, source_line=lines[line - 1], value=value, names=shell.names)
