"""A line goes by itself or not at all: what stands around it stays what it was, by the word of the real shells."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.demo.build import HOME, make_machine
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.shells.blank_line import blanked

X = "ANTHROPIC_API_KEY"


def without(text: str, line: int, shell: ShellName = "bash", plain: bool = False, path: str = "rc") -> list[str] | None:
    """The lines that are left, without the blanks that keep them in their places."""
    found = blanked(make_machine({f"~/{path}": text}), f"{HOME}/{path}", line, shell, plain)
    return None if found is None or found.text is None else [one.rstrip() for one in unveil(found.text).split("\n")]


ALONE: list[tuple[str, int]] = [
    (f"export A=1\nexport {X}=a\nexport B=2", 2),
    (f"[ -f ~/.flag ] && export {X}=a; export C=1\nexport B=2", 1),
    (f"if true; then export {X}=a; fi\nexport B=2", 1),
    (f"f() {{ export {X}=a; }}\nf\n", 1),
    (f"case $- in\n  *i*) export {X}=a ;;\n  *) export B=1 ;;\nesac", 2),
    (f"case a in\n  a)\n    export {X}=a\n    ;;\nesac\nexport B=2", 3),
    (f"export A=1\ncat <<E\nbody\nE\nexport {X}=a", 5),
    (f"f() {{\n  export A=1\n  export {X}=a\n}}\nf", 3),
    (f"export {X}=$(cat <<E\nvalue\nE\n)\nexport {X}=b", 5),
    (f"echo 'never closed\nexport {X}=a", 2),
]
BLOCKS: list[tuple[str, int]] = [
    (f"if true; then\n  export {X}=a\nfi\nexport B=2", 2),
    (f"f() {{\n  export {X}=a  # mine\n}}\nf", 2),
    (f"for n in 1 2; do\n  export {X}=$n\ndone", 2),
    (f"(\nexport {X}=a\n)", 2),
]
PART: list[tuple[str, int]] = [
    (f"true &&\n  export {X}=a\nexport B=2", 2),
    (f"export A=1 \\\n  {X}=a\nexport B=2", 2),
    (f"export {X}=a \\\n  A=1\nexport B=2", 1),
    (f"cat <<E\nexport {X}=a\nE\n", 2),
    (f"echo 'one\nexport {X}=a\nthree'\n", 2),
    (f'export {X}="first\nsecond"\n', 1),
    (f'export A="$(\n  export {X}=a\n  echo $X)"\n', 2),
    (f"if export {X}=a; then\n  export B=2\nfi\n", 1),
    (f"export {X}=a |\n  cat\n", 1),
]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(("text", "line"), ALONE)
def test_a_line_that_stands_alone_goes(text: str, line: int, shell: ShellName) -> None:
    kept = text.split("\n")
    kept[line - 1] = ""
    assert without(text, line, shell) == kept


@pytest.mark.parametrize(("text", "line"), BLOCKS)
def test_a_block_keeps_a_command_that_does_nothing(text: str, line: int, tmp_path: Path, needs: Callable[[str], str]) -> None:
    kept = text.split("\n")
    kept[line - 1] = ":"
    assert without(text, line, "bash") == kept
    script = tmp_path / "rc"
    script.write_text("\n".join(kept))
    assert subprocess.run([needs("bash"), "-n", str(script)], capture_output=True, env={}, check=False).returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(("text", "line"), PART)
def test_a_line_of_a_longer_command_stays(text: str, line: int, shell: ShellName) -> None:
    assert without(text, line, shell) is None


@pytest.mark.parametrize(
    ("text", "line", "alone"),
    [
        (f"set -gx {X} a\nset -gx B 2", 1, True),
        (f"if true\n    set -gx {X} a\nend\nset -gx B 2", 2, True),
        (f"test -f x; and set -gx {X} a\nset -gx B 2", 1, True),
        (f"set -gx A 1 \\\n  {X}\nset -gx B 2", 2, False),
        (f"set -gx {X} 'a\nb'\nset -gx B 2", 1, False),
        (f"true &&\nset -gx {X} a\nset -gx B 2", 2, False),
        (f"if set -gx {X} a\n  set -gx B 2\nend", 1, False),
    ],
)
def test_fish(text: str, line: int, alone: bool) -> None:
    kept = text.split("\n")
    kept[line - 1] = ""
    assert without(text, line, "fish") == (kept if alone else None)


def test_in_a_file_of_plain_lines_every_line_stands_for_itself() -> None:
    text = f"A='1\n{X}=a\nB=2'"
    assert without(text, 2, plain=True) == ["A='1", "", "B=2'"]
    assert without(text, 2) is None
    variables = f"SETUVAR A:it's\nSETUVAR --export {X}:a\nSETUVAR B:it's"
    assert without(variables, 2, "fish", path="fish_variables") == ["SETUVAR A:it's", "", "SETUVAR B:it's"]


def test_what_is_not_there_cannot_go() -> None:
    assert without("export A=1", 9) is None
    assert blanked(make_machine(), f"{HOME}/rc", 1, "bash") is None
