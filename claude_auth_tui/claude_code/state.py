"""The state file `.claude.json`: approved keys, trusted folders, the first-start screens, the Console key of `/login`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claude_auth_tui.claude_code.jsonfile import SyntaxFault
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

StateFileState = Literal["used", "absent", "invalid", "unreadable"]
Approval = Literal["approved", "rejected", "unknown_key"]
_KEPT = 20
"""Claude Code remembers the last characters of a key, not the key. Observed, 2.1.329."""


@dataclass(frozen=True, slots=True)
class StateFile:
    """What Claude Code remembers between starts."""

    path: str
    shown_path: str
    state: StateFileState
    file: File
    fault: SyntaxFault | None = None
    onboarded: bool = False
    """The first-start screens were done."""
    trusted_folders: tuple[str, ...] = ()
    """Folders whose trust question was answered with yes, as they are written there."""
    primary_api_key: Secret | None = None
    """The key a Console login left, where there is no Keychain."""
    subscription: str | None = None
    """The plan of the signed-in account, where the file tells it."""
    approved_endings: frozenset[Secret] = frozenset()
    rejected_endings: frozenset[Secret] = frozenset()

    def approval_of(self, key: Secret) -> Approval:
        """What was answered when `claude` asked about this key. A key in both lists counts as approved."""
        ending = Secret(unveil(key).strip()[-_KEPT:])
        if ending in self.approved_endings:
            return "approved"
        return "rejected" if ending in self.rejected_endings else "unknown_key"
