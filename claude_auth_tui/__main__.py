"""The program's start, as a command and as `python -m claude_auth_tui`: out of the project's reach first, then the command line."""

import os
import sys  # these two are there before any program begins; every other import could be a file of the folder we are in


def run() -> None:
    """Run the command and end with its exit status."""
    given = list(sys.path)
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    roots = (sys.prefix + os.sep, sys.base_prefix + os.sep)
    sys.path[:] = [entry for entry in given if entry == own or entry.startswith(roots)]
    from claude_auth_tui.isolation import without_the_project

    sys.path[:] = without_the_project(given)
    from claude_auth_tui.commands.cli import run_as_program

    sys.exit(run_as_program())


if __name__ == "__main__":
    run()
