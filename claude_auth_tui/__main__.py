"""The program's start, as a command and as `python -m claude_auth_tui`: out of the project's reach first, then the command line."""

from __future__ import annotations

import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command and end with its exit status."""
    from claude_auth_tui.isolation import leave_the_project

    leave_the_project()
    from claude_auth_tui.cli import run_as_program

    sys.exit(run_as_program())


if __name__ == "__main__":
    run()
