"""Whether what a surface does is what is expected. Without an expectation of the user's, a stored login is taken as wanted."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.diagnosis import Context, Diagnosis, Level, SurfaceName

LOGIN: Final = "credentials:claudeAiOauth"


def surface_level(diagnosis: Diagnosis, context: Context, name: SurfaceName) -> Level | None:
    """ "ok" as expected, "error" not as expected, "warning" perhaps not, "info" not judged; None where there is no such surface.

    `--bare` never uses a login, so it is not judged.
    """
    surface = context.surfaces.get(name)
    if surface is None:
        return None
    if name == "bare":
        return "info"
    if surface.outcome == "unknown":
        return "unknown"
    if surface.outcome in ("not_logged_in", "blocked"):
        return "error"
    if surface.outcome == "asks":
        return "warning" if surface.asks == "key" and login_is_stored(diagnosis) else "info"
    if LOGIN in surface.sources and not login_is_stored(diagnosis):
        return "error"  # it is sent, and refused
    if surface.pays == "plan" or not login_is_stored(diagnosis):
        return "ok"
    return "warning" if surface.pays == "unknown" else "error"


def login_is_stored(diagnosis: Diagnosis) -> bool:
    """Whether a `/login` of a plan is stored that Claude Code can use."""
    return any(store.kind != "config" and store.state in ("usable", "refreshable", "present") for store in diagnosis.stores)
