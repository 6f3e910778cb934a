"""The pages of Claude Code's documentation the checks point to."""

from __future__ import annotations

from typing import Final

_BASE: Final = "https://code.claude.com/docs/en/"

AUTHENTICATION: Final = _BASE + "authentication"
PRECEDENCE: Final = _BASE + "authentication#authentication-precedence"
ENVIRONMENT: Final = _BASE + "env-vars"
ERRORS: Final = _BASE + "errors"
SETTINGS: Final = _BASE + "settings"
MANAGED: Final = _BASE + "settings#settings-precedence"
BEDROCK: Final = _BASE + "amazon-bedrock"
VERTEX: Final = _BASE + "google-vertex-ai"
FOUNDRY: Final = _BASE + "microsoft-foundry"
PROVIDERS: Final = _BASE + "third-party-integrations"
GATEWAY: Final = _BASE + "llm-gateway"
INSTALL: Final = _BASE + "troubleshoot-install"
CHANGES: Final = _BASE + "changelog"
CONTAINERS: Final = _BASE + "devcontainer"
DESKTOP: Final = _BASE + "desktop"
EDITOR: Final = _BASE + "vs-code"
REMOTE: Final = _BASE + "remote-control"
NETWORK: Final = _BASE + "network-config"
