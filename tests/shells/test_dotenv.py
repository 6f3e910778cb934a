"""Dotenv files and direnv: every assignment is a hit, with who would load it."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import CWD, Content, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.documents.assignments import dotenv
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.files import LiveFiles
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
    assert [(s.key, s.line, unveil(s.value or Secret(""))) for s in dotenv(text)] == expected


@given(st.text(alphabet="AB=:'\"`\\# \n\t$x"))
def test_any_text_is_read_to_its_end(text: str) -> None:
    lines = [s.line for s in dotenv(text)]
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


def test_the_nearest_envrc_counts_however_far_above_it_is() -> None:
    envrc = "export ANTHROPIC_API_KEY=$(op read op://vault/key)\n"
    assert hits({"~/work/.envrc": envrc}) == [("~/work/.envrc", 1, "ANTHROPIC_API_KEY", "export", "inactive")]
    assert len(hits({"/.envrc": envrc, ".git/HEAD": "ref"})) == 1
    assert hits({"/.envrc": envrc, ".envrc": "use flake\n"}) == []


def test_a_dotenv_file_above_that_direnv_loads() -> None:
    files: dict[str, Content] = {"~/work/.envrc": "dotenv\n", "~/work/.env": f"ANTHROPIC_API_KEY={KEY}\n"}
    assert hits(files) == [("~/work/.env", 1, "ANTHROPIC_API_KEY", "dotenv", "inactive")]
    assert hits({**files, allow("dotenv\n", "/home/dev/work"): ""})[0][4] == "conditional"


@pytest.mark.parametrize(
    ("toml", "effect"),
    [
        ('[whitelist]\nprefix = ["~/wor"]\n', "conditional"),
        ('[whitelist]\nprefix = ["/srv"]\n', "inactive"),
        ('[whitelist]\nexact = ["~/work/api"]\n', "conditional"),
        ('[whitelist]\nexact = ["~/work/api/.envrc"]\n', "conditional"),
        ('[whitelist]\nexact = ["~/work"]\n', "inactive"),
        ("[whitelist\n", "inactive"),
    ],
)
def test_direnv_loads_what_its_settings_list(toml: str, effect: str) -> None:
    envrc = f"export ANTHROPIC_API_KEY={KEY}\n"
    assert hits({".envrc": envrc, "~/.config/direnv/direnv.toml": toml})[0][4] == effect


def test_what_was_denied_is_not_loaded_though_it_was_allowed() -> None:
    envrc = f"export ANTHROPIC_API_KEY={KEY}\n"
    denied = f"~/.local/share/direnv/deny/{hashlib.sha256(f'{CWD}/.envrc{chr(10)}'.encode()).hexdigest()}"
    assert hits({".envrc": envrc, allow(envrc): "", denied: ""})[0][4] == "inactive"


def test_direnv_loads_a_dotenv_file_by_itself_where_told() -> None:
    text = f"ANTHROPIC_API_KEY={KEY}\n"
    allowed = f"~/.local/share/direnv/allow/{hashlib.sha256(f'{CWD}/.env{chr(10)}{text}'.encode()).hexdigest()}"
    files: dict[str, Content] = {".env": text, allowed: ""}
    assert hits(files)[0][4] == "inactive"
    assert hits({**files, "~/.config/direnv/config.toml": "[global]\nload_dotenv = true\n"})[0][4] == "conditional"


def test_the_real_direnv_agrees_about_what_it_loads(tmp_path: Path, needs: Callable[[str], str]) -> None:
    """Each machine is asked of direnv itself: does a shell in the folder get the variable?"""
    program = needs("direnv")
    home, folder = tmp_path / "home", tmp_path / "home/work/api"
    folder.mkdir(parents=True)
    (home / ".config/direnv").mkdir(parents=True)
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "dumb"}

    def ask(*words: str) -> str:
        done = subprocess.run([program, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=20, check=False)
        return done.stdout

    def compare(expected: bool) -> None:
        machine = replace(make_machine(home=str(home), cwd=str(folder)), files=LiveFiles())
        found = {f.hit.effect == "conditional" for f in other_hits(machine, NAMES)}
        assert found == {expected}
        assert ("ANTHROPIC_BASE_URL" in ask("export", "json")) == expected

    toml = home / ".config/direnv/direnv.toml"
    envrc = home / "work/.envrc"
    envrc.write_text("export ANTHROPIC_BASE_URL=https://x.invalid\n")
    compare(False)
    ask("allow", str(envrc))
    compare(True)
    envrc.write_text("export ANTHROPIC_BASE_URL=https://y.invalid # edited\n")
    compare(False)
    toml.write_text('[whitelist]\nprefix = ["~/work"]\n')
    compare(True)
    toml.write_text('[whitelist]\nexact = ["~/work/api"]\n[global]\nload_dotenv = true\n')
    compare(False)
    envrc.unlink()
    (folder / ".env").write_text("ANTHROPIC_BASE_URL=https://z.invalid\n")
    compare(False)
    ask("allow", str(folder / ".env"))
    compare(True)


def test_the_zsh_plugin_loads_a_dotenv_file_on_entering() -> None:
    found = hits({"~/.zshrc": "plugins=(git dotenv\n  fzf)\n", ".env": f"ANTHROPIC_API_KEY={KEY}\n"})
    assert found == [("~/work/api/.env", 1, "ANTHROPIC_API_KEY", "dotenv", "conditional")]


@pytest.mark.parametrize(
    ("settings", "effect"),
    [
        ({"python.terminal.useEnvFile": True}, "conditional"),
        ({"python.terminal.useEnvFile": False}, "inactive"),
        ({"python.terminal.useEnvFile": True, "python.envFile": "${workspaceFolder}/dev.env"}, "inactive"),
    ],
)
def test_an_editor_that_loads_it_into_its_terminals(settings: dict[str, object], effect: str) -> None:
    found = hits({".vscode/settings.json": settings, ".env": f"ANTHROPIC_API_KEY={KEY}\n", ".env.local": f"ANTHROPIC_API_KEY={KEY}\n"})
    assert [row[4] for row in found] == [effect, "inactive"]


def test_a_dotenv_file_changes_no_answer_and_is_looked_at_even_when_absent() -> None:
    with_it = diagnose(make_machine({".env": f"ANTHROPIC_API_KEY={KEY}\n"}))
    without = diagnose(make_machine({}))
    assert [c.surfaces for c in with_it.contexts] == [c.surfaces for c in without.contexts]
    assert [(h.path, h.shown) for h in with_it.hits] == [("~/work/api/.env", "sk-ant-api03-…w7AA")]
    assert "FAKEFAKE" not in repr(with_it)
