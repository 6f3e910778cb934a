"""Startup files and documents made up by chance: nothing is raised, and each ends within its budget, counted as CPU time."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_auth_tui.demo.build import HOME
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.documents.strict_json import parse
from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.config_file import read_preferences
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.shells.result import ShellEnd
from tests.limits.absurd import KEY, MANY, NUMBERS, OPENS, SLOW, STARTUP, ordinary, parts_for
from tests.shells.made_up import machine_with, start_of

SHELLS: tuple[ShellName, ...] = ("bash", "zsh", "fish")
SMALL, LARGE = 2_000, 64_000
IN_TIME = {SMALL: 1.5, LARGE: 6.0}
"""Seconds on a busy machine; 0.4 and 2 on an idle one."""
FEW = settings(max_examples=15, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
OFTEN = settings(FEW, max_examples=1500)


def _evaluated(shell: ShellName, text: str, limit: float) -> ShellEnd:
    began = time.process_time()
    end = start_of(shell, "interactive", {STARTUP[shell]: text})
    took = time.process_time() - began
    assert took < limit, f"{took:.1f} s for {len(text)} characters"
    assert not [note for note in end.notes if "this program failed" in note]
    return end


@pytest.mark.parametrize("number", ["²", "٣", MANY], ids=["raised", "Arabic", "long"])
@pytest.mark.parametrize(("shell", "line"), [(shell, line) for shell in SHELLS for line in NUMBERS[shell]])
def test_a_number_that_is_none(shell: ShellName, line: str, number: str) -> None:
    _evaluated(shell, line.replace("N", number) + "\n", IN_TIME[SMALL])


@pytest.mark.parametrize("line", SLOW, ids=range(len(SLOW)))
@pytest.mark.parametrize("shell", SHELLS)
def test_a_program_asked_for_the_absurd(shell: ShellName, line: str) -> None:
    _evaluated(shell, re.sub(r"(\w)=(\$\(|')", r"set \1 \2", line).replace("$(", "(") if shell == "fish" else line, IN_TIME[LARGE])


@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.sweep)])
@pytest.mark.parametrize("shell", SHELLS)
def test_one_thing_again_and_again(shell: ShellName, size: int) -> None:
    for part in parts_for(shell):
        text = part * (size // len(part))
        end = _evaluated(shell, text + ordinary(shell), IN_TIME[size])
        assert KEY in end.variables
    for opening in OPENS:
        many = opening * (size // len(opening))
        for text in (many, f"echo {many}", f'x="{many}"', ordinary(shell, many)):
            _evaluated(shell, text + "\n" + ordinary(shell), IN_TIME[size])


def _texts(shell: ShellName) -> st.SearchStrategy[str]:
    pieces = st.one_of(st.sampled_from([*parts_for(shell), *OPENS, ordinary(shell), " ", "\n", ";", "x"]), st.text(max_size=8))
    runs = st.tuples(pieces, st.integers(1, 40)).map(lambda run: run[0] * run[1])
    return st.lists(runs, max_size=30).map(lambda parts: "".join(parts)[:SMALL])


@pytest.mark.parametrize("shell", SHELLS)
@FEW
@given(data=st.data())
def test_a_soup_of_them(shell: ShellName, data: st.DataObject) -> None:
    _evaluated(shell, data.draw(_texts(shell)), IN_TIME[SMALL])


@pytest.mark.sweep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("shell", SHELLS)
@OFTEN
@given(data=st.data())
def test_a_soup_of_them_many_times(shell: ShellName, data: st.DataObject) -> None:
    _evaluated(shell, data.draw(_texts(shell)), IN_TIME[SMALL])


_DOCUMENTS = (
    ".claude/settings.json", ".claude.json", ".claude/.credentials.json", ".env", ".envrc", ".bashrc", "compose.yaml", ".vscode/settings.json",
    ".config/mise/config.toml", ".claude/settings.local.json", ".pam_environment", ".config/environment.d/a.conf",
)  # fmt: skip
_TOKENS = (
    "{", "[", '"', "'", "}", "]", ":", ",", "\n", "- ", "  ", "\\", "//", "/*", "#", "=", "<key>", "${", "null", "1e999", "NaN", f'"{KEY}": "x"',
    '{"env": {', '"apiKeyHelper": ', f"{KEY}=", "export ", "services:\n  a:\n    environment:\n", "[env]\n", "&a *a", "\x00", "\ufeff", "é", "\r\n",
)  # fmt: skip


@FEW
@given(runs=st.lists(st.tuples(st.sampled_from(_TOKENS), st.integers(1, 3000)), max_size=12), path=st.sampled_from(_DOCUMENTS))
def test_a_document_of_brackets_and_words(runs: list[tuple[str, int]], path: str) -> None:
    text = "".join(token * count for token, count in runs)[:LARGE]
    machine = machine_with({path: text, ".bashrc": ordinary("bash")}, request=Request(shell="bash", start="interactive", inherit="here"))
    began = time.process_time()
    diagnosis = diagnose(machine)
    took = time.process_time() - began
    assert took < IN_TIME[LARGE], f"{took:.1f} s for {path}: {runs}"
    assert not [f.id for f in diagnosis.findings if "failed" in f.title]
    assert not [note for context in diagnosis.contexts for note in context.notes if "this program failed" in note]


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"a":[', '"', '[{"a":"', "[[[],"])
def test_brackets_by_the_hundred_thousand_in_settings(opening: str) -> None:
    machine = machine_with({".claude/settings.json": opening * 200_000, ".claude.json": opening * 200_000})
    began = time.process_time()
    diagnosis = diagnose(machine)
    assert time.process_time() - began < 6
    assert any(finding.id == "settings-broken" for finding in diagnosis.findings if finding.level == "error" or finding.level == "warning")


def test_a_document_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from claude_auth_tui.documents import strict_json

    parsed: list[str] = []
    real = strict_json._loads

    def counted(text: str) -> object:
        parsed.append(text)
        return real(text)

    monkeypatch.setattr(strict_json, "_loads", counted)
    gather(machine_with({".claude/settings.json": '{"env": {"ONCE": "parsed-once"}}'}))
    assert sum("parsed-once" in text for text in parsed) == 1


def test_the_same_text_is_the_same_document() -> None:
    assert parse(Secret('{"a": "fresh text"}')).value == parse(Secret('{"a": "fresh text"}')).value


@pytest.mark.parametrize("path", [".aws/config", ".config/claude-auth-tui/config.toml"])
def test_a_header_without_an_end(path: str) -> None:
    began = time.process_time()
    text = "[" + " " * 4000 + "x\n"
    read_preferences(machine_with({path: text}).files, f"{HOME}/{path}", HOME)
    diagnose(machine_with({path: text, ".bashrc": "export CLAUDE_CODE_USE_BEDROCK=1 AWS_PROFILE=x\n"}))
    assert time.process_time() - began < IN_TIME[SMALL]
