"""Documents of every other kind made up by chance, with values all over: nothing is raised, each ends within its budget, nothing leaks."""

from __future__ import annotations

import json
import plistlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claude_auth_tui.demo.build import HOME, Content, make_machine
from claude_auth_tui.model.machine import File, Machine, RegistryValue, Request
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.read.config_file import config_path, read_preferences
from tests.canary.canaries import canary
from tests.canary.running import reopened, shown
from tests.canary.scanning import Scanner
from tests.canary.test_reopened import _text as report_text

_VALUE = canary("generated document", 108, bare=True)
S: Final = _VALUE.text
_SCANNER: Final = Scanner([_VALUE])
_MOST: Final = 16_000
_SECONDS: Final = 4.0
"""Of processor time, on a busy machine; 0.3 is usual."""
_EVERYWHERE: Final = ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN", S, f"https://u:{S}@gw.example/{S}?{S}", "x", " ", "\n", "=", ":",
                      '"', "'", "\\", "#", "$", "${", "}", "{", "[", "]", ",", "\t", "\x00", "é", "\ufeff", "\r\n", "%")  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of document: words of its own that it is put together from, and a machine that has it."""

    words: Sequence[str]
    put: Callable[[str], Machine]


def _in(*paths: str, begin: str = "", env: Mapping[str, str] | None = None, **fields: object) -> Callable[[str], Machine]:
    def put(text: str) -> Machine:
        files: dict[str, Content] = dict.fromkeys(paths, begin + text)
        return make_machine(files, env, **fields)

    return put


def _bytes(text: str) -> File:
    data = text.encode("utf-8", "surrogateescape")
    raw = SecretText(data.decode("latin-1"))
    return File(
        "", "present", "file", SecretText(data.decode("utf-8", "replace")), bad_byte=0, mode=0o600, uid=1000, size=len(data), raw=raw
    )


_AGENT: Final = {
    "Label": S,
    "EnvironmentVariables": {"ANTHROPIC_API_KEY": S, S: "ANTHROPIC_AUTH_TOKEN"},
    "ProgramArguments": ["launchctl", "setenv", "ANTHROPIC_BASE_URL", S],
}


def _binary_list(text: str) -> Machine:
    """The text written over a sound one, somewhere."""
    sound = plistlib.dumps(_AGENT, fmt=plistlib.FMT_BINARY)
    noise, at = text.encode("utf-8", "replace")[:200], len(text) % len(sound)
    data = sound[:at] + noise + sound[at + len(noise) % 3 :]
    return make_machine({"~/Library/LaunchAgents/x.plist": _bytes(data.decode("utf-8", "surrogateescape"))}, platform="macos")


def _registry(text: str) -> Machine:
    rows = [row.partition("=") for row in text.split("\n")]
    values = tuple(RegistryValue("user" if len(name) % 2 else "machine", name, Secret(value), "%" in value) for name, _, value in rows)
    return make_machine({}, {}, platform="windows", home=r"C:\Users\dev", cwd=r"C:\work", registry=values)


_ENTRY: Final = bytes(24) + (0o100644).to_bytes(4) + bytes(12) + b"h" * 20 + (4).to_bytes(2) + b".env" + bytes(6)


def _git(text: str) -> Machine:
    data = text.encode("utf-8", "replace")
    index = b"DIRC" + (2 + len(text) % 3).to_bytes(4) + (2).to_bytes(4) + _ENTRY + data + _ENTRY
    files: dict[str, Content] = {
        ".env": f"ANTHROPIC_API_KEY={S}\n", ".git/HEAD": text, ".git/index": _bytes(index.decode("utf-8", "surrogateescape")), ".git/info/exclude": text,
        ".gitignore": text, "~/.gitconfig": text, "~/.config/git/ignore": text, ".git/config": f"[core]\n{text}",
    }  # fmt: skip
    return make_machine(files)


def _config(text: str) -> Machine:
    path = config_path(HOME, "linux", {})
    machine = make_machine({path: text})
    return replace(machine, preferences=read_preferences(machine.files, path, HOME))


_BEDROCK: Final = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_PROFILE": S}
_VERTEX: Final = {"CLAUDE_CODE_USE_VERTEX": "1", "GOOGLE_APPLICATION_CREDENTIALS": f"{HOME}/google.json"}
_YAML: Final = (
    "services:\n",
    "  a:\n",
    "    environment:\n",
    "      - ",
    "env_file: ",
    "- ",
    "  ",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "<<: *a",
    "? ",
    "!!x ",
    "---\n",
    "env:\n",
)
_TOML: Final = (
    "[env]\n",
    "[[mute]]\n",
    "[folder]\n",
    "[[folder]]\n",
    '"""',
    "'''",
    "id = ",
    "reason = ",
    "expect = ",
    "path = ",
    "print = ",
    "true",
    "1e9",
    "{ ",
    " }",
    "_.file = ",
    "[env._]\n",
)
_KINDS: Final[Mapping[str, Kind]] = {
    "property list": Kind(
        ("<dict>", "</dict>", "<array>", "</array>", "<key>", "</key>", "<string>", "</string>", "<key>EnvironmentVariables</key>", "<!--", "-->",
         "<key>ProgramArguments</key>", "<string>launchctl</string>", "<string>setenv</string>", "<![CDATA[", "]]>", "&lt;", "&#", "<!DOCTYPE x [<!ENTITY a '"),
        _in("~/Library/LaunchAgents/x.plist", "/Library/LaunchAgents/y.plist", begin="<plist><dict>", platform="macos"),
    ),
    "binary property list": Kind(("bplist00", "\x5f\x10", "\xd1", "\xaf", "\xff" * 8), _binary_list),
    "registry": Kind(("\nPATH=", "\nANTHROPIC_API_KEY=", "%PATH%", "%ANTHROPIC_API_KEY%", "%USERPROFILE%", "\nCLAUDE_CONFIG_DIR=", "%%", "~", ":\\"), _registry),
    "git": Kind(("*", "**", "/", "!", "[!", "[a-", "]", ".env", "?", "excludesFile = ", "worktree = ", "[core]\n", "gitdir: ", "ref: ", "link", "\x00\x00"), _git),
    "unit": Kind(
        ("[Service]\n", "Environment=", "EnvironmentFile=", "PassEnvironment=", "ExecStart=", "\\\n", "%h", "%%", ";"),
        _in("~/.config/systemd/user/x.service", "~/.config/environment.d/x.conf", "~/.pam_environment", "/etc/environment", begin="[Service]\n"),
    ),
    "dotenv": Kind(("export ", "`", "$(", "(", ")", "<<E\n", "dotenv ", "source_env "), _in(".env", ".env.local", ".envrc")),
    "YAML": Kind(_YAML, _in("compose.yaml", "docker-compose.yml", ".github/workflows/ci.yml")),
    "TOML": Kind(_TOML, _in("mise.toml", ".config/mise/config.toml", "~/.config/mise/config.toml")),
    "its own config": Kind(_TOML, _config),
    "profile": Kind(
        ('"authentication": ', '"type": ', '"user_oauth"', '"oidc_federation"', '"base_url": ', '"credentials_path": ', '"access_token": ', "null", "1e999"),
        _in("~/.config/anthropic/configs/default.json", "~/.config/anthropic/credentials/default.json", "~/.config/anthropic/active_config", begin="{"),
    ),
    "AWS": Kind(
        ("[default]\n", "[profile x]\n", f"[{S}]\n", "aws_access_key_id", "aws_secret_access_key", "credential_process", "role_arn", "source_profile"),
        _in("~/.aws/credentials", "~/.aws/config", env=_BEDROCK),
    ),
    "Google": Kind(
        ('{"type": "authorized_user", ', '"refresh_token": ', '"private_key": ', "-----BEGIN PRIVATE KEY-----\\n"),
        _in("~/google.json", "~/.config/gcloud/application_default_credentials.json", env=_VERTEX),
    ),
    "settings given": Kind(
        ('{"env": {', '"apiKeyHelper": ', '"forceLoginMethod": ', "}", "null", "//"),
        lambda text: make_machine({}, request=Request(settings=Secret("{" + text))),
    ),
}  # fmt: skip

_few = settings(max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
_many = settings(_few, max_examples=1500)


def _texts(words: Sequence[str]) -> st.SearchStrategy[str]:
    pieces = st.sampled_from([*words, *words, *_EVERYWHERE])
    runs = st.tuples(pieces, st.one_of(st.just(1), st.just(1), st.just(1), st.integers(1, 3000))).map(lambda run: run[0] * run[1])
    return st.lists(runs, max_size=40).map(lambda parts: "".join(parts)[:_MOST])


def _look(channels: Iterator[tuple[str, str]]) -> None:
    began = time.process_time()
    told = list(channels)
    took = time.process_time() - began
    assert took < _SECONDS, f"{took:.1f} s"
    for channel, text in told:
        assert "this program failed" not in text
        assert [str(leak)[:300] for leak in _SCANNER.leaks(channel, text, rows="json" not in channel)] == []


@pytest.mark.parametrize("kind", _KINDS)
@_few
@given(data=st.data())
def test_a_generated_document_leaks_nothing(kind: str, data: st.DataObject) -> None:
    _look(shown(_KINDS[kind].put(data.draw(_texts(_KINDS[kind].words))), thorough=False))


@pytest.mark.sweep
@pytest.mark.timeout(0)
@pytest.mark.parametrize("kind", _KINDS)
@_many
@given(data=st.data())
def test_many_generated_documents_leak_nothing(kind: str, data: st.DataObject) -> None:
    _look(shown(_KINDS[kind].put(data.draw(_texts(_KINDS[kind].words)))))


_REPORT: Final = json.dumps(json.loads(report_text()))
_CUTS: Final = st.lists(
    st.tuples(st.integers(0, len(_REPORT)), st.integers(0, 40), _texts(("null", "true", "-1", "1e999", "[[", '{"a":', '": "', "\\ud800", "\\u001b"))), max_size=3
)  # fmt: skip


def _damaged(cuts: Sequence[tuple[int, int, str]]) -> str:
    text = _REPORT
    for at, less, more in cuts:
        text = text[:at] + more + text[at + less :]
    return text


@settings(_few, max_examples=40)
@given(cuts=_CUTS)
def test_a_damaged_report_leaks_nothing(cuts: Sequence[tuple[int, int, str]]) -> None:
    _look(reopened(_damaged(cuts)))


@pytest.mark.sweep
@pytest.mark.timeout(0)
@settings(_few, max_examples=20_000)
@given(cuts=_CUTS)
def test_many_damaged_reports_leak_nothing(cuts: Sequence[tuple[int, int, str]]) -> None:
    _look(reopened(_damaged(cuts)))


def test_the_sound_documents_are_read() -> None:
    """What is damaged above tells something as it is: a document that nothing reads proves nothing."""
    named = f"ANTHROPIC_API_KEY={S}\n"
    sound = {
        "property list": plistlib.dumps(_AGENT).decode().partition("<dict>")[2],
        "binary property list": "",
        "registry": named,
        "unit": f"Environment={named}",
        "dotenv": named,
        "YAML": f"services:\n  a:\n    environment:\n      - {named}env:\n  ANTHROPIC_API_KEY: {S}\n",
        "TOML": f'[env]\nANTHROPIC_API_KEY = "{S}"\n',
        "git": "x\n",
    }
    for kind, text in sound.items():
        told = dict(shown(_KINDS[kind].put(text), thorough=False))
        assert "ANTHROPIC_API_KEY" in json.dumps(json.loads(told["check --json --what-if"])["hits"]), kind
    assert len(list(reopened(_REPORT))) == 2
