"""What is wrong in a settings file: values of a wrong type, names that do not exist, and values that become what nobody meant.

One wrong type, and Claude Code drops the whole file (observed); unknown names it passes over without a word. Only what was
seen to be refused is refused here: a member that is not listed passes. In managed settings only the member is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from claude_auth_tui.claude_code.settings import Layer
from claude_auth_tui.claude_code.tables import BY_NAME, NAMES
from claude_auth_tui.documents.strict_json import Json, as_object
from claude_auth_tui.model.saying import NOTHING, say, say_all, user_name
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


class Misnamed(Struct, frozen=True):
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


class OddValue(Struct, frozen=True):
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
    """Whether a `forceLoginMethod` is none of those that exist: it is then passed over (observed)."""
    return not isinstance(value, Secret) or unveil(value) not in _METHODS


_KINDS: Final[Mapping[Shown, str]] = {
    say("text"): (
        "apiKeyHelper awsCredentialExport awsAuthRefresh gcpAuthRefresh otelHeadersHelper proxyAuthHelper model outputStyle language agent "
        "minimumVersion plansDirectory autoMemoryDirectory $schema advisorModel pluginTrustMessage"
    ),
    say("true or false"): (
        "respectGitignore includeCoAuthoredBy includeGitInstructions disableAllHooks spinnerTipsEnabled alwaysThinkingEnabled fastMode "
        "promptSuggestionEnabled showThinkingSummaries prefersReducedMotion autoMemoryEnabled verbose voiceEnabled "
        "syntaxHighlightingDisabled terminalTitleFromRename showClearContextOnPlanAccept wslInheritsWindowsSettings autoScrollEnabled"
    ),
    say("true, false or null"): (
        "enableAllProjectMcpServers allowManagedHooksOnly skipWebFetchPreflight fastModePerSessionOptIn allowManagedPermissionRulesOnly "
        "allowManagedMcpServersOnly channelsEnabled skipDangerousModePermissionPrompt skipAutoPermissionPrompt useAutoModeDuringPlan"
    ),
    say("a number"): "cleanupPeriodDays feedbackSurveyRate",
    say("a list"): "sshConfigs",
    say("a list of texts"): "availableModels companyAnnouncements allowedHttpHookUrls httpHookAllowedEnvVars claudeMdExcludes",
    say("a text or a list of texts"): "enabledMcpjsonServers disabledMcpjsonServers forceLoginOrgUUID",
    say("a list or null"): "strictKnownMarketplaces blockedMarketplaces",
    say(
        "an object"
    ): "env permissions worktree enabledPlugins modelOverrides sandbox pluginConfigs remote autoMode fileSuggestion statusLine spinnerVerbs",
    say("an object or true or false"): "attribution",
}
_KIND_OF: Final[Mapping[str, Shown]] = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_CHOICES: Final[Mapping[str, frozenset[Shown]]] = {
    "autoUpdatesChannel": frozenset({say("latest"), say("stable"), say("rc")}),
    "defaultShell": frozenset({say("bash"), say("powershell")}),
    "tui": frozenset({say("default"), say("fullscreen")}),
    "disableAutoMode": frozenset({say("disable")}),
    "disableDeepLinkRegistration": frozenset({say("disable")}),
}
_NULL_TOO: Final = frozenset({"disableAutoMode", "disableDeepLinkRegistration"})
_RANGES: Final[Mapping[str, tuple[float, float]]] = {"cleanupPeriodDays": (1, 1e15), "feedbackSurveyRate": (0, 1)}
_MODES: Final = frozenset({"default", "acceptEdits", "plan", "bypassPermissions", "dontAsk", "auto", "manual"})
_STRICT_HOOKS: Final = (say("PreToolUse"), say("PermissionRequest"))
"""Hooks that can deny a tool: a broken one is not passed over."""


def wrong_members(document: Mapping[str, Json]) -> Iterator[tuple[str, Shown]]:
    """The top-level members Claude Code refuses, each with what is wrong, in words that hold no value."""
    for name, value in document.items():
        kind = _KIND_OF.get(name)
        if kind is not None and not _is(value, kind):
            yield name, say('"{}" is not {}', user_name(name), kind)
        elif wrong := _wrong_inside(name, value):
            yield name, wrong


def _wrong_inside(name: str, value: Json) -> Shown:
    """What is wrong with a member of the right kind."""
    if name in _CHOICES and not (_one_of(value, _CHOICES[name]) or (value is None and name in _NULL_TOO)):
        return say('"{}" is none of {}', user_name(name), say_all(sorted(_CHOICES[name])))
    if name in _RANGES and isinstance(value, float):
        low, high = _RANGES[name]
        whole = name != "cleanupPeriodDays" or value == value // 1
        return NOTHING if low <= value <= high and whole else say('"{}" is out of range', user_name(name))
    if not isinstance(value, Mapping):
        return NOTHING
    if name == "permissions":
        return _wrong_permission(value)
    if name == "hooks":
        return next(
            (say('"hooks.{}" is malformed', event) for event in _STRICT_HOOKS if event in value and not _is_hooks(value[event])), NOTHING
        )
    wanted = _INSIDE.get(name)
    if wanted is None:
        return NOTHING
    return NOTHING if wanted(value) else say('"{}" is malformed', user_name(name))


def _wrong_permission(permissions: Mapping[str, Json]) -> Shown:
    for name in ("allow", "deny", "ask", "additionalDirectories"):
        if name in permissions and not _is(permissions[name], "a list" if name != "additionalDirectories" else "a list of texts"):
            return say('"permissions.{}" is not a list', user_name(name))
    if "defaultMode" in permissions and not _one_of(permissions["defaultMode"], _MODES):
        return say('"permissions.defaultMode" is no mode that Claude Code knows')
    return NOTHING


def _is_hooks(value: Json) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(matcher, Mapping) and isinstance(hooks := matcher.get("hooks", ()), tuple) and all(_is_hook(hook) for hook in hooks)
        for matcher in value
    )


def _is_hook(value: Json) -> bool:
    if not isinstance(value, Mapping):
        return False
    return not _one_of(value.get("type"), frozenset({"command"})) or isinstance(value.get("command"), Secret)


def _is_command(value: Mapping[str, Json]) -> bool:
    return _one_of(value.get("type"), frozenset({"command"})) and isinstance(value.get("command"), Secret)


def _one_of(value: Json, choices: frozenset[str]) -> bool:
    return isinstance(value, Secret) and unveil(value) in choices


_INSIDE: Final[Mapping[str, Callable[[Mapping[str, Json]], bool]]] = {
    "statusLine": _is_command,
    "fileSuggestion": _is_command,
    "spinnerVerbs": lambda value: (
        _one_of(value.get("mode"), frozenset({"append", "replace"})) and _is(value.get("verbs"), "a list of texts")
    ),
    "attribution": lambda value: all(isinstance(value[name], Secret) for name in ("commit", "pr") if name in value),
    "sandbox": lambda value: isinstance(value.get("enabled", True), bool),
    "modelOverrides": lambda value: all(isinstance(item, Secret) for item in value.values()),
    "enabledPlugins": lambda value: all(isinstance(item, bool | tuple) for item in value.values()),
}


def _is(value: Json, kind: str) -> bool:
    """Whether a value is of the kind the words name."""
    if value is None:
        return kind.endswith("null")
    if isinstance(value, bool):
        return "true" in kind
    if isinstance(value, float):
        return kind == "a number"
    if isinstance(value, Secret):
        return "text" in kind and not kind.startswith("a list")
    if isinstance(value, Mapping):
        return kind.startswith("an object")
    return "a list" in kind and ((kind.startswith("a list") and "texts" not in kind) or all(isinstance(item, Secret) for item in value))
