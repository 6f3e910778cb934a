"""Anthropic profiles and workload identity federation: `configs/`, `credentials/` and `active_config` of the Anthropic folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claude_auth_tui.claude_code.jsonfile import SyntaxFault
from claude_auth_tui.model.secret import Secret

ProfileState = Literal["usable", "absent", "invalid", "unreadable", "no_credential", "expired", "unknown"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile that could count."""

    name: str
    path: str
    """`configs/NAME.json`, absolute."""
    shown_path: str
    state: ProfileState
    chosen_by: str
    """ANTHROPIC_PROFILE, active_config, or "default"."""
    mode: Literal["oidc_federation", "user_oauth"] | None = None
    access_token: Secret | None = None
    expires_at: float | None = None
    """Seconds since the epoch."""
    fault: SyntaxFault | None = None
    detail: str = ""

    @property
    def source(self) -> str:
        """The id: `profile:default`."""
        return f"profile:{self.name}"
