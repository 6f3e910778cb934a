"""Hits of a fish start: what each line does to what is exported, and why, in words a person accepts."""

from __future__ import annotations

import pytest

from tests.shells.made_up import start_of

KEY = "ANTHROPIC_API_KEY"
TOKEN = "ANTHROPIC_AUTH_TOKEN"
CONFIG = ".config/fish/config.fish"
VALUE = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"


def hits(files: dict[str, str] | str, start: str = "login", env: dict[str, str] | None = None) -> list[tuple[str, str, str, str]]:
    """(`file:line`, what it does, effect, why) of each hit."""
    end = start_of("fish", start, {CONFIG: files} if isinstance(files, str) else files, env)  # type: ignore[arg-type]
    return [(f"{h.path.rsplit('/', 1)[-1]}:{h.line}", h.does, h.effect, h.because) for h in (found.hit for found in end.found)]


def test_the_last_line_counts_and_the_earlier_ones_say_where_they_are_overridden() -> None:
    assert hits(f"set -gx {KEY} {VALUE}\nset -gx {KEY} b\nset -gx {KEY} c\n") == [
        ("config.fish:1", "export", "overridden", "overridden at line 3"),
        ("config.fish:2", "export", "overridden", "overridden at line 3"),
        ("config.fish:3", "export", "effective", "this is what a new shell exports"),
    ]


def test_a_value_that_is_given_twice_is_repeated_and_effective() -> None:
    assert hits(f"set -gx {KEY} a\nset -gx {KEY} a\n") == [
        ("config.fish:1", "export", "overridden", "repeated at line 2"),
        ("config.fish:2", "export", "effective", "this is what a new shell exports"),
    ]
    found = hits({".config/fish/conf.d/keys.fish": f"set -gx {KEY} a\n", CONFIG: f"set -gx {KEY} a\n"})
    assert found[0] == ("keys.fish:1", "export", "overridden", "repeated at ~/.config/fish/config.fish:1")


def test_another_file_that_overrides_is_named() -> None:
    found = hits({".config/fish/conf.d/keys.fish": f"set -gx {KEY} a\n", CONFIG: f"set -gx {KEY} b\n"})
    assert found[0] == ("keys.fish:1", "export", "overridden", "overridden at ~/.config/fish/config.fish:1")


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (f"if test -f ~/.work\n    set -gx {KEY} x\nend\n", 2, ("not_reached", "only when ~/.work exists; it does not exist")),
        (f"if test -d ~\n  true\nelse\n  set -gx {KEY} x\nend\n", 4, ("not_reached", "only when ~ is not one; it is a folder")),
        (f"status is-login; or set -gx {KEY} x\n", 1, ("not_reached", "only when this is not a login shell; it is a login shell")),
        (f"type -q nosuch && set -gx {KEY} x\n", 1, ("not_reached", "only when a command is installed; it is not found")),
        (f"function usekey\n    set -gx {KEY} x\nend\n", 2, ("not_reached", "in usekey, which nothing calls when the shell starts")),
        (f"exit\nset -gx {KEY} x\n", 2, ("not_reached", "after exit at line 1")),
        (f"function p --on-event fish_prompt\n    set -gx {KEY} x\nend\n", 2, ("conditional", "in p, which runs on event fish_prompt")),
        (f"set -g {KEY} x\n", 1, ("not_exported", "set, but never exported")),
        (f"begin\n    set -lx {KEY} x\nend\n", 2, ("not_exported", "local: gone when its block or function ends")),
        (f"{KEY}=x true\n", 1, ("not_exported", "only for that one command")),
        (f"env {KEY}=x true\n", 1, ("not_exported", "only for that one command")),
        (f"set -e {KEY}\n", 1, ("overridden", "nothing to unset here")),
        (f"if test (uname) = Darwin\n    set -gx {KEY} x\nend\n", 2, ("not_reached", "only when `test (uname) = Darwin` (line 1) holds; it does not")),
        (f"if somecheck --now\n    set -gx {KEY} x\nend\n", 2, ("not_reached", "only when a command (line 1) succeeds; it is not installed")),
        (f"set -gx {KEY} (op read op://x/y)\n", 1, ("effective", "its value is computed: op decides it when the shell runs")),
        (f"alias claude='env {KEY}=x claude'\n", 1, ("conditional", "typing claude in this shell runs this; the environment does not change")),
        (f"function claude\n    env -u {KEY} claude $argv\nend\n", 2, ("conditional", "whenever claude is typed in this shell")),
        (f"set -gx {KEY} x\nend\n", 1, ("not_reached", "fish refuses the whole file: line 2: 'end' outside of the block it belongs to")),
    ],
)  # fmt: skip
def test_why(text: str, line: int, expected: tuple[str, str]) -> None:
    assert [(place, effect, why) for place, _, effect, why in hits(text)] == [(f"config.fish:{line}", *expected)]


def test_a_program_that_hands_out_credentials_may_set_every_one_of_them() -> None:
    found = hits("op inject -i ~/.config/op/keys | source\n")
    assert ("config.fish:1", "export", "unknown", "op decides it when the shell runs") in found
    assert {effect for _, _, effect, _ in found} == {"unknown"}


def test_a_function_that_is_called_and_a_file_that_is_sourced_are_effective() -> None:
    assert hits({CONFIG: f"function usekey\n  set -gx {KEY} x\nend\nusekey\n"})[0][2] == "effective"
    assert hits({CONFIG: "source ~/.keys.fish\n", ".keys.fish": f"export {KEY}=x\n"}) == [
        (".keys.fish:1", "export", "effective", "this is what a new shell exports")
    ]


def test_a_file_whose_source_is_not_reached_is_told_with_the_reason() -> None:
    found = hits({CONFIG: "if test -f ~/.work\n  source ~/.keys.fish\nend\n", ".keys.fish": f"export {KEY}=x\n"})
    assert found == [
        (
            ".keys.fish:1",
            "export",
            "not_reached",
            "read only by ~/.config/fish/config.fish:2, only when ~/.work exists; it does not exist",
        )
    ]


def test_a_dotenv_file_read_by_a_loop_is_where_the_value_comes_from() -> None:
    loop = "for line in (cat ~/.env | grep -v '^#')\n  set -gx (string split -m1 = $line)\nend\n"
    found = hits({CONFIG: loop, ".env": f"# keys\n{KEY}=x\n"})
    assert (".env:2", "dotenv", "effective", "read by ~/.config/fish/config.fish:2") in found
    end = start_of("fish", "login", {CONFIG: loop, ".env": f"# keys\n{KEY}=x\n"})
    origin = end.variables[KEY].origin
    assert origin is not None
    assert origin.path.endswith("/.env")


def test_a_universal_variable_and_the_trap_that_erasing_the_global_leaves_it() -> None:
    files = {
        ".config/fish/fish_variables": f"# VERSION: 3.0\nSETUVAR --export {KEY}:sk\\x2dFAKE\n",
        CONFIG: f"set -gx {KEY} x\nset -e {KEY}\n",
    }
    end = start_of("fish", "login", files)
    origin = end.variables[KEY].origin
    assert origin is not None
    assert origin.path.endswith("fish_variables")
    assert [(place, effect) for place, _, effect, _ in hits(files)] == [
        ("fish_variables:2", "effective"),
        ("config.fish:1", "effective"),  # without it, `set -e` takes away the universal variable
        ("config.fish:2", "effective"),
    ]
    assert "set -Ue removes it" in hits(files)[0][3]


def test_what_is_inherited_comes_before_a_universal_variable() -> None:
    files = {".config/fish/fish_variables": f"# VERSION: 3.0\nSETUVAR --export {KEY}:u\n", CONFIG: ""}
    assert hits(files, env={KEY: "other"}) == [
        ("fish_variables:2", "export", "overridden", "what the shell inherits comes before a universal variable")
    ]


def test_a_file_of_the_same_name_shadows_the_systems() -> None:
    found = hits({".config/fish/conf.d/k.fish": "true\n", "/etc/fish/conf.d/k.fish": f"set -gx {KEY} x\n", CONFIG: ""})
    assert found == [("k.fish:1", "export", "inactive", "~/.config/fish/conf.d/k.fish takes its place")]


def test_functions_in_files_of_their_own_and_what_shadows_claude() -> None:
    files = {
        ".config/fish/functions/usekey.fish": f"function usekey\n  set -gx {KEY} x\nend\n",
        ".config/fish/functions/claude.fish": "function claude\n  command claude --verbose $argv\nend\n",
        CONFIG: "",
    }
    assert hits(files) == [
        ("claude.fish:1", "function", "conditional", "typing claude in this shell runs this function instead of the program"),
        ("usekey.fish:2", "export", "not_reached", "in usekey, which nothing calls when the shell starts"),
    ]
    assert hits("alias claude ~/.claude/local/claude\n")[0][1:3] == ("alias", "conditional")


def test_files_of_other_shells_are_told_as_not_loaded() -> None:
    assert hits({".zshrc": f"export {KEY}={VALUE}\n", CONFIG: ""}) == [
        (".zshrc:1", "export", "inactive", "fish does not read it, and no file that it reads sources it")
    ]


def test_no_hit_shows_a_value() -> None:
    text = f"set -gx {KEY} {VALUE}\nalias claude='env {TOKEN}={VALUE} claude'\nset -Ux {TOKEN} '{VALUE}'; {KEY}={VALUE} true\n"
    end = start_of("fish", "login", {CONFIG: text, ".config/fish/fish_variables": f"# VERSION: 3.0\nSETUVAR --export {KEY}:{VALUE}\n"})
    told = [f"{h.text} {h.because} {h.shown}" for h in (found.hit for found in end.found)]
    assert len(told) >= 5
    assert not [line for line in told if "FAKEFAKE" in line]
    assert any("…w7AA" in line for line in told)
