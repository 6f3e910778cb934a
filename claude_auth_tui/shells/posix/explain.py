"""Why something is not run, or perhaps not, in words a person accepts: "only when ~/.work exists; it does not"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.shells.posix.nodes import Block, Node, Simple, Test, Unary
from claude_auth_tui.shells.redact import redacted

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell

_FILE_TESTS: Final = {
    "-e": "exists",
    "-f": "is a file",
    "-d": "is a folder",
    "-r": "can be read",
    "-s": "has content",
    "-x": "can be executed",
    "-L": "is a link",
    "-h": "is a link",
}
_LONGEST: Final = 70


def described(shell: Shell, test: Node, answer: bool | None, wanted: bool) -> str:
    """`test` is the condition, `answer` what it is, `wanted` what the passed-over part needs."""
    while isinstance(test, Block) and len(test.items) == 1:
        test = test.items[0]
    words = _plain_test(shell, test)
    if words is not None:
        subject, says = words
        condition = f"{subject} {says}" if wanted else f"not when {subject} {says}"
        lead = f"only when {condition}" if wanted else condition
        return f"{lead}; {'that is known only to the running shell' if answer is None else 'it does not' if wanted else 'it does'}".replace(
            "is a file; it does not", "is a file; it is not"
        )
    if answer is False and wanted and isinstance(test, Simple) and test.words and shell.state.status == 127:
        return f"only when `{test.words[0].raw}` succeeds; it is not found on PATH"
    text = " ".join(redacted(shell.source.text[test.pos : test.end], shell.names).split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    line = shell.source.line(test.pos)
    if answer is None:
        return f"only when `{text}` (line {line}) {'succeeds' if wanted else 'fails'}, which only the running shell knows"
    return f"only when `{text}` (line {line}) {'holds; it does not' if wanted else 'does not hold; it does'}"


def _plain_test(shell: Shell, test: Node) -> tuple[str, str] | None:
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
    return path, _FILE_TESTS[operator]


__all__ = ["described"]
