"""From a machine to a plan: the entry to this package. Making a plan runs and sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.words import SurfaceName
from claude_auth_tui.probes.cell import Cell, cell_of
from claude_auth_tui.probes.client import plan_claude
from claude_auth_tui.probes.helper import plan_helper
from claude_auth_tui.probes.shape import Limits, Plan, ProbeKind, refuse


def plan_of(
    machine: Machine, kind: ProbeKind, context: str = "new_shell", surface: SurfaceName = "print", limits: Limits | None = None
) -> Plan:
    """What this probe would do for one way of starting Claude Code in one context."""
    cell = cell_of(machine, context, surface)
    if cell is None:
        return refuse(kind, say("The context that was chosen is gone: that process has ended."))
    return _PLANS[kind](cell, limits)


def _network(cell: Cell, limits: Limits | None) -> Plan:
    from claude_auth_tui.probes.network import plan_network  # here and below: only these two need httpx

    return plan_network(cell, limits)


def _key(cell: Cell, limits: Limits | None) -> Plan:
    from claude_auth_tui.probes.key import plan_key

    return plan_key(cell, limits)


_PLANS: Final[dict[ProbeKind, Callable[[Cell, Limits | None], Plan]]] = {
    "network": _network,
    "key": _key,
    "helper": plan_helper,
    "claude": plan_claude,
}
