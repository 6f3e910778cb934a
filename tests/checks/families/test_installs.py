"""Checks of installs and of what stands before them: made-up machines with several `claude`, old versions, old Node.js."""

from __future__ import annotations

import pytest

from claude_auth_tui.checks.frame import run_checks
from claude_auth_tui.demo.build import HOME
from claude_auth_tui.model.machine import File, Install, Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.scene.contexts import gather
from tests.checks.families.test_elsewhere import CREDENTIALS, finding, levels, made
from tests.checks.homes import KEY, login
from tests.shown import shown

NATIVE = Install(f"{HOME}/.local/bin/claude", say("2.1.329"), True, f"{HOME}/.local/share/claude/versions/2.1.329")
PACKAGE = f"{HOME}/.npm-global/lib/node_modules/@anthropic-ai/claude-code"
NPM = Install(f"{HOME}/.npm-global/bin/claude", say("2.1.200"), False, f"{PACKAGE}/cli.js")
NPM_FIRST, NATIVE_SECOND = Install(NPM.path, NPM.version, True, NPM.target), Install(NATIVE.path, NATIVE.version, False, NATIVE.target)
NODE_16 = File("", "present", "file", SecretText(""), mode=0o755, executable=True, hops=(f"{HOME}/.nvm/versions/node/v16.20.2/bin/node",))


def with_installs(*installs: Install, files: dict[str, object] | None = None, exports: dict[str, str] | None = None) -> Machine:
    return made({CREDENTIALS: login(), **(files or {})}, exports, installs=installs)


def test_one_install_of_the_modelled_version_is_quiet() -> None:
    assert levels(with_installs(NATIVE)) == {}


def test_an_older_install_that_the_path_finds_first() -> None:
    found = finding(with_installs(NPM_FIRST, NATIVE_SECOND), "install-several")
    assert found.level == "warning"
    assert found.title == "claude starts version 2.1.200 of ~/.npm-global/bin/claude, although 2.1.329 is installed too"
    assert [e.text for e in found.evidence] == ["2.1.200, by npm, first on the PATH", "2.1.329, by the native installer"]
    assert found.fixes[0].command == "npm uninstall -g @anthropic-ai/claude-code"
    assert found.fixes[0].undo == "npm install -g @anthropic-ai/claude-code@2.1.200"


def test_uninstalling_the_older_one_cures_it() -> None:
    """As npm would leave it: its link gone, the other one found first."""
    assert "install-several" not in levels(with_installs(NATIVE))


def test_an_older_install_behind_the_first_is_worth_knowing() -> None:
    found = finding(with_installs(NATIVE, NPM), "install-several")
    assert found.level == "info"
    assert found.fixes[0].command == "npm uninstall -g @anthropic-ai/claude-code"


def test_two_of_one_version_are_quiet() -> None:
    assert "install-several" not in levels(with_installs(NATIVE, Install(NPM.path, say("2.1.329"), False, NPM.target)))


def test_an_install_in_the_home_folder_is_put_aside_and_one_of_the_system_is_not_touched() -> None:
    here = finding(with_installs(NATIVE, Install(f"{HOME}/bin/claude", say("2.1.1"))), "install-several")
    system = finding(with_installs(NATIVE, Install("/usr/bin/claude", say("2.1.1"))), "install-several")
    assert here.fixes[0].command == "mv -n ~/bin/claude ~/bin/claude.off"
    assert (system.fixes[0].command, bool(system.fixes[0].unproven)) == ("", True)


def test_a_newer_version_than_the_rules_were_checked_with() -> None:
    found = finding(with_installs(Install(NATIVE.path, say("2.2.0"), True, NATIVE.target)), "install-newer-than-rules")
    assert found.level == "info"
    assert "2.1.332" in found.title


@pytest.mark.parametrize(
    ("version", "exports", "words"),
    [
        ("2.1.93", {"CLAUDE_CODE_USE_MANTLE": "1"}, "needs 2.1.94"),
        ("2.1.200", {"ANTHROPIC_FOUNDRY_AUTH_TOKEN": "FAKE-token"}, "needs 2.1.203"),
        ("2.1.40", {}, "has no claude auth login"),
        ("2.0.10", {}, ".env by itself"),
    ],
)
def test_a_version_too_old_for_what_is_used(version: str, exports: dict[str, str], words: str) -> None:
    old = with_installs(Install(NATIVE.path, shown(version), True, NATIVE.target), exports=exports)
    found = finding(old, "install-too-old")
    assert found.level == "warning"
    assert words in found.title
    assert (found.fixes[0].command, found.fixes[0].undo) == ("claude update", f"claude install {version}")
    assert "install-too-old" not in levels(with_installs(NATIVE, exports=exports))


def test_an_old_version_is_quiet_where_nothing_newer_is_used() -> None:
    old = Install(NATIVE.path, say("2.1.250"), True, NATIVE.target)
    assert "install-too-old" not in levels(with_installs(old, exports={"CLAUDE_CODE_SIMPLE": "1"}))


def test_an_old_version_of_npm_never_loaded_a_dotenv_by_itself() -> None:
    found = [
        f.title for f in run_checks(gather(with_installs(Install(NPM.path, say("2.0.10"), True, NPM.target)))) if f.id == "install-too-old"
    ]
    assert found
    assert not any(".env" in title for title in found)


def test_an_update_tells_what_else_it_changes() -> None:
    """2.1.80 knows neither bare mode nor Mantle; with an update the login is not used any more either."""
    old = Install(NATIVE.path, say("2.1.80"), True, NATIVE.target)
    found = finding(with_installs(old, exports={"CLAUDE_CODE_USE_MANTLE": "1", "CLAUDE_CODE_SIMPLE": "1"}), "install-too-old")
    then = [e.text for e in found.evidence if e.where == "after an update"]
    assert any(text.startswith("claude -p: ") for text in then)


def test_where_an_update_changes_what_is_sent_it_is_told_and_is_no_cure_unless_that_is_expected() -> None:
    """Up to 2.1.135 an empty token is sent as an empty Bearer beside the key."""
    empty = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_AUTH_TOKEN": ""}
    old = with_installs(Install(NATIVE.path, say("2.1.100"), True, NATIVE.target), exports=empty)
    found = finding(old, "install-version-matters")
    assert found.level == "info"
    assert any(e.text.startswith("claude -p: ") for e in found.evidence)
    assert not found.fixes
    assert "install-version-matters" not in levels(with_installs(NATIVE, exports=empty))


def test_a_program_whose_version_cannot_be_told_is_no_pass() -> None:
    found = finding(with_installs(Install("/usr/bin/claude", None, True)), "install-newer-than-rules")
    assert found.level == "unknown"


def test_an_unknown_version_is_not_called_old() -> None:
    assert "install-too-old" not in levels(with_installs(Install("/usr/bin/claude", None, True), exports={"CLAUDE_CODE_USE_MANTLE": "1"}))


def test_a_script_of_npm_that_node_is_too_old_for() -> None:
    files = {f"{PACKAGE}/package.json": {"version": "2.1.200", "engines": {"node": ">=18.0.0"}}, "/usr/bin/node": NODE_16}
    found = finding(with_installs(NPM_FIRST, files=files), "node-too-old")
    assert found.level == "error"
    assert found.title == "claude does not start: it needs Node.js 18, and /usr/bin/node is 16"


def test_node_is_told_by_its_header_and_passes_where_it_is_new_enough() -> None:
    node = File("", "present", "file", mode=0o755, executable=True)
    files = {
        f"{PACKAGE}/package.json": {"version": "2.1.200", "engines": {"node": ">=18.0.0"}},
        "/usr/bin/node": node,
        "/usr/include/node/node_version.h": "#define NODE_MAJOR_VERSION 22\n",
    }
    assert "node-too-old" not in levels(with_installs(NPM_FIRST, files=files))
    old = {**files, "/usr/include/node/node_version.h": "#define NODE_MAJOR_VERSION 12\n"}
    assert levels(with_installs(NPM_FIRST, files=old))["node-too-old"] == "error"


@pytest.mark.parametrize("package", ['{"engines": 3}', '{"engines": {"node": [18]}}', "[", "{}", '{"engines": {"node": "18.x"}}'])
def test_a_package_that_names_no_node_is_quiet(package: str) -> None:
    files: dict[str, object] = {f"{PACKAGE}/package.json": package, "/usr/bin/node": NODE_16}
    assert "node-too-old" not in levels(with_installs(NPM_FIRST, files=files))


def test_no_claude_on_a_path_that_could_be_searched() -> None:
    searched: dict[str, object] = {"/usr/bin/ls": ""}
    none = finding(with_installs(files=searched), "install-not-found")
    assert (none.level, none.title) == ("info", "No claude is on the PATH of this terminal")
    off_path = finding(with_installs(Install(NATIVE.path, say("2.1.329")), files=searched), "install-not-found")
    assert off_path.title == "claude is installed, but not on the PATH: ~/.local/bin/claude"
    assert "install-not-found" not in levels(with_installs())


def test_an_alias_to_the_installed_program_is_quiet() -> None:
    files: dict[str, object] = {"~/.zshrc": "alias claude=~/.local/bin/claude\n", NATIVE.path: ""}
    assert levels(with_installs(NATIVE, files=files)) == {}


@pytest.mark.parametrize("alias", ["'claude --dangerously-skip-permissions'", '"command claude --model opus --verbose"  # mine', "claude"])
def test_an_alias_that_only_adds_flags_is_quiet(alias: str) -> None:
    assert levels(with_installs(NATIVE, files={"~/.zshrc": f"alias claude={alias}\n"})) == {}


@pytest.mark.parametrize("flags", ["--bare", "--settings=x.json", "--setting-sources user", "--verbose; export A=1"])
def test_an_alias_that_may_change_what_is_sent_is_told(flags: str) -> None:
    assert levels(with_installs(NATIVE, files={"~/.zshrc": f"alias claude='claude {flags}'\n"})) == {"claude-shadowed": "info"}


def test_an_alias_that_sets_a_key_never_tells_it() -> None:
    found = finding(
        with_installs(NATIVE, files={"~/.zshrc": f"alias claude='ANTHROPIC_API_KEY={KEY} command claude'\n"}), "claude-shadowed"
    )
    assert found.title == "Typing claude changes ANTHROPIC_API_KEY: the alias at ~/.zshrc:1 does"
    assert found.explain.startswith("When claude is typed in a new shell, the alias is run in its place.")
    assert "FFF" not in repr(found)


@pytest.mark.parametrize("function", ["claude() {\n  command claude --verbose\n}\n", "function claude {\n  command claude\n}\n"])
def test_a_function_is_opened_in_an_editor(function: str) -> None:
    found = finding(with_installs(NATIVE, files={"~/.zshrc": function}), "claude-shadowed")
    assert found.level == "info"
    assert found.fixes[0].proof == "edited"
