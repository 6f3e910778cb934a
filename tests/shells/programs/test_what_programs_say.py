"""What programs print: the real ones, and both evaluators, which say the same or that they do not know."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from claude_auth_tui.demo.build import HOME, make_machine
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Platform, ShellName
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from claude_auth_tui.shells.programs import TABLE, program
from tests.programs import EVERYWHERE
from tests.shells.posix.asking import lay
from tests.shells.programs.cases import CASES, FILES, LIST, NOT_KNOWN, NOT_ON_MACOS

SHELLS: tuple[ShellName, ...] = ("bash", "zsh", "fish")
STARTUP = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}
BUILTIN_TOO = ("echo", "pwd", "true", "false")
"""In a shell these are its own; what `env` starts is the program."""
ABOUT = {
    "uname": ["", "-s", "-m", "-n", "-sm", "-o", "-ms", "--machine"],
    "arch": [""],
    "hostname": ["", "-s"],
    "id": ["-u", "-un", "-u -n"],
    "whoami": [""],
}
"""Programs that say something else on each machine, and options of theirs."""
Needs = Callable[[str], str]


def _environment(home: str) -> dict[str, str]:
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home, "PWD": home, "LANG": "C.UTF-8", "USER": "dev"}


def _asked(command: str, home: Path, given: str) -> tuple[str, int]:
    done = subprocess.run(
        shlex.split(command), input=given, capture_output=True, text=True, cwd=home, env=_environment(str(home)), check=False
    )
    return done.stdout.replace(str(home), "{HOME}"), done.returncode


def _needed(name: str, needs: Needs) -> None:
    if sys.platform != "linux":
        pytest.skip("the cases are what GNU's programs say")
    if name not in EVERYWHERE:
        needs(name)


@pytest.mark.parametrize("name", CASES)
def test_the_real_program_says_so(name: str, needs: Needs, tmp_path: Path) -> None:
    _needed(name, needs)
    for number, (command, given, output, status) in enumerate(CASES[name]):
        home = tmp_path / str(number)
        home.mkdir()
        lay(home, FILES)
        (home / "link").symlink_to(home / "list")
        assert (command, *_asked(command, home, given)) == (command, output, status)


def _quoted(command: str, shell: ShellName) -> str:
    """The command as it is written in a startup file of that shell."""
    words = shlex.split(command)
    words = ["env", *words] if words[0] in BUILTIN_TOO else words
    if shell != "fish":
        return shlex.join(words)
    return " ".join("'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'" for word in words)


def _written(command: str, shell: ShellName) -> str:
    """A startup file that keeps what a command prints and its status; a point after it keeps the last line end."""
    run = f"{_quoted(command, shell)} < ~/.given > ~/.output"
    if shell == "fish":
        return f'{run}\nset -gx STATUS $status\nset -gx SAID "$(cat ~/.output; echo .)"\n'
    return f'{run}\nSTATUS=$?; export STATUS\nexport SAID="$(cat ~/.output; echo .)"\n'


def _machine(files: Mapping[str, str], platform: Platform) -> Machine:
    link = File("", "present", "file", text=SecretText(LIST), hops=(f"{HOME}/list",), link=f"{HOME}/list")
    git = File("", "present", "file", mode=0o755, uid=0, size=100, executable=True)  # which many machines do not have
    there: dict[str, str | File] = {"~/link": link, "/usr/bin/git": git}
    return make_machine({**there, **{f"~/{path}": text for path, text in files.items()}}, cwd=HOME, uid=0, platform=platform)


def _told(shell: ShellName, machine: Machine, home: str) -> tuple[str | None, str | None]:
    """What is said of the output and the status; None for each that is not known."""
    inherited = {name: Secret(value) for name, value in _environment(home).items()}
    end = predict_shell(machine, shell, "interactive", inherited, ["SAID", "STATUS"])
    return tuple(unveil(end.environment[n]).replace(home, "{HOME}") if n in end.environment else None for n in ("SAID", "STATUS"))  # type: ignore[return-value]


def _predicted(shell: ShellName, command: str, given: str, platform: Platform = "linux") -> tuple[str | None, str | None]:
    files = FILES | {".given": given, STARTUP[shell]: _written(command, shell)}
    return _told(shell, _machine(files, platform), HOME)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("name", CASES)
def test_it_is_known_what_a_program_says(name: str, shell: ShellName) -> None:
    for command, given, output, status in CASES[name]:
        ended = output if output.endswith("\n") or shell != "fish" or not output else output + "\n"  # fish keeps lines
        assert (command, *_predicted(shell, command, given)) == (command, f"{ended}.", str(status))


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("command", NOT_KNOWN)
def test_what_is_not_known_is_not_told(command: str, shell: ShellName) -> None:
    assert _predicted(shell, command, "a b\n")[0] is None


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("command", NOT_ON_MACOS)
def test_what_bsd_does_otherwise_is_not_told_on_macos(command: str, shell: ShellName) -> None:
    assert _predicted(shell, command, "a b\n")[0] is not None
    assert _predicted(shell, command, "a b\n", "macos")[0] is None


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("name", ABOUT)
def test_what_this_machine_says_of_itself(name: str, shell: ShellName, needs: Needs, tmp_path: Path) -> None:
    _needed(name, needs)
    _needed("id", needs)
    told = os.uname()
    user = _asked("id -un", tmp_path, "")[0].strip()
    for options in ABOUT[name]:
        files = LiveFiles()
        machine = Machine(
            "linux", str(tmp_path), str(tmp_path), files, hostname=told.nodename, arch=told.machine, uid=os.getuid(), user=user
        )
        lay(tmp_path, {".given": "", STARTUP[shell]: _written(f"{name} {options}", shell)})
        output, status = _asked(f"{name} {options}", tmp_path, "")
        assert _told(shell, machine, str(tmp_path)) == (f"{output}.", str(status))


PASSED_ON = [
    "grep ^X= {}", "sed -n /^X/p {}", "sed 's/^ *//;/^#/d' {}", "sed -n 's/^\\(X\\)=/\\1=/p' {}", "awk '/^X/{{print $1}}' {}", "cat {} | sed 1d | head -n 1",
    "tail -n +2 {} | tr -d x", "sort {} | tail -n 1", "sort -r {} | uniq | head -1", "grep X {} | cut -c1-", "grep X {} | cut -d= -f1-2", "grep X {} | xargs",
    "grep X {} | xargs -n1", "env cat {} | tee | grep -o 'X.*'", "tail -1 {} | tr l l | xargs -d '\\n' echo",
]  # fmt: skip
"""What prints the line of a file, and keeps that it was written there."""


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("command", PASSED_ON)
def test_what_went_through_programs_still_knows_its_line(command: str, shell: ShellName) -> None:
    read = command.format("~/.env")
    text = f"export ({read})\n" if shell == "fish" else f"export $({read})\n"
    machine = _machine({".env": "# 1\nX=val\n", STARTUP[shell]: text}, "linux")
    inherited = {name: Secret(value) for name, value in _environment(HOME).items()}
    end = predict_shell(machine, shell, "interactive", inherited, ["X"])
    origin = end.variables["X"].origin
    assert unveil(end.environment["X"]) == "val"
    assert origin is not None
    assert (origin.path, origin.line) == (f"{HOME}/.env", 2)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(
    "command", ["env X=a nothing", "env X=a nothing $(op read x)", "env -u X $(op read x)", "timeout 5 env A=b X=a $(op read x)"]
)
def test_what_is_set_for_one_command_is_told_also_where_that_is_not_known(command: str, shell: ShellName) -> None:
    machine = _machine({STARTUP[shell]: f"export X=first\n{command}\n"}, "linux")
    end = predict_shell(machine, shell, "interactive", {"PATH": Secret("/usr/bin")}, ["X"])
    assert [(found.hit.line, found.hit.does, found.hit.effect) for found in end.found] == [
        (1, "export", "effective"),
        (2, "prefix", "not_exported"),
    ]


def test_every_program_of_the_table_is_there_and_has_its_cases() -> None:
    for name, home in TABLE.items():
        assert program(name) is getattr(import_module(f"claude_auth_tui.shells.programs.{home}"), f"{name}_")
    others = {command.split()[0] for command in NOT_KNOWN} | set(ABOUT) | {"gsed", "gawk", "mawk", "path_helper", "tput", "clear"}
    assert set(TABLE) == set(CASES) | (others & set(TABLE))
