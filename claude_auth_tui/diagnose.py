"""Machine → Diagnosis. Pure: the same machine gets the same diagnosis."""

from __future__ import annotations

from msgspec.structs import replace

from claude_auth_tui.checks.frame import muted, run_checks
from claude_auth_tui.checks.verdict import verdict_of
from claude_auth_tui.claude_code import MODELLED
from claude_auth_tui.model.diagnosis import Diagnosis, Installed, Place
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.scene.identity import private_of


def diagnose(machine: Machine) -> Diagnosis:
    """Everything that is told about this machine."""
    return diagnosis_of(gather(machine))


def diagnosis_of(facts: Facts) -> Diagnosis:
    """The same, where the facts are known already."""
    machine = facts.machine
    findings = muted(run_checks(facts), machine.preferences.mutes)
    configuration = facts.scene("new_shell").prediction.configuration
    return Diagnosis(
        modelled=MODELLED,
        installed=tuple(Installed(machine.show_path(i.path), i.version, i.first_on_path) for i in machine.installs),
        place=_place(facts),
        contexts=tuple(scene.context for scene in facts.scenes),
        hits=tuple(replace(found.hit, path=machine.show_path(found.hit.path)) for found in facts.found),
        stores=configuration.stores,
        findings=findings,
        verdict=verdict_of(facts, findings),
        next_expiry=configuration.next_expiry,
        bell=machine.preferences.bell,
        private=private_of(facts),
    )


def _place(facts: Facts) -> Place:
    machine = facts.machine
    return Place(
        platform=machine.platform,
        wsl=machine.wsl,
        container=machine.container,
        ssh=machine.ssh,
        tmux=machine.tmux is not None,
        cwd=machine.show_path(machine.cwd),
        config_dir=machine.show_path(facts.scene("here").prediction.configuration.config_dir),
        shell=say("{}", shell) if (shell := facts.scene("new_shell").context.shell) else NOTHING,
        follow=machine.request.follow,
    )
