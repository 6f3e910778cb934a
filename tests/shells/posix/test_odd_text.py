"""Whatever a startup file holds, an evaluation ends, soon, and with an answer."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.made_up import label, start_of
from tests.shells.posix.generate import home_of

KEY = "ANTHROPIC_API_KEY"
_PIECES = st.sampled_from(
    ["'", '"', "`", "$", "$(", "${", "$((", "((", "[[ ", " ]]", "{ ", " }", "(", ")", "<<E\n", "\nE\n", "if ", "; then ", "; fi", "for x in ", "; do ", "; done",
     "case x in a) ", ";;", " esac", "function f ", "f() ", "&&", "||", "|", "&", ";", "\n", "\\", "#", " ", "=", f"export {KEY}=", "a", "~", "*", "[a-z]", "${x:-", "}",
     "eval ", "source ~/.zshrc", "$'\\x", "\0", "\r\n", "é", "return ", "exit ", "while true; do :; done", "alias e=", "set -a", "(( i++ ))", "$x[1,2]", "${(f)"]
)  # fmt: skip


def test_a_nul_ends_a_quoted_text_in_bash_and_is_never_left_out() -> None:
    line = f"export {KEY}=$'a\\0b'c\n"
    told = {shell: start_of(shell, "interactive", {".zshrc": line, ".bashrc": line}).variables[KEY] for shell in ("bash", "zsh")}
    assert told["bash"].value is not None
    assert told["zsh"].value is not None
    assert unveil(told["bash"].value) == "ac"  # observed: bash 5.2
    assert unveil(told["zsh"].value) == "a"  # observed: zsh 5.9 keeps it, and exports what stands before it


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=80)))
def test_any_text_gets_an_answer(shell: ShellName, text: str) -> None:
    machine = make_machine({"~/.zshrc": text, "~/.bashrc": text})
    end = predict_shell(machine, shell, "interactive", machine.environment, (KEY,))
    assert end.variables[KEY].state in ("set", "empty", "unset", "unknown")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 5000),
    cuts=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3), st.sampled_from("'\"`(){}[]$;&|\n\\")), max_size=4),
)
def test_mangled_real_files_get_an_answer(shell: ShellName, seed: int, cuts: list[tuple[int, int, str]]) -> None:
    files = home_of(seed, shell)
    for path in list(files):
        text = files[path]
        for at, length, insert in cuts:
            text = text[: at % (len(text) + 1)] + insert + text[at % (len(text) + 1) + length :]
        files[path] = text
    end = start_of(shell, "login", files)
    assert all(v.state in ("set", "empty", "unset", "unknown") for v in end.variables.values())


@pytest.mark.parametrize(
    "text",
    [
        "while true; do :; done\n",
        "f() { f; f; }\nf\n",
        ". ~/.zshrc\n. ~/.zshrc\n",
        "for i in {1..400}; do for j in {1..400}; do for k in {1..400}; do :; done; done; done\n",
        "(" * 5000,
        "${" * 5000,
        'x="' + "$(" * 3000,
        "a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; [[ $a == *a*a*a*a*a*a*a*a*a*a*a*b ]]\n",
        "[[ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa =~ (a+)+b ]]\n",
        "x=a; for i in {1..60}; do x=$x$x; done\n",
        "alias a='a a'; a\nalias b='c'\nalias c='b'\nb\n",
        "((i=1)); while ((i)); do ((i++)); done\n",
    ],
)
def test_what_would_not_end_ends(text: str) -> None:
    began = time.monotonic()
    end = start_of("zsh", "interactive", {".zshrc": text + f"export {KEY}=a\n"})
    assert time.monotonic() - began < 20  # seconds; generous, a machine may be busy
    assert end.variables[KEY].state in ("set", "unset", "unknown")


def test_where_a_file_cannot_be_read_on_is_said_and_what_stands_before_counts() -> None:
    end = start_of("bash", "interactive", {".bashrc": f'export {KEY}=a\nif true; then\necho "open\nexport {KEY}=b\n'})
    assert label(end.variables[KEY]) == ".bashrc:1"
    assert any("~/.bashrc:" in note and "never closed" in note for note in end.notes)
