"""JavaScript's habits, where Claude Code shows them: what counts as blank, and how any JSON value becomes text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from claude_auth_tui.documents.strict_json import Json
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

BLANKS: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What `String.prototype.trim` takes away: others than Python's `strip`."""

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,300}")
_ON: Final = frozenset({"1", "true", "yes", "on"})


def trimmed(value: Secret) -> Secret:
    """The value without blanks at its ends, as Claude Code takes it from the environment."""
    return Secret(unveil(value).strip(BLANKS))


def is_blank(value: Secret | None) -> bool:
    """Unset, empty or nothing but blanks: Claude Code treats all three alike for a credential (observed)."""
    return value is None or not unveil(value).strip(BLANKS)


def is_on(value: Secret | None) -> bool:
    """Whether a switch is on: `1`, `true`, `yes`, `on` in any case, blanks at the ends ignored (observed)."""
    return value is not None and unveil(value).strip(BLANKS).lower() in _ON


def leading_number(value: Secret) -> int | None:
    """`parseInt(value, 10)`: the whole number a text begins with; None for NaN."""
    found = _WHOLE.match(unveil(value).strip(BLANKS))
    return int(found.group()) if found else None


def as_string(value: Json) -> Secret:
    """`String(value)`: what a number, a truth value or a list in an `env` block becomes (observed)."""
    return value if isinstance(value, Secret) else Secret(_string(value, 0))


def _string(value: Json, depth: int) -> str:
    if isinstance(value, Secret):
        return unveil(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, Mapping):
        return "[object Object]"
    if depth > 50:
        return ""
    return ",".join("" if item is None else _string(item, depth + 1) for item in value)


def number(value: float) -> str:
    """A number as JavaScript writes it: `7`, `1.5`, `1e+21`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction.removesuffix("0")).lstrip("0")
    if not digits:
        return "0"
    point = len(whole) + int(exponent or 0) - (len(whole + fraction.removesuffix("0")) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    first, rest = digits[0], digits[1:]
    return f"{sign}{first}{'.' + rest if rest else ''}e{'+' if point > 0 else '-'}{abs(point - 1)}"
