"""Where the login lies: whether Claude Code can renew it there, and who else has a copy that is over once it does.

Claude Code renews a login by writing a new file and renaming it over the old one, under locks beside it; what it does
where that cannot be done was observed, 2.1.329. What is in the file is looked at in `login`, who may read it in `login_file`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claude_auth_tui.checks import docs
from claude_auth_tui.checks.fixes import RESTART, Step
from claude_auth_tui.checks.frame import check, info, leveled, unknown, warning
from claude_auth_tui.checks.known import new_shell, sent_sources
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.checks.words import LOGIN, login_title, upper_first
from claude_auth_tui.claude_code.login import FILE_NAME, read_login_file
from claude_auth_tui.facts import Facts
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix, Level
from claude_auth_tui.model.machine import File, Mount

_LOCK_LASTS: Final = 60.0
"""Seconds after which Claude Code takes a lock over. Observed, 2.1.329: 30 s is not enough, 70 s is."""


def mount_at(facts: Facts, path: str) -> Mount | None:
    """What is mounted at exactly this path; None where nothing is, or outside of containers."""
    return next((mount for mount in reversed(facts.machine.mounts) if mount.path == path), None)


@check(
    "login-cannot-be-renewed",
    family="store",
    passed="A renewed login can be written",
    about="An access token lasts some hours; Claude Code then writes a new one beside the old file and renames it. "
    "Where the folder or the file may not be written, it goes on with the old token until the API refuses it.",
    docs=docs.ERRORS,
)
def login_cannot_be_renewed(facts: Facts) -> Iterator[Finding]:
    prediction, machine = new_shell(facts), facts.machine
    login = prediction.configuration.login
    if login.kind != "file" or login.file is None or login.state not in ("usable", "refreshable") or not login.refresh_token:
        return
    folder = machine.files.stat(prediction.configuration.config_dir)
    if machine.platform == "windows":
        return
    shown = machine.show_path(folder.path)
    if folder.is_folder and folder.writable is False:
        evidence = Evidence(shown, f"not writable{_owned(facts, folder)}")
        what, fixes = f"the folder {shown} may not be written", _make_writable(facts, folder)
    elif login.file.writable is False and _may_by_mode(facts, login.file):
        evidence = Evidence(login.where, "read-only, whatever its mode says")
        what, fixes = f"{login.where} is mounted read-only", _mount_writable(facts, login.where)
    else:
        return
    over = login.state == "refreshable"
    level: Level = "error" if over and LOGIN in sent_sources(prediction) else "warning"
    yield leveled(
        level,
        f"{upper_first(login_title(prediction))} {'has expired and' if over else ''} cannot be renewed: {what}".replace("  ", " "),
        "Claude Code sends the old access token and the API refuses it. "
        + ("" if over else "That begins when this one ends. ")
        + "Let it write there.",
        [evidence],
        fixes,
    )


def _owned(facts: Facts, found: File) -> str:
    """ ", mode 0555, of another user"."""
    mode = f", mode {found.mode:04o}" if found.mode is not None else ""
    return mode + (", of another user" if found.uid is not None and found.uid != facts.machine.uid else "")


def _may_by_mode(facts: Facts, found: File) -> bool:
    """The mode allows its owner, who we are, to write it: something else forbids it."""
    return found.mode is not None and bool(found.mode & 0o200) and found.uid == facts.machine.uid


def _make_writable(facts: Facts, folder: File) -> list[Fix]:
    writer, shown = writer_for(facts), facts.machine.show_path(folder.path)
    leads_to = outlook(new_shell(facts))
    if writer.needs_administrator(folder):
        path = writer.path(folder.path)
        step = Step(f'sudo chown -R "$(id -un)" {path}', f"sudo chown -R {folder.uid} {path}", "parsed")
        return [
            writer.fix(
                f"Make {shown} and what is in it yours",
                step,
                then=RESTART,
                leads_to=leads_to,
                unproven="it needs an administrator's password",
            )
        ]
    if folder.mode is not None and not folder.mode & 0o200:
        return [
            writer.fix(
                f"Make {shown} writable for you",
                writer.mode(folder.path, folder.mode | 0o700, folder.mode),
                then=RESTART,
                leads_to=leads_to,
            )
        ]
    return _mount_writable(facts, shown)


def _mount_writable(facts: Facts, shown: str) -> list[Fix]:
    return [
        writer_for(facts).fix(
            f"Mount {shown} writable where this system or container is set up",
            then=RESTART,
            unproven="mounts are made outside of the home folder",
        )
    ]


@check(
    "login-is-link",
    family="store",
    passed="The login is a file of its own",
    about="Claude Code renews a login by renaming a new file over the old one. A link is replaced by that, "
    "and the file it led to keeps tokens that are over.",
    docs=docs.AUTHENTICATION,
)
def login_is_link(facts: Facts) -> Iterator[Finding]:
    login, machine = new_shell(facts).configuration.login, facts.machine
    found = login.file
    if found is None or not found.is_file or not found.hops or login.access_token is None:
        return
    folder = machine.files.stat(machine.paths.dirname(found.path))
    target = found.hops[-1]
    if target == machine.join(folder.hops[-1] if folder.hops else folder.path, FILE_NAME):
        return  # only the folder is a link, which stays one
    writer, shown = writer_for(facts), machine.show_path(target)
    copy = writer.free_name(found.path + ".new")
    step = Step(
        f"cp -p {writer.path(target)} {writer.path(copy)} && mv -f {writer.path(copy)} {writer.path(found.path)}",
        f"ln -sfn {writer.path(target)} {writer.path(found.path)}",
    )
    yield info(
        f"{login.where} is a link, and the next renewal replaces it",
        f"The login lies in {shown}. Once it is renewed, the new one lies in {login.where} itself, and whoever uses {shown} has tokens that are over. "
        "To share it, link the whole folder instead.",
        [Evidence(login.where, f"a link to {shown}")],
        [] if machine.platform == "windows" else [writer.fix("Make it a file of its own", step, leads_to=outlook(new_shell(facts)))],
    )


@check(
    "login-mounted-alone",
    family="store",
    passed="The login's file is not a mount of its own",
    about="A single file that is mounted into a container stays the file it was at the start. "
    "When its origin is renewed outside, the container keeps the old one, and its tokens are over.",
    docs=docs.AUTHENTICATION,
)
def login_mounted_alone(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    mount = mount_at(facts, login.file.path) if login.file is not None else None
    if mount is None or login.kind != "file":
        return
    fixes = [
        writer_for(facts).fix(
            "Mount the folder, not the single file, where the container is defined",
            then="Start the container anew afterwards.",
            unproven="the container is defined outside of it",
        )
    ]
    if mount.replaced:
        yield warning(
            f"{login.where} is an old copy: its origin outside of the container was replaced",
            "It was renewed or logged in anew outside, and a file that is mounted alone does not follow. The tokens in here are most likely over.",
            [Evidence(login.where, "mounted alone; its origin is gone")],
            fixes,
        )
    else:
        yield info(
            f"{login.where} is mounted into this container as a single file",
            "Claude Code in here writes into it in place. When it is renewed outside, this container keeps the old file, whose tokens are then over.",
            [Evidence(login.where, "mounted alone")],
            fixes,
        )


@check(
    "login-lock-stuck",
    family="store",
    passed="No lock keeps the login from being renewed",
    about="Claude Code renews a login under two locks, and takes one over that is older than a minute. "
    "It cannot do that where a lock is dated in the future, holds files, or is no folder.",
    docs=docs.ERRORS,
)
def login_lock_stuck(facts: Facts) -> Iterator[Finding]:
    prediction, machine = new_shell(facts), facts.machine
    login, folder = prediction.configuration.login, prediction.configuration.config_dir
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
            f"The lock {shown} keeps the login from being renewed",
            f"It {why}, so Claude Code waits for it and then gives up, or goes on with the old token. Put it aside while no claude is running.",
            [Evidence(shown, why)],
            [
                writer.fix(
                    "Put the lock aside", writer.rename(path, writer.free_name(path + ".off")), then=RESTART, leads_to=outlook(prediction)
                )
            ],
        )


def _stuck(facts: Facts, lock: File, own: bool) -> str:
    """Why this lock is never taken over; empty where there is none or it passes by itself. Observed, 2.1.329."""
    if lock.is_file:
        return "is a file where Claude Code makes a folder" if own else ""
    if not lock.is_folder:
        return ""
    if lock.modified is not None and lock.modified > facts.machine.now + _LOCK_LASTS:
        return "is dated in the future"
    old = lock.modified is not None and lock.modified < facts.machine.now - _LOCK_LASTS
    return "holds files, so it cannot be taken away" if old and facts.machine.files.folder(lock.path).names else ""


@check(
    "login-in-two-stores",
    family="store",
    passed="The login is in one place",
    about="On macOS the login belongs in the Keychain; while that cannot be written, Claude Code keeps it in a file instead. "
    "Where both are there, the Keychain's counts, and the file is a copy that grows old.",
    docs=docs.AUTHENTICATION,
)
def login_in_two_stores(facts: Facts) -> Iterator[Finding]:
    prediction, machine = new_shell(facts), facts.machine
    login = prediction.configuration.login
    if login.kind != "keychain" or login.state not in ("present", "locked"):
        return
    path = machine.join(prediction.configuration.config_dir, FILE_NAME)
    copy = read_login_file(machine, path)
    if copy.access_token is None:
        return
    writer = writer_for(facts)
    yield info(
        f"A second login lies in {copy.where}, beside the Keychain's",
        "Claude Code uses the Keychain's while it can read it. The file may be of another account or over, and whoever reads it can use it.",
        [Evidence(login.where, login.state), Evidence(copy.where, copy.state.replace("_", " "))],
        [
            writer.fix(
                "Put the file aside", writer.rename(path, writer.free_name(path + ".off")), then=RESTART, leads_to=outlook(prediction)
            )
        ],
    )


@check(
    "keychain-not-seen",
    family="store",
    passed="The Keychain could be asked",
    about="On macOS the login is in the Keychain. Only whether it is there is asked, never what is in it; "
    "where even that cannot be told, what Claude Code sends is not certain.",
    docs=docs.AUTHENTICATION,
)
def keychain_not_seen(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    if login.kind == "keychain" and login.state == "unknown":
        yield unknown(
            "Whether the Keychain holds a login could not be told",
            f"{upper_first(login.detail or 'it did not answer')}. In a terminal on the Mac itself, rather than over SSH, it mostly can be.",
            [Evidence(login.where, login.detail or "no answer")],
            context="new_shell",
        )
