"""`check --ask-network` and its like: says on standard error what will be run or sent where, does it, and gives it back to print."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say, visible

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.probes.probe import Plan, Probe, ProbeKind


_LATE: Final = 5.0
"""Seconds after its own limit after which a probe is left behind."""


def ask(request: Request, kinds: Sequence[ProbeKind]) -> tuple[Probe, ...]:
    """Carry out these probes for claude -p in a new shell, one after the other."""
    from claude_auth_tui.survey import probe_plan

    done = []
    for kind in kinds:
        plan = probe_plan(request, kind)
        if not plan.refused:
            lines = [f"{plan.title}:", *plan.says]
            sys.stderr.write("".join(f"claude-auth-tui: {visible(line)}\n" for line in lines))
            sys.stderr.flush()
        done.append(carry_out_until_interrupted(plan))
    return tuple(done)


def carry_out_until_interrupted(plan: Plan) -> Probe:
    """In a thread of its own, since a disk or a name server may never answer. Ctrl+c only says when to stop, and is raised at
    the end: wherever it comes, nothing is left running."""
    from claude_auth_tui.probes.probe import Probe, Row, Stop, carry_out

    stop = Stop(plan.limits.whole)
    came: list[Probe] = []
    ended = threading.Event()

    def work() -> None:
        came.append(carry_out(plan, stop))
        ended.set()

    until = time.monotonic() + plan.limits.whole + _LATE
    with _interruptions_to(stop.ask):
        threading.Thread(target=work, name="claude-auth-probe", daemon=True).start()
        while not ended.wait(0.1) and time.monotonic() < until:  # not join: see bpo-45274
            if stop.asked:
                until = min(until, time.monotonic() + _LATE)
    if stop.asked:
        raise KeyboardInterrupt
    if not came:  # it waits for what does not answer; nothing can end it
        row = Row("unknown", say("No answer"), say("It did not end within {} s and was left behind.", round(plan.limits.whole + _LATE)))
        return Probe(plan.kind, plan.says, (row,), plan.limits.whole + _LATE)
    return came[0]


@contextmanager
def _interruptions_to(stop: Callable[[], None]) -> Iterator[None]:
    """Where they are ignored, or somebody else takes them, they stay so."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, lambda _number, _frame: stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def document_of_probes(probes: Sequence[Probe]) -> dict[str, object]:
    """Each under the name of its kind."""
    from claude_auth_tui.probes.probe import document_of_probe

    return {probe.kind: document_of_probe(probe) for probe in probes}


def plain_probes(probes: Sequence[Probe]) -> str:
    """A section for each."""
    from claude_auth_tui.telling.plain import LEVEL_WORDS

    lines: list[str] = []
    for probe in probes:
        lines += ["", f"{probe.title}:"]
        lines += [f"  {'Not done: ' if probe.refused and not index else ''}{text}" for index, text in enumerate(probe.says)]
        for row in probe.rows:
            where = f"{row.about}, " if row.about else ""
            word = f"{LEVEL_WORDS[row.level]}: " if row.level != "info" else ""
            lines.append(f"  {word}{where}{row.title}: {row.text}")
            lines += [f"    claude-auth-tui explain {row.explain}"] if row.explain else []
        if not probe.refused:
            lines.append(f"  Asked for {probe.seconds:.1f} s")
    return "".join(visible(line) + "\n" for line in lines)
