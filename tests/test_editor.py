"""The command line for an editor: the file at its line, whatever the user's editor is."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.editor import command

FILE = "/home/dev/my dots/.zshrc"


def which(*installed: str) -> Callable[[str], str | None]:
    return lambda program: program if program.startswith("/") else f"/usr/bin/{program}" if program in installed else None


def opened(editor: str, line: int = 42, path: str = FILE) -> list[str]:
    program = shlex.split(editor)[0]
    return list(command(path, line, {"EDITOR": editor}, which(program)).argv)[1:]


@pytest.mark.parametrize("editor", ["vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "/opt/bin/nvim"])
def test_terminal_editors_take_a_plus(editor: str) -> None:
    assert opened(editor) == ["+42", FILE]
    assert command(FILE, 42, {"EDITOR": editor}, which(editor)).takes_the_terminal


def test_helix_takes_a_colon() -> None:
    assert opened("hx") == [f"{FILE}:42"]


@pytest.mark.parametrize("editor", ["code", "cursor", "codium", "code-insiders"])
def test_code_and_its_relatives_go_to_the_line_and_wait(editor: str) -> None:
    assert opened(editor) == ["--wait", "-g", f"{FILE}:42"]
    assert opened(f"{editor} -w -n") == ["-w", "-n", "-g", f"{FILE}:42"]
    assert opened(f"{editor} --goto") == ["--wait", "-g", f"{FILE}:42"]
    assert not command(FILE, 42, {"EDITOR": editor}, which(editor)).takes_the_terminal


def test_other_editors_with_windows() -> None:
    assert opened("subl") == ["--wait", f"{FILE}:42"]
    assert opened("pycharm") == ["--line", "42", FILE]
    assert opened("gvim") == ["--nofork", "+42", FILE]


def test_an_unknown_editor_gets_no_word_it_may_take_for_a_file() -> None:
    assert opened("myedit --safe") == ["--safe", FILE]


def test_without_a_line_there_is_only_the_path() -> None:
    assert opened("vim", line=0) == [FILE]
    assert opened("code", line=0) == ["--wait", FILE]


def test_arguments_and_quotes_of_the_variable_are_kept() -> None:
    assert opened("emacsclient -t -a ''") == ["-t", "-a", "", "+42", FILE]
    assert command(FILE, 1, {"EDITOR": "'/opt/my editor/vim' -u NONE"}, which()).argv == ("/opt/my editor/vim", "-u", "NONE", "+1", FILE)


def test_visual_comes_before_editor_and_both_before_nano_and_vi() -> None:
    here = which("nvim", "emacs", "nano", "vi")
    assert command(FILE, 1, {"VISUAL": "nvim", "EDITOR": "emacs"}, here).argv[0] == "/usr/bin/nvim"
    assert command(FILE, 1, {"VISUAL": " ", "EDITOR": "emacs"}, here).argv[0] == "/usr/bin/emacs"
    assert command(FILE, 1, {}, here).argv[0] == "/usr/bin/nano"
    assert command(FILE, 1, {}, which("vi")).argv[0] == "/usr/bin/vi"


def test_an_editor_that_is_not_there_is_said_and_the_next_one_taken() -> None:
    found = command(FILE, 3, {"VISUAL": "nvmi", "EDITOR": 'vim "-u', "HOME": "/home/dev"}, which("nano"))
    assert found.argv == ("/usr/bin/nano", "+3", FILE)
    assert found.words == "Opening ~/my dots/.zshrc:3 in nano ($VISUAL: nvmi not found; $EDITOR has an unclosed quote)"


def test_without_any_editor_it_says_so() -> None:
    found = command(FILE, 3, {"EDITOR": "nvmi"}, which())
    assert found.argv == ()
    assert found.words == "No editor: set $EDITOR ($EDITOR: nvmi not found; nano not found; vi not found)"


def test_programs_are_looked_for_on_the_given_path(tmp_path: Path) -> None:
    program = tmp_path / "nano"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert command(FILE, 1, {"PATH": str(tmp_path)}).argv[0] == str(program)


def test_vim_really_opens_at_the_line(needs: Callable[[str], str], tmp_path: Path) -> None:
    vim = needs("vim")
    file, said = tmp_path / "a file", tmp_path / "said"
    file.write_text("one\ntwo\nthree\n")
    enter = f'autocmd VimEnter * call writefile([line(".")], "{said}") | qa!'
    argv = command(str(file), 2, {"EDITOR": f"{vim} --not-a-term -nNu NONE --cmd {shlex.quote(enter)}"}).argv
    environment = {"HOME": str(tmp_path), "TERM": "dumb"}
    subprocess.run(argv, env=environment, stdin=subprocess.DEVNULL, timeout=20, check=False, capture_output=True)
    assert said.read_text() == "2\n"
