"""`set -e` and `set -u` in a startup file: where the shell ends, and where only its file does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.made_up import start_of
from tests.shells.posix.asking import lay, typed_in

A, B, C = "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"
FILE = {"bash": ".bashrc", "zsh": ".zshrc"}
Needs = Callable[[str], str]

ENDING = [
    "false",
    "[ -f ~/.nowhere ]",
    "[[ -n $NOTHING ]]",
    "X=$(false)",
    "(( 0 ))",
    "( false )",
    "true | false",
    "true && false",
    "f() { false && true; }; f",
    ". ~/.part",
    "eval false",
    "if true; then false; fi",
    "{ false; }",
    "f() { false; unset ANTHROPIC_API_KEY; }; f",
    "no-such-command-anywhere",
    "f() { return 3; }; f",
]
GOING_ON = [
    "false || true",
    "false && true",
    "if false; then :; fi",
    "! true",
    "! false",
    "while false; do :; done",
    "until true; do :; done",
    "export X=$(false)",
    "f() { false; export ANTHROPIC_BASE_URL=inside; }; f || true",
    "f() { false; export ANTHROPIC_BASE_URL=inside; }; if f; then :; fi",
    "export ANTHROPIC_BASE_URL=$(false; echo inside)",
    "set +e; false",
    "false | true",
    "[ -f ~/.nowhere ] && . ~/.nowhere",
    "case x in y) false ;; esac",
    "for x in 1 2; do false || continue; done",
    "(( 0 )) || true",
    "true; ! { false; }",
]


@pytest.mark.parametrize("line", [*ENDING, *GOING_ON])
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_set_e_ends_the_shell_where_the_real_one_ends(shell: ShellName, line: str, needs: Needs, tmp_path: Path) -> None:
    path = needs(shell)
    lay(tmp_path, {FILE[shell]: f"export {A}=a\nset -e\n{line}\nexport {B}=b\nset +e\n", ".part": '[ -n "$NOTHING" ] && true\n'})
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}
    real = typed_in([path, "-i"], tmp_path, environment)
    secrets = {name: Secret(value) for name, value in environment.items()}
    machine = Machine("linux", str(tmp_path), str(tmp_path), LiveFiles(), secrets, user="dev", uid=os.getuid(), login_shell="/bin/bash")
    end = predict_shell(machine, shell, "interactive", secrets, (A, B, C))
    assert any("the shell ends here" in note for note in end.notes) == (real is None)
    if real is not None:
        told = {name: variable.value.plain if variable.value else None for name, variable in end.variables.items()}
        assert told == {name: real.get(name) for name in (A, B, C)}


def test_what_a_failing_line_keeps_from_being_run_is_told() -> None:
    end = start_of("bash", "interactive", {".bashrc": f"set -e\nfalse\nexport {A}=a\n"})
    hit = next(f.hit for f in end.found)
    assert (hit.effect, end.variables[A].state) == ("not_reached", "unset")
    assert end.notes == ("~/.bashrc:2: the shell ends here: `set -e` is on, and this fails",)


def test_a_command_that_may_fail_is_taken_to_succeed() -> None:
    end = start_of("bash", "interactive", {".bashrc": f"set -e\ngrep -q $$ /proc/self/stat\nexport {A}=a\n"})
    assert end.variables[A].state == "set"


@pytest.mark.parametrize(("shell", "after"), [("bash", "set"), ("zsh", "unset")])
def test_an_unset_variable_under_set_u_ends_the_file_in_zsh_only(shell: ShellName, after: str) -> None:
    end = start_of(shell, "interactive", {FILE[shell]: f"set -u\nexport {A}=a\nexport {C}=$NOTHING\nexport {B}=b\n"})
    assert (end.variables[A].state, end.variables[B].state, end.variables[C].state) == ("set", after, "unset")


DECLARING = [
    f"false; export {C}=s$?",
    f"false; declare -x {C}=s$?",
    f"{A}=$(false); export {C}=s$?",
    f"false; export {A}=x {C}=s$?",
    f"export {A}=$(false) {C}=s$?",
]


@pytest.mark.parametrize("line", DECLARING)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_what_the_last_command_answered_is_known_in_the_words_of_a_declaration(
    shell: ShellName, line: str, tmp_path: Path, needs: Needs
) -> None:
    """`$?` there is that of the command before; the declaration itself has answered nothing yet."""
    end = start_of(shell, "interactive", {FILE[shell]: line + "\n"})
    told = end.variables[C].value
    assert told is not None
    script = tmp_path / "script"
    script.write_text(f'{line}\nprintf %s "${C}"\n')
    seen = subprocess.run(
        [needs(shell), str(script)], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True, timeout=20
    )
    assert told == Secret(seen.stdout)
