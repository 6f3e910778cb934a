"""The environment variables that decide how Claude Code authenticates: one row each.

Source: the environment-variables page of the documentation, and section by section what Claude Code 2.1.329
was observed to do. Rules about them live in the other modules of this package.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from claude_auth_tui.model.made import made
from claude_auth_tui.model.shown import Shown

Role = Literal["credential", "switch", "endpoint", "folder", "companion", "mode", "network"]


class VariableInfo(NamedTuple):
    """A variable Claude Code reads. `secret` values are never shown but for their last four characters."""

    name: Shown
    role: Role
    secret: bool
    means: Shown


_ROWS: Final[tuple[tuple[str, Role, bool, str], ...]] = (
    ("ANTHROPIC_API_KEY", "credential", True, "sent as x-api-key, instead of a login"),
    ("ANTHROPIC_AUTH_TOKEN", "credential", True, "sent as Authorization: Bearer, for gateways"),
    ("CLAUDE_CODE_OAUTH_TOKEN", "credential", True, "a token from claude setup-token, used instead of the /login credential"),
    ("ANTHROPIC_CUSTOM_HEADERS", "credential", True, "headers added to every request; may replace a credential header"),
    ("CLAUDE_CODE_USE_BEDROCK", "switch", False, "requests go to Amazon Bedrock"),
    ("CLAUDE_CODE_USE_VERTEX", "switch", False, "requests go to Google Vertex AI"),
    ("CLAUDE_CODE_USE_FOUNDRY", "switch", False, "requests go to Microsoft Foundry"),
    ("CLAUDE_CODE_USE_MANTLE", "switch", False, "requests go to Bedrock's Mantle endpoint"),
    ("CLAUDE_CODE_USE_ANTHROPIC_AWS", "switch", False, "requests go to the Claude Platform on AWS"),
    ("ANTHROPIC_BASE_URL", "endpoint", False, "where requests are sent; chooses no credential"),
    ("CLAUDE_CONFIG_DIR", "folder", False, "used literally instead of ~/.claude"),
    ("ANTHROPIC_PROFILE", "credential", False, "a named profile in the Anthropic config folder"),
    ("ANTHROPIC_CONFIG_DIR", "folder", False, "used instead of ~/.config/anthropic"),
    ("ANTHROPIC_FEDERATION_RULE_ID", "credential", False, "with ANTHROPIC_ORGANIZATION_ID: workload identity federation"),
    ("ANTHROPIC_ORGANIZATION_ID", "companion", False, "the organisation of the federation rule"),
    ("ANTHROPIC_IDENTITY_TOKEN", "companion", True, "the identity token that is exchanged"),
    ("ANTHROPIC_IDENTITY_TOKEN_FILE", "companion", False, "a file with that token"),
    ("ANTHROPIC_SERVICE_ACCOUNT_ID", "companion", False, "the service account of the federation rule"),
    ("ANTHROPIC_WORKSPACE_ID", "companion", False, "the workspace of the federation rule"),
    ("CLAUDE_CODE_SIMPLE", "mode", False, "bare mode: no login of any kind"),
    ("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "mode", False, "the host chooses; settings env credentials are ignored"),
    ("AWS_BEARER_TOKEN_BEDROCK", "companion", True, "Bedrock's API key; the AWS credential chain is not used"),
    ("AWS_ACCESS_KEY_ID", "companion", True, "AWS credential chain"),
    ("AWS_SECRET_ACCESS_KEY", "companion", True, "AWS credential chain"),
    ("AWS_SESSION_TOKEN", "companion", True, "AWS credential chain"),
    ("AWS_PROFILE", "companion", False, "AWS credential chain"),
    ("AWS_REGION", "companion", False, "AWS region"),
    ("AWS_DEFAULT_REGION", "companion", False, "AWS region"),
    ("ANTHROPIC_AWS_WORKSPACE_ID", "companion", False, "needed by the Claude Platform on AWS"),
    ("ANTHROPIC_AWS_API_KEY", "companion", True, "its API key, instead of an AWS signature"),
    ("ANTHROPIC_VERTEX_PROJECT_ID", "companion", False, "the Google Cloud project"),
    ("CLOUD_ML_REGION", "companion", False, "the Vertex AI region"),
    ("GOOGLE_APPLICATION_CREDENTIALS", "companion", False, "a Google credentials file"),
    ("ANTHROPIC_FOUNDRY_RESOURCE", "companion", False, "the Foundry resource"),
    ("ANTHROPIC_FOUNDRY_API_KEY", "companion", True, "Foundry's API key"),
    ("ANTHROPIC_FOUNDRY_AUTH_TOKEN", "companion", True, "Foundry's token; before its key"),
    ("ANTHROPIC_BEDROCK_BASE_URL", "endpoint", False, "Bedrock endpoint"),
    ("ANTHROPIC_VERTEX_BASE_URL", "endpoint", False, "Vertex AI endpoint"),
    ("ANTHROPIC_FOUNDRY_BASE_URL", "endpoint", False, "Foundry endpoint"),
    ("ANTHROPIC_BEDROCK_MANTLE_BASE_URL", "endpoint", False, "Mantle endpoint"),
    ("ANTHROPIC_AWS_BASE_URL", "endpoint", False, "Claude Platform on AWS endpoint"),
    ("CLAUDE_CODE_SKIP_BEDROCK_AUTH", "companion", False, "no AWS signature"),
    ("CLAUDE_CODE_SKIP_VERTEX_AUTH", "companion", False, "no Google credential"),
    ("CLAUDE_CODE_SKIP_FOUNDRY_AUTH", "companion", False, "no Azure credential"),
    ("CLAUDE_CODE_SKIP_MANTLE_AUTH", "companion", False, "no AWS signature for Mantle"),
    ("CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH", "companion", False, "no AWS signature for the Claude Platform on AWS"),
    ("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "companion", False, "milliseconds between two runs of apiKeyHelper"),
    ("CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "companion", True, "only used by claude auth login"),
    ("https_proxy", "network", False, "the proxy; read before HTTPS_PROXY"),
    ("HTTPS_PROXY", "network", False, "the proxy for every request"),
    ("http_proxy", "network", False, "the proxy where HTTPS_PROXY is not set"),
    ("HTTP_PROXY", "network", False, "the proxy where none of the others is set"),
    ("NO_PROXY", "network", False, "hosts that are reached without the proxy"),
    ("no_proxy", "network", False, "hosts that are reached without the proxy; counts beside NO_PROXY"),
    ("NODE_EXTRA_CA_CERTS", "network", False, "a PEM file with certificate authorities to trust too"),
    ("NODE_TLS_REJECT_UNAUTHORIZED", "network", False, "0 switches the check of certificates off"),
    ("CLAUDE_CODE_CLIENT_CERT", "network", False, "the certificate shown to a server that asks for one"),
    ("CLAUDE_CODE_CLIENT_KEY", "network", False, "the private key of that certificate"),
)
VARIABLES: Final = tuple(VariableInfo(made(name), role, secret, made(means)) for name, role, secret, means in _ROWS)
NAMES: Final[tuple[Shown, ...]] = tuple(info.name for info in VARIABLES)
BY_NAME: Final[dict[str, VariableInfo]] = {info.name: info for info in VARIABLES}
