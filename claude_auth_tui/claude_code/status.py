"""What `claude auth status --json` says: presence only, by rules of its own (observed, 2.1.329)."""

from __future__ import annotations

from claude_auth_tui.claude_code.providers import switches_on
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.sources import KEY, OAUTH, TOKEN
from claude_auth_tui.model.diagnosis import Status


def status_of(session: Session) -> Status:
    """The four fields; all None where it says nothing because Claude Code does not start."""
    if session.managed_fault is not None or session.state.state == "invalid":
        return Status(None)
    environment = session.environment
    logins = not session.bare and not session.host
    helper = session.helper() is not None
    key = environment.credential(KEY) is not None
    console = logins and session.state.primary_api_key is not None
    on = switches_on(environment)
    key_source = "ANTHROPIC_API_KEY" if key else "apiKeyHelper" if helper else "/login managed key" if console else None
    method = "third_party" if on else _method(session, logins, helper, key, console)
    return Status(method != "none" or key_source is not None, method, on[0].name if on else "firstParty", key_source)


def _method(session: Session, logins: bool, helper: bool, key: bool, console: bool) -> str:
    environment, profile = session.environment, session.profile
    if environment.credential(TOKEN) is not None:
        return "oauth_token"
    if helper:
        return "api_key_helper"
    if key:
        return "api_key"
    if logins and environment.credential(OAUTH) is not None:
        return "oauth_token"
    selected = logins and profile is not None and profile.selected
    high = selected and profile is not None and profile.before_login
    if logins and session.login.sent and not high:
        return "claude.ai"
    if console:
        return "api_key"
    return "oauth_token" if selected else "none"
