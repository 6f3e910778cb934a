"""Thousands of lines that name one variable: what each is worth is told in a second, counted as CPU time."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.words import ShellName
from tests.limits.absurd import KEY, STARTUP
from tests.shells.made_up import machine_with

LINES = 4000
VALUE = "sk-ant-api03-FAKE"


def _diagnosed(shell: ShellName, files: Mapping[str, str]) -> tuple[Diagnosis, float]:
    machine = machine_with(files, request=Request(shell=shell, start="interactive", inherit="here"))
    began = time.process_time()
    diagnosis = diagnose(machine)
    return diagnosis, time.process_time() - began


def _written(shell: ShellName, way: str) -> dict[str, str]:
    one = f"set -gx {KEY} {VALUE}" if shell == "fish" else f"export {KEY}={VALUE}"
    end = "end" if shell == "fish" else "fi"
    asked = 'if test -n "$OTHER"\n' if shell == "fish" else 'if [ -n "$OTHER" ]; then\n'
    undecided = "if date\n" if shell == "fish" else "if date; then\n"
    took = f"set -e {KEY}" if shell == "fish" else f"unset {KEY}"
    many: dict[str, str] = {
        "the same": f"{one}\n" * LINES,
        "other values": "".join(f"{one}{n}\n" for n in range(LINES)),
        "set and unset": f"{one}\n{took}\n" * (LINES // 2) + f"{one}\n",
        "never reached": f"{asked}{one}\n{end}\n" * LINES + f"{one}\n",
        "undecided": "".join(f"{undecided}{one}{n}\n{end}\n" for n in range(LINES // 4)) + f"{one}\n",
    }
    if way == "sourced":
        lines = LINES // 200
        return {f"part{n}": f"{one}{n}\n" * lines for n in range(200)} | {
            STARTUP[shell]: "".join(f"source ~/part{n}\n" for n in range(200))
        }
    return {STARTUP[shell]: many[way]}


@pytest.mark.parametrize("way", ["the same", "other values", "set and unset", "never reached", "undecided", "sourced"])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_thousands_of_exports_take_a_second(shell: ShellName, way: str) -> None:
    files = _written(shell, way)
    diagnosis, seconds = _diagnosed(shell, files)
    assert seconds < 3, f"{seconds:.2f} s"  # some 0.3 on an idle machine
    assert diagnosis.contexts[0].variable(KEY).state == "set"
    counted = [hit for hit in diagnosis.hits if hit.variable == KEY]
    assert len(counted) > LINES // 5
    if way == "other values":
        assert [hit.line for hit in counted if hit.effect == "effective"] == [LINES]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_cost_grows_with_the_lines_and_not_with_their_square(shell: ShellName) -> None:
    one = f"set -gx {KEY} {VALUE}\n" if shell == "fish" else f"export {KEY}={VALUE}\n"
    _diagnosed(shell, {STARTUP[shell]: one})
    short = min(_diagnosed(shell, {STARTUP[shell]: one * 2000})[1] for _ in range(2))
    long = min(_diagnosed(shell, {STARTUP[shell]: one * 8000})[1] for _ in range(2))
    assert long < 8 * short
