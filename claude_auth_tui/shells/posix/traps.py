"""`trap`: what it runs later is not followed; a variable that its text names cannot be told any more.

Only traps that run while a shell starts or waits at its prompt count: DEBUG, ERR, RETURN, and zsh's EXIT inside a
function, which runs when that ends. An EXIT trap of the shell itself runs after everything that was started in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix import opaque
from claude_auth_tui.shells.posix.nodes import Simple
from claude_auth_tui.shells.posix.values import Val

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.commands import Evaluator

_COUNTING: Final = frozenset(["DEBUG", "ERR", "ZERR", "RETURN"])


def trap(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    words = [a.text or "" for a in arguments]
    if words[:1] == ["--"]:
        words = words[1:]
    if len(words) < 2 or (words[0].startswith("-") and words[0] != "-"):
        return 0
    text, *when = words
    conditions = {w.upper().removeprefix("SIG") for w in when}
    counting = conditions & _COUNTING
    if shell.zsh and shell.calls and conditions & {"EXIT", "0"}:
        counting |= {"EXIT"}
    for condition in counting:
        shell.trapped.pop(condition, None)
    if not counting or text in ("", "-"):
        return 0
    why = say("the trap at line {} may set it each time it runs", shell.source.origin(node.pos).line)
    for name in sorted(shell.names):
        if name in text and re.search(rf"(?<!\w){name}(?!\w)", text):
            opaque.doubt(shell, name, shell.place(node.pos), why)
            if not shell.apart:
                for condition in counting:
                    shell.trapped.setdefault(condition, []).append((name, shell.place(node.pos), why))
    return 0


def at_the_end(shell: Evaluator) -> None:
    """Traps that are still set when the startup files have run: what was assigned since is not certain either."""
    for told in shell.trapped.values():
        for name, place, why in told:
            opaque.doubt(shell, name, place, why)
    shell.trapped.clear()
