"""Settings of editors: JSON with comments, each assignment with its line and where it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.documents.jsonc import entries
from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import Platform
from claude_auth_tui.shells.elsewhere.editors import editor_hits

KEY = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"
NAME = "ANTHROPIC_API_KEY"
USER = "~/.config/Code/User/settings.json"
SETTINGS = f"""\ufeff// mine
{{
  "editor.fontSize": 12, /* "{NAME}": "no"
  */
  "terminal.integrated.env.linux": {{
    // "{NAME}": "no",
    "{NAME}": "{KEY}",
    "OTHER": "http://x//y",
    "ANTHROPIC_AUTH_TOKEN": null,
  }},
  "terminal.integrated.env.osx": {{"{NAME}": "{KEY}"}},
  "claudeCode.environmentVariables": [
    {{"name": "CLAUDE_CODE_USE_BEDROCK", "value": "1"}},
    {{"value": "{KEY}",
      "name": "CLAUDE_CODE_OAUTH_TOKEN"}},
  ],
  "other.setting": {{"{NAME}": "{KEY}"}},
}}
"""


def found(machine: Machine) -> list[Hit]:
    return [f.hit for f in editor_hits(machine, NAMES)]


def rows(machine: Machine) -> list[tuple[int, str, str, str]]:
    return [(h.line, h.variable, h.does, h.effect) for h in found(machine)]


def test_settings_with_comments_and_trailing_commas() -> None:
    assert rows(make_machine({USER: SETTINGS})) == [
        (7, NAME, "env", "conditional"),
        (9, "ANTHROPIC_AUTH_TOKEN", "unset", "conditional"),
        (11, NAME, "env", "inactive"),
        (13, "CLAUDE_CODE_USE_BEDROCK", "env", "conditional"),
        (15, "CLAUDE_CODE_OAUTH_TOKEN", "env", "conditional"),
    ]
    values = [f.value for f in editor_hits(make_machine({USER: SETTINGS}), NAMES)]
    assert values == [Secret(KEY), None, Secret(KEY), Secret("1"), Secret(KEY)]
    because = [h.because for h in found(make_machine({USER: SETTINGS}))]
    assert because[0] == "only in Visual Studio Code's terminals, where it reaches claude"
    assert because[2].endswith("on macOS")
    assert because[4] == "only in the Claude Code extension of Visual Studio Code; it does not reach claude in a terminal"


def test_an_extension_setting_written_as_an_object() -> None:
    assert rows(make_machine({USER: {"claudeCode.environmentVariables": {NAME: KEY}}})) == [(3, NAME, "env", "conditional")]


@pytest.mark.parametrize(
    ("platform", "path"),
    [
        ("linux", "~/.config/Cursor/User/settings.json"),
        ("linux", "~/.config/Code/User/profiles/-1a2b3c/settings.json"),
        ("linux", "~/.config/Code - Insiders/User/settings.json"),
        ("linux", "~/.config/VSCodium/User/settings.json"),
        ("linux", "~/.config/Windsurf/User/profiles/x/settings.json"),
        ("linux", "~/.vscode-server/data/Machine/settings.json"),
        ("linux", "~/.windsurf-server/data/Machine/settings.json"),
        ("linux", ".vscode/settings.json"),
        ("linux", "~/work/.vscode/settings.json"),
        ("macos", "~/Library/Application Support/Code/User/settings.json"),
        ("macos", "~/Library/Application Support/Cursor/User/profiles/x/settings.json"),
    ],
)
def test_where_settings_are_looked_for(platform: Platform, path: str) -> None:
    machine = replace(make_machine({path: SETTINGS}), platform=platform)
    assert [h.line for h in found(machine) if h.effect == "conditional"] == [11 if platform == "macos" else 7] + (
        [9] if platform == "linux" else []
    ) + [13, 15]


def test_windows_settings_folder() -> None:
    asked: list[str] = []
    machine = make_machine({}, {"APPDATA": r"C:\Users\dev\AppData\Roaming"}, platform="windows", home=r"C:\Users\dev")

    class Asked:
        def __getattr__(self, name: str) -> object:
            def ask(path: str) -> object:
                asked.append(path)
                return getattr(machine.files, name)(path)

            return ask

    assert found(replace(machine, files=Asked())) == []
    assert r"C:\Users\dev\AppData\Roaming\Code\User\settings.json" in asked


def test_workspace_files_nest_the_settings_and_need_trust() -> None:
    machine = make_machine({"api.code-workspace": {"settings": {"terminal.integrated.env.linux": {NAME: "${env:MINE}"}}}})
    (hit,) = editor_hits(machine, NAMES)
    assert hit.value is None
    assert "trusted" in hit.hit.because


def test_terminals_that_inherit_nothing() -> None:
    text = '{\n"terminal.integrated.inheritEnv": false}'
    machine = make_machine({USER: text}, {NAME: KEY})
    (hit,) = found(machine)
    assert (hit.line, hit.variable, hit.does) == (2, NAME, "unset")
    assert "do not inherit" in hit.because
    assert found(make_machine({USER: text})) == []
    assert found(make_machine({USER: text.replace("false", "true")}, {NAME: KEY})) == []


def test_deep_and_long_documents_end() -> None:
    assert list(entries("[" * 100_000)) == []
    assert len(list(entries("[" + "1," * 50_000))) == 50_000
    assert list(entries('{"a": "' + "\\" * 100_001)) != [None]


PIECES = st.sampled_from(
    ["{", "}", "[", "]", ":", ",", '"', "//", "/*", "*/", "\n", "\\", '"name"', '"value"', f'"{NAME}"', f'"{KEY}"', "null", "false", "/", "\0",
     '"terminal.integrated.env.linux"', '"terminal.integrated.env.' + KEY + '"', '"claudeCode.environmentVariables"',
     '"terminal.integrated.inheritEnv"', "\ufeff", "é", '"\\ud800"']
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_nothing_is_told_and_nothing_is_raised_on_any_content(pieces: list[str]) -> None:
    for hit in found(make_machine({USER: "".join(pieces) + NAME, ".vscode/settings.json": "{" + "".join(pieces)}, {NAME: KEY})):
        assert "FAKEFAKE" not in str(asdict(hit))
