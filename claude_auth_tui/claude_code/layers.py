"""The settings layers: which files there are, what becomes of one that is broken, unreadable or of the wrong shape, and of each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.environment import Environment, members_of_env
from claude_auth_tui.claude_code.folders import MANAGED, absolute, config_dir, git_root, state_folder
from claude_auth_tui.claude_code.javascript import as_string
from claude_auth_tui.claude_code.rules import RULE, Rules
from claude_auth_tui.claude_code.setting_faults import wrong_members
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, EnvSetting, HelperSetting, Layer, LayerState, Settings
from claude_auth_tui.claude_code.shown_values import value_shown
from claude_auth_tui.claude_code.state_file import StateFile, read_state
from claude_auth_tui.claude_code.tables import BY_NAME, HELPER
from claude_auth_tui.documents.strict_json import Json, Parsed, parse
from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Effect, Scope

INLINE: Final = say("--settings")
COWORK: Final = say("CLAUDE_CODE_USE_COWORK_PLUGINS")
_MOST_BYTES: Final = 2 * 1024 * 1024
"""A larger settings file is not read (observed)."""
_POLICIES: Final = frozenset({"forceLoginOrgUUID"})
"""Kept in managed settings whatever its type: a value of a wrong one allows no organization at all (observed)."""


class UnreadError(Exception):
    """This program failed at a file."""

    def __init__(self, where: Shown, failure: Exception) -> None:
        super().__init__(where)
        self.where = where
        self.failure = failure


class Documents:
    """Files of one machine, each parsed once."""

    def __init__(self, machine: Machine, rules: Rules) -> None:
        self.machine = machine
        self.rules = rules
        self._layers: dict[tuple[Scope, str], Layer] = {}
        self._project: tuple[Layer, ...] | None = None
        self._managed: tuple[Layer, ...] | None = None
        self._states: dict[tuple[str, str], StateFile] = {}

    def state(self, process: Environment) -> StateFile:
        """The state file, which is found by the environment the process was started with."""
        key = config_dir(self.machine, process), state_folder(self.machine, process)
        if key not in self._states:
            try:
                self._states[key] = read_state(self.machine, process)
            except Exception as failure:  # noqa: BLE001 - told by its file
                raise UnreadError(say("the state file .claude.json"), failure) from None
        return self._states[key]

    def layer(self, scope: Scope, path: str) -> Layer:
        """The settings file at this path as a layer."""
        key = (scope, path)
        if key not in self._layers:
            try:
                self._layers[key] = read_layer(self.machine, scope, path)
            except Exception as failure:  # noqa: BLE001 - told by its file
                raise UnreadError(self.machine.show_path(path), failure) from None
        return self._layers[key]

    def user(self, folder: str, process: Environment) -> Layer:
        """The user settings; where the process is started with CLAUDE_CODE_USE_COWORK_PLUGINS, a file of their own (observed, 2.1.312 and 2.1.332)."""
        name = "cowork_settings.json" if process.on(COWORK) else "settings.json"
        return self.layer("user", self.machine.join(folder, name))

    def project(self) -> tuple[Layer, ...]:
        """Project and local settings, lowest first.

        Both are read from the current folder, without going up; the local settings at the root of the git repository
        count too, and above those of the folder, unless that root is the home folder (observed).
        """
        if self._project is None:
            self._project = self._read_project()
        return self._project

    def _read_project(self) -> tuple[Layer, ...]:
        machine = self.machine
        here = machine.join(machine.cwd, ".claude")
        layers = [
            self.layer("project", machine.join(here, "settings.json")),
            self.layer("local", machine.join(here, "settings.local.json")),
        ]
        root = git_root(machine)
        if root is not None and root not in (machine.cwd, machine.home):
            at_root = self.layer("local", machine.join(root, ".claude", "settings.local.json"))
            layers.append(at_root if self.rules.hold("local_at_root") else self._not_read(at_root))
        return tuple(layers)

    def _not_read(self, layer: Layer) -> Layer:
        """A file that newer versions read."""
        words = say(
            "Claude Code {} does not read it; {} and newer do",
            self.rules.shown,
            RULE["local_at_root" if layer.scope == "local" else "managed_drop_ins"].since,
        )
        return replace(layer, state="ignored", detail=words) if layer.state != "absent" else layer

    def flag(self) -> tuple[Layer, ...]:
        """What is given to `--settings`: JSON if it is in braces, else a file, taken literally (observed)."""
        given = self.machine.request.settings
        if given is None or given.is_empty:
            return ()
        text = unveil(given).strip()
        if text.startswith("{") and text.endswith("}"):
            return (_layer("flag", "", INLINE, None, parse(Secret(text))),)
        return (self.layer("flag", absolute(self.machine, unveil(given))),)

    def managed(self) -> tuple[Layer, ...]:
        """`managed-settings.json`, then the drop-ins by name: a later one wins.

        Hidden files and other endings are no drop-ins; a folder is none either (observed).
        """
        if self._managed is None:
            self._managed = self._read_managed()
        return self._managed

    def _read_managed(self) -> tuple[Layer, ...]:
        folder = MANAGED[self.machine.platform]
        layers = [self.layer("managed", self.machine.join(folder, "managed-settings.json"))]
        drop_ins = self.machine.join(folder, "managed-settings.d")
        for name in self.machine.files.folder(drop_ins).names:
            path = self.machine.join(drop_ins, name)
            if name.endswith(".json") and not name.startswith(".") and not self.machine.files.stat(path).is_folder:
                drop_in = self.layer("managed", path)
                layers.append(drop_in if self.rules.hold("managed_drop_ins") else self._not_read(drop_in))
        return tuple(layers)


def read_layer(machine: Machine, scope: Scope, path: str) -> Layer:
    """A settings file. Every failure is a state of the layer."""
    found = machine.files.file(path)
    shown = machine.show_path(path)
    if found.state == "absent":
        return Layer(scope, path, shown, "absent", found)
    if found.text is None:
        return Layer(scope, path, shown, "unreadable", found, detail=found.detail or say("it cannot be read"))
    if found.size is not None and found.size > _MOST_BYTES:
        return Layer(scope, path, shown, "unreadable", found, detail=say("it is larger than 2 MiB"))
    text = _decoded(found.text, found.raw)
    if not unveil(text).strip():
        return Layer(scope, path, shown, "used", found, detail=say("the file is empty"))
    return _layer(scope, path, shown, found, parse(text))


def _decoded(text: SecretText, raw: SecretText | None) -> SecretText:
    """A settings file with a byte-order mark of UTF-16, little end first, is read as that (observed); every other one as UTF-8."""
    if raw is None or not unveil(raw).startswith("\xff\xfe"):
        return text
    return SecretText(unveil(raw)[2:].encode("latin-1").decode("utf-16-le", "replace"))


def refused(layer: Layer) -> Shown:
    """Why this layer keeps Claude Code from starting; empty where it does not.

    A managed document must be sound; JSON given to `--settings` must parse, and a file named there must be readable,
    though not sound (observed).
    """
    if layer.scope == "managed" and layer.state in ("invalid", "unreadable"):
        return layer.detail
    if layer.scope == "flag" and (layer.state == "unreadable" or (layer.state == "invalid" and not layer.path and layer.fault)):
        return layer.detail
    return say("there is no such file") if layer.scope == "flag" and layer.state == "absent" else NOTHING


def env_settings(layer: Layer) -> Iterator[EnvSetting]:
    """The `env` block: whatever stands there is turned into text (observed)."""
    for name, value in members_of_env(layer.document.get("env")):
        yield EnvSetting(name, as_string(value), layer)


def helper_setting(layer: Layer) -> HelperSetting | None:
    """The `apiKeyHelper` of a layer."""
    command = layer.document.get("apiKeyHelper")
    return HelperSetting(command, layer) if isinstance(command, Secret) else None


def _layer(scope: Scope, path: str, shown: Shown, found: File | None, parsed: Parsed) -> Layer:
    state: LayerState = "used"
    detail = NOTHING
    document: Mapping[str, Json] = {}
    if parsed.fault is not None:
        state, detail = "invalid", parsed.fault.message
    elif not isinstance(parsed.value, Mapping):
        state, detail = "invalid", say("it is no JSON object")
    else:
        document = parsed.value
        wrong = dict(wrong_members(document))
        if wrong and scope == "managed":
            document = {name: value for name, value in document.items() if name not in wrong or name in _POLICIES}
            detail = say_all(wrong.values(), "; ")
        elif wrong:
            state, document = "invalid", {}
            detail = say("{}, and Claude Code drops the whole file for it", next(iter(wrong.values())))
    return Layer(scope, path, shown, state, found, document, parsed.fault, parsed.lines, detail)


def setting_hits(settings: Settings) -> tuple[Found, ...]:
    """Every line of a settings file that names one of the variables or a helper (`does` "env"), lowest layer first.

    JSON given on the command line has no line to be named and gives none.
    """
    return tuple(found for layer in settings.layers if layer.path for found in _hits(settings, layer))


def _hits(settings: Settings, layer: Layer) -> Iterator[Found]:
    for setting in env_settings(layer):
        info = BY_NAME.get(setting.name)
        if info is None:
            continue
        effect, because = _effect(settings, setting)
        hit = Hit(
            layer.path,
            setting.line,
            info.name,
            "env",
            effect,
            because,
            value_shown(setting.name, setting.value) or None,
            say('"{}": "…"', info.name),
            setting.value.fingerprint,
        )
        yield Found(hit, setting.value)
    helper = helper_setting(layer)
    if helper is not None:
        if layer.state == "ignored":
            yield Found(
                Hit(
                    layer.path,
                    helper.line,
                    HELPER,
                    "env",
                    "inactive",
                    layer.detail.sentence,
                    None,
                    say('"{}": "…"', HELPER),
                    helper.command.fingerprint,
                )
            )
            return
        first = settings.helpers[0] if settings.helpers else helper
        decides = first.layer is layer
        effect = "effective" if decides else "overridden"
        if not decides:
            because = say("Cancelled by {}.", first.where) if first.cancels else say("Replaced by {}.", first.where)
        elif helper.cancels:
            because = say("Set to nothing, which cancels the helpers of lower settings.")
        else:
            because = say("Its output is sent where no key or token fills the header.")
        yield Found(
            Hit(layer.path, helper.line, HELPER, "env", effect, because, None, say('"{}": "…"', HELPER), helper.command.fingerprint)
        )


def _effect(settings: Settings, setting: EnvSetting) -> tuple[Effect, Shown]:
    """What becomes of a setting for `claude -p`, where every layer counts."""
    if setting.layer.state == "ignored":
        return "inactive", setting.layer.detail.sentence
    for ignored, why in settings.ignored:
        if ignored.source == setting.source and ignored.layer is setting.layer:
            return "inactive", why.sentence
    decides = settings.env.get(setting.name)
    if decides is not None and decides.layer is not setting.layer:
        return "overridden", say("Replaced by {}.", decides.where)
    scope = SCOPE_TITLES[setting.layer.scope]
    if setting.value.is_empty:
        return "effective", say("Set to nothing in {}, which cancels what the shell exports.", scope)
    return "effective", say("The {} replace what the shell exports.", scope)
