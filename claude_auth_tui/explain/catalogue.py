"""Every message, in one tuple; and every cause, by its id."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.messages.cloud import CLOUD
from claude_auth_tui.explain.messages.features import FEATURES
from claude_auth_tui.explain.messages.generic import GENERIC
from claude_auth_tui.explain.messages.keys import KEYS
from claude_auth_tui.explain.messages.limits import LIMITS
from claude_auth_tui.explain.messages.login import LOGIN
from claude_auth_tui.explain.messages.network import NETWORK
from claude_auth_tui.explain.messages.organisation import ORGANISATION
from claude_auth_tui.explain.messages.refused import REFUSED
from claude_auth_tui.explain.shapes import Message

MESSAGES: Final[tuple[Message, ...]] = (*LOGIN, *REFUSED, *KEYS, *ORGANISATION, *FEATURES, *CLOUD, *GENERIC, *LIMITS, *NETWORK)
BY_ID: Final[dict[str, Message]] = {message.id: message for message in MESSAGES}
