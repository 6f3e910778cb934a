"""Whether what a surface does is what is expected. Without an expectation of the user's, a stored login is taken as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claude_auth_tui.claude_code.tables import HELPER, LOGIN, PROVIDER, SOURCE, cloud_of, source_info
from claude_auth_tui.model.diagnosis import Context, Diagnosis, Surface
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level, SurfaceName

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByExpected

KIND_NOUNS: Final[ByExpected[Shown]] = {
    "any": say("any credential"),
    "login": say("the stored login"),
    "key": say("an API key"),
    "token": say("a token of claude setup-token"),
    "helper": SOURCE[HELPER].noun,
    "profile": say("an Anthropic profile"),
    "gateway": say("a gateway"),
    "cloud": say("a cloud provider"),
    "bedrock": PROVIDER["bedrock"].noun,
    "vertex": PROVIDER["vertex"].noun,
    "foundry": PROVIDER["foundry"].noun,
    "mantle": PROVIDER["mantle"].noun,
    "aws": PROVIDER["anthropicAws"].noun,
    "gcp": PROVIDER["anthropicGoogleCloud"].noun,
}


def is_met(kind: str, surface: Surface) -> bool | None:
    """Whether a surface sends what is expected, and nothing else; None where that cannot be told. First screens count as answered."""
    while surface.outcome == "asks" and surface.asks in ("onboarding", "trust", "settings") and surface.if_yes is not None:
        surface = surface.if_yes
    provider = cloud_of(surface.provider)
    cloud = provider.expected if provider is not None else None
    if surface.outcome == "unknown":
        return (kind in ("any", "cloud", cloud) or None) if cloud else None
    if surface.outcome == "asks":
        return None
    if surface.outcome != "sends":
        return False
    if kind == "any":
        return True
    if cloud:
        return kind in ("cloud", cloud)
    if surface.pays == "gateway" or surface.provider == "gateway":
        return kind == "gateway"
    return bool(surface.sources) and all((info := source_info(source)) is not None and info.expected == kind for source in surface.sources)


def surface_level(diagnosis: Diagnosis, context: Context, name: SurfaceName) -> Level | None:
    """ "ok" as expected, "error" not as expected, "warning" perhaps not, "info" not judged; None where there is no such surface.

    `--bare` never uses a login, so it is not judged unless the user expects something of it.
    """
    surface = context.surfaces.get(name)
    if surface is None:
        return None
    if surface.expected is not None:
        met = is_met(surface.expected, surface)
        return ("unknown" if surface.outcome == "unknown" else "warning") if met is None else "ok" if met else "error"
    if name == "bare":
        return "info"
    if surface.outcome == "unknown":
        return "unknown"
    if surface.outcome in ("not_logged_in", "blocked"):
        return "error"
    if surface.outcome == "asks":
        return "warning" if surface.asks == "key" and login_is_stored(diagnosis, context) else "info"
    if LOGIN in surface.sources and not login_is_stored(diagnosis, context):
        return "error"  # it is sent, and refused
    if surface.pays == "plan" or not login_is_stored(diagnosis, context):
        return "ok"
    return "warning" if surface.pays == "unknown" else "error"


def login_is_stored(diagnosis: Diagnosis, context: Context) -> bool:
    """Whether a `/login` of a plan is stored that Claude Code can use in this context."""
    stores = diagnosis.stores if context.stores is None else context.stores
    return any(store.kind != "config" and store.state in ("usable", "refreshable", "present") for store in stores)
