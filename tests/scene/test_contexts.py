"""The contexts of a machine: this terminal, a new shell, a new tmux pane, and every running Claude Code."""

from __future__ import annotations

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Context, Diagnosis
from claude_auth_tui.model.machine import Ancestor, Request, RunningClaude, Tmux
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret

OLD = "sk-ant-api03-" + "FAKEold" * 13 + "oldA"
NEW = "sk-ant-api03-" + "FAKEnew" * 13 + "newB"
HOME = {"HOME": Secret("/home/dev")}


def context(diagnosis: Diagnosis, id_: str) -> Context:
    found = diagnosis.context(id_)
    assert found is not None
    return found


def test_this_terminal_keeps_what_the_files_no_longer_hold() -> None:
    machine = make_machine({"~/.zshrc": f"# mine\nexport ANTHROPIC_API_KEY={NEW}\n"}, {"ANTHROPIC_API_KEY": OLD})
    diagnosis = diagnose(machine)
    assert context(diagnosis, "here").variable(say("ANTHROPIC_API_KEY")).where == "inherited; ~/.zshrc:2 now holds another value"
    new = context(diagnosis, "new_shell").variable(say("ANTHROPIC_API_KEY"))
    assert (new.where, new.origin, new.shown) == ("~/.zshrc:2", "file:~/.zshrc:2", "sk-ant-api03-…newB")


def test_a_line_is_named_for_this_terminal_only_when_its_value_is_equal() -> None:
    machine = make_machine({"~/.zshrc": f"export ANTHROPIC_API_KEY={OLD}\n"}, {"ANTHROPIC_API_KEY": OLD, "ANTHROPIC_AUTH_TOKEN": NEW})
    here = context(diagnose(machine), "here")
    assert here.variable(say("ANTHROPIC_API_KEY")).where == "~/.zshrc:1"
    assert here.variable(say("ANTHROPIC_AUTH_TOKEN")).where == "inherited"


def test_a_computed_line_is_only_likely() -> None:
    machine = make_machine({"~/.zshrc": "export ANTHROPIC_API_KEY=$(op read op://vault/key)\n"}, {"ANTHROPIC_API_KEY": OLD})
    diagnosis = diagnose(machine)
    assert context(diagnosis, "here").variable(say("ANTHROPIC_API_KEY")).where == "likely ~/.zshrc:1"
    new = context(diagnosis, "new_shell").variable(say("ANTHROPIC_API_KEY"))
    assert (new.state, new.origin) == ("unknown", "file:~/.zshrc:1")


def test_in_tmux_a_new_shell_inherits_what_the_server_hands_out() -> None:
    machine = make_machine({}, {}, tmux=Tmux({"ANTHROPIC_API_KEY": Secret(OLD)}))
    diagnosis = diagnose(machine)
    new = context(diagnosis, "new_shell")
    assert (new.inherit, new.start, new.variable(say("ANTHROPIC_API_KEY")).origin) == ("tmux", "login", "inherited")
    assert diagnosis.context("new_pane") is None  # it is the same


def test_a_new_pane_is_a_context_of_its_own_where_it_differs_from_the_shell_asked_for() -> None:
    machine = make_machine({}, {}, tmux=Tmux({"ANTHROPIC_API_KEY": Secret(OLD)}), request=Request(inherit="clean"))
    diagnosis = diagnose(machine)
    assert context(diagnosis, "new_shell").variable(say("ANTHROPIC_API_KEY")).state == "unset"
    assert context(diagnosis, "new_pane").variable(say("ANTHROPIC_API_KEY")).origin == "inherited"


def test_outside_tmux_a_new_shell_inherits_from_the_terminal_where_that_can_be_read() -> None:
    terminal = Ancestor(say("kitty"), 77, {**HOME, "ANTHROPIC_API_KEY": Secret(OLD)})
    new = context(diagnose(make_machine(ancestor=terminal)), "new_shell")
    assert (new.inherit, new.variable(say("ANTHROPIC_API_KEY")).origin) == ("terminal", "inherited")
    sealed = Ancestor(say("sshd"), 77, {}, say("Permission denied"))
    new = context(diagnose(make_machine(ancestor=sealed)), "new_shell")
    assert (new.inherit, new.variable(say("ANTHROPIC_API_KEY")).state) == ("clean", "unset")


def test_a_running_claude_has_the_environment_it_was_started_with_and_its_own_folder() -> None:
    login = {"claudeAiOauth": {"accessToken": "sk-ant-oat01-FAKE", "refreshToken": "sk-ant-ort01-FAKE", "expiresAt": 4102444800000,
                               "scopes": ["user:inference"], "subscriptionType": "max"}}  # fmt: skip
    machine = make_machine(
        {
            "~/.claude/.credentials.json": login,
            "~/other/.claude/settings.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "gw-FAKE"}},
        },
        running=(
            RunningClaude(41, {**HOME, "ANTHROPIC_API_KEY": Secret(OLD)}, "/home/dev/work/api", "/dev/pts/3", "%3"),
            RunningClaude(42, HOME, "/home/dev/other", "/dev/pts/4"),
            RunningClaude(43, {}, "", detail=say("Permission denied")),
        ),
    )
    diagnosis = diagnose(machine)
    first, second = context(diagnosis, "claude:41"), context(diagnosis, "claude:42")
    assert (first.title, second.title) == ("claude 41 %3", "claude 42 pts/4")
    assert first.surfaces["print"].x_api_key == "env:ANTHROPIC_API_KEY"
    assert second.surfaces["print"].authorization == "settings.project.env:ANTHROPIC_AUTH_TOKEN"
    assert second.notes == ("in ~/other",)
    assert context(diagnosis, "new_shell").surfaces["print"].authorization == "credentials:claudeAiOauth"
    sealed = context(diagnosis, "claude:43")
    assert {surface.outcome for surface in sealed.surfaces.values()} == {"unknown"}
    assert "Its environment: Permission denied" in sealed.surfaces["print"].because
    assert {variable.state for variable in sealed.variables} == {"unknown"}
