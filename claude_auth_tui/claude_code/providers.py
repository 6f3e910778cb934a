"""Cloud providers: which one the switches choose, what it is sent there, and whether there are credentials for it.

The credential chains of the clouds' own libraries are much longer than this; whatever they would have to run or ask
for is answered with "unknown", and what is plainly not there with "absent".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.environment import Environment, to_gateway
from claude_auth_tui.claude_code.folders import absolute
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.sources import Source, of_variable
from claude_auth_tui.claude_code.tables import DIRECT, HELPER, KEY, PROVIDERS, SIGNATURE, SOURCE, ProviderInfo
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say, say_all, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByProvider

_SECTION: Final = re.compile(r"^\s*+\[\s*+(?:profile\s++)?([^\]]*)\]")
_SETTING: Final = re.compile(r"^\s*([a-z_]+)\s*=\s*(\S?)")
_VENDOR: Final = "/sys/devices/virtual/dmi/id/sys_vendor"
_AWS_ELSEWHERE: Final = (
    say("AWS_WEB_IDENTITY_TOKEN_FILE"), say("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), say("AWS_CONTAINER_CREDENTIALS_FULL_URI")
)  # fmt: skip
_AWS_SAYS_HOW: Final = frozenset(
    {"credential_process", "sso_session", "sso_start_url", "role_arn", "source_profile", "web_identity_token_file", "login_session"}
)
_AWS_COMMANDS: Final = (say("awsCredentialExport"), say("awsAuthRefresh"))
_GOOGLE_COMMAND: Final = say("gcpAuthRefresh")
_RESOURCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}[A-Za-z0-9]")
"""What the name of a Foundry resource may be; Claude Code refuses others before it looks for a credential (observed)."""
_RESOURCE_SINCE: Final = "2.1.329"
"""The first version that was asked; older ones were seen to take any name."""
_GOOGLE_CLOUD_NEEDS: Final = (
    (say("ANTHROPIC_GOOGLE_CLOUD_PROJECT"), say("GOOGLE_CLOUD_PROJECT")),
    (say("ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID"),),
)
_AZURE: Final = (
    say("AZURE_CLIENT_SECRET"), say("AZURE_FEDERATED_TOKEN_FILE"), say("AZURE_CLIENT_CERTIFICATE_PATH"), say("IDENTITY_ENDPOINT")
)  # fmt: skip


class CloudCredential(Struct, frozen=True):
    """What was found; no value is kept."""

    state: Literal["present", "absent", "unknown"]
    because: Shown = NOTHING
    """Why it is not there, or not known."""
    where: Shown = NOTHING
    """The place of one that is there."""


def aws(machine: Machine, environment: Environment) -> CloudCredential:
    """Keys for an AWS signature: the environment's, unless a profile is named, then those of the AWS files."""
    profile = environment.text("AWS_PROFILE")
    if not profile and all(environment.value(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")):
        return CloudCredential("present", where=environment.given["AWS_ACCESS_KEY_ID"].where or NOTHING)
    section = profile or environment.text("AWS_DEFAULT_PROFILE") or "default"
    uncertain = NOTHING
    for path in (
        environment.text("AWS_SHARED_CREDENTIALS_FILE") or machine.at_home(".aws", "credentials"),
        environment.text("AWS_CONFIG_FILE") or machine.at_home(".aws", "config"),
    ):
        found = machine.files.file(absolute(machine, path))
        settings = _section(unveil(found.text), section) if found.text is not None else frozenset()
        if {"aws_access_key_id", "aws_secret_access_key"} <= settings:
            return CloudCredential("present", where=machine.show_path(found.path))
        if settings & _AWS_SAYS_HOW:
            uncertain = say('the AWS profile "{}" in {} says how to get a key', user_name(section), machine.show_path(found.path))
    for name in _AWS_ELSEWHERE:
        if environment.credential(name) is not None:
            uncertain = uncertain or say("{} says where to get a key", name)
    if not uncertain and not environment.on("AWS_EC2_METADATA_DISABLED") and _vendor(machine).startswith("amazon"):
        uncertain = say("the role of this EC2 machine may give a key")
    return CloudCredential("unknown", uncertain) if uncertain else CloudCredential("absent", say("no AWS credentials are set up here"))


def google(machine: Machine, environment: Environment) -> CloudCredential:
    """Application default credentials."""
    named = environment.text("GOOGLE_APPLICATION_CREDENTIALS")
    folder = environment.text("CLOUDSDK_CONFIG") or (
        machine.join(environment.text("APPDATA") or machine.at_home("AppData", "Roaming"), "gcloud")
        if machine.platform == "windows"
        else machine.at_home(".config", "gcloud")
    )
    path = absolute(machine, named) if named else machine.join(folder, "application_default_credentials.json")
    if machine.files.stat(path).is_file:
        return CloudCredential("unknown", say("the Google credentials file must be exchanged for a token first"))
    if named:
        return CloudCredential("absent", say("GOOGLE_APPLICATION_CREDENTIALS names a file that is not there"))
    if environment.text("METADATA_SERVER_DETECTION") != "none" and _vendor(machine).startswith("google"):
        return CloudCredential("unknown", say("the service account of this Google Cloud machine may give a token"))
    return CloudCredential("absent", say("no Google Cloud credentials are set up here"))


def azure(machine: Machine, environment: Environment) -> CloudCredential:
    """Azure's default chain."""
    for name in _AZURE:
        if environment.credential(name) is not None:
            return CloudCredential("unknown", say("{} is set: an Azure token must be asked for first", name))
    if machine.files.stat(machine.at_home(".azure", "azureProfile.json")).is_file:
        return CloudCredential("unknown", say("the Azure command line may be signed in"))
    if _vendor(machine).startswith("microsoft") and machine.platform == "linux" and not machine.wsl:
        return CloudCredential("unknown", say("the identity of this Azure machine may give a token"))
    return CloudCredential("absent", say("no Azure credentials are set up here"))


def _section(text: str, wanted: str) -> frozenset[str]:
    """The names that are set to something in one section of an AWS file."""
    inside = False
    names: set[str] = set()
    for line in text.splitlines():
        if header := _SECTION.match(line):
            inside = header.group(1).strip() == wanted
        elif inside and (setting := _SETTING.match(line)) and setting.group(2):
            names.add(setting.group(1))
    return frozenset(names)


def _vendor(machine: Machine) -> str:
    if machine.platform != "linux":
        return ""
    text = machine.files.file(_VENDOR).text
    return unveil(text).strip().lower() if text is not None else ""


class CloudAnswer(Struct, frozen=True):
    """What goes to the provider. `outcome` is "sends", "blocked" (its setup lacks something) or "unknown"."""

    outcome: Literal["sends", "blocked", "unknown"]
    because: Shown
    authorization: Source | None = None
    x_api_key: Source | None = None
    skipped: bool = False
    """The provider's own credential is left out."""
    at_once: bool = False
    """What is missing stops Claude Code before it looks at any header."""


def switches_on(environment: Environment) -> tuple[ProviderInfo, ...]:
    """The providers whose switch is on, the one that is used first; none where a gateway stands before them."""
    if to_gateway(environment):
        return ()
    return tuple(info for info in PROVIDERS if environment.on(info.switch))


def ask(session: Session, info: ProviderInfo) -> CloudAnswer:
    """What is sent to this provider."""
    return _ASK[info.name](session, info)


def _signature(found: CloudCredential) -> Source:
    return Source(SIGNATURE, say("AWS signature"), found.where or None)


def _sends(info: ProviderInfo, authorization: Source | None = None, x_api_key: Source | None = None) -> CloudAnswer:
    names = say_all((s.title for s in (authorization, x_api_key) if s is not None), " and ")
    because = say("Requests go to {} with {}.", info.title, names) if names else say("Requests go to {}.", info.title)
    return CloudAnswer("sends", because, authorization, x_api_key)


def _skipped(session: Session, info: ProviderInfo) -> CloudAnswer:
    """The provider's own credential is left out: a gateway's token or a helper's output may stand in its place (observed)."""
    token = _token_or_helper(session)
    answer = _sends(info, token)
    key = token if info.name == "anthropicAws" else None
    if info.name == "bedrock" and token is not None and token.title != HELPER:
        key = of_variable(session.environment.credential(KEY))
    words = say("{} {} is on, so {} gets no credential of its own.", answer.because, info.skip, info.title)
    return CloudAnswer("sends", words, token, key, skipped=True)


def _token_or_helper(session: Session, waits: bool = False) -> Source | None:
    """`waits`: the first request of `claude` waits for the helper too (observed of the Claude Platform on Google Cloud)."""
    bearers = (name for name in DIRECT if SOURCE[name].header == "authorization")
    token = next((found for name in bearers if (found := of_variable(session.environment.credential(name))) is not None), None)
    helper = session.helper()
    if token is not None or helper is None or (session.way == "interactive" and not waits):  # there it comes too late for the first request
        return token
    return Source(helper.source, HELPER, helper.where)


def _or_command(session: Session, found: CloudCredential, *names: Shown) -> CloudCredential:
    """What was found, or "unknown" where nothing was and a command in the settings of any layer may bring it (observed); it is not run."""
    if found.state != "absent":
        return found
    for name in names:
        layer = next(
            (layer for layer in reversed(session.layers) if layer.state == "used" and isinstance(layer.document.get(name), Secret)), None
        )
        command = layer.document[name] if layer is not None else None
        if layer is not None and command:
            return CloudCredential("unknown", say("the command in {} ({}) may bring them", name, layer.where(name)))
    return found


def _by_chain(session: Session, info: ProviderInfo, found: CloudCredential) -> CloudAnswer:
    if found.state == "present":
        instead = None if session.rules.hold("signature_stays") else _token_or_helper(session)
        return _sends(info, instead or _signature(found))
    if found.state == "unknown":
        return CloudAnswer(
            "unknown",
            say("Requests go to {}; whether it gets a credential cannot be told: {}.", info.title, found.because),
        )
    return CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, found.because))


def _bedrock(session: Session, info: ProviderInfo) -> CloudAnswer:
    """Mantle takes what stands in for a credential that is left out before the bearer token, Bedrock after it (observed)."""
    bearer = of_variable(session.environment.credential(say("AWS_BEARER_TOKEN_BEDROCK")))
    skip = session.environment.on(info.skip)
    stands_in = info.name == "mantle" and skip and _token_or_helper(session) is not None
    if bearer is not None and not stands_in:
        if info.name == "bedrock" or session.rules.hold("mantle_bearer"):
            return _sends(info, bearer, None if info.name == "bedrock" or session.rules.hold("mantle_alone") else bearer)
        return _sends(info, None if session.rules.hold("aws_alone") else _token_or_helper(session), bearer)
    if skip:
        return _skipped(session, info)
    return _by_chain(session, info, _or_command(session, aws(session.machine, session.environment), *_AWS_COMMANDS))


def _foundry(session: Session, info: ProviderInfo) -> CloudAnswer:
    environment = session.environment
    resource, address = environment.text("ANTHROPIC_FOUNDRY_RESOURCE"), environment.text(info.base_url)
    if resource and address:
        both = say("ANTHROPIC_FOUNDRY_RESOURCE and ANTHROPIC_FOUNDRY_BASE_URL are both set, and Claude Code takes only one of them")
        return CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, both), at_once=True)
    if resource and session.rules.not_before(_RESOURCE_SINCE) and not _RESOURCE.fullmatch(resource):
        odd = say("ANTHROPIC_FOUNDRY_RESOURCE is no name of a resource (letters, digits and hyphens)")
        return CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, odd), at_once=True)
    if not resource and not address:
        missing = say("ANTHROPIC_FOUNDRY_RESOURCE or ANTHROPIC_FOUNDRY_BASE_URL is not set")
        return CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, missing), at_once=True)
    if token := of_variable(environment.credential(say("ANTHROPIC_FOUNDRY_AUTH_TOKEN"))):
        return _sends(info, token)
    if key := of_variable(environment.credential(say("ANTHROPIC_FOUNDRY_API_KEY"))):
        return _sends(info, None if session.rules.hold("foundry_alone") else _token_or_helper(session), key)
    if environment.on(info.skip):
        return _skipped(session, info)
    return replace(_by_chain(session, info, azure(session.machine, environment)), at_once=True)


def _anthropic_aws(session: Session, info: ProviderInfo) -> CloudAnswer:
    environment = session.environment
    missing = NOTHING if environment.text("ANTHROPIC_AWS_WORKSPACE_ID") else say("ANTHROPIC_AWS_WORKSPACE_ID is not set")
    blocked = CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, missing), at_once=True)
    if environment.on(info.skip):
        answer = _skipped(session, info)
        # Without any credential Claude Code does not ask for the workspace (observed).
        return blocked if missing and answer.authorization is not None else answer
    if missing:
        return blocked
    if key := of_variable(environment.credential(say("ANTHROPIC_AWS_API_KEY"))):
        return _sends(info, None if session.rules.hold("aws_alone") else _token_or_helper(session), key)
    return _by_chain(session, info, _or_command(session, aws(session.machine, environment), *_AWS_COMMANDS))


def _vertex(session: Session, info: ProviderInfo) -> CloudAnswer:
    environment = session.environment
    if not environment.on(info.skip):
        return _by_chain(session, info, _or_command(session, google(session.machine, environment), _GOOGLE_COMMAND))
    if not environment.text("ANTHROPIC_VERTEX_PROJECT_ID"):
        missing = say("ANTHROPIC_VERTEX_PROJECT_ID is not set")
        return CloudAnswer("blocked", say("{} is switched on, but {}.", info.title, missing))
    key = of_variable(session.key_as_it_is)
    if key is not None and key.blank:
        key = replace(key, fault=NOTHING)
    return replace(_sends(info, _token_or_helper(session) or of_variable(session.empty_token), key), skipped=True)


def _anthropic_google_cloud(session: Session, info: ProviderInfo) -> CloudAnswer:
    """Where its own credential is left out, a token or a helper's output stands in for it, never a key (observed)."""
    environment = session.environment
    if not environment.on(info.skip):
        return _by_chain(session, info, _or_command(session, google(session.machine, environment), _GOOGLE_COMMAND))
    if not environment.text(info.base_url):  # without an address of its own it is made of these (observed)
        for names in _GOOGLE_CLOUD_NEEDS:
            if not any(environment.text(name) for name in names):
                return CloudAnswer("blocked", say("{} is switched on, but {} is not set.", info.title, names[0]), at_once=True)
    return replace(_sends(info, _token_or_helper(session, waits=True)), skipped=True)


_ASK: Final[ByProvider[Callable[[Session, ProviderInfo], CloudAnswer]]] = {
    "bedrock": _bedrock,
    "mantle": _bedrock,
    "foundry": _foundry,
    "anthropicAws": _anthropic_aws,
    "anthropicGoogleCloud": _anthropic_google_cloud,
    "vertex": _vertex,
}
