"""What the view remembers from one run to the next: the chosen theme, in the program's own state folder.

What the user decides in words of their own (expectations, mutes) is not kept here and is never written. This file is the
only one this program ever writes: by a rename within a folder that is the user's own, and through no link.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
from pathlib import Path
from typing import Final

from claude_auth_tui.read.opening import read_bytes
from claude_auth_tui.read.patience import NO_ANSWER, asking, patiently

_FILE: Final = "view.json"
_NEW: Final = f".{_FILE}.new"
_MOST: Final = 4096
_FOLDER_FLAGS: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def state_folder() -> Path:
    """Where this program keeps what it remembers."""
    import platformdirs

    return platformdirs.user_state_path("claude-auth-tui", appauthor=False)


def remembered_theme(folder: Path) -> str:
    """The theme chosen last; empty where none was, or where what is there cannot be used."""
    try:
        document = json.loads(patiently(lambda: read_bytes(str(folder / _FILE), _MOST)))
    except (OSError, ValueError, RecursionError):
        return ""
    theme = document.get("theme") if isinstance(document, dict) else None
    return theme if isinstance(theme, str) else ""


def remember_theme(folder: Path, theme: str) -> None:
    """Keep it for the next run. Where that cannot be done nothing is lost but the choice."""
    data = (json.dumps({"theme": theme}) + "\n").encode()
    with contextlib.suppress(OSError, ValueError):
        patiently(lambda: _keep(str(folder), data))


def _keep(folder: str, data: bytes) -> None:
    """Write the file in a folder of ours alone: no link, nobody else's, and not for everyone to write in. Raises OSError."""
    with asking(folder) as answers:
        if not answers:
            raise TimeoutError(errno.ETIMEDOUT, NO_ANSWER)
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        if os.open not in os.supports_dir_fd:  # Windows
            Path(folder, _NEW).write_bytes(data)
            Path(folder, _NEW).replace(Path(folder, _FILE))
            return
        descriptor = os.open(folder, _FOLDER_FLAGS)
        try:
            found = os.fstat(descriptor)
            if found.st_uid != os.getuid() or found.st_mode & stat.S_IWOTH:
                raise PermissionError(errno.EPERM, "the folder is somebody else's")
            with contextlib.suppress(FileNotFoundError):
                os.unlink(_NEW, dir_fd=descriptor)
            _write_new(descriptor, data)
            os.rename(_NEW, _FILE, src_dir_fd=descriptor, dst_dir_fd=descriptor)
        finally:
            os.close(descriptor)


def _write_new(folder: int, data: bytes) -> None:
    new = os.open(_NEW, _NEW_FLAGS, 0o600, dir_fd=folder)
    try:
        os.write(new, data)
    finally:
        os.close(new)
