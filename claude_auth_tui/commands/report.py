"""`claude-auth-tui report`, what can go into a public issue, as Markdown or as a document; and `--open FILE`, which reads that back.

Whatever the file is, reading it ends in one line and status 2.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from claude_auth_tui import __version__
from claude_auth_tui.commands.output import indent_for_people, json_text, write

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.model.shown import Shown
    from claude_auth_tui.telling.document import About
    from claude_auth_tui.telling.reopened import Reopened


def run(request: Request, as_json: bool) -> int:
    """Exit status 0: a report of something that is wrong is still a report."""
    from claude_auth_tui.survey import survey
    from claude_auth_tui.telling.markdown import markdown_report, report_document

    diagnosis = survey(request).diagnosis
    write(json_text(report_document(diagnosis, about()), indent_for_people()) if as_json else markdown_report(diagnosis, about()))
    return 0


def print_schema() -> int:
    from claude_auth_tui.telling.schema import report_schema

    write(json_text(report_schema(), indent_for_people()))
    return 0


def about(now: datetime | None = None) -> About:
    """When, by which version and on what kind of system a report is made."""
    from claude_auth_tui.telling.document import About

    made = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    system = f"{os.uname().sysname} {os.uname().machine}" if hasattr(os, "uname") else "Windows"
    return About(made, __version__, system)


def read_report(path: str) -> Reopened | None:
    """The report in a file, or in standard input for "-"; None after saying why there is none."""
    from claude_auth_tui.telling.reopened import LARGEST, NotAReportError, reopen

    try:
        data = _read(path, LARGEST + 1)
        if len(data) > LARGEST:
            raise NotAReportError(f"it is larger than {LARGEST // 1024**2} MB")
        return reopen(data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"))
    except UnicodeDecodeError:
        why = "it is no text"
    except NotAReportError as problem:
        why = str(problem)
    except (OSError, ValueError) as problem:
        from claude_auth_tui.model.saying import kind_of
        from claude_auth_tui.read.system_words import system_words

        sys.stderr.write(f"claude-auth-tui: {_shown(path)} cannot be read: {system_words(problem, kind_of(problem))}\n")
        return None
    sys.stderr.write(f"claude-auth-tui: {_shown(path)} is no report of claude-auth-tui: {why}\n")
    return None


def name_of(path: str) -> Shown:
    """A file's name as the header says it; the file is there."""
    from claude_auth_tui.model.saying import place, say

    return say("standard input") if path == "-" else place(os.path.basename(path) or path)


def _read(path: str, most: int) -> bytes:
    """At most so many bytes. A pipe or a device without an end is read no further, and one that sends nothing not for ever."""
    from claude_auth_tui.read.opening import read_named, read_standard_input

    if path == "-":
        return b"" if sys.stdin is None else read_standard_input(most)
    return read_named(path, most)


def _shown(path: str) -> Shown:
    """As it was typed, whether it is there or not: it may be no path at all."""
    from claude_auth_tui.model.saying import place_named, say

    return say("standard input") if path == "-" else place_named(path)
