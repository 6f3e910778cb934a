"""What known tools print for fish to run is done, as far as it is followed."""

from __future__ import annotations

import pytest

from claude_auth_tui.demo.build import HOME, make_machine
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.predict import predict_shell
from claude_auth_tui.shells.result import ShellEnd

KEY = "ANTHROPIC_API_KEY"
TOOL = File("", "present", "file", mode=0o755, size=9, executable=True)


def _end(text: str, **files: str) -> ShellEnd:
    table = {"~/.config/fish/config.fish": text, **{f"~/{path}": content for path, content in files.items()}}
    tools = {f"~/tools/bin/{name}": TOOL for name in ("pyenv", "rbenv", "brew", "starship")}
    machine = make_machine({**table, **tools, "/usr/bin/env": TOOL}, cwd=HOME)
    inherited = {name: Secret(value) for name, value in {"PATH": f"{HOME}/tools/bin:/usr/bin", "HOME": HOME}.items()}
    return predict_shell(machine, "fish", "login", inherited, [KEY])


@pytest.mark.parametrize("line", ["pyenv init - | source", "pyenv init - fish | source", "eval (pyenv init -)"])
def test_the_completions_of_pyenv_are_read(line: str) -> None:
    end = _end(f"{line}\n", **{"tools/completions/pyenv.fish": f"set -gx {KEY} made-up\n"})
    assert end.variables[KEY].state == "set"
    assert unveil(end.environment["PATH"]).startswith(f"{HOME}/.pyenv/shims:")


def test_those_of_rbenv_are_not() -> None:
    end = _end("rbenv init - fish | source\n", **{"tools/completions/rbenv.fish": f"set -gx {KEY} made-up\n"})
    assert end.variables[KEY].state == "unset"
    assert unveil(end.environment["RBENV_SHELL"]) == "fish"


def test_path_stays_known_behind_them() -> None:
    for line in ("pyenv init --path | source", "eval (brew shellenv)"):
        assert _end(f"{line}\nnosuchtool; or set -gx {KEY} made-up\n").variables[KEY].state == "set"
