"""What Claude Code makes of the output of an apiKeyHelper (observed, 2.1.329). Positions and kinds only, never a character of it."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.javascript import BLANKS
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

MOST: Final = 16_384
"""Characters a key may have."""


def key_length(output: Secret) -> int:
    """Characters of the key: blanks and line breaks at the ends are taken off."""
    return len(unveil(output).strip(BLANKS))


def output_fault(output: Secret) -> str:
    """Why the output is no key, as Claude Code judges it ("it contains a line break at character 12"); empty where it is one."""
    text = unveil(output).strip(BLANKS)
    if not text:
        return "it printed nothing"
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    of = f"{len(text)} characters" + (f" on {lines} lines" if lines > 1 else "")
    if lines > 1:
        position = next(index for index, char in enumerate(text, 1) if char in "\r\n")
        return f"it contains a line break at character {position} ({of})"
    if len(text) > MOST:
        return f"it printed {len(text)} characters; {MOST} is the limit"
    position, kind = next(((index, kind) for index, char in enumerate(text, 1) if (kind := _kind(char))), (0, ""))
    return f"it contains {kind} at character {position} ({of})" if kind else ""


def looks_odd(output: Secret) -> str:
    """What is strange about an output that Claude Code sends all the same; empty where nothing is."""
    text = unveil(output).strip(BLANKS)
    if text[:1] in ("{", "["):
        return "it looks like JSON, which would be sent as it is"
    if text[:1] in ("'", '"'):
        return "it begins with a quote, which would be sent too"
    if text[:1] == "<":
        return "it looks like a web page"
    if output.kind not in ("api_key", "other"):
        return f"by its beginning it is the kind {output.label}, which is no API key"
    return ""


def _kind(char: str) -> str:
    """What no key may hold, in words."""
    if char.isascii():
        if char == "\0":
            return "a NUL character"
        return "a blank" if char in BLANKS else "a control character" if ord(char) < 0x20 or ord(char) == 0x7F else ""
    return "a no-break space" if char == "\u00a0" else "a character that is not ASCII"
