"""What `claude` asks before it sends anything: the first-start screens, then trust, then the API key (observed, 2.1.329)."""

from __future__ import annotations

from msgspec.structs import replace

from claude_auth_tui.claude_code.policy import read_policy
from claude_auth_tui.claude_code.providers import switches_on
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.settle import settle
from claude_auth_tui.claude_code.sources import KEY
from claude_auth_tui.model.diagnosis import ChainLink, Surface
from claude_auth_tui.model.saying import say

_REJECTED = say("Not used by claude: you answered No when it asked about this key. claude -p uses it all the same.")
_NEW = say("claude has not asked about this key yet, and No is preselected.")


def interactive(session: Session) -> Surface:
    """The first question, and what follows each answer to it."""
    if not session.state.onboarded:
        then = _after_onboarding(session)
        because = say("This is a first start here: claude begins with its welcome screens.")
        return Surface("asks", because, asks="onboarding", provider=None, chain=then.chain, if_yes=then)
    return _after_onboarding(session)


def _after_onboarding(session: Session) -> Surface:
    if session.state.trusts(session.machine):
        return _after_trust(session)
    then = _after_trust(session)
    shown = session.machine.show_path(session.machine.cwd)
    because = say("claude first asks whether {} is to be trusted. Until then no project settings count.", shown)
    return Surface("asks", because, asks="trust", chain=_waiting(then), if_yes=then)


def _waiting(then: Surface) -> tuple[ChainLink, ...]:
    """The chain as it will be, with what comes from the project waiting for trust."""
    return tuple(
        replace(link, state="needs_trust", because=say("Counts once the folder is trusted. {}", link.because), header=None)
        if link.source.startswith(("settings.project", "settings.local")) and link.state == "sends"
        else link
        for link in then.chain
    )


def _after_trust(session: Session) -> Surface:
    key = session.environment.credential(KEY)
    if key is None or switches_on(session.environment):
        return settle(session)
    answer = session.state.approval_of(key.value)
    if answer != "approved" and not session.host and read_policy(session.layers).gateway:
        return settle(session, use_key=False, key_refused=say("Not used: managed settings demand a sign-in at the gateway."))
    if answer == "approved" or (answer == "rejected" and session.bare):
        return settle(session)
    if answer == "rejected":
        return settle(session, use_key=False, key_refused=_REJECTED)
    yes, no = settle(session), settle(session, use_key=False, key_refused=_NEW)
    because = say("claude asks whether to use {} ({}), with No preselected.", KEY, key.value.shown)
    return Surface("asks", because, asks="key", chain=no.chain, if_yes=yes, if_no=no)
