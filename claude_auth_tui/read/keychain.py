"""Whether the macOS Keychain holds Claude Code's items. Asks for attributes only: never `-w` or `-g`, so nothing is revealed
and nobody is asked for a password.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Final, Literal

from claude_auth_tui.model.machine import KeychainItem
from claude_auth_tui.model.saying import say
from claude_auth_tui.read.system_tools import Answer, find_program, pick, run_all

TIMEOUT: Final = 2.0
SERVICES: Final = ("Claude Code-credentials", "Claude Code")
"""The login's item, and that of the key a Console login leaves. Source: reports by users."""

_STATES: Final[Mapping[int, Literal["present", "absent", "locked"]]] = {0: "present", 44: "absent", 36: "locked"}
"""By the exit status of `security`: errSecItemNotFound ends with 44, errSecInteractionNotAllowed with 36."""


def services(config_dir: str | None) -> tuple[str, ...]:
    """The items to look for. CLAUDE_CONFIG_DIR, where it is set, gives each a name of its own by its text as it is written."""
    if not config_dir:
        return SERVICES
    text = unicodedata.normalize("NFC", config_dir).encode("utf-8", "surrogatepass")
    suffix = hashlib.sha256(text).hexdigest()[:8]
    return (*SERVICES, *(f"{service}-{suffix}" for service in SERVICES))


def read_keychain(environment: Mapping[str, str]) -> tuple[KeychainItem, ...]:
    """The state of each item, as `security` tells it."""
    names = services(environment.get("CLAUDE_CONFIG_DIR"))
    program = find_program("security", environment)
    if program is None:
        return tuple(KeychainItem(name, "unknown", say("the program security is not on the PATH")) for name in names)
    account = environment.get("USER") or "claude-code-user"
    commands = [[program, "find-generic-password", "-s", name, "-a", account] for name in names]
    return tuple(map(_item, names, run_all(commands, pick(environment, ("HOME", "USER", "LOGNAME")), TIMEOUT)))


def _item(name: str, answer: Answer) -> KeychainItem:
    if answer.status is None:
        return KeychainItem(name, "unknown", answer.detail)
    state = _STATES.get(answer.status)
    return KeychainItem(name, state) if state else KeychainItem(name, "unknown", say("security ended with status {}", answer.status))
