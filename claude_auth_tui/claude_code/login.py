"""The `/login` credential: `.credentials.json`, and on macOS the Keychain item, of which only its being there is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claude_auth_tui.claude_code.jsonfile import SyntaxFault
from claude_auth_tui.model.diagnosis import StoreState
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Login:
    """What `/login` left behind, from the store that is used."""

    kind: Literal["file", "keychain"]
    where: str
    """The file as people write it, or the Keychain item's service."""
    state: StoreState
    """"usable" and "refreshable" and "expired" (sent as it is) are sent; "present" is a Keychain item nobody looked into."""
    file: File | None = None
    fault: SyntaxFault | None = None
    access_token: Secret | None = None
    refresh_token: Secret | None = None
    scopes: tuple[str, ...] = ()
    expires_at: float | None = None
    """Seconds since the epoch."""
    subscription: str | None = None
    """Such as "max"; None where it is not known."""

    @property
    def title(self) -> str:
        """ "/login Max"."""
        return f"/login {self.subscription.capitalize()}" if self.subscription else "/login"
