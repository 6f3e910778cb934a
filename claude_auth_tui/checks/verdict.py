"""The one sentence on top: what `claude` and `claude -p` do in a new shell, and whether that is what is wanted.

What only this terminal or a running session still carries stands in the detail, in one short clause each, and is never
the headline: once the files are cured, the verdict is too. How it is cured in full is told by the checks of drift.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.checks.frame import family_of
from claude_auth_tui.checks.known import (
    COUNTED,
    Wanted,
    comparable,
    ends,
    fails,
    here,
    inherited_from,
    new_shell,
    place_of,
    shown_value,
    wanted_login,
)
from claude_auth_tui.checks.phrases import clause, credential, link_of, name_of, predicate, says, value_of
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.tables import cloud_of, is_elsewhere
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
    return "interactive" if _overridden(facts, wanted_login(facts)) == ["interactive"] else "print"


def _overridden(facts: Facts, wanted: Wanted | None) -> list[SurfaceName]:
    """The surfaces on which something else is sent than the login that is wanted there."""
    sent = {name: end for name, end in ends(new_shell(facts)).items() if end.outcome == "sends"}
    return [name for name, end in sent.items() if name in wanted.surfaces and wanted.source not in end.sources] if wanted else []


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
    wrong = _overridden(facts, wanted)
    if wanted is None or not wrong:
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
    family = family_of(cause.id) or ""
    if family == "blocked":
        return cause.title
    failing = [name for name, end in ends(prediction).items() if end.outcome in ("not_logged_in", "blocked")]
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
    parts = [*_whose(facts), _sent(facts, end) if sends else end.because.clause]
    if cause is not None and cause.level == "warning" and cause.id not in _SAID:
        parts.append(cause.title)
    elif cause is None:
        parts += [f.title for f in findings if f.level == "unknown" and f.context == "new_shell"][:1]
    parts += _disagreements(facts, surface, findings)
    return say_all((part for part in parts if part), " · ")


def _whose(facts: Facts) -> tuple[Shown, ...]:
    """Whose a new shell is, where that is not ours."""
    context = facts.scene("new_shell").context
    if context.user is not None:
        return (say("a new shell is one of {} here, with files and login of theirs", context.user),)
    return (say("HOME is {} in a new shell", context.home),) if context.home is not None else ()


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


_LONGEST_CURE: Final = 40
"""Characters: a longer command stands with its finding only."""
_NOTHING: Final = say("no credential")


def _disagreements(facts: Facts, surface: SurfaceName, findings: tuple[Finding, ...]) -> tuple[Shown, ...]:
    """A clause for each context that differs on this surface; running sessions of one kind share theirs."""
    told = []
    if _differs(here(facts), new_shell(facts), surface):
        words = _said(here(facts), new_shell(facts), surface)
        cure = NOTHING if fails(new_shell(facts)) else _cure(findings)
        told.append(say("this terminal: {}{}", clause((surface,), words), cure))
    for scene in facts.scenes:
        if scene.context.id == "new_pane" and _differs(scene.prediction, new_shell(facts), surface):
            words = _said(scene.prediction, new_shell(facts), surface)
            told.append(say("a new tmux pane: {}", clause((surface,), words)))
    return (*told, *_sessions(facts))


def _differs(mine: Prediction, fresh: Prediction, surface: SurfaceName) -> bool:
    """Whether another thing happens there than in a new shell; another value of the same source is one."""
    end, expected = ends(mine)[surface], ends(fresh)[surface]
    return expected.outcome != "unknown" and _gist(mine, end) != _gist(fresh, expected)


def _gist(prediction: Prediction, end: Surface) -> tuple[object, ...]:
    then = _allowed(end)
    values = tuple(value_of(prediction, source) for source in then.sources)
    return end.outcome, then.sources, end.provider, values


def _said(mine: Prediction, fresh: Prediction, surface: SurfaceName) -> Shown:
    """What they do there, in the plural; where it is the same in words, which value is another."""
    words = predicate(mine, ends(mine)[surface])
    if words != predicate(fresh, ends(fresh)[surface]):
        return words
    then = _allowed(ends(mine)[surface])
    other = next((s for s in then.sources if value_of(mine, s) != value_of(fresh, s)), NOTHING)
    value = value_of(mine, other) if other else None
    seen = say(" ({})", value.shown) if value is not None and value.shown else NOTHING
    return say("use another {}{}", name_of(other), seen) if other else words


def _cure(findings: tuple[Finding, ...]) -> Shown:
    """The command that takes away what only this terminal carries, where it is a short one."""
    found = next((f.fixes[0].command for f in findings if f.id == "terminal-carries-variable" and f.fixes), NOTHING)
    return say("; cure: {}", found) if found and len(found) <= _LONGEST_CURE else NOTHING


def _sessions(facts: Facts) -> tuple[Shown, ...]:
    """Running sessions go on with what they were started with. They were started as `claude`, as far as anybody knows."""
    others: dict[Shown, list[Shown]] = {}
    for scene in facts.scenes:
        if (
            scene.context.id.startswith("claude:")
            and comparable(facts, scene)
            and _differs(scene.prediction, new_shell(facts), "interactive")
        ):
            others.setdefault(_in_use(scene.prediction, new_shell(facts)), []).append(scene.context.title)
    titles = [title for alike in others.values() for title in alike]
    if not titles:
        return ()
    words = next(iter(others)) if len(others) == 1 else say("something else")
    if len(titles) == 1:
        return (say("{} {} {}", titles[0], say("has") if words == _NOTHING else say("uses"), words),)
    return (say("{} running claude sessions {} {}", len(titles), say("have") if words == _NOTHING else say("use"), words),)


def _in_use(mine: Prediction, fresh: Prediction) -> Shown:
    """What a session uses, as a noun; a key it asked about was allowed, else it would not be running."""
    then, expected = _allowed(ends(mine)["interactive"]), _allowed(ends(fresh)["interactive"])
    if then.outcome != "sends":
        return _NOTHING
    words = credential(mine, then)
    if expected.outcome != "sends" or words != credential(fresh, expected):
        return words
    noun = words.without("an ") if words.startswith("an ") else words.without("a ") if words.startswith("a ") else words.without("the ")
    return say("another {}", noun) if noun != words else say("{}, with another value", words)


def _allowed(end: Surface) -> Surface:
    return end.if_yes if end.outcome == "asks" and end.if_yes is not None else end
