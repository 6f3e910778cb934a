"""What managed settings refuse: sign-ins that cannot be verified, and providers that are not on the list (observed)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from claude_auth_tui.claude_code.address import API_HOST, BASE_URL, address
from claude_auth_tui.claude_code.decision import Decision
from claude_auth_tui.claude_code.providers import switches_on
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.settings import Layer
from claude_auth_tui.claude_code.sources import Source
from claude_auth_tui.claude_code.tables import CONSOLE, LOGIN, OAUTH, PROFILE, SOURCE
from claude_auth_tui.documents.strict_json import Json
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import BlockReason, Outcome

METHOD: Final = say("forceLoginMethod")
ORGANIZATION: Final = say("forceLoginOrgUUID")
GATEWAY_URL: Final = say("forceLoginGatewayUrl")
ALLOWED: Final = say("allowedProviders")
_METHODS: Final = frozenset({"claudeai", "console", "gateway"})


class Policy(Struct, frozen=True):
    """What the managed layers demand; where several say it, the last one."""

    method: str | None = None
    gateway_url: bool = False
    """An address to sign in at is given, which demands the gateway whatever the method says."""
    organization: Json = None
    """The JSON value; None where there is no such policy (also for `null`)."""
    providers: tuple[str, ...] | None = None
    where: Mapping[str, Shown] = field(default_factory=dict)
    """For each rule its line."""
    base_urls: Mapping[str, str] = field(default_factory=dict)
    """The addresses managed settings set themselves, by variable."""

    @property
    def gateway(self) -> bool:
        """Only a sign-in at a gateway is used, unless a cloud provider is switched on."""
        return self.method == "gateway" or self.gateway_url


class Refusal(Struct, frozen=True):
    outcome: Outcome
    reason: BlockReason | None
    because: Shown


def read_policy(layers: tuple[Layer, ...]) -> Policy:
    """The policy of the managed layers. A member of a wrong type is dropped, or counts as the strictest (observed)."""
    method: str | None = None
    gateway_url = False
    organization: Json = None
    providers: tuple[str, ...] | None = None
    where: dict[str, Shown] = {}
    base_urls: dict[str, str] = {}
    for layer in layers:
        if layer.scope != "managed" or layer.state != "used":
            continue
        document = layer.document
        value = document.get(METHOD)
        if isinstance(value, Secret) and unveil(value) in _METHODS:
            method, where[METHOD] = unveil(value), layer.where(METHOD)
        if isinstance(url := document.get(GATEWAY_URL), Secret) and url:
            gateway_url, where[GATEWAY_URL] = True, layer.where(GATEWAY_URL)
        if document.get(ORGANIZATION) is not None:
            organization, where[ORGANIZATION] = document[ORGANIZATION], layer.where(ORGANIZATION)
        if ALLOWED in document:
            listed = document[ALLOWED]
            providers = tuple(unveil(item) for item in listed if isinstance(item, Secret)) if isinstance(listed, tuple) else ()
            where[ALLOWED] = layer.where(ALLOWED)
        env = document.get("env")
        if isinstance(env, Mapping):
            base_urls |= {name: unveil(url) for name, url in env.items() if name.endswith("_BASE_URL") and isinstance(url, Secret)}
    return Policy(method, gateway_url, organization, providers, where, base_urls)


def refusal(session: Session, decision: Decision) -> Refusal | None:
    """Why managed settings do not let this session start; None where they do."""
    policy = read_policy(session.layers)
    if session.host:  # it signs in itself, but which providers it may use is not for it to decide (observed)
        return _provider_refused(session, policy)
    return _provider_refused(session, policy) or _login_refused(session, policy, decision)


def _provider_refused(session: Session, policy: Policy) -> Refusal | None:
    if policy.providers is None or not session.rules.hold("allowed_providers"):
        return None
    on = switches_on(session.environment)
    info = on[0] if on else None
    name, title = (str(info.name), info.title) if info is not None else ("anthropic", say("the Anthropic API"))
    if info is None and policy.gateway and not session.host:
        name, title = "gateway", say("the gateway")
    variable = info.base_url if info is not None else BASE_URL
    given = session.environment.credential(variable)
    where = policy.where.get(ALLOWED, NOTHING)
    if given is None or name == "gateway" or (info is None and (taken := address(given.value)).encrypted and taken.host in ("", API_HOST)):
        if name in policy.providers:
            return None
        return _blocked(say("Managed settings do not allow {} ({} in {}).", title, ALLOWED, where))
    if "customEndpoint" in policy.providers and policy.base_urls.get(variable) == session.environment.text(variable):
        return None
    return _blocked(
        say("Requests would go to the address in {}, which managed settings do not allow ({} in {}).", variable, ALLOWED, where)
    )


def _blocked(because: Shown) -> Refusal:
    return Refusal("blocked", "policy", because)


def _login_refused(session: Session, policy: Policy, decision: Decision) -> Refusal | None:
    cloud, external, console = bool(switches_on(session.environment)), decision.sources.external, decision.sources.get(CONSOLE)
    if policy.gateway:
        return _gateway(policy, external or console, cloud)
    if policy.method is None and policy.organization is None:
        return None
    rule = METHOD if policy.method is not None else ORGANIZATION
    where = policy.where.get(rule, NOTHING)
    if not session.rules.hold("login_method_refuses_key"):
        return None if external is not None or cloud else _organization(session, policy, decision)
    if external is not None:
        return _blocked(say("Managed settings demand a login ({} in {}), and {} would be used instead.", rule, where, external.title))
    if cloud:  # a key that a Console login left is not looked past all the same (observed)
        no_proof = say(
            "Managed settings demand a login ({} in {}), and {} is stored, which is no proof of one.", rule, where, SOURCE[CONSOLE].title
        )
        return _blocked(no_proof) if console is not None else None
    if session.bare:
        return _blocked(say("Managed settings demand a login ({} in {}), and bare mode uses none.", rule, where))
    return _organization(session, policy, decision)


def _gateway(policy: Policy, external: Source | None, cloud: bool) -> Refusal | None:
    """Signed-in gateway sessions are not known here: nothing on the disk was seen to tell of one."""
    rule = METHOD if policy.method == "gateway" else GATEWAY_URL
    demand = say("Managed settings demand a sign-in at the gateway ({} in {})", rule, policy.where.get(rule, NOTHING))
    if external is not None and rule == METHOD and not policy.gateway_url:
        return _blocked(say("{}, and {} would be used instead.", demand, external.title))
    return None if cloud else Refusal("not_logged_in", None, say("{}, and there is none.", demand))


def _organization(session: Session, policy: Policy, decision: Decision) -> Refusal | None:
    """A pinned organization: Claude Code asks the service whose the login is, which cannot be told from here."""
    pinned, sources = policy.organization, decision.sources
    if pinned is None:
        return None
    if decision.authorization is not None and decision.authorization is sources.get(PROFILE):
        return None
    where = policy.where.get(ORGANIZATION, NOTHING)
    if not isinstance(pinned, Secret) and not (isinstance(pinned, tuple) and pinned):
        return _blocked(say("Managed settings allow no organization at all ({} in {}).", ORGANIZATION, where))
    stored = sources.get(LOGIN)
    login = sources.get(OAUTH) or (stored if decision.authorization is stored or decision.x_api_key is None else None)
    has_token = session.login.access_token is not None or session.login.state == "present"
    if login is not None or has_token:
        pin = say("Managed settings pin the organization ({} in {})", ORGANIZATION, where)
        return Refusal("unknown", None, say("{}: Claude Code first asks the service whose this login is.", pin))
    return None
