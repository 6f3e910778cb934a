"""What would be sent if something were gone: told beside a `Diagnosis`, frozen and without any secret like it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Context, Store, Surface, Variable
from claude_auth_tui.model.saying import NOTHING
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName

SubjectKind = Literal["source", "variable", "line", "store"]
WhatIfOutcome = Literal["changes", "same", "unknown"]


class Subject(Struct, frozen=True):
    """What is thought away.

    A source is taken out of every context, a variable out of every environment and settings file; a line becomes
    blank, or in a settings file its member goes; of a store the credential it keeps is gone.
    """

    kind: SubjectKind
    name: Shown
    """A source id, a variable (of a line: the one the hit names), or a store's kind."""
    path: Shown = NOTHING
    """Of a line or a store, as it stands in the diagnosis."""
    line: int = 0
    """From 1."""


class SurfaceChange(Struct, frozen=True):
    """One surface of one context, before and after."""

    context: str
    surface: SurfaceName
    before: Surface
    after: Surface
    changed: bool
    """Whether something else happens, or another value is sent."""


class VariableChange(Struct, frozen=True):
    """A variable that Claude Code would get otherwise in a context, settings files included."""

    context: str
    before: Variable
    after: Variable


class WhatIf(Struct, frozen=True):
    """The answer."""

    subject: Subject
    title: Shown
    """The subject in words: "~/.zshrc:42", "ANTHROPIC_API_KEY in the environment"."""
    outcome: WhatIfOutcome
    says: Shown
    """What would happen then, or why nothing changes, or why it cannot be told."""
    surfaces: tuple[SurfaceChange, ...] = ()
    """All of them; none where it cannot be told."""
    variables: tuple[VariableChange, ...] = ()
    """Those that change."""
    after: tuple[Context, ...] = ()
    stores: tuple[Store, ...] = ()
    """As they would be then."""
