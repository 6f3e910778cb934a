"""`check --ask-network` and its like: says on standard error what will be run or sent where, does it, and gives it back to print."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claude_auth_tui.model.text import visible

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Request
    from claude_auth_tui.probes.shape import Plan, Probe, ProbeKind


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
    """Ctrl+c only says when to stop, and is raised at the end: wherever it comes, nothing is left running."""
    from claude_auth_tui.probes.shape import Stop, carry_out

    stop = Stop(plan.limits.whole)
    with _interruptions_to(stop.ask):
        done = carry_out(plan, stop)
    if stop.asked:
        raise KeyboardInterrupt
    return done


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
    from claude_auth_tui.probes.shape import document_of_probe

    return {probe.kind: document_of_probe(probe) for probe in probes}


def plain_probes(probes: Sequence[Probe]) -> str:
    """A section for each."""
    from claude_auth_tui.plain import LEVEL_WORDS

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
