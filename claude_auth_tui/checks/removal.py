"""How a source is taken away: every line and setting that would bring it back, in one fix, and what is sent then.

The shell is evaluated again without the lines found so far until the variable is gone, so that an older export does
not surface unseen. The commands themselves are written in `fixes`.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.checks.fixes.envrc import allow_step, unset_after_dotenv
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL, RESTART, Step, Writer
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import listed
from claude_auth_tui.claude_code.settings import EnvSetting, HelperSetting, Layer
from claude_auth_tui.claude_code.start import Start
from claude_auth_tui.claude_code.tables import HELPER
from claude_auth_tui.model.diagnosis import Fix
from claude_auth_tui.model.machine import Machine, with_files
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import FixShell, Prefix
from claude_auth_tui.scene.again import changed, without_all
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.scene.new_shell import shell_end, start_in
from claude_auth_tui.shells.inherit import inherited_by_new_shell
from claude_auth_tui.shells.result import ShellEnd, without_its_line
from claude_auth_tui.shells.whole_line import comment_prefix, commented

ADMINISTRATOR: Final = say("an administrator must act")
_NO_FILE: Final = say("it is given on a command line or by Windows, not in a file")
_MOST_LINES: Final = 8
"""A variable exported on more lines than this is a matter for an editor."""


def writer_for(facts: Facts) -> Writer:
    """Commands for the shell the user will paste into."""
    shell: FixShell = facts.scene("new_shell").context.shell or "bash"
    if facts.machine.platform == "windows" and facts.machine.request.shell is None:
        name = facts.machine.paths.basename(facts.machine.login_shell).lower().removesuffix(".exe")
        shell = "cmd" if name == "cmd" else shell if name in ("bash", "zsh", "fish") else "powershell"
    return Writer(facts.machine, shell)


class _Plan(Struct):
    """What has been found so far on the way to the variable's being gone."""

    machine: Machine
    end: ShellEnd
    lines: dict[str, dict[int, Prefix]] = field(default_factory=dict)
    """For each file the lines to comment out, with what makes them a comment."""
    universal: bool = False
    """fish keeps it in a universal variable."""
    stopped: tuple[str, int] | None = None
    """Path and line of a statement that no command can take out safely."""


def remove_variable(facts: Facts, name: Shown) -> tuple[Fix, ...]:
    """Fixes after which no new shell and no settings file gives Claude Code this variable."""
    writer = writer_for(facts)
    settings = _settings_of(facts, name)
    if any(setting.layer.scope == "managed" for setting in settings):
        return (_ask_administrator(writer, name, settings[0]),)
    plan = _find_lines(facts, name)
    titles, steps, by_hand = _from_settings(writer, name, settings)
    if plan is not None:
        for path, lines in plan.lines.items():
            places = [facts.machine.place(path, line) for line in sorted(lines)]
            titles.append(say("comment out {}", listed(places)))
            steps.append(writer.comment_lines(path, lines, name))
            if facts.machine.paths.basename(path) == ".envrc":  # direnv loads it again only after it was allowed anew
                titles.append(say("allow the rest of it"))
                steps.append(Step(allow_step(writer, path).command))
        if plan.universal:
            titles.append(say("stop fish from exporting {}", name))
            steps.append(writer.hide_universal(name))
        if plan.stopped:
            path, line = plan.stopped
            titles.append(say("take {} out of {} in an editor: the line holds more than that", name, facts.machine.place(path, line)))
            steps.append(writer.edit(path, line))
    machine = plan.machine if plan else facts.machine
    machine, more_titles, more_steps, hand = _from_inherited(facts, writer, machine, name, plan)
    titles, steps, by_hand = [*titles, *more_titles], [*steps, *more_steps], [*by_hand, *hand]
    if not titles and not by_hand:
        return ()
    prediction = without_all(_start_after(facts, machine, plan, name), [setting.source for setting in settings])
    title = say_all([*titles, *by_hand], "; ")
    return (
        *unset_after_dotenv(facts, writer, name),
        writer.fix(
            title.capital,
            *([] if by_hand else steps),
            then=_then(facts, writer, name, settings),
            leads_to=outlook(prediction),
            unproven=_NO_FILE if by_hand else NOTHING,
        ),
    )


def remove_helper(facts: Facts) -> tuple[Fix, ...]:
    """A fix after which no settings file names an apiKeyHelper."""
    writer = writer_for(facts)
    prediction = facts.scene("new_shell").prediction
    start, helpers = prediction.start, tuple(h for h in prediction.configuration.settings.helpers if not h.cancels)
    if any(helper.layer.scope == "managed" for helper in helpers):
        return (_ask_administrator(writer, HELPER, helpers[0]),)
    titles, steps, by_hand = [], [], []
    for helper in helpers:
        if helper.layer.path:
            titles.append(say("take apiKeyHelper out of {}", helper.where))
            steps.append(writer.drop_json_member(helper.layer.path, helper.line, HELPER))
        else:
            by_hand.append(say("leave apiKeyHelper out of --settings"))
    if not titles and not by_hand:
        return ()
    title = say_all([*titles, *by_hand], "; ")
    leads_to = outlook(without_all(start, [helper.source for helper in helpers]))
    return (
        writer.fix(
            title.capital,
            *([] if by_hand else steps),
            then=_shared(facts, helpers) or RESTART,
            leads_to=leads_to,
            unproven=_NO_FILE if by_hand else NOTHING,
        ),
    )


def _settings_of(facts: Facts, name: Shown) -> list[EnvSetting]:
    settings = facts.scene("new_shell").prediction.configuration.settings
    deciding = settings.env.get(name)
    return [*([deciding] if deciding else []), *(s for s in settings.overridden if s.name == name)]


def _from_settings(writer: Writer, name: Shown, settings: list[EnvSetting]) -> tuple[list[Shown], list[Step], list[Shown]]:
    titles, steps, by_hand = [], [], []
    for setting in settings:
        if setting.layer.path:
            titles.append(say("take {} out of {}", name, setting.where))
            steps.append(writer.drop_json_member(setting.layer.path, setting.line, say("env"), name))
        else:
            by_hand.append(say("leave {} out of --settings", name))
    return titles, steps, by_hand


def _find_lines(facts: Facts, name: Shown) -> _Plan | None:
    """The startup lines that give the variable, the later ones first; None where no startup file does."""
    end, machine = facts.shell, facts.machine
    if end is None:
        return None
    plan = _Plan(machine, end)
    for _ in range(_MOST_LINES):
        variable = plan.end.variables.get(name)
        origin = variable.origin if variable is not None else None
        if (
            variable is None
            or origin is None
            or origin.kind != "file"
            or variable.state == "unset"
            or (plan.lines and variable.state == "empty")
        ):
            break
        universal = machine.paths.basename(origin.path) == "fish_variables"
        prefix = "# " if universal else comment_prefix(plan.machine, origin.path, origin.line, name, end.shell)
        if prefix is None or origin.line in plan.lines.get(origin.path, {}):
            plan.stopped = (origin.path, origin.line)
            break
        if universal:
            plan.universal = True
        else:
            plan.lines.setdefault(origin.path, {})[origin.line] = prefix
        plan.machine = with_files(plan.machine, {origin.path: commented(plan.machine, origin.path, origin.line, "# ")})
        plan.end = (without_its_line(plan.end, name) if prefix == "# " and not universal else None) or shell_end(
            plan.machine, (end.shell, end.start)
        )
    return plan


def _from_inherited(
    facts: Facts, writer: Writer, machine: Machine, name: Shown, plan: _Plan | None
) -> tuple[Machine, list[Shown], list[Step], list[Shown]]:
    """What a new shell inherits, taken away at its root: tmux, this terminal, or the program above."""
    inherited, how = inherited_by_new_shell(machine)
    left = plan.end.variables.get(name) if plan else None
    if name not in inherited or plan is None or plan.stopped or left is None or left.state == "unset":
        return machine, [], [], []
    if how == "tmux" and machine.tmux is not None:
        kept = {n: v for n, v in machine.tmux.environment.items() if n != name}
        machine = replace(machine, tmux=replace(machine.tmux, environment=kept))
        return machine, [say("take {} out of tmux's environment", name)], [writer.unset_in_tmux(name)], []
    if how in ("terminal", "outside") and machine.ancestor is not None:
        kept = {n: v for n, v in machine.ancestor.environment.items() if n != name}
        above, outside = machine.ancestor.name, machine.ancestor.outside
        machine = replace(machine, ancestor=replace(machine.ancestor, environment=kept))
        if outside:
            there = say("the container, or this shell in it, is started ({})", above) if machine.container else say("this shell is started")
            return machine, [], [], [say("leave {} out where {}", name, there)]
        return machine, [], [], [say("{} comes from the program {}: start it from where {} is not set", name, above, name)]
    if how == "here":
        machine = replace(machine, environment={n: v for n, v in machine.environment.items() if n != name})
        return machine, [say("unset {} in this terminal", name)], [writer.unset(name)], []
    if how == "registry":
        machine = replace(machine, registry=tuple(value for value in machine.registry if value.name.upper() != name))
        return machine, [], [], [say("take {} out of the environment variables of your Windows account, or of the machine", name)]
    return machine, [], [], []


def _start_after(facts: Facts, machine: Machine, plan: _Plan | None, name: Shown) -> Start:
    """The start of Claude Code in a new shell on the changed machine."""
    start = facts.scene("new_shell").prediction.start
    if plan is None:
        return start
    end = plan.end if machine is plan.machine else shell_end(machine, (plan.end.shell, plan.end.start))
    after = start_in(machine, end)
    return changed(after, gone=(name,)) if plan.stopped else after


def _then(facts: Facts, writer: Writer, name: Shown, settings: list[EnvSetting]) -> Shown:
    if settings:
        return _shared(facts, settings) or RESTART
    if name in facts.machine.environment:
        return say("Open a new terminal; in this one type: {}", writer.unset(name).command)
    return NEW_TERMINAL


def _shared(facts: Facts, settings: list[EnvSetting] | tuple[HelperSetting, ...]) -> Shown:
    if any(_is_shared(setting.layer) for setting in settings):
        return say("{} The project's settings file is shared with everyone who works in this folder.", RESTART)
    return NOTHING


def _is_shared(layer: Layer) -> bool:
    return layer.scope == "project"


def _ask_administrator(writer: Writer, name: Shown, setting: EnvSetting | HelperSetting) -> Fix:
    title = say("Ask your administrator: {} is set by the managed settings ({})", name, setting.where)
    return writer.fix(title, then=RESTART, unproven=ADMINISTRATOR)
