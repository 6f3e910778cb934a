"""`claude-auth-tui report`: what can go into a public issue, as Markdown or as the document that `--open` shows."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from claude_auth_tui import __version__
from claude_auth_tui.commands.output import indent_for_people, json_text, write

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.telling.document import About


def run(request: Request, as_json: bool) -> int:
    """Exit status 0: a report of something that is wrong is still a report."""
    from claude_auth_tui.survey import survey
    from claude_auth_tui.telling.report import markdown_report, report_document

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
