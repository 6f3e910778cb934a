"""Since which version Claude Code does what: for telling that an installed one is too old for what a machine uses.

Source: Claude Code's change log and documentation; what the other modules say was observed with `MODELLED`.
"""

from __future__ import annotations

from typing import Final

SINCE: Final[tuple[tuple[str, str, str], ...]] = (
    ("2.1.81", "CLAUDE_CODE_SIMPLE", "does not know bare mode"),
    ("2.1.94", "CLAUDE_CODE_USE_MANTLE", "does not know the Mantle endpoint and goes on without it"),
    ("2.1.141", "ANTHROPIC_WORKSPACE_ID", "does not know federation with a workspace"),
    ("2.1.203", "ANTHROPIC_FOUNDRY_AUTH_TOKEN", "does not read this token"),
    ("2.1.212", ".forceLoginMethod", "obeys this policy only on some ways of starting"),
    ("2.1.285", ".allowedProviders", "does not obey this policy"),
)
"""The first version that does it; the variable, or with a dot the key of the managed settings, that asks for it; what an older one does."""
AUTH_COMMANDS: Final = "2.1.41"
"""The first with `claude auth login`, `status` and `logout`; before it, only `/login` and `/logout` in a session."""
NO_DOTENV: Final = "2.0.64"
"""Before it, the native program loaded a project's `.env` and `.env.local` by itself."""
SHARED_REFRESH: Final = "2.1.211"
"""Before it, sessions that renewed one login at the same time could log each other out."""


def number_of(version: str) -> tuple[int, ...]:
    """A version as numbers, for comparing; what follows a hyphen does not count."""
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdigit())


def older(version: str | None, than: str) -> bool:
    """Whether a version is known and older."""
    return version is not None and number_of(version) < number_of(than)
