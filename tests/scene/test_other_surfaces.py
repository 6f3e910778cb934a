"""The editor extension and Claude Desktop: told where they are installed, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec.structs import replace

from claude_auth_tui.demo.build import CWD, HOME, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Diagnosis, Surface
from claude_auth_tui.model.machine import File, Folder
from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.plain import plain_report
from claude_auth_tui.telling.schema import json_schema
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.matrix import matrix
from tests.checks.homes import GATEWAY, KEY, login, state

EXTENSION = {"~/.vscode/extensions/anthropic.claude-code-2.1.329/package.json": "{}"}
DESKTOP = {"~/.config/Claude/claude_desktop_config.json": "{}"}
LOGIN = {"~/.claude/.credentials.json": login()}
SETTINGS = "~/.config/Code/User/settings.json"


def told(*parts: Mapping[str, object], approved: tuple[str, ...] = (KEY,), **exports: str) -> Diagnosis:
    files: dict[str, object] = {"~/.claude.json": state(CWD, approved)}
    for part in parts:
        files |= part
    files["~/.zshrc"] = "".join(f"export {name}='{value}'\n" for name, value in exports.items())
    return diagnose(make_machine(files))  # type: ignore[arg-type]


def others(diagnosis: Diagnosis) -> Mapping[str, Surface]:
    return diagnosis.contexts[0].others


def given(name: str, value: str) -> dict[str, object]:
    return {SETTINGS: {"claudeCode.environmentVariables": [{"name": name, "value": value}]}}


def test_nothing_is_told_of_what_is_not_there() -> None:
    assert others(told(LOGIN)) == {}


def test_the_extension_uses_the_login_and_what_a_shell_exports() -> None:
    assert others(told(LOGIN, EXTENSION))["vscode"].sources == ("credentials:claudeAiOauth",)
    assert others(told(LOGIN, EXTENSION, ANTHROPIC_API_KEY=KEY))["vscode"].sources == ("env:ANTHROPIC_API_KEY",)
    assert others(told(EXTENSION))["vscode"].outcome == "not_logged_in"


def test_what_the_editor_gives_it_comes_before_the_shell() -> None:
    gateway = given("ANTHROPIC_AUTH_TOKEN", GATEWAY["ANTHROPIC_AUTH_TOKEN"])
    assert others(told(LOGIN, EXTENSION, gateway))["vscode"].sources == ("env:ANTHROPIC_AUTH_TOKEN",)
    nothing = others(told(LOGIN, EXTENSION, given("ANTHROPIC_API_KEY", ""), ANTHROPIC_API_KEY=KEY))["vscode"]
    assert nothing.sources == ("credentials:claudeAiOauth",)


def test_what_the_editor_gives_it_is_placed_in_the_editors_settings() -> None:
    """Not on the line of the startup file that it replaces."""
    surface = others(told(LOGIN, EXTENSION, given("ANTHROPIC_AUTH_TOKEN", "gw-FAKE-token"), ANTHROPIC_AUTH_TOKEN="gw-FAKE-another"))[
        "vscode"
    ]
    token = next(link for link in surface.chain if link.source == "env:ANTHROPIC_AUTH_TOKEN")
    assert token.where is not None
    assert token.where.startswith(SETTINGS)


def test_a_key_nobody_approved_is_unknown_there() -> None:
    assert others(told(EXTENSION, approved=(), ANTHROPIC_API_KEY=KEY))["vscode"].outcome == "unknown"


def test_desktop_has_an_account_of_its_own() -> None:
    desktop = others(told(DESKTOP, ANTHROPIC_API_KEY=KEY))["desktop"]
    assert (desktop.outcome, desktop.sources) == ("unknown", ())


def test_the_document_and_its_schema_have_them_under_names_of_their_own() -> None:
    document = json.loads(json.dumps(document_of(told(LOGIN, EXTENSION, DESKTOP))))
    surfaces = document["contexts"][0]["surfaces"]
    assert list(surfaces) == ["interactive", "print", "bare", "vscode", "desktop", "status"]
    assert {"vscode", "desktop"} <= set(json_schema()["$defs"]["Surfaces"]["properties"])
    assert "vscode" not in document["contexts"][1]["surfaces"]


def test_the_plain_report_and_the_matrix_show_them() -> None:
    diagnosis = told(LOGIN, EXTENSION, DESKTOP)
    assert "Claude Desktop: " in plain_report(diagnosis)
    for width, heads in ((120, ("VS Code ext.", "Desktop")), (60, ("VS Code", "Desktop"))):
        view = matrix(diagnosis, Choice("new_shell", "print"), width)
        lines = ["".join(text for text, _ in line) for line in view.lines]
        assert all(head in lines[0] for head in heads)
        assert lines[1].count("Max") == 3
        assert "own" in lines[1]
        assert view.at(view.starts[-1], 1) is None
        assert view.at(view.starts[1], 1) == Choice("new_shell", "print")
        assert max(map(len, lines)) <= width


def test_no_column_without_them() -> None:
    heads = "".join(text for text, _ in matrix(told(LOGIN), Choice("new_shell", "print"), 120).lines[0])
    assert "Desktop" not in heads


class Asked:
    """An empty disk that remembers what it was asked for."""

    def __init__(self) -> None:
        self.paths: set[str] = set()

    def file(self, path: str) -> File:
        self.paths.add(path)
        return File(path, "absent")

    def stat(self, path: str) -> File:
        return self.file(path)

    def folder(self, path: str) -> Folder:
        self.paths.add(path)
        return Folder(path, "absent")


def test_the_folder_desktop_writes_all_the_time_is_not_looked_at() -> None:
    """It changes while Desktop runs: looking at it, we would read everything again and again."""
    disk = Asked()
    diagnose(replace(make_machine(), files=disk))
    assert f"{HOME}/.config/Claude/claude_desktop_config.json" in disk.paths
    assert f"{HOME}/.config/Claude" not in disk.paths
