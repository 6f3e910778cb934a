"""Generated startup files, settings, logins, configs and reports, with values all over: nothing raises, nothing leaks."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_auth_tui.claude_code.tables import NAMES
from tests.canary.canaries import canary
from tests.canary.places import SHELLS, Given, Place, Shell, batches
from tests.canary.running import leaks_of, reopened
from tests.canary.scanning import Scanner
from tests.canary.test_reopened import _document, _members

_VALUE = canary("generated", 108, bare=True)
"""Long, so that it is too long for the name of an unknown variable, which is shown."""
S = _VALUE.text
_NAMES = st.sampled_from(NAMES[:14])
_SIGNS = st.sampled_from(
    [*list("'\"`$(){}[]<>|&;!#~*?%@,=:+-^/\\ \n\t"), "$(", "${", "$((", "<<", "<<<", "&&", "||", ";;", ">>", "((", "[[", "]]"]
)
_WORDS = st.sampled_from(
    [
        "export",
        "set",
        "-gx",
        "unset",
        "alias",
        "function",
        "if",
        "then",
        "fi",
        "else",
        "elif",
        "case",
        "esac",
        "in",
        "for",
        "do",
        "done",
        "while",
        "until",
        "echo",
        "eval",
        "source",
        ".",
        "[",
        "]",
        "test",
        "true",
        "false",
        "declare",
        "typeset",
        "local",
        "readonly",
        "read",
        "printf",
        "trap",
        "switch",
        "end",
        "begin",
        "and",
        "or",
        "not",
        "string",
        "match",
        "cat",
        "EOF",
        "exec",
        "env",
        "claude",
        "-x",
        "-g",
        "-n",
        "x",
        "$HOME",
    ]
)
_PIECES = st.one_of(
    st.just(S),
    _NAMES,
    _SIGNS,
    _WORDS,
    _WORDS.map(lambda word: f" {word} "),
    st.just(" "),
    st.just("\n"),
    _NAMES.map(lambda n: f"\nexport {n}="),
)
_MEMBERS = st.sampled_from(
    [
        "env",
        "apiKeyHelper",
        "forceLoginMethod",
        "forceLoginOrgUUID",
        "allowedProviders",
        "awsAuthRefresh",
        "apiKey",
        "hooks",
        "permissions",
        "claudeAiOauth",
        "accessToken",
        "refreshToken",
        "expiresAt",
        "scopes",
        "subscriptionType",
        "primaryApiKey",
        "customApiKeyResponses",
        "approved",
        "rejected",
        "oauthAccount",
        "projects",
        "authentication",
        "type",
        "organization_id",
        "access_token",
        "expires_at",
    ]
)
_VALUES = st.recursive(
    st.one_of(
        st.just(S), st.just(f"x {S}"), st.none(), st.booleans(), st.integers(-1, 2), st.just(f"https://u:{S}@gateway.example/{S}?k={S}")
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(st.just(S), _NAMES, _MEMBERS), inner, max_size=4)),
    max_leaves=12,
)
_JSON_FILES = (
    "~/.claude/settings.json", ".claude/settings.json", "~/.claude.json", "~/.claude/.credentials.json", "~/.config/anthropic/configs/default.json",
    "~/.config/anthropic/credentials/default.json", ".vscode/settings.json", "/etc/claude-code/managed-settings.json",
)  # fmt: skip
_TEXT_FILES = (
    ".env",
    ".envrc",
    "docker-compose.yml",
    "mise.toml",
    "~/.config/claude-auth-tui/config.toml",
    "~/.config/environment.d/x.conf",
    "/etc/environment",
)

_often = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
_for_long = settings(_often, max_examples=20_000, derandomize=False)


def _assert_no_leak(given_: Given) -> None:
    place = Place("generated", lambda _: given_, alone=True, bare=True)
    for batch in batches([place], len(S)):
        assert [str(leak)[:300] for leak in leaks_of(batch, thorough=False)] == []


def _startup(shell: Shell, pieces: list[str]) -> None:
    _assert_no_leak(Given(lines={shell: "".join(pieces) + "\n"}))


def _files(path: str, value: object) -> None:
    _assert_no_leak(Given(files={path: value if isinstance(value, dict) else json.dumps(value)}))


@pytest.mark.parametrize("shell", SHELLS)
@_often
@given(pieces=st.lists(_PIECES, min_size=3, max_size=30))
def test_a_generated_startup_file_leaks_nothing(shell: Shell, pieces: list[str]) -> None:
    _startup(shell, pieces)


@_often
@given(path=st.sampled_from(_JSON_FILES), value=_VALUES)
def test_a_generated_json_file_leaks_nothing(path: str, value: object) -> None:
    _files(path, value)


@_often
@given(path=st.sampled_from(_TEXT_FILES), pieces=st.lists(_PIECES, min_size=2, max_size=20))
def test_a_generated_text_file_leaks_nothing(path: str, pieces: list[str]) -> None:
    _assert_no_leak(Given(files={path: "".join(pieces)}))


@_often
@given(env=st.dictionaries(st.sampled_from(NAMES), st.lists(_PIECES, max_size=4).map("".join), max_size=8))
def test_a_generated_environment_leaks_nothing(env: Mapping[str, str]) -> None:
    _assert_no_leak(Given(env={name: value.replace("\0", "") for name, value in env.items()}))


_WAYS = list(_members(_document()))


@_often
@given(changes=st.dictionaries(st.sampled_from(_WAYS), _VALUES, min_size=1, max_size=3))
def test_a_generated_report_leaks_nothing(changes: Mapping[tuple[str | int, ...], object]) -> None:
    document = _document()
    for way, value in changes.items():
        place: object = document
        for step in way[:-1]:
            place = place[step]  # type: ignore[index]
        place[way[-1]] = value  # type: ignore[index]
    for channel, text in reopened(json.dumps(document)):
        assert [str(leak)[:300] for leak in Scanner([_VALUE]).leaks(channel, text, rows="json" not in channel)] == []


@pytest.mark.sweep
@pytest.mark.timeout(0)
@pytest.mark.parametrize("shell", SHELLS)
@_for_long
@given(pieces=st.lists(_PIECES, min_size=3, max_size=60))
def test_many_generated_startup_files_leak_nothing(shell: Shell, pieces: list[str]) -> None:
    _startup(shell, pieces)


@pytest.mark.sweep
@pytest.mark.timeout(0)
@_for_long
@given(path=st.sampled_from(_JSON_FILES), value=_VALUES)
def test_many_generated_json_files_leak_nothing(path: str, value: object) -> None:
    _files(path, value)
