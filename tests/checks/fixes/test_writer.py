"""Every command is run in the real shells: it changes what it names, nothing else, and its undo brings the old state back."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from claude_auth_tui.checks.fixes.writer import Step, Writer
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.words import FixShell
from claude_auth_tui.read.files import LiveFiles
from tests.checks.running import SHELLS, run
from tests.programs import needed

X = say("ANTHROPIC_API_KEY")
KEY = "sk-ant-api03-FAKE"


def writer(home: Path, shell: FixShell) -> Writer:
    return Writer(replace(make_machine(home=str(home), uid=home.stat().st_uid), files=LiveFiles()), shell)


@pytest.fixture(params=["home", "it's my home $HOME `x`"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / str(request.param)
    path.mkdir()
    return path


@pytest.mark.parametrize("shell", SHELLS)
def test_lines_are_commented_out_and_back(shell: FixShell, home: Path) -> None:
    rc = home / ".rc"
    before = f"echo a\nexport {X}=1\nif true; then\n  export {X}=2\nfi\n"
    rc.write_text(before)
    step = writer(home, shell).comment_lines(str(rc), {2: "# ", 4: ": # "}, X)
    run(shell, step.command, home)
    assert rc.read_text() == f"echo a\n# export {X}=1\nif true; then\n: #   export {X}=2\nfi\n"
    run(shell, step.undo, home)
    assert rc.read_text() == before


@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_that_moved_meanwhile_is_left_alone(shell: FixShell, home: Path) -> None:
    rc = home / ".rc"
    rc.write_text(f"export {X}=1\necho new first line\n")
    run(shell, writer(home, shell).comment_lines(str(rc), {2: "# "}, X).command, home)
    assert rc.read_text() == f"export {X}=1\necho new first line\n"


def test_a_linked_dotfile_stays_a_link(home: Path) -> None:
    (home / "dotfiles").mkdir()
    real, link = home / "dotfiles" / "zshrc", home / ".zshrc"
    real.write_text(f"export {X}=1\n")
    link.symlink_to("dotfiles/zshrc")
    run("bash", writer(home, "bash").comment_lines(str(link), {1: "# "}, X).command, home)
    assert link.is_symlink()
    assert real.read_text() == f"# export {X}=1\n"


def test_macos_has_another_sed() -> None:
    machine = make_machine({"~/.zshrc": f"export {X}=1"}, platform="macos")
    step = Writer(machine, "zsh").comment_lines("/home/dev/.zshrc", {1: "# "}, X)
    assert step.command == f"sed -i '' '1{{/{X}/s/^/# /;}}' ~/.zshrc"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_is_changed_with_a_copy_kept(shell: FixShell, home: Path) -> None:
    rc = home / ".rc"
    rc.write_text(f"echo {X}\nexport {X}={KEY}\n")
    (home / ".rc.bak").write_text("mine")
    step = writer(home, shell).substitute(str(rc), 2, say("{}/s//CLAUDE_CODE_OAUTH_TOKEN/g", X))
    run(shell, step.command, home)
    assert rc.read_text() == f"echo {X}\nexport CLAUDE_CODE_OAUTH_TOKEN={KEY}\n"
    assert (home / ".rc.bak").read_text() == "mine"
    run(shell, step.undo, home)
    assert rc.read_text() == f"echo {X}\nexport {X}={KEY}\n"


LAYOUTS = {
    "one line": '\ufeff{"model": "opus – ü", "env": {"ANTHROPIC_API_KEY": "x", "A": "1"}, "n": 1.5, "list": [1, {"a": null}]}',
    "a line of its own": '{\n  "env": {\n    "ANTHROPIC_API_KEY": "x, \\" }",\n    "A": "1"\n  }\n}\n',
    "the last one": '{\n  "env": {\n    "A": "1",\n    "ANTHROPIC_API_KEY": "x"\n  },\n  "b": 2\n}\n',
    "the only one": '{\n  "env": {\n    "ANTHROPIC_API_KEY": "x"\n  }\n}\n',
    "with a neighbour": '{\n  "env": {\n    "ANTHROPIC_API_KEY": "x", "A": "1"\n  }\n}\n',
    "shared brackets": '{ "env": {\n    "ANTHROPIC_API_KEY": "x" } }\n',
    "windows": '{\r\n  "env": {\r\n    "ANTHROPIC_API_KEY": "x"\r\n  }\r\n}\r\n',
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_member_leaves_a_settings_file(shell: FixShell, layout: str, home: Path) -> None:
    settings, before = home / "settings.json", LAYOUTS[layout].encode()
    settings.write_bytes(before)
    settings.chmod(0o640)
    (home / "settings.json.bak").write_text("mine")
    line = next(number for number, text in enumerate(before.decode().split("\n"), 1) if X in text)
    step = writer(home, shell).drop_json_member(str(settings), line, say("env"), X)
    run(shell, step.command, home)
    expected = json.loads(before.decode().removeprefix("\ufeff"))
    del expected["env"][X]
    assert json.loads(settings.read_text()) == expected
    assert list(json.loads(settings.read_text())) == list(expected)
    assert settings.stat().st_mode & 0o777 == 0o640
    run(shell, step.undo, home)
    assert settings.read_bytes() == before
    assert (home / "settings.json.bak").read_text() == "mine"
    assert sorted(p.name for p in home.iterdir() if p.is_file()) == ["settings.json", "settings.json.bak"]


def test_a_member_on_its_own_line_needs_no_program(home: Path) -> None:
    """Short commands are read before they are pasted."""
    for layout in ("a line of its own", "the last one", "the only one"):
        (home / "settings.json").write_text(LAYOUTS[layout])
        line = next(number for number, text in enumerate(LAYOUTS[layout].split("\n"), 1) if X in text)
        assert writer(home, "zsh").drop_json_member(str(home / "settings.json"), line, say("env"), X).command.startswith("sed -i.bak ")


def test_a_settings_file_that_broke_meanwhile_is_not_touched(home: Path) -> None:
    settings = home / "settings.json"
    settings.write_text('{"env": {"ANTHROPIC_API_KEY": "x",}}')
    step = writer(home, "bash").drop_json_member(str(settings), 1, say("env"), X)
    with pytest.raises(AssertionError):
        run("bash", step.command, home)
    assert settings.read_text() == '{"env": {"ANTHROPIC_API_KEY": "x",}}'


@pytest.mark.parametrize("shell", SHELLS)
def test_a_rename_never_replaces_a_file(shell: FixShell, home: Path) -> None:
    (home / "credentials.json").write_text("old")
    step = writer(home, shell).rename(str(home / "credentials.json"), str(home / ".credentials.json"))
    run(shell, step.command, home)
    assert (home / ".credentials.json").read_text() == "old"
    run(shell, step.undo, home)
    (home / ".credentials.json").write_text("newer")
    subprocess.run(["/bin/sh", "-c", step.command], env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, check=False)
    assert (home / ".credentials.json").read_text() == "newer"
    assert (home / "credentials.json").read_text() == "old"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_mode_is_changed_and_back(shell: FixShell, home: Path) -> None:
    path = home / "login"
    path.write_text("")
    path.chmod(0o644)
    step = writer(home, shell).mode(str(path), 0o600, 0o644)
    run(shell, step.command, home)
    assert path.stat().st_mode & 0o777 == 0o600
    run(shell, step.undo, home)
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("shell", SHELLS)
def test_unset_in_this_terminal(shell: FixShell, home: Path) -> None:
    command = f"{writer(home, shell).unset(X).command}; env"
    assert X not in run(shell, command, home, ANTHROPIC_API_KEY="fake")


def test_fish_stops_exporting_a_universal_variable(home: Path) -> None:
    run("fish", f"set -Ux {X} 'a b'", home)
    step = writer(home, "fish").hide_universal(X)
    run("fish", step.command, home)
    assert run("fish", f"env | grep -c {X}; echo ${X}", home).split("\n")[:2] == ["0", "a b"]
    run("fish", step.undo, home)
    assert f"{X}=a b" in run("fish", "env", home)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("editor", ["", "show --here"])
def test_the_editor_opens_at_the_line(shell: FixShell, home: Path, editor: str, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("vi", "show"):
        (tools / name).write_text('#!/bin/sh\nprintf "%s|" "${0##*/}" "$@"\n')
        (tools / name).chmod(0o755)
    rc = home / "my rc"
    env = {"EDITOR": editor} if editor else {}
    told = run(shell, writer(home, shell).edit(str(rc), 7).command, home, str(tools), **env)
    assert told == ("show|--here|" if editor else "vi|") + f"+7|{rc}|"


def test_tmux_forgets_a_variable(tmp_path: Path) -> None:
    program, socket = needed("tmux"), str(tmp_path / "s")
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TERM": "screen", X: "fake"}

    def tmux(*arguments: str) -> str:
        done = subprocess.run([program, "-S", socket, *arguments], env=env, capture_output=True, text=True, timeout=10, check=False)
        return done.stdout + done.stderr

    tmux("-f", "/dev/null", "new-session", "-d", "-s", "a", "sh")
    try:
        tmux("set-environment", "-t", "a", X, "in the session")
        assert f"{X}=" in tmux("show-environment", "-g")
        command = writer(tmp_path, "bash").unset_in_tmux(X).command
        subprocess.run([needed("bash"), "-c", command], env={**env, "TMUX": f"{socket},1,0"}, check=True, timeout=10)
        assert f"{X}=" not in tmux("show-environment", "-g")
        assert f"{X}=" not in tmux("show-environment", "-t", "a")
    finally:
        tmux("kill-server")


def test_steps_are_joined_and_undone_in_reverse() -> None:
    fix = Writer(make_machine(), "bash").fix(say("t"), Step(say("a"), say("undo a")), Step(say("b"), say("undo b")), Step(say("c")))
    assert (fix.command, fix.undo) == ("a && b && c", "undo b && undo a")


def test_a_file_of_somebody_else_needs_sudo() -> None:
    machine = make_machine({"/etc/zshenv": f"export {X}=1"}, uid=1001)
    step = Writer(machine, "zsh").comment_lines("/etc/zshenv", {1: "# "}, X)
    assert step.command.startswith("sudo sed -i ")
    assert step.undo.startswith("sudo sed -i ")


def test_windows_commands() -> None:
    machine = make_machine(platform="windows", home="C:\\Users\\dev")
    assert Writer(machine, "powershell").unset(X).command == f"Remove-Item Env:{X}"
    assert Writer(machine, "cmd").unset(X).command == f"set {X}="
    assert (
        Writer(machine, "powershell")
        .drop_json_member("C:\\Users\\dev\\.claude\\settings.json", 3, say("env"), X)
        .command.startswith("notepad ")
    )
