"""Checks of stores and the state file whose machines do not fit into a home of ours: folders root may write, mounts, the Keychain."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from claude_auth_tui.claude_code.login import keychain_services
from claude_auth_tui.demo.build import CWD, HOME, NOW, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.machine import File, Folder, KeychainItem, Machine, Mount
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret, SecretText
from tests.checks.families.test_elsewhere import finding, levels, made
from tests.checks.homes import KEY, TOKEN, login, state
from tests.checks.running import SHELLS, run

CREDENTIALS = "~/.claude/.credentials.json"
FOLDER = f"{HOME}/.claude"
HERE = Mount("/", "/", kind="overlay")


class Table:
    """A made-up file table in which some paths are other than their content says."""

    def __init__(self, machine: Machine, **found: File) -> None:
        self.table, self.found = machine.files, {file.path: file for file in found.values()}

    def file(self, path: str) -> File:
        made_up, kept = self.found.get(path), self.table.file(path)
        return replace(kept, writable=made_up.writable, mode=made_up.mode, uid=made_up.uid) if made_up is not None else kept

    def stat(self, path: str) -> File:
        return self.found.get(path) or self.table.stat(path)

    def folder(self, path: str) -> Folder:
        return self.table.folder(path)


def with_folder(machine: Machine, mode: int = 0o555, uid: int = 1000) -> Machine:
    """The login's folder, in which this user may make no files."""
    folder = File(FOLDER, "not_a_file", "folder", mode=mode, uid=uid, executable=True, writable=False)
    return replace(machine, files=Table(machine, folder=folder))


def with_file(machine: Machine) -> Machine:
    """The login's file, mounted read-only."""
    file = File(f"{FOLDER}/.credentials.json", "present", "file", mode=0o600, uid=1000, writable=False)
    return replace(machine, files=Table(machine, file=file))


def in_container(files: Mapping[str, object], *mounts: Mount, exports: Mapping[str, str] | None = None) -> Machine:
    return made(files, exports, container="docker", mounts=(HERE, *mounts))


def test_a_folder_that_may_not_be_written_keeps_the_login_from_being_renewed() -> None:
    found = finding(with_folder(made({CREDENTIALS: login()})), "login-cannot-be-renewed")
    assert found.level == "warning"
    assert found.title == "Your Max login cannot be renewed: the folder ~/.claude may not be written"
    assert found.fixes[0].command == "chmod 755 ~/.claude"
    assert found.fixes[0].undo == "chmod 555 ~/.claude"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_folder_is_made_writable_again(shell: str, tmp_path: Path) -> None:
    """As root everything may be written, so only the mode that the command leaves is looked at."""
    (tmp_path / ".claude").mkdir(mode=0o555)
    run(shell, finding(with_folder(made({CREDENTIALS: login()})), "login-cannot-be-renewed").fixes[0].command, tmp_path)
    assert (tmp_path / ".claude").stat().st_mode & 0o777 == 0o755


def test_it_is_an_error_once_the_login_has_expired() -> None:
    found = finding(with_folder(made({CREDENTIALS: login(expiresAt=1000)})), "login-cannot-be-renewed")
    assert found.level == "error"
    assert found.title.startswith("Your Max login has expired and cannot be renewed")


def test_a_folder_of_root_is_given_back() -> None:
    found = finding(with_folder(made({CREDENTIALS: login()}), 0o755, 0), "login-cannot-be-renewed")
    assert found.fixes[0].command == 'sudo chown -R "$(id -un)" ~/.claude'
    assert found.fixes[0].undo == "sudo chown -R 0 ~/.claude"


def test_a_file_mounted_read_only_cannot_be_renewed_either() -> None:
    found = finding(with_file(made({CREDENTIALS: login()})), "login-cannot-be-renewed")
    assert found.title == "Your Max login cannot be renewed: ~/.claude/.credentials.json is mounted read-only"
    assert (found.fixes[0].command, bool(found.fixes[0].unproven)) == ("", True)


@pytest.mark.parametrize("changes", [{"refreshToken": None}, {"accessToken": ""}])
def test_what_is_never_renewed_needs_no_folder(changes: dict[str, object]) -> None:
    assert "login-cannot-be-renewed" not in levels(with_folder(made({CREDENTIALS: login(**changes)})))


def test_a_key_needs_no_folder() -> None:
    assert set(levels(with_folder(made({}, {"ANTHROPIC_API_KEY": KEY})))) == {"terminal-lacks-variable"}


def test_a_folder_that_is_a_link_stays_one() -> None:
    text = SecretText('{"claudeAiOauth": {"accessToken": "FAKE", "scopes": ["user:inference"]}}')
    linked = File("", "present", "file", text, mode=0o600, uid=1000, hops=(f"{HOME}/dotfiles/claude/.credentials.json",))
    machine = made({CREDENTIALS: linked})
    folder = File(FOLDER, "not_a_file", "folder", executable=True, hops=(f"{HOME}/dotfiles/claude",))
    assert "login-is-link" in levels(machine)
    assert "login-is-link" not in levels(replace(machine, files=Table(machine, folder=folder)))


def test_a_lock_of_this_minute_is_somebody_at_work() -> None:
    machine = made({CREDENTIALS: login()})
    at_work = File(f"{FOLDER}/.oauth_refresh.lock", "not_a_file", "folder", executable=True, modified=NOW - 5)
    old = replace(at_work, modified=NOW - 3600)
    ahead = replace(at_work, modified=NOW + 3600)
    assert [("login-lock-stuck" in levels(replace(machine, files=Table(machine, lock=lock)))) for lock in (at_work, old, ahead)] == [
        False,
        False,
        True,
    ]


def test_a_single_file_that_was_replaced_outside_is_an_old_copy() -> None:
    path = f"{FOLDER}/.credentials.json"
    gone = finding(in_container({CREDENTIALS: login()}, Mount(path, "/home/dev/.claude/.credentials.json//deleted")), "login-mounted-alone")
    there = finding(in_container({CREDENTIALS: login()}, Mount(path, "/home/dev/.claude/.credentials.json")), "login-mounted-alone")
    assert (gone.level, there.level) == ("warning", "info")
    assert "old copy" in gone.title
    assert "login-mounted-alone" not in levels(in_container({CREDENTIALS: login()}, Mount(FOLDER, "/volumes/claude")))


def test_a_volume_for_the_folder_alone_loses_the_state_file() -> None:
    found = finding(in_container({CREDENTIALS: login()}, Mount(FOLDER, "/volumes/claude")), "state-file-not-kept")
    assert found.level == "warning"
    assert found.title == "~/.claude.json is lost when this container is made anew; ~/.claude is kept"
    assert "CLAUDE_CONFIG_DIR to ~/.claude" in found.fixes[0].title
    assert "cp -n ~/.claude.json ~/.claude/.claude.json" in found.fixes[0].then


def test_what_keeps_both_is_quiet() -> None:
    home = in_container({CREDENTIALS: login()}, Mount(HOME, "/volumes/home"))
    moved = in_container(
        {"~/.claude/.credentials.json": login(), "~/.claude/.claude.json": state(CWD)},
        Mount(FOLDER, "/volumes/claude"),
        exports={"CLAUDE_CONFIG_DIR": FOLDER},
    )
    for machine in (home, moved, made({CREDENTIALS: login()})):
        assert "state-file-not-kept" not in levels(machine)


def test_on_a_mac_the_file_beside_the_keychain_is_an_old_copy() -> None:
    machine = made({CREDENTIALS: login()}, platform="macos", keychain=(KeychainItem("Claude Code-credentials", "present"),))
    found = finding(machine, "login-in-two-stores")
    assert found.level == "info"
    assert found.fixes[0].command == "mv -n ~/.claude/.credentials.json ~/.claude/.credentials.json.off"
    only_file = made({CREDENTIALS: login()}, platform="macos", keychain=(KeychainItem("Claude Code-credentials", "absent"),))
    assert "login-in-two-stores" not in levels(only_file)


def test_a_keychain_that_does_not_answer_is_unknown() -> None:
    machine = made({}, platform="macos", keychain=(KeychainItem("Claude Code-credentials", "unknown", say("no answer within 2 s")),))
    found = finding(machine, "keychain-not-seen")
    assert found.level == "unknown"
    assert found.explain.startswith("No answer within 2 s.")


def test_a_config_folder_has_a_keychain_item_of_its_own() -> None:
    plain = KeychainItem("Claude Code-credentials", "present")
    folder = {"CLAUDE_CONFIG_DIR": FOLDER}
    suffixed = KeychainItem(keychain_services({"CLAUDE_CONFIG_DIR": Secret(FOLDER)})[0], "absent")
    files = {"~/.claude/.claude.json": state(CWD)}
    found = finding(made(files, folder, platform="macos", keychain=(plain, suffixed)), "keychain-other-item")
    assert found.level == "error"
    assert found.fixes[0].title == "Comment out ~/.zshrc:1"
    assert found.fixes[0].leads_to == "claude and claude -p then use your login"
    there = (plain, KeychainItem(suffixed.service, "present"))
    assert "keychain-other-item" not in levels(made(files, folder, platform="macos", keychain=there))
    assert "keychain-other-item" not in levels(made({}, platform="macos", keychain=(plain,)))


def test_the_welcome_screens_do_not_matter_where_nobody_is_asked() -> None:
    """A script, a job, and a login, which the screens lead to anyway."""
    token = {"CLAUDE_CODE_OAUTH_TOKEN": TOKEN}
    fresh = {"~/.claude.json": {"numStartups": 1}}
    assert "onboarding-hides-credential" in levels(made(fresh, token))
    assert "onboarding-hides-credential" not in levels(made({**fresh, CREDENTIALS: login()}))
    assert "onboarding-hides-credential" not in levels(make_machine({}, {"CI": "true", **token}))


def test_a_state_file_too_large_to_be_read_is_unknown_and_not_broken() -> None:
    large = File("", "too_large", "file", mode=0o600, uid=1000, size=90 * 1024**2)
    found = levels(made({CREDENTIALS: login(), "~/.claude.json": large}))
    assert found["state-file-large"] == "unknown"
    assert "state-file-broken" not in found


def test_the_newest_sound_copy_of_a_broken_state_file_is_offered() -> None:
    copies = {f"~/.claude/backups/.claude.json.backup.{number}": text for number, text in ((9, "{}"), (10, "{"), (8, "{}"))}
    found = finding(made({CREDENTIALS: login(), "~/.claude.json": "{", **copies}), "state-file-broken")
    assert found.fixes[0].command == (
        "mv -n ~/.claude.json ~/.claude.json.broken && cp -p ~/.claude/backups/.claude.json.backup.9 ~/.claude.json"
    )
    assert found.fixes[0].undo == "mv -f ~/.claude.json.broken ~/.claude.json"


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (30, None, ""),
        (8, "info", "Your Max login ends between 2026-11-26 and 2026-11-29"),
        (2, "warning", "Your Max login can end at any time until 2026-11-23"),
        (-1, "warning", "Your Max login may have ended between 2026-11-17 and 2026-11-20"),
    ],
)
def test_a_sign_in_is_renewed_for_a_limited_time(days: int, level: str | None, words: str) -> None:
    access = {"expiresAt": 1000} if days < 0 else {}
    machine = made({CREDENTIALS: login(refreshTokenExpiresAt=int((NOW + days * 86400) * 1000), **access)})
    assert levels(machine).get("login-sign-in-ends") == level
    if level:
        assert finding(machine, "login-sign-in-ends").title == words


def test_a_login_that_was_renewed_after_that_end_is_quiet() -> None:
    renewed = login(refreshTokenExpiresAt=int((NOW - 6 * 86400) * 1000))
    assert "login-sign-in-ends" not in levels(made({CREDENTIALS: renewed}))


@pytest.mark.parametrize("end", ["soon", None, -5, 1e300, True, [], {}])
def test_an_end_that_is_no_date_is_none(end: object) -> None:
    assert levels(made({CREDENTIALS: login(refreshTokenExpiresAt=end)})) == {}


@pytest.mark.parametrize("scopes", [["user:inference", KEY, "canary"], f"user:inference {KEY}"])
def test_a_key_among_the_scopes_is_not_told(scopes: object) -> None:
    diagnosis = diagnose(make_machine({"~/.claude/.credentials.json": login(scopes=scopes), "~/.claude.json": state(CWD)}))
    told = next(store.scopes for store in diagnosis.stores if store.scopes)
    assert "user:inference" in told
    assert KEY not in told


def test_the_screen_is_read_again_when_the_end_comes_near() -> None:
    found = diagnose(
        made({CREDENTIALS: login(expiresAt=int((NOW + 90 * 86400) * 1000), refreshTokenExpiresAt=int((NOW + 30 * 86400) * 1000))})
    )
    assert found.next_expiry == NOW + 20 * 86400
    assert found.stores[0].notes == ("the sign-in ends 2026-12-21T12:03:41Z",)
