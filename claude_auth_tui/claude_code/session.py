"""One start, followed until Claude Code has read everything: what each surface has before it when it picks a credential."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.claude_code.address import Address, Route, proxy_in_use, route_to
from claude_auth_tui.claude_code.environment import HOST, Environment, Given, keeps_login, of_process, taken_early, why_ignored
from claude_auth_tui.claude_code.folders import config_dir, login_folder
from claude_auth_tui.claude_code.layers import Documents, env_settings, helper_setting, refused
from claude_auth_tui.claude_code.login import Login, keychain_item, read_login
from claude_auth_tui.claude_code.profiles import Profile, find_profile
from claude_auth_tui.claude_code.rules import Rules
from claude_auth_tui.claude_code.settings import EnvSetting, HelperSetting, Layer
from claude_auth_tui.claude_code.start import Start
from claude_auth_tui.claude_code.state_file import StateFile
from claude_auth_tui.claude_code.tables import CREDENTIAL_VARIABLES, DIRECT, KEY, OAUTH, TOKEN
from claude_auth_tui.model.machine import KeychainItem, Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown

Way = Literal["interactive", "print", "bare", "status"]
"""A surface, or `claude auth status`."""
WAYS: Final[tuple[Way, ...]] = ("interactive", "print", "bare", "status")
SIMPLE: Final = say("CLAUDE_CODE_SIMPLE")
REMOTE: Final = say("CLAUDE_CODE_REMOTE")
SOCKET: Final = say("ANTHROPIC_UNIX_SOCKET")
IGNORES_TRUST: Final = say("CLAUDE_CODE_IGNORE_PERSISTED_TRUST")
ENTRYPOINT: Final = say("CLAUDE_CODE_ENTRYPOINT")
_LOGIN_FIRST: Final = {"claude-desktop": say("claude-desktop"), "local-agent": say("local-agent")}
"""Entry points of hosts that sign in for their user: a login stands before keys, tokens and helpers (observed)."""
_ASKS_ABOUT_KEYS: Final = say("claude-vscode")
"""The entry point with which `claude -p` uses an approved key only (observed)."""


class Session(Struct, frozen=True):
    """Everything that decides about the credential in one way of starting."""

    way: Way
    machine: Machine
    process: Environment
    """The environment the process was started with."""
    early: Environment
    """The environment when the login is chosen, before project settings are taken."""
    environment: Environment
    """The environment requests are made with."""
    layers: tuple[Layer, ...]
    """Lowest first."""
    settings: tuple[tuple[EnvSetting, Shown], ...]
    """Every setting of an `env` block, lowest layer first; with the reason where it is not taken at all."""
    state: StateFile
    config_dir: str
    login_dir: str
    """The folder the login is kept in."""
    login: Login
    console_item: KeychainItem | None
    """On macOS the Keychain's item of a Console key, which comes before the one in the state file."""
    profile: Profile | None
    """The profile that was chosen early, as it is when requests are made."""
    bare: bool
    """No login of any kind: `--bare`, or CLAUDE_CODE_SIMPLE."""
    rules: Rules
    """Those of the version that is started."""
    descriptors: frozenset[int] | None
    """Those it is started with; None where that cannot be told."""
    host: bool
    """A host application decides: neither settings, nor logins, nor policies count."""
    unknown: Mapping[str, Given] = field(default_factory=dict)
    """What the process has of variables that the version does not know."""

    @property
    def login_kept(self) -> bool:
        """Keys and tokens come from settings only, and find a login that stays. `claude` itself looks again later (observed)."""
        if self.way == "interactive" or self.bare or self.host or not keeps_login(self.rules) or self.helper() is not None:
            return False
        there = self.login.sent or self.early.credential(OAUTH) is not None
        return there and not any(self.early.credential(name) for name in DIRECT)

    def credential(self, name: str) -> Given | None:
        """The variable where this version takes it for a credential: for long also one that holds nothing but blanks."""
        given = self.environment.get(name)
        counts = given is not None and (given.filled or (not given.value.is_empty and not self.rules.hold("blank_ignored")))
        return given if counts else None

    @property
    def empty_token(self) -> Given | None:
        """A token that is set to nothing, where this version sends that nothing."""
        given = self.environment.get(TOKEN)
        sent = given is not None and given.value.is_empty and not self.rules.hold("empty_ignored")
        return given if sent else None

    @property
    def socket(self) -> bool:
        """Requests go through a socket, and of the logins only the process's CLAUDE_CODE_OAUTH_TOKEN is used (observed)."""
        return self.process.credential(SOCKET) is not None

    @property
    def login_first(self) -> Shown:
        """What puts a login before keys, tokens and helpers: a variable of the process, never a setting; empty where nothing does (observed)."""
        if self.socket:
            return say("{} is set", SOCKET)
        if self.process.on(REMOTE):
            return say("{} is on", REMOTE)
        entry = _LOGIN_FIRST.get(self.process.text(ENTRYPOINT))
        return say("{} is {}", ENTRYPOINT, entry) if entry is not None else NOTHING

    @property
    def approved_keys_only(self) -> Shown:
        """Why `claude -p` uses no key that was not approved; empty where it uses any."""
        if self.bare or self.process.text(ENTRYPOINT) != _ASKS_ABOUT_KEYS:
            return NOTHING
        return say("{} is {}", ENTRYPOINT, _ASKS_ABOUT_KEYS)

    @property
    def key_as_it_is(self) -> Given | None:
        """The API key, where this version sends it also set to nothing."""
        given = self.environment.get(KEY)
        return given if given is not None and (self.credential(KEY) or not self.rules.hold("empty_ignored")) else None

    @property
    def has_console_key(self) -> bool:
        """A Console login left a key, in the Keychain or in the state file."""
        kept = self.console_item is not None and self.console_item.state == "present"
        return kept or self.state.primary_api_key is not None

    @property
    def refused_layer(self) -> Layer | None:
        """The managed document, or what was given to `--settings`, that keeps Claude Code from starting."""
        return next((layer for layer in self.layers if self._refuses(layer)), None)

    @property
    def managed_fault(self) -> Layer | None:
        """The managed document that keeps Claude Code from starting."""
        return next((layer for layer in self.layers if layer.scope == "managed" and self._refuses(layer)), None)

    def _refuses(self, layer: Layer) -> bool:
        return bool(refused(layer)) and (layer.scope != "managed" or self.rules.hold("broken_managed_refused"))

    def route_to(self, target: Address) -> Route:
        """How requests reach an address. What project settings say comes too late to be refused: a wrong proxy there is passed over."""
        route, early = route_to(self.environment.value, target), proxy_in_use(self.early.value)
        late = route.proxy is not None and route.proxy.stops and (early is None or not early.stops)
        return Route() if late else route

    def helpers(self) -> tuple[HelperSetting, ...]:
        """Every `apiKeyHelper`, the one that decides first, those that do not count here included."""
        return tuple(helper for layer in reversed(self.layers) if layer.state == "used" and (helper := helper_setting(layer)) is not None)

    def helper_counts(self, helper: HelperSetting) -> bool:
        """In bare mode only `--settings` may name a helper, otherwise under a host nobody may (observed)."""
        return helper.layer.scope == "flag" if self.bare else not self.host

    def helper(self) -> HelperSetting | None:
        """The helper that is used here; None too where an empty one cancels it."""
        first = self.deciding_helper()
        return first if first is not None and not first.cancels else None

    def deciding_helper(self) -> HelperSetting | None:
        """The highest `apiKeyHelper` that counts here, an empty one included."""
        return next((helper for helper in self.helpers() if self.helper_counts(helper)), None)


def open_session(start: Start, way: Way, documents: Documents) -> Session:
    """Follow one start. `documents` keeps what was parsed, for the other surfaces of the same start."""
    machine, rules = start.machine, start.rules
    given = of_process(start.environment, start.places, machine.platform == "windows")
    process = given.known_to(rules)
    host = process.on(HOST)
    state = documents.state(process)
    untrusted = way in ("print", "bare") and process.on(IGNORES_TRUST)
    above = (
        *(_untrusted(documents.project()) if untrusted else documents.project()),
        *(documents.flag() if way != "status" else ()),
        *documents.managed(),
    )

    base = process if host else process.with_given(state.env)
    first = _settings((documents.user(config_dir(machine, base), process), *above))
    early = base.with_settings(s for s in first if taken_early(s, rules) and not _why_not(s, way, host, base, rules, False))
    layers = (documents.user(config_dir(machine, early), process), *above)
    settings = _settings(layers)
    not_read = tuple((setting, layer.detail) for layer in layers if layer.state == "ignored" for setting in env_settings(layer))
    has_login = not rules.hold("project_setup_token_ignored") and _has_login(machine, early, state)
    reasons = tuple((setting, _why_not(setting, way, host, early, rules, has_login)) for setting in settings)
    again = early if host else early.with_given(state.env)
    late = early if way == "status" else again.with_settings(setting for setting, why in reasons if not why)
    folder = config_dir(machine, late)
    if folder != config_dir(machine, early):
        layers = (documents.user(folder, process), *above)
    logins = login_folder(machine, late, folder)
    return Session(
        way,
        machine,
        process,
        early,
        late,
        layers,
        (*reasons, *not_read),
        state,
        folder,
        logins,
        read_login(machine, logins, late, state.subscription),
        keychain_item(machine, late, 1),
        _profile(machine, early, late) if rules.know("ANTHROPIC_PROFILE") else None,
        way == "bare" or late.on(SIMPLE),
        rules,
        start.descriptors,
        host,
        given.unknown_to(rules),
    )


def _untrusted(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """A project's settings where nobody can be asked to trust it and earlier answers do not count (observed)."""
    detail = say("{} is on, so the folder does not count as trusted", IGNORES_TRUST)
    return tuple(replace(layer, state="ignored", detail=detail) if layer.state == "used" else layer for layer in layers)


def _has_login(machine: Machine, early: Environment, state: StateFile) -> bool:
    return read_login(machine, login_folder(machine, early, config_dir(machine, early)), early, state.subscription).sent


def _why_not(setting: EnvSetting, way: Way, host: bool, early: Environment, rules: Rules, has_login: bool) -> Shown:
    if way == "status" and setting.layer.scope in ("project", "local") and not taken_early(setting, rules):
        return say("claude auth status does not look at the credentials of project settings")
    if way == "status" and setting.name in CREDENTIAL_VARIABLES and not rules.hold("setup_token_in_settings"):
        return say("claude auth status of Claude Code {} does not look at the credentials of settings", rules.shown)
    return why_ignored(setting, host, early, rules, has_login)


def _settings(layers: Iterable[Layer]) -> tuple[EnvSetting, ...]:
    return tuple(setting for layer in layers if layer.state == "used" for setting in env_settings(layer))


def _profile(machine: Machine, early: Environment, late: Environment) -> Profile | None:
    """What was chosen early decides; project settings can only break it (observed)."""
    chosen = find_profile(machine, early)
    if chosen is None or late is early:
        return chosen
    now = find_profile(machine, late)
    if chosen.before_login and chosen.selected and (now is None or not now.before_login or not now.selected):
        return Profile(
            chosen.name, chosen.path, chosen.shown_path, "no_credential", chosen.chosen_by, chosen.mode, True,
            detail=say("project settings take away the variable that chose it"),
        )  # fmt: skip
    return now if now is not None and chosen.before_login else chosen
