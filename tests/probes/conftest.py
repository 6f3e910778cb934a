"""A certificate authority for all tests, machines that lead to a server of the tests, and a way to carry a probe out."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.explain.messages import BY_ID
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.words import SurfaceName
from claude_auth_tui.probes.plans import plan_of
from claude_auth_tui.probes.probe import Limits, Plan, Probe, ProbeKind, Row, Stop, carry_out
from tests.probes.servers import Authority

KEY = "sk-ant-api03-FAKEcanaryFAKEcanaryFAKEcanaryFAKEcanaryw7AA"
TOKEN = "gw-FAKEcanaryFAKEcanaryFAKEcanary-9zQQ"
QUICK = Limits(connect=2.0, whole=3.0, body=64 * 1024)
"""For servers that answer."""
SHORT = Limits(connect=0.4, whole=0.5, body=64 * 1024)
"""For what never ends."""
IN_TIME = 2.5
"""Seconds in which anything with short limits has ended, on a busy machine too."""


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    return Authority(ca, file)


def here(env: dict[str, str], cwd: Path | str = "/", files: dict[str, object] | None = None, **fields: object) -> Machine:
    """A machine whose terminal has this environment."""
    return make_machine(files, env, cwd=str(cwd), **fields)  # type: ignore[arg-type]


def plan_here(machine: Machine, kind: ProbeKind, limits: Limits = QUICK, surface: SurfaceName = "print", context: str = "here") -> Plan:
    return plan_of(machine, kind, context, surface, limits)


def ask_here(machine: Machine, kind: ProbeKind, limits: Limits = QUICK, surface: SurfaceName = "print") -> Probe:
    """Plan and carry out; whatever is told of it holds no value."""
    plan = plan_here(machine, kind, limits, surface)
    probe = carry_out(plan, Stop(plan.limits.whole))
    assert "canary" not in repr(plan) + repr(probe)
    assert all(row.explain is None or row.explain in BY_ID for row in probe.rows)
    return probe


def row(probe: Probe, title: str) -> Row:
    """The row that begins so."""
    found = [row for row in probe.rows if row.title.startswith(title)]
    assert found, probe.rows
    return found[0]


def titles(probe: Probe) -> list[str]:
    return [row.title for row in probe.rows]
