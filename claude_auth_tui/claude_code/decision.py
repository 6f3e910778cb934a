"""What is sent: the two credential headers, decided one by one (observed, 2.1.329).

`ANTHROPIC_AUTH_TOKEN` fills Authorization, `ANTHROPIC_API_KEY` fills x-api-key, a helper fills whichever is free. A login
is used when none of them is there; the key of a Console login fills x-api-key beside a token. Custom headers replace
x-api-key always, Authorization only where neither token, helper nor profile fills it.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.headers import fault_of
from claude_auth_tui.claude_code.providers import CloudAnswer, CloudSource, ProviderInfo, ask, switches_on
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.sources import Source, Sources, gather
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import BlockReason, Outcome, ProviderName

_RACE: Final = say("in bare mode, beside a token, its output is sent only if the program ends in time")
"""Observed, 2.1.329: the same machine gave both answers. Without `--bare` the output is always sent."""


class Decision(Struct, frozen=True):
    """What happens once every question is answered."""

    outcome: Outcome
    because: Shown
    reason: BlockReason | None = None
    provider: ProviderName | None = None
    authorization: Source | None = None
    x_api_key: Source | None = None
    culprit: Source | None = None
    """The source whose value stops the request, or that keeps the answer from being known."""
    cloud: CloudAnswer | None = None
    sources: Sources | None = None


def decide(session: Session, use_key: bool = True) -> Decision:
    """Pick the credential. `use_key` is false where the user did not allow the API key."""
    sources = gather(session, use_key)
    on = switches_on(session.environment)
    return _cloud(session, sources, on[0]) if on else _anthropic(session, sources)


def _cloud(session: Session, sources: Sources, info: ProviderInfo) -> Decision:
    answer = ask(session, info)
    headers = sources.replaced
    if headers.fault and sources.headers is not None and not (answer.outcome == "blocked" and answer.at_once):
        return _cloud_fault(sources, answer, info, sources.headers, headers.fault, headers.fault_in_key)
    if answer.outcome == "blocked":
        return Decision("blocked", answer.because, "provider_setup", info.name, cloud=answer, sources=sources)
    unsendable = next((s for s in (sources.token, sources.key) if s is not None and s.fault), None)
    if info.name == "vertex" and answer.outcome == "sends" and unsendable is not None:
        words = say("{} cannot be sent: {}. It would go to {} too.", unsendable.title, unsendable.fault, info.title)
        return Decision("blocked", words, "header", info.name, culprit=unsendable, cloud=answer, sources=sources)
    if answer.outcome == "unknown":
        return Decision("unknown", answer.because, None, info.name, cloud=answer, sources=sources)
    authorization, x_api_key = _as_source(answer.authorization), _as_source(answer.x_api_key)
    for source in (x_api_key, authorization):
        if source is not None and source.fault:
            return _cloud_fault(sources, answer, info, source, source.fault, source is x_api_key)
    if headers.x_api_key is not None:
        x_api_key = sources.headers
    empty = headers.authorization is False and info.name in ("vertex", "foundry")  # these send it with nothing in it (observed, 2.1.329)
    if answer.skipped and authorization is None and (headers.authorization or empty):
        authorization = sources.headers
        x_api_key = sources.headers if info.name == "anthropicAws" else x_api_key
    return Decision("sends", answer.because, None, info.name, authorization, x_api_key, cloud=answer, sources=sources)


def _cloud_fault(sources: Sources, answer: CloudAnswer, info: ProviderInfo, culprit: Source, fault: Shown, in_key: bool) -> Decision:
    """A value no header may hold: a fault in x-api-key is taken for one of the key or the helper, or for neither being there."""
    words = say("{} cannot be sent to {}: {}.", culprit.title, info.title, fault)
    if in_key and sources.key is None and sources.helper is None:
        return Decision("not_logged_in", words, None, info.name, culprit=culprit, cloud=answer, sources=sources)
    return Decision("blocked", words, "header", info.name, culprit=culprit, cloud=answer, sources=sources)


def _as_source(cloud: CloudSource | None) -> Source | None:
    if cloud is None:
        return None
    if cloud.given is None:
        return Source(cloud.source, cloud.title, cloud.where)
    return Source(cloud.source, cloud.title, cloud.where, cloud.given.value.shown or None, fault_of(cloud.given.value))


def _anthropic(session: Session, sources: Sources) -> Decision:
    authorization = sources.token or sources.helper
    x_api_key = sources.key or sources.helper
    if session.bare and sources.token is not None and x_api_key is not None and x_api_key is sources.helper:
        x_api_key = replace(x_api_key, uncertain=_RACE)
    login: Source | None = None
    if authorization is None and x_api_key is None:
        login = sources.oauth
        high_profile = sources.profile is not None and session.profile is not None and session.profile.before_login
        if login is None and not high_profile:
            login = sources.login
        if login is None and sources.console is None:
            authorization = sources.profile
    if login is None and x_api_key is None and sources.console is not None and not sources.console.mute:
        x_api_key = sources.console
    decision = _with_headers(sources, authorization, x_api_key, login)
    if session.bare and session.login.ended and authorization is None and x_api_key is None and decision.authorization is None:
        words = say("The login in {} has ended (its refresh token is empty), which stops Claude Code in bare mode.", session.login.where)
        return Decision("not_logged_in", words, sources=sources)
    return decision


def _with_headers(sources: Sources, authorization: Source | None, x_api_key: Source | None, login: Source | None) -> Decision:
    """Custom headers laid over the choice, then whatever stops the request."""
    replaced = sources.replaced
    for source in (x_api_key, authorization, login):
        if source is not None and source.fault and source in (sources.profile, sources.login, sources.console):
            return Decision(
                "not_logged_in", say("{} is there but cannot be sent: {}.", source.title, source.fault), culprit=source, sources=sources
            )
        if source is not None and source.fault:
            return Decision(
                "blocked", say("{} cannot be sent: {}. Claude Code stops before sending anything.", source.title, source.fault), "header",
                culprit=source, sources=sources,
            )  # fmt: skip
    if replaced.fault and sources.headers is not None:
        return Decision(
            "blocked",
            say("ANTHROPIC_CUSTOM_HEADERS cannot be sent: {}.", replaced.fault),
            "header",
            culprit=sources.headers,
            sources=sources,
        )
    key_taken_away = replaced.x_api_key is False and x_api_key is not None and x_api_key is sources.key
    if replaced.x_api_key is not None:
        x_api_key = sources.headers
    nothing = (x_api_key is None or x_api_key.blank) if replaced.x_api_key is None else not replaced.x_api_key
    if authorization is None:
        authorization = login if replaced.authorization is None else sources.headers
        nothing = nothing and (login is None if replaced.authorization is None else not replaced.authorization)
    else:
        nothing = False
    for source in (authorization, x_api_key):
        if source is not None and source.uncertain:
            return Decision(
                "unknown", say("{}: {}.", source.title, source.uncertain), provider="anthropic", culprit=source, sources=sources
            )
        if source is not None and source.fault:
            return Decision(
                "not_logged_in", say("{} is there but cannot be sent: {}.", source.title, source.fault), culprit=source, sources=sources
            )
    if nothing:
        if key_taken_away:
            words = say("ANTHROPIC_CUSTOM_HEADERS sets x-api-key to nothing, which takes the key away.")
            return Decision("blocked", words, "header", culprit=sources.headers, sources=sources)
        return Decision("not_logged_in", say("Nothing is there that Claude Code could send."), sources=sources)
    return Decision("sends", NOTHING, None, "anthropic", authorization, x_api_key, sources=sources)
