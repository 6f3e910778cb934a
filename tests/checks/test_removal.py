"""Taking a variable away: every line that would bring it back, in one command, and nothing else on the machine changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from claude_auth_tui.checks.removal import remove_helper, remove_variable
from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.model.diagnosis import Fix
from claude_auth_tui.model.machine import Ancestor, Machine, Request, Tmux
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.scene.contexts import gather
from tests.checks.homes import KEY, Home, login, state
from tests.checks.running import run

X = say("ANTHROPIC_API_KEY")
LOGIN = {".claude/.credentials.json": login()}


def fixes(home: Home) -> tuple[Fix, ...]:
    return remove_variable(home.facts(), X)


def one(home: Home) -> Fix:
    (fix,) = fixes(home)
    return fix


CURED: Mapping[str, tuple[ShellName, dict[str, str], str]] = {
    "two files": ("zsh", {".zprofile": "", ".zshenv": f"export {X}=old\n", ".zshrc": f"export {X}={KEY}\n"}, "Comment out ~/.zshrc:1; comment out ~/.zshenv:1"),
    "two lines of a file": ("bash", {".bashrc": f"export {X}=old\necho\nexport {X}={KEY}\n"}, "Comment out ~/.bashrc:1 and ~/.bashrc:3"),
    "assigned here, exported there": ("bash", {".bashrc": f"{X}={KEY}\nexport {X}\n"}, "Comment out ~/.bashrc:1"),
    "a sourced file": ("zsh", {".zshrc": "source ~/.config/keys.sh\n", ".config/keys.sh": f"export {X}={KEY}\n"}, "Comment out ~/.config/keys.sh:1"),
    "a dotenv file": ("bash", {".bashrc": "set -a\n. ~/.env\nset +a\n", ".env": f"# keys\n{X}={KEY}\n"}, "Comment out ~/.env:2"),
    "the only line of a block": ("bash", {".bashrc": f"if true; then\n  export {X}={KEY}\nfi\nexport B=1\n"}, "Comment out ~/.bashrc:2"),
    "fish conf.d": ("fish", {".config/fish/conf.d/keys.fish": f"set -gx {X} {KEY}\n"}, "Comment out ~/.config/fish/conf.d/keys.fish:1"),
}  # fmt: skip


@pytest.mark.parametrize("name", CURED)
def test_the_variable_is_gone_and_the_way_back_leads_back(name: str, tmp_path: Path) -> None:
    shell, files, title = CURED[name]
    home = Home(tmp_path, shell).write({**LOGIN, **files, ".claude.json": state(str(tmp_path / "work"))})
    fix = one(home)
    assert fix.title == title
    assert fix.leads_to == "claude and claude -p then use your Max login"
    run(shell, fix.command, tmp_path)
    variable = home.facts().scene("new_shell").context.variable(X)
    assert variable.state in ("unset", "empty")
    run(shell, fix.undo, tmp_path)
    assert {path: (tmp_path / path).read_text() for path in files} == files


SHARED_LINES: Mapping[str, tuple[ShellName, str, int]] = {
    "two statements": ("bash", f"export B=1; export {X}={KEY}\n", 1),
    "two variables": ("zsh", f"export {X}={KEY} B=1\n", 1),
    "over two lines": ("bash", f"export {X}=\\\n{KEY}\n", 1),
    "in a function": ("bash", f"f() {{ export {X}={KEY}; }}\nf\n", 1),
    "in a condition": ("zsh", f"true && export {X}={KEY}\n", 1),
}


@pytest.mark.parametrize("name", SHARED_LINES)
def test_a_line_that_holds_more_is_opened_in_the_editor(name: str, tmp_path: Path) -> None:
    shell, text, line = SHARED_LINES[name]
    rc = {"bash": ".bashrc", "zsh": ".zshrc"}[shell]
    home = Home(tmp_path, shell).write({**LOGIN, rc: text, ".claude.json": state(str(tmp_path / "work"))})
    fix = one(home)
    assert "sed" not in fix.command
    assert fix.command.endswith(f" +{line} ~/{rc}")
    assert fix.leads_to == "claude and claude -p then use your Max login"


def test_fish_universal_variable(tmp_path: Path) -> None:
    home = Home(tmp_path, "fish").write({**LOGIN, ".claude.json": state(str(tmp_path / "work"))})
    run("fish", f"set -Ux {X} {KEY}", tmp_path)
    fix = one(home)
    assert "--unexport" in fix.command
    run("fish", fix.command, tmp_path)
    assert home.facts().scene("new_shell").context.variable(X).state == "unset"
    run("fish", fix.undo, tmp_path)
    assert home.facts().scene("new_shell").context.variable(X).state == "set"


def made(files: Mapping[str, object] | None = None, **fields: object) -> Machine:
    return make_machine({"~/.claude/.credentials.json": login(), "~/.claude.json": state(CWD), **(files or {})}, **fields)  # type: ignore[arg-type,dict-item]


def test_tmux_forgets_it_too() -> None:
    machine = made({"~/.zshrc": f"export {X}={KEY}"}, tmux=Tmux({X: Secret(KEY)}, "%1"))
    (fix,) = remove_variable(gather(machine), X)
    assert fix.command == f"sed -i '1{{/{X}/s/^/# /;}}' ~/.zshrc && tmux set-environment -gu {X} \\; set-environment -u {X}"
    assert fix.leads_to == "claude and claude -p then use your Max login"


def test_what_the_terminal_program_hands_on_cannot_be_typed_away() -> None:
    (fix,) = remove_variable(gather(made(ancestor=Ancestor(say("kitty"), 7, {X: Secret(KEY)}))), X)
    assert fix.command == ""
    assert "kitty" in fix.title
    assert fix.leads_to == "claude and claude -p then use your Max login"


def test_what_is_inherited_from_here_is_unset_here() -> None:
    machine = make_machine(
        {"~/.claude/.credentials.json": login(), "~/.claude.json": state(CWD)},
        {X: KEY},
        request=Request(inherit="here", shell="bash", start="script"),
    )
    (fix,) = remove_variable(gather(machine), X)
    assert fix.command == f"unset {X}"


def test_an_administrators_setting_is_not_ours_to_change() -> None:
    machine = made({"/etc/claude-code/managed-settings.json": {"env": {X: KEY}, "apiKeyHelper": "echo FAKE"}})
    for (fix,) in (remove_variable(gather(machine), X), remove_helper(gather(machine))):
        assert fix.command == ""
        assert fix.title.startswith("Ask your administrator")


def test_settings_of_the_command_line_are_left_out_by_hand() -> None:
    machine = made(request=Request(settings=Secret('{"env": {"ANTHROPIC_API_KEY": "x"}, "apiKeyHelper": "echo FAKE"}')))
    assert remove_variable(gather(machine), X)[0].title == f"Leave {X} out of --settings"
    assert remove_helper(gather(machine))[0].title == "Leave apiKeyHelper out of --settings"


def test_a_shared_settings_file_says_whom_it_concerns() -> None:
    (fix,) = remove_variable(gather(made({f"{CWD}/.claude/settings.json": {"env": {X: KEY}}})), X)
    assert "everyone" in fix.then


def test_what_is_not_there_needs_no_fix() -> None:
    assert remove_variable(gather(made()), X) == ()
    assert remove_helper(gather(made())) == ()
