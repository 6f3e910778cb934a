"""Events: `emit`, changes of variables, and `block`, which makes them wait.

What waits is told when the first command is over after nothing holds it any longer (observed, 3.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claude_auth_tui.shells.fish.options import take
from claude_auth_tui.shells.fish.record import Call, Flow
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.values import Item

_LONG: Final = {"erase": "e", "global": "g", "local": "l", "help": "h"}


def emit(shell: Shell, call: Call) -> int | None:
    words = [word for word in call.words[1:] if word != "--"]
    if not words:
        return 2
    name = words[0]
    if not isinstance(name, str):
        return 0
    if shell.holds.held(shell.state.frames):
        shell.happened.append((f"--on-event {name}", words[1:]))
        return 0
    fire(shell, f"--on-event {name}", words[1:])
    return 0


def fire(shell: Shell, event: str, arguments: Sequence[Item]) -> None:
    """Call the functions that wait for an event; what they leave as the status is put back."""
    status = shell.state.status
    for function in list(shell.state.functions.values()):
        if function is not None and event in function.events:
            flow = shell.runner.call_function(function, arguments)
            if flow is not Flow.NORMAL:
                shell.runner.leave(flow)
                break
    shell.state.status = status


def block(shell: Shell, call: Call) -> int | None:
    taken = take(call.words[1:], "eglh", "", _LONG)
    if taken.unknown:
        return 2
    holds, frames = shell.holds, shell.state.frames
    if "e" in taken.values:
        if not holds.everywhere:
            return 1
        holds.everywhere -= 1
    elif "l" in taken.values:
        holds.inside.append((len(frames), len(frames[-1].blocks)))
    elif "g" in taken.values or len(frames) == 1:
        holds.everywhere += 1
    else:
        holds.inside.append((len(frames), 1))
    return 0
