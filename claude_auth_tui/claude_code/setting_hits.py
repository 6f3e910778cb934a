"""Hits in settings files: each variable of an `env` block and each `apiKeyHelper`, with what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.claude_code.configuration import Configuration
from claude_auth_tui.claude_code.layers import env_settings, helper_setting
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, EnvSetting, Layer
from claude_auth_tui.claude_code.variables import BY_NAME
from claude_auth_tui.model.diagnosis import Effect, Hit
from claude_auth_tui.model.found import Found

HELPER = "apiKeyHelper"


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
        shown = setting.value.shown if info.secret else setting.value.plain
        hit = Hit(
            layer.path,
            setting.line,
            setting.name,
            "env",
            effect,
            because,
            shown or None,
            f'"{setting.name}": "…"',
            setting.value.fingerprint,
        )
        yield Found(hit, setting.value)
    helper = helper_setting(layer)
    if helper is not None:
        first = configuration.settings.helper
        decides = first is not None and first.layer is layer
        because = (
            "Its output is sent where no key or token fills the header."
            if decides
            else f"Replaced by {first.where if first is not None else 'another layer'}."
        )
        effect = "effective" if decides else "overridden"
        yield Found(Hit(layer.path, helper.line, HELPER, "env", effect, because, None, f'"{HELPER}": "…"', helper.command.fingerprint))


def _effect(configuration: Configuration, setting: EnvSetting) -> tuple[Effect, str]:
    """What becomes of a setting for `claude -p`, where every layer counts."""
    settings = configuration.settings
    for ignored, why in settings.ignored:
        if ignored.source == setting.source and ignored.layer is setting.layer:
            return "inactive", f"{why[0].upper()}{why[1:]}."
    decides = settings.env.get(setting.name)
    if decides is not None and decides.layer is not setting.layer:
        return "overridden", f"Replaced by {decides.where}."
    scope = SCOPE_TITLES[setting.layer.scope]
    if setting.value.is_empty:
        return "effective", f"Set to nothing in {scope}, which cancels what the shell exports."
    return "effective", f"The {scope} replace what the shell exports."
