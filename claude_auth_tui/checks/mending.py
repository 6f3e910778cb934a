"""Fixes for a value that is wrong in itself: mended on its line, taken away, or written anew by hand."""

from __future__ import annotations

from typing import Literal, NamedTuple

from claude_auth_tui.checks.fixes import NEW_TERMINAL, RESTART
from claude_auth_tui.checks.known import effective_value, fails, here, new_shell, place_of
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.model.diagnosis import Fix, Origin
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import again
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.whole_line import comment_prefix


class Mend(NamedTuple):
    """A change of one line that mends a value without anybody's seeing it."""

    kind: Literal["rename", "bearer"]
    name: Shown = NOTHING
    """For "rename": the variable the value belongs into."""


def mends(facts: Facts, name: Shown, context: str, mend: Mend | None = None) -> tuple[Fix, ...]:
    """Fixes for the value of a variable, the one to try first in front."""
    if context == "here":
        return (_unset_here(facts, name),)
    fixes = [*_on_its_line(facts, name, mend)] if mend else []
    removals = remove_variable(facts, name)
    by_hand = [*_by_hand(facts, name)]
    after = again(new_shell(facts).start, gone=(name,))
    if fails(after) and (fixes or by_hand):  # taking it away would leave nothing to send
        return (*fixes, *by_hand)
    return (*fixes, *removals, *by_hand)


def _unset_here(facts: Facts, name: Shown) -> Fix:
    writer = writer_for(facts)
    leads_to = outlook(again(here(facts).start, gone=(name,)))
    return writer.fix(say("Unset {} in this terminal", name), writer.unset(name), leads_to=leads_to)


def _origin(facts: Facts, name: str) -> Origin | None:
    """The startup line that decides the variable; None where a settings file or nothing does."""
    if facts.shell is None or name in new_shell(facts).configuration.settings.env or name not in facts.shell.variables:
        return None
    origin = facts.shell.variables[name].origin
    return origin if origin is not None and origin.kind == "file" else None


def _on_its_line(facts: Facts, name: Shown, mend: Mend) -> list[Fix]:
    origin, writer, start = _origin(facts, name), writer_for(facts), new_shell(facts).start
    if origin is None or facts.shell is None or comment_prefix(facts.machine, origin.path, origin.line, name, facts.shell.shell) is None:
        return []
    place = place_of(new_shell(facts), name)
    if mend.kind == "bearer":
        step = writer.substitute(origin.path, origin.line, say("{}/s/[Bb][Ee][Aa][Rr][Ee][Rr]  *//", name))
        return [writer.fix(say("Take the word Bearer out of {}", place), step, then=NEW_TERMINAL, leads_to=outlook(new_shell(facts)))]
    value = effective_value(new_shell(facts), name)
    if value is None or mend.name in start.environment:
        return []
    step = writer.substitute(origin.path, origin.line, say("{}/s//{}/g", name, mend.name))
    moved = again(start, gone=(name,), given={mend.name: value})
    return [writer.fix(say("Move it into {} in {}", mend.name, place), step, then=NEW_TERMINAL, leads_to=outlook(moved))]


def _by_hand(facts: Facts, name: Shown) -> list[Fix]:
    writer, setting = writer_for(facts), new_shell(facts).configuration.settings.env.get(name)
    noun = say("key") if name.endswith("KEY") else say("token")
    if setting is not None:
        if not setting.layer.path or setting.layer.scope == "managed":
            return []
        step = writer.edit(setting.layer.path, setting.line)
        return [writer.fix(say("Write the right {} into {}", noun, setting.where), step, then=RESTART)]
    origin = _origin(facts, name)
    if origin is None:
        return []
    step = writer.edit(origin.path, origin.line)
    return [writer.fix(say("Write the right {} into {}", noun, place_of(new_shell(facts), name)), step, then=NEW_TERMINAL)]
