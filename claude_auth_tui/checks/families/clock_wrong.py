"""The clock: signs that it is wrong, as far as files tell. What a server's clock says is asked only on demand, in the probes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.writer import Step
from claude_auth_tui.checks.frame import info, warning
from claude_auth_tui.checks.known import new_shell
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.login import FILE_NAME
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="clock", docs=docs.ERRORS)

RELEASED: Final = 1_767_225_600.0
"""2026-01-01 UTC, in seconds since the epoch: this program did not exist before, so an earlier clock is wrong."""
_SLACK: Final = 300.0
"""Seconds: clocks of file servers differ by a little."""
_TIMESYNC: Final = say("/run/systemd/timesync")
_ADMINISTRATOR: Final = say("the clock is the whole machine's, and an administrator sets it")

_MONTHS: Final = say("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split_shown(" ")


def day(when: float) -> Shown:
    """A day in words, in UTC: "21 Nov 2026"."""
    from datetime import UTC, datetime, timedelta

    found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(max(when, 0.0), 2.5e11))
    return say("{} {} {}", found.day, _MONTHS[found.month - 1], found.year)


@check(
    "clock-too-early",
    passed="The clock is not before this program's time",
    about="Tokens and certificates hold between two moments. With a clock that is years behind, none of them is good yet, and an expired login looks fresh.",
    levels=("warning",),
)
def clock_too_early(facts: Facts) -> Iterator[Finding]:
    if 0 < facts.machine.now < RELEASED:
        yield warning(
            "This machine's clock says {day}, which is past",
            "This program was made later than that. Certificates are then not valid yet, and times of logins are judged wrongly.",
            [Evidence(NOTHING, say("the clock says {}", day(facts.machine.now)))],
            _set_the_clock(facts),
            context=None,
            parts={"day": day(facts.machine.now)},
        )


@check(
    "clock-set-back",
    passed="No file of Claude Code's comes from the future",
    about="Claude Code writes its files with this machine's time. One that is later than now was written before the clock was set back, "
    "or comes from another machine; expiry times are then judged wrongly.",
    levels=("warning",),
)
def clock_set_back(facts: Facts) -> Iterator[Finding]:
    late = [found for found in _files(facts) if (found.modified or 0) > facts.machine.now + _SLACK > _SLACK]
    if not late:
        return
    shown = [facts.machine.show_path(found.path) for found in late]
    by = max((found.modified or 0) - facts.machine.now for found in late)
    yield warning(
        "{file} was written {span} from now",
        "Either this machine's clock is behind, or it was ahead when the file was written. Tokens then look valid or expired when they are not, and certificates too.",
        [
            Evidence(name, say("written {} from now", _span((found.modified or 0) - facts.machine.now)))
            for name, found in zip(shown, late, strict=True)
        ],
        _set_the_clock(facts),
        context=None,
        parts={"file": shown[0], "span": _span(by)},
    )


@check(
    "clock-not-synchronised",
    passed="Nothing says that the clock is not synchronised",
    about="Where systemd keeps the time it leaves a mark once the clock has been compared with a server. Other ways of keeping time leave none, so that is no proof.",
    levels=("info",),
)
def clock_not_synchronised(facts: Facts) -> Iterator[Finding]:
    machine = facts.machine
    if machine.platform != "linux" or machine.container or machine.files.folder(_TIMESYNC).state != "present":
        return
    if not machine.files.stat(f"{_TIMESYNC}/synchronized").exists:
        yield info(
            "The clock has not been compared with a time server since this machine started",
            "systemd's time service runs and has left no mark in /run/systemd/timesync. The time may be right all the same; wrong, it makes tokens and certificates fail.",
            [Evidence(_TIMESYNC, say("no file synchronized"))],
            writer_for(facts).fix(
                say("See what the time service says"), Step(say("timedatectl timesync-status"), proof="parsed"), unproven=_ADMINISTRATOR
            ),
            context=None,
        )


def _files(facts: Facts) -> list[File]:
    configuration = new_shell(facts).configuration
    login = facts.machine.join(configuration.login_dir, FILE_NAME)
    names = (login, configuration.state.path, *(layer.path for layer in configuration.layers if layer.scope == "user"))
    return [found for name in dict.fromkeys(names) if name and (found := facts.machine.files.stat(name)).is_file]


def _span(seconds: float) -> Shown:
    for unit, size in ((say("days"), 86400.0), (say("hours"), 3600.0)):
        if seconds >= 2 * size:
            return say("{} {}", int(seconds / size), unit)
    return say("{} minutes", int(seconds / 60))


def _set_the_clock(facts: Facts) -> list[Fix]:
    writer = writer_for(facts)
    if facts.machine.wsl:
        step = Step(say("sudo hwclock -s"), proof="parsed")
    elif facts.machine.platform == "macos":
        step = Step(say("sudo sntp -sS time.apple.com"), proof="parsed")
    elif facts.machine.platform == "windows":
        step = Step(say("w32tm /resync"), proof="parsed")
    else:
        step = Step(say("sudo timedatectl set-ntp true"), proof="parsed")
    return [writer.fix(say("Switch automatic time on"), step, unproven=_ADMINISTRATOR)]
