"""`claude-auth-tui check`: the diagnosis on standard output, for scripts (`--json`) and for people (`--plain`)."""

from __future__ import annotations

import json
import sys

from claude_auth_tui.document import document_of
from claude_auth_tui.model.machine import Request
from claude_auth_tui.survey import survey


def run(request: Request, as_json: bool) -> int:
    """Exit status: 0 nothing at level error, 1 at least one finding at level error."""
    diagnosis = survey(request).diagnosis
    if as_json:
        json.dump(document_of(diagnosis), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        from claude_auth_tui.plain import plain_report

        sys.stdout.write(plain_report(diagnosis))
    return 1 if any(finding.level == "error" for finding in diagnosis.findings) else 0
