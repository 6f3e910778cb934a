"""Whatever is in a file, a prediction comes out, quickly, and without a value in it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claude_auth_tui.claude_code.layers import setting_hits
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.diagnosis import Surface
from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.scene.again import without
from tests.claude_code.given import LOGIN_FILE, login, predicted, start_of, state

PATHS = (
    "~/.claude.json",
    "~/.claude/.config.json",
    "~/.claude/settings.json",
    LOGIN_FILE,
    ".claude/settings.json",
    ".claude/settings.local.json",
    "/etc/claude-code/managed-settings.json",
    "/etc/claude-code/managed-settings.d/1.json",
    "~/.config/anthropic/configs/default.json",
    "~/.config/anthropic/credentials/default.json",
    "~/.config/anthropic/active_config",
    "~/.aws/credentials",
    ".git",
)
MEMBERS = (
    "env", "apiKeyHelper", "model", "permissions", "forceLoginMethod", "forceLoginOrgUUID", "allowedProviders", "hooks", "statusLine",
    "claudeAiOauth", "accessToken", "refreshToken", "expiresAt", "scopes", "subscriptionType", "primaryApiKey", "customApiKeyResponses",
    "approved", "rejected", "projects", "hasTrustDialogAccepted", "hasCompletedOnboarding", "oauthAccount", "organizationRateLimitTier",
    "authentication", "type", "credentials_path", "identity_token", "path", "access_token", "expires_at", "/home/dev/work/api",
)  # fmt: skip
MARK = "FAKEVALUE"

_texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["1", "true", "", "  ", "user_oauth", "oidc_federation", "claudeai", "user:inference", "/etc/passwd", "a\nb"]),
    st.just(f"sk-ant-api03-{MARK}-not-the-last-four-w7AA"),
)
_scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _texts)
_json = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(MEMBERS), st.sampled_from(NAMES), st.text(max_size=4)), inner, max_size=5),
    ),
    max_leaves=25,
)
_contents = st.one_of(_json.map(json.dumps), st.text(max_size=30), _json.map(lambda value: json.dumps(value)[:-1]))
_environments = st.dictionaries(st.sampled_from(NAMES), _texts.filter(lambda text: "\0" not in text), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(PATHS), _contents, max_size=8), _environments, _contents, st.sets(st.sampled_from(NAMES), max_size=3)
)
def test_nothing_in_a_file_or_variable_is_too_odd(files: dict[str, str], env: dict[str, str], flag: str, unknown: set[str]) -> None:
    machine = make_machine(files, env, request=Request(settings=Secret(flag)))
    prediction = predict(start_of(machine, dict.fromkeys(unknown, "computed")))
    for surface in prediction.surfaces.values():
        assert surface.because
        assert surface.outcome != "sends" or surface.provider
        ids = [link.source for link in surface.chain]
        assert len(set(ids)) == len(ids)
    configuration = prediction.configuration
    hits = [(machine.show_path(found.hit.path), found.hit) for found in setting_hits(configuration.settings)]
    told = repr((prediction.surfaces, prediction.status, configuration.stores, machine.show_path(configuration.config_dir)))
    assert MARK not in told
    assert MARK not in repr([(shown, replace(hit, path="")) for shown, hit in hits])
    for source in prediction.surfaces["print"].sources:
        assert without(prediction.start, source).surfaces["print"].sources != prediction.surfaces["print"].sources


def texts_of(value: object) -> Iterator[str]:
    """Every text a frozen answer holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))


def test_no_surface_tells_a_value() -> None:
    value = "sk-ant-api03-SECRETMIDDLE-w7AA"
    env = dict.fromkeys(NAMES, value) | {
        "ANTHROPIC_CUSTOM_HEADERS": f"x-api-key: {value}",
        "ANTHROPIC_BASE_URL": f"https://u:{value}@x.example/?k={value}",
    }
    everything = {name: value for name in NAMES if name != "CLAUDE_CONFIG_DIR"}
    files = {
        LOGIN_FILE: login(accessToken=value, refreshToken=value, scopes=[value, "user:inference"], subscriptionType=value),
        "~/.claude.json": state(primaryApiKey=value, oauthAccount={"seatTier": value}),
        "~/.claude/settings.json": {"env": everything, "apiKeyHelper": f"echo {value}"},
        "/etc/claude-code/managed-settings.json": {"forceLoginMethod": value, "allowedProviders": [value]},
    }
    for name in NAMES:
        surfaces = predicted(files, {name: env[name]}).surfaces
        told: list[Surface | None] = [*surfaces.values(), surfaces["interactive"].if_yes, surfaces["interactive"].if_no]
        assert not [text for surface in told for text in texts_of(surface) if "SECRETMIDDLE" in text]


def test_a_prediction_takes_a_few_milliseconds() -> None:
    projects = {f"/home/dev/p{n}": {"hasTrustDialogAccepted": True, "history": ["x" * 80] * 10} for n in range(60)}
    files = {
        LOGIN_FILE: login(),
        "~/.claude.json": state(projects=projects),
        "~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": "fake"}},
    }
    machine = predicted(files, {"ANTHROPIC_AUTH_TOKEN": "fake"}).start.machine
    best = 1.0
    for _ in range(10):
        began = time.process_time()
        predict(start_of(machine))
        best = min(best, time.process_time() - began)
    assert best < 0.02, f"{best * 1000:.1f} ms"
