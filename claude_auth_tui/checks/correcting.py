"""Fixes for a variable whose value is wrong: changed on its line, written anew by hand, or taken away everywhere.

For variables that hold no credential; those are mended in `mending`. What is wrong is found in the checks.
"""

from __future__ import annotations

from claude_auth_tui.checks.fixes import NEW_TERMINAL, RESTART, Step
from claude_auth_tui.checks.known import given, inherited_from, new_shell
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.address import with_scheme
from claude_auth_tui.claude_code.settings import EnvSetting
from claude_auth_tui.claude_code.shown_values import name_shown, value_shown
from claude_auth_tui.claude_code.whole_member import member_place
from claude_auth_tui.model.diagnosis import Evidence, Fix, Origin
from claude_auth_tui.model.saying import say
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
    by_hand = _by_hand(facts, name, title)
    removals = () if keep and (by_hand or any(before)) else remove_variable(facts, name)
    rest = (*by_hand, *removals) if needed else (*removals, *by_hand)
    return (*(fix for fix in before if fix is not None), *rest)


def change_on_line(facts: Facts, name: Shown, title: Shown, script: Shown, value: Secret) -> Fix | None:
    """A change of the value by sed, on the one line that gives it; None where that line holds anything else.

    `script` is what follows the line's number in sed; `value` is what the variable then holds.
    """
    writer, prediction = writer_for(facts), new_shell(facts)
    setting, origin = _setting(facts, name), _origin(facts, name)
    place = where_from(facts, name)
    if setting is not None:
        if setting.layer.scope == "managed" or member_place(facts.machine, setting.layer.path, setting.line, name) is None:
            return None
        return writer.fix(say("{} in {}", title, place), writer.substitute(setting.layer.path, setting.line, script), then=RESTART)
    if origin is None or facts.shell is None or comment_prefix(facts.machine, origin.path, origin.line, name, facts.shell.shell) is None:
        return None
    leads_to = outlook(again(prediction.start, given={name: value}))
    return writer.fix(
        say("{} in {}", title, place), writer.substitute(origin.path, origin.line, script), then=NEW_TERMINAL, leads_to=leads_to
    )


def add_scheme(facts: Facts, name: Shown, value: Secret, scheme: Shown) -> Fix | None:
    """The scheme written before an address that lacks it; None where its line holds anything else."""
    script = say("{}/s/{}\\([\"']\\{{0,1\\}}[ =:]*[\"']*\\)/{}\\1{}:\\/\\//", name, name, name, scheme)
    return change_on_line(facts, name, say("Write {}:// before it", scheme), script, with_scheme(value, scheme))


def _setting(facts: Facts, name: str) -> EnvSetting | None:
    return new_shell(facts).configuration.settings.env.get(name)


def _origin(facts: Facts, name: str) -> Origin | None:
    """The startup line that decides the variable; None where a settings file or nothing does."""
    if facts.shell is None or _setting(facts, name) is not None or name not in facts.shell.variables:
        return None
    origin = facts.shell.variables[name].origin
    return origin if origin is not None and origin.kind == "file" else None


def _by_hand(facts: Facts, name: Shown, title: Shown) -> tuple[Fix, ...]:
    setting, origin, writer = _setting(facts, name), _origin(facts, name), writer_for(facts)
    step: Step | None = None
    if setting is not None and setting.layer.path and setting.layer.scope != "managed":
        step = writer.edit(setting.layer.path, setting.line)
    elif origin is not None:
        step = writer.edit(origin.path, origin.line)
    then = RESTART if setting is not None else NEW_TERMINAL
    return (writer.fix(say("{} in {}", title, where_from(facts, name)), step, then=then),) if step else ()
