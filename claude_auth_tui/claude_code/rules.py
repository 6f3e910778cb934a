"""From which version each rule of Claude Code holds that an older one has otherwise, and which of them one version has.

Each first version was found by asking the real clients on both sides of it. What holds for all versions that can be
asked (1.0.128 and later) is not in here, and from which version a variable is known stands in its row of `tables`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from claude_auth_tui.claude_code import MODELLED
from claude_auth_tui.claude_code.packages import AUTH_COMMANDS, number_of
from claude_auth_tui.claude_code.tables import BY_NAME, VARIABLES
from claude_auth_tui.model.saying import NOTHING, say, version
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Rule

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByRule


class RuleInfo(Struct, frozen=True):
    """One rule."""

    since: Shown
    """The first version that has it."""
    policy: Shown = NOTHING
    """The key of the managed settings that asks for it."""
    before: Shown = NOTHING
    """What an older version does with that."""


RULE: Final[ByRule[RuleInfo]] = {
    "project_setup_token_ignored": RuleInfo(say("2.1.312")),
    "status_names_console_key": RuleInfo(say("2.1.286")),
    "allowed_providers": RuleInfo(say("2.1.285"), say("allowedProviders"), say("does not obey this policy")),
    "status_key_before_login": RuleInfo(say("2.1.284")),
    "broken_managed_refused": RuleInfo(say("2.1.259")),
    "foundry_alone": RuleInfo(say("2.1.257")),
    "blank_ignored": RuleInfo(say("2.1.212")),
    "local_at_root": RuleInfo(say("2.1.211")),
    "login_method_refuses_key": RuleInfo(
        say("2.1.146"), say("forceLoginMethod"), say("does not obey this policy where a key, a token or a helper is used")
    ),
    "empty_ignored": RuleInfo(say("2.1.136")),
    "broken_settings_passed": RuleInfo(say("2.1.124")),
    "any_helper_beside_token": RuleInfo(say("2.1.121")),
    "aws_alone": RuleInfo(say("2.1.124")),
    "mantle_alone": RuleInfo(say("2.1.136")),
    "mantle_bearer": RuleInfo(say("2.1.133")),
    "signature_stays": RuleInfo(say("2.1.101")),
    "managed_drop_ins": RuleInfo(say("2.1.83")),
    "project_setup_token_taken": RuleInfo(say("2.1.81")),
    "user_helper_beside_token": RuleInfo(say("2.1.77")),
    "setup_token_in_settings": RuleInfo(say("2.1.53")),
    "setting_before_login": RuleInfo(say("2.1.48")),
    "managed_setting_before_login": RuleInfo(say("2.1.47")),
    "broken_settings_asked": RuleInfo(say("2.0.73")),
    "login_kept": RuleInfo(say("2.0.65")),
    "empty_token_alone": RuleInfo(say("2.0.45")),
}

COUNTS_SINCE: Final = (
    *((info.since, info.name, info.before) for info in VARIABLES if info.since),
    *((info.since, say(".{}", info.policy), info.before) for info in RULE.values() if isinstance(info, RuleInfo) and info.policy),
)
"""The first version that knows it; the variable, or with a dot the key of the managed settings, that asks for it; what an older one does."""


class Rules(Struct, frozen=True):
    """What one version of Claude Code does."""

    version: str = str(MODELLED)

    @property
    def shown(self) -> Shown:
        """The version, for people."""
        return version(self.version)

    def hold(self, rule: Rule) -> bool:
        """Whether this version is not older than the rule."""
        return self.not_before(RULE[rule].since)

    def not_before(self, other: str) -> bool:
        return number_of(self.version) >= number_of(other)

    def know(self, variable: str) -> bool:
        """Whether this version knows the variable."""
        info = BY_NAME.get(variable)
        return info is None or not info.since or self.not_before(info.since)


def boundaries() -> frozenset[str]:
    """The versions from which something is otherwise."""
    return frozenset(
        [
            *(str(info.since) for info in RULE.values() if isinstance(info, RuleInfo)),
            *(str(info.since) for info in BY_NAME.values() if info.since),
            str(AUTH_COMMANDS),
        ]
    )
