"""One start of Claude Code: what it is given, what it finds on the disk, and what comes of it. The rules are in the sibling modules."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.claude_code.login import Login
from claude_auth_tui.claude_code.profiles import Profile
from claude_auth_tui.claude_code.rules import Rules
from claude_auth_tui.claude_code.settings import Layer, Settings
from claude_auth_tui.claude_code.state_file import StateFile
from claude_auth_tui.model.diagnosis import Client, Status, Store, Surface
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName


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

    kept_in: str = ""
    """The folder the login is kept in, where it was found."""

    @property
    def login_dir(self) -> str:
        """The folder the login is kept in; absolute."""
        return self.kept_in or self.config_dir

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self.settings.layers


class Start(Struct, frozen=True):
    """The environment in which `claude` is started on a machine."""

    machine: Machine
    environment: Mapping[str, Secret]
    unknown: Mapping[str, Shown] = field(default_factory=dict)
    """Variables whose value cannot be told, each with the reason; they are not in `environment`."""
    places: Mapping[str, Shown] = field(default_factory=dict)
    """Where each variable's value comes from, for people: `~/.zshrc:42`."""
    versions: tuple[str, ...] = ()
    """The Claude Code that is started; several where that cannot be told. None: the newest whose rules are known."""

    client: Client | None = None
    """The program that is started; None where none is found."""
    descriptors: frozenset[int] | None = frozenset()
    """Of the descriptors that variables name, those it is started with; None where that cannot be told."""

    @property
    def rules(self) -> Rules:
        """Those of the version that is started; of several the first."""
        return Rules(self.versions[0]) if self.versions else Rules()


class Prediction(Struct, frozen=True):
    """What Claude Code finds and does when it is started so."""

    start: Start
    configuration: Configuration
    surfaces: Mapping[SurfaceName, Surface]
    status: Status
