"""The command line: what was asked for, and the command that does it. The options are in `arguments`; nothing slow is imported before."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from claude_auth_tui.commands.arguments import parser_for
from claude_auth_tui.commands.output import EXIT_USAGE

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Request

EXIT_CRASHED: Final = 1
EXIT_INTERRUPTED: Final = 130
_LEAVING: Final = 1.0
"""Seconds."""
_is_program = False
"""Whether this process is ours alone, so that what it does on signals is ours to say."""
_WRITE_ERRORS: Final = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EBADF, errno.EDQUOT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, 1 (a finding at level error) or 2 (bad usage, unreadable machine)."""
    if sys.stdout is None:
        return _cannot_write("standard output is closed")
    threading.excepthook = _thread_crashed
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
            _tell_crash(failure)
            return EXIT_CRASHED
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        from claude_auth_tui.model.saying import say
        from claude_auth_tui.read.system_words import system_words

        return _cannot_write(system_words(failure, say("it cannot be written")))
    except Exception as failure:  # noqa: BLE001 - Python would print its message and the lines around, which may hold a value
        _tell_crash(failure)
        return EXIT_CRASHED
    return status


def _tell_crash(failure: BaseException) -> None:
    from claude_auth_tui.read.system_words import crash_lines

    if sys.stderr is not None:
        sys.stderr.write("".join(f"{line}\n" for line in crash_lines(failure)))


def _thread_crashed(crash: threading.ExceptHookArgs) -> None:
    """Of a thread nobody waits for."""
    if crash.exc_value is not None and not issubclass(crash.exc_type, SystemExit):
        _tell_crash(crash.exc_value)


def _quiet() -> None:
    """Of what Python would tell by itself on standard error nothing comes out whole: it quotes messages, objects and source lines."""
    import warnings

    sys.unraisablehook = _not_raised
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _not_raised(lost: sys.UnraisableHookArgs) -> None:
    """Of what is thrown where nothing can be raised, such as in a destructor."""
    if lost.exc_value is not None:
        _tell_crash(lost.exc_value)


def run_as_program() -> int:
    """`main` as a process of its own. Returns the exit status, when nothing holds the process any more."""
    global _is_program  # noqa: PLW0603 - a process is one or is none
    _is_program = True
    _quiet()
    status = main()
    ending = sys.modules.get("claude_auth_tui.ending")
    asked = ending.current() if ending is not None else None
    if asked is not None and asked.status is not None:
        status = asked.status
    _leave(status)
    return status


def _heed_signals() -> None:
    """From here on there is a terminal to be given back, or something that was started: signals end it as `ending` says.

    Before, and in commands that only look, what a signal does by itself is right.
    """
    if _is_program:
        from claude_auth_tui.ending import begin

        begin()


def _leave(status: int) -> None:
    """End now, if a thread that cannot be ended would keep us: one that waits for a disk which does not answer.

    And where nothing was started and no terminal was taken, which is then all that is left: Python would take its modules apart
    one by one, a fifteenth of a run.
    """
    until = time.monotonic() + _LEAVING
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                os._exit(status)
    if "claude_auth_tui.ending" not in sys.modules:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):  # it is closed, or there is none: told already, where it matters
                stream.flush()
        os._exit(status)


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

        _heed_signals()
        return open_demo(options.name)
    if options.open is not None:
        from claude_auth_tui.commands.open import open_report

        _heed_signals()
        return open_report(options.open)
    from claude_auth_tui.commands.open import open_app

    _heed_signals()
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
    if options.ask_shell or options.ask:
        _heed_signals()
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
        from claude_auth_tui.model.saying import place_named

        sys.stderr.write(f"claude-auth-tui: --cwd: {place_named(options.cwd)} is not a folder\n")
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
