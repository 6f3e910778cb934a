"""What the user wants, as their own config file and the command line say it: expectations, muted checks, the bell.

Only data and what follows from it at once; the file is read in `read.config_file`, and whether an expectation is met
is asked in `claude_code.expected`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from msgspec import Struct, field

from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Expected

KINDS: Final[tuple[Expected, ...]] = get_args(Expected)
SURFACE_WORDS: Final = {
    "claude": "interactive",
    "interactive": "interactive",
    "print": "print",
    "bare": "bare",
    "vscode": "vscode",
    "desktop": "desktop",
}
"""How the user names a way of starting, and its name here."""


class Expectation(Struct, frozen=True):
    """One thing the user said."""

    kind: Expected
    surface: str | None = None
    """A surface by its name; None for `claude` and `claude -p`."""
    folder: str = ""
    """Absolute, without a separator at its end: it holds there and below. Empty: everywhere."""
    where: Shown = NOTHING
    """`~/.config/claude-auth-tui/config.toml:3`, or "--expect"."""


class PreferenceFault(Struct, frozen=True):
    """Something in the config file that could not be used."""

    where: Shown
    text: Shown
    """What is wrong there, without any value from the file."""
    remedy: Shown
    line: int = 0
    grave: bool = True
    """False for what is only superfluous."""


class Preferences(Struct, frozen=True):
    """All that the user said."""

    path: str = ""
    """The config file, absolute, whether it is there or not; empty where no folder for it is known."""
    expectations: tuple[Expectation, ...] = ()
    """Those of the command line are not among them: they are in the `Request`."""
    mutes: Mapping[str, Shown] = field(default_factory=dict)
    """Checks that are not to count, by their ids, each with the reason."""
    bell: bool = False
    """Ring the terminal's bell when the verdict changes."""
    faults: tuple[PreferenceFault, ...] = ()

    def expected(self, surface: str, cwd: str, asked: Sequence[Expectation] = ()) -> Expectation | None:
        """What is expected of a surface in a folder: what was asked for on the command line, else what the deepest folder
        says about it, else what is said in general. None where nothing is."""
        inside = [e for e in self.expectations if not e.folder or _is_inside(cwd, e.folder)]
        for layer in (asked, *([e for e in inside if e.folder == f] for f in sorted({e.folder for e in inside}, key=len, reverse=True))):
            named = [e for e in layer if e.surface == surface]
            general = [e for e in layer if e.surface is None and surface in ("interactive", "print")]
            if named or general:
                return (named or general)[-1]
        return None


NOTHING_SAID: Final = Preferences()


def _is_inside(path: str, folder: str) -> bool:
    """Whether a path is a folder or below it."""
    return path == folder or path.startswith((folder.rstrip("/\\") + "/", folder.rstrip("/\\") + "\\"))
