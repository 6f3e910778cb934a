"""The config file: where it belongs, what it may say, and that whatever stands in it ends as a row with its line."""

from __future__ import annotations

import ntpath
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from platformdirs.api import PlatformDirsABC
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows, get_win_folder_from_env_vars

from claude_auth_tui.model.machine import File, Request, StoredFiles
from claude_auth_tui.model.preferences import Expectation, Preferences
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.words import Platform
from claude_auth_tui.read.config_file import NAME, config_path, read_preferences
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.read.reading import read_machine

HOME = "/home/dev"
PATH = f"{HOME}/.config/claude-auth-tui/config.toml"
SHOWN = "~/.config/claude-auth-tui/config.toml"


def read(text: str) -> Preferences:
    return read_preferences(StoredFiles({PATH: File(PATH, "present", "file", SecretText(text))}), PATH, HOME)


def kind(said: Preferences, surface: str, cwd: str, *asked: Expectation) -> str | None:
    found = said.expected(surface, cwd, asked)
    return found.kind if found else None


FOLDERS: dict[str, Callable[..., PlatformDirsABC]] = {"linux": Unix, "macos": MacOS, "windows": Windows}


@pytest.mark.parametrize(
    "environment",
    [{}, {"XDG_CONFIG_HOME": "/srv/config"}, {"XDG_CONFIG_HOME": ""}, {"XDG_CONFIG_HOME": " "}, {"LOCALAPPDATA": "D:\\Data"}],
    ids=str,
)
@pytest.mark.parametrize("platform", FOLDERS)
def test_it_is_looked_for_where_platformdirs_has_it(
    platform: Platform, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is not asked itself: importing it takes a twentieth of a start."""
    home = "C:\\Users\\dev" if platform == "windows" else HOME
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": home, "USERPROFILE": home, **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("platformdirs.windows.get_win_folder", _windows_folder)
    folder = FOLDERS[platform](NAME, appauthor=False).user_config_dir
    assert ntpath.normpath(config_path(home, platform, environment)) == ntpath.normpath(f"{folder}/config.toml")


def _windows_folder(kind: str) -> str:
    """What the registry says where the variable is not set."""
    return get_win_folder_from_env_vars(kind) if "LOCALAPPDATA" in os.environ else "C:\\Users\\dev\\AppData\\Local"


def test_without_a_home_there_is_none() -> None:
    assert config_path("", "linux", {}) == ""
    assert read_preferences(StoredFiles(), "", "") == Preferences()


def test_everything_it_may_say() -> None:
    said = read(
        """
bell = true

[expect]
default = "login"
print = "key"

[[folder]]
path = "~/work/api"
expect = "bedrock"

[[folder]]
path = "/home/dev/work/api/tool"
expect = { claude = "any" }

[[mute]]
id = "login-readable-by-others"
reason = "the folder is on an encrypted disk of my own"
"""
    )
    assert said.faults == ()
    assert said.bell
    assert said.mutes == {"login-readable-by-others": "the folder is on an encrypted disk of my own"}
    assert (kind(said, "interactive", "/home/dev"), kind(said, "print", "/home/dev")) == ("login", "key")
    assert kind(said, "bare", "/home/dev") is None
    assert kind(said, "print", "/home/dev/work/api/sub") == "bedrock"
    assert kind(said, "print", "/home/dev/work/apis") == "key"
    assert kind(said, "interactive", "/home/dev/work/api/tool/x") == "any"
    assert kind(said, "print", "/home/dev/work/api/tool") == "bedrock"
    found = said.expected("print", "/home/dev")
    assert found is not None
    assert found.where == f"{SHOWN}:6"


def test_the_command_line_goes_before_the_file() -> None:
    said = read('expect = "login"\n')
    assert kind(said, "print", HOME, Expectation("key")) == "key"
    assert kind(said, "print", HOME, Expectation("key", "interactive")) == "login"
    assert kind(said, "bare", HOME, Expectation("key", "bare")) == "key"


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('bell = true\nexpect = "kye"\n', 2, "is not known"),
        ("expect = 3\n", 1, "is not known"),
        ('[expect]\ndefault = "login"\ndesk = "login"\n', 3, "desk is no way of starting claude"),
        ('\n\ncolour = "red"\n', 3, "colour means nothing here"),
        ('[[mute]]\nid = "login-missing"\n', 1, "gives no reason"),
        ('[[mute]]\nid = "a-b"\nreason = "x"\n[[mute]]\nid = "c-d"\nreason = " "\n', 6, "gives no reason"),
        ('[[mute]]\nreason = "x"\n', 1, "names no check"),
        ("mute = 1\n", 1, "is not a list of tables"),
        ('[[folder]]\nexpect = "key"\n', 1, "no path"),
        ('[[folder]]\npath = "work"\nexpect = "key"\n', 2, "no path"),
        ('bell = "yes"\n', 1, "neither true nor false"),
        ("a = 1\nexpect = \n", 2, "it is not valid TOML: invalid value"),
        ('expect = "login"\nexpect = "key"\n', 2, "it is not valid TOML"),
        ("[[folder]\n", 1, "it is not valid TOML"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_its_line_and_a_remedy(text: str, line: int, part: str) -> None:
    (fault,) = read(text).faults
    assert fault.where.startswith(f"{SHOWN}:{line}")
    assert fault.line == line
    assert part in fault.text
    assert fault.remedy.endswith(".")


def test_a_fault_takes_nothing_else_away() -> None:
    said = read('expect = "login"\nbell = 1\n[[mute]]\nid = "x-y"\n')
    assert len(said.faults) == 2
    assert kind(said, "print", HOME) == "login"


def test_no_fault_repeats_a_value() -> None:
    key = "sk-ant-api03-FAKEcanary"
    for text in (f'expect = "{key}"', f'{key} = "{key}"', f'[{key}]\nx = "{key}', f'expect.{key} = "key"', f'"{key}" = 1\n"{key}" = 2\n'):
        assert "canary" not in repr(read(text))


@pytest.mark.parametrize("state", ["unreadable", "not_a_file", "too_large"])
def test_a_file_that_cannot_be_read_is_one_fault(state: str) -> None:
    files = StoredFiles({PATH: File(PATH, state, "file", detail="Permission denied")})  # type: ignore[arg-type]
    (fault,) = read_preferences(files, PATH, HOME).faults
    assert (fault.where, fault.text) == (SHOWN, "Permission denied")


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("[]{}=\"'.,#\n expctfoldrmuib0x\\\x00\ufeff"), max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    read(text)


def test_nesting_without_end_is_a_fault() -> None:
    (fault,) = read("expect = " + "[" * 20_000).faults
    assert "not valid TOML" in fault.text


def test_it_is_one_of_the_files_a_look_rests_on(tmp_path: Path) -> None:
    """So that a watcher sees it change, also where it does not exist yet."""
    files = LiveFiles()
    machine = read_machine(Request(), {"HOME": str(tmp_path)}, files)
    path = str(tmp_path / ".config/claude-auth-tui/config.toml")
    assert machine.preferences.path == path
    assert files.freeze().file(path).state == "absent"
    assert path in files.freeze().files


def test_the_example_of_the_readme_is_sound() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    said = read(readme.split("```toml\n")[1].split("```")[0])
    assert said.faults == ()
    assert said.expectations
    assert said.mutes
