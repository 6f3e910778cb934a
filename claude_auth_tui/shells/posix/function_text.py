"""A function as the shell shows it. It lays out what is inside anew, which makes no difference to who runs it; the first line is its own."""

from __future__ import annotations

from claude_auth_tui.shells.posix.state import Defined
from claude_auth_tui.shells.posix.syntax import Group, Node, Simple
from claude_auth_tui.shells.posix.values import Val, joined


def laid_out(zsh: bool, name: str, defined: Defined) -> Val:
    """What `declare -f name` prints."""
    return joined([Val(f"{name} () {{\n" if zsh else f"{name} () \n{{ \n"), *_lines(zsh, defined), Val("}\n")])


def body_of(defined: Defined) -> Val:
    """What zsh's `$functions[name]` holds."""
    return joined(_lines(True, defined)[:-1])


def _lines(zsh: bool, defined: Defined) -> list[Val]:
    source, body = defined.source, defined.body
    indent = "\t" if zsh else "    "
    items: tuple[Node, ...] = body.body.items if isinstance(body, Group) and not body.redirects and body.always is None else (body,)
    begins = items[0].pos if items else body.pos
    ends = items[-1].end if items else body.pos
    plain = all(isinstance(item, Simple) and not item.redirects for item in items)
    parts: list[Val] = []
    for begin, end in [(item.pos, item.end) for item in items] if plain else [(begins, ends)]:
        text = source.text[begin:end].rstrip(" \t\n;")
        place = (source, begin)
        close = "\n" if zsh or end == ends else ";\n"
        parts += [Val(indent), Val(text, source.place(begin), spans=((0, place),)), Val(close)]
    return parts or [Val("\n")]
