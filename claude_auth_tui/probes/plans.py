"""From a machine to a plan: the entry to this package. Making a plan runs and sends nothing."""

from __future__ import annotations

from collections.abc import Callable

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.words import SurfaceName
from claude_auth_tui.probes.cell import Cell, cell_of
from claude_auth_tui.probes.client import plan_claude
from claude_auth_tui.probes.helper import plan_helper
from claude_auth_tui.probes.probe import Limits, Plan, ProbeKind, refuse


def plan_of(
    machine: Machine, kind: ProbeKind, context: str = "new_shell", surface: SurfaceName = "print", limits: Limits | None = None
) -> Plan:
    """What this probe would do for one way of starting Claude Code in one context."""
    cell = cell_of(machine, context, surface)
    if cell is None:
        return refuse(kind, say("The context that was chosen is gone: that process has ended."))
    if cell.context.user is not None:  # neither is their key sent nor their helper run by us
        return refuse(kind, say("It is a process of {}, who alone can ask for it.", cell.context.user))
    plan: Callable[[Cell, Limits], Plan]
    if kind == "network":
        from claude_auth_tui.probes.network import plan_network as plan  # here and below: only these two need httpx
    elif kind == "key":
        from claude_auth_tui.probes.key import plan_key as plan
    else:
        plan = plan_helper if kind == "helper" else plan_claude
    return plan(cell, limits or Limits())
