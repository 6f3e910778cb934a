"""Every program that a test starts, and how a test gets one: `needed("zsh")`, or the fixture `needs` that is the same.

`python3 -m tests.programs --packages` prints the Debian packages that bring them all; it runs where nothing is installed yet.
A test that starts a program of this list without having asked for it fails (`watch_starts`), so that it is skipped with a
reason where the program is missing, wherever the tests run.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Program:
    """One that is not on every machine."""

    package: str
    """The Debian package that brings it."""
    used_for: str


_COREUTILS: Final = (
    ["arch", "base64", "basename", "chmod", "cut", "dirname", "head", "id", "ls", "mkdir", "nice", "nohup", "paste", "printenv", "readlink", "realpath",
     "rm", "rmdir", "seq", "sort", "tail", "tee", "timeout", "touch", "tr", "uname", "uniq", "wc", "whoami"]
)  # fmt: skip
PROGRAMS: Final[Mapping[str, Program]] = {
    "bash": Program("bash", "fixes are pasted into it, and what its startup files leave is compared with the prediction"),
    "zsh": Program("zsh", "as bash"),
    "fish": Program("fish", "as bash"),
    "tmux": Program("tmux", "the whole view in a pane, copying, and what a server hands to new panes"),
    "vim": Program("vim", "the editor that is opened at a line"),
    "vi": Program("vim", "the editor that is opened where none is named"),
    "git": Program("git", "keys in files that it tracks or ignores"),
    "direnv": Program("direnv", "what a `.envrc` sets, and allowing it"),
    "strace": Program("strace", "what the program writes, runs and connects to, as the kernel sees it"),
    "sleep": Program("coreutils", "stands in for a running claude"),
    **dict.fromkeys(_COREUTILS, Program("coreutils", "what it prints is compared with what is known of it")),
    **dict.fromkeys(["grep", "egrep", "fgrep"], Program("grep", "as cut")),
    "awk": Program("mawk", "as cut"),
    "xargs": Program("findutils", "as cut"),
    "find": Program("findutils", "as cut"),
    "hostname": Program("hostname", "as cut"),
    "unshare": Program("util-linux", "containers in small, and --oracle: a network of its own for a real claude"),
    "ip": Program("iproute2", "--oracle: the loopback address there"),
    "mount": Program("mount", "--oracle: logins that are mounted"),
}

EVERYWHERE: Final = frozenset({"sh", "sed", "env", "cat", "true", "false", "echo", "pwd", "chown", "umount", "mv", "cp", "cksum"})
"""What every system has that runs the tests at all."""

_COMMAND: Final = re.compile(r"(?:^|[;|&({\n])\s*(?:(?:if|while|then|do|else|and|or|not|sudo)\s+)*([\w.-]+)")


def needed(name: str) -> str:
    """The program's path; without it the test is skipped, and in CI it fails."""
    import pytest

    if name not in PROGRAMS:
        pytest.fail(f"{name} is not in {__name__}")
    path = shutil.which(name)
    if path is None:
        message = f"{name} is not installed"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    _asked.add(name)
    return path


def there(name: str) -> bool:
    """Whether a program of the list is installed; for what can be left out without it."""
    return shutil.which(name) is not None


def needed_by(command: str) -> None:
    """Asks for every program of the list that this command line of a shell begins a command with."""
    for name in _COMMAND.findall(command):
        if name in PROGRAMS:
            needed(name)


_asked: Final[set[str]] = set()
_unasked: Final[set[str]] = set()


@contextmanager
def watch_starts() -> Iterator[set[str]]:
    """The programs that a test started without having asked for them, be it by itself or by what it tests."""
    _asked.clear()
    _unasked.clear()
    yield _unasked


def _audit(event: str, details: tuple[object, ...]) -> None:
    if event == "subprocess.Popen":
        name = _started(str(details[0]), details[3])
        if name and name not in _asked and name not in EVERYWHERE:
            _unasked.add(name)


def _started(executable: str, environment: object) -> str | None:
    """The name of an installed program; None for this Python, for what a test made up, and for what is not there."""
    given = environment if isinstance(environment, Mapping) else os.environ
    path = shutil.which(executable, path=given.get("PATH", os.defpath))
    if path is None or os.path.realpath(path) == os.path.realpath(sys.executable):
        return None
    made_up = f"{os.path.realpath(os.path.dirname(path))}/".startswith(f"{os.path.realpath(tempfile.gettempdir())}/")
    return None if made_up else os.path.basename(path)


def install_audit() -> None:
    """Once for a process: what is added cannot be taken away."""
    sys.addaudithook(_audit)


def main(arguments: Sequence[str]) -> int:
    if list(arguments) != ["--packages"]:
        sys.stderr.write("usage: python3 -m tests.programs --packages\n")
        return 2
    sys.stdout.write(" ".join(sorted({program.package for program in PROGRAMS.values()})) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
