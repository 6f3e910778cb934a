"""From which version each rule of Claude Code holds that an older one has otherwise, and which of them one version has.

Each first version was found by asking the real clients on both sides of it. What holds for all versions that can be
asked (1.0.128 and later) is not in here, and from which version a variable is known stands in its row of `tables`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from claude_auth_tui.claude_code import MODELLED
from claude_auth_tui.claude_code.packages import number_of
from claude_auth_tui.claude_code.tables import BY_NAME
from claude_auth_tui.model.saying import version
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Rule

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByRule

SINCE: Final[ByRule[str]] = {
    "project_setup_token_ignored": "2.1.312",
    "status_names_console_key": "2.1.286",
    "empty_allowed_providers": "2.1.285",
    "status_key_before_login": "2.1.284",
    "broken_managed_refused": "2.1.259",
    "blank_ignored": "2.1.212",
    "local_at_root": "2.1.211",
    "login_method_refuses_key": "2.1.146",
    "empty_token_ignored": "2.1.136",
    "broken_user_passed": "2.1.124",
    "project_helper_in_both": "2.1.121",
    "profiles": "2.1.116",
    "managed_drop_ins": "2.1.83",
    "user_setup_token_sent": "2.1.53",
    "user_key_before_login": "2.1.48",
}


class Rules(Struct, frozen=True):
    """What one version of Claude Code does."""

    version: str = str(MODELLED)

    @property
    def shown(self) -> Shown:
        """The version, for people."""
        return version(self.version)

    def hold(self, rule: Rule) -> bool:
        """Whether this version is not older than the rule."""
        return self.not_before(SINCE[rule])

    def not_before(self, other: str) -> bool:
        return number_of(self.version) >= number_of(other)

    def know(self, variable: str) -> bool:
        """Whether this version knows the variable."""
        info = BY_NAME.get(variable)
        return info is None or not info.since or self.not_before(info.since)
