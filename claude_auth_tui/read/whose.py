"""Whose a process is: its home folder, its user, and whether that home is one that can be looked at from here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from claude_auth_tui.model.machine import Whose
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.proc import sees_the_same

ELSEWHERE: Final = say("it runs in a container of its own, or outside of this one, and has other files")


def own_uid() -> int | None:
    return os.getuid() if hasattr(os, "getuid") else None


def account(field: str, uid: int | None) -> str:
    """What the system's list of users says of a user, or nothing: in a container one may not be in it."""
    try:
        import pwd

        return str(getattr(pwd.getpwuid(uid if uid is not None else os.getuid()), field))
    except (ImportError, KeyError, AttributeError, OverflowError, TypeError):
        return ""


def whose_is(
    environment: Mapping[str, Secret], uid: int | None, home: str, process: tuple[str, int] | None = None, shell: str = ""
) -> Whose | None:
    """Whose a process with this environment and user is; None where it is ours, who have this uid and `home`.

    `process`: where it is to be found, the path of /proc and its number. Claude Code and shells take HOME, and where that is not
    set the home folder of the list of users.
    """
    given = unveil(environment["HOME"]) if "HOME" in environment else ""
    theirs = os.path.normpath(given or account("pw_dir", uid)) if given or account("pw_dir", uid) else ""
    same_user = uid is None or uid == own_uid()
    detail = NOTHING
    if theirs and not os.path.isabs(theirs):
        detail = say("its HOME is no absolute path")
    elif process is not None and not sees_the_same(*process, theirs or "/"):
        detail = ELSEWHERE
    if same_user and theirs == home and not detail:
        return None
    name = account("pw_name", uid) if not same_user else ""
    return Whose(theirs, uid, name or (unveil(environment["USER"]) if "USER" in environment else ""), shell, detail)
