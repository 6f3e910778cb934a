"""What is typed comes back in no message, and the real program prints no value in any of its forms."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.canary.canaries import LENGTHS, Canary, canary
from tests.canary.homes import full, home_with, run
from tests.canary.places import SHELLS, WORD, Shell
from tests.canary.scanning import Leak, Scanner

_COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "check": ("check",),
    "check --json": ("check", "--json"),
    "check --json --what-if": ("check", "--json", "--what-if"),
    "check --plain --what-if": ("check", "--plain", "--what-if"),
    "without a terminal": (),
    "report": ("report",),
    "report --json": ("report", "--json"),
    "explain": ("explain", "Invalid API key · Please run /login"),
    "explain --json": ("explain", "--json", "401 authentication_error"),
}


def _seen(canaries: Sequence[Canary], channel: str, text: str) -> list[Leak]:
    return Scanner(canaries).leaks(channel, text, rows="json" not in channel)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("shell", SHELLS)
def test_the_program_prints_no_value_of_a_machine_full_of_them(tmp_path: Path, shell: Shell) -> None:
    home = home_with(full(shell), tmp_path)
    assert len(home.canaries) > 80
    found: list[Leak] = []
    for channel, words in _COMMANDS.items():
        done = home.run(*words)
        assert "Traceback" not in done.stderr
        assert "ANTHROPIC_" in done.stdout
        found += _seen(home.canaries, channel, done.stdout) + _seen(home.canaries, f"stderr of {channel}", done.stderr)
    report = tmp_path / "report.json"
    report.write_text(home.run("report", "--json").stdout)
    for words in (("check", "--open", str(report)), ("check", "--json", "--open", str(report)), ("--open", str(report))):
        done = home.run(*words)
        found += _seen(home.canaries, " ".join(words[:-1]), done.stdout + done.stderr)
    first = {leak.place: leak for leak in reversed(found)}
    assert not first, f"{len(first)} of {len(home.canaries)} places leak:\n" + "\n".join(str(leak)[:300] for leak in first.values())


_TYPED: Final[Mapping[str, tuple[str, ...]]] = {
    "command": ("CANARY",),
    "option": ("--CANARY",),
    "option-value": ("--CANARY=CANARY",),
    "option-short": ("-kCANARY",),
    "option-behind": ("check", "--CANARY"),
    "option-misspelt": ("check", "--jsonCANARY"),
    "word-behind": ("check", "CANARY"),
    "word-behind-report": ("report", "CANARY"),
    "help": ("CANARY", "--help"),
    "help-behind": ("check", "--help", "CANARY", "--CANARY"),
    "demo": ("demo", "CANARY"),
    "demo-two": ("demo", "x", "CANARY"),
    "only": ("check", "--only", "CANARY"),
    "only-two": ("check", "--only", "key-not-approved,CANARY"),
    "explain-check": ("check", "--explain", "CANARY"),
    "explain-near": ("check", "--explain", "key-not-CANARY"),
    "shell": ("check", "--shell", "CANARY"),
    "start": ("check", "--start=CANARY"),
    "inherit": ("--inherit", "CANARY", "check"),
    "expect": ("check", "--expect", "CANARY"),
    "expect-surface": ("check", "--expect", "CANARY=key"),
    "expect-kind": ("check", "--expect", "print=CANARY"),
    "explain": ("explain", "Invalid API key CANARY"),
    "explain-json": ("explain", "--json", "x-api-key: CANARY"),
    "explain-only": ("explain", "CANARY"),
    "explain-option": ("explain", "--CANARY"),
    "json-value": ("check", "--json=CANARY"),
    "settings-json": ("check", "--settings", '{"env": {"ANTHROPIC_API_KEY": "CANARY"}, "CANARY": 1}'),
    "settings-broken": ("check", "--settings", '{"env": {"ANTHROPIC_API_KEY": "CANARY"'),
    "settings-both": ("check", "--settings", '{"apiKeyHelper": "CANARY"}', "--CANARY"),
    "settings-missing": ("check", "--settings"),
    "open-both": ("--open", "x", "CANARY"),
}
_TYPED_PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    "cwd": ("check", "--cwd", "CANARY"),
    "cwd-below": ("check", "--cwd", "/nowhere/CANARY/x"),
    "open": ("--open", "CANARY"),
    "check-open": ("check", "--open", "/nowhere/CANARY.json"),
    "settings": ("check", "--settings", "/nowhere/CANARY.json"),
}
"""A path may be repeated, except for a name in it that has a long mixed run."""


def _cases() -> list[object]:
    long = [(name, words, length) for name, words in {**_TYPED, **_TYPED_PATHS}.items() for length in (24, 108)]
    short = [(name, words, 12) for name, words in _TYPED.items()]
    return [pytest.param(words, canary(f"typed/{name}", length, bare=True), id=f"{name}-{length}") for name, words, length in long + short]


@pytest.mark.parametrize(("words", "value"), _cases())
def test_what_is_typed_is_not_repeated(tmp_path: Path, words: tuple[str, ...], value: Canary) -> None:
    done = run(_environment(tmp_path), tmp_path, [word.replace(WORD, value.text) for word in words])
    assert "Traceback" not in done.stderr
    assert [str(leak) for leak in _seen([value], "stdout", done.stdout) + _seen([value], "stderr", done.stderr)] == []


def _environment(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "SHELL": "/bin/zsh",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("how", [(), ("--json",)])
def test_what_is_read_from_standard_input_is_not_repeated(tmp_path: Path, how: tuple[str, ...], length: int) -> None:
    value = canary("typed/standard input", length)
    text = f'$ ANTHROPIC_API_KEY={value.text} claude\nAPI Error: 401 {{"x-api-key": "{value.text}"}}\n{value.text}\nInvalid API key\n'
    done = run(_environment(tmp_path), tmp_path, ["explain", *how, "-"], given=text)
    assert done.returncode == 0
    assert [str(leak) for leak in _seen([value], "explain", done.stdout + done.stderr)] == []


@pytest.mark.parametrize("length", LENGTHS)
def test_a_file_that_is_no_report_is_not_repeated(tmp_path: Path, length: int) -> None:
    value = canary("typed/no report", length)
    for content in (
        value.text,
        json.dumps(value.text),
        json.dumps({value.text: value.text}),
        f'{{"schema": "{value.text}"}}',
        f'{{"schema": {value.text}',
    ):
        file = tmp_path / "report.json"
        file.write_text(content)
        done = run(_environment(tmp_path), tmp_path, ["check", "--open", str(file)])
        assert done.returncode == 2
        assert [str(leak) for leak in _seen([value], "check --open", done.stdout + done.stderr)] == []
