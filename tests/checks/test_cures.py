"""The heart of the matter: every check fires on a machine that shows it, and its fix, done for real, cures it and breaks nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claude_auth_tui.checks.frame import registered
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.model.words import ShellName
from tests.checks.cases import Case
from tests.checks.curing import cure
from tests.checks.every_case import CASES
from tests.programs import needed

SHELLS: tuple[ShellName, ...] = ("bash", "zsh", "fish")
ELSEWHERE = {
    "clock-too-early": "needs another clock; see test_network",
    "clock-not-synchronised": "lies outside of every home; see test_network",
    "managed-settings-broken": "lies outside of every home; see test_elsewhere",
    "policy-refuses-credential": "lies outside of every home; see test_elsewhere",
    "cloud-setup-incomplete": "see test_elsewhere",
    "login-locked": "only macOS; see test_elsewhere",
    "settings-flag-refused": "needs --settings; see test_elsewhere",
    "startup-file-unreadable": "see test_elsewhere",
    "startup-opaque": "see test_elsewhere",
    "running-claude-differs": "needs a running claude; see test_elsewhere",
    "folder-changes-credential": "only where zsh has a plugin; see test_loaders",
    "tmux-carries-variable": "needs a tmux server; see test_elsewhere",
    "login-cannot-be-renewed": "whoever runs the tests as root may write anywhere; see test_store",
    "login-mounted-alone": "needs a container's mounts; see test_store",
    "login-in-two-stores": "only macOS; see test_store",
    "keychain-not-seen": "only macOS; see test_store",
    "keychain-other-item": "only macOS; see test_store",
    "state-file-not-kept": "needs a container's mounts; see test_store",
    "install-several": "needs two installs on the PATH; see test_installs",
    "install-newer-than-rules": "needs an install on the PATH; see test_installs",
    "install-too-old": "needs an install on the PATH; see test_installs",
    "install-version-matters": "needs an install on the PATH; see test_installs",
    "node-too-old": "needs an install on the PATH; see test_installs",
    "install-not-found": "needs a PATH without claude; see test_installs",
    "root-by-sudo": "needs root; see test_surroundings",
    "wsl-windows-claude": "only WSL; see test_surroundings",
    "wsl-login-elsewhere": "only WSL; see test_surroundings",
    "ssh-no-browser": "only over SSH; see test_surroundings",
    "container-login-not-kept": "needs a container's mounts; see test_surroundings",
    "ci-uses-login": "only in CI; see test_surroundings",
}


def test_every_check_has_a_machine_that_shows_it() -> None:
    assert {one.id for one in registered()} == {case.id for case in CASES} | set(ELSEWHERE)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.id}-{c.level}")
def test_the_check_fires_and_its_fix_cures(case: Case, shell: ShellName, tmp_path: Path) -> None:
    needed(shell)
    home = case.build(tmp_path, shell)
    before = home.findings()
    finding = next((f for f in before if f.id == case.id), None)
    assert finding is not None, [(f.id, f.level, f.title) for f in before]
    assert finding.level == case.level
    assert finding.title
    assert finding.explain.endswith(".")
    if not finding.fixes:
        assert case.why
        return
    fix = finding.fixes[case.fix]
    if fix.proof in ("parsed", "none"):
        assert fix.unproven
        return
    promised = fix.leads_to
    home = cure(case, home, finding)
    after = home.findings()
    assert case.id not in {f.id for f in after}, [(f.id, f.title) for f in after]
    new = {f.id for f in after if f.level == "error"} - {f.id for f in before if f.level == "error"}
    assert new <= case.may_remain, [(f.id, f.title) for f in after]
    if promised:
        context = "here" if finding.context == "here" else "new_shell"
        assert outlook(home.facts().scene(context).prediction) == promised


def test_no_finding_shows_a_value(tmp_path: Path) -> None:
    for number, case in enumerate(CASES):
        path = tmp_path / str(number)
        path.mkdir()
        assert not re.search("FFF", repr(case.build(path, "bash").findings()))
