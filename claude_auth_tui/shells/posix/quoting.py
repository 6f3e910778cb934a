"""How zsh writes a text so that it can be read again: `alias` and `typeset -p`, and the flags `q` to `qqqq`, `q-` and `q+` (zsh 5.9)."""

from __future__ import annotations

import re
from typing import Final

_SPECIAL: Final = re.compile(r"[#$^*()=|{}\[\]`<>?~;&\n\t \\'\"]")
_BACKSLASHED: Final = re.compile(r"[#$^*()|{}\[\]`<>?;& \\'\"]|(?<![^\s])[=~]")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f]")
_NAMED: Final = {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}


def readable(text: str) -> str:
    """As `alias` and `${(q+)…}` write it: as it is, in single quotes, or in `$'…'`."""
    if not text:
        return "''"
    if _UNPRINTABLE.search(text):
        return _ansi(text)
    return single(text) if _SPECIAL.search(text) else text


def quoted(text: str, style: str) -> str:
    """By the flag: `q` with backslashes, `qq` in single and `qqq` in double quotes, `qqqq` in `$'…'`, `q-` and `q+` only where needed."""
    if style == "q+":
        return readable(text)
    if style == "q-":
        return "''" if not text else single(text) if _SPECIAL.search(text) else text
    if style == "q":
        return _backslashed(text)
    if style == "qq":
        return single(text)
    if style == "qqq":
        return '"' + re.sub(r'([$`"\\])', r"\\\1", text) + '"'
    return _ansi(text)


_QUOTES: Final = re.compile(r"""\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)\"""", re.DOTALL)


def unquoted_by_shell(text: str) -> str | None:
    """`${(Q)…}`: one level of quotes taken away; None where the text holds more than quotes and plain characters in them."""
    if "$'" in text:
        return None

    def inside(found: re.Match[str]) -> str:
        if found.group(1) is not None:
            return "" if found.group(1) == "\n" else found.group(1)
        if found.group(2) is not None:
            return found.group(2)
        return re.sub(r'\\([$`"\\\n])', r"\1", found.group(3))

    return _QUOTES.sub(inside, text)


def single(text: str) -> str:
    """In single quotes, which one inside ends and begins again."""
    return "'" + text.replace("'", "'\\''") + "'"


def _backslashed(text: str) -> str:
    if not text:
        return "''"
    return re.sub(
        r"[\x00-\x1f\x7f]",
        lambda found: f"$'{_escaped(found.group())}'",
        _BACKSLASHED.sub(lambda found: "\\" + found.group(), text),
    )


def _ansi(text: str) -> str:
    return "$'" + "".join(_escaped(char) for char in text) + "'"


def _escaped(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if char in "'\\":
        return "\\" + char
    code = ord(char)
    return f"\\C-{chr(code ^ 0x40)}" if code < 0x20 else r"\C-?" if code == 0x7F else char
