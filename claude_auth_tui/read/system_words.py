"""What may be told of a failure: the system's own words for its number, and the kind of an exception. Never an exception's text,
which may quote what it failed on. And how long something was waited for.
"""

from __future__ import annotations

import os
from typing import Final

from claude_auth_tui.model.made import made
from claude_auth_tui.model.saying import kind_of, rounded, say
from claude_auth_tui.model.shown import Shown

_PACKAGE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def system_words(error: BaseException, otherwise: Shown) -> Shown:
    """ "Permission denied"; `otherwise` where the failure has no number of the system's. Words of our own are kept."""
    if isinstance(error, OSError) and isinstance(error.strerror, Shown):
        return error.strerror
    number = error.errno if isinstance(error, OSError) else None
    return made(os.strerror(number)) if isinstance(number, int) and number > 0 else otherwise


def seconds_shown(seconds: float) -> Shown:
    """ "5", "1.5"."""
    return say("{}", int(seconds)) if seconds == int(seconds) else rounded(seconds)


def crash_lines(error: BaseException) -> list[Shown]:
    """A crash as it is told: its kind, and where in this program it was; no message, source line or value."""
    import traceback  # a fiftieth of a start, and nobody wants to need it

    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [(os.path.relpath(path, os.path.dirname(_PACKAGE)), line) for path, line in frames if path.startswith(_PACKAGE + os.sep)]
    return [
        say("claude-auth-tui failed: {}", kind_of(error)),
        *(made(f"  {path.replace(os.sep, '/')}:{line}") for path, line in ours),
        say("This is a fault of claude-auth-tui. What it failed on is not told, since it may hold a value."),
    ]
