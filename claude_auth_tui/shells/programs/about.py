"""Programs that tell about the machine and its user, or about nothing at all: `uname id hostname date tput seq`."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.shells.programs.run import Answer, Given, Run, T, takes

_SYSTEMS: Final = {"linux": "Linux", "macos": "Darwin"}
_MOST_NUMBERS: Final = 5_000
_COLOUR_TERMINALS: Final = frozenset(
    ["xterm", "screen", "tmux", "rxvt", "alacritty", "kitty", "foot", "wezterm", "ghostty", "linux", "konsole"]
)


@takes("snmorvpa", long="kernel-name=s nodename=n machine=m operating-system=o", most=0)
def uname_(run: Run[T], given: Given) -> Answer[T]:
    machine = run.machine
    system = _SYSTEMS.get(machine.platform, "")
    values = {"s": system, "n": machine.hostname, "m": machine.arch, "o": "GNU/Linux" if system == "Linux" else system}
    if "a" in given.options:
        run.begins = f"{system} {machine.hostname} " if system and machine.hostname else system
        return None, 0
    asked = [letter for letter in "snrvmpio" if letter in (given.options or "s")]
    known = [values.get(letter) for letter in asked]
    return (None, 0) if not all(known) else run.said(" ".join(value or "" for value in known))


@takes(most=0)
def arch_(run: Run[T], given: Given) -> Answer[T]:
    return run.said(run.machine.arch) if run.machine.arch else None


@takes("s", most=0)
def hostname_(run: Run[T], given: Given) -> Answer[T]:
    name = run.machine.hostname
    return None if not name else run.said(name.split(".")[0] if given.options else name)


@takes(most=0)
def whoami_(run: Run[T], given: Given) -> Answer[T]:
    name = _user(run)
    return run.said(name) if name else None


@takes("unrgG", most=0)
def id_(run: Run[T], given: Given) -> Answer[T]:
    asked = set(given.options) - {"r"}
    name = _user(run) if asked == {"u", "n"} else str(run.machine.uid) if asked == {"u"} and run.machine.uid is not None else ""
    return run.said(name) if name else (None, 0)


def _user(run: Run[T]) -> str:
    return "root" if run.machine.uid == 0 else run.machine.user


@takes("uRI")
def date_(run: Run[T], given: Given) -> Answer[T]:
    return (None, 0) if all(word.startswith("+") for word in given.rest) else None


def tput_(run: Run[T]) -> Answer[T]:
    terminal = run.variable("TERM")
    return (None, 0) if terminal is not None and run.plain(terminal).split("-")[0] in _COLOUR_TERMINALS else None


def stty_(run: Run[T]) -> Answer[T]:
    return None


def clear_(run: Run[T]) -> Answer[T]:
    return None, 0


def seq_(run: Run[T]) -> Answer[T]:
    """Whole numbers; BSD's counts down by itself."""
    words = [run.plain(argument) for argument in run.arguments]
    if not 1 <= len(words) <= 3 or not all(re.fullmatch(r"-?(?:0|[1-9]\d{0,5})", word) for word in words):
        return None
    numbers = [int(word) for word in words]
    first, step, last = (numbers[0] if len(numbers) > 1 else 1), (numbers[1] if len(numbers) > 2 else 1), numbers[-1]
    if step == 0:
        return [], 1
    counted = range(first, last + (1 if step > 0 else -1), step)
    if len(counted) > _MOST_NUMBERS or (not counted and run.machine.platform == "macos"):
        return None
    return run.said(*map(str, counted))


@takes("s", most=0)
def path_helper_(run: Run[T], given: Given) -> Answer[T]:
    """macOS: the folders of /etc/paths and /etc/paths.d, then those of PATH that are not among them (its manual page)."""
    files = ["/etc/paths", *(f"/etc/paths.d/{name}" for name in run.lookup.folder("/etc/paths.d").names)]
    folders = [line.strip() for path in files for line in (run.lookup.text(path) or "").splitlines() if line.strip()]
    search = run.variable("PATH")
    if search is None or not folders:
        return None
    made = ":".join(dict.fromkeys([*folders, *(folder for folder in run.plain(search).split(":") if folder)]))
    return run.said(f'PATH="{made}"; export PATH;')
