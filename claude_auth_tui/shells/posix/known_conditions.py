"""Conditions that every startup file has, in the words of people: "only in a login shell", "only on macOS".

A condition is looked up by its text without blanks, quotes and doubled signs; what is not here is told as it is written.
"""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown

_LOGIN: Final = say("in a login shell"), say("this is one"), say("this is none")
_INTERACTIVE: Final = say("in an interactive shell"), say("this is one"), say("this is none")
_MACOS: Final = say("on macOS"), say("this is macOS"), say("this is another system")
_LINUX: Final = say("on Linux"), say("this is Linux"), say("this is another system")
_TERMINAL: Final = say("at a terminal"), say("this is one"), say("this is none")
_KNOWN: Final = {
    "-o login": _LOGIN, "shopt -q login_shell": _LOGIN, "$0 = -*": _LOGIN, "$options[login] = on": _LOGIN,
    "-o interactive": _INTERACTIVE, "$- = *i*": _INTERACTIVE, "-n $PS1": _INTERACTIVE, "$PS1": _INTERACTIVE, "$options[interactive] = on": _INTERACTIVE,
    "$(uname) = Darwin": _MACOS, "$(uname -s) = Darwin": _MACOS, "$OSTYPE = darwin*": _MACOS, "$OSTYPE =~ darwin": _MACOS, "$OSTYPE =~ ^darwin": _MACOS,
    "$(uname) = Linux": _LINUX, "$(uname -s) = Linux": _LINUX, "$OSTYPE = linux*": _LINUX, "$OSTYPE = linux-gnu*": _LINUX, "$OSTYPE = linux-gnu": _LINUX,
    "$OSTYPE =~ linux": _LINUX, "$OSTYPE =~ ^linux": _LINUX,
    "-t 0": _TERMINAL, "-t 1": _TERMINAL,
}  # fmt: skip
_AROUND: Final = re.compile(r"(?:\[\[?|test)\s+(.*?)(?:\s+\]\]?)?", re.DOTALL)
_OPPOSITE: Final = {"-z": "-n", "!=": "="}


def in_words(text: str) -> tuple[Shown, Shown, Shown, bool] | None:
    """Where it holds, "this is one", "this is none", and whether the text asks for just the opposite."""
    turned = False
    text = (
        " ".join(text.split())
        .replace('"', "")
        .replace("'", "")
        .replace("`uname`", "$(uname)")
        .replace("${PS1}", "$PS1")
        .replace("${-}", "$-")
    )
    while text.startswith("! "):
        turned, text = not turned, text[2:]
    found = _AROUND.fullmatch(text)
    inside = found[1] if found else text
    inside = re.sub(r"\$\{(\w+)(?::?-)?\}", r"$\1", inside.replace(" == ", " = "))
    while inside.startswith("! "):
        turned, inside = not turned, inside[2:]
    for sign, opposite in _OPPOSITE.items():
        if sign in inside.split():
            turned, inside = not turned, inside.replace(sign, opposite, 1)
    known = _KNOWN.get(inside)
    return (*known, turned) if known is not None else None
