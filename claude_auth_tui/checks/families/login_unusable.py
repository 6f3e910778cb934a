"""The stored login: there, sound, alive, allowed to make requests, and in a file that only its owner may read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.keys_exposed import is_of_windows, open_to_others
from claude_auth_tui.checks.families.login_out_of_reach import hides_login, misplaced
from claude_auth_tui.checks.fixes.logging_in import log_in, setup_token
from claude_auth_tui.checks.fixes.writer import RESTART, Step
from claude_auth_tui.checks.frame import NO_PARTS, Parts, info, leveled, told
from claude_auth_tui.checks.known import error_if_failing, fails, misnamed_login, new_shell, sent_sources
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import fault_at, login_title
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.login import FILE_NAME, Login
from claude_auth_tui.claude_code.tables import LOGIN
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING, octal, say, say_all
from claude_auth_tui.scene.again import again
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="login", docs=docs.ERRORS)


@check(
    "login-missing",
    passed="There is a credential",
    about="Without a stored login, key, token, helper or cloud provider Claude Code has nothing to send. "
    "claude offers the login, claude -p ends with: Not logged in.",
    cure="Log in with claude auth login; on a machine without a browser make a token with claude setup-token elsewhere.",
    levels=("error",),
    docs=docs.AUTHENTICATION,
)
def login_missing(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    login = prediction.configuration.login
    elsewhere = login.state in ("corrupt", "empty", "expired", "no_scope", "unreadable", "locked") or misplaced(facts) or hides_login(facts)
    if not fails(prediction) or elsewhere or misnamed_login(facts) is not None:
        return
    plain = login.state == "absent" and not [link for link in prediction.surfaces["print"].chain if link.state == "unusable"]
    yield told(
        "error",
        say("Not logged in") if plain else say("Nothing that is there can be sent"),
        say("No key, token or helper is set, and there is no login in {}. Log in once; claude then refreshes it by itself.", login.where)
        if plain
        else say("{} Log in to have a credential again.", prediction.surfaces["print"].because.sentence),
        [Evidence(login.where, say("no login") if login.state == "absent" else say("not used"))],
        [*log_in(facts, say("Log in")), setup_token(facts)],
    )


@check(
    "login-corrupt",
    passed="The stored login is readable JSON",
    about="A login file that was cut off or changed by hand cannot be used. Claude Code then behaves as if nobody were logged in.",
    levels=("error", "warning"),
)
def login_corrupt(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    if login.state == "corrupt":
        place, words = fault_at(login.where, login.fault, say("it does not hold what a login holds"))
        yield _finding(
            facts,
            Evidence(place, words),
            title="The stored login is damaged",
            explain="Claude Code cannot use {place}: {words}. Log in again to replace it.",
            parts={"place": place, "words": words},
        )


@check(
    "login-emptied",
    passed="The stored login is not a husk",
    about="After a refresh that was refused, Claude Code leaves a login with empty tokens behind. It looks like a login to other programs, but nothing can be sent with it.",
    levels=("error", "warning"),
)
def login_emptied(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    if login.state == "empty":
        yield _finding(
            facts,
            Evidence(login.where, say("no access token")),
            title="The stored login is empty",
            explain="{place} holds a login without a token, as it is left behind when a refresh is refused. Log in again.",
            parts={"place": login.where},
        )


@check(
    "login-expired-no-refresh",
    passed="The stored login is alive or renews itself",
    about="An access token lasts some hours and is renewed with the refresh token beside it; without one it is simply over. "
    "Claude Code sends it all the same, and the API refuses it.",
    levels=("error", "warning"),
)
def login_expired(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    login = prediction.configuration.login
    if login.state == "expired":
        used = LOGIN in sent_sources(prediction)
        yield leveled(
            "error" if used or fails(prediction) else "warning",
            "{login.capital} has expired and cannot renew itself",
            "Its access token is past its end and there is no refresh token beside it. claude auth status still says that you are logged in; log in again.",
            [Evidence(login.where, say("expired, no refresh token"))],
            log_in(facts),
            parts={"login": login_title(prediction)},
        )


@check(
    "login-lacks-scope",
    passed="The stored login may make requests",
    about="A login needs the scope user:inference. Without it Claude Code does not use it at all, as if nobody were logged in.",
    levels=("error", "warning"),
)
def login_lacks_scope(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    if login.state == "no_scope":
        has = say_all(login.scopes) or say("none")
        yield _finding(
            facts,
            Evidence(login.where, say("scopes: {}", has)),
            title="The stored login may not make requests",
            explain="It lacks the scope user:inference (it has: {has}), so Claude Code does not use it. Log in again to get it.",
            parts={"has": has},
        )


@check(
    "login-locked",
    passed="The Keychain is open",
    about="On macOS the login is in the Keychain, which is locked in an SSH session and for background jobs. "
    "Claude Code then finds no login, even though there is one.",
    cure="Unlock the Keychain in this session, or use a token of claude setup-token there.",
    levels=("error", "warning"),
    docs=docs.AUTHENTICATION,
)
def login_locked(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    if login.state == "locked":
        step = Step(say("security unlock-keychain"), say("security lock-keychain"), "simulated")
        yield _finding(
            facts,
            Evidence(login.where, say("locked")),
            [writer_for(facts).fix(say("Unlock the Keychain in this session"), step, then=RESTART), setup_token(facts)],
            title="The Keychain that holds the login is locked",
            explain="Claude Code cannot read the login until it is unlocked, which an SSH session does not do by itself. "
            "For machines without a desktop a token from claude setup-token is simpler.",
        )


def _finding(facts: Facts, evidence: Evidence, fixes: Sequence[Fix] = (), *, title: str, explain: str, parts: Parts = NO_PARTS) -> Finding:
    """What takes a stored login away; a new one is always a cure."""
    level = error_if_failing(new_shell(facts), "warning")
    return leveled(level, title, explain, [evidence], [*fixes, *log_in(facts)], parts=parts)


@check(
    "login-unreadable",
    passed="The stored login can be read",
    about="A login file of another user, or without the right to read it, is no login for Claude Code. "
    "It is often left by a container or by sudo.",
    cure="Make the file yours and readable for you; what lies in its place is put aside, not deleted.",
    levels=("error", "warning"),
    docs=docs.AUTHENTICATION,
)
def login_unreadable(facts: Facts) -> Iterator[Finding]:
    login = new_shell(facts).configuration.login
    if login.state == "unreadable":
        detail = (login.file.detail if login.file else NOTHING) or say("it cannot be read")
        yield _finding(
            facts,
            Evidence(login.where, detail),
            _make_readable(facts, login),
            title="The stored login cannot be read",
            explain="Claude Code looks for the login in {place}, but {detail}. Make it a file that you can read.",
            parts={"place": login.where, "detail": detail},
        )


@check(
    "login-readable-by-others",
    passed="Only you can read the stored login",
    about="Whoever can read the login file can use your account. Claude Code itself writes it so that only you can read it, and does not check later.",
    cure="Give it mode 0600.",
    levels=("warning", "info"),
    docs=docs.AUTHENTICATION,
)
def login_readable_by_others(facts: Facts) -> Iterator[Finding]:
    login, machine = new_shell(facts).configuration.login, facts.machine
    found = login.file
    if found is None or found.mode is None or not found.is_file or not open_to_others(machine, found):
        return
    writer, mounted = writer_for(facts), is_of_windows(machine, found.path)
    step = writer.mode(found.path, 0o600, found.mode)
    yield leveled(
        "info" if mounted else "warning",
        "Others can read your login: {where} has mode {mode}",
        "Every account on this machine that may read the file can use your login. Claude Code writes it with mode 0600.",
        [Evidence(login.where, say("mode {}", octal(found.mode)))],
        [] if mounted else [writer.fix(say("Make it readable for you alone"), step, leads_to=outlook(new_shell(facts)))],
        parts={"where": login.where, "mode": octal(found.mode)},
    )


@check(
    "login-wrong-name",
    passed="No login lies under a wrong name",
    about="The login file is called .credentials.json, with a dot. Older articles name credentials.json, which Claude Code never reads.",
    cure="Rename it to .credentials.json, or log in again.",
    levels=("error", "warning", "info"),
    docs=docs.AUTHENTICATION,
)
def login_wrong_name(facts: Facts) -> Iterator[Finding]:
    found = misnamed_login(facts)
    if found is None:
        return
    prediction, writer, shown = new_shell(facts), writer_for(facts), facts.machine.show_path(found.path)
    right = facts.machine.join(prediction.configuration.login_dir, FILE_NAME)
    evidence = [Evidence(shown, say("never read"))]
    if facts.machine.files.stat(right).exists:
        yield info(
            "{shown} is never read",
            "The login Claude Code uses is the file with a dot, {path}. The other one has no effect.",
            evidence,
            parts={"shown": shown, "path": facts.machine.show_path(right)},
        )
        return
    text = facts.machine.files.file(found.path)
    moved = File(right, text.state, text.kind, text.text, mode=text.mode, uid=text.uid, size=text.size)
    leads_to = outlook(again(prediction.start, {right: moved}))
    yield leveled(
        error_if_failing(prediction, "warning"),
        "The login lies in {shown}, which is never read",
        "Claude Code reads .credentials.json, with a dot, and nothing else. Rename the file, or log in again.",
        evidence,
        [writer.fix(say("Give it its right name"), writer.rename(found.path, right), then=RESTART, leads_to=leads_to), *log_in(facts)],
        parts={"shown": shown},
    )


def _make_readable(facts: Facts, login: Login) -> list[Fix]:
    writer, found = writer_for(facts), login.file
    if found is None or facts.machine.platform == "windows":
        return []
    if not found.is_file:
        return log_in(facts, say("Put it aside and log in again"), writer.aside(found.path))
    if writer.needs_administrator(found):
        return [writer.fix(say("Make the file yours"), writer.own(found), then=RESTART)]
    return [writer.fix(say("Make it readable for you"), writer.mode(found.path, 0o600, found.mode), then=RESTART)]
