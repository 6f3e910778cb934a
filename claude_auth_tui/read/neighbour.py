"""The folder of the neighbouring tmux pane, for following it: asked of tmux, which knows each pane's current folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from claude_auth_tui.read.programs import find_program, pick, run_all
from claude_auth_tui.read.tmux import GIVEN

RHYTHM: Final = 2.0
"""Seconds between two questions while following: tmux tells nobody when a folder changes."""
_TIMEOUT: Final = 1.0
_FORMAT: Final = "#{pane_id} #{?pane_active,1,0} #{?pane_last,1,0} #{pane_current_path}"


def neighbour_folder(environment: Mapping[str, str]) -> str | None:
    """The folder of the pane of our window that was used last, ours left out; None where there is none to follow."""
    program = find_program("tmux", environment)
    own = environment.get("TMUX_PANE")
    if not environment.get("TMUX") or not own or program is None:
        return None
    answer = run_all([[program, "-u", "list-panes", "-t", own, "-F", _FORMAT]], pick(environment, GIVEN), _TIMEOUT)[0]
    if answer.status != 0:
        return None
    return _choose(answer.output.decode("utf-8", "surrogateescape"), own)


def _choose(listed: str, own: str) -> str | None:
    """The active pane, else the one that was active before, else the first."""
    rows = [fields for line in listed.splitlines() if len(fields := line.split(" ", 3)) == 4 and fields[0] != own and fields[3]]
    best = min(rows, key=lambda fields: (fields[1] != "1", fields[2] != "1"), default=None)
    return best[3] if best else None
