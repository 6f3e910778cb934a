"""Who pays for what is sent: the plan, the API account, a cloud account, or whoever runs the gateway."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.address import BASE_URL, address
from claude_auth_tui.claude_code.decision import Decision
from claude_auth_tui.claude_code.environment import Given
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.sources import CONSOLE, KEY, LOGIN, OAUTH
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Payer

PAYER_WORDS: Final[dict[Payer, Shown]] = {
    "plan": say("your plan pays"),
    "api": say("the API account pays, by use"),
    "cloud": say("the cloud account pays"),
    "gateway": say("whoever runs the gateway decides who pays"),
    "unknown": say("who pays cannot be told"),
}


def payer_of(session: Session, decision: Decision) -> Payer | None:
    """None where nothing is sent."""
    if decision.outcome != "sends":
        return None
    if decision.provider != "anthropic":
        return "cloud"
    if is_foreign(session.environment.credential(BASE_URL)):
        return "gateway"
    sent = [source for source in (decision.authorization, decision.x_api_key) if source is not None]
    if len(sent) != 1:
        return "unknown"
    source = sent[0]
    if source.id == LOGIN or source.id.endswith(f":{OAUTH}"):
        return "plan"
    if source.id == CONSOLE or source.id.startswith("profile:") or source.id.endswith(f":{KEY}"):
        return "api"
    return "unknown"


def is_foreign(base_url: Given | None) -> bool:
    """Whether requests go to somebody else than Anthropic."""
    return base_url is not None and not address(base_url.value).is_anthropic
