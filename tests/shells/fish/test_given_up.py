"""What takes too many steps is given up by itself: what it could not touch stays known, and what it could is named."""

from __future__ import annotations

import pytest

from tests.shells.made_up import label, start_of

KEY = "ANTHROPIC_API_KEY"
URL = "ANTHROPIC_BASE_URL"
TOKEN = "ANTHROPIC_AUTH_TOKEN"
CONFIG = ".config/fish/config.fish"
LOOPS = "for i in (seq 5000); for j in (seq 5000); {}; end; end"


def _states(text: str, **files: str) -> dict[str, str | None]:
    end = start_of("fish", "login", {CONFIG: text, **files}, names=[KEY, URL, TOKEN])
    return {name: label(variable) for name, variable in end.variables.items()}


def test_what_stands_before_and_behind_it_stays_known() -> None:
    text = f"set -gx {KEY} a\n{LOOPS.format('set k $i$j')}\nset -gx {TOKEN} b\n"
    assert _states(text) == {KEY: "config.fish:1", TOKEN: "config.fish:3", URL: None}


def test_a_function_is_looked_into_for_what_it_names() -> None:
    text = f"set -gx {KEY} a\nfunction heavy\n  while true\n    set -gx {URL} x\n  end\nend\nset -gx {TOKEN} b\nheavy\n"
    assert _states(text) == {KEY: "config.fish:1", TOKEN: "config.fish:7", URL: "?"}


def test_so_is_a_function_in_a_file_of_its_own() -> None:
    files = {".config/fish/functions/heavy.fish": f"function heavy\n  while true\n    set -gx {URL} x\n  end\nend\n"}
    assert _states(f"set -gx {KEY} a\nset -gx {URL} b\nheavy\n", **files) == {KEY: "config.fish:1", URL: "?", TOKEN: None}


def test_a_sourced_file_goes_on_behind_it() -> None:
    files = {"heavy.fish": f"set -gx {KEY} a\n{LOOPS.format('set k $i$j')}\nset -gx {URL} b\n"}
    assert _states(f"source ~/heavy.fish\nset -gx {TOKEN} c\n", **files) == {
        KEY: "heavy.fish:1",
        URL: "heavy.fish:3",
        TOKEN: "config.fish:2",
    }


def test_what_was_made_of_it_is_not_known() -> None:
    text = f"set name other\n{LOOPS.format('set k $i$j; set name x')}\nset -gx {KEY} $k\nset -gx $name {URL}\nset -gx {TOKEN} b\n"
    assert _states(text) == {KEY: "?", URL: None, TOKEN: "config.fish:5"}


@pytest.mark.parametrize("leaving", ["return", "exit", "exec sh"])
def test_where_it_may_leave_the_file_the_rest_of_that_is_not_known(leaving: str) -> None:
    text = f"set -gx {KEY} a\n{LOOPS.format(f'test $k = 5; and {leaving}')}\nset -gx {TOKEN} b\n"
    assert _states(text) == {KEY: "config.fish:1", TOKEN: "?", URL: None}


@pytest.mark.parametrize("body", ["set -gx $names v", "source ~/.nosuch$k", "op inject -i x | source"])
def test_a_name_that_is_made_up_may_be_one_that_stands_in_a_variable(body: str) -> None:
    text = f"set names {KEY}\nset -gx {KEY} a\n{LOOPS.format(f'set k 1; {body}')}\n"
    assert _states(text)[KEY] == "?"


def test_many_of_them_end_soon_and_what_comes_before_stays_known() -> None:
    end = start_of("fish", "login", {CONFIG: f"set -gx {KEY} a\n" + f"{LOOPS.format('set k $i')}\n" * 40 + f"set -gx {TOKEN} b\n"})
    assert label(end.variables[KEY]) == "config.fish:1"
    assert label(end.variables[TOKEN]) == "?"
    assert any("was not followed to its end" in note for note in end.notes)


def test_a_place_in_it_is_told_with_the_reason() -> None:
    end = start_of("fish", "login", {CONFIG: f"function heavy\n  while true\n    set -gx {URL} x\n  end\nend\nheavy\n"})
    told = {(found.hit.line, found.hit.effect) for found in end.found}
    assert (3, "unknown") in told
    assert all("was not followed to its end" in found.hit.because for found in end.found)
