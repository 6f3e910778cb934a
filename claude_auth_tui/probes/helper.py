"""Runs the apiKeyHelper once, as Claude Code runs it, and measures what it prints. The output itself is never shown or sent."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.helper_output import key_length, looks_odd, output_fault
from claude_auth_tui.claude_code.settings import SCOPE_TITLES
from claude_auth_tui.model.saying import NOTHING, rounded, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level
from claude_auth_tui.probes import carry
from claude_auth_tui.probes.cell import Cell
from claude_auth_tui.probes.probe import Limits, Plan, Row, Stop, refuse
from claude_auth_tui.probes.program import Ran, run_program
from claude_auth_tui.read.system_words import seconds_shown
from claude_auth_tui.shells.source_shown import source_shown

_SLOW: Final = 10.0
"""Seconds after which Claude Code says that the helper is slow (documented: changes of 2.1.77)."""
_SHELL: Final = say("/bin/sh")
_BY_SIGNAL: Final = 128
"""A shell adds it to the number of the signal that ended a program (POSIX, 2.8.2)."""


def plan_helper(cell: Cell, limits: Limits) -> Plan:
    """What would be run; refused where there is no helper that counts."""
    helper = cell.session.helper()
    if cell.machine.platform == "windows":
        return refuse("helper", say("On Windows the helper is run by cmd, which is not done from here. Run it by hand."))
    if helper is None:
        others = [other for other in cell.session.helpers() if not other.cancels]
        if others:
            return refuse("helper", say("{} names an apiKeyHelper, but {} does not use it.", others[0].where, cell.place))
        return refuse("helper", say("No settings file that {} reads names an apiKeyHelper.", cell.place))
    shown_folder = cell.machine.show_path(cell.machine.cwd)
    says = [
        say("Runs {} -c with the apiKeyHelper of {}: {}", _SHELL, helper.where, _shown(cell, helper.command)),
        say(
            "It runs once, in {}, with the environment of {} and the env of the settings, without a terminal, for {} seconds at most. "
            "What it may do, it does: it is your program.",
            shown_folder,
            cell.where,
            seconds_shown(limits.whole),
        ),
        say("What it prints is measured, not shown, and not sent. At the end its whole process group is ended."),
    ]
    if helper.layer.scope in ("project", "local"):
        title = SCOPE_TITLES[helper.layer.scope]
        says.append(say("It is named in the {} of this folder: run it only if you trust whoever wrote them.", title))
    says += [say("{} is decided when the shell runs, and is left out.", name) for name in cell.unknown]
    environment = {name: given.value for name, given in cell.session.early.given.items()}
    cwd = cell.machine.cwd

    def work(stop: Stop) -> tuple[Row, ...]:
        command = carry.command_line(helper.command)
        ran = run_program([_SHELL, "-c", command], carry.environment_of(environment), cwd, stop, limits.body)
        return helper_rows(ran, limits)

    return Plan("helper", tuple(says), say("runs it"), work, limits)


def _shown(cell: Cell, command: Secret) -> Shown:
    """The command as it may be seen: whole where it is nothing but the path of a file, else without what could be a value."""
    text, machine = command.plain, cell.machine
    if machine.paths.isabs(text) and machine.files.stat(text).is_file:
        return machine.show_path(text)
    return source_shown(text)


def helper_rows(ran: Ran, limits: Limits) -> tuple[Row, ...]:
    """What came of it: how it ended, how long it took, what it printed."""
    if ran.end == "not_started":
        return (Row("error", say("Not started"), say("{} could not be started here: {}.", _SHELL, ran.detail), explain="helper-failing"),)
    if ran.end == "stopped":
        return (Row("unknown", say("Stopped"), say("You ended it after {} s.", rounded(ran.seconds))),)
    rows = [_end_row(ran, limits), *_time_row(ran)]
    if ran.end in ("ended", "held") and not ran.status:
        rows += _output_rows(Secret(ran.output.decode("utf-8", "replace")))
    if ran.errors:
        rows.append(Row("info", say("Standard error"), say("{} bytes, which Claude Code does not take for the key.", ran.errors)))
    return tuple(rows)


def _end_row(ran: Ran, limits: Limits) -> Row:
    if ran.end == "late":
        words = say("It did not end within {} s and was ended. Claude Code would go on waiting for it.", seconds_shown(limits.whole))
        return Row("error", say("No end"), words, explain="helper-failing")
    if ran.end == "flood":
        return Row(
            "error", say("Too much"), say("It printed more than {} bytes and was ended.", limits.body), explain="helper-output-unusable"
        )
    if ran.end == "held":
        words = say(
            "It ended, but something it started keeps its output open, and Claude Code waits for that. Let it close standard output."
        )
        return Row("error", say("Output held open"), words, explain="helper-failing")
    status = ran.status or 0
    if status < 0:
        return Row(
            "error", say("Ended by a signal"), say("Signal {} ended it, so Claude Code gets no key.", -status), explain="helper-exited"
        )
    if status:
        return Row(
            "error", say("Exit status {}", status), say("Claude Code takes no key from it.{}", _meaning(status)), explain="helper-exited"
        )
    return Row("ok", say("Exit status 0"), say("It ended as it should."))


def _meaning(status: int) -> Shown:
    if status > _BY_SIGNAL:
        return say(" {} means that signal {} ended it.", status, status - _BY_SIGNAL)
    return {126: say(" 126 means that the program may not be executed."), 127: say(" 127 means that a program was not found.")}.get(
        status, NOTHING
    )


def _time_row(ran: Ran) -> list[Row]:
    level: Level = "warning" if ran.seconds > _SLOW else "info"
    slow = say(": Claude Code says that it is slow from 10 s on") if ran.seconds > _SLOW else NOTHING
    return [Row(level, say("Time"), say("{} s{}", rounded(ran.seconds), slow))]


def _output_rows(output: Secret) -> list[Row]:
    fault = output_fault(output)
    if fault:
        nothing = "printed nothing" in fault
        explain = "helper-printed-nothing" if nothing else "helper-output-unusable"
        return [Row("error", say("Output"), say("Claude Code takes no key from it: {}.", fault), explain=explain)]
    kind = say("an API key by its beginning") if output.kind == "api_key" else say("of no kind that can be told, as a gateway's token is")
    odd = looks_odd(output)
    if odd:
        return [Row("warning", say("Output"), say("One line of {} characters, but {}.", key_length(output), odd))]
    return [Row("ok", say("Output"), say("One line of {} characters, {}.", key_length(output), kind))]
