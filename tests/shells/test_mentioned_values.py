"""Where a variable that unfollowed code uses gets its value."""

from __future__ import annotations

import pytest

from claude_auth_tui.shells.mentioned import where_from


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("for f in ~/a/*.sh; do\n  . $f\ndone\n", "~/a/*.sh; do"),
        ("for\tf  in\n~/a; do", "~/a; do"),
        ("f=~/one\nlocal f=~/two f=~/three\n", "~/one\n~/two f=~/three"),
        ("set f ~/a\nset -gx  f ~/b\nset -l g f ~/c\n", "~/a\n~/b"),
        ("set f in ~/a\n", "in ~/a"),
        ("of=~/a\nff=~/b\n_f=~/c\nff in f\nif f; for g in $f\n", ""),
        ("of=~/a f=~/b\n", "~/b"),
    ],
)
def test_the_lines_that_give_a_variable_its_value(text: str, given: str) -> None:
    assert where_from("f", text) == given


def test_only_what_is_before_counts() -> None:
    text = "f=~/one\nf=~/two\n"
    assert where_from("f", text, text.index("wo")) == "~/one\n~/t"
    assert where_from("f", text, 0) == ""
