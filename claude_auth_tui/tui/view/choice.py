"""The cell of the matrix that the panes explain: a context and a surface, and how `m` and `c` move it."""

from __future__ import annotations

from msgspec import Struct

from claude_auth_tui.model.diagnosis import SURFACES, Context, Diagnosis, Surface
from claude_auth_tui.model.words import SurfaceName


class Choice(Struct, frozen=True):
    context: str
    surface: SurfaceName

    def next_surface(self, step: int = 1) -> Choice:
        return Choice(self.context, SURFACES[(SURFACES.index(self.surface) + step) % len(SURFACES)])

    def next_context(self, diagnosis: Diagnosis, step: int = 1) -> Choice:
        ids = [context.id for context in diagnosis.contexts]
        here = ids.index(self.context) if self.context in ids else -1
        return Choice(ids[(here + step) % len(ids)], self.surface) if ids else self


def choice_of(diagnosis: Diagnosis) -> Choice:
    """The cell the verdict speaks of."""
    return Choice(diagnosis.verdict.context, diagnosis.verdict.surface)


def chosen(diagnosis: Diagnosis, choice: Choice) -> tuple[Context | None, Surface | None]:
    """The context and the surface; the first context where the chosen one is gone."""
    context = diagnosis.context(choice.context) or next(iter(diagnosis.contexts), None)
    return context, context.surfaces.get(choice.surface) if context else None
