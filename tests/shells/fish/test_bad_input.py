"""Whatever is in a startup file: an answer comes, soon, and no value with it."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.fish import predict_fish
from claude_auth_tui.shells.result import ShellEnd
from tests.shells.fish.generate import machine_of

NAMES = ("ANTHROPIC_API_KEY", "X", "Y")
PIECES = (
    "set", "-gx", "X", "v", "if", "else", "end", "begin", "for x in", "while", "function f", "f", "switch", "case", "and", "or", "not",
    "(", ")", '"', "'", "$X", "$$X", "$X[1]", "{a,b}", "*", "~", ";", "\n", "&&", "source ~/.s.fish", "eval", "echo", "string split =",
    "string match -r '(.)'", "read -l x", "test -n", "math 1+", "return", "exit", "break", "exec tmux", "op read x", "< ~/.env",
    "> ~/out", "&", "#", "X=1", "env X=2", "alias a=b", "export X=1", "set -e X", "set -a X b", "set X[2]", "argparse h/help -- $argv",
    "functions -e f", "printf '%s'", "cat ~/.env", "cut -d= -f2", "xargs", "\x00", "é", "seq 5", "count", "cd /", "string repeat -n 5",
    "contains", "emit e", "psub", "type -q", "status", "string replace -r a b", "-", "--", "=", "[", "]", "\\", "%s", "1..2", "[-1..1]",
    "tr a b", "sed s/a/b/", "awk '{print $1}'", "sk-ant-api03-FAKEFAKEFAKEFAKE",
)  # fmt: skip


def predicted(text: str, other: str = "set -gx X s\n", start: str = "login") -> ShellEnd:
    machine = make_machine({"~/.config/fish/config.fish": text, "~/.s.fish": other, "~/.env": "X=1\nexport Y=a\n"})
    return predict_fish(machine, start, dict(machine.environment), NAMES)  # type: ignore[arg-type]


def _holds_no_value(end: ShellEnd) -> None:
    told: list[str] = [*end.notes, *(note for variable in end.variables.values() for note in variable.notes)]
    told += [f"{found.hit.because} {found.hit.text} {found.hit.shown}" for found in end.found]
    assert "FAKEFAKE" not in "\n".join(told)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), st.sampled_from(["login", "interactive", "script"]))
def test_pieces_in_any_order(text: str, start: str) -> None:
    _holds_no_value(predicted(text, text, start))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    predicted(text, text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["(", ")", '"', "'", "end", "{", "$", "\\", "&", "|", "\0"]))
def test_a_file_with_one_character_too_many(seed: int, place: int, extra: str) -> None:
    text = machine_of(seed).files[".config/fish/config.fish"]
    at = place % (len(text) + 1)
    predicted(text[:at] + extra + text[at:])


HARD = {
    "loops": "for i in (seq 5000); for j in (seq 5000); set -gx X $i$j; end; end",
    "a text that doubles": 'set X a; for i in (seq 60); set X "$X$X"; end; set -gx X $X',
    "a list that doubles": "set X a; for i in (seq 60); set X $X $X; end; set -gx X $X",
    "no end": "while true; set -gx X 1; end",
    "recursion": "function f; f; f; set -gx X 1; end; f",
    "two that call each other": "function f; g; g; end; function g; f; f; end; f",
    "deep": "(" * 5000,
    "deep and closed": "begin;" * 200 + "set -gx X 1;" + "end;" * 200,
    "products": "set X " + "{a,b}" * 40,
    "a slow expression": "string match -r '(a+)+$' " + "a" * 40 + "b; set -gx X 1",
    "a slow expression with alternatives": "string match -r '(a|a)*b' " + "a" * 40 + "c; set -gx X 1",
    "a file that reads itself": "source ~/.config/fish/config.fish; source ~/.config/fish/config.fish; set -gx X 1",
    "many doubts": "\n".join(f"if test (date) = {i}; set -gx X {i}; end" for i in range(800)),
    "many doubtful returns": "\n".join(f"test (date) = {i}; and return" for i in range(800)) + "\nset -gx X 1",
    "a long chain of doubts": " && ".join(f"cmd{i} || dmd{i}" for i in range(60)) + " && set -gx X 1",
    "a long line": "set -gx X " + "a" * 2_000_000,
    "eval of itself": 'set c "eval \\$c"; eval $c; set -gx X 1',
    "much output": "function o; string repeat -n 1000 xx; end; for i in (seq 5000); set -gx X (o; o; o; o); end",
}


@pytest.mark.parametrize("name", HARD)
def test_it_ends_soon(name: str) -> None:
    begun = time.process_time()
    predicted(HARD[name])
    assert time.process_time() - begun < 12, "seconds; a tenth of it on an idle machine"


@pytest.mark.parametrize(
    "text", ["begin;" * 60 + "set -gx X 1;" + "end;" * 60, "for i in (seq 5000); for j in (seq 5000); set -gx X $i$j; end; end"]
)
def test_what_is_not_followed_to_its_end_is_unknown_and_said(text: str) -> None:
    end = predicted(text)
    assert end.variables["X"].state == "unknown"
    assert end.notes


def test_fish_reads_up_to_a_nul_and_passes_over_a_byte_order_mark() -> None:
    value = predicted("\ufeffset -gx X 1\0\nset -gx X 2\n").variables["X"].value
    assert value is not None
    assert unveil(value) == "1"


def test_a_startup_file_that_cannot_be_read() -> None:
    unreadable = make_machine({"~/.config/fish/config.fish": File("", "unreadable", "file", detail=say("Permission denied"))})
    end = predict_fish(unreadable, "login", dict(unreadable.environment), NAMES)
    assert end.variables["X"].state == "unset"
    assert end.notes == ("~/.config/fish/config.fish cannot be read",)
    large = make_machine({"~/.config/fish/config.fish": File("", "too_large", "file", size=10**8)})
    end = predict_fish(large, "login", dict(large.environment), NAMES)
    assert end.variables["X"].state == "unknown"


@pytest.mark.parametrize("blank", ["\f", "\v", "\x1c", "\x85", "\xa0", "\u2003", "\u2028", "\u3000"])
def test_an_odd_blank_within_a_word_is_a_character_of_it(blank: str) -> None:
    value = predicted(f"set -gx X a{blank}b{blank}\nset -gx Y c\n", start="script").variables["X"].value
    assert value is not None
    assert unveil(value) == f"a{blank}b{blank}"


@pytest.mark.parametrize(("blank", "state"), [("\u2003", "set"), ("\f", "set"), ("\xa0", "unset"), ("\x1c", "unset")])
def test_only_some_odd_blanks_may_stand_before_a_word(blank: str, state: str) -> None:
    assert predicted(f"{blank}set -gx X v\n").variables["X"].state == state
