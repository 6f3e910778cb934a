"""Cloud providers: which one the switches choose, and what it is sent there.

The order among several switches is Bedrock, Foundry, Claude Platform on AWS, Mantle, Vertex (observed, 2.1.329).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.cloud_credentials import CloudCredential, aws, azure, google
from claude_auth_tui.claude_code.environment import Environment, Given
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.variables import DIRECT, HELPER, KEY, PROVIDERS, SIGNATURE, SOURCE, ProviderInfo
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import HeaderName

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByProvider


class CloudSource(NamedTuple):
    """One thing a provider can be sent, and its place."""

    source: Shown
    title: Shown
    header: HeaderName | None
    where: Shown | None = None
    given: Given | None = None


class CloudAnswer(Struct, frozen=True):
    """What goes to the provider. `outcome` is "sends", "blocked" (its setup lacks something) or "unknown"."""

    outcome: Literal["sends", "blocked", "unknown"]
    because: Shown
    authorization: CloudSource | None = None
    x_api_key: CloudSource | None = None
    missing: str = ""
    """In words, what is missing or must be asked for."""
    skipped: bool = False
    """The provider's own credential is left out."""
    at_once: bool = False
    """What is missing stops Claude Code before it looks at any header."""


def switches_on(environment: Environment) -> tuple[ProviderInfo, ...]:
    """The providers whose switch is on, the one that is used first."""
    return tuple(info for info in PROVIDERS if environment.on(info.switch))


def ask(session: Session, info: ProviderInfo) -> CloudAnswer:
    """What is sent to this provider."""
    return _ASK[info.name](session, info)


def _variable(environment: Environment, name: Shown, header: HeaderName) -> CloudSource | None:
    given = environment.credential(name)
    return CloudSource(given.source, name, header, given.where, given) if given is not None else None


def _signature(found: CloudCredential) -> CloudSource:
    return CloudSource(SIGNATURE, say("AWS signature"), "authorization", found.where or None)


def _sends(info: ProviderInfo, authorization: CloudSource | None = None, x_api_key: CloudSource | None = None) -> CloudAnswer:
    names = say_all((s.title for s in (authorization, x_api_key) if s is not None), " and ")
    because = say("Requests go to {} with {}.", info.title, names) if names else say("Requests go to {}.", info.title)
    return CloudAnswer("sends", because, authorization, x_api_key)


def _skipped(session: Session, info: ProviderInfo) -> CloudAnswer:
    """The provider's own credential is left out: a gateway's token or a helper's output may stand in its place (observed, 2.1.329)."""
    token = _token_or_helper(session)
    answer = _sends(info, token)
    key = token if info.name == "anthropicAws" else None
    if info.name == "bedrock" and token is not None and token.given is not None:
        key = _variable(session.environment, KEY, "x_api_key")
    words = say("{} {} is on, so {} gets no credential of its own.", answer.because, info.skip, info.title)
    return CloudAnswer("sends", words, token, key, skipped=True)


def _token_or_helper(session: Session) -> CloudSource | None:
    bearers = (name for name in DIRECT if SOURCE[name].header == "authorization")
    token = next((found for name in bearers if (found := _variable(session.environment, name, "authorization")) is not None), None)
    helper = session.helper()
    if token is not None or helper is None or session.way == "interactive":  # there it comes too late for the first request
        return token
    return CloudSource(helper.source, HELPER, "authorization", helper.where)


def _by_chain(info: ProviderInfo, found: CloudCredential) -> CloudAnswer:
    if found.state == "present":
        return _sends(info, _signature(found))
    if found.state == "unknown":
        return CloudAnswer(
            "unknown",
            say("Requests go to {}; whether it gets a credential cannot be told: {}.", info.title, found.because),
            missing=found.because,
        )
    return CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, found.because), missing=found.because)


def _bedrock(session: Session, info: ProviderInfo) -> CloudAnswer:
    """Mantle takes what stands in for a credential that is left out before the bearer token, Bedrock after it (observed, 2.1.329)."""
    bearer = _variable(session.environment, say("AWS_BEARER_TOKEN_BEDROCK"), "authorization")
    skip = session.environment.on(info.skip)
    stands_in = info.name == "mantle" and skip and _token_or_helper(session) is not None
    if bearer is not None and not stands_in:
        return _sends(info, bearer)
    if skip:
        return _skipped(session, info)
    return _by_chain(info, aws(session.machine, session.environment))


def _foundry(session: Session, info: ProviderInfo) -> CloudAnswer:
    environment = session.environment
    if not environment.text("ANTHROPIC_FOUNDRY_RESOURCE") and not environment.text(info.base_url):
        missing = say("ANTHROPIC_FOUNDRY_RESOURCE or ANTHROPIC_FOUNDRY_BASE_URL is not set")
        return CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, missing), missing=missing, at_once=True)
    if token := _variable(environment, say("ANTHROPIC_FOUNDRY_AUTH_TOKEN"), "authorization"):
        return _sends(info, token)
    if key := _variable(environment, say("ANTHROPIC_FOUNDRY_API_KEY"), "x_api_key"):
        return _sends(info, None, key)
    if environment.on(info.skip):
        return _skipped(session, info)
    return replace(_by_chain(info, azure(session.machine, environment)), at_once=True)


def _anthropic_aws(session: Session, info: ProviderInfo) -> CloudAnswer:
    environment = session.environment
    missing = NOTHING if environment.text("ANTHROPIC_AWS_WORKSPACE_ID") else say("ANTHROPIC_AWS_WORKSPACE_ID is not set")
    blocked = CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, missing), missing=missing, at_once=True)
    if environment.on(info.skip):
        answer = _skipped(session, info)
        # Without any credential Claude Code does not ask for the workspace (observed, 2.1.329).
        return blocked if missing and answer.authorization is not None else answer
    if missing:
        return blocked
    if key := _variable(environment, say("ANTHROPIC_AWS_API_KEY"), "x_api_key"):
        return _sends(info, None, key)
    return _by_chain(info, aws(session.machine, environment))


def _vertex(session: Session, info: ProviderInfo) -> CloudAnswer:
    environment = session.environment
    if not environment.on(info.skip):
        return _by_chain(info, google(session.machine, environment))
    if not environment.text("ANTHROPIC_VERTEX_PROJECT_ID"):
        missing = say("ANTHROPIC_VERTEX_PROJECT_ID is not set")
        return CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, missing), missing=missing)
    key = _variable(environment, KEY, "x_api_key")
    return replace(_sends(info, _token_or_helper(session), key), skipped=True)


_ASK: Final[ByProvider[Callable[[Session, ProviderInfo], CloudAnswer]]] = {
    "bedrock": _bedrock,
    "mantle": _bedrock,
    "foundry": _foundry,
    "anthropicAws": _anthropic_aws,
    "vertex": _vertex,
}
