"""What every test gets: no real home, no real environment; `needs("zsh")` for tests that use a real program."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from claude_auth_tui.checks import frame
from claude_auth_tui.claude_code import predict as claude_code
from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.saying import failed_here
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells import predict as shells
from claude_auth_tui.shells.elsewhere import gather as elsewhere
from claude_auth_tui.shells.fish import start as fish
from claude_auth_tui.shells.posix import evaluator
from claude_auth_tui.shells.posix import prediction as posix
from tests.programs import install_audit, needed, watch_starts

install_audit()
settings.register_profile("any machine", deadline=None)  # one that is busy too
settings.load_profile("any machine")
_CLEARED = (
    "NO_COLOR",
    "TMUX",
    "TMUX_PANE",
    "VISUAL",
    "EDITOR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "ZDOTDIR",
    "BASH_ENV",
    "ENV",
)
_CLEARED_PREFIXES = ("ANTHROPIC_", "CLAUDE", "TEXTUAL", "AWS_", "SSH_")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--oracle", action="store_true", help="also ask a real Claude Code (CLAUDE_BIN) and real shells about many machines")
    parser.addoption("--benchmark", action="store_true", help="also the tests that judge how long something takes; for an idle machine")
    parser.addoption("--sweep", action="store_true", help="also the full sweeps and many more made-up inputs, which takes hours")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for marker in ("benchmark", "oracle", "sweep"):
        if config.getoption(f"--{marker}"):
            continue
        skip = pytest.mark.skip(reason=f"opt-in: --{marker}")
        for item in items:
            if marker in item.keywords:
                item.add_marker(skip)


@pytest.fixture(autouse=True)
def _throwaway_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the real home or environment: HOME is an empty folder, and what could steer us is cleared."""
    home: Path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SHELL", "/bin/bash")
    for name in list(os.environ):
        if name in _CLEARED or name.startswith(_CLEARED_PREFIXES):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _asks_for_what_it_starts() -> Iterator[None]:
    """A test that starts a program of the list asks for it, so that it is skipped where the program is missing."""
    with watch_starts() as unasked:
        yield
    assert not unasked, f"started without needs(…); see tests/programs.py: {', '.join(sorted(unasked))}"


@pytest.fixture(autouse=True)
def _nothing_of_the_program_fails(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fault of this program ends as a row that says "unknown", which a test of odd content would take for an answer."""
    faults: list[BaseException] = []

    def told(failure: BaseException) -> Shown:
        faults.append(failure)
        return failed_here(failure)

    for where in (claude_code, shells, elsewhere, fish, posix, evaluator):
        monkeypatch.setattr(where, "failed_here", told)
    yield
    if faults and request.path.name != "test_own_faults.py":
        raise faults[0]


@pytest.fixture(autouse=True, scope="session")
def _levels_are_declared() -> Iterator[None]:
    """Whatever machine a test makes: no finding has a level that its check does not name at its head."""
    run = frame._run

    def looked(one: frame.Check, facts: Facts) -> Iterator[Finding]:
        for finding in run(one, facts):
            assert finding.level in (*one.levels, "ok", "unknown"), f"{one.id} does not name the level {finding.level}"
            yield finding

    frame._run = looked
    yield
    frame._run = run


@pytest.fixture
def needs() -> Callable[[str], str]:
    """`needs("zsh")` is the program's path; without it the test is skipped, and in CI it fails."""
    return needed
