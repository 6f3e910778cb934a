"""The one sentence on top: what `claude` and `claude -p` do in a new shell, and whether that is what is wanted.

What only this terminal or a running session still carries stands in the detail and is never the headline: once the
files are cured, the verdict is too.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.checks.disagreement import disagreements
from claude_auth_tui.checks.frame import family_of
from claude_auth_tui.checks.known import COUNTED, ends, fails, inherited_from, new_shell, place_of, shown_value, wanted_login
from claude_auth_tui.checks.words import clause, link_of, name_of, predicate, says, value_of
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.variables import cloud_of, is_elsewhere
from claude_auth_tui.model.diagnosis import Finding, Surface, Verdict
from claude_auth_tui.model.saying import NOTHING, say, say_all, spaced
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level, SurfaceName
from claude_auth_tui.scene.facts import Facts

NOT_MET: Final = "expectation-not-met"
_SAID: Final = ("key-not-approved", "key-rejected", "two-credentials-sent")
"""Warnings that the sentence about the surfaces says itself."""


def verdict_of(facts: Facts, findings: tuple[Finding, ...]) -> Verdict:
    """The sentence, its level, what stands behind it, and the finding whose fix is offered first."""
    surface, cause = _surface(facts), _cause(facts, findings)
    accepted = any(f.muted is not None and f.level == "error" for f in findings)
    level: Level = "unknown" if _undecided(facts) else cause.level if cause else "error" if _nothing_sent(facts) and not accepted else "ok"
    return Verdict(
        level,
        _headline(facts, cause, findings),
        _detail(facts, surface, cause, findings),
        "new_shell",
        surface,
        cause.id if cause else None,
    )


def _nothing_sent(facts: Facts) -> bool:
    return all(end.outcome in ("not_logged_in", "blocked") for end in ends(new_shell(facts)).values())


def _undecided(facts: Facts) -> bool:
    return any(end.outcome == "unknown" and cloud_of(end.provider) is None for end in ends(new_shell(facts)).values())


def _cause(facts: Facts, findings: tuple[Finding, ...]) -> Finding | None:
    """The gravest finding about a new shell: they come worst first, and of one level the cause before what it causes."""
    levels = ("error", "unknown", "warning") if _undecided(facts) else ("error", "warning")
    grave = [f for f in findings if f.level in levels and f.context in ("new_shell", None) and f.muted is None]
    return min(grave, key=lambda f: levels.index(f.level), default=None)


def _surface(facts: Facts) -> SurfaceName:
    """The surface the detail is about: `claude -p`, unless only `claude` has the problem."""
    talk, batch = ends(new_shell(facts)).values()
    if batch.outcome == "sends" and talk.outcome in ("not_logged_in", "blocked", "unknown"):
        return "interactive"
    wanted = wanted_login(facts)
    names = [n for n, end in ends(new_shell(facts)).items() if wanted and n in wanted.surfaces and _overridden(end, wanted.source)]
    return "interactive" if names == ["interactive"] else "print"


def _overridden(end: Surface, source: str) -> bool:
    return end.outcome == "sends" and source not in end.sources


def _headline(facts: Facts, cause: Finding | None, findings: tuple[Finding, ...]) -> Shown:
    prediction = new_shell(facts)
    if _undecided(facts):
        return _unknown(prediction, cause)
    if cause is None or cause.level != "error":
        return says(prediction)
    if cause.id == NOT_MET:
        return cause.title
    accepted = any(f.muted is not None and f.id.endswith(("-override-login", "-overrides-login")) for f in findings)
    return (NOTHING if accepted else _overriding(facts)) or _stopped(prediction, cause)


def _unknown(prediction: Prediction, cause: Finding | None) -> Shown:
    names = [name for name, end in ends(prediction).items() if end.outcome == "unknown"]
    end = ends(prediction)[names[-1]]
    return say("Cannot tell what {}: {}", clause(names, say("send")), cause.title if cause else end.because)


def _overriding(facts: Facts) -> Shown:
    """ "claude -p in a new zsh sends an API key (pay as you go), not your Max login"; empty where nothing overrides the login."""
    wanted, prediction = wanted_login(facts), new_shell(facts)
    if wanted is None:
        return NOTHING
    wrong = [n for n, end in ends(prediction).items() if n in wanted.surfaces and _overridden(end, wanted.source)]
    if not wrong:
        return NOTHING
    end = ends(prediction)[wrong[-1]]
    shell = facts.scene("new_shell").context.shell
    verb = say("use") if is_elsewhere(end.provider) else say("send")
    where = say("in a new {}", shell) if shell else NOTHING
    return say("{}, not {}", clause(wrong, predicate(prediction, end, verb), where=where), wanted.title)


_FAMILY_WORDS: Final = {
    "value": say("are refused"),
    "login": say("are refused"),
    "helper": say("get no key"),
    "gateway": say("fail"),
    "network": say("fail"),
}


def _stopped(prediction: Prediction, cause: Finding) -> Shown:
    """A headline for what fails: the cause, and what becomes of `claude` and `claude -p`."""
    if family_of(cause.id) == "blocked":
        return cause.title
    failing = [name for name, end in ends(prediction).items() if end.outcome in ("not_logged_in", "blocked")]
    family = family_of(cause.id) or ""
    if not failing:
        words = _FAMILY_WORDS.get(family)
        return say("{}: {}", cause.title, clause(COUNTED, words)) if words else says(prediction)
    if len(failing) == 1 and family == "approval":
        return says(prediction)
    words = say("have nothing to send") if fails(prediction) else say("send nothing")
    return say("{}: {}", cause.title, clause(failing, words))


def _detail(facts: Facts, surface: SurfaceName, cause: Finding | None, findings: tuple[Finding, ...]) -> Shown:
    prediction = new_shell(facts)
    end = ends(prediction)[surface]
    sends = end.outcome == "sends" or (end.outcome == "unknown" and cloud_of(end.provider) is not None)
    parts = [_sent(facts, end) if sends else end.because.clause]
    if cause is not None and cause.level == "warning" and cause.id not in _SAID:
        parts.append(cause.title)
    elif cause is None:
        parts += [f.title for f in findings if f.level == "unknown" and f.context == "new_shell"][:1]
    parts += disagreements(facts, surface, findings)
    return say_all((part for part in parts if part), " · ")


def _sent(facts: Facts, end: Surface) -> Shown:
    """ "x-api-key: ANTHROPIC_API_KEY sk-ant-api03-…w7AA, from ~/.zshrc:42"."""
    prediction = new_shell(facts)
    if (cloud := cloud_of(end.provider)) is not None:
        return say("{}: {}{}", cloud.noun, cloud.switch, _from(facts, place_of(prediction, cloud.switch)))
    headers = {say("Authorization"): end.authorization, say("x-api-key"): end.x_api_key}
    lines = []
    for source in end.sources:
        filled = say_all((header for header, by in headers.items() if by == source), " and ")
        link = link_of(end, source)
        title = (link.title if link else NOTHING) or name_of(source)
        shown = (link.shown if link else None) or shown_value(name_of(source), value_of(prediction, source))
        lines.append(say("{}: {}{}", filled, spaced(title, shown), _from(facts, link.where if link else None)))
    return say_all(lines, "; ")


def _from(facts: Facts, where: Shown | None) -> Shown:
    return say(", from {}", inherited_from(facts) if where == "inherited" else where) if where else NOTHING
