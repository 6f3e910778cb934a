"""Fixes for a variable whose value is wrong: changed on its line, written anew by hand, or taken away everywhere.

`mends` is for keys and tokens, `corrections` for every other variable. What is wrong is found in the checks.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL, RESTART
from claude_auth_tui.checks.known import effective_value, fails, given, here, inherited_from, new_shell, place_of
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.address import with_scheme
from claude_auth_tui.claude_code.settings import EnvSetting
from claude_auth_tui.claude_code.shown_values import name_shown, value_shown
from claude_auth_tui.claude_code.whole_member import member_place
from claude_auth_tui.model.diagnosis import Evidence, Fix, Origin
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import again
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.whole_line import comment_prefix


def where_from(facts: Facts, name: str) -> Shown:
    """The place that gives Claude Code this variable, for people: a line, or who hands it to new shells."""
    found = given(new_shell(facts), name)
    return found.where if found and found.where not in ("", "inherited") else inherited_from(facts)


def evidence_of(facts: Facts, *names: str) -> list[Evidence]:
    """Each of these variables that is set, with its place and as much of its value as may be seen."""
    found = [(name, place) for name in names if (place := given(new_shell(facts), name)) is not None]
    return [Evidence(where_from(facts, name), say("{}={}", name_shown(name), value_shown(name, place.value))) for name, place in found]


def corrections(facts: Facts, name: Shown, title: Shown, *before: Fix | None, keep: bool = False, needed: bool = False) -> tuple[Fix, ...]:
    """What may be done about a wrong value: the fixes in `before`, then taking it away, then an editor at its place.

    `title` says what the editor is opened for, in the imperative; the place is added. With `needed` the editor comes
    first; with `keep` taking it away is not offered at all: more would be lost than won.
    """
    by_hand = _by_hand(facts, name, say("{} in {}", title, where_from(facts, name)))
    removals = () if keep and (by_hand or any(before)) else remove_variable(facts, name)
    rest = (*by_hand, *removals) if needed else (*removals, *by_hand)
    return (*(fix for fix in before if fix is not None), *rest)


def change_on_line(facts: Facts, name: Shown, title: Shown, script: Shown, value: Secret) -> Fix | None:
    """A change of the value by sed, on the one line that gives it; None where that line holds anything else.

    `script` is what follows the line's number in sed; `value` is what the variable then holds.
    """
    setting, writer, place = _setting(facts, name), writer_for(facts), where_from(facts, name)
    if setting is None:
        leads_to = again(new_shell(facts).start, given={name: value})
        return _on_its_line(facts, name, say("{} in {}", title, place), script, outlook(leads_to))
    if setting.layer.scope == "managed" or member_place(facts.machine, setting.layer.path, setting.line, name) is None:
        return None
    return writer.fix(say("{} in {}", title, place), writer.substitute(setting.layer.path, setting.line, script), then=RESTART)


def add_scheme(facts: Facts, name: Shown, value: Secret, scheme: Shown) -> Fix | None:
    """The scheme written before an address that lacks it; None where its line holds anything else."""
    script = say("{}/s/{}\\([\"']\\{{0,1\\}}[ =:]*[\"']*\\)/{}\\1{}:\\/\\//", name, name, name, scheme)
    return change_on_line(facts, name, say("Write {}:// before it", scheme), script, with_scheme(value, scheme))


class Mend(Struct, frozen=True):
    """A change of one line that mends a key or token without anybody's seeing it."""

    kind: Literal["rename", "bearer"]
    name: Shown = NOTHING
    """For "rename": the variable the value belongs into."""


def mends(facts: Facts, name: Shown, context: str, mend: Mend | None = None) -> tuple[Fix, ...]:
    """Fixes for the value of a key or token, the one to try first in front."""
    writer, place = writer_for(facts), place_of(new_shell(facts), name)
    if context == "here":
        leads_to = outlook(again(here(facts).start, gone=(name,)))
        return (writer.fix(say("Unset {} in this terminal", name), writer.unset(name), leads_to=leads_to),)
    changed = _mended(facts, name, mend, place) if mend else None
    fixes = [changed] if changed else []
    noun, setting = say("key") if name.endswith("KEY") else say("token"), _setting(facts, name)
    by_hand = _by_hand(facts, name, say("Write the right {} into {}", noun, setting.where if setting is not None else place))
    if fails(again(new_shell(facts).start, gone=(name,))) and (fixes or by_hand):  # taking it away would leave nothing to send
        return (*fixes, *by_hand)
    return (*fixes, *remove_variable(facts, name), *by_hand)


def _mended(facts: Facts, name: Shown, mend: Mend, place: Shown) -> Fix | None:
    fresh = new_shell(facts)
    if mend.kind == "bearer":
        script = say("{}/s/[Bb][Ee][Aa][Rr][Ee][Rr]  *//", name)
        return _on_its_line(facts, name, say("Take the word Bearer out of {}", place), script, outlook(fresh))
    value = effective_value(fresh, name)
    if value is None or mend.name in fresh.start.environment:
        return None
    moved = again(fresh.start, gone=(name,), given={mend.name: value})
    script = say("{}/s//{}/g", name, mend.name)
    return _on_its_line(facts, name, say("Move it into {} in {}", mend.name, place), script, outlook(moved))


def _on_its_line(facts: Facts, name: Shown, title: Shown, script: Shown, leads_to: Shown) -> Fix | None:
    """The startup line that decides the variable changed by sed; None where it holds anything else, or no such line does."""
    origin, writer = file_origin(facts, name), writer_for(facts)
    if origin is None or facts.shell is None or comment_prefix(facts.machine, origin.path, origin.line, name, facts.shell.shell) is None:
        return None
    return writer.fix(title, writer.substitute(origin.path, origin.line, script), then=NEW_TERMINAL, leads_to=leads_to)


def _by_hand(facts: Facts, name: Shown, title: Shown) -> tuple[Fix, ...]:
    setting, origin, writer = _setting(facts, name), file_origin(facts, name), writer_for(facts)
    if setting is not None and setting.layer.path and setting.layer.scope != "managed":
        return (writer.fix(title, writer.edit(setting.layer.path, setting.line), then=RESTART),)
    return (writer.fix(title, writer.edit(origin.path, origin.line), then=NEW_TERMINAL),) if origin is not None else ()


def _setting(facts: Facts, name: str) -> EnvSetting | None:
    return new_shell(facts).configuration.settings.env.get(name)


def file_origin(facts: Facts, name: str) -> Origin | None:
    """The startup line that decides the variable; None where a settings file or nothing does."""
    if facts.shell is None or _setting(facts, name) is not None or name not in facts.shell.variables:
        return None
    origin = facts.shell.variables[name].origin
    return origin if origin is not None and origin.kind == "file" else None
