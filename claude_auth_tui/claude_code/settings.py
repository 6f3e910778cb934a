"""Settings files: the layers, and what they say together. Which of it counts on which surface is decided elsewhere.

Lowest first: user, project, local, flag (`--settings`), managed. Source: the settings page of the documentation,
and what Claude Code was observed to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct, field

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.documents.strict_json import Json, Pointer, SyntaxFault
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Scope

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByScope

SCOPES: Final[tuple[Scope, ...]] = ("user", "project", "local", "flag", "managed")
"""Lowest first: a later one wins."""
SCOPE_TITLES: Final[ByScope[Shown]] = {
    "user": say("user settings"),
    "project": say("project settings"),
    "local": say("local settings"),
    "flag": say("--settings"),
    "managed": say("managed settings"),
}
LayerState = Literal["used", "absent", "invalid", "unreadable", "ignored"]


class Layer(Struct, frozen=True):
    """One settings file, or the JSON given to `--settings`."""

    scope: Scope
    path: str
    """Absolute; empty for JSON given on the command line."""
    shown_path: Shown
    """For people: `~/.claude/settings.json`, or `--settings`."""
    state: LayerState
    file: File | None = None
    """None for JSON given on the command line."""
    document: Mapping[str, Json] = field(default_factory=dict)
    """Empty unless `state` is "used", or "ignored", where it counts for nothing."""
    fault: SyntaxFault | None = None
    """For state "invalid": where it stops being JSON; None where it is JSON but no object."""
    lines: Mapping[Pointer, int] = field(default_factory=dict)
    detail: Shown = NOTHING
    """For the states "invalid", "unreadable" and "ignored": why, in words."""

    def line(self, *names: str) -> int:
        """The line of a member's name, from 1; 0 where it is not known."""
        return self.lines.get(names, 0)

    def where(self, *names: str) -> Shown:
        """`~/.claude/settings.json:4`."""
        line = self.line(*names)
        return say("{}:{}", self.shown_path, line) if line and self.path else self.shown_path


class EnvSetting(Struct, frozen=True):
    """One variable in the `env` block of one layer."""

    name: str
    value: Secret
    """As text: numbers and booleans are turned into it, as Claude Code does."""
    layer: Layer

    @property
    def line(self) -> int:
        return self.layer.line("env", self.name)

    @property
    def where(self) -> Shown:
        return self.layer.where("env", self.name)

    @property
    def source(self) -> Shown:
        """The id: `settings.user.env:ANTHROPIC_API_KEY`."""
        return say("settings.{}.env:{}", self.layer.scope, name_shown(self.name))


class HelperSetting(Struct, frozen=True):
    """An `apiKeyHelper` line of one layer. It is never run."""

    command: Secret
    layer: Layer

    @property
    def cancels(self) -> bool:
        """It is empty, which takes the helpers of lower layers away; one of blanks is a program (observed)."""
        return self.command.is_empty

    @property
    def line(self) -> int:
        return self.layer.line("apiKeyHelper")

    @property
    def where(self) -> Shown:
        return self.layer.where("apiKeyHelper")

    @property
    def source(self) -> Shown:
        """The id: `settings.user:apiKeyHelper`."""
        return say("settings.{}:apiKeyHelper", self.layer.scope)


class Settings(Struct, frozen=True):
    """All layers, lowest first, and what they say together where every layer counts (`claude -p`)."""

    layers: tuple[Layer, ...] = ()
    env: Mapping[str, EnvSetting] = field(default_factory=dict)
    """For each variable the setting that decides."""
    overridden: tuple[EnvSetting, ...] = ()
    """Those that a higher layer replaces."""
    ignored: tuple[tuple[EnvSetting, Shown], ...] = ()
    """Those Claude Code does not take from their layer, with the reason."""
    helpers: tuple[HelperSetting, ...] = ()
    """Every `apiKeyHelper`, the one that decides first; an empty one among them cancels those after it."""
    managed_fault: Layer | None = None
    """The managed document that keeps Claude Code from starting."""
    force_login_method: str | None = None
    """"claudeai", "console" or "gateway". Managed only, like the two below: other layers do not enforce them."""
    allowed_providers: tuple[str, ...] | None = None
    """None where there is no such policy; empty where nothing is allowed."""

    def used(self, scope: Scope) -> tuple[Layer, ...]:
        """The layers of a scope that are used, lowest first."""
        return tuple(layer for layer in self.layers if layer.scope == scope and layer.state == "used")

    @property
    def helper(self) -> HelperSetting | None:
        return self.helpers[0] if self.helpers and not self.helpers[0].cancels else None
