"""A file that code which is not followed may read is told, with the reason, and what stands in it is not known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from claude_auth_tui.demo.build import HOME, make_machine
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.shells.predict import predict_shell
from claude_auth_tui.shells.result import ShellEnd

KEY = "ANTHROPIC_API_KEY"
STARTUP: dict[ShellName, str] = {"zsh": ".zshrc", "bash": ".bashrc", "fish": ".config/fish/config.fish"}
TOOL = File("", "present", "file", mode=0o755, size=9, executable=True)
POSIX = (
    'for f in $(lister ~/keys); do source "$f"; done',
    "lister | while read -r name; do . ~/keys/$name; done",
    'eval "$(lister < ~/keys/one.sh)"',
    "source <(lister ~/keys/one.sh)",
    "export $(lister ~/keys/one.sh | xargs)",
    'dir=~/keys; source "$dir/$(lister)"',
)
FISH = (
    "for f in (lister ~/keys); source $f; end",
    "lister | while read -l name; source ~/keys/$name; end",
    "lister < ~/keys/one.sh | source",
    "source (lister ~/keys/one.sh | psub)",
    "export (lister ~/keys/one.sh)",
    "set -l files (lister ~/keys); for f in $files; . $f; end",
    "for line in (lister ~/keys/one.sh); set -gx (string split -m 1 = $line); end",
)


def _end(shell: ShellName, text: str, files: dict[str, str]) -> ShellEnd:
    table = {f"~/{path}": content for path, content in {STARTUP[shell]: f"{text}\n", **files}.items()}
    machine = make_machine({**table, "/usr/bin/lister": TOOL, "/usr/bin/xargs": TOOL}, cwd=HOME)
    inherited = {name: Secret(value) for name, value in {"PATH": "/usr/bin:/bin", "HOME": HOME, "TERM": "xterm"}.items()}
    return predict_shell(machine, shell, "interactive", inherited, [KEY])


def _told(end: ShellEnd, name: str) -> Sequence[str]:
    return [found.hit.effect for found in end.found if found.hit.path == f"{HOME}/{name}"]


CASES: list[tuple[ShellName, str]] = [
    *(("zsh", line) for line in POSIX),
    *(("bash", line) for line in POSIX if "| while" not in line),  # which bash runs in a shell of its own
    *(("fish", line) for line in FISH),
]


@pytest.mark.parametrize(("shell", "line"), CASES)
def test_a_file_that_may_be_read_is_told(shell: ShellName, line: str) -> None:
    end = _end(shell, line, {"keys/one.sh": f"export {KEY}=made-up\n", "elsewhere.sh": f"export {KEY}=made-up\n"})
    assert _told(end, "keys/one.sh") == ["unknown"]
    assert not _told(end, "elsewhere.sh")
    assert end.variables[KEY].state == "unknown"
    assert all(found.hit.because for found in end.found)


@pytest.mark.parametrize(("shell", "line"), [("zsh", POSIX[2]), ("bash", POSIX[4]), ("fish", FISH[6])])
def test_so_is_a_file_of_assignments(shell: ShellName, line: str) -> None:
    end = _end(shell, line.replace("keys/one.sh", "keys/.env"), {"keys/.env": f"{KEY}=made-up\n"})
    assert _told(end, "keys/.env") == ["unknown"]


@pytest.mark.parametrize(("shell", "line"), CASES)
def test_what_names_no_variable_leaves_all_known(shell: ShellName, line: str) -> None:
    end = _end(shell, f"export {KEY}=before\n{line}", {"keys/one.sh": "export OTHER=made-up\n"})
    assert end.variables[KEY].state == "set"
