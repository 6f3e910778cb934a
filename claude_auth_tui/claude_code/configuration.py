"""What Claude Code finds on the disk, given an environment: settings layers, its state file, the login, profiles."""

from __future__ import annotations

from dataclasses import dataclass

from claude_auth_tui.model.diagnosis import Store


@dataclass(frozen=True, slots=True)
class Configuration:
    config_dir: str
    """The folder used instead of, or as, `~/.claude`; absolute."""
    stores: tuple[Store, ...] = ()
    next_expiry: float | None = None
    """Seconds since the epoch at which the stored login expires next."""
