"""Visual Studio Code and its kin: settings that give variables to their terminals and to the Claude Code extension.

Sources: the settings reference of Visual Studio Code (`terminal.integrated.env.*`: null takes the variable away;
`terminal.integrated.inheritEnv`), and the manual of the Claude Code extension (`claudeCode.environmentVariables`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.documents import jsonc
from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import MASK, NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.shared import Place, config_home, hit, listed, literal, project_folders, text_naming

_EDITORS: Final = (
    ("Code", ".vscode-server", say("Visual Studio Code")),
    ("Code - Insiders", ".vscode-server-insiders", say("Visual Studio Code Insiders")),
    ("VSCodium", ".vscodium-server", say("VSCodium")),
    ("Cursor", ".cursor-server", say("Cursor")),
    ("Windsurf", ".windsurf-server", say("Windsurf")),
)
"""The folder of the user's settings, the folder at home where it is connected from elsewhere, and its name."""
_SYSTEMS: Final = {"linux": "linux", "macos": "osx", "windows": "windows"}
_SYSTEM_NAMES: Final = {
    "linux": say("Linux"),
    "osx": say("macOS"),
    "windows": say("Windows"),
}
_TERMINAL: Final = say("terminal.integrated.env.")
_INHERIT: Final = say("terminal.integrated.inheritEnv")
_EXTENSION: Final = say("claudeCode.environmentVariables")
_USE_ENV_FILE: Final = "python.terminal.useEnvFile"
_ENV_FILE: Final = Secret("${workspaceFolder}/.env")
_MOST_PROFILES: Final = 20
_IN_WORKSPACE: Final = say(" in this workspace, once it is trusted")


class _Settings(Struct, frozen=True):
    """One settings file, and whose it is."""

    path: str
    editor: Shown
    scope: Shown = NOTHING
    """Appended to the reason: where in the editor it counts."""


def editor_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of an editor's settings that gives one of the variables, takes it away, or has it not inherited."""
    here = [name for name in names if name in machine.environment]
    for settings in _files(machine):
        text = text_naming(machine, settings.path, (*names, _INHERIT))
        if text is not None:
            yield from _hits(machine, settings, text, names, here)


def editor_of(machine: Machine, path: str) -> Shown:
    """The editor whose settings file this is; empty for any other file."""
    return next((settings.editor for settings in _files(machine) if settings.path == path), NOTHING)


def loads_dotenv(machine: Machine) -> Shown:
    """The editor whose Python extension puts the project's `.env` into its terminals; empty where none does.

    Off unless `python.terminal.useEnvFile` is on, and then for the file that `python.envFile` names, by default `.env`
    in the workspace (the settings reference of that extension).
    """
    for settings in _files(machine):
        text = text_naming(machine, settings.path, (_USE_ENV_FILE,))
        if text is not None:
            said = {entry.key: entry.value for entry in jsonc.entries(text)}
            if said.get(_USE_ENV_FILE) == Secret("true") and said.get("python.envFile", _ENV_FILE) == _ENV_FILE:
                return settings.editor
    return NOTHING


def _files(machine: Machine) -> Iterator[_Settings]:
    for folder, _, editor in _EDITORS:
        user = machine.join(_application_folder(machine), folder, "User")
        yield _Settings(machine.join(user, "settings.json"), editor)
        profiles = machine.join(user, "profiles")
        for name in machine.files.folder(profiles).names[:_MOST_PROFILES]:
            yield _Settings(machine.join(profiles, name, "settings.json"), editor, say(" in windows of one of its profiles"))
    for _, folder, editor in _EDITORS:
        yield _Settings(machine.at_home(folder, "data", "Machine", "settings.json"), editor, say(" connected to this machine"))
    for folder in project_folders(machine):
        yield _Settings(machine.join(folder, ".vscode", "settings.json"), say("Visual Studio Code"), _IN_WORKSPACE)
    for path in listed(machine, machine.cwd, ".code-workspace"):
        yield _Settings(path, say("Visual Studio Code"), _IN_WORKSPACE)


def _application_folder(machine: Machine) -> str:
    if machine.platform == "macos":
        return machine.at_home("Library", "Application Support")
    if machine.platform == "windows":
        given = machine.environment.get("APPDATA")
        return unveil(given) if given else machine.at_home("AppData", "Roaming")
    return config_home(machine)


def _hits(machine: Machine, settings: _Settings, text: str, names: Sequence[str], here: Sequence[str]) -> Iterator[Found]:
    in_terminals = say("only in {}'s terminals{}", settings.editor, settings.scope)
    pairs: dict[tuple[str, ...], Entry] = {}
    for entry in jsonc.entries(text):
        keys = entry.path[1:] if entry.path[0] == "settings" else entry.path  # a .code-workspace file nests them
        match keys:
            case (setting, name) if setting.startswith(_TERMINAL) and name in names:
                system = setting.removeprefix(_TERMINAL)
                place = Place("conditional", say("{}, where it reaches claude", in_terminals))
                if system != _SYSTEMS[machine.platform]:
                    place = Place("inactive", say("{} on {}", in_terminals, _SYSTEM_NAMES.get(system, say("another system"))))
                told = say("{}{}", _TERMINAL, user_name(system) if system in _SYSTEM_NAMES else MASK)
                yield _setting(settings, entry, name, place, told)
            case (setting,) if setting == _INHERIT and entry.value == Secret("false"):
                place = Place("conditional", say("{}'s terminals do not inherit it{}; other terminals do", settings.editor, settings.scope))
                for name in here:
                    yield hit(settings.path, entry.line, name, place, None, does="unset", text=say("{}: false", _INHERIT))
            case (setting, name) if setting == _EXTENSION and name in names:
                yield _setting(settings, entry, name, _extension(settings), _EXTENSION)
            case (setting, _, "name" | "value") if setting == _EXTENSION:
                other = pairs.pop(keys[:2], None)
                if other is None:
                    pairs[keys[:2]] = entry
                    continue
                named, valued = (entry, other) if entry.key == "name" else (other, entry)
                name = unveil(named.value) if named.key == "name" and named.value is not None else ""
                if name in names:
                    yield _setting(settings, replace(valued, line=named.line), name, _extension(settings), _EXTENSION)


def _extension(settings: _Settings) -> Place:
    return Place(
        "conditional",
        say("only in the Claude Code extension of {}{}; it does not reach claude in a terminal", settings.editor, settings.scope),
    )


def _setting(settings: _Settings, entry: Entry, name: str, place: Place, setting: Shown) -> Found:
    if entry.value is None:
        return hit(settings.path, entry.line, name, place, None, does="unset", text=say("{}: {}: null", setting, name_shown(name)))
    return hit(settings.path, entry.line, name, place, literal(entry.value), text=say("{}: {}: …", setting, name_shown(name)))
