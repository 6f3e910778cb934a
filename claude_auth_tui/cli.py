"""The command line: what was asked for, and the command that does it. The options are in `arguments`; nothing slow is imported before."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from claude_auth_tui.arguments import parser_for

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Request

EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130
_WRITE_ERRORS: Final = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EBADF, errno.EDQUOT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, 1 (a finding at level error) or 2 (bad usage, unreadable machine)."""
    if sys.stdout is None:
        return _cannot_write("standard output is closed")
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = parser_for(given).parse_args(given)
    try:
        status = _run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, grep -q) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except OSError as failure:
        if failure.errno not in _WRITE_ERRORS:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _cannot_write(failure.strerror or "it cannot be written")
    return status


def run_as_program() -> int:
    """`main` as a process of its own, which ends as `ending` says. Returns the exit status, when nothing holds the process any more."""
    from claude_auth_tui.ending import begin, finish

    ending = begin()
    status = main()
    if ending.status is not None:
        status = ending.status
    finish(status)
    return status


def _cannot_write(why: str) -> int:
    """A full disk or a closed stream is not a fault of this program: one line, and status 2."""
    if sys.stderr is not None:
        sys.stderr.write(f"claude-auth-tui: the answer cannot be written: {why}\n")
    return EXIT_USAGE


def _run(options: argparse.Namespace) -> int:
    if options.command == "check":
        return _check(options)
    if options.command == "report":
        from claude_auth_tui.commands import report

        return report.print_schema() if options.json_schema else report.run(_request(options), as_json=options.json)
    if options.command == "explain":
        from claude_auth_tui.commands import explain

        if options.json_schema:
            return explain.print_schema()
        if options.corrections:
            return explain.print_corrections(as_json=options.json)
        if options.list:
            return explain.print_list(as_json=options.json)
        return explain.run(_request(options), options.text, as_json=options.json)
    if options.command == "demo":
        from claude_auth_tui.commands.open import open_demo

        return open_demo(options.name)
    if options.open is not None:
        from claude_auth_tui.commands.open import open_report

        return open_report(options.open)
    from claude_auth_tui.commands.open import open_app

    return open_app(_request(options))


def _check(options: argparse.Namespace) -> int:
    if options.json_schema:
        from claude_auth_tui.commands.check import print_schema

        return print_schema()
    if options.list or options.explain is not None:
        from claude_auth_tui.commands import catalogue

        return catalogue.print_list(options.json) if options.list else catalogue.print_page(options.explain, options.json)
    from claude_auth_tui.commands import check

    if options.open is not None:
        return check.run_report(options.open, as_json=options.json, only=options.only)
    return check.run(
        _request(options),
        as_json=options.json,
        ask_shell=options.ask_shell,
        what_if=options.what_if,
        ask=options.ask or (),
        only=options.only,
    )


def _is_folder(path: str) -> bool:
    from claude_auth_tui.read.files import stat_file
    from claude_auth_tui.read.patience import patiently

    return patiently(lambda: stat_file(path)).kind == "folder"


def _request(options: argparse.Namespace) -> Request:
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.model.secret import Secret

    if options.cwd is not None and not _is_folder(os.path.expanduser(options.cwd)):
        sys.stderr.write(f"claude-auth-tui: --cwd: {options.cwd} is not a folder\n")
        raise SystemExit(EXIT_USAGE)
    return Request(
        settings=None if options.settings is None else Secret(options.settings),
        shell=options.shell,
        start=options.start,
        inherit=options.inherit,
        cwd=options.cwd,
        follow=options.follow,
        expect=tuple(options.expect or ()),
    )


if __name__ == "__main__":
    sys.exit(run_as_program())
