"""Options that are asked for after they were switched, under whichever of their names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.posix.asking import exported, lay

KEY = "ANTHROPIC_API_KEY"
Needs = Callable[[str], str]

ASKED: list[tuple[ShellName, str]] = [
    ("zsh", "setopt noglob\n[[ -o glob ]] && K=glob || K=no; setopt glob"),
    ("zsh", "unsetopt glob\n[[ -o NO_GLOB ]] && K=noglob; setopt glob"),
    ("zsh", "set -F\n[[ -o glob ]] || K=off; set +F"),
    ("zsh", "unsetopt unset\n[[ -o no_unset ]] && K=strict; setopt unset"),
    ("zsh", "set -u\n[[ -o unset ]] || K=strict; set +u"),
    ("zsh", "setopt noglob\nK=$options[glob]; unsetopt noglob"),
    ("zsh", "K=$options[glob]$options[unset]"),
    ("zsh", "[[ -o nologin ]] && K=nologin; [[ -o interactive ]] || K+=script"),
    ("zsh", "setopt no_nomatch\n[[ -o nomatch ]] || K=quiet; [[ -o nonomatch ]] && K+=too"),
    ("bash", "set -f\n[[ -o noglob ]] && K=noglob; set +f"),
    ("bash", "set -o nounset\n[[ -o nounset ]] && K=strict; set +u"),
    ("bash", "shopt -s nullglob\nshopt -q nullglob && K=null"),
]  # fmt: skip


@pytest.mark.parametrize(("shell", "text"), ASKED)
def test_an_option_is_on_where_the_real_shell_says_so(shell: ShellName, text: str, needs: Needs, tmp_path: Path) -> None:
    path = needs(shell)
    lay(tmp_path, {".bashrc": f"{text}\nexport {KEY}=$K\n", ".zshrc": f"{text}\nexport {KEY}=$K\n"})
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}
    real = exported(path, "interactive", tmp_path, environment)
    assert real is not None
    secrets = {name: Secret(value) for name, value in environment.items()}
    machine = Machine("linux", str(tmp_path), str(tmp_path), LiveFiles(), secrets, user="dev", uid=os.getuid(), login_shell="/bin/bash")
    value = predict_shell(machine, shell, "interactive", secrets, (KEY,)).variables[KEY].value
    assert (value.plain if value is not None else None) == real.get(KEY)
