"""Dotenv files and direnv: every assignment is a hit, with who would load it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_auth_tui.claude_code.variables import NAMES
from claude_auth_tui.demo.build import CWD, Content, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.dotenv import settings_of
from claude_auth_tui.shells.elsewhere.gather import other_hits

KEY = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"


def hits(files: dict[str, Content]) -> list[tuple[str, int, str, str, str]]:
    machine = make_machine(files)
    found = other_hits(machine, NAMES)
    return [(machine.show_path(f.hit.path), f.hit.line, f.hit.variable, f.hit.does, f.hit.effect) for f in found]


def allow(envrc: str, folder: str = CWD) -> str:
    return f"~/.local/share/direnv/allow/{hashlib.sha256(f'{folder}/.envrc{chr(10)}{envrc}'.encode()).hexdigest()}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1\nB='2 # no'\nC=\"3\"\n", [("A", 1, "1"), ("B", 2, "2 # no"), ("C", 3, "3")]),
        ("export A=x # comment\n", [("A", 1, "x")]),
        ("# A=1\n #B=2\nC=3", [("C", 3, "3")]),
        ("A='one\nB=inside\ntwo'\nC=3\n", [("A", 1, "one\nB=inside\ntwo"), ("C", 4, "3")]),
        ('A="a\\"b"\nB=2\n', [("A", 1, 'a\\"b'), ("B", 2, "2")]),
        ("A='unterminated\nB=2\n", [("A", 1, "'unterminated"), ("B", 2, "2")]),
        ("\ufeffA = 1\r\nB: 2\r\n", [("A", 1, "1"), ("B", 2, "2")]),
        ("A=\n", [("A", 1, "")]),
        ("no assignment\n=x\n1A=2\n", []),
    ],
)
def test_assignments(text: str, expected: list[tuple[str, int, str]]) -> None:
    assert [(s.name, s.line, unveil(s.value)) for s in settings_of(SecretText(text))] == expected


@given(st.text(alphabet="AB=:'\"`\\# \n\t$x"))
def test_any_text_is_read_to_its_end(text: str) -> None:
    lines = [s.line for s in settings_of(SecretText(text))]
    assert lines == sorted(lines)


def test_a_dotenv_file_is_inactive_until_something_loads_it() -> None:
    assert hits({".env": f"X=1\nANTHROPIC_API_KEY={KEY}\n", ".env.example": "ANTHROPIC_API_KEY=\n"}) == [
        ("~/work/api/.env", 2, "ANTHROPIC_API_KEY", "dotenv", "inactive"),
        ("~/work/api/.env.example", 1, "ANTHROPIC_API_KEY", "dotenv", "inactive"),
    ]


def test_direnv_loads_what_its_user_allowed() -> None:
    envrc = "dotenv .env.local\nexport ANTHROPIC_AUTH_TOKEN=gw-FAKE\n# export ANTHROPIC_API_KEY=x\nunset CLAUDE_CODE_OAUTH_TOKEN\n"
    files: dict[str, Content] = {".envrc": envrc, ".env.local": f"ANTHROPIC_API_KEY={KEY}\n"}
    shape = [
        ("~/work/api/.env.local", 1, "ANTHROPIC_API_KEY", "dotenv"),
        ("~/work/api/.envrc", 2, "ANTHROPIC_AUTH_TOKEN", "export"),
        ("~/work/api/.envrc", 4, "CLAUDE_CODE_OAUTH_TOKEN", "unset"),
    ]
    assert hits(files) == [(*row, "inactive") for row in shape]
    assert hits({**files, allow(envrc): ""}) == [(*row, "conditional") for row in shape]
    assert hits({**files, allow(envrc + "# edited since\n"): ""}) == [(*row, "inactive") for row in shape]


def test_the_nearest_envrc_up_to_the_git_root_counts() -> None:
    envrc = "export ANTHROPIC_API_KEY=$(op read op://vault/key)\n"
    assert hits({"~/work/.envrc": envrc}) == [("~/work/.envrc", 1, "ANTHROPIC_API_KEY", "export", "inactive")]
    assert hits({"~/work/.envrc": envrc, ".git/HEAD": "ref"}) == []


def test_the_zsh_plugin_loads_a_dotenv_file_on_entering() -> None:
    found = hits({"~/.zshrc": "plugins=(git dotenv\n  fzf)\n", ".env": f"ANTHROPIC_API_KEY={KEY}\n"})
    assert found == [("~/work/api/.env", 1, "ANTHROPIC_API_KEY", "dotenv", "conditional")]


def test_a_dotenv_file_changes_no_answer_and_is_looked_at_even_when_absent() -> None:
    with_it = diagnose(make_machine({".env": f"ANTHROPIC_API_KEY={KEY}\n"}))
    without = diagnose(make_machine({}))
    assert [c.surfaces for c in with_it.contexts] == [c.surfaces for c in without.contexts]
    assert [(h.path, h.shown) for h in with_it.hits] == [("~/work/api/.env", "sk-ant-api03-…w7AA")]
    assert "FAKEFAKE" not in repr(with_it)
