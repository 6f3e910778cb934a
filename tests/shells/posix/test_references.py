"""bash's `declare -n`: a name that stands for another variable."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.made_up import label, start_of
from tests.shells.posix.asking import exported, lay

KEY, OTHER = "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"
Needs = Callable[[str], str]

WRITTEN = [
    f"declare -n r={KEY}\nr=a\nexport r\n",
    f"f() {{ local -n o=$1; o=$2; export o; }}\nf {KEY} a\nf {OTHER} b\n",
    f"declare -n q\nq={KEY}\nq=a\nexport {KEY}\n",
    f"declare -n q\nfor q in {KEY} {OTHER}; do q=a; done\nexport {KEY} {OTHER}\n",
    f"export {KEY}=a {OTHER}=b\ndeclare -n r={KEY}\nunset r\nr=c\n",
    f"export {KEY}=a\ndeclare -n r={KEY}\nunset -n r\nr=c\n",
    f"declare -nx r={KEY}\nr=a\n",
    f"export {KEY}=a\ndeclare -n r={KEY}\nexport {OTHER}=$r$r\n[ -n \"$r\" ] && r+=x\n",
    f"f() {{ local -n o={KEY}; export -n o; }}\nexport {KEY}=a\nf\n",
    f"declare -n r=s\ndeclare -n s={KEY}\nr=a\nexport s\n",
    f"declare -n r={KEY}\ndeclare +n r\nr=a\nexport {KEY} r\n",
    f"fill() {{ local -n list=$1; list=(a b); list+=(c); }}\nfill words\nexport {KEY}=${{words[2]}}\n",
    f"export r=plain\ndeclare -n r\nexport {KEY}=${{r:-none}}\n",
    f"r={KEY}\ndeclare -n r\nexport r=a\n",
    f"f() {{ local -n r={KEY}; }}\nf\nr=a\nexport r\n",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_a_reference_does_what_it_does_in_the_real_bash(text: str, needs: Needs, tmp_path: Path) -> None:
    path = needs("bash")
    lay(tmp_path, {".bashrc": text})
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}
    real = exported(path, "interactive", tmp_path, environment)
    assert real is not None
    secrets = {name: Secret(value) for name, value in environment.items()}
    machine = Machine("linux", str(tmp_path), str(tmp_path), LiveFiles(), secrets, user="dev", uid=os.getuid(), login_shell="/bin/bash")
    end = predict_shell(machine, "bash", "interactive", secrets, (KEY, OTHER, "r"))
    told = {name: variable.value.plain if variable.value else None for name, variable in end.variables.items()}
    assert told == {name: real.get(name) for name in (KEY, OTHER, "r")}


def test_the_origin_is_the_line_that_gives_the_value() -> None:
    end = start_of("bash", "interactive", {".bashrc": f"declare -n r={KEY}\nr=a\nexport r\n"})
    assert label(end.variables[KEY]) == ".bashrc:2"
