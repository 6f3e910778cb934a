"""Making hits: a place that names a variable, told without its value."""

from __future__ import annotations

from collections.abc import Collection

from claude_auth_tui.claude_code.variables import BY_NAME
from claude_auth_tui.model.diagnosis import Does, Effect, Hit
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.redact import redacted


def make_found(
    path: str,
    line: int,
    variable: str,
    does: Does,
    effect: Effect,
    because: str,
    *,
    source_line: str,
    value: Secret | None = None,
    names: Collection[str] = (),
) -> Found:
    """A hit at `path`:`line` (absolute path, lines from 1). `source_line` is the raw text, told only redacted; `value` only as it is shown."""
    shown = None
    if value is not None:
        info = BY_NAME.get(variable)
        shown = value.shown if info is None or info.secret else value.plain
    text = redacted(source_line, names or BY_NAME)
    return Found(Hit(path, line, variable, does, effect, because, shown, text, value.fingerprint if value else None), value)
