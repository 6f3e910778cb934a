"""Code that takes too long is given up, and only what it could touch is not known any more."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.words import ShellName
from tests.shells.made_up import label, start_of

KEY, TOKEN = "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"
ENDLESS = "for a in {1..300}; do for b in {1..300}; do for c in {1..300}; do :; done; done; done\n"
SHELLS = pytest.mark.parametrize("shell", ["bash", "zsh"])


def _rc(shell: ShellName) -> str:
    return f".{shell}rc"


@SHELLS
def test_a_loop_that_is_given_up_leaves_what_it_does_not_name_before_and_behind(shell: ShellName) -> None:
    text = f"export {KEY}=a\n{ENDLESS}export {TOKEN}=b\n"
    end = start_of(shell, "interactive", {_rc(shell): text})
    assert (label(end.variables[KEY]), label(end.variables[TOKEN])) == (f"{_rc(shell)}:1", f"{_rc(shell)}:3")
    assert any(f"~/{_rc(shell)}:2" in note and "not followed to its end" in note for note in end.notes)


@SHELLS
def test_what_a_given_up_function_may_set_is_not_known_and_its_line_says_so(shell: ShellName) -> None:
    text = f"export {KEY}=a\nload() {{\n{ENDLESS}export {KEY}=b\n}}\nload\n"
    end = start_of(shell, "interactive", {_rc(shell): text})
    assert end.variables[KEY].state == "unknown"
    assert "not followed to its end" in " ".join(end.variables[KEY].notes)
    effects = {one.hit.line: (one.hit.effect, one.hit.because) for one in end.found if one.hit.variable == KEY}
    assert effects[4][0] == "unknown"
    assert "not followed" in effects[4][1]


@SHELLS
def test_it_is_looked_for_in_the_functions_that_it_calls(shell: ShellName) -> None:
    text = f"export {KEY}=a {TOKEN}=t\ninner() {{ unset {KEY}; }}\nload() {{\n{ENDLESS}inner\n}}\nload\n"
    end = start_of(shell, "interactive", {_rc(shell): text})
    assert (end.variables[KEY].state, end.variables[TOKEN].state) == ("unknown", "set")


@SHELLS
def test_to_read_a_variable_is_not_to_change_it(shell: ShellName) -> None:
    text = f'export {KEY}=a\nload() {{\n{ENDLESS}[ -n "${{{KEY}:-}}" ] && echo "${KEY}"\n}}\nload\n'
    assert start_of(shell, "interactive", {_rc(shell): text}).variables[KEY].state == "set"


@SHELLS
def test_a_name_may_come_as_an_argument_or_in_a_variable(shell: ShellName) -> None:
    load = f'load() {{\n{ENDLESS}export "$1=b"\n}}\n'
    given = start_of(shell, "interactive", {_rc(shell): f"export {KEY}=a {TOKEN}=t\n{load}load {KEY}\n"})
    held = start_of(
        shell, "interactive", {_rc(shell): f'export {KEY}=a {TOKEN}=t\nwanted="{KEY} other"\n{load.replace("$1", "${wanted%% *}")}load\n'}
    )
    for end in (given, held):
        assert (end.variables[KEY].state, end.variables[TOKEN].state) == ("unknown", "set")


@SHELLS
def test_the_files_it_may_read_are_looked_into(shell: ShellName) -> None:
    files = {_rc(shell): f"load() {{\n{ENDLESS}. ~/.keys\n}}\nload\n", ".keys": f"export {KEY}=a\n"}
    end = start_of(shell, "interactive", files)
    assert (end.variables[KEY].state, end.variables[TOKEN].state) == ("unknown", "unset")
    hit = next(one.hit for one in end.found if one.hit.path.endswith("/.keys"))
    assert hit.effect == "unknown"
    assert "not followed" in hit.because


@SHELLS
def test_where_it_may_read_any_file_nothing_is_known(shell: ShellName) -> None:
    text = f'export {KEY}=a\nload() {{\n{ENDLESS}for f in "$@"; do . "$f"; done\n}}\nload\n'
    assert start_of(shell, "interactive", {_rc(shell): text}).variables[KEY].state == "unknown"


@SHELLS
def test_what_it_prints_is_not_known_but_nothing_else_is_touched(shell: ShellName) -> None:
    text = f"slow() {{\n{ENDLESS}echo x; {KEY}=b\n}}\nexport {KEY}=a\nexport {TOKEN}=$(slow)\n"
    end = start_of(shell, "interactive", {_rc(shell): text})
    assert (end.variables[KEY].state, end.variables[TOKEN].state) == ("set", "unknown")


@SHELLS
def test_a_function_that_calls_itself_without_end_leaves_the_rest(shell: ShellName) -> None:
    text = f'export {KEY}=a\nagain() {{ {TOKEN}=x; again "$1$1"; }}\nagain b\nexport {TOKEN}\nexport ANTHROPIC_BASE_URL=u\n'
    end = start_of(shell, "interactive", {_rc(shell): text})
    assert (end.variables[KEY].state, end.variables[TOKEN].state) == ("set", "unknown")
    behind = "unknown" if shell == "zsh" else "set"  # zsh ends the file at its FUNCNEST, if the function is without end
    assert end.variables["ANTHROPIC_BASE_URL"].state == behind


@SHELLS
def test_an_alias_that_names_itself_is_looked_at_once(shell: ShellName) -> None:
    text = f"export {KEY}=a\nalias ls='ls --color' ll='ls -l'\nslow() {{\n{ENDLESS}ls; ll\n}}\nslow\n"
    assert start_of(shell, "interactive", {_rc(shell): text}).variables[KEY].state == "set"


def test_a_startup_file_does_not_use_up_the_steps_of_the_next() -> None:
    slow = "".join(ENDLESS for _ in range(40))
    end = start_of("zsh", "login", {".zshenv": f"{slow}export {TOKEN}=t\n", ".zprofile": slow, ".zshrc": f"export {KEY}=a\n"})
    assert label(end.variables[KEY]) == ".zshrc:1"
