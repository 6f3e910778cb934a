"""Where the login lies: a link, a mount of its own, two stores at once, a Keychain nobody can see.

What is in the file and who may read it is looked at in `login_unusable`, whether it can be renewed in `login_renewal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.logging_in import log_in
from claude_auth_tui.checks.fixes.writer import RESTART, Step
from claude_auth_tui.checks.frame import info, leveled, unknown, warning
from claude_auth_tui.checks.known import error_if_failing, given, new_shell
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.login import FILE_NAME, KEYCHAIN, read_login_file
from claude_auth_tui.claude_code.shown_values import service_shown, value_shown
from claude_auth_tui.model.diagnosis import Evidence, Finding
from claude_auth_tui.model.machine import Mount
from claude_auth_tui.model.saying import say, spoken
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="store", docs=docs.AUTHENTICATION)


def mount_at(facts: Facts, path: str) -> Mount | None:
    """What is mounted at exactly this path; None where nothing is, or outside of containers."""
    return next((mount for mount in reversed(facts.machine.mounts) if mount.path == path), None)


@check(
    "login-is-link",
    passed="The login is a file of its own",
    about="Claude Code renews a login by renaming a new file over the old one. A link is replaced by that, "
    "and the file it led to keeps tokens that are over.",
    cure="Make it a file of its own, or link the whole folder instead.",
    levels=("info",),
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
        say("cp -p {} {} && mv -f {} {}", writer.path(target), writer.path(copy), writer.path(copy), writer.path(found.path)),
        say("ln -sfn {} {}", writer.path(target), writer.path(found.path)),
    )
    yield info(
        "{where} is a link, and the next renewal replaces it",
        "The login lies in {shown}. Once it is renewed, the new one lies in {where} itself, and whoever uses {shown} has tokens that are over. "
        "To share it, link the whole folder instead.",
        [Evidence(login.where, say("a link to {}", shown))],
        [] if machine.platform == "windows" else [writer.fix(say("Make it a file of its own"), step, leads_to=outlook(new_shell(facts)))],
        parts={"where": login.where, "shown": shown},
    )


@check(
    "login-mounted-alone",
    passed="The login's file is not a mount of its own",
    about="A single file that is mounted into a container stays the file it was at the start. "
    "When its origin is renewed outside, the container keeps the old one, and its tokens are over.",
    cure="Mount the folder instead of the single file where the container is defined.",
    levels=("warning", "info"),
)
def login_mounted_alone(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    mount = mount_at(facts, login.file.path) if login.file is not None else None
    if mount is None or login.kind != "file":
        return
    fixes = [
        writer_for(facts).fix(
            say("Mount the folder, not the single file, where the container is defined"),
            then=say("Start the container anew afterwards."),
            unproven=say("the container is defined outside of it"),
        )
    ]
    if mount.replaced:
        yield warning(
            "{where} is an old copy: its origin outside of the container was replaced",
            "It was renewed or logged in anew outside, and a file that is mounted alone does not follow. The tokens in here are most likely over.",
            [Evidence(login.where, say("mounted alone; its origin is gone"))],
            fixes,
            parts={"where": login.where},
        )
    else:
        yield info(
            "{where} is mounted into this container as a single file",
            "Claude Code in here writes into it in place. When it is renewed outside, this container keeps the old file, whose tokens are then over.",
            [Evidence(login.where, say("mounted alone"))],
            fixes,
            parts={"where": login.where},
        )


@check(
    "login-in-two-stores",
    passed="The login is in one place",
    about="On macOS the login belongs in the Keychain; while that cannot be written, Claude Code keeps it in a file instead. "
    "Where both are there, the Keychain's counts, and the file is a copy that grows old.",
    cure="Put the file aside; the Keychain's login stays.",
    levels=("info",),
)
def login_in_two_stores(facts: Facts) -> Iterator[Finding]:
    prediction, machine = new_shell(facts), facts.machine
    login = prediction.configuration.login
    if login.kind != "keychain" or login.state not in ("present", "locked"):
        return
    path = machine.join(prediction.configuration.login_dir, FILE_NAME)
    copy = read_login_file(machine, path)
    if copy.access_token is None:
        return
    writer = writer_for(facts)
    yield info(
        "A second login lies in {where}, beside the Keychain's",
        "Claude Code uses the Keychain's while it can read it. The file may be of another account or over, and whoever reads it can use it.",
        [Evidence(login.where, spoken(login.state)), Evidence(copy.where, spoken(copy.state))],
        writer.fix(say("Put the file aside"), writer.aside(path), then=RESTART, leads_to=outlook(prediction)),
        parts={"where": copy.where},
    )


@check(
    "keychain-not-seen",
    passed="The Keychain could be asked",
    about="On macOS the login is in the Keychain. Only whether it is there is asked, never what is in it; "
    "where even that cannot be told, what Claude Code sends is not certain.",
    cure="Look again in a terminal on the Mac itself.",
    levels=("unknown",),
)
def keychain_not_seen(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    if login.kind == "keychain" and login.state == "unknown":
        yield unknown(
            "Whether the Keychain holds a login could not be told",
            "{detail.capital}. In a terminal on the Mac itself, rather than over SSH, it mostly can be.",
            [Evidence(login.where, login.detail or say("no answer"))],
            context="new_shell",
            parts={"detail": login.detail or say("it did not answer")},
        )


@check(
    "keychain-other-item",
    passed="CLAUDE_CONFIG_DIR leads to the Keychain item that holds the login",
    about="With CLAUDE_CONFIG_DIR set, Claude Code keeps the login under another name in the Keychain, made from the variable's very text. "
    "Setting it to the usual folder, or with a slash more at its end, so looks like having been logged out.",
    cure="Take CLAUDE_CONFIG_DIR away, write it as it was when you logged in, or log in for that folder too.",
    levels=("error", "info"),
)
def keychain_other_item(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    login, place = prediction.configuration.login, given(prediction, say("CLAUDE_CONFIG_DIR"))
    other = next((item for item in facts.machine.keychain if item.service == KEYCHAIN and item.state in ("present", "locked")), None)
    if place is None or place.value.is_empty or login.state != "absent" or other is None:
        return
    yield leveled(
        error_if_failing(prediction, "info"),
        "CLAUDE_CONFIG_DIR makes Claude Code look for another Keychain item than “{item}”, which holds a login",
        "The item's name is made from the text of the variable, so each way of writing a folder has a login of its own. "
        "Take the variable away, or log in for that folder too.",
        [
            Evidence(place.where, say("CLAUDE_CONFIG_DIR {}", value_shown("CLAUDE_CONFIG_DIR", place.value))),
            Evidence(say('Keychain item "{}"', service_shown(KEYCHAIN)), spoken(other.state)),
        ],
        [*remove_variable(facts, say("CLAUDE_CONFIG_DIR")), *log_in(facts, say("Log in for that folder too"))],
        parts={"item": service_shown(KEYCHAIN)},
    )
