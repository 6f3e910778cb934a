"""Since which version Claude Code does what: for telling that an installed one is too old for what a machine uses.

Source: Claude Code's change log and documentation; what the other modules say was observed with `MODELLED`.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown

SINCE: Final[tuple[tuple[Shown, Shown, Shown], ...]] = (
    (say("2.1.81"), say("CLAUDE_CODE_SIMPLE"), say("does not know bare mode")),
    (say("2.1.94"), say("CLAUDE_CODE_USE_MANTLE"), say("does not know the Mantle endpoint and goes on without it")),
    (say("2.1.141"), say("ANTHROPIC_WORKSPACE_ID"), say("does not know federation with a workspace")),
    (say("2.1.203"), say("ANTHROPIC_FOUNDRY_AUTH_TOKEN"), say("does not read this token")),
    (say("2.1.212"), say(".forceLoginMethod"), say("obeys this policy only on some ways of starting")),
    (say("2.1.285"), say(".allowedProviders"), say("does not obey this policy")),
)
"""The first version that does it; the variable, or with a dot the key of the managed settings, that asks for it; what an older one does."""
AUTH_COMMANDS: Final = say("2.1.41")
"""The first with `claude auth login`, `status` and `logout`; before it, only `/login` and `/logout` in a session."""
NO_DOTENV: Final = say("2.0.64")
"""Before it, the native program loaded a project's `.env` and `.env.local` by itself."""
SHARED_REFRESH: Final = say("2.1.211")
"""Before it, sessions that renewed one login at the same time could log each other out."""


def number_of(version: str) -> tuple[int, ...]:
    """A version as numbers, for comparing; what follows a hyphen does not count."""
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdigit())


def older(version: str | None, than: str) -> bool:
    """Whether a version is known and older."""
    return version is not None and number_of(version) < number_of(than)
