"""A hit together with its value: what the core compares and nothing outside it ever sees."""

from __future__ import annotations

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.secret import Secret


class Found(Struct, frozen=True):
    """A hit together with its value, for comparing; the value stays inside the core."""

    hit: Hit
    value: Secret | None = None
