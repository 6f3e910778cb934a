"""Which values Claude Code refuses in a settings file: one wrong type, and the whole file is dropped (observed, 2.1.329).

Only what was seen to be refused is refused here; a member that is not listed passes, as an unknown one does in Claude
Code. In managed settings only the member is dropped, not the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from claude_auth_tui.documents.strict_json import Json
from claude_auth_tui.model.saying import NOTHING, say, say_all, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

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
