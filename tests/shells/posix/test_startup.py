"""Which startup files count, and why the others do not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from claude_auth_tui.demo.build import HOME
from claude_auth_tui.model.machine import File, StoredFiles
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.made_up import label, machine_with, start_of

KEY = "ANTHROPIC_API_KEY"
ALL = {
    f: f"export {KEY}=val@{f}:1@\n"
    for f in (".bash_profile", ".bash_login", ".profile", ".bashrc", ".zshenv", ".zprofile", ".zshrc", ".zlogin")
}


@pytest.mark.parametrize(
    ("shell", "start", "last"),
    [
        ("bash", "login", ".bash_profile:1"),
        ("bash", "interactive", ".bashrc:1"),
        ("bash", "script", None),
        ("zsh", "login", ".zlogin:1"),
        ("zsh", "interactive", ".zshrc:1"),
        ("zsh", "script", ".zshenv:1"),
    ],
)
def test_the_last_file_of_a_start_wins(shell: ShellName, start: StartKind, last: str | None) -> None:
    assert label(start_of(shell, start, ALL).variables[KEY]) == last


@pytest.mark.parametrize(("gone", "read"), [((".bash_profile",), ".bash_login:1"), ((".bash_profile", ".bash_login"), ".profile:1")])
def test_a_login_bash_reads_the_first_it_finds(gone: tuple[str, ...], read: str) -> None:
    files = {path: text for path, text in ALL.items() if path not in gone}
    assert label(start_of("bash", "login", files).variables[KEY]) == read


def test_why_a_file_is_not_read_is_said() -> None:
    reasons = {f.hit.path.rsplit("/", 1)[-1]: (f.hit.effect, f.hit.because) for f in start_of("bash", "login", ALL).found}
    assert reasons[".profile"] == ("inactive", "~/.bash_profile exists, so a login bash does not read it")
    assert reasons[".bashrc"][0] == "inactive"
    assert reasons[".zshrc"] == ("inactive", "bash does not read it, and no file that it reads sources it")
    assert reasons[".bash_profile"][0] == "effective"


def test_zdotdir_moves_the_files_and_the_old_ones_say_so() -> None:
    files = {".zshenv": "export ZDOTDIR=~/.config/zsh\n", ".config/zsh/.zshrc": f"export {KEY}=a\n", ".zshrc": f"export {KEY}=b\n"}
    end = start_of("zsh", "interactive", files)
    assert label(end.variables[KEY]) == ".zshrc:1"
    assert end.files[-1].endswith("/.config/zsh/.zshrc")
    old = next(f.hit for f in end.found if f.hit.path.endswith("dev/.zshrc"))
    assert (old.effect, old.because) == ("inactive", "ZDOTDIR is ~/.config/zsh, so zsh reads ~/.config/zsh/.zshrc instead")


def test_system_wide_files_are_read_first() -> None:
    files = {"/etc/zsh/zshenv": f"export {KEY}=system\n", "/etc/profile": "for i in /etc/profile.d/*.sh; do . $i; done\n"}
    files |= {"/etc/profile.d/key.sh": f"export {KEY}=system\n"}
    assert label(start_of("zsh", "script", files).variables[KEY]) == "zshenv:1"
    assert label(start_of("bash", "login", files).variables[KEY]) == "key.sh:1"
    assert label(start_of("zsh", "script", files | {".zshenv": f"unset {KEY}"}).variables[KEY]) is None


def test_macos_builds_path_from_its_files() -> None:
    files = {
        "/etc/zprofile": "if [ -x /usr/libexec/path_helper ]; then\n\teval `/usr/libexec/path_helper -s`\nfi\n",
        "/etc/paths": "/usr/bin\n/bin\n",
    }
    machine = machine_with(files | {"/etc/paths.d/tool": "/opt/tool/bin\n"}, platform="macos")
    helper = File("/usr/libexec/path_helper", "present", "file", mode=0o755, executable=True)
    table = StoredFiles({**machine.files.files, helper.path: helper}, machine.files.folders)  # type: ignore[attr-defined]
    end = predict_shell(
        replace(machine, files=table), "zsh", "login", {"PATH": Secret("/usr/local/bin:/bin"), "HOME": Secret(HOME)}, (KEY,)
    )
    assert end.environment["PATH"].plain == "/usr/bin:/bin:/opt/tool/bin:/usr/local/bin"


def test_bash_env_is_for_scripts_only() -> None:
    files, env = {".env.sh": f"export {KEY}=a\n"}, {"BASH_ENV": "$HOME/.env.sh"}
    assert label(start_of("bash", "script", files, env).variables[KEY]) == ".env.sh:1"
    assert label(start_of("bash", "interactive", files, env).variables[KEY]) is None


def test_everything_exported_is_handed_over_with_its_value() -> None:
    end = start_of("zsh", "login", {".zshrc": 'export CLAUDE_CONFIG_DIR="$HOME/.claude-work"\npath=(~/bin $path)\nLOCAL=1\n'})
    environment = {name: value.plain for name, value in end.environment.items()}
    assert environment["CLAUDE_CONFIG_DIR"] == "/home/dev/.claude-work"
    assert environment["PATH"] == "/home/dev/bin:/usr/local/bin:/usr/bin:/bin"
    assert "LOCAL" not in environment


def test_zsh_asks_the_system_who_the_user_is() -> None:
    text = "[[ $LOGNAME = root && $USERNAME = root && ${(%):-%n} = root && $USER = dev ]] && export ANTHROPIC_API_KEY=a\n"
    assert start_of("zsh", "interactive", {".zshrc": text}, uid=0).variables["ANTHROPIC_API_KEY"].state == "set"
    assert start_of("zsh", "interactive", {".zshrc": text}, uid=1000).variables["ANTHROPIC_API_KEY"].state == "unset"
