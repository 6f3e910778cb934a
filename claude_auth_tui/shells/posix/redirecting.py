"""Redirections: what a command then reads, and where what it prints goes. How long they hold is in `evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.shells.posix.nodes import Redirect
from claude_auth_tui.shells.posix.output import Input, Output
from claude_auth_tui.shells.posix.values import Val

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.evaluate import Walker


def put_in_place(shell: Walker, redirect: Redirect) -> bool:
    """Put one redirection in place; False where its file cannot be read."""
    operator, descriptor = redirect.operator, redirect.descriptor
    if redirect.heredoc is not None:
        body = redirect.heredoc.body
        if redirect.heredoc.quoted:
            place = shell.place(redirect.heredoc.pos)
            shell.input = Input(Val(body, place, NOTHING, ((0, place),)))
        else:
            shell.input = Input(shell.expander.text(body, "here", redirect.heredoc.pos))
        return True
    if redirect.target is None:
        return True
    target = shell.expander.value(redirect.target)
    if operator == "<<<":
        shell.input = Input(target if target.text is None else target._replace(text=target.text + "\n"))
    elif operator in ("<", "<>"):
        if target.text is None:
            shell.input = Input(target)
            return True
        text = shell.read_data(target.text)
        shell.input = Input(text if text is not None else Val(None, None, say("a file that is not there")))
        return text is not None or shell.lookup().exists(target.text) or target.text.startswith("/dev/")
    elif operator[0] in ">&" and descriptor in ("", "1") and not (operator.startswith(">&") and target.text == "1"):
        absolute = shell.lookup().absolute(target.text) if target.text else ""
        kept = bool(absolute) and operator in (">", ">|", ">!", ">>") and not absolute.startswith("/dev/")
        shell.output = Output(kept=kept)
        if kept:
            shell.making.append((absolute, shell.output, shell.read_text(absolute) if operator == ">>" else None))
        shell.captured += 1
    return True
