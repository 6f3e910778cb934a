"""What is wrong with a value is told by kind and position, never by its characters."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.value_faults import faults

WHOLE = "sk-ant-api03-" + "F" * 93 + "AA"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE, []),
        ("", []),
        (f"  {WHOLE}", [("blanks", 0)]),
        (f"{WHOLE}\n", [("blanks", 0)]),
        (f'"{WHOLE}"', [("quotes", 1)]),
        (f"{WHOLE[:40]}\n{WHOLE[40:]}", [("line_break", 41)]),
        (f"{WHOLE[:40]}\u200b{WHOLE[40:]}", [("zero_width", 41)]),
        (f"{WHOLE[:40]}’{WHOLE[40:]}", [("above_latin1", 41)]),
        (f"Bearer {WHOLE}", [("bearer", 1), ("inner_blank", 7)]),
        (WHOLE[:80], [("cut", 0)]),
        ("sk-ant-oat01-" + "F" * 66, [("cut", 0)]),
        ("$MY_KEY", [("unexpanded", 0)]),
        ("${ANTHROPIC_API_KEY}", [("unexpanded", 0)]),
        ("$(op read op://vault/item)", [("inner_blank", 5), ("inner_blank", 10), ("unexpanded", 0)]),
        ("op://vault/item/key", [("unexpanded", 0)]),
        ("your-api-key", [("placeholder", 0)]),
        ("sk-ant-...", [("placeholder", 0)]),
        ("<your key here>", [("inner_blank", 6), ("inner_blank", 10), ("placeholder", 0)]),
        ("gateway-token", []),
    ],
)
def test_faults(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(fault.kind, fault.position) for fault in faults(Secret(text))] == expected


def test_a_fault_never_quotes_the_value() -> None:
    told = repr(faults(Secret("“" + WHOLE + "\n" + WHOLE + "” $X")))
    assert "FFFF" not in told
