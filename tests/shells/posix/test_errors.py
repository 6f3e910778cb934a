"""Startup files with an error in them end where the real shells end. Every answer was seen from bash 5.2 and zsh 5.9 of Debian."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.words import ShellName
from tests.shells.made_up import label, start_of

NAME = "ANTHROPIC_API_KEY"
LATER = "ANTHROPIC_AUTH_TOKEN"


def _told(shell: ShellName, text: str) -> tuple[int | None, int | None]:
    """The lines that the two variables are exported from."""
    path = ".zshrc" if shell == "zsh" else ".bashrc"
    end = start_of(shell, "interactive", {path: text.replace("KEY", NAME).replace("LATER", LATER)})
    lines = [label(end.variables[name]) for name in (NAME, LATER)]
    assert "?" not in lines
    one, two = (int(line.rsplit(":", 1)[1]) if line else None for line in lines)
    return one, two


@pytest.mark.parametrize(
    ("text", "key", "later"),
    [
        ("export KEY=a\nA=(x;y)\nexport LATER=b\n", 1, 3),  # a list that cannot be read: bash goes on at the next line
        ("export KEY=a\nA=(\n x && y\n)\nexport LATER=b\n", 1, None),  # where the `)` is an error of its own
        ("{ A=(x;y)\nexport KEY=a; }\nexport LATER=b\n", None, None),
        ("A=$(echo\n;;\nexport KEY=a\n", 3, None),
        ("case x in\nunset KEY\nx) ;;\nesac\nexport LATER=b\n", None, None),
        ("case x in\nx\n) export KEY=a ;;\nesac\n", None, None),
        ("case x in ( x | y ) export KEY=a ;; esac\n", 1, None),
        ("[[ -z ]] && export KEY=a\nexport LATER=b\n", None, None),
        ("local KEY=a\nexport KEY LATER=b\n", None, 2),
        ("case x in +(x)) ;; esac\nexport KEY=a\n", None, None),
        ("shopt -s extglob\ncase x in +(x)) export KEY=a ;; esac\n", 2, None),
        ("cat ~nobody_here; export KEY=a\n", 1, None),
    ],
)
def test_bash(text: str, key: int | None, later: int | None) -> None:
    assert _told("bash", text) == (key, later)


@pytest.mark.parametrize(
    ("text", "key", "later"),
    [
        ("export KEY=a\n[ x == x ] && export LATER=b\n", 1, None),  # `==` is looked for as the command named `=`
        ("setopt noequals\n[ x == x ] && export KEY=a\n", 2, None),
        ("A==no_such_program\nexport KEY=a\n", None, None),
        ("A=(x;y)\nexport KEY=a\n", 2, None),
        ("A=(x & y)\nexport KEY=a\n", None, None),
        ("A=(x }\n)\nexport KEY=a\n", None, None),
        ("typeset -A m; m=(x 1 y)\nexport KEY=a\n", None, None),
        ("case x in\nexport KEY=a\nx) ;;\nesac\nexport LATER=b\n", None, None),
        ("if [[ -d ~ ]] { export KEY=a }\n", 1, None),
        ("if [[ -d ~ ]]\n{ export KEY=a }\nexport LATER=b\n", None, None),
        ("if [[ -d /no ]] { : } else { export KEY=a }\n", 1, None),
        ("if [[ -d /no ]] { : }\nelse { export KEY=a }\n", None, None),
        ("A=1 if true; then export KEY=a; fi\nexport LATER=b\n", None, None),
        ("export KEY=a && \n", 1, None),
        ("if true; then export KEY=a && fi\n", 1, None),
        ("echo [[ x\nexport KEY=a\n", None, None),
        ("ls [[ x\nexport KEY=a\n", 2, None),  # a program's patterns are matched in its own process
        ("A=$(\nfi\n)\nexport KEY=a\n", None, None),
        ('export KEY\n[ -n "${KEY+x}" ] && export LATER=b\n', None, 2),
    ],
)
def test_zsh(text: str, key: int | None, later: int | None) -> None:
    assert _told("zsh", text) == (key, later)


def test_a_name_that_zsh_exports_twice_without_a_value_is_empty() -> None:
    end = start_of("zsh", "interactive", {".zshrc": f"export {NAME}\nexport {NAME}\n"})
    assert end.variables[NAME].state == "empty"


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_an_assignment_takes_the_status_of_the_command_inside_it(shell: ShellName) -> None:
    assert _told(shell, "if A=$(false); then export KEY=a; else export LATER=b; fi\n") == (None, 1)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_variable_in_front_of_a_function_that_exports_it_stays_in_bash_only(shell: ShellName) -> None:
    told = _told(shell, "f() { export KEY; }\nKEY=a f\n")
    assert told == ((2, None) if shell == "bash" else (None, None))


def test_a_line_of_an_evaluated_text_is_told_by_its_own_number() -> None:
    assert _told("zsh", "eval '\n:\nexport KEY=a\n'\n") == (3, None)


def test_a_global_alias_counts_anywhere() -> None:
    assert _told("zsh", "alias -g EX='export KEY=a'\nnoglob EX\n") == (1, None)
