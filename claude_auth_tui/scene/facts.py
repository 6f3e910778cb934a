"""All that is known when the checks run: the machine, and what shells and Claude Code make of it. Holds secrets."""

from __future__ import annotations

from msgspec import Struct

from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.model.diagnosis import Context
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.shells.result import ShellEnd


class Scene(Struct, frozen=True):
    """A context together with what it was computed from."""

    context: Context
    prediction: Prediction


class Facts(Struct, frozen=True):
    machine: Machine
    scenes: tuple[Scene, ...]
    """One for each context, in the order they are told; "new_shell" and "here" are always among them."""
    found: tuple[Found, ...] = ()
    """Every hit with its value."""
    shell: ShellEnd | None = None
    """How the new shell was evaluated."""

    def scene(self, context: str) -> Scene:
        """The scene of a context by its id; KeyError where there is none."""
        for scene in self.scenes:
            if scene.context.id == context:
                return scene
        raise KeyError(context)
