"""Files whose lines are NAME=value: those of the dotenv libraries, of pam_env and of sshd, which read them differently.

Sources: pam_env(8); sshd(8) for ~/.ssh/environment; of the dotenv libraries what most of them share: an optional `export`, quotes that
may span lines, comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.secret import Secret

_DOTENV: Final = r"(?m)^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*[=:]"
_PAM: Final = r"(?s)[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=(.*)"


def dotenv(text: str) -> Iterator[Entry]:
    """Every assignment, those inside a quoted value left out. Nothing is refused."""
    starts = re.compile(_DOTENV)
    text = text.removeprefix("\ufeff")
    position, line, seen = 0, 1, 0
    while found := starts.search(text, position):
        value, position = _value(text, found.end())
        line += text.count("\n", seen, found.start(1))
        seen = found.start(1)
        yield Entry((found[1],), line, Secret(value))


def _value(text: str, start: int) -> tuple[str, int]:
    """The value from `start` on, and where the next line begins."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    rest = text[start:end].lstrip(" \t")
    if rest[:1] in ("'", '"', "`"):
        opened = end - len(rest)
        closed = _closing(text, opened)
        if closed is not None:
            after = text.find("\n", closed)
            return text[opened + 1 : closed], len(text) if after < 0 else after
    return re.sub(r"(?<![ \t])[ \t]+#.*$", "", rest).strip(), end


def _closing(text: str, opened: int) -> int | None:
    quote, at = text[opened], opened + 1
    while (at := text.find(quote, at)) >= 0:
        if quote != '"' or text[at - 1] != "\\":
            return at
        at += 1
    return None


def pam_env(text: str) -> Iterator[Entry]:
    """As pam_env reads them: `#` ends the line anywhere, one pair of quotes around the value is dropped."""
    for number, line in enumerate(text.split("\n"), 1):
        found = re.fullmatch(_PAM, line.split("#", 1)[0].rstrip())
        if found:
            value = found[2]
            yield Entry((found[1],), number, Secret(value[1:].removesuffix(value[0]) if value[:1] in ("'", '"') else value))


def sshd(text: str) -> Iterator[Entry]:
    """As sshd reads ~/.ssh/environment: the rest of the line as it stands."""
    for number, line in enumerate(text.split("\n"), 1):
        name, equals, value = line.strip(" \t\r").partition("=")
        if equals:
            yield Entry((name,), number, Secret(value))
