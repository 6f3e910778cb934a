"""The table of everything a credential can come from: one row for each variable, each cloud provider and each source.

What a row says is asked from here and written nowhere else; the rules about them are in the other modules of this
package. Source: the documentation's page of variables, Claude Code's change log, and what `MODELLED` was observed to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeGuard, get_args

from msgspec import Struct

from claude_auth_tui.model.made import made
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Expected, HeaderName, Payer, Provider, ProviderName

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByProvider, ByProviderName

Role = Literal["credential", "switch", "endpoint", "folder", "companion", "mode", "network"]
Holds = Literal["secret", "text", "switch", "number", "region", "project", "name", "path", "address", "hosts", "tls_switch"]
"""What a value is, which says how much of it may be seen: of a secret only its last four characters."""
InProject = Literal["taken", "early", "never", "takes_away", "nowhere"]
"""What becomes of it in project and local settings. `early`: even before the folder is trusted, and `claude auth status` sees
it. `never`: it is the user's alone. `takes_away`: it can take a profile away, but not choose one, which was decided before.
`nowhere`: no settings file of any layer sets it, only the environment of the process does."""


class VariableInfo(Struct, frozen=True):
    """A variable Claude Code reads."""

    name: Shown
    role: Role
    holds: Holds
    means: Shown
    in_project: InProject = "taken"
    since: Shown = NOTHING
    """The first version that knows it, where an older one does something else: `before`."""
    before: Shown = NOTHING

    @property
    def secret(self) -> bool:
        """Never shown but for its last four characters."""
        return self.holds == "secret"

    @property
    def skips(self) -> bool:
        """It leaves a provider's own credential out."""
        return self.name.startswith("CLAUDE_CODE_SKIP_")


_ROWS: Final[tuple[tuple[str, Role, Holds, str] | tuple[str, Role, Holds, str, InProject], ...]] = (
    ("ANTHROPIC_API_KEY", "credential", "secret", "sent as x-api-key, instead of a login"),
    ("ANTHROPIC_AUTH_TOKEN", "credential", "secret", "sent as Authorization: Bearer, for gateways"),
    ("CLAUDE_CODE_OAUTH_TOKEN", "credential", "secret", "a token from claude setup-token, used instead of the /login credential", "never"),
    ("CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR", "credential", "number", "the number of a descriptor that an API key is read from", "nowhere"),
    ("CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR", "credential", "number", "the number of a descriptor that a token is read from", "nowhere"),
    ("ANTHROPIC_CUSTOM_HEADERS", "credential", "secret", "headers added to every request; may replace a credential header"),
    ("CLAUDE_CODE_USE_BEDROCK", "switch", "switch", "requests go to Amazon Bedrock", "early"),
    ("CLAUDE_CODE_USE_VERTEX", "switch", "switch", "requests go to Google Vertex AI", "early"),
    ("CLAUDE_CODE_USE_FOUNDRY", "switch", "switch", "requests go to Microsoft Foundry", "early"),
    ("CLAUDE_CODE_USE_MANTLE", "switch", "switch", "requests go to Bedrock's Mantle endpoint", "early"),
    ("CLAUDE_CODE_USE_ANTHROPIC_AWS", "switch", "switch", "requests go to the Claude Platform on AWS", "early"),
    ("CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD", "switch", "switch", "requests go to the Claude Platform on Google Cloud", "early"),
    ("ANTHROPIC_BASE_URL", "endpoint", "address", "where requests are sent; chooses no credential"),
    ("ANTHROPIC_UNIX_SOCKET", "mode", "path", "requests go through this socket; no stored login is used", "nowhere"),
    ("CLAUDE_CONFIG_DIR", "folder", "path", "used literally instead of ~/.claude", "never"),
    ("CLAUDE_SECURESTORAGE_CONFIG_DIR", "folder", "path", "where the login is kept, used literally instead of the config folder", "never"),
    ("ANTHROPIC_PROFILE", "credential", "name", "a named profile in the Anthropic config folder", "takes_away"),
    ("ANTHROPIC_CONFIG_DIR", "folder", "path", "used instead of ~/.config/anthropic", "never"),
    ("ANTHROPIC_FEDERATION_RULE_ID", "credential", "text", "with ANTHROPIC_ORGANIZATION_ID: workload identity federation", "takes_away"),
    ("ANTHROPIC_ORGANIZATION_ID", "companion", "text", "the organisation of the federation rule", "takes_away"),
    ("ANTHROPIC_IDENTITY_TOKEN", "companion", "secret", "the identity token that is exchanged"),
    ("ANTHROPIC_IDENTITY_TOKEN_FILE", "companion", "path", "a file with that token"),
    ("ANTHROPIC_SERVICE_ACCOUNT_ID", "companion", "text", "the service account of the federation rule"),
    ("ANTHROPIC_WORKSPACE_ID", "companion", "text", "the workspace of the federation rule"),
    ("CLAUDE_CODE_SIMPLE", "mode", "switch", "bare mode: no login of any kind", "never"),
    (
        "CLAUDE_CODE_USE_COWORK_PLUGINS",
        "mode",
        "switch",
        "user settings are read from cowork_settings.json instead; only from the environment",
        "never",
    ),
    ("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "mode", "switch", "the host chooses; settings env credentials are ignored", "never"),
    ("CLAUDE_CODE_USE_GATEWAY", "mode", "switch", "with a token and ANTHROPIC_BASE_URL: a gateway, before any cloud provider", "early"),
    (
        "CLAUDE_CODE_IGNORE_PERSISTED_TRUST",
        "mode",
        "switch",
        "claude asks whether the folder is to be trusted, whatever was answered",
        "nowhere",
    ),
    ("CLAUDE_CODE_REMOTE", "mode", "switch", "a session in the cloud: a login stands before keys, tokens and helpers", "nowhere"),
    ("CLAUDE_CODE_ENTRYPOINT", "mode", "name", "what started Claude Code; some hosts have a login or only approved keys used", "nowhere"),
    ("AWS_BEARER_TOKEN_BEDROCK", "companion", "secret", "Bedrock's API key; the AWS credential chain is not used", "early"),
    ("AWS_ACCESS_KEY_ID", "companion", "secret", "AWS credential chain", "early"),
    ("AWS_SECRET_ACCESS_KEY", "companion", "secret", "AWS credential chain", "early"),
    ("AWS_SESSION_TOKEN", "companion", "secret", "AWS credential chain", "early"),
    ("AWS_PROFILE", "companion", "name", "AWS credential chain", "early"),
    ("AWS_REGION", "companion", "region", "AWS region", "early"),
    ("AWS_DEFAULT_REGION", "companion", "region", "AWS region", "early"),
    ("ANTHROPIC_AWS_WORKSPACE_ID", "companion", "text", "needed by the Claude Platform on AWS"),
    ("ANTHROPIC_AWS_API_KEY", "companion", "secret", "its API key, instead of an AWS signature"),
    ("ANTHROPIC_GOOGLE_CLOUD_PROJECT", "companion", "project", "needed by the Claude Platform on Google Cloud"),
    ("ANTHROPIC_GOOGLE_CLOUD_LOCATION", "companion", "region", "the location of the Claude Platform on Google Cloud"),
    ("ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID", "companion", "text", "needed by the Claude Platform on Google Cloud"),
    ("ANTHROPIC_VERTEX_PROJECT_ID", "companion", "project", "the Google Cloud project", "early"),
    ("CLOUD_ML_REGION", "companion", "region", "the Vertex AI region", "early"),
    ("GOOGLE_APPLICATION_CREDENTIALS", "companion", "path", "a Google credentials file"),
    ("ANTHROPIC_FOUNDRY_RESOURCE", "companion", "project", "the Foundry resource"),
    ("ANTHROPIC_FOUNDRY_API_KEY", "companion", "secret", "Foundry's API key"),
    ("ANTHROPIC_FOUNDRY_AUTH_TOKEN", "companion", "secret", "Foundry's token; before its key"),
    ("ANTHROPIC_BEDROCK_BASE_URL", "endpoint", "address", "Bedrock endpoint"),
    ("ANTHROPIC_VERTEX_BASE_URL", "endpoint", "address", "Vertex AI endpoint"),
    ("ANTHROPIC_FOUNDRY_BASE_URL", "endpoint", "address", "Foundry endpoint"),
    ("ANTHROPIC_BEDROCK_MANTLE_BASE_URL", "endpoint", "address", "Mantle endpoint"),
    ("ANTHROPIC_AWS_BASE_URL", "endpoint", "address", "Claude Platform on AWS endpoint"),
    ("ANTHROPIC_GOOGLE_CLOUD_BASE_URL", "endpoint", "address", "Claude Platform on Google Cloud endpoint"),
    ("CLAUDE_CODE_SKIP_BEDROCK_AUTH", "companion", "switch", "no AWS signature", "early"),
    ("CLAUDE_CODE_SKIP_VERTEX_AUTH", "companion", "switch", "no Google credential", "early"),
    ("CLAUDE_CODE_SKIP_FOUNDRY_AUTH", "companion", "switch", "no Azure credential", "early"),
    ("CLAUDE_CODE_SKIP_MANTLE_AUTH", "companion", "switch", "no AWS signature for Mantle", "early"),
    ("CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH", "companion", "switch", "no AWS signature for the Claude Platform on AWS", "early"),
    ("CLAUDE_CODE_SKIP_ANTHROPIC_GOOGLE_CLOUD_AUTH", "companion", "switch", "no Google credential for that platform", "early"),
    ("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "companion", "number", "milliseconds between two runs of apiKeyHelper"),
    ("CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "companion", "secret", "only used by claude auth login"),
    ("https_proxy", "network", "address", "the proxy; read before HTTPS_PROXY"),
    ("HTTPS_PROXY", "network", "address", "the proxy for every request"),
    ("http_proxy", "network", "address", "the proxy where HTTPS_PROXY is not set"),
    ("HTTP_PROXY", "network", "address", "the proxy where none of the others is set"),
    ("NO_PROXY", "network", "hosts", "hosts that are reached without the proxy"),
    ("no_proxy", "network", "hosts", "hosts that are reached without the proxy; counts beside NO_PROXY"),
    ("NODE_EXTRA_CA_CERTS", "network", "path", "a PEM file with certificate authorities to trust too"),
    ("NODE_TLS_REJECT_UNAUTHORIZED", "network", "tls_switch", "0 switches the check of certificates off"),
    ("CLAUDE_CODE_CLIENT_CERT", "network", "path", "the certificate shown to a server that asks for one"),
    ("CLAUDE_CODE_CLIENT_KEY", "network", "path", "the private key of that certificate"),
)
_SINCE: Final = {
    **dict.fromkeys(
        (
            "CLAUDE_CODE_USE_FOUNDRY", "ANTHROPIC_FOUNDRY_RESOURCE", "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_BASE_URL",
            "CLAUDE_CODE_SKIP_FOUNDRY_AUTH",
        ),
        ("2.0.45", "does not know Microsoft Foundry and goes on without it"),
    ),
    "CLAUDE_CODE_SIMPLE": ("2.1.81", "does not know bare mode"),
    "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": ("2.1.83", "does not know that a host application decides"),
    **dict.fromkeys(
        (
            "CLAUDE_CODE_USE_ANTHROPIC_AWS", "ANTHROPIC_AWS_WORKSPACE_ID", "ANTHROPIC_AWS_API_KEY", "ANTHROPIC_AWS_BASE_URL",
            "CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH",
        ),
        ("2.1.90", "does not know the Claude Platform on AWS and goes on without it"),
    ),
    **dict.fromkeys(
        ("CLAUDE_CODE_USE_MANTLE", "ANTHROPIC_BEDROCK_MANTLE_BASE_URL", "CLAUDE_CODE_SKIP_MANTLE_AUTH"),
        ("2.1.94", "does not know the Mantle endpoint and goes on without it"),
    ),
    **dict.fromkeys(
        (
            "ANTHROPIC_PROFILE", "ANTHROPIC_CONFIG_DIR", "ANTHROPIC_FEDERATION_RULE_ID", "ANTHROPIC_ORGANIZATION_ID",
            "ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_IDENTITY_TOKEN_FILE", "ANTHROPIC_SERVICE_ACCOUNT_ID",
        ),
        ("2.1.116", "does not know profiles and federation"),
    ),
    **dict.fromkeys(
        (
            "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD", "ANTHROPIC_GOOGLE_CLOUD_PROJECT", "ANTHROPIC_GOOGLE_CLOUD_LOCATION",
            "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID", "ANTHROPIC_GOOGLE_CLOUD_BASE_URL", "CLAUDE_CODE_SKIP_ANTHROPIC_GOOGLE_CLOUD_AUTH",
        ),
        ("2.1.213", "does not know the Claude Platform on Google Cloud and goes on without it"),
    ),
    "CLAUDE_SECURESTORAGE_CONFIG_DIR": ("2.1.144", "keeps the login in the config folder"),
    "CLAUDE_CODE_IGNORE_PERSISTED_TRUST": ("2.1.307", "does not know this switch"),
    "ANTHROPIC_UNIX_SOCKET": ("2.1.73", "does not know the socket and goes on without it"),
    "CLAUDE_CODE_USE_GATEWAY": ("2.1.149", "does not know this switch"),
    "ANTHROPIC_WORKSPACE_ID": ("2.1.141", "does not know federation with a workspace"),
    "ANTHROPIC_FOUNDRY_AUTH_TOKEN": ("2.1.203", "does not read this token"),
}  # fmt: skip
"""The first version that knows a variable, and what an older one does."""


def _variable(name: str, role: Role, holds: Holds, means: str, in_project: InProject = "taken") -> VariableInfo:
    since, before = _SINCE.get(name, ("", ""))
    return VariableInfo(made(name), role, holds, made(means), in_project, made(since), made(before))


VARIABLES: Final = tuple(_variable(*row) for row in _ROWS)
NAMES: Final[tuple[Shown, ...]] = tuple(info.name for info in VARIABLES)
BY_NAME: Final[dict[str, VariableInfo]] = {info.name: info for info in VARIABLES}


class ProviderInfo(Struct, frozen=True):
    """A cloud provider, its variables, and its words."""

    name: Provider
    title: Shown
    """As a label: "Claude Platform on AWS"."""
    noun: Shown
    """In a sentence: "the Claude Platform on AWS"."""
    short: Shown
    """In a cell."""
    expected: Expected
    """The word for it in an expectation."""
    switch: Shown
    base_url: Shown
    skip: Shown
    """Leaves its own credential out."""
    needs: Shown
    """What it needs beside the switch, in words."""


_AWS_NEEDS: Final = say("AWS credentials and a region")
PROVIDER: Final[ByProvider[ProviderInfo]] = {
    "bedrock": ProviderInfo(
        "bedrock", say("Amazon Bedrock"), say("Amazon Bedrock"), say("Bedrock"), "bedrock",
        say("CLAUDE_CODE_USE_BEDROCK"), say("ANTHROPIC_BEDROCK_BASE_URL"), say("CLAUDE_CODE_SKIP_BEDROCK_AUTH"), _AWS_NEEDS,
    ),
    "foundry": ProviderInfo(
        "foundry", say("Microsoft Foundry"), say("Microsoft Foundry"), say("Foundry"), "foundry",
        say("CLAUDE_CODE_USE_FOUNDRY"), say("ANTHROPIC_FOUNDRY_BASE_URL"), say("CLAUDE_CODE_SKIP_FOUNDRY_AUTH"),
        say("a resource (ANTHROPIC_FOUNDRY_RESOURCE or ANTHROPIC_FOUNDRY_BASE_URL) and a key, a token or an Azure login"),
    ),
    "anthropicAws": ProviderInfo(
        "anthropicAws", say("Claude Platform on AWS"), say("the Claude Platform on AWS"), say("Claude on AWS"), "aws",
        say("CLAUDE_CODE_USE_ANTHROPIC_AWS"), say("ANTHROPIC_AWS_BASE_URL"), say("CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH"),
        say("a workspace (ANTHROPIC_AWS_WORKSPACE_ID) and AWS credentials or ANTHROPIC_AWS_API_KEY"),
    ),
    "anthropicGoogleCloud": ProviderInfo(
        "anthropicGoogleCloud", say("Claude Platform on Google Cloud"), say("the Claude Platform on Google Cloud"), say("Claude on GCP"), "gcp",
        say("CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD"), say("ANTHROPIC_GOOGLE_CLOUD_BASE_URL"), say("CLAUDE_CODE_SKIP_ANTHROPIC_GOOGLE_CLOUD_AUTH"),
        say(
            "a project and a workspace (ANTHROPIC_GOOGLE_CLOUD_PROJECT and _WORKSPACE_ID) and Google credentials "
            "(gcloud auth application-default login)"
        ),
    ),
    "mantle": ProviderInfo(
        "mantle", say("Amazon Bedrock (Mantle)"), say("Amazon Bedrock (Mantle)"), say("Mantle"), "mantle",
        say("CLAUDE_CODE_USE_MANTLE"), say("ANTHROPIC_BEDROCK_MANTLE_BASE_URL"), say("CLAUDE_CODE_SKIP_MANTLE_AUTH"), _AWS_NEEDS,
    ),
    "vertex": ProviderInfo(
        "vertex", say("Google Vertex AI"), say("Google Vertex AI"), say("Vertex AI"), "vertex",
        say("CLAUDE_CODE_USE_VERTEX"), say("ANTHROPIC_VERTEX_BASE_URL"), say("CLAUDE_CODE_SKIP_VERTEX_AUTH"),
        say("a project (ANTHROPIC_VERTEX_PROJECT_ID) and Google credentials (gcloud auth application-default login)"),
    ),
}  # fmt: skip
_ORDER: Final[tuple[Provider, ...]] = get_args(Provider)
PROVIDERS: Final = tuple(PROVIDER[name] for name in _ORDER)
"""In the order Claude Code looks at them (observed; not documented)."""
PROVIDER_NOUNS: Final[ByProviderName[Shown]] = {
    "anthropic": say("the Anthropic API"),
    "bedrock": PROVIDER["bedrock"].noun,
    "foundry": PROVIDER["foundry"].noun,
    "anthropicAws": PROVIDER["anthropicAws"].noun,
    "mantle": PROVIDER["mantle"].noun,
    "vertex": PROVIDER["vertex"].noun,
    "anthropicGoogleCloud": PROVIDER["anthropicGoogleCloud"].noun,
    "gateway": say("your organisation's gateway"),
}
"""Whoever requests go to, in a sentence."""


_CLOUDS: Final[dict[str, ProviderInfo]] = {info.name: info for info in PROVIDERS}


def cloud_of(provider: ProviderName | None) -> ProviderInfo | None:
    """The row of a cloud provider; None for Anthropic itself, an organisation's gateway, and where nothing is known."""
    return _CLOUDS.get(provider) if provider is not None else None


def is_elsewhere(provider: ProviderName | None) -> TypeGuard[ProviderName]:
    """Whether requests go to somebody with credentials of their own: a cloud provider, or an organisation's gateway."""
    return provider is not None and provider != "anthropic"


class SourceInfo(Struct, frozen=True):
    """A place a credential can come from."""

    name: Shown
    """What its ids end in; of a profile what they begin with, of a stored login the whole id."""
    title: Shown
    header: HeaderName
    """The header it fills."""
    noun: Shown
    """In a sentence: "the token in ANTHROPIC_AUTH_TOKEN"."""
    word: Shown
    """In a cell of the matrix."""
    short: Shown
    """The same in one word."""
    alone: bool = False
    """It is a login: used only where nothing else fills a header, and never in bare mode."""
    pays: Payer = "unknown"
    expected: Expected | None = None
    """The word for it in an expectation."""
    for_gateway: Shown = NOTHING
    """The noun where requests go to a gateway."""


HEADERS: Final = say("ANTHROPIC_CUSTOM_HEADERS")
KEY: Final = say("ANTHROPIC_API_KEY")
TOKEN: Final = say("ANTHROPIC_AUTH_TOKEN")
HELPER: Final = say("apiKeyHelper")
OAUTH: Final = say("CLAUDE_CODE_OAUTH_TOKEN")
KEY_DESCRIPTOR: Final = say("CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR")
OAUTH_DESCRIPTOR: Final = say("CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR")
LOGIN: Final = say("credentials:claudeAiOauth")
CONSOLE: Final = say("config:primaryApiKey")
PROFILE: Final = say("profile")
SIGNATURE: Final = say("aws-signature")
"""The id of what a provider of AWS is sent where no token is."""

SOURCES: Final = (
    SourceInfo(HEADERS, HEADERS, "both", say("the header in {}", HEADERS), say("custom header"), say("header")),
    SourceInfo(
        TOKEN, TOKEN, "authorization", say("the token in {}", TOKEN), say("token"), say("token"), for_gateway=say("your gateway's token")
    ),
    SourceInfo(
        KEY, KEY, "x_api_key", say("an API key (pay as you go)"), say("API"), say("API"),
        pays="api", expected="key", for_gateway=say("your gateway's key"),
    ),
    SourceInfo(
        KEY_DESCRIPTOR, KEY_DESCRIPTOR, "x_api_key", say("the API key of a descriptor (pay as you go)"), say("API"), say("API"),
        pays="api", expected="key", for_gateway=say("your gateway's key"),
    ),
    SourceInfo(HELPER, HELPER, "both", say("what {} prints", HELPER), say("helper output"), say("helper"), expected="helper"),
    SourceInfo(OAUTH, OAUTH, "authorization", say("the token in {}", OAUTH), say("token"), say("token"), True, "plan", "token"),
    SourceInfo(
        OAUTH_DESCRIPTOR, OAUTH_DESCRIPTOR, "authorization", say("the token of a descriptor"), say("token"), say("token"), True, "plan", "token"
    ),
    SourceInfo(LOGIN, say("/login"), "authorization", say("your login"), say("login"), say("login"), True, "plan", "login"),
    SourceInfo(
        CONSOLE, say("/login Console key"), "x_api_key", say("the key of your Console login (pay as you go)"), say("Console key"), say("API"),
        True, "api", "login",
    ),
    SourceInfo(PROFILE, say("Profile"), "authorization", say("the Anthropic profile"), say("profile"), say("profile"), True, "api", "profile"),
)  # fmt: skip
"""In the order Claude Code considers them for a header; a profile somebody named stands before the login (observed)."""
SOURCE: Final[dict[str, SourceInfo]] = {info.name: info for info in SOURCES}
FILLING: Final = tuple(info for info in SOURCES if not info.alone and info.name != HEADERS)
"""Those that fill a header whatever else is there, the one that comes first first."""
DIRECT: Final = tuple(info.name for info in FILLING if info.name in BY_NAME and BY_NAME[info.name].secret)
"""The variables among them that hold what is sent."""
CREDENTIAL_VARIABLES: Final = tuple(name for name in NAMES if name in SOURCE and name != HEADERS and BY_NAME[name].secret)
"""The variables that hold one credential each."""
DESCRIPTORS: Final = (KEY_DESCRIPTOR, OAUTH_DESCRIPTOR)
"""The variables that name a descriptor a credential is read from."""


def source_info(source: str) -> SourceInfo | None:
    """The row of a source by its id; None for a source of a cloud provider."""
    kind, _, name = source.partition(":")
    return SOURCE.get(source) or SOURCE.get(PROFILE if kind == PROFILE else name)
