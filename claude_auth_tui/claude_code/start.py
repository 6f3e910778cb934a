"""One start of Claude Code: what it is given, and what comes of it. The rules are in the sibling modules."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from claude_auth_tui.claude_code.configuration import Configuration
from claude_auth_tui.model.diagnosis import Status, Surface
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName


class Start(Struct, frozen=True):
    """The environment in which `claude` is started on a machine."""

    machine: Machine
    environment: Mapping[str, Secret]
    unknown: Mapping[str, Shown] = field(default_factory=dict)
    """Variables whose value cannot be told, each with the reason; they are not in `environment`."""
    places: Mapping[str, Shown] = field(default_factory=dict)
    """Where each variable's value comes from, for people: `~/.zshrc:42`."""


class Prediction(Struct, frozen=True):
    """What Claude Code finds and does when it is started so."""

    start: Start
    configuration: Configuration
    surfaces: Mapping[SurfaceName, Surface]
    status: Status
