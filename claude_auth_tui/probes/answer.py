"""What the API's answer to GET /v1/models says about a key or token. Nothing of the answer's own text is repeated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from claude_auth_tui.claude_code.address import API_HOST, Address
from claude_auth_tui.explain.recognise import recognise
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level
from claude_auth_tui.probes.carry import harmless
from claude_auth_tui.probes.network import other_host
from claude_auth_tui.probes.probe import Row
from claude_auth_tui.probes.wire import Talk

_RECOGNISED: Final = 4000
"""Characters of an error's text in which known messages are looked for."""
_SAID: Final[Mapping[int, tuple[Level, Shown, Shown, str]]] = {
    402: ("error", say("HTTP 402: a matter of payment"), say("The account behind the credential has to pay first."), "billing"),
    407: ("error", say("HTTP 407: the proxy refuses"), say("The proxy wants a user and password."), "proxy-refused"),
    529: ("unknown", say("HTTP 529: overloaded"), say("The service is overloaded; the credential was not judged."), "overloaded"),
}
"""What a status says whoever answers, with the id of the message that Claude Code shows then."""


def read_answer(told: Talk, address: Address, secrets: Iterable[Secret], header: str) -> tuple[Row, ...]:
    """One or two rows. `header` is the one with the credential: a refused token and a refused key are different messages."""
    status, about = told.status or 0, address.shown
    gateway = address.host != API_HOST
    whose = say("The gateway") if gateway else say("The API")
    if 300 <= status < 400:
        return (_redirect(told, address, secrets),)
    if status == 200:
        return (_accepted(told, whose, about),)
    if status in (401, 403):
        return _refused(told, gateway, whose, header, about)
    level, title, words, explain = _SAID.get(status) or _not_judged(status, whose)
    return (Row(level, title, words, about, explain),)


def _not_judged(status: int, whose: Shown) -> tuple[Level, Shown, Shown, str]:
    """What a status says that depends on who answers."""
    if status == 429:
        words = say("{} knows the credential, and its limit is reached for now. A key that is used elsewhere too can be behind it.", whose)
        return "warning", say("HTTP 429: too many requests"), words, "rate-limited"
    if status >= 500:
        return (
            "unknown",
            say("HTTP {}: a fault there", status),
            say("{} has a fault; the credential was not judged.", whose),
            "server-error",
        )
    if status in (404, 405):
        words = say("{} does not know /v1/models, so the credential was not judged. A wrong path in the base URL looks the same.", whose)
        return "unknown", say("HTTP {}: no such page", status), words, "request-refused"
    words = say("{} refuses the request itself; the credential was not judged.", whose)
    return "unknown", say("HTTP {}", status), words, "request-refused"


def _redirect(told: Talk, address: Address, secrets: Iterable[Secret]) -> Row:
    other = other_host(told, address.host)
    leads = say("to {}", harmless(other, secrets)) if other else say("to another page")
    words = say(
        "It leads {} and was not followed: nothing was sent there. A guest network's sign-in page, or a wrong base URL, answers so.", leads
    )
    return Row("error", say("HTTP {}: a redirect", told.status or 0), words, address.shown, "not-an-api-answer")


def _accepted(told: Talk, whose: Shown, about: Shown) -> Row:
    if not told.whole:
        words = say("The answer is far too long for a list of models, or did not come to its end.")
        return Row("warning", say("HTTP 200, but not the API"), words, about, "not-an-api-answer")
    document = _json(told.body)
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        return Row(
            "ok",
            say("HTTP 200: accepted"),
            say("{} takes the credential. Whether there is credit or a plan behind it is not asked.", whose),
            about,
        )
    what = say("it is JSON, but no list of models") if document is not None else say("it is not JSON")
    words = say(
        "Something answers, but {}: a sign-in page, a proxy, or a gateway that takes everything. This says nothing about the credential.",
        what,
    )
    return Row("warning", say("HTTP 200, but not the API"), words, about, "not-an-api-answer")


def _refused(told: Talk, gateway: bool, whose: Shown, header: str, about: Shown) -> tuple[Row, ...]:
    status = told.status or 0
    document = _json(told.body)
    if document is None and gateway is False:
        words = say("The answer is not the API's: a proxy or filter on the way refuses. This says nothing about the credential.")
        return (Row("error", say("HTTP {}, but not the API", status), words, about, "403-request-not-allowed"),)
    known = recognise(_text(told.body)).message if document is not None else None
    if status == 401:
        explain = "endpoint-refuses" if gateway else "invalid-api-key" if header == "x-api-key" else "401-invalid-bearer"
        title, words = (
            say("HTTP 401: refused"),
            say("{} does not accept the credential: it was revoked, is incomplete, or is for another service.", whose),
        )
    else:
        explain = "gateway-refused" if gateway else "403-request-not-allowed"
        title, words = say("HTTP 403: not allowed"), say("{} knows the credential, and does not allow it this request.", whose)
    if known is None or known.weight == "generic":
        return (Row("error", title, words, about, explain),)
    return Row("error", title, words, about, known.id), Row("info", say("The answer's own words mean"), known.title, about)


def _json(body: bytes) -> object:
    """None for what is not JSON."""
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found


def _text(body: bytes) -> str:
    return body[:_RECOGNISED].decode("utf-8", "replace")
