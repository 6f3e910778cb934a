"""Making hits: a place that names a variable, told without its value."""

from __future__ import annotations

from collections.abc import Collection

from claude_auth_tui.claude_code.shown_values import name_shown, value_shown
from claude_auth_tui.claude_code.tables import BY_NAME
from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Does, Effect
from claude_auth_tui.shells.source_shown import source_shown


def make_found(
    path: str,
    line: int,
    variable: str,
    does: Does,
    effect: Effect,
    because: Shown,
    *,
    source_line: str,
    value: Secret | None = None,
    names: Collection[str] = (),
) -> Found:
    """A hit at `path`:`line` (absolute path, lines from 1) of a variable, or of `claude` itself where an alias or function takes its place.

    `source_line` is the raw text, told only redacted; `value` only as it is shown."""
    shown = value_shown(variable, value) if value is not None else None
    text = source_shown(source_line, names or BY_NAME)
    name = say("claude") if variable == "claude" else name_shown(variable)
    return Found(Hit(path, line, name, does, effect, because, shown, text, value.fingerprint if value else None), value)
