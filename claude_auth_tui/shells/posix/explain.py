"""Why something is not run, or perhaps not, in words a person accepts: "only when ~/.work exists; it does not"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.nodes import Block, Node, Simple, Test, Unary
from claude_auth_tui.shells.source_shown import command_shown, source_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell

_IS_FILE: Final = say("is a file")
_FILE_TESTS: Final = {
    "-e": say("exists"),
    "-f": _IS_FILE,
    "-d": say("is a folder"),
    "-r": say("can be read"),
    "-s": say("has content"),
    "-x": say("can be executed"),
    "-L": say("is a link"),
    "-h": say("is a link"),
}
_LONGEST: Final = 70


def described(shell: Shell, test: Node, answer: bool | None, wanted: bool) -> Shown:
    """`test` is the condition, `answer` what it is, `wanted` what the passed-over part needs."""
    while isinstance(test, Block) and len(test.items) == 1:
        test = test.items[0]
    words = _plain_test(shell, test)
    if words is not None:
        subject, says = words
        lead = say("only when {} {}", subject, says) if wanted else say("not when {} {}", subject, says)
        if answer is None:
            return say("{}; that is known only to the running shell", lead)
        if not wanted:
            return say("{}; it does", lead)
        return say("{}; it is not", lead) if says == _IS_FILE else say("{}; it does not", lead)
    if answer is False and wanted and isinstance(test, Simple) and test.words and shell.state.status == 127:
        return say("only when {} succeeds; it is not found on PATH", command_shown(test.words[0].raw))
    text = source_shown(shell.source.text[test.pos : test.end], shell.names)
    text = text.cut(_LONGEST)
    line = shell.source.line(test.pos)
    if answer is None:
        return say(
            "only when `{}` (line {}) {}, which only the running shell knows", text, line, say("succeeds") if wanted else say("fails")
        )
    return say("only when `{}` (line {}) {}", text, line, say("holds; it does not") if wanted else say("does not hold; it does"))


def _plain_test(shell: Shell, test: Node) -> tuple[Shown, Shown] | None:
    """The subject and the verb of a test on one file."""
    operator = operand = ""
    if isinstance(test, Simple) and test.words and test.words[0].raw in ("[", "test"):
        raws = [w.raw for w in test.words[1:] if w.raw != "]"]
        if len(raws) == 2:
            operator, operand = raws
    elif isinstance(test, Test) and isinstance(test.test, Unary):
        operator, operand = test.test.operator, test.test.operand.raw
    if operator not in _FILE_TESTS or not re.fullmatch(r"\"?[\w~$./{}-]{1,60}\"?", operand):
        return None
    path = operand.strip('"').replace("$HOME", "~").replace("${HOME}", "~")
    named = (
        source_shown(operand, shell.names)
        if "$" in path
        else shell.place_named(path if not path.startswith("~/") else shell.machine.at_home(path[2:]))
    )
    return named, _FILE_TESTS[operator]


__all__ = ["described"]
