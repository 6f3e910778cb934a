"""Startup files of a given size, and the CPU time a start with them takes to evaluate."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence

from claude_auth_tui.model.words import ShellName
from tests.shells.made_up import label, start_of

KEY = "ANTHROPIC_API_KEY"


def text_of(parts: Sequence[str], lines: int, seed: int) -> str:
    """At least so many lines, put together from these parts by chance, the same for one seed."""
    chance = random.Random(seed)
    chosen: list[str] = []
    count = 0
    while count < lines:
        chosen.append(chance.choice(parts))
        count += chosen[-1].count("\n")
    return "".join(chosen)


def seconds_of(shell: ShellName, files: Mapping[str, str], last: str) -> float:
    """The best of three. The last line of the file `last` has to be the one that decides about the key."""
    best = 99.0
    for _ in range(3):
        began = time.process_time()
        end = start_of(shell, "interactive", files)
        best = min(best, time.process_time() - began)
        assert label(end.variables[KEY]) == f"{last.rpartition('/')[2]}:{files[last].count(chr(10))}"
    return best
