"""What Claude Code finds on the disk, given an environment: settings layers, its state file, the login, profiles."""

from __future__ import annotations

from msgspec import Struct, field

from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.claude_code.login import Login
from claude_auth_tui.claude_code.profiles import Profile
from claude_auth_tui.claude_code.settings import Layer, Settings
from claude_auth_tui.claude_code.state import StateFile
from claude_auth_tui.model.diagnosis import Store
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING


class Configuration(Struct, frozen=True):
    """Everything Claude Code would read when it is started so."""

    config_dir: str
    """The folder used instead of, or as, `~/.claude`; absolute."""
    settings: Settings = field(default_factory=Settings)
    state: StateFile = field(default_factory=lambda: StateFile("", NOTHING, "absent", File("", "absent")))
    login: Login = field(default_factory=lambda: Login("file", NOTHING, "absent"))
    profile: Profile | None = None
    """The profile that could count; None where none is named or saved."""
    stores: tuple[Store, ...] = ()
    """All places where `/login` keeps a credential, those that are not used included."""
    next_expiry: float | None = None
    """Seconds since the epoch at which the stored login expires next; None where it is past or unknown."""
    environment: Environment = field(default_factory=Environment)
    """The variables `claude -p` ends up with: the process's, with those of its state file and of the settings laid over them."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self.settings.layers
