"""Asks the API about the key or gateway token that wins: one GET /v1/models, which costs nothing.

Never with a login or an OAuth token, never after a redirect, and only to the host that Claude Code itself sends it to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from claude_auth_tui.checks.phrases import article, name_of, value_of
from claude_auth_tui.claude_code.address import Address, Route
from claude_auth_tui.claude_code.certificates import trust_of
from claude_auth_tui.claude_code.tables import CONSOLE, DIRECT, HEADERS, HELPER, LOGIN, OAUTH, PROVIDER_NOUNS
from claude_auth_tui.model.saying import NOTHING, say, say_all, spaced
from claude_auth_tui.model.secret import KIND_LABELS, Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.probes import carry
from claude_auth_tui.probes.answer import read_answer
from claude_auth_tui.probes.cell import Cell, ends_of, proxy_notes, way_words
from claude_auth_tui.probes.network import failure_row
from claude_auth_tui.probes.probe import Limits, Plan, Row, Stop, refuse
from claude_auth_tui.probes.trust import trusted
from claude_auth_tui.probes.wire import Errand, talk
from claude_auth_tui.read.system_words import seconds_shown

_PATH: Final = say("/v1/models?limit=1")
_VERSION: Final = b"2023-06-01"
"""The API's only version (documented: API versioning)."""
_LOGINS: Final = {
    LOGIN: say("your /login"),
    CONSOLE: say("the key of your Console login"),
    say("env:{}", OAUTH): say("a token of your plan's login ({})", OAUTH),
}
_NEVER: Final = ("oauth_token", "refresh_token", "session_cookie", "admin_key")
"""Kinds that are never sent, whichever variable they stand in."""


class _Credential(Struct, frozen=True):
    """What would be sent, in which header."""

    key: Secret | None = None
    token: Secret | None = None
    refused: Shown = NOTHING

    @property
    def values(self) -> tuple[Secret, ...]:
        return tuple(value for value in (self.key, self.token) if value is not None)


def plan_key(cell: Cell, limits: Limits) -> Plan:
    """What would be sent where; refused where it is no key or token of the user's own that wins."""
    credential = _credential(cell)
    if credential.refused:
        return refuse("key", credential.refused)
    ends = ends_of(cell)
    if ends.refused:
        return refuse("key", ends.refused)
    address = ends.addresses[0]
    route = cell.route_to(address)
    if route.proxy is not None and route.proxy.fault:
        return refuse("key", say("The proxy in {} cannot be used: {}.", route.proxy.name, route.proxy.fault))
    if cell.unknown_way:
        names = say_all(cell.unknown_way, " and ")
        return refuse("key", say("{}: decided when the shell runs, so it is not known by which way a key would be sent.", names))
    trust = trust_of(cell.session.process, cell.environment)
    cwd = cell.machine.cwd

    def work(stop: Stop) -> tuple[Row, ...]:
        ready = trusted(trust, cwd)
        headers = {**carry.credential_headers(credential.key, credential.token), b"anthropic-version": _VERSION}
        errand = Errand("GET", address, _PATH, route, ready, limits, headers)
        told = talk(errand, stop)
        if told.status is None or (told.fault is not None and not told.whole and not told.body):
            return (*ready.rows, failure_row(cell, errand, told, stop))
        return (*ready.rows, *read_answer(told, address, credential.values, "Authorization" if credential.key is None else "x-api-key"))

    return Plan("key", _says(cell, credential, address, route, trust.checked, limits), say("sends it"), work, limits)


def _says(cell: Cell, credential: _Credential, address: Address, route: Route, checked: bool, limits: Limits) -> tuple[Shown, ...]:
    sent = [
        say("{} in {}", _named(cell, source), header)
        for source, header in ((cell.surface.x_api_key, say("x-api-key")), (cell.surface.authorization, say("Authorization")))
        if source is not None
    ]
    says = [
        say(
            "Sends GET {}{}{} {}, once, with {}: what {} sends there too.",
            address.shown,
            address.shown_path,
            _PATH,
            way_words(cell, route),
            say_all(sent, " and "),
            cell.place,
        ),
        say("It costs nothing and generates nothing. A redirect is not followed, and no login is ever sent."),
        *proxy_notes(route),
    ]
    if not address.encrypted and not address.is_loopback:
        says.append(
            say("The address begins with http://, so whoever is on the way can read the key, as with every request of Claude Code.")
        )
    if address.encrypted and not checked:
        says.append(say("NODE_TLS_REJECT_UNAUTHORIZED=0: the certificate is not checked, so whoever answers gets the key."))
    if cell.environment.credential(HEADERS) is not None:
        says.append(say("ANTHROPIC_CUSTOM_HEADERS are not sent; a gateway that needs them will refuse."))
    return (*says, say("It takes {} seconds at most.", seconds_shown(limits.whole)))


def _named(cell: Cell, source: Shown) -> Shown:
    value = value_of(cell.prediction, source)
    where = next((link.where for link in cell.surface.chain if link.source == source and link.where), None)
    return spaced(name_of(source), value.shown if value is not None else NOTHING, say("({})", where) if where else NOTHING)


def _credential(cell: Cell) -> _Credential:
    surface = cell.surface
    if surface.outcome == "asks" and surface.if_yes is not None:
        return _Credential(refused=say("{} asks first whether to use the key. Choose claude -p with m, which does not ask.", cell.place))
    if surface.outcome != "sends":
        return _Credential(refused=say("Nothing would be sent: {}", surface.because))
    if surface.provider not in (None, "anthropic"):
        title = PROVIDER_NOUNS[surface.provider]
        return _Credential(refused=say("Requests go to {}, which has credentials and addresses of its own.", title))
    refused = next((why for source in (surface.authorization, surface.x_api_key) if source and (why := _why_not(cell, source))), NOTHING)
    if refused:
        return _Credential(refused=refused)
    return _Credential(
        value_of(cell.prediction, surface.x_api_key) if surface.x_api_key else None,
        value_of(cell.prediction, surface.authorization) if surface.authorization else None,
    )


def _why_not(cell: Cell, source: Shown) -> Shown:
    name = name_of(source)
    if source in _LOGINS or name == OAUTH:
        what = _LOGINS.get(source, say("a token of your plan's login"))
        return say("{} sends {}. Logins are never sent by anything but Claude Code itself: ask it with v.", cell.place, what)
    if source.startswith("profile:"):
        return say("{} sends the token of an Anthropic profile, which is a login too and never sent from here.", cell.place)
    if name == HELPER:
        return say("{} sends what the apiKeyHelper prints, which is not known here. H runs the helper and looks at its output.", cell.place)
    if name == HEADERS:
        return say("{} brings the credential itself; only {} are sent from here.", HEADERS, say_all(sorted(DIRECT), " and "))
    value = value_of(cell.prediction, source)
    if name not in DIRECT or value is None:
        return say("{} is not known here, so there is nothing to send.", name or source)
    if value.kind in _NEVER:
        kind = article(KIND_LABELS[value.kind])
        return say("{} holds {}, not an API key or gateway token. That is never sent from here.", name, kind)
    if carry.is_a_login(value, _logins(cell)):
        return say("{} holds a login, not an API key or gateway token. That is never sent from here.", name)
    return NOTHING


def _logins(cell: Cell) -> Iterator[Secret]:
    """Every value on this machine that is a login, whatever it looks like."""
    login, profile = cell.session.login, cell.session.profile
    yield from (token for token in (login.access_token, profile.access_token if profile else None) if token is not None)
    for name in (OAUTH, "CLAUDE_CODE_OAUTH_REFRESH_TOKEN"):
        given = cell.environment.credential(name)
        if given is not None:
            yield given.value
