"""What depends on running something: unknown where it can matter, and nowhere else."""

from __future__ import annotations

import pytest

from claude_auth_tui.demo.build import HOME, make_machine
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.made_up import label, start_of

KEY = "ANTHROPIC_API_KEY"
CONFIG = ".config/fish/config.fish"


def state(text: str, **fields: object) -> str | None:
    return label(start_of("fish", "login", {CONFIG: text}, **fields).variables[KEY])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "starship init fish | source",
        "direnv hook fish | source",
        "mise activate fish | source",
        "eval (/opt/homebrew/bin/brew shellenv)",
        "source (zoxide init fish | psub)",
        "eval /opt/conda/bin/conda shell.fish hook $argv | source",
        "source ~/.nvm/nvm.fish",
        "set -l out (nosuchprogram)",
        "bass source ~/.nvm/nvm.sh",
        "if type -q direnv; direnv hook fish | source; end",
        "eval (direnv export fish)",
        "mise hook-env -s fish | source",
    ],
)
def test_opaque_code_that_names_nothing_leaves_the_state_standing(line: str) -> None:
    assert state(f"set -gx {KEY} x\n{line}\n") == "config.fish:1"


@pytest.mark.parametrize(
    "line",
    [
        "op inject -i ~/.config/op/env.tpl | source",
        "doppler secrets download --no-file --format env | source",
        "aws-vault exec work -- env | source",
        "sops -d ~/.secrets.yaml | source",
        f"eval (id --print {KEY})",
        f"set -gx {KEY} (op read op://vault/key)",
        f"set -gx {KEY} (pass show anthropic)",
        f"export {KEY}=(security find-generic-password -w -s anthropic)",
        f"test (date +%H) -gt 12; and set -gx {KEY} late",
    ],
)
def test_what_may_set_it_makes_it_unknown(line: str) -> None:
    end = start_of("fish", "login", {CONFIG: f"{line}\n"})
    variable = end.variables[KEY]
    assert variable.state == "unknown"
    assert variable.notes
    assert variable.notes[0].startswith("~/.config/fish/config.fish:1: ")


def test_what_a_folder_exports_is_unknown_where_the_program_is_there() -> None:
    programs = {path: File("", "present", "file", mode=0o755, size=9, executable=True) for path in ("/usr/bin/direnv", "/usr/bin/env")}
    machine = make_machine({f"~/{CONFIG}": "eval (direnv export fish)\n", **programs}, cwd=HOME)
    end = predict_shell(machine, "fish", "login", {"PATH": Secret("/usr/bin"), "HOME": Secret(HOME)}, [KEY])
    assert end.variables[KEY].state == "unknown"


def test_an_unknown_value_keeps_its_origin() -> None:
    variable = start_of("fish", "login", {CONFIG: f"true\nset -gx {KEY} (op read op://vault/key)\n"}).variables[KEY]
    assert variable.origin is not None
    assert (variable.origin.path.rsplit("/", 1)[-1], variable.origin.line) == ("config.fish", 2)


def test_a_later_line_settles_it() -> None:
    assert state(f"op inject -i ~/x | source\nset -gx {KEY} x\n") == "config.fish:2"
    assert state(f"set -gx {KEY} (op read op://x/y)\nset -e {KEY}\n") is None


def test_both_ways_of_a_doubtful_condition_may_agree() -> None:
    text = f"if test (date) = x\n  set -gx {KEY} a\nelse\n  set -gx {KEY} b\nend\nset -gx {KEY} c\n"
    assert state(text) == "config.fish:6"
    assert state("set -gx OTHER 1\nif test (date) = x\n  set -gx OTHER 2\nend\n") is None


def test_after_a_doubtful_return_what_follows_is_doubtful() -> None:
    assert state(f"test (date) = x; and return\nset -gx {KEY} a\n") == "?"
    assert state(f"set -gx {KEY} a\ntest (date) = x; and return\nset -g OTHER b\n") == "config.fish:1"


def test_a_shell_that_may_be_replaced_counts_where_it_is_not() -> None:
    assert state(f"test (date) = x; and exec true\nset -gx {KEY} a\n") == "config.fish:2"


def test_notes_name_the_line_and_hold_no_value() -> None:
    end = start_of("fish", "login", {CONFIG: "true\nsomething sk-ant-api03-FAKEFAKEFAKE | source\n", "/usr/bin/something": ""})
    assert any(note.startswith("~/.config/fish/config.fish:2: ") for note in end.notes) or not end.notes
    assert "FAKE" not in " ".join(end.notes)


def test_what_bass_runs_is_followed_as_bash_would_run_it() -> None:
    files = {CONFIG: "bass source ~/.keys\n", ".keys": f"export {KEY}=x\n", ".config/fish/functions/bass.fish": "function bass\nend\n"}
    assert label(start_of("fish", "login", files).variables[KEY]) == ".keys:1"
    files[".keys"] = f"export {KEY}=$(op read x)\n"
    assert label(start_of("fish", "login", files).variables[KEY]) == "?"
    files[".keys"] = "export OTHER=$(op read x)\n"
    assert label(start_of("fish", "login", files).variables[KEY]) is None
