"""Asks the installed `claude auth status` and lays it beside the prediction. Of its answer four fields are taken, nothing else is kept."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Final

from claude_auth_tui.checks.phrases import credential
from claude_auth_tui.claude_code.tables import DIRECT, HEADERS
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, Status
from claude_auth_tui.model.saying import rounded, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.probes import carry
from claude_auth_tui.probes.cell import Cell
from claude_auth_tui.probes.probe import Limits, Plan, Row, Stop, refuse
from claude_auth_tui.probes.program import Ran, run_program
from claude_auth_tui.read.system_tools import find_program, search_path
from claude_auth_tui.read.system_words import seconds_shown

_ARGUMENTS: Final = ("auth", "status", "--json")
_QUIET: Final = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1"}
"""Asking is no occasion to update or to report."""
_FIELDS: Final = (
    (say("loggedIn"), "logged_in"),
    (say("authMethod"), "auth_method"),
    (say("apiProvider"), "api_provider"),
    (say("apiKeySource"), "api_key_source"),
)
_LONGEST: Final = 40


def plan_claude(cell: Cell, limits: Limits) -> Plan:
    """What would be run; refused where there is no `claude`."""
    machine = cell.machine
    if machine.platform == "windows":
        return refuse("claude", say("On Windows this is not done from here. Run claude auth status yourself."))
    path = {"PATH": carry.text_of(cell.process.get("PATH"))}
    program = find_program("claude", path) or _installed(cell, path)
    if not program:
        left_out = say("Folders of the PATH that are relative or in the project do not count.")
        more = () if search_path(path) == path["PATH"] else (left_out,)
        return refuse("claude", say("No claude program is on the PATH of {}.", cell.where), *more)
    says = [
        say(
            "Runs {} auth status --json in {} with the environment of {}, for {} seconds at most.",
            machine.show_path(program),
            machine.show_path(machine.cwd),
            cell.where,
            seconds_shown(limits.whole),
        ),
        say(
            "It is the real Claude Code: as at every start it may write its state file and use the network. Updates and reports are "
            "switched off for it (DISABLE_AUTOUPDATER, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC)."
        ),
        say("Its PATH is without folders of the project, since its own first lines may look for programs there."),
        say("Of its answer loggedIn, authMethod, apiProvider and apiKeySource are taken; name and e-mail are not."),
        *(say("{} is decided when the shell runs, and is left out.", name) for name in cell.unknown),
    ]
    environment = dict(cell.process)
    given = _QUIET | ({"PATH": search_path(path)} if path["PATH"] else {})
    cwd = machine.cwd

    def work(stop: Stop) -> tuple[Row, ...]:
        ran = run_program([program, *_ARGUMENTS], carry.environment_of(environment) | given, cwd, stop, limits.body)
        return status_rows(cell, ran, limits)

    return Plan("claude", tuple(says), say("runs it"), work, limits)


def _installed(cell: Cell, environment: Mapping[str, str]) -> str:
    """Where PATH does not lead to one: the first that was found on the machine."""
    found = (find_program(install.path, environment) for install in cell.machine.installs if os.path.isabs(install.path))
    return next((path for path in found if path), "")


def status_rows(cell: Cell, ran: Ran, limits: Limits) -> tuple[Row, ...]:
    """Field by field, and then why it can be wrong."""
    failed = _failed(ran, limits)
    if failed is not None:
        return (failed,)
    answer = _parse(ran.output)
    if answer is None:
        words = say("It printed no JSON. Versions before 2.1.41 have no claude auth status and take the words for a prompt.")
        return (Row("unknown", say("Exit status {}", ran.status or 0), words),)
    rows = [_compare(cell, name, attribute, answer) for name, attribute in _FIELDS]
    if all(row.level == "ok" for row in rows):
        rows = [Row("ok", say("As predicted"), say_all((say("{} {}", row.title, row.text) for row in rows), "; ")), *_blind(cell, answer)]
    else:
        rows += _blind(cell, answer)
    return tuple(rows)


def _failed(ran: Ran, limits: Limits) -> Row | None:
    if ran.end == "not_started":
        return Row("error", say("Not started"), say("It could not be started: {}.", ran.detail))
    if ran.end == "stopped":
        return Row("unknown", say("Stopped"), say("You ended it after {} s.", rounded(ran.seconds)))
    if ran.end == "late":
        return Row("unknown", say("No answer"), say("It did not answer within {} s and was ended.", seconds_shown(limits.whole)))
    if ran.end == "flood":
        return Row("unknown", say("No answer"), say("It printed more than {} bytes and was ended.", limits.body))
    if ran.status is None or ran.status < 0:
        return Row("unknown", say("No answer"), say("A signal ended it."))
    return None


def _parse(output: bytes) -> Mapping[str, object] | None:
    """The object in what it printed: a warning may stand before it."""
    text = output.decode("utf-8", "replace")
    start = text.find("{")
    if start < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(text[start:])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _compare(cell: Cell, name: Shown, attribute: str, answer: Mapping[str, object]) -> Row:
    predicted, said = getattr(cell.context.status, attribute), answer.get(name)
    words = _word(said)
    if cell.unknown and predicted is None:
        return Row("info", name, say("{}; it could not be predicted", words))
    if predicted == said:
        return Row("ok", name, words)
    return Row("warning", name, say("it says {}, predicted was {}", words, _word(predicted)))


def _word(value: object) -> Shown:
    """A field as it may be shown: a short word, or nothing of it."""
    if value is None:
        return say("nothing")
    if isinstance(value, bool):
        return say("true") if value else say("false")
    if not isinstance(value, str):
        return say("something that is no word")
    return carry.harmless(value, (), _LONGEST) if value.isascii() and len(value) <= _LONGEST else say("something else")


def _blind(cell: Cell, answer: Mapping[str, object]) -> list[Row]:
    """Why its answer and what is sent can differ (observed)."""
    status, surface = cell.context.status, cell.surface
    says = [say("{}: {}", SURFACE_TITLES[cell.name], surface.because)]
    rows = [Row("info", say("What is sent"), say_all(says, " "))]
    reasons = list(_reasons(cell, status))
    if answer.get("loggedIn") is True and surface.outcome in ("not_logged_in", "blocked"):
        reasons.insert(0, say("it says logged in, and yet nothing can be sent: it looks only whether something is there"))
    if not reasons:
        reasons = [say("it only looks what is there; whether the API accepts it, it does not ask")]
    return [*rows, *(Row("info", say("Why it can be wrong"), reason.sentence) for reason in reasons)]


def _reasons(cell: Cell, status: Status) -> list[Shown]:
    session, surface = cell.session, cell.surface
    reasons: list[Shown] = []
    if len(surface.sources) > 1:
        reasons.append(say("{} are sent, and it names one method only", credential(cell.prediction, surface)))
    if say("env:{}", HEADERS) in surface.sources:
        reasons.append(say("it does not look at ANTHROPIC_CUSTOM_HEADERS, which replaces a credential here"))
    if status.logged_in and session.login.state == "expired":
        reasons.append(say("the stored login is over and cannot be renewed, which it does not notice"))
    if cell.machine.request.settings is not None:
        reasons.append(say("it takes no --settings, so what they hold does not count for it"))
    taken = [setting for setting, why in session.settings if not why and setting.layer.scope in ("project", "local")]
    if any(setting.name in DIRECT for setting in taken):
        reasons.append(say("it does not look at the credentials in project settings, which claude -p takes"))
    return reasons
