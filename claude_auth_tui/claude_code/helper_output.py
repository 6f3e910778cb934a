"""What Claude Code makes of the output of an apiKeyHelper (observed), and what a helper's own text tells without running it.

Positions and kinds only, never a character of it.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.javascript import BLANKS
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

MOST: Final = 16_384
"""Characters a key may have."""


def key_length(output: Secret) -> int:
    """Characters of the key: blanks and line breaks at the ends are taken off."""
    return len(unveil(output).strip(BLANKS))


def output_fault(output: Secret) -> Shown:
    """Why the output is no key, as Claude Code judges it ("it contains a line break at character 12"); empty where it is one."""
    text = unveil(output).strip(BLANKS)
    if not text:
        return say("it printed nothing")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    of = say("{} characters on {} lines", len(text), lines) if lines > 1 else say("{} characters", len(text))
    if lines > 1:
        position = next(index for index, char in enumerate(text, 1) if char in "\r\n")
        return say("it contains a line break at character {} ({})", position, of)
    if len(text) > MOST:
        return say("it printed {} characters; {} is the limit", len(text), MOST)
    position, kind = next(((index, kind) for index, char in enumerate(text, 1) if (kind := _kind(char))), (0, NOTHING))
    return say("it contains {} at character {} ({})", kind, position, of) if kind else NOTHING


def looks_odd(output: Secret) -> Shown:
    """What is strange about an output that Claude Code sends all the same; empty where nothing is."""
    text = unveil(output).strip(BLANKS)
    if text[:1] in ("{", "["):
        return say("it looks like JSON, which would be sent as it is")
    if text[:1] in ("'", '"'):
        return say("it begins with a quote, which would be sent too")
    if text[:1] == "<":
        return say("it looks like a web page")
    if output.kind not in ("api_key", "other"):
        return say("by its beginning it is the kind {}, which is no API key", output.label)
    return NOTHING


def _kind(char: str) -> Shown:
    """What no key may hold, in words."""
    if char.isascii():
        if char == "\0":
            return say("a NUL character")
        if char in BLANKS:
            return say("a blank")
        return say("a control character") if ord(char) < 0x20 or ord(char) == 0x7F else NOTHING
    return say("a no-break space") if char == "\u00a0" else say("a character that is not ASCII")


_KEYS = ("sk-ant-api", "sk-ant-oat")
_LONG_ENOUGH = 24
"""Characters of a word that begins like a key and is no mention of the prefix."""


def line_with_key(text: Secret) -> int:
    """The first line that holds a key or token written out, from 1; 0 where none does. Comments count: a key stands there too."""
    plain = unveil(text)
    if not any(prefix in plain for prefix in _KEYS):
        return 0
    for number, line in enumerate(plain.split("\n"), 1):
        for prefix in _KEYS:
            at = line.find(prefix)
            if at >= 0 and len(_word(line[at:])) >= _LONG_ENOUGH:
                return number
    return 0


def _word(text: str) -> str:
    end = next((i for i, char in enumerate(text) if not (char.isalnum() or char in "-_")), len(text))
    return text[:end]
