"""What the API's answer to GET /v1/models says about a key or token. Nothing of the answer's own text is repeated."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from claude_auth_tui.claude_code.route import API_HOST, Address
from claude_auth_tui.explain.recognise import recognise
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.probes.carry import harmless
from claude_auth_tui.probes.network import other_host
from claude_auth_tui.probes.shape import Row
from claude_auth_tui.probes.wire import Talk

_OK: Final = 200
_ABOUT_KEYS: Final = (401, 403)
_BUSY: Final = 529
_RECOGNISED: Final = 4000
"""Characters of an error's text in which known messages are looked for."""


def read_answer(told: Talk, address: Address, secrets: Iterable[Secret], header: str) -> tuple[Row, ...]:
    """One or two rows. `header` is the one with the credential: a refused token and a refused key are different messages."""
    status = told.status or 0
    about = address.shown
    gateway = address.host != API_HOST
    whose = "The gateway" if gateway else "The API"
    if 300 <= status < 400:
        return (_redirect(told, address, secrets),)
    if status == _OK:
        return (_accepted(told, whose, about),)
    if status in _ABOUT_KEYS:
        return _refused(told, gateway, whose, header, about)
    if status == 429:
        words = f"{whose} knows the credential, and its limit is reached for now. A key that is used elsewhere too can be behind it."
        return (Row("warning", "HTTP 429: too many requests", words, about, "rate-limited"),)
    if status == 407:
        return (Row("error", "HTTP 407: the proxy refuses", "The proxy wants a user and password.", about, "proxy-refused"),)
    if status == 402:
        return (Row("error", "HTTP 402: a matter of payment", "The account behind the credential has to pay first.", about, "billing"),)
    if status == _BUSY:
        return (Row("unknown", "HTTP 529: overloaded", "The service is overloaded; the credential was not judged.", about, "overloaded"),)
    if status >= 500:
        return (
            Row("unknown", f"HTTP {status}: a fault there", f"{whose} has a fault; the credential was not judged.", about, "server-error"),
        )
    if status in (404, 405, 501):
        words = f"{whose} does not know /v1/models, so the credential was not judged. A wrong path in the base URL looks the same."
        return (Row("unknown", f"HTTP {status}: no such page", words, about, "request-refused"),)
    return (
        Row("unknown", f"HTTP {status}", f"{whose} refuses the request itself; the credential was not judged.", about, "request-refused"),
    )


def _redirect(told: Talk, address: Address, secrets: Iterable[Secret]) -> Row:
    other = other_host(told, address.host)
    leads = f"to {harmless(other, secrets)}" if other else "to another page"
    words = (
        f"It leads {leads} and was not followed: nothing was sent there. A guest network's sign-in page, or a wrong base URL, answers so."
    )
    return Row("error", f"HTTP {told.status}: a redirect", words, address.shown, "not-an-api-answer")


def _accepted(told: Talk, whose: str, about: str) -> Row:
    if not told.whole:
        words = "The answer is far too long for a list of models, or did not come to its end."
        return Row("warning", "HTTP 200, but not the API", words, about, "not-an-api-answer")
    document = _json(told.body)
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        return Row(
            "ok", "HTTP 200: accepted", f"{whose} takes the credential. Whether there is credit or a plan behind it is not asked.", about
        )
    what = "it is JSON, but no list of models" if document is not None else "it is not JSON"
    words = f"Something answers, but {what}: a sign-in page, a proxy, or a gateway that takes everything. This says nothing about the credential."
    return Row("warning", "HTTP 200, but not the API", words, about, "not-an-api-answer")


def _refused(told: Talk, gateway: bool, whose: str, header: str, about: str) -> tuple[Row, ...]:
    status = told.status or 0
    document = _json(told.body)
    if document is None and gateway is False:
        words = "The answer is not the API's: a proxy or filter on the way refuses. This says nothing about the credential."
        return (Row("error", f"HTTP {status}, but not the API", words, about, "403-request-not-allowed"),)
    known = recognise(_text(told.body)).message if document is not None else None
    if status == 401:
        explain = "endpoint-refuses" if gateway else "invalid-api-key" if header == "x-api-key" else "401-invalid-bearer"
        title, words = (
            "HTTP 401: refused",
            f"{whose} does not accept the credential: it was revoked, is incomplete, or is for another service.",
        )
    else:
        explain = "gateway-refused" if gateway else "403-request-not-allowed"
        title, words = "HTTP 403: not allowed", f"{whose} knows the credential, and does not allow it this request."
    if known is None or known.weight == "generic":
        return (Row("error", title, words, about, explain),)
    return Row("error", title, words, about, known.id), Row("info", "The answer's own words mean", known.title, about)


def _json(body: bytes) -> object:
    """None for what is not JSON."""
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found


def _text(body: bytes) -> str:
    return body[:_RECOGNISED].decode("utf-8", "replace")
