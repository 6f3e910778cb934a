"""What startup files make of the clock: whether a week has gone by is known, the second is not. A new shell starts now."""

from __future__ import annotations

from typing import Literal

import pytest

from claude_auth_tui.demo.build import HOME, make_machine
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.shells.predict import predict_shell

KEY = "ANTHROPIC_API_KEY"
NOW = 20_785 * 86_400 + 40_000.5
DAYS = 20_785


def _state(shell: Literal["bash", "zsh"], line: str, *, age: float = 0, now: float = NOW) -> str:
    old = File("", "present", "file", SecretText(":\n"), mode=0o644, modified=NOW - age)
    machine = make_machine({f"~/.{shell}rc": f"{line} && export {KEY}=made-up\n", "~/old": old}, cwd=HOME, now=now)
    return predict_shell(machine, shell, "interactive", {"HOME": Secret(HOME), "PATH": Secret("/bin")}, [KEY]).variables[KEY].state


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(
    ("line", "holds"),
    [
        (f"(( EPOCHSECONDS / 86400 - {DAYS} <= 13 ))", True),
        (f"(( EPOCHSECONDS / 60 / 60 / 24 - {DAYS} > 13 ))", False),
        (f"days() {{ echo $((EPOCHSECONDS / 86400)); }}; (( $(days) == {DAYS} ))", True),
        (f"now=$EPOCHSECONDS; [ $((now - {DAYS} * 86400)) -gt 3600 ]", True),
        (f"now=$EPOCHSECONDS; [[ $now -lt {DAYS * 86_400} ]]", False),
        (f"(( t = EPOCHSECONDS / 86400, t - {DAYS} > 3 ))", False),
        (f"(( t = EPOCHSECONDS / 86400 )); [[ $t == {DAYS} ]]", True),
        ("(( EPOCHSECONDS % 2 ))", None),
        ("(( EPOCHSECONDS % 60 ))", None),
        (f"(( EPOCHSECONDS - {int(NOW)} > 30 ))", None),
        ("now=$((EPOCHSECONDS + 1)); (( now / 86400 == 0 ))", False),
    ],
)
def test_what_a_minute_does_not_change_is_known(shell: Literal["bash", "zsh"], line: str, holds: bool | None) -> None:
    load = "zmodload zsh/datetime; " if shell == "zsh" else ""
    assert _state(shell, load + line) == {True: "set", False: "unset", None: "unknown"}[holds]


def test_zsh_has_the_clock_only_with_its_module() -> None:
    assert _state("zsh", "[[ -z $EPOCHSECONDS ]]") != "unset"


@pytest.mark.parametrize(
    ("qualifier", "age", "holds"),
    [
        ("m-1", 3600, True),
        ("m-1", 86_400, False),
        ("m-1", 86_399 - 30, None),
        ("m+1", 86_400 * 2 + 90, True),
        ("m1", 86_400 * 1.5, True),
        ("mh+24", 86_400 + 7200, True),
        ("mh-20", 3600 * 21, False),
        ("mM-2", 86_400 * 20, True),
        ("mw+1", 86_400 * 20, True),
        ("ms-10", 3, None),
    ],
)
def test_the_age_of_a_file_is_known_where_a_minute_does_not_change_it(qualifier: str, age: float, holds: bool | None) -> None:
    state = _state("zsh", f"l=(~/old(N{qualifier})); [[ -n $l ]]", age=age)
    assert state == {True: "set", False: "unset", None: "unknown"}[holds]


def test_without_a_clock_nothing_is_claimed() -> None:
    assert _state("bash", f"(( EPOCHSECONDS / 86400 - {DAYS} <= 13 ))", now=0) == "unknown"
