"""Where contexts differ: what this terminal or tmux still carries, and what this terminal was started too early to have."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.checks import docs
from claude_auth_tui.checks.fixes import Step
from claude_auth_tui.checks.frame import check, info
from claude_auth_tui.checks.known import here, new_shell, shown_value
from claude_auth_tui.checks.outcome import outlook, with_variable, without_variable
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.variables import VARIABLES
from claude_auth_tui.facts import Facts
from claude_auth_tui.model.diagnosis import Evidence, Finding

DRIFTING = tuple(info.name for info in VARIABLES if info.role != "companion")


@check(
    "terminal-carries-variable",
    family="drift",
    passed="This terminal carries nothing that new shells lack",
    about="A terminal keeps the environment it was started with, whatever is changed in the files later. "
    "claude started here then differs from claude started in a new terminal.",
    docs=docs.ENVIRONMENT,
)
def terminal_carries(facts: Facts) -> Iterator[Finding]:
    mine, fresh, writer = here(facts).start, new_shell(facts).start, writer_for(facts)
    for name in DRIFTING:
        value = mine.environment.get(name)
        if value is None or name in fresh.unknown or value == fresh.environment.get(name):
            continue
        there = "have another value" if name in fresh.environment else "do not"
        step = writer.unset(name)
        other = fresh.environment.get(name)
        after = with_variable(mine, name, other) if other is not None else without_variable(mine, name)
        yield info(
            f"This terminal still has {name}; new shells {there}",
            f"It was set when this terminal was started, or by hand since, and only what is started here gets it. "
            f"{'Open a new terminal' if other is not None else 'Unset it here'}, and both agree.",
            [Evidence(mine.places.get(name, "inherited"), f"{name} {shown_value(name, value)}".strip())],
            [
                writer.fix("Open a new terminal; this one keeps its value", leads_to=outlook(after))
                if other is not None
                else writer.fix("Unset it in this terminal", step, leads_to=outlook(after))
            ],
            "here",
        )


@check(
    "terminal-lacks-variable",
    family="drift",
    passed="This terminal has what new shells have",
    about="A line added to a startup file reaches only shells that are started after it. This terminal was started before, and goes without.",
    docs=docs.ENVIRONMENT,
)
def terminal_lacks(facts: Facts) -> Iterator[Finding]:
    mine, fresh, writer = here(facts).start, new_shell(facts).start, writer_for(facts)
    shell, start = facts.scene("new_shell").context.shell, facts.scene("new_shell").context.start
    for name in DRIFTING:
        value = fresh.environment.get(name)
        if value is None or name in mine.environment:
            continue
        yield info(
            f"New shells have {name}; this terminal does not",
            "It was started before the line was there. Start the shell again, and both agree.",
            [Evidence(fresh.places.get(name, ""), f"{name} {shown_value(name, value)}".strip())],
            [
                writer.fix(
                    "Start this terminal's shell again",
                    *([Step(f"exec {shell}{' -l' if start == 'login' else ''}")] if shell and writer.shell == shell else []),
                    leads_to=outlook(with_variable(mine, name, value)),
                )
            ],
            "here",
        )


@check(
    "tmux-carries-variable",
    family="drift",
    passed="tmux hands on nothing that the startup files do not set",
    about="The tmux server keeps the environment it was started with and gives it to every new pane. "
    "A key that was deleted from the startup files lives on there until the server ends.",
    docs=docs.ENVIRONMENT,
)
def tmux_carries(facts: Facts) -> Iterator[Finding]:
    scene = facts.scene("new_shell")
    if scene.context.inherit != "tmux":
        return
    for name in DRIFTING:
        variable, value = scene.context.variable(name), scene.prediction.start.environment.get(name)
        if variable.origin == "inherited" and value is not None:
            yield info(
                f"tmux hands {name} to every new pane",
                "No startup file sets it any more; it is in the environment of the tmux server or session. "
                "Taking it out there reaches new panes only.",
                [Evidence("tmux", f"{name} {shown_value(name, value)}".strip())],
                remove_variable(facts, name),
            )
