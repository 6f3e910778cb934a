"""The command line: arguments to commands. Imports nothing slow before it knows what was asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from claude_auth_tui import __version__

SHELLS: Final = ("zsh", "bash", "fish")
STARTS: Final = ("login", "interactive", "script")
INHERITS: Final = ("auto", "here", "clean", "tmux")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, 1 (a finding at level error) or 2 (bad usage, unreadable machine)."""
    options = _parser().parse_args(arguments)
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.model.secret import Secret

    request = Request(
        settings=None if options.settings is None else Secret(options.settings),
        shell=options.shell,
        start=options.start,
        inherit=options.inherit,
        cwd=options.cwd,
    )
    from claude_auth_tui.commands import check

    return check.run(request, as_json=getattr(options, "json", False))


def _parser() -> argparse.ArgumentParser:
    about = argparse.ArgumentParser(add_help=False)
    about.add_argument("--settings", metavar="FILE-OR-JSON", help="what would be given to claude --settings")
    about.add_argument("--shell", choices=SHELLS, help="the new shell to predict (default: your login shell)")
    about.add_argument("--start", choices=STARTS, help="how it is started (default: as your terminal or tmux does)")
    about.add_argument("--inherit", choices=INHERITS, default="auto", help="what it inherits (default: %(default)s)")
    about.add_argument("--cwd", metavar="DIR", help="the project folder (default: this one)")
    parser = argparse.ArgumentParser(
        prog="claude-auth-tui", parents=[about], description="Which credential will Claude Code use here, and why?"
    )
    parser.add_argument("--version", action="version", version=f"claude-auth-tui {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    check = commands.add_parser("check", parents=[about], help="print the diagnosis and exit", description="Print the diagnosis and exit.")
    how = check.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="the machine-readable document")
    how.add_argument("--plain", action="store_true", help="text for people and screen readers (default)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
