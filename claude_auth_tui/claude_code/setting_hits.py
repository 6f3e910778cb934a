"""Hits in settings files: each variable of an `env` block and each `apiKeyHelper`, with what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.claude_code.layers import env_settings, helper_setting
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, EnvSetting, Layer
from claude_auth_tui.claude_code.shown_values import value_shown
from claude_auth_tui.claude_code.start import Configuration
from claude_auth_tui.claude_code.variables import BY_NAME
from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Effect

HELPER = say("apiKeyHelper")


def setting_hits(configuration: Configuration) -> tuple[Found, ...]:
    """Every line of a settings file that names one of the variables or a helper (`does` "env"), lowest layer first.

    JSON given on the command line has no line to be named and gives none.
    """
    return tuple(found for layer in configuration.layers if layer.path for found in _hits(configuration, layer))


def _hits(configuration: Configuration, layer: Layer) -> Iterator[Found]:
    for setting in env_settings(layer):
        info = BY_NAME.get(setting.name)
        if info is None:
            continue
        effect, because = _effect(configuration, setting)
        hit = Hit(
            layer.path,
            setting.line,
            info.name,
            "env",
            effect,
            because,
            value_shown(setting.name, setting.value) or None,
            say('"{}": "…"', info.name),
            setting.value.fingerprint,
        )
        yield Found(hit, setting.value)
    helper = helper_setting(layer)
    if helper is not None:
        first = configuration.settings.helper
        decides = first is not None and first.layer is layer
        because = (
            say("Its output is sent where no key or token fills the header.")
            if decides
            else say("Replaced by {}.", first.where if first is not None else say("another layer"))
        )
        effect = "effective" if decides else "overridden"
        yield Found(
            Hit(layer.path, helper.line, HELPER, "env", effect, because, None, say('"{}": "…"', HELPER), helper.command.fingerprint)
        )


def _effect(configuration: Configuration, setting: EnvSetting) -> tuple[Effect, Shown]:
    """What becomes of a setting for `claude -p`, where every layer counts."""
    settings = configuration.settings
    for ignored, why in settings.ignored:
        if ignored.source == setting.source and ignored.layer is setting.layer:
            return "inactive", why.sentence
    decides = settings.env.get(setting.name)
    if decides is not None and decides.layer is not setting.layer:
        return "overridden", say("Replaced by {}.", decides.where)
    scope = SCOPE_TITLES[setting.layer.scope]
    if setting.value.is_empty:
        return "effective", say("Set to nothing in {}, which cancels what the shell exports.", scope)
    return "effective", say("The {} replace what the shell exports.", scope)
