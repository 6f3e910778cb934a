"""What the tmux server we run in hands to a new pane, and the folder of the neighbouring one: asked of tmux itself, in one call each.

`show-environment -s` prints shell commands (`NAME="value"; export NAME;` and `unset NAME;`), in which a value with line
breaks cannot be mistaken for other variables, as it can in the plain format (observed, 3.3a).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.machine import Tmux, Whose
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.proc import name_of, own_pid
from claude_auth_tui.read.system_tools import find_program, pick, run_all
from claude_auth_tui.read.whose import ELSEWHERE, own_uid, whose_is

TIMEOUT: Final = 1.0
RHYTHM: Final = 2.0
"""Seconds between two questions while a neighbour is followed: tmux tells nobody when a folder changes."""
_GIVEN: Final = ("TMUX", "TMUX_PANE", "TMUX_TMPDIR", "HOME")
"""The variables a tmux client needs."""

_FORMAT: Final = "#{pane_id} #{?pane_active,1,0} #{?pane_last,1,0} #{pane_current_path}"
_PROC: Final = "/proc"
_MARK: Final = "==claude-auth-tui=="
_SET: Final = re.compile(r'([^="\n]+)="((?:[^"\\]|\\.)*)"; export [^\n]*;\n', re.DOTALL)
_UNSET: Final = re.compile(r"unset ([^\n]*);\n")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


def read_tmux(environment: Mapping[str, str], home: str = "") -> Tmux | None:
    """The tmux around us, who have this home folder; None outside tmux. What cannot be asked is a `detail`."""
    if not environment.get("TMUX"):
        return None
    pane = environment.get("TMUX_PANE") or None
    program = find_program("tmux", environment)
    if program is None:
        return Tmux(pane=pane, detail=say("tmux is not on the PATH"))
    mark = ("display-message", "-p", _MARK)
    server = ("display-message", "-p", "#{pid} #{default-shell}")
    panes = ("list-panes", "-a", "-F", "#{pane_tty} #{pane_id}")
    parts = (server, ("show-environment", "-gs"), mark, ("show-environment", "-s"), mark, panes)
    # -u: without it a client whose locale is not UTF-8 gets an underscore for every other character.
    command = [program, "-u", *(word for i, part in enumerate(parts) for word in ((";", *part) if i else part))]
    answer = run_all([command], pick(environment, _GIVEN), TIMEOUT)[0]
    if answer.status != 0:
        return Tmux(pane=pane, detail=answer.detail or say("tmux ended with status {}", answer.status or 0))
    tmux = _parse(answer.output.decode("utf-8", "surrogateescape"), pane)
    return replace(tmux, whose=_whose(tmux, environment["TMUX"], answer.output, home)) if home and tmux.known else tmux


def _whose(tmux: Tmux, given: str, output: bytes, home: str) -> Whose | None:
    """A new pane is a child of the server: its user's, with the HOME that the server hands on."""
    number, _, shell = output.split(b"\n", 1)[0].decode("utf-8", "surrogateescape").partition(" ")
    try:
        uid = os.stat(given.partition(",")[0]).st_uid
    except (OSError, ValueError):
        uid = None
    readable = sys.platform == "linux" and own_pid(_PROC) == os.getpid()  # else /proc has other numbers than tmux
    process = (_PROC, int(number)) if readable and number.isdecimal() else None
    found = whose_is(tmux.environment, uid, home, process, shell)
    if found is None and process is not None and uid == own_uid() and not name_of(*process).startswith("tmux"):
        return Whose(home, uid, shell=shell, detail=ELSEWHERE)  # its server is no process of this container
    return found


def _parse(output: str, pane: str | None) -> Tmux:
    environment: dict[str, Secret] = {}
    position = output.find("\n") + 1
    for _ in ("the server's", "the session's over it"):
        position = _take_variables(output, position, environment)
        end = output.find("\n", position)
        if output[position:end] != _MARK:
            return Tmux(pane=pane, detail=say("its answer cannot be understood"))
        position = end + 1
    panes = dict(line.split(" ", 1) for line in output[position:].splitlines() if line.count(" ") == 1)
    return Tmux(environment, pane, panes=panes)


def _take_variables(output: str, position: int, environment: dict[str, Secret]) -> int:
    """Put what the statements from `position` on say into `environment`; returns where they end."""
    while True:
        if found := _UNSET.match(output, position):
            environment.pop(found[1], None)
        elif found := _SET.match(output, position):
            environment[found[1]] = Secret(_ESCAPED.sub(r"\1", found[2]))
        else:
            return position
        position = found.end()


def neighbour_folder(environment: Mapping[str, str]) -> str | None:
    """The folder of the pane of our window that was used last, ours left out; None where there is none to follow."""
    program = find_program("tmux", environment)
    own = environment.get("TMUX_PANE")
    if not environment.get("TMUX") or not own or program is None:
        return None
    answer = run_all([[program, "-u", "list-panes", "-t", own, "-F", _FORMAT]], pick(environment, _GIVEN), TIMEOUT)[0]
    if answer.status != 0:
        return None
    return _choose(answer.output.decode("utf-8", "surrogateescape"), own)


def _choose(listed: str, own: str) -> str | None:
    """The active pane, else the one that was active before, else the first."""
    rows = [fields for line in listed.splitlines() if len(fields := line.split(" ", 3)) == 4 and fields[0] != own and fields[3]]
    best = min(rows, key=lambda fields: (fields[1] != "1", fields[2] != "1"), default=None)
    return best[3] if best else None
