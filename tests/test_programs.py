"""The list of programs and its use agree: nothing is started that was not asked for, and what is missing is told in one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from tests import programs
from tests.programs import PROGRAMS, needed, needed_by, watch_starts

ROOT = Path(__file__).parents[1]


def _modules() -> Iterator[tuple[str, ast.Module]]:
    """The other modules of the tests."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if path.name not in ("programs.py", "test_programs.py"):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def test_no_test_looks_for_a_program_in_its_own_way() -> None:
    own = [f"{name}:{node.lineno}" for name, module in _modules() for node in ast.walk(module) if _looks_for_a_program(node)]
    assert not own


def _looks_for_a_program(node: ast.AST) -> TypeGuard[ast.stmt | ast.expr]:
    if isinstance(node, ast.ImportFrom):
        return node.module == "shutil" and any(alias.name == "which" for alias in node.names)
    text = ast.unparse(node) if isinstance(node, ast.Attribute | ast.Call) else ""
    return text == "shutil.which" or (
        text.startswith(("pytest.skip", "pytest.fail", "pytest.mark.skip", "(pytest.")) and "is not installed" in text
    )


def test_every_program_of_the_list_is_asked_for() -> None:
    named = {node.value for _, module in _modules() for node in ast.walk(module) if isinstance(node, ast.Constant)}
    assert not set(PROGRAMS) - named


def test_the_packages_are_told_by_a_python_that_has_nothing_installed() -> None:
    command = [sys.executable, "-S", "-m", "tests.programs", "--packages"]
    done = subprocess.run(command, cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {program.package for program in PROGRAMS.values()}


@pytest.mark.parametrize("place", [".ci/run", ".ci/fresh", "README.md"])
def test_whoever_installs_them_takes_them_from_the_list(place: str) -> None:
    assert "python3 -m tests.programs --packages" in (ROOT / place).read_text()


def test_a_missing_program_skips_with_its_name_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="direnv is not installed"):
        needed("direnv")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="direnv is not installed"):
        needed("direnv")


def test_a_program_that_is_not_in_the_list_cannot_be_asked_for() -> None:
    with pytest.raises(pytest.fail.Exception, match="tar is not in"):
        needed("tar")


def test_a_program_that_was_not_asked_for_is_told(tmp_path: Path) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\n")
    (tmp_path / "git").chmod(0o755)
    git = needed("git")
    with watch_starts() as unasked:
        subprocess.run([tmp_path / "git"], check=True)
        subprocess.run([sys.executable, "-c", ""], check=True)
        subprocess.run(["sh", "-c", ":"], check=True)
        assert unasked == set()
        subprocess.run([git, "--version"], check=True, capture_output=True)
        assert unasked == {"git"}
    with watch_starts() as unasked:
        needed("git")
        subprocess.run(["git", "--version"], check=True, capture_output=True)
        assert unasked == set()


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("cd ~/work && direnv allow", ["direnv"]),
        ("git rm --cached -- zsh; echo fish", ["git"]),
        ("if tmux list-panes; then :; fi | sudo vim", ["tmux", "vim"]),
        ("echo $(git log) direnv", ["git"]),
        ("sed -i.bak '1s/^/# /' ~/.zshrc", []),
    ],
)
def test_what_a_pasted_command_needs_is_asked_for(command: str, names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(programs, "needed", asked.append)
    needed_by(command)
    assert asked == names
