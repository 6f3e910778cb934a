"""Whether a request gets out at all: an address that is none, and a proxy that cannot be used (observed, 2.1.329)."""

from __future__ import annotations

from collections.abc import Callable

from claude_auth_tui.claude_code.addresses import API_HOST, BASE_URL, Address, address, goes_around, proxy_in_use
from claude_auth_tui.claude_code.decision import Decision
from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.claude_code.providers import PROVIDERS
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import BlockReason


def proxy_refuses_to_start(session: Session) -> Shown:
    """Why the proxy's address stops Claude Code before anything else; empty where it does not.

    What a project's settings say about a proxy comes too late for that: a wrong address there is passed over.
    """
    found = _proxy(session.early)
    if found is None:
        return NOTHING
    name, value = found
    taken = address(value, proxy=True)
    return say("Claude Code does not start: {} is no address, {}.", name, taken.fault) if taken.kind == "no_address" else NOTHING


def cannot_reach(session: Session, decision: Decision) -> tuple[Shown, BlockReason] | None:
    """Why a request that would be sent goes nowhere, and which kind of reason it is; None where it can go out."""
    if decision.outcome != "sends":
        return None
    name = next((info.base_url for info in PROVIDERS if info.name == decision.provider), BASE_URL)
    given = session.environment.credential(name)
    target = address(given.value) if given is not None else Address("ok", scheme="https", host=API_HOST)
    if target.kind != "ok":
        return say("Nothing is sent: {} is no address Claude Code can use, {}.", name, target.fault), "base_url"
    found = _proxy(session.environment)
    if found is None or (name == BASE_URL and goes_around(_reader(session.environment), target)):
        return None
    proxy = address(found[1], proxy=True)
    if proxy.kind == "other_scheme" and name == BASE_URL:
        return say("Nothing is sent: {} is no proxy Claude Code can use, {}.", found[0], proxy.fault), "proxy"
    return None


def _proxy(environment: Environment) -> tuple[Shown, Secret] | None:
    return proxy_in_use(_reader(environment))


def _reader(environment: Environment) -> Callable[[str], Secret | None]:
    def read(name: str) -> Secret | None:
        given = environment.get(name)
        return given.value if given is not None else None

    return read
