"""What is found on the disk: layers and their lines, folders, the login, profiles, other platforms."""

from __future__ import annotations

import hashlib

import pytest

from claude_auth_tui.claude_code.login import keychain_services
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.demo.build import NOW
from claude_auth_tui.model.machine import File, KeychainItem, Machine, Request, StoredFiles
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.words import StoreState
from tests.claude_code.given import KEY, LOGIN_FILE, LOGIN_TOKEN, TOKEN, link, login, predicted, start_of, state


def test_layers_lowest_first_with_their_lines() -> None:
    files = {
        "~/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": KEY}},
        ".claude/settings.json": {"model": "opus"},
        ".claude/settings.local.json": "{",
        "/etc/claude-code/managed-settings.json": {"apiKeyHelper": "/opt/key"},
    }
    flag = Request(settings=Secret('{"env": {"ANTHROPIC_AUTH_TOKEN": "gateway-FAKE"}}'))
    settings = predicted(files, request=flag).configuration.settings
    assert [(layer.scope, layer.state) for layer in settings.layers] == [
        ("user", "used"),
        ("project", "used"),
        ("local", "invalid"),
        ("flag", "used"),
        ("managed", "used"),
    ]
    assert settings.env["ANTHROPIC_API_KEY"].where == "~/.claude/settings.json:3"
    assert settings.env["ANTHROPIC_AUTH_TOKEN"].where == "--settings"
    assert settings.helper is not None
    assert settings.helper.where == "/etc/claude-code/managed-settings.json:2"
    broken = settings.layers[2]
    assert broken.fault is not None
    assert (broken.fault.line, broken.where()) == (1, "~/work/api/.claude/settings.local.json")


def test_settings_given_as_a_file() -> None:
    files = {"extra.json": {"env": {"ANTHROPIC_AUTH_TOKEN": TOKEN}}}
    surface = predicted(files, request=Request(settings=Secret("extra.json"))).surfaces["print"]
    assert link(surface, "settings.flag.env:ANTHROPIC_AUTH_TOKEN").where == "~/work/api/extra.json:3"


@pytest.mark.parametrize("given", ["nowhere.json", '{"env": {},}', '{"env": ', " extra.json"])
def test_settings_that_cannot_be_given_stop_everything(given: str) -> None:
    files = {LOGIN_FILE: login(), "extra.json": {}}
    surfaces = predicted(files, request=Request(settings=Secret(given))).surfaces
    assert {(s.outcome, s.reason) for s in surfaces.values()} == {("blocked", "settings_flag")}


def test_a_broken_file_given_as_settings_is_dropped() -> None:
    files = {LOGIN_FILE: login(), "extra.json": "{"}
    assert predicted(files, request=Request(settings=Secret("extra.json"))).surfaces["print"].outcome == "sends"


@pytest.mark.parametrize(
    ("value", "folder"),
    [
        ("/srv/claude", "/srv/claude"),
        ("/srv/claude/", "/srv/claude"),
        ("~/x", "/home/dev/work/api/~/x"),
        ("x", "/home/dev/work/api/x"),
        ("", "/home/dev/work/api"),
    ],
)
def test_the_config_folder_is_taken_literally(value: str, folder: str) -> None:
    assert predicted({}, {"CLAUDE_CONFIG_DIR": value}).configuration.config_dir == folder


def test_a_config_folder_in_user_settings_moves_the_login_but_not_the_state_file() -> None:
    files = {
        "~/.claude/settings.json": {"env": {"CLAUDE_CONFIG_DIR": "/srv/claude"}},
        "~/.claude.json": state(primaryApiKey=KEY),
        "/srv/claude/.credentials.json": login(),
    }
    configuration = predicted(files).configuration
    assert configuration.login.where == "/srv/claude/.credentials.json"
    assert configuration.state.shown_path == "~/.claude.json"


def test_a_state_file_in_the_config_folder_comes_first_unless_it_is_empty() -> None:
    both = {"~/.claude/.config.json": {"primaryApiKey": KEY}, "~/.claude.json": {}}
    assert predicted(both).configuration.state.shown_path == "~/.claude/.config.json"
    assert predicted({**both, "~/.claude/.config.json": "\n"}).configuration.state.shown_path == "~/.claude.json"


def test_local_settings_of_the_git_root_come_before_those_of_the_folder() -> None:
    files = {
        "/home/dev/work/.git/HEAD": "ref: refs/heads/main",
        "/home/dev/work/.claude/settings.local.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "root"}},
        "/home/dev/work/.claude/settings.json": {"env": {"ANTHROPIC_API_KEY": "not read"}},
        ".claude/settings.local.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "folder"}},
    }
    surface = predicted(files).surfaces["print"]
    assert surface.sources == ("settings.local.env:ANTHROPIC_AUTH_TOKEN",)
    assert link(surface, surface.sources[0]).where == "~/work/.claude/settings.local.json:3"


def test_a_linked_work_tree_leads_to_the_main_one_and_a_submodule_does_not() -> None:
    worktree = {
        ".git": "gitdir: /home/dev/main/.git/worktrees/api\n",
        "/home/dev/main/.git/worktrees/api/commondir": "../..\n",
        "/home/dev/main/.claude/settings.local.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "main"}},
    }
    assert predicted(worktree).surfaces["print"].sources == ("settings.local.env:ANTHROPIC_AUTH_TOKEN",)
    submodule = {
        ".git": "gitdir: ../../main/.git/modules/api\n",
        "/home/dev/main/.claude/settings.local.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "main"}},
    }
    assert predicted(submodule).surfaces["print"].outcome == "not_logged_in"


def test_a_repository_at_home_gives_no_local_settings() -> None:
    files = {"~/.git/HEAD": "ref: x", "~/.claude/settings.local.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "home"}}}
    assert predicted(files).surfaces["print"].outcome == "not_logged_in"
    assert predicted(files, cwd="/home/dev").surfaces["print"].outcome == "sends"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (login(), "usable"),
        (login(expiresAt=1_700_000_000_000), "refreshable"),
        (login(expiresAt=1_700_000_000_000, refreshToken=""), "expired"),
        (login(scopes=["user:profile"]), "no_scope"),
        (login(scopes=None), "no_scope"),
        (login(accessToken=""), "empty"),
        ({"mcpOAuth": {}}, "empty"),
        ("", "empty"),
        ("[]", "empty"),
        ('{"claudeAiOauth": {', "corrupt"),
        ('\ufeff{"claudeAiOauth": {}}', "corrupt"),
        (File("", "unreadable", "file", detail=say("Permission denied")), "unreadable"),
        (login(expiresAt="soon"), "usable"),
        (login(expiresAt=1e300), "usable"),
    ],
)
def test_the_login_file(content: object, expected: StoreState) -> None:
    configuration = predicted({LOGIN_FILE: content}).configuration
    assert configuration.login.state == expected
    assert configuration.stores[0].state == expected
    assert LOGIN_TOKEN not in repr(configuration)


def test_a_store_tells_when_it_ends_and_when_to_look_again() -> None:
    configuration = predicted({LOGIN_FILE: login()}).configuration
    (store,) = configuration.stores
    assert (store.expires_at, store.refreshable, store.mode, store.subscription) == ("2026-11-21T19:40:00Z", True, "0600", "max")
    assert store.scopes == ("user:inference", "user:profile")
    assert configuration.next_expiry == 1_795_290_000.0
    assert predicted({LOGIN_FILE: login(expiresAt=1_700_000_000_000)}).configuration.next_expiry is None


def test_a_named_profile_comes_before_the_login_and_a_saved_one_after() -> None:
    profile = {
        "~/.config/anthropic/configs/work.json": {"authentication": {"type": "user_oauth"}},
        "~/.config/anthropic/credentials/work.json": {"access_token": LOGIN_TOKEN, "expires_at": NOW + 600},
        "~/.config/anthropic/active_config": "work\n",
    }
    named = predicted({LOGIN_FILE: login(), **profile}, {"ANTHROPIC_PROFILE": "work"})
    assert named.surfaces["print"].authorization == "profile:work"
    assert named.configuration.next_expiry == NOW + 600
    assert predicted({LOGIN_FILE: login(), **profile}).surfaces["print"].authorization == "credentials:claudeAiOauth"
    assert predicted(profile).surfaces["print"].pays == "api"


def test_a_profile_whose_credential_is_open_to_others_is_not_used() -> None:
    text = SecretText('{"access_token": "fake"}')
    files = {
        "~/.config/anthropic/configs/default.json": {"authentication": {"type": "user_oauth"}},
        "~/.config/anthropic/credentials/default.json": File("", "present", "file", text, mode=0o644),
    }
    surface = predicted(files).surfaces["print"]
    assert surface.outcome == "not_logged_in"
    assert "open to others (mode 0644)" in surface.because


def test_federation_needs_its_organization() -> None:
    env = {"ANTHROPIC_FEDERATION_RULE_ID": "fdrl_1", "ANTHROPIC_IDENTITY_TOKEN": "fake"}
    assert predicted({}, env).surfaces["print"].outcome == "not_logged_in"
    assert predicted({}, {**env, "ANTHROPIC_ORGANIZATION_ID": "org"}).surfaces["print"].authorization == "profile:federation"


def test_the_keychains_items_carry_a_hash_of_the_config_folder_as_written() -> None:
    assert keychain_services({}) == ("Claude Code-credentials", "Claude Code")
    digest = hashlib.sha256(b"/Users/dev/.claude").hexdigest()[:8]
    assert keychain_services({"CLAUDE_CONFIG_DIR": Secret("/Users/dev/.claude")})[0] == f"Claude Code-credentials-{digest}"
    assert keychain_services({"CLAUDE_CONFIG_DIR": Secret("/Users/dev/.claude/")})[0] != f"Claude Code-credentials-{digest}"


def on_macos(*items: KeychainItem, **files: object) -> Machine:
    table = {path: File(path, "present", "file", SecretText(str(text)), mode=0o600) for path, text in files.items()}
    return Machine("macos", "/Users/dev", "/Users/dev/api", StoredFiles(table), now=NOW, keychain=items)


def test_a_login_in_the_keychain_is_used_though_nobody_looked_into_it() -> None:
    account = '{"oauthAccount": {"organizationRateLimitTier": "default_claude_max_20x"}}'
    machine = on_macos(KeychainItem("Claude Code-credentials", "present"), **{"/Users/dev/.claude.json": account})
    prediction = predict(start_of(machine))
    surface = prediction.surfaces["print"]
    assert (surface.authorization, surface.pays) == ("credentials:claudeAiOauth", "plan")
    assert link(surface, "credentials:claudeAiOauth").title == "/login Max"
    assert [store.kind for store in prediction.configuration.stores] == ["keychain", "file"]


def test_a_locked_keychain_is_unknown_and_an_absent_item_is_none() -> None:
    locked = predict(start_of(on_macos(KeychainItem("Claude Code-credentials", "locked"))))
    assert locked.surfaces["print"].outcome == "unknown"
    assert "locked" in locked.surfaces["print"].because
    absent = predict(start_of(on_macos(KeychainItem("Claude Code-credentials", "absent"))))
    assert absent.surfaces["print"].outcome == "not_logged_in"


def test_a_console_key_in_the_keychain_is_sent() -> None:
    items = (KeychainItem("Claude Code-credentials", "absent"), KeychainItem("Claude Code", "present"))
    prediction = predict(start_of(on_macos(*items)))
    surface = prediction.surfaces["print"]
    assert (surface.x_api_key, surface.pays) == ("config:primaryApiKey", "api")
    assert link(surface, "config:primaryApiKey").where == 'Keychain item "Claude Code"'
    assert prediction.status.api_key_source == "/login managed key"


def test_an_item_that_was_not_looked_for_is_unknown() -> None:
    machine = on_macos(
        KeychainItem("Claude Code-credentials", "present"),
        **{"/Users/dev/.claude/settings.json": '{"env": {"CLAUDE_CONFIG_DIR": "/Users/dev/other"}}'},
    )
    assert predict(start_of(machine)).surfaces["print"].outcome == "unknown"


def test_a_login_file_counts_on_macos_where_the_keychain_has_none() -> None:
    stored = '{"claudeAiOauth": {"accessToken": "fake", "scopes": ["user:inference"]}}'
    machine = on_macos(KeychainItem("Claude Code-credentials", "absent"), **{"/Users/dev/.claude/.credentials.json": stored})
    assert predict(start_of(machine)).surfaces["print"].authorization == "credentials:claudeAiOauth"


def test_windows_has_its_own_folders_and_names_in_any_case() -> None:
    def file(path: str, text: str) -> tuple[str, File]:
        return path, File(path, "present", "file", SecretText(text))

    table = dict(
        [
            file("C:\\Program Files\\ClaudeCode\\managed-settings.json", '{"apiKeyHelper": "key.exe"}'),
            file("C:\\Users\\dev\\.claude\\settings.json", '{"env": {"ANTHROPIC_AUTH_TOKEN": "fake"}}'),
        ]
    )
    environment = {"Anthropic_Api_Key": Secret(KEY)}
    machine = Machine("windows", "C:\\Users\\dev", "C:\\work", StoredFiles(table), environment, now=NOW)
    surface = predict(start_of(machine)).surfaces["print"]
    assert surface.sources == ("settings.user.env:ANTHROPIC_AUTH_TOKEN", "env:ANTHROPIC_API_KEY")
    assert link(surface, "settings.managed:apiKeyHelper").where == "C:\\Program Files\\ClaudeCode\\managed-settings.json:1"
    assert link(surface, "settings.user.env:ANTHROPIC_AUTH_TOKEN").where == "~/.claude/settings.json:1"
