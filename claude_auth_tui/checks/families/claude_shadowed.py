"""What stands before `claude` when it is typed: an alias or a function of that name in a new shell. Which installs there are is in `wrong_claude`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL, Step
from claude_auth_tui.checks.frame import error, info, warning
from claude_auth_tui.checks.known import new_shell
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.tables import BY_NAME
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix, Hit
from claude_auth_tui.model.machine import Install
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.whole_line import alias_only_adds_flags, alias_prefix, alias_program

check = partial(frame.check, family="install", docs=docs.INSTALL)


def first_install(facts: Facts) -> Install | None:
    """The `claude` that typing claude in a new shell starts; where that shell's PATH finds none, the one of this terminal's."""
    client, installs = new_shell(facts).start.client, facts.machine.installs
    of_shell = (one for one in installs if client is not None and facts.machine.show_path(one.path) == client.path)
    return next(of_shell, next((one for one in installs if one.first_on_path), None))


def in_front(facts: Facts) -> list[Hit]:
    """Aliases and functions of a new shell that stand before the program."""
    return [
        f.hit
        for f in facts.found
        if f.hit.does in ("alias", "function") and f.hit.effect == "conditional" and "typing claude" in f.hit.because
    ]


def leads_to(facts: Facts, alias: Hit) -> str:
    """The absolute path of the program an alias starts; empty where that is not plain to see."""
    program = alias_program(facts.machine, alias.path, alias.line)
    for sign in ("~/", "$HOME/"):
        program = facts.machine.at_home(program[len(sign) :]) if program.startswith(sign) else program
    return program


def without_alias(facts: Facts, alias: Hit) -> list[Fix]:
    title, step = alias_off(facts, alias)
    writer = writer_for(facts)
    here = say(" In this one type: {}", _unalias(writer.shell)) if alias.does == "alias" else NOTHING
    return [writer.fix(title, step, then=NEW_TERMINAL + here)]


def alias_off(facts: Facts, alias: Hit) -> tuple[Shown, Step]:
    """What takes an alias or function out of its file, with its title."""
    writer, place = writer_for(facts), facts.machine.place(alias.path, alias.line)
    prefix = alias_prefix(facts.machine, alias.path, alias.line, "claude") if alias.does == "alias" else None
    if prefix is None:
        return say("Take the {} out at {}", alias.does, place), writer.edit(alias.path, alias.line)
    return say("Comment out {}", place), writer.comment_lines(alias.path, {alias.line: prefix}, say("claude"))


def _unalias(shell: str) -> Shown:
    return say("functions -e claude") if shell == "fish" else say("unalias claude")


@check(
    "claude-shadowed",
    passed="Typing claude starts the program itself",
    about="An alias or a function called claude is run in its place when claude is typed, not in scripts. "
    "It may start another program or give it other variables.",
    cure="Keep it where it is meant; else comment it out, and unalias it in terminals that are open.",
    levels=("error", "warning", "info"),
)
def claude_shadowed(facts: Facts) -> Iterator[Finding]:
    machine, told = facts.machine, set()
    for hit in in_front(facts):
        if (hit.path, hit.line) in told:
            continue
        told.add((hit.path, hit.line))
        place, known = machine.place(hit.path, hit.line), BY_NAME.get(hit.variable)
        start = say("claude then runs the {} at {}", hit.does, place)
        if known is not None and known.role not in ("companion", "network"):
            yield warning(
                "Typing claude changes {variable}: the {does} at {place} does",
                "When claude is typed in a new shell, the {does} is run in its place. Scripts and editors start the program without it.",
                [Evidence(place, hit.text)],
                without_alias(facts, hit),
                parts={"variable": hit.variable, "does": hit.does, "place": place},
            )
            continue
        if hit.does == "alias" and alias_only_adds_flags(machine, hit.path, hit.line):
            continue
        program = leads_to(facts, hit)
        if program and not machine.files.stat(program).exists:
            yield error(
                "Typing claude fails: the alias at {place} leads to {path}, which is not there",
                "{start}. The program itself is not started.",
                [Evidence(place, hit.text)],
                without_alias(facts, hit),
                parts={"place": place, "path": machine.show_path(program), "start": start},
            )
        elif not program or (first_install(facts) is not None and _other_program(facts, program)):
            yield info(
                "Typing claude runs the {does} at {place}",
                "What is told here is about the program that the PATH finds. Scripts, editors and claude -p in a script start that, not the "
                "{does}.",
                [Evidence(place, hit.text)],
                without_alias(facts, hit),
                parts={"does": hit.does, "place": place},
            )


def _other_program(facts: Facts, program: str) -> bool:
    first, found = first_install(facts), facts.machine.files.stat(program)
    end = found.hops[-1] if found.hops else program
    return first is not None and end not in (first.path, first.target)
