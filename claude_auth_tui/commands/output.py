"""How an answer is written to standard output, whatever its encoding: never a crash, and JSON that stays JSON."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from claude_auth_tui.model.shown import Shown

EXIT_USAGE: Final = 2
"""The exit status for bad usage, an unreadable machine, and an answer that cannot be written."""


def write(text: str) -> None:
    """What the locale cannot encode becomes an escape."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def json_text(document: dict[str, object], indent: int | None) -> str:
    """One line, or many. Python's own escapes (`\\xe9`) are none of JSON's, so where not all can be encoded JSON escapes it."""
    everything = (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf")
    return json.dumps(document, ensure_ascii=not everything, indent=indent) + "\n"


def indent_for_people() -> int | None:
    """On lines of its own for people; on one line for programs, which is written ten times as fast."""
    return 2 if sys.stdout.isatty() else None


def echoed(word: str) -> Shown:
    """A word of the command line as an error message may repeat it: a name as people give them, else "that"."""
    from claude_auth_tui.model.saying import MASK, say, user_name

    shown = user_name(word)
    return say("that") if shown == MASK else shown
