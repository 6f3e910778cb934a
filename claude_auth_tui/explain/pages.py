"""The pages of Claude Code's documentation the messages point to."""

from __future__ import annotations

from typing import Final

_DOCS: Final = "https://code.claude.com/docs/en/"

ERRORS: Final = _DOCS + "errors"
AUTHENTICATION: Final = _DOCS + "authentication"
LOGIN_TROUBLE: Final = _DOCS + "troubleshoot-install#login-and-authentication"
NOT_LOGGED_IN: Final = _DOCS + "troubleshoot-install#not-logged-in-or-token-expired"
MANAGED: Final = _DOCS + "managed-settings"
SETTINGS: Final = _DOCS + "settings"
NETWORK: Final = _DOCS + "network-config"
REMOTE_CONTROL: Final = _DOCS + "remote-control#troubleshooting"
GATEWAY: Final = _DOCS + "llm-gateway-connect#troubleshoot-gateway-errors"


def error(anchor: str) -> str:
    """A section of the error reference."""
    return f"{ERRORS}#{anchor}"
