"""HOME and the other variables that name folders, set to what only the running shell knows: what needs them is unknown, with the line."""

from __future__ import annotations

import pytest

from claude_auth_tui.demo.build import HOME
from claude_auth_tui.model.machine import File, with_files
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.made_up import label, machine_with, start_of

KEY = "ANTHROPIC_API_KEY"
_FISH = ".config/fish/config.fish"


@pytest.mark.parametrize(
    ("shell", "file", "text", "told"),
    [
        ("bash", ".bashrc", f"export HOME=$$\nexport {KEY}=~/x\n", "~/.bashrc:1"),
        ("zsh", ".zshrc", f"export HOME=$$\nexport {KEY}=~/x\n", "~/.zshrc:1"),
        ("bash", ".bashrc", f"export HOME=$(env)$$\nif true; then\nexport {KEY}=a:~\nfi\n", "~/.bashrc:1"),
        ("fish", _FISH, f"set -gx HOME $fish_pid\nset -gx {KEY} ~/x\n", "$fish_pid"),
    ],
)
def test_a_tilde_is_unknown_where_home_is(shell: ShellName, file: str, text: str, told: str) -> None:
    variable = start_of(shell, "interactive", {file: text}).variables[KEY]
    assert label(variable) == "?"
    assert told in " ".join(variable.notes)


@pytest.mark.parametrize(
    "setting", ["export HOME=$$", 'readonly HOME="$(env)$$"', "unset HOME", "HOME=(a b)", "declare -i HOME", "export PATH=$$ CDPATH=$$"]
)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("use", ["cd", "cd ~/x", "cd -", ". ~/more", "[ -d ~/x ]", "hash -d a=~/x; echo ~a", "cat < ~/x > ~/y", "pushd ~"])
def test_whatever_needs_it_is_followed_no_further_and_the_rest_is_known(shell: ShellName, setting: str, use: str) -> None:
    file = ".bashrc" if shell == "bash" else ".zshrc"
    end = start_of(shell, "interactive", {file: f"{setting}\n{use}\nexport {KEY}=a\n", "more": "# nothing\n"})
    if setting.startswith("declare") and shell == "zsh":
        assert label(end.variables[KEY]) in (f"{file}:3", None, "?")  # what it says to a path where a number belongs
    else:
        assert label(end.variables[KEY]) == f"{file}:3"


@pytest.mark.parametrize(
    ("shell", "start", "first", "second", "named"),
    [
        ("zsh", "interactive", (".zshenv", "export ZDOTDIR=$$\n"), ".zshrc", "ZDOTDIR"),
        ("zsh", "interactive", (".zshenv", "export HOME=$$\n"), ".zshrc", "HOME"),
        ("bash", "login", ("/etc/profile", "export HOME=$$\n"), ".bash_profile", "HOME"),
        ("bash", "interactive", ("/etc/bash.bashrc", "export HOME=$$\n"), ".bashrc", "HOME"),
    ],
)
def test_whether_a_file_is_read_cannot_be_told_where_its_folder_cannot(
    shell: ShellName, start: StartKind, first: tuple[str, str], second: str, named: str
) -> None:
    path, text = first
    end = start_of(shell, start, {path: text, second: f"export {KEY}=a\n"})
    assert label(end.variables[KEY]) == "?"
    hit = next(found.hit for found in end.found if found.hit.variable == KEY)
    assert hit.effect == "conditional"
    assert f"{named} is set at" in hit.because


@pytest.mark.parametrize("variable", ["HOME", "XDG_CONFIG_HOME"])
def test_a_fish_that_takes_the_place_of_bash_does_not_know_its_folder_either(variable: str) -> None:
    files = {".bashrc": f"export {variable}=$$\nexec fish\n", _FISH: f"set -gx {KEY} a\n"}
    fish = File("/usr/bin/fish", "present", "file", mode=0o755, uid=0, size=100, executable=True)
    machine = with_files(machine_with(files), {"/usr/bin/fish": fish})
    assert (
        label(predict_shell(machine, "bash", "interactive", {"PATH": Secret("/usr/bin"), "HOME": Secret(HOME)}, (KEY,)).variables[KEY])
        == "?"
    )
