"""The dump of zsh's `compinit` is a startup file like another: what a tool wrote into it is exported (observed: zsh 5.9)."""

from __future__ import annotations

import pytest

from tests.shells.made_up import start_of

KEY = "ANTHROPIC_API_KEY"
DUMP = "#files: 12\tversion: 5.9\n\n_comps=(\n'ls' '_ls'\n)\nautoload -Uz _ls\n"


@pytest.mark.parametrize(
    ("line", "path", "first", "state"),
    [
        ("compinit -C -d ~/cache/dump", "cache/dump", DUMP, "set"),
        ("compinit -C", ".zcompdump", DUMP, "set"),
        ("compinit -C -d ~/cache/dump", "cache/dump", "", "set"),
        ("compinit -i -d ~/cache/dump", "cache/dump", DUMP, "unknown"),
        ("compinit", ".zcompdump", DUMP, "unknown"),
        ("compinit", ".zcompdump", ":\n", "unset"),
        ("compinit -C -d ~/cache/dump", ".zcompdump", DUMP, "unset"),
        ("compinit -C -D", ".zcompdump", DUMP, "set"),
        ("compinit -C -d ~/nowhere", "cache/dump", DUMP, "unset"),
    ],
)
def test_the_dump_is_read_where_it_surely_is(line: str, path: str, first: str, state: str) -> None:
    files = {".zshrc": f"autoload -Uz compinit\n{line}\n", path: f"{first}export {KEY}=made-up\n"}
    assert start_of("zsh", "interactive", files, names=[KEY]).variables[KEY].state == state


def test_a_dump_leaves_what_was_set_before() -> None:
    files = {".zshrc": f"export {KEY}=made-up\nautoload -Uz compinit\ncompinit\n", ".zcompdump": DUMP}
    assert start_of("zsh", "interactive", files, names=[KEY]).variables[KEY].state == "set"
