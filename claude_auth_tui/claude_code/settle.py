"""A session with no question left: decide, look at the policies, and say it in words."""

from __future__ import annotations

from claude_auth_tui.claude_code.chain import chain_of
from claude_auth_tui.claude_code.decision import Decision, decide
from claude_auth_tui.claude_code.layers import refused
from claude_auth_tui.claude_code.payer import PAYER_WORDS, payer_of
from claude_auth_tui.claude_code.policy import refusal
from claude_auth_tui.claude_code.reaching import cannot_reach, proxy_refuses_to_start
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.sources import LOGIN
from claude_auth_tui.model.diagnosis import ChainLink, Surface
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import BlockReason, Payer

_NOTHING = say("Nothing is there that Claude Code could send.")


def refuses_to_start(session: Session) -> Surface | None:
    """A broken managed document, a wrong `--settings` or a broken state file stops Claude Code before anything else."""
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
    words = proxy_refuses_to_start(session)
    return Surface("blocked", words, reason="proxy", chain=_chain(session, words)) if words else None


def settle(session: Session, use_key: bool = True, key_refused: Shown = NOTHING) -> Surface:
    """What happens now. `use_key` is false where the user did not allow the API key; `key_refused` says so in words."""
    decision = decide(session, use_key)
    stop = refusal(session, decision)
    if stop is not None:
        chain = chain_of(session, decision, None, stop.because, key_refused)
        return Surface(stop.outcome, stop.because, reason=stop.reason, chain=chain)
    out_of_reach = cannot_reach(session, decision)
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
    login = decision.sources.login if decision.sources is not None else None
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
    if login.state == "absent":
        return say("{}: there is no key, no token, and nobody is logged in.", _NOTHING.clause)
    return say("{}: the login in {} cannot be used, because {}.", _NOTHING.clause, login.where, login.detail)
