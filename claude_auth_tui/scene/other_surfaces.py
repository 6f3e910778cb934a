"""Surfaces beside the command line, where they are on this machine: the editor's extension and Claude Desktop.

Neither was observed: what is told follows the documentation, and what that leaves open is told as unknown. Which
differences are worth a finding is decided in `checks.families.desktop_and_editor`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.model.diagnosis import Surface
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.scene.again import with_hits

VSCODE: Final = "vscode"
DESKTOP: Final = "desktop"
_EDITORS: Final = (".vscode", ".vscode-insiders", ".vscode-server", ".cursor", ".cursor-server", ".vscode-oss", ".windsurf")
_EXTENSION: Final = "anthropic.claude-code-"
_SETTING: Final = "claudeCode."


def other_surfaces(machine: Machine, prediction: Prediction, found: Sequence[Found]) -> Mapping[str, Surface]:
    """What the extension and Desktop do, by name; only those that are installed. `prediction` is that of a new shell."""
    surfaces = {}
    if extension_folder(machine):
        surfaces[VSCODE] = _extension(prediction, extension_variables(found))
    if desktop_file(machine):
        surfaces[DESKTOP] = Surface(
            "unknown",
            say(
                "Claude Desktop signs in with an account of its own, which nothing on this machine tells. "
                "Keys, tokens, helpers and profiles that claude is given do not count in it."
            ),
        )
    return surfaces


def extension_folder(machine: Machine) -> str:
    """The folder of the Claude Code extension of an editor of this user; empty where there is none. Its name carries its version."""
    for editor in _EDITORS:
        folder = machine.at_home(editor, "extensions")
        name = next((name for name in machine.files.folder(folder).names if name.startswith(_EXTENSION)), "")
        if name:
            return machine.join(folder, name)
    return ""


def extension_variables(found: Sequence[Found]) -> tuple[Found, ...]:
    """What editors' settings give to the extension."""
    return tuple(one for one in found if one.hit.text.startswith(_SETTING) and one.hit.effect == "conditional")


def desktop_file(machine: Machine) -> str:
    """What shows that Claude Desktop is installed; empty where nothing does. Something that is not written all the time."""
    paths = []
    if machine.platform == "macos":
        paths = ["/Applications/Claude.app", machine.at_home("Library", "Application Support", "Claude", "claude_desktop_config.json")]
    elif machine.platform == "windows":
        roaming, local = (_folder(machine, name, at) for name, at in (("APPDATA", "Roaming"), ("LOCALAPPDATA", "Local")))
        paths = [machine.join(local, "AnthropicClaude", "claude.exe"), machine.join(roaming, "Claude", "claude_desktop_config.json")]
    else:
        paths = [machine.at_home(".config", "Claude", "claude_desktop_config.json")]
    return next((path for path in paths if machine.files.stat(path).exists), "")


def _folder(machine: Machine, name: str, at: str) -> str:
    given = machine.environment.get(name)
    return given.plain if given is not None and machine.paths.isabs(given.plain) else machine.at_home("AppData", at)


def _extension(prediction: Prediction, given: Sequence[Found]) -> Surface:
    """As `claude` in a new shell, from which editors take their environment, with the variables of the editor's settings over it."""
    surface = (predict(with_hits(prediction.start, given)) if given else prediction).surfaces["interactive"]
    while surface.outcome == "asks" and surface.asks in ("onboarding", "trust", "settings") and surface.if_yes is not None:
        surface = surface.if_yes
    if surface.outcome == "asks":
        return Surface("unknown", say("Whether the extension uses a key that was never approved is not known."), chain=surface.chain)
    return replace(surface, because=say("{} So by the documentation, in an editor that has what a new shell has.", surface.because))
