"""`claude-auth-tui check`: the diagnosis on standard output, for scripts (`--json`) and for people (`--plain`)."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.probes.shape import Probe, ProbeKind


def run(request: Request, as_json: bool, ask_shell: bool = False, what_if: bool = False, ask: Sequence[ProbeKind] = ()) -> int:
    """Exit status: 0 nothing at level error, 1 at least one finding at level error."""
    gc.disable()  # a process of a tenth of a second: collecting would cost a tenth of that, for nothing
    from claude_auth_tui.survey import ask_real_shell, survey, survey_with_what_ifs

    if as_json or what_if:
        diagnosis, what_ifs = survey_with_what_ifs(request, everything=what_if)
    else:
        diagnosis, what_ifs = survey(request).diagnosis, ()
    truth = ask_real_shell(request) if ask_shell else None
    probes: tuple[Probe, ...] = ()
    if ask:
        from claude_auth_tui.commands.probes import ask as carry_out
        from claude_auth_tui.commands.probes import document_of_probes, plain_probes

        probes = carry_out(request, ask)
    if as_json:
        from claude_auth_tui.document import document_of

        document = document_of(diagnosis, what_ifs)
        if truth is not None:
            document["real_shell"] = {
                "command": truth.command,
                "seconds": round(truth.seconds, 3),
                "failure": truth.failure or None,
                "differences": list(truth.differences),
                "agreeing": truth.agreeing,
            }
        if probes:
            document["probes"] = document_of_probes(probes)
        _print_json(document)
    else:
        from claude_auth_tui.plain import plain_report, plain_truth, plain_what_ifs

        more = (plain_truth(truth) if truth is not None else "") + (plain_probes(probes) if probes else "")
        _write(plain_report(diagnosis) + plain_what_ifs(what_ifs) + more)
    return 1 if diagnosis.failed else 0


def print_schema() -> int:
    from claude_auth_tui.schema import json_schema

    _print_json(json_schema())
    return 0


def _print_json(document: dict[str, object]) -> None:
    """On lines of its own for people; on one line for programs, which is written ten times as fast."""
    _write(json.dumps(document, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None) + "\n")


def _write(text: str) -> None:
    """Whatever the locale can encode: an odd character in a path becomes an escape, never a crash."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
