"""The plain report: the diagnosis as text for people, pipes and screen readers. No colour, no boxes, no columns to follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.diagnosis import (
    OTHER_TITLES,
    SURFACE_TITLES,
    ChainLink,
    Context,
    Diagnosis,
    Finding,
    Hit,
    ShellTruth,
    Store,
    Surface,
)
from claude_auth_tui.model.effect_words import in_words
from claude_auth_tui.model.saying import visible
from claude_auth_tui.model.what_if import WhatIf

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByLevel

LEVEL_WORDS: Final[ByLevel[str]] = {
    "error": "ERROR",
    "warning": "WARNING",
    "unknown": "UNKNOWN",
    "info": "INFO",
    "ok": "PASSED",
}
_QUIET: Final = ("unset", "empty")


def plain_report(diagnosis: Diagnosis) -> str:
    """The whole report, the verdict first, ending in a line break."""
    return "\n".join(visible(line) for line in _lines(diagnosis)) + "\n"


def plain_checks(diagnosis: Diagnosis) -> str:
    """The findings alone, those that passed too: for whoever asked about certain checks."""
    told = [[f"PASSED: {f.title} [{f.id}]"] if f.level == "ok" else list(finding_lines(f)) for f in diagnosis.findings]
    return "".join(f"{visible(line)}\n" for lines in told for line in lines)


def plain_truth(truth: ShellTruth) -> str:
    """What the real shell said, as a section of its own."""
    if truth.failure:
        lines = [f"{truth.command} gave no answer: {truth.failure}"]
    else:
        lines = [f"{truth.command} answered in {truth.seconds:.1f} s; {truth.agreeing} variables are as predicted", *truth.differences]
    return "".join(visible(line) + "\n" for line in _section("The real shell", lines))


def plain_what_ifs(answers: Sequence[WhatIf]) -> str:
    """What would be sent if something were gone, as a section of its own; nothing where nothing was asked."""
    lines = [f"Without {answer.title}: {answer.says}" for answer in answers]
    return "".join(visible(line) + "\n" for line in _section("What if it were gone", lines)) if lines else ""


def _lines(diagnosis: Diagnosis) -> Iterator[str]:
    verdict, place = diagnosis.verdict, diagnosis.place
    yield f"{LEVEL_WORDS[verdict.level] if verdict.level != 'ok' else 'OK'}: {verdict.headline}"
    if verdict.detail:
        yield verdict.detail
    cause = diagnosis.finding(verdict.finding) if verdict.finding else None
    if cause and cause.fixes and cause.fixes[0].command:
        yield f"Fix: {cause.fixes[0].command}"
    yield ""
    yield f"Folder {place.cwd}, {place.shell} on {place.platform}{_surroundings(diagnosis)}, Claude Code {_version(diagnosis)}"
    yield from _section("What is sent", _contexts(diagnosis))
    yield from _section("Checks", _findings(diagnosis))
    yield from _section("Environment", _variables(diagnosis))
    yield from _section("Lines that name the variables", [line for hit in diagnosis.hits for line in _hit(diagnosis, hit)])
    yield from _section("Credential stores", [_store(store) for store in diagnosis.stores])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    yield ""
    yield f"{title}:"
    yield from (f"  {line}" for line in lines or ["nothing"])


def _surroundings(diagnosis: Diagnosis) -> str:
    place = diagnosis.place
    words = ["in tmux"] * place.tmux + ["over SSH"] * place.ssh + ["in WSL"] * place.wsl
    words += [f"in a container ({place.container})"] if place.container else []
    return "".join(f" {word}" for word in words)


def _version(diagnosis: Diagnosis) -> str:
    client = diagnosis.client
    if client is not None:
        return f"{client.version or 'of unknown version'} at {client.path} (rules of {client.rules or diagnosis.modelled})"
    first = next(iter(diagnosis.installed), None)
    if first is None:
        return f"not found (rules of {diagnosis.modelled})"
    return f"{first.version or 'of unknown version'} at {first.path} (rules of {diagnosis.modelled})"


def _contexts(diagnosis: Diagnosis) -> list[str]:
    return [line for context in diagnosis.contexts for line in _context(context)]


def _context(context: Context) -> Iterator[str]:
    yield f"{context.title}:"
    for name, surface in context.surfaces.items():
        yield f"  {SURFACE_TITLES[name]}: {_outcome(surface)}"
    for other, surface in context.others.items():
        yield f"  {OTHER_TITLES.get(other, other)}: {_outcome(surface)}"
    chosen = context.surfaces.get("print")
    if chosen is not None:
        for link in chosen.chain:
            if link.state not in _QUIET:
                yield f"    {_link(link)}"


def _outcome(surface: Surface) -> str:
    sent = [
        f"{name} from {source}" for name, source in (("Authorization", surface.authorization), ("x-api-key", surface.x_api_key)) if source
    ]
    pays = f"; pays: {surface.pays}" if surface.pays else ""
    return surface.because + (f" ({', '.join(sent)}{pays})" if sent else "")


def _link(link: ChainLink) -> str:
    words = [link.title or link.source, link.state.replace("_", " ")]
    words += [link.shown] if link.shown else []
    words += [f"at {link.where}"] if link.where else []
    return f"{', '.join(words)}: {link.because}"


def _variables(diagnosis: Diagnosis) -> list[str]:
    lines = []
    for context in diagnosis.contexts:
        for variable in context.variables:
            if variable.state != "unset":
                value = {"set": variable.shown or "set", "empty": "set to nothing", "unknown": "unknown"}[variable.state]
                where = f" ({variable.where})" if variable.where else ""
                notes = f": {'; '.join(variable.notes)}" if variable.notes else ""
                lines.append(f"{variable.name} in {context.title}: {value}{where}{notes}")
    return lines


def _hit(diagnosis: Diagnosis, hit: Hit) -> Iterator[str]:
    place = f"{hit.path}:{hit.line}" if hit.line else hit.path
    effect, because = in_words(hit)
    yield f"{place}: {hit.variable}, {hit.does}, {effect}{f': {because}' if because else ''}"


def _store(store: Store) -> str:
    words = [store.where, store.state.replace("_", " ")]
    words += [store.subscription] if store.subscription else []
    words += [f"mode {store.mode}"] if store.mode else []
    words += [f"expires {store.expires_at}{', refreshes itself' if store.refreshable else ''}"] if store.expires_at else []
    return ", ".join(words) + "".join(f"; {note}" for note in store.notes)


def _findings(diagnosis: Diagnosis) -> list[str]:
    told = [line for finding in diagnosis.findings if finding.level != "ok" for line in finding_lines(finding)]
    passed = sum(finding.level == "ok" for finding in diagnosis.findings)
    muted = sum(finding.muted is not None for finding in diagnosis.findings)
    return [*told, f"{passed} passed" + (f", {muted} muted" if muted else "")]


def finding_lines(finding: Finding) -> Iterator[str]:
    """One finding with its evidence and fixes; of one that is muted, only that and why."""
    if finding.muted is not None:
        yield f"MUTED {LEVEL_WORDS[finding.level]}: {finding.title} [{finding.id}]"
        yield f"  muted: {finding.muted}"
        return
    yield f"{LEVEL_WORDS[finding.level]}: {finding.title} [{finding.id}]"
    yield f"  {finding.explain}"
    for evidence in finding.evidence:
        yield f"  Seen: {evidence.where + ': ' if evidence.where else ''}{evidence.text}"
    for fix in finding.fixes:
        yield f"  Fix: {fix.title}{': ' + fix.command if fix.command else ''}"
        for word, text in (("Then", fix.then), ("Leads to", fix.leads_to), ("Undo", fix.undo)):
            if text:
                yield f"    {word}: {text}"
