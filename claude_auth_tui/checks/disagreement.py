"""Where the other contexts differ from a new shell, in one short clause each: this terminal, a new tmux pane, running sessions.

What each of them carries, and how it is cured in full, are findings of `drift`.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.checks.known import ends, fails, here, new_shell
from claude_auth_tui.checks.words import clause, credential, name_of, predicate, value_of
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.model.diagnosis import Finding, Surface
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName
from claude_auth_tui.scene.facts import Facts

_LONGEST_CURE: Final = 40
"""Characters: a longer command stands with its finding only."""
_NOTHING: Final = say("no credential")


def disagreements(facts: Facts, surface: SurfaceName, findings: tuple[Finding, ...]) -> tuple[Shown, ...]:
    """A clause for each context that differs on this surface; running sessions of one kind share theirs."""
    told = []
    if differs(here(facts), new_shell(facts), surface):
        words = _said(here(facts), new_shell(facts), surface)
        cure = NOTHING if fails(new_shell(facts)) else _cure(findings)
        told.append(say("this terminal: {}{}", clause((surface,), words), cure))
    for scene in facts.scenes:
        if scene.context.id == "new_pane" and differs(scene.prediction, new_shell(facts), surface):
            words = _said(scene.prediction, new_shell(facts), surface)
            told.append(say("a new tmux pane: {}", clause((surface,), words)))
    return (*told, *_sessions(facts))


def differs(mine: Prediction, fresh: Prediction, surface: SurfaceName) -> bool:
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
        if scene.context.id.startswith("claude:") and differs(scene.prediction, new_shell(facts), "interactive"):
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
