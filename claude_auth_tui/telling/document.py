"""The machine-readable document: a `Diagnosis` as plain JSON values. What a key means never changes; keys may be added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claude_auth_tui.claude_code.expected import is_met
from claude_auth_tui.model.diagnosis import ChainLink, Context, Diagnosis, Finding, Hit, Status, Store, Surface, Variable
from claude_auth_tui.model.what_if import WhatIf

SCHEMA: Final = "claude-auth-tui/1"

Json = dict[str, object]


def document_of(diagnosis: Diagnosis, what_ifs: Sequence[WhatIf] | None = None) -> Json:
    """The whole document, ready for `json.dumps`; with what would be sent if something were gone, where that was asked."""
    verdict = diagnosis.verdict
    place = diagnosis.place
    equal = _Equal()
    return {
        "schema": SCHEMA,
        "claude_code": {
            "modelled": diagnosis.modelled,
            "installed": [{"path": i.path, "version": i.version, "first_on_path": i.first_on_path} for i in diagnosis.installed],
        },
        "machine": {
            "platform": place.platform,
            "wsl": place.wsl,
            "container": place.container,
            "ssh": place.ssh,
            "tmux": place.tmux,
            "cwd": place.cwd,
            "config_dir": place.config_dir,
            "shell": place.shell,
            "follow": place.follow,
        },
        "verdict": {
            "level": verdict.level,
            "headline": verdict.headline,
            "detail": verdict.detail,
            "context": verdict.context,
            "surface": verdict.surface,
            "finding": verdict.finding,
        },
        "contexts": [_context(c, equal) for c in diagnosis.contexts],
        "hits": [_hit(h, equal) for h in diagnosis.hits],
        "stores": [_store(s) for s in diagnosis.stores],
        "checks": [_finding(f) for f in diagnosis.findings],
        **({} if what_ifs is None else {"what_if": [_what_if(answer, equal) for answer in what_ifs]}),
    }


class _Equal:
    """Numbers in place of fingerprints: equal numbers are equal values, and they are the same in every run."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, fingerprint: str | None) -> int | None:
        return None if fingerprint is None else self._numbers.setdefault(fingerprint, len(self._numbers) + 1)


def _context(context: Context, equal: _Equal) -> Json:
    surfaces: Json = {name: _surface(surface) for name, surface in context.surfaces.items()}
    surfaces |= {name: _surface(surface) for name, surface in context.others.items()}
    surfaces["status"] = _status(context.status)
    document: Json = {"id": context.id, "title": context.title}
    if context.shell:
        document |= {"shell": context.shell, "start": context.start, "inherit": context.inherit}
    return document | {
        "variables": [_variable(v, equal) for v in context.variables],
        "surfaces": surfaces,
        "notes": list(context.notes),
    }


def _variable(variable: Variable, equal: _Equal) -> Json:
    return {
        "name": variable.name,
        "state": variable.state,
        "origin": variable.origin,
        "where": variable.where,
        "shown": variable.shown,
        "equal": equal.number(variable.fingerprint),
        "notes": list(variable.notes),
    }


def _surface(surface: Surface) -> Json:
    document: Json = {
        "outcome": surface.outcome,
        "provider": surface.provider,
        "authorization": surface.authorization,
        "x_api_key": surface.x_api_key,
        "asks": surface.asks,
        "reason": surface.reason,
        "pays": surface.pays,
        "because": surface.because,
        "expected": surface.expected,
        "as_expected": is_met(surface.expected, surface) if surface.expected else None,
        "chain": [_link(link) for link in surface.chain],
    }
    if surface.if_yes is not None:
        document["if_yes"] = _surface(surface.if_yes)
    if surface.if_no is not None:
        document["if_no"] = _surface(surface.if_no)
    return document


def _link(link: ChainLink) -> Json:
    return {
        "source": link.source,
        "title": link.title,
        "state": link.state,
        "header": link.header,
        "where": link.where,
        "shown": link.shown,
        "because": link.because,
    }


def _status(status: Status) -> Json:
    return {
        "loggedIn": status.logged_in,
        "authMethod": status.auth_method,
        "apiProvider": status.api_provider,
        "apiKeySource": status.api_key_source,
    }


def _hit(hit: Hit, equal: _Equal) -> Json:
    return {
        "path": hit.path,
        "line": hit.line,
        "variable": hit.variable,
        "does": hit.does,
        "effect": hit.effect,
        "because": hit.because,
        "shown": hit.shown,
        "text": hit.text,
        "equal": equal.number(hit.fingerprint),
    }


def _store(store: Store) -> Json:
    return {
        "kind": store.kind,
        "where": store.where,
        "state": store.state,
        "mode": store.mode,
        "expires_at": store.expires_at,
        "refreshable": store.refreshable,
        "scopes": list(store.scopes),
        "subscription": store.subscription,
        "notes": list(store.notes),
    }


def _finding(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "level": finding.level,
        "title": finding.title,
        "explain": finding.explain,
        "context": finding.context,
        "evidence": [{"where": e.where, "text": e.text} for e in finding.evidence],
        "fixes": [
            {
                "title": f.title,
                "command": f.command,
                "shell": f.shell or "",
                "undo": f.undo,
                "then": f.then,
                "leads_to": f.leads_to,
                "proof": f.proof,
                "unproven": f.unproven,
            }
            for f in finding.fixes
        ],
        "docs": finding.docs,
        "muted": finding.muted,
    }


def _what_if(answer: WhatIf, equal: _Equal) -> Json:
    """What would be sent if something were gone: only what changes is listed."""
    subject = answer.subject
    return {
        "subject": {"kind": subject.kind, "name": subject.name, "path": subject.path or None, "line": subject.line or None},
        "title": answer.title,
        "outcome": answer.outcome,
        "says": answer.says,
        "surfaces": [
            {"context": c.context, "surface": c.surface, "before": _in_short(c.before), "after": _in_short(c.after)}
            for c in answer.surfaces
            if c.changed
        ],
        "variables": [
            {"context": c.context, "before": _variable(c.before, equal), "after": _variable(c.after, equal)} for c in answer.variables
        ],
    }


def _in_short(surface: Surface) -> Json:
    """A surface without its chain."""
    answers = {"if_yes": surface.if_yes, "if_no": surface.if_no}
    return {
        "outcome": surface.outcome,
        "provider": surface.provider,
        "authorization": surface.authorization,
        "x_api_key": surface.x_api_key,
        "asks": surface.asks,
        "reason": surface.reason,
        "pays": surface.pays,
        "because": surface.because,
        **{name: _in_short(then) for name, then in answers.items() if then is not None},
    }
