"""Whether a login can be renewed: the folder written, the locks taken, and the time for which a sign-in is renewed.

Claude Code renews a login by writing a new file and renaming it over the old one, under two locks; what it does where
that cannot be done was observed. Other questions about the place it lies in are asked in `store_faults`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.logging_in import log_in
from claude_auth_tui.checks.fixes.writer import RESTART, Step
from claude_auth_tui.checks.frame import leveled
from claude_auth_tui.checks.known import new_shell, sent_sources
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import login_title
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.login import SIGN_IN_OPEN, SIGN_IN_TOLD, iso
from claude_auth_tui.claude_code.tables import LOGIN
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING, octal, say, spaced
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="store", docs=docs.ERRORS)

_TOKEN_LASTS: Final = 8 * 3600.0
"""Seconds an access token lasts."""
_LOCK_LASTS: Final = 60.0
"""Seconds after which Claude Code takes a lock over. Observed: 30 s is not enough, 70 s is."""


@check(
    "login-cannot-be-renewed",
    passed="A renewed login can be written",
    about="An access token lasts some hours; Claude Code then writes a new one beside the old file and renames it. "
    "Where the folder or the file may not be written, it goes on with the old token until the API refuses it.",
    cure="Make the folder writable for you, or mount it writable; look at the owner before you change rights.",
    levels=("error", "warning"),
)
def login_cannot_be_renewed(facts: Facts) -> Iterator[Finding]:
    prediction, machine = new_shell(facts), facts.machine
    login = prediction.configuration.login
    if login.kind != "file" or login.file is None or login.state not in ("usable", "refreshable") or not login.refresh_token:
        return
    folder = machine.files.stat(prediction.configuration.login_dir)
    if machine.platform == "windows":
        return
    shown = machine.show_path(folder.path)
    if folder.is_folder and folder.writable is False:
        evidence = Evidence(shown, say("not writable{}", _owned(facts, folder)))
        what, fixes = say("the folder {} may not be written", shown), _make_writable(facts, folder)
    elif login.file.writable is False and _may_by_mode(facts, login.file):
        evidence = Evidence(login.where, say("read-only, whatever its mode says"))
        what, fixes = say("{} is mounted read-only", login.where), _mount_writable(facts, login.where)
    else:
        return
    over = login.state == "refreshable"
    login_is = spaced(login_title(prediction), say("has expired and") if over else NOTHING)
    yield leveled(
        "error" if over and LOGIN in sent_sources(prediction) else "warning",
        "{login.capital} cannot be renewed: {what}",
        "Claude Code sends the old access token and the API refuses it. {begins}Let it write there.",
        [evidence],
        fixes,
        parts={"login": login_is, "what": what, "begins": NOTHING if over else say("That begins when this one ends. ")},
    )


def _owned(facts: Facts, found: File) -> Shown:
    """ ", mode 0555, of another user"."""
    mode = say(", mode {}", octal(found.mode)) if found.mode is not None else NOTHING
    return mode + (say(", of another user") if found.uid is not None and found.uid != facts.machine.uid else NOTHING)


def _may_by_mode(facts: Facts, found: File) -> bool:
    """The mode allows its owner, who we are, to write it: something else forbids it."""
    return found.mode is not None and bool(found.mode & 0o200) and found.uid == facts.machine.uid


def _make_writable(facts: Facts, folder: File) -> Fix:
    writer, shown, leads_to = writer_for(facts), facts.machine.show_path(folder.path), outlook(new_shell(facts))
    if writer.needs_administrator(folder):
        path = writer.path(folder.path)
        step = Step(say('sudo chown -R "$(id -un)" {}', path), say("sudo chown -R {} {}", folder.uid or 0, path), "parsed")
        title, unproven = say("Make {} and what is in it yours", shown), say("it needs an administrator's password")
        return writer.fix(title, step, then=RESTART, leads_to=leads_to, unproven=unproven)
    if folder.mode is not None and not folder.mode & 0o200:
        step = writer.mode(folder.path, folder.mode | 0o700, folder.mode)
        return writer.fix(say("Make {} writable for you", shown), step, then=RESTART, leads_to=leads_to)
    return _mount_writable(facts, shown)


def _mount_writable(facts: Facts, shown: Shown) -> Fix:
    title, unproven = (
        say("Mount {} writable where this system or container is set up", shown),
        say("mounts are made outside of the home folder"),
    )
    return writer_for(facts).fix(title, then=RESTART, unproven=unproven)


@check(
    "login-lock-stuck",
    passed="No lock keeps the login from being renewed",
    about="Claude Code renews a login under two locks, and takes one over that is older than a minute. "
    "It cannot do that where a lock is dated in the future, holds files, or is no folder.",
    cure="Put the lock aside while no claude is running.",
    levels=("error", "warning"),
)
def login_lock_stuck(facts: Facts) -> Iterator[Finding]:
    prediction, machine = new_shell(facts), facts.machine
    login, folder = prediction.configuration.login, prediction.configuration.login_dir
    if login.refresh_token is None or login.state not in ("usable", "refreshable"):
        return
    for path in (machine.join(folder, ".oauth_refresh.lock"), folder.rstrip("/\\") + ".lock"):
        lock = machine.files.stat(path)
        why = _stuck(facts, lock, own=path.startswith(folder + machine.paths.sep))
        if not why:
            continue
        writer, shown = writer_for(facts), machine.show_path(path)
        over = login.state == "refreshable" and LOGIN in sent_sources(prediction)
        yield leveled(
            "error" if over else "warning",
            "The lock {shown} keeps the login from being renewed",
            "It {why}, so Claude Code waits for it and then gives up, or goes on with the old token. Put it aside while no claude is running.",
            [Evidence(shown, why)],
            writer.fix(say("Put the lock aside"), writer.aside(path), then=RESTART, leads_to=outlook(prediction)),
            parts={"shown": shown, "why": why},
        )


def _stuck(facts: Facts, lock: File, own: bool) -> Shown:
    """Why this lock is never taken over; empty where there is none or it passes by itself. Observed."""
    if lock.is_file:
        return say("is a file where Claude Code makes a folder") if own else NOTHING
    if not lock.is_folder:
        return NOTHING
    if lock.modified is not None and lock.modified > facts.machine.now + _LOCK_LASTS:
        return say("is dated in the future")
    old = lock.modified is not None and lock.modified < facts.machine.now - _LOCK_LASTS
    return say("holds files, so it cannot be taken away") if old and facts.machine.files.folder(lock.path).names else NOTHING


@check(
    "login-sign-in-ends",
    passed="The sign-in can be renewed for more than a week",
    about="A login renews itself, but only for some weeks after the sign-in, and some days before that end the service may refuse already. "
    "Then every request fails until somebody logs in, also in jobs that run at night.",
    cure="Log in again before it ends; for unattended jobs take a token from claude setup-token.",
    levels=("warning", "info"),
)
def login_sign_in_ends(facts: Facts) -> Iterator[Finding]:
    prediction, now = new_shell(facts), facts.machine.now
    login = prediction.configuration.login
    end = login.sign_in_ends
    if end is None or login.state not in ("usable", "refreshable") or now < end - SIGN_IN_TOLD or LOGIN not in sent_sources(prediction):
        return
    if login.expires_at is not None and login.expires_at - _TOKEN_LASTS > end:
        return  # it was renewed after that end: the date does not hold
    whose, first, last = login_title(prediction), _day(end - SIGN_IN_OPEN), _day(end)
    if now >= end:
        ends = say("may have ended between {} and {}", first, last)
    elif now >= end - SIGN_IN_OPEN:
        ends = say("can end at any time until {}", last)
    else:
        ends = say("ends between {} and {}", first, last)
    yield leveled(
        "warning" if now >= end - SIGN_IN_OPEN else "info",
        "{login.capital} {ends}",
        "Renewing it does not move these days, logging in again does. For jobs that nobody watches there is claude setup-token.",
        [Evidence(login.where, say("the sign-in ends {}", iso(end) or last))],
        log_in(facts),
        parts={"login": whose, "ends": ends},
    )


def _day(moment: float) -> Shown:
    return (iso(moment) or NOTHING).before("T")
