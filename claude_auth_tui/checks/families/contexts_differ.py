"""Where contexts differ: what this terminal or tmux still carries, and what this terminal was started too early to have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.writer import Step
from claude_auth_tui.checks.frame import info
from claude_auth_tui.checks.known import comparable, fails, here, new_shell, sent_sources, shown_value, wanted_login
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import listed
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.start import Prediction, Start
from claude_auth_tui.claude_code.tables import VARIABLES
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say, spaced
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import again
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="drift", docs=docs.ENVIRONMENT)

DRIFTING = tuple(one.name for one in VARIABLES if one.role not in ("companion", "network"))


@check(
    "terminal-carries-variable",
    passed="This terminal carries nothing that new shells lack",
    about="A terminal keeps the environment it was started with, whatever is changed in the files later. "
    "claude started here then differs from claude started in a new terminal.",
    cure="Unset it in this terminal, or open a new one.",
    levels=("info",),
)
def terminal_carries(facts: Facts) -> Iterator[Finding]:
    mine, fresh, writer = here(facts).start, new_shell(facts).start, writer_for(facts)
    mine_only = [n for n in DRIFTING if n in mine.environment and n not in fresh.environment and n not in fresh.unknown]
    changed = [n for n in DRIFTING if n in mine.environment and n in fresh.environment and mine.environment[n] != fresh.environment[n]]
    if mine_only:
        names, only = listed(mine_only), fails(new_shell(facts)) and not fails(here(facts))
        advice = say("Write it into a startup file if it is to count everywhere.") if only else say("Unset it here, and both agree.")
        yield info(
            "{Has} {names}; new shells do not",
            "It was set when this terminal was started, or by hand since, and only what is started here gets it. {advice}",
            _carried(facts, mine_only),
            writer.fix(say("Unset {} in this terminal", names), writer.unset(*mine_only), leads_to=outlook(_with(mine, fresh, mine_only))),
            "here",
            parts={"Has": say("Only this terminal has") if only else say("This terminal still has"), "names": names, "advice": advice},
        )
    if changed:
        names = listed(changed)
        yield info(
            "This terminal has another value of {names} than new shells",
            "The startup files were changed after this terminal was started. What is started here still gets the old value.",
            _carried(facts, changed),
            _start_again(facts, outlook(_with(mine, fresh, changed))),
            "here",
            parts={"names": names},
        )


@check(
    "terminal-lacks-variable",
    passed="This terminal has what new shells have",
    about="A line added to a startup file reaches only shells that are started after it. This terminal was started before, and goes without.",
    cure="Open a new terminal, or start this terminal's shell again.",
    levels=("info",),
)
def terminal_lacks(facts: Facts) -> Iterator[Finding]:
    mine, fresh = here(facts).start, new_shell(facts).start
    missing = [n for n in DRIFTING if n in fresh.environment and n not in mine.environment]
    if missing:
        wanted = wanted_login(facts)
        better = wanted is None or wanted.source in sent_sources(new_shell(facts))
        yield info(
            "New shells have {names}; this terminal does not",
            "It was started before the line was there, and what is started here goes without. A new terminal has it.",
            [Evidence(fresh.places.get(n, NOTHING), spaced(n, shown_value(n, fresh.environment[n]))) for n in missing],
            [_start_again(facts, outlook(_with(mine, fresh, missing)))] if better else [],
            "here",
            parts={"names": listed(missing)},
        )


@check(
    "tmux-carries-variable",
    passed="tmux hands on nothing that the startup files do not set",
    about="The tmux server keeps the environment it was started with and gives it to every new pane. "
    "A key that was deleted from the startup files lives on there until the server ends.",
    cure="Take it out of tmux's environment; panes that are open keep theirs.",
    levels=("info",),
)
def tmux_carries(facts: Facts) -> Iterator[Finding]:
    scenes = {scene.context.id: scene for scene in facts.scenes}
    scene = scenes.get("new_pane") or scenes["new_shell"]
    if scene.context.inherit != "tmux":
        return
    writer = writer_for(facts)
    names = [n for n in DRIFTING if n in scene.prediction.start.environment and scene.context.variable(n).origin == "inherited"]
    if names:
        yield info(
            "tmux hands {names} to every new pane",
            "No startup file sets it; it is in the environment of the tmux server or session. Taking it out there reaches new panes only.",
            [Evidence(say("tmux"), spaced(n, shown_value(n, scene.prediction.start.environment[n]))) for n in names],
            writer.fix(
                say("Take {} out of tmux's environment", listed(names)),
                *map(writer.unset_in_tmux, names),
                leads_to=outlook(again(scene.prediction.start, gone=names)),
            ),
            scene.context.id,
            parts={"names": listed(names)},
        )


@check(
    "running-claude-differs",
    passed="Every running claude has what new shells have",
    about="A running claude keeps the environment it was started with. After a change it goes on with the old credential until it is started again.",
    cure="End that claude and start it again; claude --continue goes on with the same conversation.",
    levels=("info",),
)
def running_claude_differs(facts: Facts) -> Iterator[Finding]:
    fresh = new_shell(facts).start
    for scene in facts.scenes:
        if not scene.context.id.startswith("claude:") or not comparable(facts, scene):
            continue
        mine = scene.prediction.start.environment
        names = [n for n in DRIFTING if mine.get(n) != fresh.environment.get(n) and n not in fresh.unknown]
        if names:
            yield info(
                "{title} was started with another {names} than new shells have",
                "It keeps what it was started with. End it and start it again in a new terminal; claude --continue goes on with the same conversation.",
                [Evidence(scene.context.title, say("{} {}", n, shown_value(n, mine.get(n)) or say("not set"))) for n in names],
                writer_for(facts).fix(
                    say("End it, then go on in a new terminal"), Step(say("claude --continue")), leads_to=outlook(new_shell(facts))
                ),
                scene.context.id,
                parts={"title": scene.context.title, "names": listed(names)},
            )


def _with(mine: Start, fresh: Start, names: list[Shown]) -> Prediction:
    """This terminal with these variables as new shells have them."""
    return again(mine, gone=names, given={name: fresh.environment[name] for name in names if name in fresh.environment})


def _carried(facts: Facts, names: list[Shown]) -> list[Evidence]:
    mine = here(facts).start
    return [Evidence(mine.places.get(n, say("inherited")), spaced(n, shown_value(n, mine.environment[n]))) for n in names]


def _start_again(facts: Facts, leads_to: Shown) -> Fix:
    """A new shell in this terminal: what its startup files set replaces what is carried."""
    context, writer = facts.scene("new_shell").context, writer_for(facts)
    title, unproven = say("Start this terminal's shell again"), say("a shell of Windows is replaced by opening a new terminal")
    if writer.shell != context.shell:
        return writer.fix(title, leads_to=leads_to, unproven=unproven)
    shell = facts.shell.shell if facts.shell else context.shell
    return writer.fix(title, Step(say("exec {}{}", shell, say(" -l") if context.start == "login" else NOTHING)), leads_to=leads_to)
