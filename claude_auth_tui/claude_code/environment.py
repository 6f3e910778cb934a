"""The environment Claude Code ends up with: the process's, with the `env` of its state file and of the settings laid over it.

It is built in two passes (observed). The first one, before anything else, takes the settings nobody needs
to be asked about: user, `--settings` and managed; of project and local settings only the provider switches and their
like. Which login is used is decided then. The second, in a trusted folder and always with `-p`, takes all layers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct, field

from claude_auth_tui.claude_code.javascript import is_blank, is_on, trimmed
from claude_auth_tui.claude_code.rules import Rules
from claude_auth_tui.claude_code.settings import EnvSetting
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.claude_code.tables import BY_NAME, CREDENTIAL_VARIABLES, OAUTH, TOKEN, InProject
from claude_auth_tui.documents.strict_json import Json, as_object
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

HOST: Final = say("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST")
USE_GATEWAY: Final = say("CLAUDE_CODE_USE_GATEWAY")
_BASE_URL: Final = say("ANTHROPIC_BASE_URL")


class Given(Struct, frozen=True):
    """One variable as Claude Code gets it, and where that is written."""

    name: str
    value: Secret
    source: Shown
    """The id of the source: `env:NAME`, `settings.user.env:NAME`, `config.env:NAME`."""
    where: Shown | None = None
    setting: EnvSetting | None = None

    @property
    def filled(self) -> bool:
        """Holds more than blanks."""
        return not is_blank(self.value)


def given_by(setting: EnvSetting) -> Given:
    return Given(setting.name, setting.value, setting.source, setting.where, setting)


class Environment(Struct, frozen=True):
    """Every variable with its source. Later layers replace earlier ones, also with nothing."""

    given: Mapping[str, Given] = field(default_factory=dict)

    def get(self, name: str) -> Given | None:
        """The variable if it is there at all, set to nothing included."""
        return self.given.get(name)

    def credential(self, name: str) -> Given | None:
        """The variable if it holds more than blanks, which is when Claude Code uses it as a credential."""
        found = self.given.get(name)
        return found if found is not None and found.filled else None

    def value(self, name: str) -> Secret | None:
        """The value as it is, set to nothing included; None where the variable is not set."""
        found = self.given.get(name)
        return found.value if found is not None else None

    def on(self, name: str) -> bool:
        found = self.given.get(name)
        return found is not None and is_on(found.value)

    def text(self, name: str) -> str:
        """The value without blanks at its ends; empty where it is unset. For names, folders and addresses, never to be told."""
        found = self.given.get(name)
        return unveil(trimmed(found.value)) if found is not None else ""

    def with_settings(self, settings: Iterable[EnvSetting]) -> Environment:
        """With these laid over it, in this order."""
        changed = dict(self.given)
        for setting in settings:
            changed[setting.name] = given_by(setting)
        return Environment(changed)

    def known_to(self, rules: Rules) -> Environment:
        """Without the variables that a version does not know."""
        unknown = self.unknown_to(rules)
        return Environment({name: given for name, given in self.given.items() if name not in unknown}) if unknown else self

    def unknown_to(self, rules: Rules) -> Mapping[str, Given]:
        """The variables that a version does not know."""
        return {name: given for name, given in self.given.items() if not rules.know(name)}

    def with_given(self, more: Iterable[Given]) -> Environment:
        return Environment({**self.given, **{entry.name: entry for entry in more}})


_MANY: Final = 2_000
_ASKED_FOR: Final = (
    "ANTHROPIC_", "CLAUDE_", "CLOUD", "AWS_", "AZURE_", "GOOGLE_", "IDENTITY_", "METADATA_", "NODE_", "SSL_", "XDG_", "HTTP", "ALL_PROXY",
    "NO_PROXY", "PATH", "HOME", "APPDATA", "USER", "SUDO_",
)  # fmt: skip
"""Beginnings of all names that some rule asks for."""


def members_of_env(env: Json) -> Iterator[tuple[str, Json]]:
    """The members of an `env` block. Of more than a person ever writes, only those that some rule may ask for."""
    members = as_object(env)
    few = len(members) <= _MANY
    return ((name, value) for name, value in members.items() if few or name.upper().startswith(_ASKED_FOR))


def of_process(environment: Mapping[str, Secret], places: Mapping[str, Shown], ignore_case: bool) -> Environment:
    """The environment a process is started with; on Windows names are the same in any case."""
    given = {}
    for name, value in environment.items():
        key = name.upper() if ignore_case else name
        given[key] = Given(key, value, say("env:{}", name_shown(key)), places.get(name))
    return Environment(given)


def to_gateway(environment: Environment) -> bool:
    """Whether CLAUDE_CODE_USE_GATEWAY is on and there is what it needs: a token and an address (observed)."""
    return environment.on(USE_GATEWAY) and all(environment.credential(name) is not None for name in (TOKEN, _BASE_URL))


def taken_early(setting: EnvSetting, rules: Rules) -> bool:
    """Whether the first pass takes it. For a while it left the credentials of settings out."""
    if setting.layer.scope in ("project", "local"):
        return _in_project(setting) == "early"
    managed = setting.layer.scope == "managed" and rules.hold("managed_setting_before_login")
    return managed or setting.name not in CREDENTIAL_VARIABLES or not keeps_login(rules)


def keeps_login(rules: Rules) -> bool:
    """Whether a login that is there before any settings are read stays, whatever key or token they bring (observed: 2.0.65 to 2.1.47)."""
    return rules.hold("login_kept") and not rules.hold("setting_before_login")


def _in_project(setting: EnvSetting) -> InProject:
    info = BY_NAME.get(setting.name)
    return info.in_project if info is not None else "taken"


def why_ignored(setting: EnvSetting, host: bool, early: Environment, rules: Rules, has_login: bool = False) -> Shown:
    """Why Claude Code does not take this setting at all; empty where it does. `has_login`: one was found before project settings are read."""
    if not rules.know(setting.name):
        return say("Claude Code {} does not know {}", rules.shown, name_shown(setting.name))
    if host and setting.name in BY_NAME and setting.name not in ("CLAUDE_CODE_SIMPLE", "CLAUDE_CONFIG_DIR"):
        return say("{} is on: settings files decide nothing about credentials", HOST)
    if _in_project(setting) == "nowhere":
        return say("Claude Code takes {} from the environment it is started with, not from settings", name_shown(setting.name))
    if setting.name == OAUTH and not rules.hold("setup_token_in_settings"):
        return say("Claude Code {} does not take {} from settings", rules.shown, OAUTH)
    if setting.layer.scope in ("project", "local"):
        if setting.name == OAUTH and rules.hold("project_setup_token_taken") and not rules.hold("project_setup_token_ignored"):
            taken = say("Claude Code {} takes {} from a project only where there is no other login", rules.shown, OAUTH)
            return taken if has_login else NOTHING
        if _in_project(setting) == "never":
            return say("Claude Code does not take {} from a project", name_shown(setting.name))
        if _in_project(setting) == "takes_away" and not early.credential(setting.name):
            return say("whether a profile is used was decided before project settings are read")
    return NOTHING
