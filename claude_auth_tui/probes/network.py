"""The network: does each host answer, by the way Claude Code would take, and what time is it there? Sends no credential."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from claude_auth_tui.claude_code.route import trust_of
from claude_auth_tui.model.words import Level
from claude_auth_tui.probes.carry import harmless
from claude_auth_tui.probes.cell import Cell, ends_of, proxy_notes, way_words
from claude_auth_tui.probes.faults import Stage
from claude_auth_tui.probes.shape import Limits, Plan, Row, Stop, refuse
from claude_auth_tui.probes.trust import trusted
from claude_auth_tui.probes.wire import Errand, Talk, issuer_seen, talk_all

REDIRECTS: Final = (301, 302, 303, 307, 308)
_CLOSE: Final = 5.0
_FAR: Final = 300.0
"""Seconds a clock may be wrong: the answer's own `Date` has whole seconds; AWS refuses signatures from five minutes on."""
_STAGES: Final[dict[Stage, str]] = {
    "name": "Name",
    "connect": "Connection",
    "tunnel": "Proxy",
    "tls": "TLS",
    "answer": "Answer",
}


def plan_network(cell: Cell, limits: Limits | None = None) -> Plan:
    """What would be sent where."""
    limits = limits or Limits()
    ends = ends_of(cell)
    if ends.refused:
        return refuse("network", ends.refused)
    routes = [cell.route_to(address) for address in ends.addresses]
    broken = next((route.proxy for route in routes if route.proxy is not None and route.proxy.fault), None)
    if broken is not None:
        where = f" ({broken.where})" if broken.where else ""
        return refuse("network", f"The proxy in {broken.name}{where} cannot be used: {broken.fault}.")
    trust = trust_of(cell.session.process, cell.environment)
    cwd = cell.machine.cwd
    hosts = " and ".join(address.shown for address in ends.addresses)
    ways = list(dict.fromkeys(way_words(cell, route) for route in routes))
    each = "each" if len(ends.addresses) > 1 else "it"
    says = [
        f"Looks up {hosts}, connects to {each} {' or '.join(ways)}, and sends HEAD /, as {cell.place} would go.",
        *dict.fromkeys(note for route in routes for note in proxy_notes(route)),
        *_unknown(cell),
        "Where a certificate is not trusted, it asks once more without checking it, to see who signed it.",
        f"No key, token or login is sent. It takes {limits.whole:g} seconds at most.",
    ]

    def work(stop: Stop) -> tuple[Row, ...]:
        ready = trusted(trust, cwd)
        errands = [Errand("HEAD", address, "", route, ready, limits) for address, route in zip(ends.addresses, routes, strict=True)]
        talks = talk_all(errands, stop)
        found = [row for errand, told in zip(errands, talks, strict=True) for row in host_rows(cell, errand, told, stop)]
        return (*ready.rows, *found)

    return Plan("network", tuple(says), "sends it", work, limits)


def _unknown(cell: Cell) -> tuple[str, ...]:
    names = cell.unknown_way
    return (f"{' and '.join(names)}: decided when the shell runs, so left out here.",) if names else ()


def host_rows(cell: Cell, errand: Errand, told: Talk, stop: Stop) -> list[Row]:
    """Everything about one host, up to where it failed."""
    address, route = errand.address, errand.route
    about = address.shown
    rows = [Row("info", "Way", way_words(cell, route), about)]
    if told.addresses:
        whose = "the proxy is " if route.proxy is not None else ""
        more = f" and {len(told.addresses) - 1} more" if len(told.addresses) > 1 else ""
        rows.append(Row("ok", "Name", f"{whose}{told.addresses[0]}{more}", about))
    if told.status is None:
        return [*rows, failure_row(cell, errand, told, stop, look=True)]
    rows.append(Row("ok", "Connection", "made" if route.proxy is None else "made, through the proxy", about))
    if address.encrypted:
        rows.append(_tls_row(errand, told, about))
    elif not address.on_this_machine:
        rows.append(Row("warning", "TLS", "none: whatever is sent there can be read on the way", about))
    rows.append(_answer_row(told, address.host, about))
    rows.append(clock_row(told, about))
    return rows


def failure_row(cell: Cell, errand: Errand, told: Talk, stop: Stop, look: bool = False) -> Row:
    """Where it ended and why; with `look`, for a certificate also who signed it, which takes a second request."""
    about = errand.address.shown
    if told.fault is None:
        return Row("unknown", _STAGES[told.stage], "no answer", about)
    text, proxy, stage = told.fault.text, errand.route.proxy, told.fault.stage or told.stage
    if proxy is not None and stage in ("name", "connect"):
        text = f"the proxy: {text}"
    if told.fault.certificate:
        issuer = issuer_seen(errand, stop) if look and stop.left else ""
        if issuer:
            text += f'; it is signed by "{harmless(issuer, ())}"'
        if told.fault.explain == "certificate-not-trusted":
            text += ". Where that is your company's own authority, NODE_EXTRA_CA_CERTS must name its file"
            if cell.machine.platform == "macos":
                text += "; what only the Keychain trusts is not known here"
    level: Level = "unknown" if stop.asked else "error"
    return Row(level, _STAGES[stage], _sentence(text), about, told.fault.explain)


def _tls_row(errand: Errand, told: Talk, about: str) -> Row:
    issuer = f'; certificate signed by "{harmless(told.issuer, ())}"' if told.issuer else ""
    checked = errand.trusted.context.check_hostname
    version = told.tls.replace("TLSv", "TLS ")
    return Row("ok" if checked else "warning", "TLS", f"{version}{issuer}{'' if checked else ', not checked'}", about)


def other_host(told: Talk, host: str) -> str:
    """The host a redirect leads to, as the answer says; empty where it leads nowhere else."""
    try:
        leads_to = urlsplit(told.headers.get("location", "")).hostname or ""
    except ValueError:
        return "a host that cannot be read"
    return leads_to if told.status in REDIRECTS and leads_to != host else ""


def _answer_row(told: Talk, host: str, about: str) -> Row:
    status = told.status or 0
    if other := other_host(told, host):
        words = f"HTTP {status}, a redirect to {harmless(other, ())}: the sign-in page of a guest network answers so too"
        return Row("warning", "Answer", words, about, "not-an-api-answer")
    if status == 407:
        return Row("error", "Answer", "HTTP 407: the proxy wants a user and password", about, "proxy-refused")
    if status >= 500:
        return Row("warning", "Answer", f"HTTP {status}: it answers, and has a fault", about, "server-error")
    return Row("ok", "Answer", f"HTTP {status}: it answers", about)


def clock_row(told: Talk, about: str) -> Row:
    """This machine's clock beside the server's."""
    try:
        there = parsedate_to_datetime(told.headers["date"]).timestamp()
    except (KeyError, TypeError, ValueError, OverflowError, IndexError):
        return Row("unknown", "Clock", "the answer does not tell the time", about)
    here = (told.asked_at + told.answered_at) / 2
    skew = here - (there + 0.5)
    around = 0.5 + (told.answered_at - told.asked_at) / 2
    off = max(0.0, abs(skew) - around)
    if off <= _CLOSE:
        return Row("ok", "Clock", f"right to within {max(1, round(off + around)):.0f} s of the server's", about)
    direction = "ahead of" if skew > 0 else "behind"
    words = f"{round(abs(skew))} s {direction} the server's"
    if off >= _FAR:
        return Row("error", "Clock", f"{words}: logins, signatures and certificates fail with a wrong clock", about)
    return Row("warning", "Clock", words, about)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
