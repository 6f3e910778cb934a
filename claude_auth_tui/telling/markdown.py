"""The report for a public issue: Markdown, and the document it is made from. Both hold nothing that names anybody.

Everything goes one way: a `Diagnosis` becomes a document, the document is redacted, and the Markdown is written from
what that says, so that it cannot hold more than the document does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claude_auth_tui.model.diagnosis import OTHER_TITLES, SURFACE_TITLES, SURFACES, ChainLink, Diagnosis, Finding, Fix, Hit, Store, Surface
from claude_auth_tui.model.effect_words import in_words
from claude_auth_tui.model.saying import visible
from claude_auth_tui.telling.document import About, Json, document_of
from claude_auth_tui.telling.plain import LEVEL_WORDS
from claude_auth_tui.telling.redact import redacted
from claude_auth_tui.telling.reopened import diagnosis_of

FOOT: Final = (
    "Keys, names, hosts, addresses, and the names of folders and files of your own were taken out of this report. "
    "Read it all the same before you publish it."
)
_QUIET: Final = ("unset", "empty")
_MARKUP: Final = re.compile(r"([\\`*<>|\[\]])|(?<!\w)_|_(?!\w)|@(?=\w)|#(?=\d)")


def report_document(diagnosis: Diagnosis, about: About) -> Json:
    """The diagnosis as it may be published: what `report --json` prints and `--open` shows."""
    return redacted(document_of(diagnosis, about=about), diagnosis.private)


def markdown_report(diagnosis: Diagnosis, about: About) -> str:
    """The report as Markdown, ending in a line break."""
    public = diagnosis_of(report_document(diagnosis, about))
    return "\n".join(_lines(public, about)) + "\n"


def _lines(diagnosis: Diagnosis, about: About) -> Iterator[str]:
    verdict = diagnosis.verdict
    yield "## claude-auth-tui report"
    yield ""
    yield f"**{LEVEL_WORDS[verdict.level] if verdict.level != 'ok' else 'OK'}: {_text(verdict.headline)}**"
    if verdict.detail:
        yield ""
        yield from (_text(line) + "  " for line in verdict.detail.splitlines())
    yield ""
    yield from (f"- {_text(name)}: {_text(told)}" for name, told in _versions(diagnosis, about) if told)
    yield from _section("What is sent", _table(diagnosis))
    yield from _section("Sources", list(_chains(diagnosis)))
    yield from _section("Findings", list(_findings(diagnosis)))
    yield from _section("What was tried", _tried(diagnosis))
    yield from _section("Variables", _variables(diagnosis))
    yield from _section("Lines that name the variables", [_hit(hit) for hit in diagnosis.hits])
    yield from _section("Credential stores", [_store(store) for store in diagnosis.stores])
    yield ""
    yield f"<sub>{FOOT}</sub>"


def _section(title: str, lines: list[str]) -> Iterator[str]:
    yield from ("", f"### {title}", "")
    yield from lines or ["nothing"]


def _text(text: str) -> str:
    """Text that Markdown takes literally: no markup, no mention of anybody, no reference to another issue."""
    plain = visible(text)
    return _MARKUP.sub(lambda found: f"\\{found[0]}" if found[0] not in "@#<>" else f"&#{ord(found[0])};", plain)


def _code(text: str) -> str:
    """Text as code, whatever backticks it holds."""
    plain = visible(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall(r"`+", plain)), default=0) + 1)
    padding = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{padding}{plain}{padding}{fence}" if plain else ""


def _versions(diagnosis: Diagnosis, about: About) -> Iterator[tuple[str, str]]:
    place = diagnosis.place
    around = [w for w, true in (("tmux", place.tmux), ("SSH", place.ssh), ("WSL", place.wsl)) if true]
    around += [f"container ({place.container})"] if place.container else []
    found = [f"{i.version or 'unknown version'} at {i.path}{' (first on PATH)' if i.first_on_path else ''}" for i in diagnosis.installed]
    yield "Claude Code", "; ".join(found) or "not found"
    yield "claude-auth-tui", f"{about.program}, rules of Claude Code {diagnosis.modelled}"
    yield "Made", about.made
    yield "System", f"{about.system or place.platform}{', ' if around else ''}{', '.join(around)}"
    yield "Shell", place.shell
    yield "Folder", place.cwd
    yield "Config folder", place.config_dir


def _table(diagnosis: Diagnosis) -> list[str]:
    heads: dict[str, str] = dict([*((name, _code(SURFACE_TITLES[name])) for name in SURFACES), *OTHER_TITLES.items()])
    told: list[dict[str, Surface]] = [dict([*c.surfaces.items(), *c.others.items()]) for c in diagnosis.contexts]
    names = [name for name in heads if any(name in surfaces for surfaces in told)]
    rows = [
        f"| {_text(context.title)} | {' | '.join(_cell(surfaces.get(name)) for name in names)} |"
        for context, surfaces in zip(diagnosis.contexts, told, strict=True)
    ]
    return [f"| | {' | '.join(heads[name] for name in names)} |", "|---" * (len(names) + 1) + "|", *rows]


def _cell(surface: Surface | None) -> str:
    if surface is None:
        return ""
    words = [surface.outcome.replace("_", " ")]
    words += [f"({surface.asks or surface.reason})"] if surface.asks or surface.reason else []
    words += list(surface.sources)
    words += [f"to {surface.provider}"] if surface.provider and surface.provider != "anthropic" else []
    words += [f"pays: {surface.pays}"] if surface.pays else []
    words += [f"expected: {surface.expected}"] if surface.expected else []
    return _text(" ".join(words))


def _chains(diagnosis: Diagnosis) -> Iterator[str]:
    """Each context's chain for `claude -p`, in the order they are considered; the one before it, where it is the same, is named."""
    told: dict[tuple[ChainLink, ...], str] = {}
    for context in diagnosis.contexts:
        surface = context.surfaces.get("print")
        if surface is None:
            continue
        if surface.chain in told:
            yield f"- {_text(context.title)}, {_code('claude -p')}: as in {_text(told[surface.chain])}"
            continue
        told[surface.chain] = context.title
        yield f"- {_text(context.title)}, {_code('claude -p')}: {_text(surface.because)}"
        yield from (f"  - {_link(link)}" for link in surface.chain if link.state not in _QUIET)


def _link(link: ChainLink) -> str:
    where = f" at {_code(link.where)}" if link.where else ""
    return f"{_text(link.title or link.source)}{where}: **{link.state.replace('_', ' ')}**, {_text(link.because)}"


def _findings(diagnosis: Diagnosis) -> Iterator[str]:
    for finding in diagnosis.findings:
        if finding.level != "ok":
            yield from _finding(finding)
    passed = sum(finding.level == "ok" for finding in diagnosis.findings)
    yield f"{passed} checks passed."


def _finding(finding: Finding) -> Iterator[str]:
    yield f"- **{LEVEL_WORDS[finding.level]}{', muted' if finding.muted is not None else ''}: {_text(finding.title)}** ({_code(finding.id)})"
    if finding.muted is not None:
        yield f"  Muted: {_text(finding.muted)}"
        return
    yield f"  {_text(finding.explain)}"
    for evidence in finding.evidence:
        yield f"  - Seen{' at ' + _code(evidence.where) if evidence.where else ''}: {_text(evidence.text)}"
    for fix in finding.fixes:
        yield f"  - Fix: {_fix(fix)}"
        yield from (f"    {word}: {_text(told)}" for word, told in (("Leads to", fix.leads_to), ("Then", fix.then)) if told)


def _fix(fix: Fix) -> str:
    return _text(fix.title) + (f": {_code(fix.command)}" if fix.command else "")


def _tried(diagnosis: Diagnosis) -> list[str]:
    """The fixes that were offered, to be ticked by whoever posts the report."""
    counted = [f for f in diagnosis.findings if f.level in ("error", "warning") and f.muted is None]
    fixes = dict.fromkeys(_fix(fix) for finding in counted for fix in finding.fixes)
    return [*(f"- [ ] {fix}" for fix in fixes), "- [ ] Something else:"]


def _variables(diagnosis: Diagnosis) -> list[str]:
    return [
        f"- {_text(context.title)}: {_code(variable.name)} {_state(variable.state)}{' at ' + _code(variable.where) if variable.where else ''}"
        + (f", {_text('; '.join(variable.notes))}" if variable.notes else "")
        for context in diagnosis.contexts
        for variable in context.variables
        if variable.state != "unset"
    ]


def _state(state: str) -> str:
    return {"empty": "set to nothing", "unknown": "decided when the shell starts"}.get(state, "set")


def _hit(hit: Hit) -> str:
    effect, because = in_words(hit)
    reason = f", {_text(because)}" if because else ""
    return f"- {_code(f'{hit.path}:{hit.line}')} {_code(hit.variable)}, {hit.does}: **{_text(effect)}**{reason}"


def _store(store: Store) -> str:
    """Its state only: nothing of what is in it."""
    words = [store.state.replace("_", " "), *([f"mode {store.mode}"] if store.mode else [])]
    words += [f"expires {store.expires_at}"] if store.expires_at else []
    words += [] if store.refreshable is None else ["refreshes itself" if store.refreshable else "does not refresh itself"]
    return f"- {_code(store.where)}: {_text(', '.join(words))}" + "".join(f"; {_text(note)}" for note in store.notes)
