"""What would be sent if something were gone, as lines: each context and surface before and after, and which variables change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import ChainLink, Context, Diagnosis, Surface, Variable
from claude_auth_tui.model.saying import place, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.what_if import Subject, SurfaceChange, WhatIf
from claude_auth_tui.tui.view.labels import SURFACE_NAMES, context_name, shown_tail, surface_word, variable_state
from claude_auth_tui.tui.view.lines import Line, Role, Span, pad, span, visible, width_of, wrap_line
from claude_auth_tui.tui.view.matrix import cell
from claude_auth_tui.tui.view.places import in_short, take_apart
from claude_auth_tui.tui.view.table import Row

_CHANGED: Final[Span] = ("≠ ", "warn")
_SAME: Final[Span] = ("= ", "muted")
_INDENT: Final = "  "
_NAMES_WIDTH: Final = 9
_WORDS_WIDTH: Final = 16


def subject_of(diagnosis: Diagnosis, pane: str, row: Row) -> Subject | None:
    """What a row of a pane stands for; None where it is nothing that could be gone."""
    if pane == "precedence":
        surfaces = (surface for context in diagnosis.contexts for surface in (*context.surfaces.values(), *context.others.values()))
        source = next((link.source for surface in surfaces for link in _chains(surface) if link.source == row.key), None)
        return Subject("source", source) if source is not None else None
    if pane == "environment":
        name = next((variable.name for context in diagnosis.contexts for variable in context.variables if variable.name == row.key), None)
        return Subject("variable", name) if name is not None else None
    if pane == "stores":
        store = next((store for store in diagnosis.stores if f"{store.kind} {store.where}" == row.key), None)
        return Subject("store", say("{}", store.kind), store.where) if store is not None else None
    path, line = take_apart(row.place)
    here = [hit for hit in diagnosis.hits if (hit.path, hit.line) == (path, line)]
    hit = next((hit for hit in here if row.key.startswith(f"{hit.path} {hit.variable} ")), here[0] if here else None)
    return Subject("line", hit.variable, place(hit.path), hit.line) if hit is not None else None


def _chains(surface: Surface) -> Iterator[ChainLink]:
    """Every link of a surface, whichever way its questions are answered."""
    yield from surface.chain
    for branch in (surface.if_yes, surface.if_no):
        if branch is not None:
            yield from _chains(branch)


def question(title: str) -> Line:
    return (("What if ", "strong"), (visible(title), "code"), (" were gone?", "strong"))


def title_of(subject: Subject) -> Shown:
    """The subject in a word, as long as there is no answer."""
    if subject.kind == "line":
        return place(subject.path, subject.line)
    return place(subject.path) if subject.kind == "store" else subject.name.behind(":") or subject.name


def what_if_lines(answer: WhatIf, diagnosis: Diagnosis, width: int) -> tuple[Line, ...]:
    """The answer in lines of so many cells."""
    return tuple(line for told in _lines(answer, diagnosis, width) for line in (wrap_line(told, width, hang=4) if told else [()]))


def _lines(answer: WhatIf, diagnosis: Diagnosis, width: int) -> Iterator[Line]:
    subject = answer.subject
    hit = next((h for h in diagnosis.hits if (h.path, h.line) == (subject.path, subject.line) and subject.kind == "line"), None)
    if hit is not None and hit.text.strip():
        yield span(visible(hit.text.strip()), "code")
        yield ()
    symbol, role = _SIGNS[answer.outcome]
    yield ((f"{symbol} ", role), (visible(answer.says), "strong"))
    if answer.outcome != "changes":
        return
    then = replace(diagnosis, contexts=answer.after, stores=answer.stores)
    changed = {change.context for change in answer.surfaces if change.changed}
    for after in (context for context in answer.after if context.id in changed):
        before = diagnosis.context(after.id) or after
        changes = [change for change in answer.surfaces if change.context == after.id]
        yield ()
        yield (_CHANGED, (context_name(after), "strong"))
        for change in changes:
            yield from _surface(change, diagnosis, then, before, after, width)
    if stays := [context for context in answer.after if context.id not in changed]:
        yield ()
        yield from ((_SAME, (context_name(c), "plain"), (f"  stays as it {_was(c, subject)}", "muted")) for c in stays)
    if answer.variables:
        yield ()
        for name in dict.fromkeys(change.after.name for change in answer.variables):
            yield span(visible(name), "accent")
            for variable in answer.variables:
                if variable.after.name == name:
                    context = diagnosis.context(variable.context)
                    where = context_name(context) if context is not None else variable.context
                    yield (_CHANGED, (f"{where}  ", "plain"), *_variable(variable.before), (" → ", "muted"), *_variable(variable.after))


_SIGNS: Final[dict[str, tuple[str, Role]]] = {"changes": ("≠", "warn"), "same": ("=", "muted"), "unknown": ("?", "unknown")}


def _was(context: Context, subject: Subject) -> str:
    """A running process keeps what it was started with, whatever becomes of a line."""
    process = context.id == "here" or context.id.startswith("claude:")
    return "was started" if process and subject.kind == "line" else "is"


def _surface(change: SurfaceChange, now: Diagnosis, then: Diagnosis, before: Context, after: Context, width: int) -> Iterator[Line]:
    name: Span = (pad(SURFACE_NAMES[change.surface], _NAMES_WIDTH), "plain")
    old, new = _cell(now, before, change), _cell(then, after, change)
    if not change.changed:
        yield ((_INDENT, "plain"), _SAME, name, ("  ", "plain"), old, ("  stays", "muted"))
        return
    if old[0] == new[0]:  # the same words, and yet another answer
        more = _apart(change.before, change.after, now, then)
        old, new = (f"{old[0]}{more[0]}", old[1]), (f"{new[0]}{more[1]}", new[1])
    room = max(width_of(old[0]), _WORDS_WIDTH)
    if len(_INDENT) + 2 + _NAMES_WIDTH + 2 + room + 3 + width_of(new[0]) > width:
        yield ((_INDENT, "plain"), _CHANGED, name, ("  ", "plain"), old)
        yield ((_INDENT + "  " + " " * _NAMES_WIDTH, "plain"), ("→ ", "muted"), new)
        return
    yield ((_INDENT, "plain"), _CHANGED, name, ("  ", "plain"), (pad(old[0], room), old[1]), (" → ", "muted"), new)


def _cell(diagnosis: Diagnosis, context: Context, change: SurfaceChange) -> Span:
    told = cell(diagnosis, context, change.surface)
    return (f"{told.symbol} {told.words[0]}", told.role)


def _apart(before: Surface, after: Surface, now: Diagnosis, then: Diagnosis) -> tuple[str, str]:
    """What tells two answers apart that begin alike: what comes after a question, who pays, or only the value."""
    for answer, old, new in (("yes", before.if_yes, after.if_yes), ("no", before.if_no, after.if_no)):
        if old is None or new is None:
            continue
        words = surface_word(old, now)[0], surface_word(new, then)[0]
        more = ("", "") if words[0] != words[1] else _apart(old, new, now, then)
        if words[0] != words[1] or more[1] not in ("", _OTHER):
            return f", {answer}: {words[0]}{more[0]}", f", {answer}: {words[1]}{more[1]}"
    if before.pays != after.pays:
        return f", {_PAYS.get(before.pays or '', 'unknown')} pays", f", {_PAYS.get(after.pays or '', 'unknown')} pays"
    return "", "" if before == after else _OTHER


_OTHER: Final = ", another value"
_PAYS: Final = {"plan": "plan", "api": "API", "cloud": "cloud", "gateway": "gateway"}


def _variable(variable: Variable) -> tuple[Span, ...]:
    state = (shown_tail(variable.shown) if variable.state == "set" else "") or variable_state(variable)
    where = visible(in_short(variable.where)) if variable.state != "unset" else ""
    return ((state, "plain"), (f" {where}" if where else "", "muted"))
