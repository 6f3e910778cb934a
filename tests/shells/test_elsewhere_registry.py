"""Windows: the variables in the registry are read, told as hits, and inherited by what is started later."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

import pytest

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.machine import Machine, RegistryValue, Request
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.windows_registry import read_registry
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.shells.elsewhere.registry import registry_hits, session_environment

KEY = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"
NAME = say("ANTHROPIC_API_KEY")
USER = {
    NAME: (KEY, 1),
    "PATH": (r"%USERPROFILE%\bin", 2),
    "Claude_Config_Dir": (r"%HOMEDRIVE%\claude", 2),
    "ANTHROPIC_PROFILE": ("100%", 1),
    "Count": (3, 4),
}
MACHINE = {NAME: ("old", 1), "Path": (r"C:\Windows", 2), "HOMEDRIVE": ("D:", 1)}


@pytest.fixture
def winreg(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A registry with two keys; `winreg` exists on Windows only."""
    module = ModuleType("winreg")
    keys: dict[tuple[str, str], Mapping[str, tuple[object, int]]] = {
        ("HKCU", "Environment"): USER,
        ("HKLM", r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"): MACHINE,
    }

    @contextmanager
    def open_key(root: str, path: str) -> Iterator[list[tuple[str, object, int]]]:
        if (root, path) not in keys:
            raise FileNotFoundError(path)
        yield [(name, value, kind) for name, (value, kind) in keys[root, path].items()]

    def value(key: list[tuple[str, object, int]], number: int) -> tuple[str, object, int]:
        if number >= len(key):
            raise OSError(259, "No more data is available")
        return key[number]

    given = {
        "HKEY_CURRENT_USER": "HKCU",
        "HKEY_LOCAL_MACHINE": "HKLM",
        "OpenKey": open_key,
        "EnumValue": value,
        "REG_SZ": 1,
        "REG_EXPAND_SZ": 2,
    }
    for attribute, thing in {**given, "keys": keys}.items():
        setattr(module, attribute, thing)
    monkeypatch.setitem(sys.modules, "winreg", module)
    return module


def test_both_keys_are_read_the_machines_first(winreg: ModuleType) -> None:
    found = read_registry()
    assert [(v.scope, v.name) for v in found] == [("machine", n) for n in MACHINE] + [("user", n) for n in USER if n != "Count"]
    assert next(v for v in found if v.name == NAME and v.scope == "user").value == Secret(KEY)


def test_a_key_that_cannot_be_opened_gives_nothing(winreg: ModuleType) -> None:
    winreg.keys.clear()
    assert read_registry() == ()


def test_elsewhere_there_is_no_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "winreg", None)
    assert read_registry() == ()


def windows(**fields: object) -> Machine:
    registry = [RegistryValue("machine", n, Secret(str(v)), k == 2) for n, (v, k) in MACHINE.items()]
    registry += [RegistryValue("user", n, Secret(str(v)), k == 2) for n, (v, k) in USER.items()]
    env = {"USERPROFILE": r"C:\Users\dev"}
    return make_machine({}, env, platform="windows", home=r"C:\Users\dev", cwd=r"C:\work", registry=tuple(registry), **fields)


def test_hits_say_which_value_counts() -> None:
    rows = [(f.hit.path, f.hit.variable, f.hit.effect, f.value) for f in registry_hits(windows(), NAMES)]
    assert rows == [
        (r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment", NAME, "overridden", Secret("old")),
        (r"HKCU\Environment", NAME, "effective", Secret(KEY)),
        (r"HKCU\Environment", "CLAUDE_CONFIG_DIR", "effective", None),
        (r"HKCU\Environment", "ANTHROPIC_PROFILE", "effective", Secret("100%")),
    ]
    assert list(registry_hits(make_machine(), NAMES)) == []


def test_a_new_session_gets_the_users_values_over_the_machines() -> None:
    given = session_environment(windows())
    assert given[NAME] == Secret(KEY)
    assert given["PATH"] == Secret(r"C:\Windows;C:\Users\dev\bin")
    assert given["CLAUDE_CONFIG_DIR"] == Secret(r"D:\claude")
    assert given["ANTHROPIC_PROFILE"] == Secret("100%")


def test_a_new_shell_inherits_it_on_windows() -> None:
    facts = gather(windows())
    context = facts.scene("new_shell").context
    assert context.inherit == "registry"
    assert context.variable(NAME).state == "set"
    assert context.surfaces["print"].x_api_key == f"env:{NAME}"
    assert gather(windows(request=Request(inherit="clean"))).scene("new_shell").context.variable(NAME).state == "unset"


def test_the_terminal_says_where_its_value_stands() -> None:
    machine = windows()
    environment = {**machine.environment, NAME: Secret(KEY)}
    context = gather(windows(environment=environment)).scene("here").context
    assert context.variable(NAME).where == r"HKCU\Environment"
