"""How each fix is proven, in one table (shown with `-s`): most are run or made for real, and what is not says why, and is listed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from claude_auth_tui.checks.fixes.writer import Step, Writer
from claude_auth_tui.checks.frame import registered
from claude_auth_tui.checks.removal import ADMINISTRATOR, remove_helper, remove_variable
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.scene.contexts import gather
from tests.checks.every_case import CASES
from tests.checks.families import test_elsewhere, test_exposure, test_installs, test_loaders, test_network, test_store, test_surroundings
from tests.checks.homes import KEY
from tests.checks.proofs import Proven, of_cases, of_tests

MODULES = (test_elsewhere, test_exposure, test_installs, test_loaders, test_network, test_store, test_surroundings)

UNPROVEN = {
    # whoever must act is somebody else
    "policy-refuses-credential": "an administrator must act",
    "clock-not-synchronised": "the clock is the whole machine's, and an administrator sets it",
    "clock-set-back": "the clock is the whole machine's, and an administrator sets it",
    "clock-too-early": "the clock is the whole machine's, and an administrator sets it",
    "key-tracked-by-git": "only its issuer can make a key worthless; every copy of the history keeps it",
    "cloud-setup-incomplete": "it is made and handed out in your cloud account",
    # what must be changed lies outside of every home
    "container-login-not-kept": "the container is defined outside of it",
    "login-mounted-alone": "the container is defined outside of it",
    "state-file-not-kept": "the container is defined outside of it",
    "login-cannot-be-renewed": "it needs an administrator's password / mounts are made outside of the home folder",
    # it would do more than change a file: open a window, start a session, load from the network, end the shell it is typed into
    "extension-misses-variable": "it opens a window",
    "install-not-found": "it would start a session / it is downloaded from the network",
    "wsl-windows-claude": "it is downloaded from the network",
    "root-by-sudo": "it ends the shell it is typed into",
    # only the user knows what to write, or what is there
    "all-proxy-only": "only you know the proxy's address",
    "install-several": "what installed it is not known",
    "node-too-old": "which of the tools for Node.js is used here is not known",
    "settings-unreadable": "what lies there is not ours to remove",
    "desktop-uses-own-login": "nothing is wrong on this machine",
}
"""The checks with a fix that is only checked or not proven at all, and its reasons, apart by " / "."""

WITHOUT_FIX = {
    # beside those whose case says why
    "keychain-not-seen": "it could not be looked at",
    "settings-flag-refused": "it is given on the command line; the finding says where it breaks",
    "install-newer-than-rules": "nothing is wrong on the machine",
    "install-version-matters": "nothing is wrong on the machine",
    "startup-opaque": "only running the shell can tell",
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Proven]:
    found = of_cases(CASES, tmp_path_factory.mktemp("homes")) | of_tests(MODULES)
    width = max(len(row.check) for row in found)
    for row in sorted(found):
        print(f"{row.check:<{width}}  {row.proof:<9}  {row.title}{f'  ({row.unproven})' if row.unproven else ''}")  # noqa: T201 - the table
    print(f"\n{dict(Counter(row.proof for row in found))}")  # noqa: T201
    return sorted(found)


def test_what_is_not_proven_is_listed_with_its_reason(table: Sequence[Proven]) -> None:
    unproven = {(row.check, row.unproven) for row in table if row.proof in ("parsed", "none")}
    assert ("", "") not in unproven
    unlisted = sorted((check, reason) for check, reason in unproven if not reason or reason not in UNPROVEN.get(check, "").split(" / "))
    assert unlisted == [], "give the fix a proof, or list its check and reason in UNPROVEN"


def test_the_list_holds_nothing_that_is_proven_by_now(table: Sequence[Proven]) -> None:
    listed = {(check, reason) for check, reasons in UNPROVEN.items() for reason in reasons.split(" / ")}
    assert listed <= {(row.check, row.unproven) for row in table if row.proof in ("parsed", "none")}


def test_most_are_run_or_made(table: Sequence[Proven]) -> None:
    done = Counter(row.proof for row in table)
    assert done["ran"] + done["edited"] > 0.75 * len(table)
    assert done["ran"] > 0.5 * len(table)


def test_every_check_is_in_the_table_or_has_no_fix(table: Sequence[Proven]) -> None:
    reasoned = {case.id for case in CASES if case.why}
    assert {one.id for one in registered()} - {row.check for row in table} - reasoned == set(WITHOUT_FIX)


def test_what_managed_settings_set_is_for_an_administrator() -> None:
    managed = {"env": {"ANTHROPIC_API_KEY": KEY}, "apiKeyHelper": "echo FAKE"}
    facts = gather(make_machine({"/etc/claude-code/managed-settings.json": managed}))
    for (fix,) in (remove_variable(facts, say("ANTHROPIC_API_KEY")), remove_helper(facts)):
        assert (fix.command, fix.proof, fix.unproven) == ("", "none", ADMINISTRATOR)


def test_what_was_given_on_the_command_line_is_left_out_by_hand() -> None:
    flag = '{"env": {"ANTHROPIC_API_KEY": "' + KEY + '"}, "apiKeyHelper": "echo FAKE"}'
    facts = gather(make_machine(request=Request(settings=Secret(flag))))
    for (fix,) in (remove_variable(facts, say("ANTHROPIC_API_KEY")), remove_helper(facts)):
        assert (fix.command, fix.proof) == ("", "none")
        assert fix.unproven


def test_the_proof_of_a_fix_is_that_of_its_weakest_step() -> None:
    writer = Writer(make_machine(), "bash")
    assert writer.fix(say("t"), Step(say("a")), Step(say("b"), proof="edited")).proof == "edited"
    assert writer.fix(say("t"), Step(say("a")), Step(say("b"), proof="parsed")).proof == "parsed"
    assert writer.fix(say("t")).proof == "none"
