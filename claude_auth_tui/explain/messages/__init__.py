"""What Claude Code says, in all wordings: one module for each family of messages, and all of them in one tuple."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.messages.clouds import CLOUD
from claude_auth_tui.explain.messages.entitlement import FEATURES, ORGANISATION
from claude_auth_tui.explain.messages.refusals import GENERIC, REFUSED
from claude_auth_tui.explain.messages.sign_in import KEYS, LOGIN
from claude_auth_tui.explain.messages.sound_credential import LIMITS, NETWORK
from claude_auth_tui.explain.shapes import Message

MESSAGES: Final[tuple[Message, ...]] = (*LOGIN, *REFUSED, *KEYS, *ORGANISATION, *FEATURES, *CLOUD, *GENERIC, *LIMITS, *NETWORK)
BY_ID: Final[dict[str, Message]] = {message.id: message for message in MESSAGES}
