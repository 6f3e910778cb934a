"""A fault of this program itself, provoked in each of its parts: it ends as a row, the rest is told, and no value with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NoReturn

import pytest

from claude_auth_tui.checks.frame import registered
from claude_auth_tui.claude_code import layers, login, state_file
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.machine import Machine, Request
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.shells.elsewhere import gather
from claude_auth_tui.shells.fish.evaluator import Evaluator as Fish
from claude_auth_tui.shells.posix import effects as posix_effects
from claude_auth_tui.shells.posix.evaluator import Evaluator as Posix
from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.plain import plain_report
from tests.shells.made_up import machine_with
from tests.shown import shown

KEY = "ANTHROPIC_API_KEY"
VALUE = "FAKE-value-that-must-not-be-told"
FILES = {
    ".bashrc": f"export {KEY}={VALUE}\n",
    ".zshrc": f"export {KEY}={VALUE}\n",
    ".config/fish/config.fish": f"set -gx {KEY} {VALUE}\n",
    ".claude/settings.json": '{"env": {"ANTHROPIC_BASE_URL": "https://example.invalid"}}',
    ".claude.json": "{}",
    ".claude/.credentials.json": "{}",
}


def _fails(*_: object, **__: object) -> NoReturn:
    raise TypeError(VALUE)


def _machine(shell: ShellName = "bash") -> Machine:
    return machine_with(FILES, request=Request(shell=shell, start="interactive", inherit="here"))


def _told(machine: Machine) -> str:
    diagnosis = diagnose(machine)
    told = json.dumps(document_of(diagnosis, ())) + plain_report(diagnosis)
    assert VALUE not in told
    assert "this program failed here (TypeError)" in told
    return told


@pytest.mark.parametrize(
    ("shell", "where", "what", "file"),
    [
        ("bash", Posix, "simple", "~/.bashrc"),
        ("zsh", Posix, "assigned", "~/.zshrc"),
        ("fish", Fish, "_simple", "~/.config/fish/config.fish"),
        ("bash", posix_effects, "sites_in", "bash"),
    ],
)
def test_in_a_shell(shell: ShellName, where: object, what: str, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, what, _fails)
    if what == "assigned":
        machine = machine_with({**FILES, ".zshrc": f"{KEY}={VALUE}\n"}, request=Request(shell=shell, start="interactive", inherit="here"))
    else:
        machine = _machine(shell)
    told = _told(machine)
    assert f"{file}" in told
    variable = next(v for v in diagnose(machine).contexts[0].variables if v.name == KEY)
    assert variable.state == "unknown"


@pytest.mark.parametrize(
    ("where", "what", "file"),
    [
        (layers, "parse", "~/.claude/settings.json"),
        (state_file, "parse", "the state file"),
        (login, "parse", "Claude Code's files"),
    ],
)
def test_in_a_document_of_claude_code(where: object, what: str, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, what, _fails)
    machine = _machine()
    assert file in _told(machine)
    assert {s.outcome for context in diagnose(machine).contexts for s in context.surfaces.values()} == {"unknown"}


def test_in_a_file_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "READERS", {_reader: shown("the .env files")})
    assert "the .env files: this program failed" in _told(_machine())


_reader: Callable[..., NoReturn] = _fails


def test_in_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    from claude_auth_tui.checks import frame

    one = registered()[0]
    broken = type(one)(one.id, one.family, one.passed, one.about, one.docs, _fails, one.levels, one.cure)
    monkeypatch.setattr(frame, "registered", lambda: (broken, *registered()[1:]))
    diagnosis = diagnose(_machine())
    assert next(f for f in diagnosis.findings if f.id == one.id).level == "unknown"


def test_a_fault_at_one_command_leaves_what_stands_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command names is not known; the files behind it are followed."""
    files = {
        ".bash_profile": f"export {KEY}=a\ntypeset ANTHROPIC_AUTH_TOKEN=b\n. ~/.bashrc\n",
        ".bashrc": "export ANTHROPIC_BASE_URL=https://example.invalid\n",
    }
    monkeypatch.setattr(Posix, "_with_prefix", lambda self, node, run: _fails() if node.words[0].raw == "typeset" else run())
    machine = machine_with(files, request=Request(shell="bash", start="login", inherit="clean"))
    context = diagnose(machine).context("new_shell")
    assert context is not None
    states = {name: context.variable(name).state for name in (KEY, "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL")}
    assert states == {KEY: "set", "ANTHROPIC_AUTH_TOKEN": "unknown", "ANTHROPIC_BASE_URL": "set"}
