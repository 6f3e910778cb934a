"""Names in settings files: those people write that do not exist, misspelt ones, and values that are no text where text is meant.

Claude Code passes unknown names over without a word (observed, 2.1.329). What that means for the user is told in the checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from claude_auth_tui.claude_code.settings import Layer
from claude_auth_tui.claude_code.variables import BY_NAME, NAMES
from claude_auth_tui.documents.strict_json import Json, as_object
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

_REAL: Final = (
    say("apiKeyHelper"), say("awsAuthRefresh"), say("awsCredentialExport"), say("gcpAuthRefresh"), say("otelHeadersHelper"), say("proxyAuthHelper"), say("env"),
    say("forceLoginMethod"), say("forceLoginOrgUUID"), say("forceLoginGatewayUrl"), say("allowedProviders"),
)  # fmt: skip
_MISTAKEN: Final[Mapping[Shown, tuple[str, ...]]] = {
    say("ANTHROPIC_API_KEY"): ("apikey", "anthropicapikey", "claudeapikey", "primaryapikey", "anthropickey", "apisecret"),
    say("ANTHROPIC_AUTH_TOKEN"): ("authtoken", "anthropicauthtoken", "bearertoken", "apitoken"),
    say("CLAUDE_CODE_OAUTH_TOKEN"): ("oauthtoken", "claudecodeoauthtoken", "accesstoken", "setuptoken"),
    say("ANTHROPIC_BASE_URL"): ("apibaseurl", "baseurl", "anthropicbaseurl", "apiurl", "apiendpoint", "endpoint", "apihost", "gatewayurl"),
    say("ANTHROPIC_CUSTOM_HEADERS"): ("customheaders", "extraheaders"),
    say("HTTPS_PROXY"): ("proxy", "httpproxy", "httpsproxy", "proxyurl"),
    say("env"): ("environment", "environmentvariables", "envvars"),
    say("apiKeyHelper"): ("keyhelper", "apikeyscript", "apikeycommand"),
    say(""): ("auth", "authentication", "apiprovider", "authmethod"),
}
"""For each name that exists, others that are written in its place, in small letters without signs."""
_BY_MISTAKE: Final = {wrong: right for right, names in _MISTAKEN.items() for wrong in names}
_METHODS: Final = frozenset({"claudeai", "console", "gateway"})
POLICIES: Final = (say("forceLoginOrgUUID"), say("forceLoginGatewayUrl"), say("allowedProviders"))
"""What only managed settings enforce."""


class Misnamed(NamedTuple):
    """A member of a settings file that Claude Code passes over."""

    name: Shown
    """As far as it may be seen."""
    right: Shown
    """The name that exists; empty where no single one does what is meant."""
    in_env: bool = False
    """It stands in `env`, otherwise outermost."""

    @property
    def belongs_into_env(self) -> bool:
        """The right name is that of a variable."""
        return self.right in BY_NAME


def misnamed(layer: Layer) -> Iterator[Misnamed]:
    """The members that look as if they were to decide about the credential, and do nothing."""
    for name in layer.document:
        if name in BY_NAME:
            yield Misnamed(BY_NAME[name].name, BY_NAME[name].name)
        elif name not in _REAL:
            plain = name.lower().replace("_", "").replace("-", "").replace(" ", "")
            same = next((real for real in _REAL if real.lower() == plain), None)
            if same is not None:
                yield Misnamed(user_name(name), same)
            elif plain in _BY_MISTAKE:
                yield Misnamed(user_name(name), _BY_MISTAKE[plain])
    for name in as_object(layer.document.get("env")):
        if name in BY_NAME:
            continue
        plain = name.strip().upper().replace("-", "_")
        if plain in BY_NAME and name.strip().lower() not in BY_NAME:
            yield Misnamed(user_name(name), BY_NAME[plain].name, in_env=True)
        elif name in _REAL:
            yield Misnamed(user_name(name), user_name(name), in_env=True)


def holds_credential_settings(document: Mapping[str, Json]) -> Shown:
    """The first member that would decide about a credential, were this a settings file Claude Code reads; empty if none."""
    env = as_object(document.get("env"))
    found = next((say("env.{}", name) for name in NAMES if name in env), NOTHING)
    return found or next(
        (name for name in (say("apiKeyHelper"), say("primaryApiKey"), say("apiKey"), *NAMES[:3]) if name in document), NOTHING
    )


class OddValue(NamedTuple):
    """A value in `env` that is no text and becomes one nobody meant."""

    name: Shown
    kind: Shown
    """ "null", "a list", "an object", "true", "false", "a number"."""
    becomes: Shown
    """The text Claude Code makes of it: "null"; empty where that would tell the value."""


def odd_values(layer: Layer) -> Iterator[OddValue]:
    """Numbers and truth values serve a switch well enough; a credential, and a null, a list or an object, are no such thing."""
    for name, value in as_object(layer.document.get("env")).items():
        info = BY_NAME.get(name)
        if isinstance(value, Secret) or info is None:
            continue
        if value is None:
            yield OddValue(info.name, say("null"), say("null"))
        elif isinstance(value, tuple):
            yield OddValue(info.name, say("a list"), NOTHING)
        elif isinstance(value, Mapping):
            yield OddValue(info.name, say("an object"), say("[object Object]"))
        elif info.role == "credential":
            kind = say("a number") if not isinstance(value, bool) else say("true") if value else say("false")
            yield OddValue(info.name, kind, kind if isinstance(value, bool) else NOTHING)


def is_unknown_method(value: Json) -> bool:
    """Whether a `forceLoginMethod` is none of those that exist: it is then passed over (observed, 2.1.329)."""
    return not isinstance(value, Secret) or unveil(value) not in _METHODS
