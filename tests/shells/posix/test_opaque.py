"""Code that only the running shell sees changes nothing that it does not name."""

from __future__ import annotations

import pytest

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.made_up import label, start_of

KEY = "ANTHROPIC_API_KEY"
TOOLS = {
    f"/usr/local/bin/{name}": File("", "present", "file", mode=0o755, executable=True) for name in ("starship", "op", "doppler", "tool")
}


def outcome(zshrc: str) -> tuple[str | None, tuple[str, ...]]:
    """The label of the variable and the notes, on a machine that has the tools."""
    machine = make_machine({"~/.zshrc": zshrc, **TOOLS})
    end = predict_shell(machine, "zsh", "interactive", {**machine.environment, "PATH": Secret("/usr/local/bin")}, (KEY,))
    return label(end.variables[KEY]), end.notes


def test_a_prompt_or_a_plugin_manager_leaves_the_state_and_is_noted() -> None:
    told, notes = outcome(f'export {KEY}=a\neval "$(starship init zsh)"\nsource <(tool completion zsh)\n')
    assert told == ".zshrc:1"
    assert [note.split(":")[:2] for note in notes] == [["~/.zshrc", "2"], ["~/.zshrc", "3"]]


@pytest.mark.parametrize("line", [f'eval "$(tool env {KEY})"', 'eval "$(doppler secrets download --format env)"', f"export $(tool {KEY})"])
def test_what_names_the_variable_or_exports_credentials_makes_it_unknown(line: str) -> None:
    told, notes = outcome(f"export {KEY}=a\n{line}\n")
    assert told == "?"
    assert notes


def test_a_value_a_program_prints_is_unknown_and_keeps_its_line() -> None:
    end = start_of("zsh", "login", {".zshrc": f"export {KEY}=$(op read op://vault/key)\n"})
    variable = end.variables[KEY]
    assert variable.state == "unknown"
    assert variable.value is None
    assert variable.origin is not None
    assert (variable.origin.path, variable.origin.line) == ("/home/dev/.zshrc", 1)
    assert variable.notes == ("what op prints",)


def test_a_later_certain_line_ends_the_doubt() -> None:
    assert outcome(f'eval "$(tool {KEY})"\nexport {KEY}=a\n')[0] == ".zshrc:2"
    assert outcome(f'eval "$(tool {KEY})"\nunset {KEY}\n')[0] is None


def test_a_file_that_cannot_be_looked_into_is_noted() -> None:
    machine = make_machine(
        {"~/.zshrc": f"export {KEY}=a\n. ~/.locked\n", "~/.locked": File("", "unreadable", "file", detail=say("Permission denied"))}
    )
    end = predict_shell(machine, "zsh", "interactive", machine.environment, (KEY,))
    assert label(end.variables[KEY]) == ".zshrc:1"
    assert any(":2:" in note and "Permission denied" in note for note in end.notes)
