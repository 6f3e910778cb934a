"""`claude-auth-tui check`: the diagnosis on standard output, for scripts (`--json`) and for people (`--plain`)."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from claude_auth_tui.commands.output import EXIT_USAGE, indent_for_people, json_text, write

if TYPE_CHECKING:
    from claude_auth_tui.model.diagnosis import Diagnosis
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.probes.probe import Probe, ProbeKind


def run(
    request: Request,
    as_json: bool,
    ask_shell: bool = False,
    what_if: bool = False,
    ask: Sequence[ProbeKind] = (),
    only: Sequence[str] | None = None,
) -> int:
    """Exit status: 0 nothing at level error, 1 at least one finding at level error, 2 for an unknown id in `only`."""
    gc.disable()  # a process of a tenth of a second: collecting would cost a tenth of that, for nothing
    from claude_auth_tui.survey import ask_real_shell, survey, survey_with_what_ifs

    if as_json or what_if:
        diagnosis, what_ifs = survey_with_what_ifs(request, everything=what_if)
    else:
        diagnosis, what_ifs = survey(request).diagnosis, ()
    if only is not None:
        narrowed = _only(diagnosis, only)
        if narrowed is None:
            return EXIT_USAGE
        diagnosis = narrowed
    truth = ask_real_shell(request) if ask_shell else None
    probes: tuple[Probe, ...] = ()
    if ask:
        from claude_auth_tui.commands.probes import ask as carry_out
        from claude_auth_tui.commands.probes import document_of_probes, plain_probes

        probes = carry_out(request, ask)
    if as_json:
        from claude_auth_tui.telling.document import document_of

        document = document_of(diagnosis, what_ifs, real_shell=truth)
        if probes:
            document["probes"] = document_of_probes(probes)
        _print_json(document)
    else:
        from claude_auth_tui.telling.plain import plain_checks, plain_report, plain_truth, plain_what_ifs

        more = (plain_truth(truth) if truth is not None else "") + (plain_probes(probes) if probes else "")
        write((plain_checks if only is not None else plain_report)(diagnosis) + plain_what_ifs(what_ifs) + more)
    return 1 if diagnosis.failed else 0


def run_report(path: str, as_json: bool, only: Sequence[str] | None = None) -> int:
    """The same for a report that was made elsewhere; 2 where the file is none."""
    from claude_auth_tui.commands.report import read_report

    report = read_report(path)
    diagnosis = report.diagnosis if report is not None else None
    if diagnosis is not None and only is not None:
        diagnosis = _only(diagnosis, only)
    if report is None or diagnosis is None:
        return EXIT_USAGE
    if as_json:
        from claude_auth_tui.telling.document import document_of

        _print_json(document_of(diagnosis, about=report.about))
    else:
        return run_plain(diagnosis, only is not None)
    return 1 if diagnosis.failed else 0


def run_plain(diagnosis: Diagnosis, only: bool = False) -> int:
    """Print a diagnosis for people; `only` its findings."""
    from claude_auth_tui.telling.plain import plain_checks, plain_report

    write((plain_checks if only else plain_report)(diagnosis))
    return 1 if diagnosis.failed else 0


def _only(diagnosis: Diagnosis, words: Sequence[str]) -> Diagnosis | None:
    """The diagnosis with the findings of these checks alone; None after saying which ids are no check's."""
    from claude_auth_tui.commands.catalogue import split_ids, unknown_ids

    ids, known = split_ids(words), {finding.id for finding in diagnosis.findings}
    if unknown := [id_ for id_ in ids if id_ not in known]:
        unknown_ids(unknown)
        return None
    return replace(diagnosis, findings=tuple(finding for finding in diagnosis.findings if finding.id in ids))


def print_schema() -> int:
    from claude_auth_tui.telling.schema import json_schema

    _print_json(json_schema())
    return 0


def _print_json(document: dict[str, object]) -> None:
    write(json_text(document, indent_for_people()))
