"""A line is only offered for commenting out where the file stays whole without it: proven by the real shells' own syntax check."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.demo.build import HOME, make_machine
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.shells.whole_line import alias_prefix, alias_program, comment_prefix, commented

X = "ANTHROPIC_API_KEY"
KEY = "sk-ant-api03-FAKEFAKE"

PLAIN = [
    f"export {X}={KEY}",
    f'export {X}="{KEY}"  # mine',
    f"export {X}='{KEY}';",
    f"{X}={KEY}",
    f"{X}={KEY}; export {X}",
    f"typeset -gx {X}={KEY}",
    f"declare -x {X}={KEY}",
    f'export {X}="$(op read op://vault/item/key)"',
    f"export {X}=$(pass show anthropic)",
    f'export {X}="${{OTHER}}"',
    f"export {X}=",
    f"export {X}=a#b",
]
SHARED = [
    f"export {X}={KEY} OTHER=1",
    f"[ -n x ] && export {X}={KEY}",
    f"export {X}={KEY} && echo ready",
    f"export {X}={KEY}; echo ready",
    f"if true; then export {X}={KEY}; fi",
    f"f() {{ export {X}={KEY}; }}",
    f"{X}={KEY} claude",
    f"alias c='{X}={KEY} claude'",
    f"for n in {X}; do export {X}={KEY}; done",
    f'export {X}="{KEY}',
    f"export {X}={KEY} \\",
    f"export {X}=$(cat <<E",
    f"export {X}=`cat x",
    f"export {X}=x | cat",
    f"export {X}=x & true",
]


def prefix(text: str, line: int, shell: ShellName = "bash") -> str | None:
    return comment_prefix(make_machine({"~/rc": text}), HOME + "/rc", line, X, shell)


@pytest.mark.parametrize("statement", PLAIN)
def test_a_plain_statement_is_commented_out(statement: str) -> None:
    assert prefix(f"echo a\n{statement}\necho b\n", 2) == "# "


@pytest.mark.parametrize("statement", SHARED)
def test_a_line_that_does_more_is_left_alone(statement: str) -> None:
    assert prefix(f"echo a\n{statement}\necho b\n", 2) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"true &&\nexport {X}={KEY}\n", 2),
        (f"true || \\\nexport {X}={KEY}\n", 2),
        (f"export A=1 \\\n{X}={KEY}\n", 2),
        (f"export {X}={KEY}\r\n", 1),
    ],
)
def test_a_line_that_belongs_to_its_neighbour_is_left_alone(text: str, line: int) -> None:
    assert prefix(text, line) is None


BLOCKS: list[tuple[ShellName, str, int]] = [
    ("bash", f"if true; then\nexport {X}={KEY}\nfi\n", 2),
    ("bash", f"if true\nthen # when\nexport {X}={KEY}\nfi\n", 3),
    ("zsh", f"f() {{\n  export {X}={KEY}\n}}\n", 2),
    ("bash", f"for i in 1 2\ndo\n\texport {X}={KEY}\ndone\n", 3),
    ("zsh", f"case a in\n  a)\n    export {X}={KEY}\n    ;;\nesac\n", 3),
    ("bash", f"if true; then echo a\nelse\nexport {X}={KEY}\n\n# end\nfi\n", 3),
    ("bash", f"(\nexport {X}={KEY}\n)\n", 2),
    ("fish", f"if true\nset -gx {X} {KEY}\nend\n", 2),
    ("fish", f"if status is-interactive\n    set -gx {X} '{KEY}'\nend\n", 2),
    ("fish", f"function f\n  export {X}={KEY}\nend\n", 2),
]


@pytest.mark.parametrize(("shell", "text", "line"), BLOCKS)
def test_no_block_is_left_empty(shell: ShellName, text: str, line: int, tmp_path: Path, needs: Callable[[str], str]) -> None:
    program = needs(shell)
    found = prefix(text, line, shell)
    assert found == ": # "
    edited = text.split("\n")
    edited[line - 1] = found + edited[line - 1]
    script = tmp_path / "rc"
    script.write_text("\n".join(edited))
    done = subprocess.run([program, "-n", str(script)], capture_output=True, text=True, env={"HOME": str(tmp_path)}, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"set -gx {X} {KEY}", "# "),
        (f"set --global --export {X} '{KEY}'", "# "),
        (f"set -Ux {X} (op read 'op://a/b')", None),
        (f"set -gx {X} {KEY}; echo hi", None),
        (f"set -q {X}; or set -gx {X} {KEY}", None),
        (f"set -gx {X} {KEY}\nand echo set", None),
        (f"set -gx {X} {KEY} \\\n  more", None),
    ],
)
def test_fish(text: str, expected: str | None) -> None:
    assert prefix(text, 1, "fish") == expected


def test_the_commented_file_keeps_every_other_line() -> None:
    machine = make_machine({"~/rc": f"echo a\nexport {X}={KEY}\necho b"})
    expected = make_machine({"~/rc": f"echo a\n# export {X}={KEY}\necho b"})
    assert commented(machine, HOME + "/rc", 2, "# ").text == expected.files.file(HOME + "/rc").text


@pytest.mark.timeout(5)
@pytest.mark.parametrize("filler", [" ", "'a'", "\\a", "$x", '"b"', "-x ", "a"])
def test_no_line_takes_long(filler: str) -> None:
    for shell, start in (("bash", f"export {X}="), ("fish", f"set -gx {X} ")):
        assert comment_prefix(make_machine({"~/rc": start + filler * 400 + "|"}), HOME + "/rc", 1, X, shell) is None  # type: ignore[arg-type]


ALIASES = {
    "alias claude='claude --verbose'": "# ",
    'alias claude="$HOME/.claude/local/claude"  # old': "# ",
    "alias claude '~/.claude/local/claude'": "# ",
    "  alias claude=~/bin/claude": ": # ",
    "alias claude=a b=c; export X=1": None,
    "alias claude=$(which claude)": None,
    "alias cc='claude'": None,
    "alias claude='a' && true": None,
}


@pytest.mark.parametrize("line", ALIASES)
def test_a_line_that_only_defines_an_alias(line: str) -> None:
    assert alias_prefix(make_machine({"~/rc": f"A=1\n{line}\nB=2\n"}), HOME + "/rc", 2, "claude") == ALIASES[line]


PROGRAMS = {
    "alias claude='~/.claude/local/claude'": "~/.claude/local/claude",
    'alias claude="$HOME/.claude/local/claude --verbose"': "$HOME/.claude/local/claude",
    "alias claude /opt/claude": "/opt/claude",
    "alias claude='ANTHROPIC_API_KEY=sk-ant-api03-FAKE/claude claude'": "",
    "alias claude='claude --verbose'": "",
    "alias claude=/opt/claude-code": "",
}


@pytest.mark.parametrize("line", PROGRAMS)
def test_the_program_an_alias_starts(line: str) -> None:
    assert alias_program(make_machine({"~/rc": f"{line}\n"}), HOME + "/rc", 1) == PROGRAMS[line]
    assert alias_program(make_machine({"~/rc": f"{line}\n"}), HOME + "/rc", 9) == ""
