"""What the answer says: what surfaces next, where nothing changes and why, and when it cannot be told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.model.machine import KeychainItem, Machine, Request, RunningClaude, Tmux
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.suppose import subjects_counting, subjects_sent, what_if
from tests.checks.homes import GATEWAY, KEY, TOKEN, login, state
from tests.shown import shown

X = say("ANTHROPIC_API_KEY")
OLD = KEY[:-4] + "e4AA"
CREDENTIALS = "~/.claude/.credentials.json"
LOGIN: Mapping[str, object] = {CREDENTIALS: login(), "~/.claude.json": state(CWD)}
EXPORT = f"export {X}={KEY}\n"


def made(files: Mapping[str, object] | None = None, env: Mapping[str, str] | None = None, **fields: object) -> Machine:
    return make_machine({**LOGIN, **(files or {})}, env, **fields)  # type: ignore[dict-item]


def line(machine: Machine, path: str, number: int, name: Shown = X) -> WhatIf:
    return what_if(gather(machine), Subject("line", name, shown(path), number))


def source(machine: Machine, name: Shown) -> WhatIf:
    return what_if(gather(machine), Subject("source", name))


def changed(answer: WhatIf) -> set[tuple[str, str]]:
    return {(change.context, change.surface) for change in answer.surfaces if change.changed}


def sent(answer: WhatIf, context: str = "new_shell", surface: str = "print") -> tuple[str, ...]:
    return next(c.after.sources for c in answer.surfaces if (c.context, c.surface) == (context, surface))


def test_without_the_line_the_older_export_surfaces() -> None:
    machine = made({"~/.zshrc": "# mine\n" + EXPORT, "~/.zprofile": f"\n\nexport {X}={OLD}\n"}, request=Request(start="login"))
    answer = line(machine, "~/.zshrc", 2)
    assert (answer.title, answer.outcome) == ("~/.zshrc:2", "changes")
    assert answer.says.endswith(f"{X} is then the one from ~/.zprofile:3")
    change = next(c for c in answer.variables if c.context == "new_shell")
    assert (change.before.where, change.after.where, change.after.shown) == ("~/.zshrc:2", "~/.zprofile:3", "sk-ant-api03-…e4AA")
    assert ("new_shell", "print") in changed(answer)  # the same source, another key
    assert sent(answer) == (f"env:{X}",)
    below = line(machine, "~/.zprofile", 3)
    assert (below.outcome, below.says) == ("same", "Nothing changes: overridden at ~/.zshrc:2.")


def test_the_login_surfaces_and_this_terminal_stays_as_it_is() -> None:
    answer = line(made({"~/.zshrc": EXPORT}, {X: KEY}), "~/.zshrc", 1)
    assert answer.says == "claude and claude -p then use your Max login"
    assert {context for context, _ in changed(answer)} == {"new_shell"}
    assert sent(answer, "here") == (f"env:{X}",)


def test_a_line_that_only_a_new_tmux_pane_reads() -> None:
    machine = made({"~/.zprofile": EXPORT}, {X: KEY}, tmux=Tmux({}, "%1"), request=Request(start="interactive"))
    answer = line(machine, "~/.zprofile", 1)
    assert answer.says == "A new shell stays as it is. In a new tmux pane: claude and claude -p then use your Max login"
    assert {context for context, _ in changed(answer)} == {"new_pane"}


def test_a_source_goes_from_every_context() -> None:
    running = RunningClaude(4121, {X: Secret(KEY)}, CWD, "/dev/pts/3")
    machine = made(
        {"~/.zshrc": EXPORT}, {X: KEY}, running=(running,), tmux=Tmux({X: Secret(KEY)}, "%1"), request=Request(start="interactive")
    )
    answer = source(machine, say("env:{}", X))
    assert answer.title == f"{X} in the environment"
    assert {context for context, _ in changed(answer)} == {"new_shell", "new_pane", "here", "claude:4121"}
    assert all(context.variable(X).state == "unset" for context in answer.after)


def test_where_only_this_terminal_changes_the_answer_says_so() -> None:
    answer = source(made(env={X: KEY}), say("env:{}", X))
    assert answer.says == "A new shell stays as it is. In this terminal: claude and claude -p then use your Max login"


def test_a_setting_goes_and_what_the_shell_says_surfaces() -> None:
    machine = made({"~/.zshrc": EXPORT, "~/.claude/settings.json": {"model": "opus", "env": {X: OLD, "B": "1"}}})
    answer = line(machine, "~/.claude/settings.json", 4)
    assert answer.says.endswith(f"{X} is then the one from ~/.zshrc:1")
    assert sent(answer) == (f"env:{X}",)
    shell = line(machine, "~/.zshrc", 1)
    assert (shell.outcome, changed(shell)) == ("same", set())
    assert shell.says == f"Nothing changes: ~/.claude/settings.json:4 sets {X} for Claude Code, whatever the shell says."
    everywhere = what_if(gather(machine), Subject("variable", X))
    assert sent(everywhere) == ("credentials:claudeAiOauth",)


def test_other_lines_of_a_settings_file_stay_where_they_are() -> None:
    machine = made(
        {"~/.claude/settings.json": {"env": {"ANTHROPIC_BASE_URL": "https://a.example.invalid", X: KEY}, "apiKeyHelper": "echo"}}
    )
    answer = line(machine, "~/.claude/settings.json", 3, say("ANTHROPIC_BASE_URL"))
    link = next(link for link in answer.after[0].surfaces["print"].chain if link.state == "sends")
    assert link.where == "~/.claude/settings.json:4"
    helper = line(machine, "~/.claude/settings.json", 6, say("apiKeyHelper"))
    assert all(link.source != "settings.user:apiKeyHelper" or link.state == "unset" for link in helper.after[0].surfaces["print"].chain)


def test_a_settings_file_on_one_line_works_too() -> None:
    text = f'{{"env": {{"{X}": "{KEY}"}}, "permissions": {{"{X}": 1}}}}'
    answer = line(made({"~/.claude/settings.json": text}), "~/.claude/settings.json", 1)
    assert answer.says == "claude and claude -p then use your Max login"


@pytest.mark.parametrize(
    ("files", "path", "number", "words"),
    [
        ({"~/.bashrc": EXPORT}, "~/.bashrc", 1, "zsh does not read it"),
        ({f"{CWD}/.envrc": EXPORT}, "~/work/api/.envrc", 1, "direnv"),
        ({f"{CWD}/.env": f"{X}={KEY}\n"}, "~/work/api/.env", 1, ""),
        ({"~/.zshrc": f"( export {X}={KEY} )\n"}, "~/.zshrc", 1, "in a subshell"),
        ({"~/.zshrc": f"alias claude='{X}={KEY} claude'\n"}, "~/.zshrc", 1, "the environment does not change"),
        ({"~/.zshrc": f"return\nexport {X}=a \\\n  A=1\n"}, "~/.zshrc", 2, "after `return`"),
        ({f"{CWD}/.claude/settings.json": {"env": {"CLAUDE_CODE_OAUTH_TOKEN": TOKEN}}}, "~/work/api/.claude/settings.json", 3, "not take"),
    ],
)
def test_where_nothing_changes_it_says_why(files: Mapping[str, object], path: str, number: int, words: str) -> None:
    machine = made(files)
    name = next(found.hit.variable for found in gather(machine).found)
    answer = line(machine, path, number, name)
    assert answer.outcome == "same"
    assert answer.says.startswith("Nothing changes")
    assert words in answer.says
    assert not changed(answer)


def test_a_line_of_a_longer_command_cannot_be_told() -> None:
    machine = made({"~/.zshrc": f"export A=1 \\\n  {X}={KEY}\n"})
    (found,) = gather(machine).found
    answer = line(machine, "~/.zshrc", found.hit.line)
    assert (answer.outcome, answer.surfaces) == ("unknown", ())
    assert answer.says == "Cannot tell. The line is part of a longer command, which would be another one without it."


def test_a_line_that_is_not_there_any_more() -> None:
    assert line(made({"~/.zshrc": "\n" + EXPORT}), "~/.zshrc", 1).says == "Cannot tell. It is not there any more."


def test_what_the_new_shell_inherits_surfaces() -> None:
    machine = made({"~/.zshrc": EXPORT}, tmux=Tmux({X: Secret(OLD)}, "%1"))
    answer = line(machine, "~/.zshrc", 1)
    assert answer.says.endswith(f"{X} is then the one that is inherited")


def test_a_line_in_a_block_that_sources_a_file() -> None:
    machine = made({"~/.zshrc": "if [ -f ~/.keys ]; then\n  . ~/.keys\nfi\n", "~/.keys": EXPORT})
    assert line(machine, "~/.keys", 1).says == "claude and claude -p then use your Max login"


def test_stores_go_one_by_one_and_a_login_as_a_whole() -> None:
    items = (KeychainItem("Claude Code-credentials", "present"), KeychainItem("Claude Code", "absent"))
    machine = made(platform="macos", keychain=items)
    facts = gather(machine)
    keychain, file = (
        Subject("store", shown(store.kind), store.where) for store in facts.scene("new_shell").prediction.configuration.stores[:2]
    )
    assert (keychain.name, file.name) == ("keychain", "file")
    one = what_if(facts, keychain)
    assert sent(one) == ("credentials:claudeAiOauth",)
    assert [store.kind for store in one.stores if store.state != "absent"] == ["file"]
    assert what_if(facts, file).says == "Nothing changes. Something else is used before it."
    assert what_if(facts, Subject("source", say("credentials:claudeAiOauth"))).says == "claude and claude -p then have no credential"


def test_the_key_of_a_console_login() -> None:
    machine = make_machine({"~/.claude.json": state(CWD, primaryApiKey=KEY)})
    facts = gather(machine)
    store = next(s for s in facts.scene("new_shell").prediction.configuration.stores if s.kind == "config")
    assert what_if(facts, Subject("store", say("config"), store.where)).says == "claude and claude -p then have no credential"
    absent = next(s for s in facts.scene("new_shell").prediction.configuration.stores if s.kind == "file")
    assert what_if(facts, Subject("store", say("file"), absent.where)).says == "Nothing changes. It is absent."
    assert what_if(facts, Subject("store", say("file"), say("~/elsewhere"))).outcome == "unknown"


def test_a_key_that_claude_was_told_not_to_use() -> None:
    machine = make_machine({**LOGIN, "~/.claude.json": state(CWD, rejected=(KEY,)), "~/.zshrc": "export ANTHROPIC_AUTH_TOKEN=FAKE-token-0123456789\n" + EXPORT})  # type: ignore[dict-item]  # fmt: skip
    answer = source(machine, say("env:{}", X))
    assert changed(answer) == {("new_shell", "print"), ("new_shell", "bare")}
    assert "FAKE" not in repr(answer)


def test_a_base_url_alone_changes_who_pays() -> None:
    machine = made({"~/.zshrc": "".join(f"export {name}={value}\n" for name, value in GATEWAY.items())})
    answer = line(machine, "~/.zshrc", 1, say("ANTHROPIC_BASE_URL"))
    assert ("new_shell", "print") in changed(answer)
    assert answer.variables[0].after.state == "unset"


def test_a_value_only_the_shell_knows_may_go_too() -> None:
    answer = line(made({"~/.zshrc": f"export {X}=$(op read op://a/b)\n"}), "~/.zshrc", 1)
    assert answer.says == "claude and claude -p then use your Max login"
    under = line(made({"~/.zshrc": f"export {X}=$(op read op://a/b)\n{EXPORT}"}), "~/.zshrc", 2)
    assert under.says.endswith(f"{X} is then decided when the shell starts")


def test_everything_that_counts_is_asked_about() -> None:
    machine = made({"~/.zshrc": EXPORT, "~/.bashrc": EXPORT}, {X: KEY})
    facts = gather(machine)
    sources = {("source", f"env:{X}"), ("source", "credentials:claudeAiOauth")}
    assert {(s.kind, s.name) for s in subjects_sent(facts)} == sources
    assert {(s.kind, s.name) for s in subjects_counting(facts)} == {*sources, ("line", X), ("store", "file")}
