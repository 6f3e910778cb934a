"""A machine of places shown in every way that needs no terminal, and what leaked there."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from msgspec.structs import replace

from claude_auth_tui import suppose
from claude_auth_tui.commands.report import about
from claude_auth_tui.demo.build import CWD, HOME, make_machine
from claude_auth_tui.diagnose import diagnosis_of
from claude_auth_tui.explain import explain
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.machine import Machine, Request, RunningClaude, Tmux
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.config_file import config_path, read_preferences
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.explanations import document_of as document_of_explanation
from claude_auth_tui.telling.explanations import plain_explanation
from claude_auth_tui.telling.markdown import markdown_report, report_document
from claude_auth_tui.telling.plain import plain_report, plain_what_ifs
from claude_auth_tui.telling.reopened import NotAReportError, reopen
from tests.canary.places import Batch, files_of
from tests.canary.scanning import Leak, Scanner

_MESSAGES = ("Invalid API key · Please run /login", "API Error: 401 authentication_error", "Not logged in · Please run /login")


def machine_of(batch: Batch) -> Machine:
    """The batch's machine, made up: nothing of it is on the disk."""
    given = batch.given
    cwd = CWD if given.cwd is None else posixpath.join(HOME, given.cwd)
    machine = make_machine(
        files_of(batch),  # type: ignore[arg-type]
        {**given.around, **given.env},
        cwd=cwd,
        login_shell=f"/usr/bin/{batch.shell}",
        request=Request(settings=None if given.settings is None else Secret(given.settings), shell=batch.shell),
        hostname="box",
        arch="x86_64",
    )
    if given.tmux:
        machine = replace(machine, tmux=Tmux({name: Secret(value) for name, value in given.tmux.items()}, "%1"))
    if given.running:
        there = {name: Secret(value) for name, value in {"HOME": HOME, **given.running}.items()}
        machine = replace(machine, running=(RunningClaude(4121, there, cwd, "/dev/pts/3", "%3", machine.now - 60),))
    path = config_path(HOME, "linux", {})
    return replace(machine, preferences=read_preferences(machine.files, path, HOME))


def shown(machine: Machine, thorough: bool = True) -> Iterator[tuple[str, str]]:
    """Every channel's name and what it shows of the machine; the report and the view of it come from `check`'s own, without `thorough`."""
    facts = gather(machine)
    diagnosis = diagnosis_of(facts)
    what_ifs = tuple(suppose.what_if(facts, subject) for subject in suppose.subjects_counting(facts)) if thorough else ()
    yield "check --json --what-if", as_lines(document_of(diagnosis, what_ifs))
    yield "check --plain --what-if", plain_report(diagnosis) + plain_what_ifs(what_ifs)
    if thorough:
        yield "diagnosis as Python", repr(diagnosis)
        yield from _reports(diagnosis)
        for message in _MESSAGES:
            explanation = explain(message, diagnosis)
            yield "explain --json", as_lines(document_of_explanation(explanation))
            yield "explain", plain_explanation(explanation)


def as_lines(document: Mapping[str, object]) -> str:
    """JSON with each member on a line."""
    return json.dumps(document, ensure_ascii=False, separators=(",\n", ": "))


def _reports(diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
    made = about(datetime(2026, 11, 21, tzinfo=UTC))
    yield "report", markdown_report(diagnosis, made)
    document = as_lines(report_document(diagnosis, made))
    yield "report --json", document
    yield from reopened(document)


def reopened(document: str) -> Iterator[tuple[str, str]]:
    """What `check --open` shows of a report."""
    try:
        again = reopen(document)
    except NotAReportError as problem:
        yield "check --open", str(problem)
        return
    yield "check --open --json", as_lines(document_of(again.diagnosis, about=again.about))
    yield "check --open", plain_report(again.diagnosis)


def leaks_of(batch: Batch, thorough: bool = True) -> list[Leak]:
    """Everything that leaks when this batch's machine is looked at. A crash is a finding of its own."""
    scanner = Scanner(batch.canaries)
    found: list[Leak] = []
    try:
        for channel, text in shown(machine_of(batch), thorough):
            found.extend(scanner.leaks(channel, text, rows="json" not in channel))
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is to be told with its place
        found.append(Leak(", ".join(place.name for place, _ in batch.places), "crash", type(problem).__name__, str(problem)[:200]))
    return found
