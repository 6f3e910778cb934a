"""What the view remembers from one run to the next: the chosen theme, in the program's own state folder.

What the user decides in words of their own (expectations, mutes) is not kept here and is never written.
"""

from __future__ import annotations

import json
from pathlib import Path

_FILE = "view.json"
_MOST = 4096


def state_folder() -> Path:
    """Where this program keeps what it remembers."""
    import platformdirs

    return platformdirs.user_state_path("claude-auth-tui", appauthor=False)


def remembered_theme(folder: Path) -> str:
    """The theme chosen last; empty where none was, or where what is there cannot be used."""
    try:
        with (folder / _FILE).open(encoding="utf-8") as file:
            document = json.loads(file.read(_MOST))
    except (OSError, ValueError, RecursionError):
        return ""
    theme = document.get("theme") if isinstance(document, dict) else None
    return theme if isinstance(theme, str) else ""


def remember_theme(folder: Path, theme: str) -> None:
    """Keep it for the next run. Where that cannot be done nothing is lost but the choice."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f"{_FILE}.new"
        new.write_text(json.dumps({"theme": theme}) + "\n", encoding="utf-8")
        new.replace(folder / _FILE)
    except OSError:
        return
