"""The file the login lies in: readable for its owner, for nobody else, and under the name Claude Code reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes import RESTART, Step
from claude_auth_tui.checks.frame import info, leveled
from claude_auth_tui.checks.known import error_if_failing, misnamed_login, new_shell
from claude_auth_tui.checks.logging_in import log_in
from claude_auth_tui.checks.login import store_finding
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.login import Login
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.model.changed import with_files
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING, octal, say
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="login", docs=docs.AUTHENTICATION)

_OTHERS = 0o077
_NAMED = ".credentials.json"


@check(
    "login-unreadable",
    passed="The stored login can be read",
    about="A login file of another user, or without the right to read it, is no login for Claude Code. "
    "It is often left by a container or by sudo.",
    cure="Make the file yours and readable for you; what lies in its place is put aside, not deleted.",
    levels=("error", "warning"),
)
def login_unreadable(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    if login.state == "unreadable":
        detail = (login.file.detail if login.file else NOTHING) or say("it cannot be read")
        yield store_finding(
            facts,
            say("The stored login cannot be read"),
            say("Claude Code looks for the login in {}, but {}. Make it a file that you can read.", login.where, detail),
            Evidence(login.where, detail),
            _make_readable(facts, login),
        )


@check(
    "login-readable-by-others",
    passed="Only you can read the stored login",
    about="Whoever can read the login file can use your account. Claude Code itself writes it so that only you can read it, and does not check later.",
    cure="Give it mode 0600.",
    levels=("warning", "info"),
)
def login_readable_by_others(facts: Facts) -> Iterator[Finding]:
    login, machine = new_shell(facts).configuration.login, facts.machine
    found = login.file
    if found is None or not found.is_file or found.mode is None or not found.mode & _OTHERS or machine.platform == "windows":
        return
    mounted = machine.wsl and found.path.startswith("/mnt/")
    writer = writer_for(facts)
    step = writer.mode(found.path, 0o600, found.mode)
    yield leveled(
        "info" if mounted else "warning",
        say("Others can read your login: {} has mode {}", login.where, octal(found.mode)),
        say("Every account on this machine that may read the file can use your login. Claude Code writes it with mode 0600."),
        [Evidence(login.where, say("mode {}", octal(found.mode)))],
        [] if mounted else [writer.fix(say("Make it readable for you alone"), step, leads_to=outlook(new_shell(facts)))],
    )


@check(
    "login-wrong-name",
    passed="No login lies under a wrong name",
    about="The login file is called .credentials.json, with a dot. Older articles name credentials.json, which Claude Code never reads.",
    cure="Rename it to .credentials.json, or log in again.",
    levels=("error", "warning", "info"),
)
def login_wrong_name(facts: Facts) -> Iterator[Finding]:
    found = misnamed_login(facts)
    if found is None:
        return
    prediction, writer, shown = new_shell(facts), writer_for(facts), facts.machine.show_path(found.path)
    right = facts.machine.join(prediction.configuration.config_dir, _NAMED)
    evidence = [Evidence(shown, say("never read"))]
    if facts.machine.files.stat(right).exists:
        yield info(
            say("{} is never read", shown),
            say("The login Claude Code uses is the file with a dot, {}. The other one has no effect.", facts.machine.show_path(right)),
            evidence,
        )
        return
    text = facts.machine.files.file(found.path)
    moved = with_files(facts.machine, {right: File(right, text.state, text.kind, text.text, mode=text.mode, uid=text.uid, size=text.size)})
    start = prediction.start
    leads_to = outlook(predict(type(start)(moved, start.environment, start.unknown, start.places)))
    yield leveled(
        error_if_failing(prediction, "warning"),
        say("The login lies in {}, which is never read", shown),
        say("Claude Code reads .credentials.json, with a dot, and nothing else. Rename the file, or log in again."),
        evidence,
        [writer.fix(say("Give it its right name"), writer.rename(found.path, right), then=RESTART, leads_to=leads_to), *log_in(facts)],
    )


def _make_readable(facts: Facts, login: Login) -> list[Fix]:
    writer, found = writer_for(facts), login.file
    if found is None or facts.machine.platform == "windows":
        return []
    if not found.is_file:
        return log_in(facts, say("Put it aside and log in again"), writer.rename(found.path, writer.free_name(found.path + ".off")))
    if writer.needs_administrator(found):
        path = writer.path(found.path)
        return [
            writer.fix(
                say("Make the file yours"),
                Step(say('sudo chown "$(id -un)" {}', path), say("sudo chown {} {}", found.uid or 0, path)),
                then=RESTART,
            )
        ]
    return [writer.fix(say("Make it readable for you"), writer.mode(found.path, 0o600, found.mode), then=RESTART)]
