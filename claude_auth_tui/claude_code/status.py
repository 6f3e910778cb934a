"""What `claude auth status --json` says: presence only, by rules of its own (observed)."""

from __future__ import annotations

from claude_auth_tui.claude_code.environment import to_gateway
from claude_auth_tui.claude_code.packages import AUTH_COMMANDS
from claude_auth_tui.claude_code.policy import read_policy
from claude_auth_tui.claude_code.providers import switches_on
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.sources import descriptor_source
from claude_auth_tui.claude_code.tables import DIRECT, HELPER, KEY, KEY_DESCRIPTOR, OAUTH, OAUTH_DESCRIPTOR
from claude_auth_tui.model.diagnosis import Status
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown


def status_of(session: Session) -> Status:
    """The four fields; all None where it says nothing: Claude Code does not start, or is too old to have it."""
    if not session.rules.not_before(AUTH_COMMANDS) or session.managed_fault is not None or session.state.state == "invalid":
        return Status(None)
    environment = session.environment
    logins = not session.bare and not session.host
    helper = session.helper() is not None
    key = session.credential(KEY) is not None and (not session.approved_keys_only or _approved(session))
    key = key or descriptor_source(session, KEY_DESCRIPTOR) is not None
    console = logins and session.has_console_key
    named = environment.get(KEY)
    blank_key = named is not None and not named.value.is_empty and not key
    key_source = KEY if key else HELPER if helper else say("/login managed key") if console else None
    key_source = key_source or (KEY if blank_key else None)
    if to_gateway(environment):
        return Status(True, say("third_party"), say("gateway"), key_source)
    on = switches_on(environment)
    if on:
        return Status(True, say("third_party"), say("{}", on[0].name), key_source)
    if not session.host and read_policy(session.layers).gateway:
        return Status(False, say("none"), say("gateway"), key_source)
    method = _method(session, logins, helper, key, console, blank_key)
    if session.login_first and not session.socket and method == "none" and helper:
        return Status(True, method, say("firstParty"), key_source)
    if method == "none" and blank_key:
        method = say("api_key")
    return Status(method != "none", method, say("firstParty"), key_source)


def _method(session: Session, logins: bool, helper: bool, key: bool, console: bool, blank_key: bool) -> Shown:
    profile, last = session.profile, bool(session.login_first) and not session.socket
    if session.socket and not session.bare and session.process.credential(OAUTH) is not None:
        return say("oauth_token")
    if not session.bare and not last and any(session.credential(name) is not None for name in DIRECT if name != KEY):
        return say("oauth_token")
    oauth = not session.bare and not session.socket and session.credential(OAUTH) is not None
    oauth = oauth or descriptor_source(session, OAUTH_DESCRIPTOR) is not None
    late_key = key and last
    key = key and not late_key
    helper = helper and not last
    if oauth and not session.rules.hold("status_key_before_login"):
        return say("oauth_token")
    if oauth and (key or (helper and blank_key)):
        return say("api_key")
    if helper:
        return say("api_key_helper")
    if key and (session.rules.hold("status_key_before_login") or not (logins and session.login.sent)):
        return say("api_key")
    if oauth:
        return say("oauth_token")
    selected = logins and not session.socket and profile is not None and profile.selected
    high = selected and profile is not None and profile.before_login and not last
    if logins and session.login.sent and not session.login.odd_scopes and not high and not (session.socket and console):
        return say("claude.ai")
    if late_key:
        return say("api_key")
    if console:
        return say("api_key") if session.rules.hold("status_names_console_key") else say("claude.ai")
    return say("oauth_token") if selected else say("none")


def _approved(session: Session) -> bool:
    key = session.environment.credential(KEY)
    return key is not None and session.state.approval_of(key.value) == "approved"
