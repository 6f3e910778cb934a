"""What is sent, and who pays for it: the two credential headers, decided one by one (observed).

`ANTHROPIC_AUTH_TOKEN` fills Authorization, `ANTHROPIC_API_KEY` fills x-api-key, a helper fills whichever is free. A login
is used when none of them is there; the key of a Console login fills x-api-key beside a token. Custom headers replace
x-api-key always, Authorization only where neither token, helper nor profile fills it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.address import BASE_URL, address
from claude_auth_tui.claude_code.providers import CloudAnswer, ask, switches_on
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.sources import Source, Sources, gather, of_variable
from claude_auth_tui.claude_code.tables import (
    CONSOLE,
    DIRECT,
    HEADERS,
    HELPER,
    KEY,
    LOGIN,
    OAUTH,
    OAUTH_DESCRIPTOR,
    PROFILE,
    ProviderInfo,
    source_info,
)
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import BlockReason, Outcome, Payer, ProviderName

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByPayer

_NOTHING_IN_IT: Final = say("it is set to nothing, and claude was seen both to send that and to ask for a login")
_MAY_BE_LATE: Final = say("beside a token, its output is sent only if the program ends in time")
"""Observed of 2.1.77 to 2.1.120, with both answers; a project's own helper was never in time."""
_RACE: Final = say("in bare mode, beside a token, its output is sent only if the program ends in time")
"""Observed: the same machine gave both answers. Without `--bare` the output is always sent."""


PAYER_WORDS: Final[ByPayer[Shown]] = {
    "plan": say("your plan pays"),
    "api": say("the API account pays, by use"),
    "cloud": say("the cloud account pays"),
    "gateway": say("whoever runs the gateway decides who pays"),
    "unknown": say("who pays cannot be told"),
}


class Decision(Struct, frozen=True):
    """What happens once every question is answered."""

    sources: Sources
    outcome: Outcome
    because: Shown
    reason: BlockReason | None = None
    provider: ProviderName | None = None
    authorization: Source | None = None
    x_api_key: Source | None = None
    culprit: Source | None = None
    """The source whose value stops the request, or that keeps the answer from being known."""
    cloud: CloudAnswer | None = None


def decide(session: Session, use_key: bool = True) -> Decision:
    """Pick the credential. `use_key` is false where the user did not allow the API key."""
    sources = gather(session, use_key)
    on = switches_on(session.environment)
    return _cloud(session, sources, on[0]) if on else _anthropic(session, sources)


def _cloud(session: Session, sources: Sources, info: ProviderInfo) -> Decision:
    answer = ask(session, info)
    headers, custom = sources.replaced, sources.get(HEADERS)
    if headers.fault and custom is not None and not (answer.outcome == "blocked" and answer.at_once):
        return _cloud_fault(sources, answer, info, custom, headers.fault, headers.fault_in_key)
    if answer.outcome == "blocked":
        return Decision(sources, "blocked", answer.because, "provider_setup", info.name, cloud=answer)
    unsendable = next((s for name in DIRECT if (s := sources.get(name)) is not None and s.fault and not s.blank), None)
    if info.name == "vertex" and answer.outcome == "sends" and unsendable is not None:
        words = say("{} cannot be sent: {}. It would go to {} too.", unsendable.title, unsendable.fault, info.title)
        return Decision(sources, "blocked", words, "header", info.name, culprit=unsendable, cloud=answer)
    if answer.outcome == "unknown":
        return Decision(sources, "unknown", answer.because, None, info.name, cloud=answer)
    authorization, x_api_key = answer.authorization, answer.x_api_key
    for source in (x_api_key, authorization):
        if source is not None and source.fault:
            return _cloud_fault(sources, answer, info, source, source.fault, source is x_api_key)
    if headers.x_api_key is not None:
        x_api_key = custom
    empty = headers.authorization is False and info.name in ("vertex", "foundry")  # these send it with nothing in it (observed)
    if answer.skipped and authorization is None and (headers.authorization or empty):
        authorization = custom
        x_api_key = custom if info.name == "anthropicAws" else x_api_key
    return Decision(sources, "sends", answer.because, None, info.name, authorization, x_api_key, cloud=answer)


def _cloud_fault(sources: Sources, answer: CloudAnswer, info: ProviderInfo, culprit: Source, fault: Shown, in_key: bool) -> Decision:
    """A value no header may hold: a fault in x-api-key is taken for one of the key or the helper, or for neither being there."""
    words = say("{} cannot be sent to {}: {}.", culprit.title, info.title, fault)
    if in_key and sources.filling("x_api_key") is None:
        return Decision(sources, "not_logged_in", words, None, info.name, culprit=culprit, cloud=answer)
    return Decision(sources, "blocked", words, "header", info.name, culprit=culprit, cloud=answer)


def _anthropic(session: Session, sources: Sources) -> Decision:
    authorization, x_api_key, helper = sources.filling("authorization"), sources.filling("x_api_key"), sources.get(HELPER)
    console, profile = sources.get(CONSOLE), sources.get(PROFILE)
    if session.bare and authorization is not helper and x_api_key is not None and x_api_key is helper:
        x_api_key = replace(x_api_key, uncertain=_RACE)
    if x_api_key is not None and authorization is not None and x_api_key is sources.get(KEY) and x_api_key.blank:
        x_api_key = replace(x_api_key, fault=NOTHING)
    late = authorization is not helper and x_api_key is not None and x_api_key is helper and _too_late(session)
    login: Source | None = None
    if authorization is None and x_api_key is None:
        login = sources.get(OAUTH) or sources.get(OAUTH_DESCRIPTOR)
        high_profile = profile is not None and session.profile is not None and session.profile.before_login and not session.login_first
        if login is None and not high_profile:
            login = sources.get(LOGIN)
        if login is None and console is None:
            authorization = profile
    if login is None and x_api_key is None and console is not None and not console.mute:
        x_api_key = console
    if late and (helper_setting := session.helper()) is not None and x_api_key is not None:
        in_project = helper_setting.layer.scope in ("project", "local")
        x_api_key = None if in_project else replace(x_api_key, uncertain=_MAY_BE_LATE)
    decision = _with_headers(session, sources, authorization, x_api_key, login)
    if session.bare and session.login.ended and authorization is None and x_api_key is None and decision.authorization is None:
        words = say("The login in {} has ended (its refresh token is empty), which stops Claude Code in bare mode.", session.login.where)
        return Decision(sources, "not_logged_in", words)
    return decision


def _too_late(session: Session) -> bool:
    """Beside a token the helper's output is there for the first request only where it is the user's own (observed of some versions' `-p`)."""
    rules, helper = session.rules, session.helper()
    waits = session.way == "interactive" or rules.hold("any_helper_beside_token") or not rules.hold("user_helper_beside_token")
    return not waits and helper is not None and helper.layer.scope != "user"


def _with_headers(
    session: Session, sources: Sources, authorization: Source | None, x_api_key: Source | None, login: Source | None
) -> Decision:
    """Custom headers laid over the choice, then whatever stops the request."""
    replaced, custom = sources.replaced, sources.get(HEADERS)
    for source in (x_api_key, authorization, login):
        if source is not None and source.fault and source in (sources.get(PROFILE), sources.get(LOGIN), sources.get(CONSOLE)):
            return _unsendable(sources, source)
        if source is not None and source.fault:
            words = say("{} cannot be sent: {}. Claude Code stops before sending anything.", source.title, source.fault)
            return Decision(sources, "blocked", words, "header", culprit=source)
    if replaced.fault and custom is not None:
        return Decision(sources, "blocked", say("{} cannot be sent: {}.", HEADERS, replaced.fault), "header", culprit=custom)
    key_taken_away = replaced.x_api_key is False and x_api_key is not None and x_api_key is sources.get(KEY)
    if replaced.x_api_key is not None:
        x_api_key = custom
    nothing = (x_api_key is None or x_api_key.blank) if replaced.x_api_key is None else not replaced.x_api_key
    if authorization is None:
        authorization = login if replaced.authorization is None else custom
        nothing = nothing and (login is None if replaced.authorization is None else not replaced.authorization)
    else:
        nothing = False
    if authorization is None and session.empty_token is not None:
        authorization = of_variable(session.empty_token)
        if nothing and session.rules.hold("empty_token_alone"):
            nothing = False
            if session.way == "interactive" and authorization is not None:
                authorization = replace(authorization, uncertain=_NOTHING_IN_IT)
    for source in (authorization, x_api_key):
        if source is not None and source.uncertain:
            return Decision(sources, "unknown", say("{}: {}.", source.title, source.uncertain), provider="anthropic", culprit=source)
        if source is not None and source.fault:
            return _unsendable(sources, source)
    if nothing:
        if key_taken_away:
            words = say("{} sets x-api-key to nothing, which takes the key away.", HEADERS)
            return Decision(sources, "blocked", words, "header", culprit=custom)
        return Decision(sources, "not_logged_in", say("Nothing is there that Claude Code could send."))
    return Decision(sources, "sends", NOTHING, None, "anthropic", authorization, x_api_key)


def _unsendable(sources: Sources, culprit: Source) -> Decision:
    words = say("{} is there but cannot be sent: {}.", culprit.title, culprit.fault)
    return Decision(sources, "not_logged_in", words, culprit=culprit)


def payer_of(session: Session, decision: Decision) -> Payer | None:
    """None where nothing is sent."""
    if decision.outcome != "sends":
        return None
    if decision.provider != "anthropic":
        return "cloud"
    base_url = session.environment.credential(BASE_URL)
    if base_url is not None and not address(base_url.value).is_anthropic:
        return "gateway"
    sent = [source for source in (decision.authorization, decision.x_api_key) if source is not None]
    info = source_info(sent[0].id) if len(sent) == 1 else None
    return info.pays if info is not None else "unknown"
