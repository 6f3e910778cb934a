"""The Keychain, with a made-up `security` program."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import KeychainItem
from claude_auth_tui.read import keychain as reader
from claude_auth_tui.read.keychain import read_keychain, services
from tests.shown import shown


@pytest.fixture
def security(tmp_path: Path) -> Path:
    """A `security` that keeps its arguments and answers by the item's name."""
    program = tmp_path / "security"
    program.write_text(
        f"#!/bin/sh\necho \"$*\" >>'{tmp_path}/called'\n"
        "if read -r line; then exit 99; fi\n"
        'case "$3" in "Claude Code-credentials") echo "attributes of it"; exit 0;; *-locked) exit 36;; "Claude Code") exit 44;; esac\nexit 1\n'
    )
    program.chmod(0o755)
    return tmp_path


def test_each_state_is_told_by_the_exit_status(security: Path) -> None:
    found = read_keychain({"PATH": str(security), "USER": "dev", "CLAUDE_CONFIG_DIR": "/x"})
    suffix = hashlib.sha256(b"/x").hexdigest()[:8]
    assert found == (
        KeychainItem("Claude Code-credentials", "present"),
        KeychainItem("Claude Code", "absent"),
        KeychainItem(f"Claude Code-credentials-{suffix}", "unknown", shown("security ended with status 1")),
        KeychainItem(f"Claude Code-{suffix}", "unknown", shown("security ended with status 1")),
    )


def test_a_locked_keychain_is_told(security: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SERVICES", ("x-locked",))
    assert read_keychain({"PATH": str(security)}) == (KeychainItem("x-locked", "locked"),)


def test_it_asks_for_attributes_only_and_gives_no_input(security: Path) -> None:
    read_keychain({"PATH": str(security), "USER": "dev"})
    assert sorted((security / "called").read_text().splitlines()) == [
        "find-generic-password -s Claude Code -a dev",
        "find-generic-password -s Claude Code-credentials -a dev",
    ]


def test_the_text_of_the_variable_names_the_item_not_the_folder_it_means() -> None:
    names = {services(text) for text in ("/Users/dev/.claude", "/Users/dev/.claude/", "~/.claude")}
    assert len(names) == 3
    assert services("/caf\u00e9") == services("/cafe\u0301"), "composed and decomposed letters are the same text"
    assert services(None) == services("") == ("Claude Code-credentials", "Claude Code")


def test_without_the_program_nothing_is_claimed(tmp_path: Path) -> None:
    assert {item.state for item in read_keychain({"PATH": str(tmp_path)})} == {"unknown"}
    assert {item.state for item in read_keychain({})} == {"unknown"}


def test_a_program_that_hangs_is_given_up(security: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "TIMEOUT", 0.2)
    (security / "security").write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    assert {(item.state, item.detail) for item in read_keychain({"PATH": str(security)})} == {("unknown", "no answer within 0.2 s")}
