"""What happens in a session: it does not start, it asks, managed settings refuse it, or a request goes out; and the words for that.

`claude` puts the first-start screens first, then trust, then the API key (observed).
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.address import API, BASE_URL, address, proxy_in_use
from claude_auth_tui.claude_code.chain import chain_of
from claude_auth_tui.claude_code.decision import PAYER_WORDS, Decision, decide, payer_of
from claude_auth_tui.claude_code.environment import to_gateway
from claude_auth_tui.claude_code.layers import refused
from claude_auth_tui.claude_code.policy import read_policy, refusal
from claude_auth_tui.claude_code.providers import switches_on
from claude_auth_tui.claude_code.session import IGNORES_TRUST, SIMPLE, Session
from claude_auth_tui.claude_code.sources import no_login_beside
from claude_auth_tui.claude_code.tables import KEY, LOGIN, PROVIDERS
from claude_auth_tui.model.diagnosis import ChainLink, Surface
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import BlockReason, Payer

_NOTHING: Final = say("Nothing is there that Claude Code could send.")
_REJECTED: Final = say("Not used by claude: you answered No when it asked about this key. claude -p uses it all the same.")
_NEW: Final = say("claude has not asked about this key yet, and No is preselected.")


def refuses_to_start(session: Session) -> Surface | None:
    """A broken managed document, a wrong `--settings` or a broken state file stops Claude Code before anything else."""
    if session.way == "bare" and not session.rules.know(SIMPLE):
        because = say("Claude Code {} does not start so: it does not know --bare.", session.rules.shown)
        return Surface("blocked", because, chain=_chain(session, because))
    layer = session.refused_layer
    if layer is not None:
        broken = say("is broken") if layer.scope == "managed" or layer.fault else say("cannot be used")
        because = say("Claude Code does not start: {} {} ({}).", layer.where(), broken, refused(layer))
        reason: BlockReason = "managed_settings" if layer.scope == "managed" else "settings_flag"
        return Surface("blocked", because, reason=reason, chain=_chain(session, because))
    state = session.state
    if state.state == "invalid" and state.fault is not None:
        because = say(
            "Claude Code does not start: its state file {}:{} is broken ({}).", state.shown_path, state.fault.line, state.fault.message
        )
        return Surface("blocked", because, reason="state_file", chain=_chain(session, because))
    words = _proxy_refuses_to_start(session)
    return Surface("blocked", words, reason="proxy", chain=_chain(session, words)) if words else None


def settle(session: Session, use_key: bool = True, key_refused: Shown = NOTHING) -> Surface:
    """What happens now. `use_key` is false where the user did not allow the API key; `key_refused` says so in words."""
    decision = decide(session, use_key)
    stop = refusal(session, decision)
    if stop is not None:
        chain = chain_of(session, decision, None, stop.because, key_refused)
        return Surface(stop.outcome, stop.because, reason=stop.reason, chain=chain)
    out_of_reach = _cannot_reach(session, decision)
    if out_of_reach is not None:
        words, reason = out_of_reach
        chain = chain_of(session, decision, None, words, key_refused)
        return Surface("blocked", words, reason=reason, provider=decision.provider, chain=chain)
    payer = payer_of(session, decision)
    return Surface(
        decision.outcome,
        _words(session, decision, payer),
        reason=decision.reason,
        provider=decision.provider,
        authorization=decision.authorization.id if decision.outcome == "sends" and decision.authorization is not None else None,
        x_api_key=decision.x_api_key.id if decision.outcome == "sends" and decision.x_api_key is not None else None,
        pays=payer,
        chain=chain_of(session, decision, payer, NOTHING, key_refused),
    )


def _chain(session: Session, because: Shown) -> tuple[ChainLink, ...]:
    return chain_of(session, decide(session), None, because)


def _words(session: Session, decision: Decision, payer: Payer | None) -> Shown:
    """One or two sentences for a tired person."""
    if decision.outcome != "sends":
        return _missing(session, decision)
    if decision.because:
        return decision.because
    first, second = decision.authorization, decision.x_api_key
    if first is not None and second is not None and first.id == second.id:
        sent = say("{} is sent, in both headers", first.title)
    elif first is not None and second is not None:
        sent = say("Two credentials are sent at once: {} in Authorization and {} in x-api-key", first.title, second.title)
    elif first is not None:
        sent = say("{} is sent in Authorization", first.title)
    else:
        sent = say("{} is sent in x-api-key", second.title if second is not None else say("Nothing"))
    instead = NOTHING
    login = decision.sources.get(LOGIN)
    if login is not None and LOGIN not in {s.id for s in (first, second) if s is not None}:
        instead = say(", not your {}", login.title)
    pays = say("; {}", PAYER_WORDS[payer]) if payer is not None and payer != "unknown" else NOTHING
    return say("{}{}{}.", sent, instead, pays)


def _missing(session: Session, decision: Decision) -> Shown:
    if decision.because != _NOTHING:
        return decision.because
    login = session.login
    if session.host:
        return say("Nothing is there that Claude Code could send: its host application is to give a credential, and gives none.")
    if session.bare:
        return say("Nothing is there that Claude Code could send: bare mode uses no login, only keys, tokens and helpers.")
    if (why := no_login_beside(session)) and login.state != "absent":
        return say("Nothing is there that Claude Code could send: {}, and no login is looked for beside it.", why)
    if login.state == "absent":
        return say("{}: there is no key, no token, and nobody is logged in.", _NOTHING.clause)
    return say("{}: the login in {} cannot be used, because {}.", _NOTHING.clause, login.where, login.detail)


def _proxy_refuses_to_start(session: Session) -> Shown:
    """Why the proxy's address stops Claude Code before anything else; empty where it does not.

    What a project's settings say about a proxy comes too late for that: a wrong address there is passed over.
    """
    proxy = proxy_in_use(session.early.value)
    if proxy is None or not proxy.stops:
        return NOTHING
    return say("Claude Code does not start: {} is no address, {}.", proxy.name, proxy.address.fault)


def _cannot_reach(session: Session, decision: Decision) -> tuple[Shown, BlockReason] | None:
    """Why a request that would be sent goes nowhere, and which kind of reason it is; None where it can go out."""
    if decision.outcome != "sends":
        return None
    name = next((info.base_url for info in PROVIDERS if info.name == decision.provider), BASE_URL)
    given = session.environment.credential(name)
    target = address(given.value) if given is not None else API
    if target.kind != "ok":
        return say("Nothing is sent: {} is no address Claude Code can use, {}.", name, target.fault), "base_url"
    proxy = session.route_to(target).proxy if name == BASE_URL else None
    if proxy is not None and proxy.address.kind != "ok" and not proxy.stops:
        return say("Nothing is sent: {} is no proxy Claude Code can use, {}.", proxy.name, proxy.address.fault), "proxy"
    return None


def printed(session: Session) -> Surface:
    """What `claude -p` does: it asks nothing."""
    key = session.environment.credential(KEY)
    if key is None or not session.approved_keys_only or session.state.approval_of(key.value) == "approved":
        return settle(session)
    words = say("Not used: {}, so an API key has to be approved first, also for claude -p.", session.approved_keys_only)
    return settle(session, use_key=False, key_refused=words)


def interactive(session: Session) -> Surface:
    """The first question, and what follows each answer to it."""
    if not session.state.onboarded:
        then = _after_onboarding(session)
        because = say("This is a first start here: claude begins with its welcome screens.")
        return Surface("asks", because, asks="onboarding", provider=None, chain=then.chain, if_yes=then)
    return _after_onboarding(session)


def _after_onboarding(session: Session) -> Surface:
    asks_anew = session.process.on(IGNORES_TRUST)
    if session.state.trusts(session.machine) and not asks_anew:
        return _about_settings(session)
    then = _about_settings(session)
    shown = session.machine.show_path(session.machine.cwd)
    because = (
        say("{} is on, so claude asks again whether {} is to be trusted. Until then no project settings count.", IGNORES_TRUST, shown)
        if asks_anew
        else say("claude first asks whether {} is to be trusted. Until then no project settings count.", shown)
    )
    return Surface("asks", because, asks="trust", chain=_waiting(then), if_yes=then)


def _waiting(then: Surface) -> tuple[ChainLink, ...]:
    """The chain as it will be, with what comes from the project waiting for trust."""
    return tuple(
        replace(link, state="needs_trust", because=say("Counts once the folder is trusted. {}", link.because), header=None)
        if link.source.startswith(("settings.project", "settings.local")) and link.state == "sends"
        else link
        for link in then.chain
    )


def _about_settings(session: Session) -> Surface:
    """A settings file with a fault is dropped; for a while `claude` asked first whether to go on so (observed: after trust, before the key)."""
    then = _after_trust(session)
    broken = next((layer for layer in session.layers if layer.state == "invalid" and layer.scope != "managed"), None)
    if broken is None or session.rules.hold("broken_settings_passed") or not session.rules.hold("broken_settings_asked"):
        return then
    because = say(
        "claude {} first shows a settings error: {} is broken ({}). It goes on without that file, or ends.",
        session.rules.shown, broken.where(), broken.detail,
    )  # fmt: skip
    return Surface("asks", because, asks="settings", chain=then.chain, if_yes=then)


def _after_trust(session: Session) -> Surface:
    key = session.credential(KEY)
    if key is None or switches_on(session.environment) or to_gateway(session.environment):
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
