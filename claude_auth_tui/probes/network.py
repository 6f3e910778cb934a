"""The network: does each host answer, by the way Claude Code would take, and what time is it there? Sends no credential."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from claude_auth_tui.claude_code.certificates import trust_of
from claude_auth_tui.claude_code.shown_values import host_shown
from claude_auth_tui.model.saying import NOTHING, say, say_all, version
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level
from claude_auth_tui.probes.carry import harmless
from claude_auth_tui.probes.cell import Cell, ends_of, proxy_notes, way_words, where_of
from claude_auth_tui.probes.probe import Limits, Plan, Row, Stop, refuse
from claude_auth_tui.probes.trust import trusted
from claude_auth_tui.probes.wire import Errand, Talk, issuer_seen, talk_all
from claude_auth_tui.read.system_words import seconds_shown

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByStage

REDIRECTS: Final = (301, 302, 303, 307, 308)
_CLOSE: Final = 5.0
_FAR: Final = 300.0
"""Seconds a clock may be wrong: the answer's own `Date` has whole seconds; AWS refuses signatures from five minutes on."""
_STAGES: Final[ByStage[Shown]] = {
    "name": say("Name"),
    "connect": say("Connection"),
    "tunnel": say("Proxy"),
    "tls": say("TLS"),
    "answer": say("Answer"),
}


def plan_network(cell: Cell, limits: Limits) -> Plan:
    """What would be sent where."""
    ends = ends_of(cell)
    if ends.refused:
        return refuse("network", ends.refused)
    routes = [cell.route_to(address) for address in ends.addresses]
    broken = next((route.proxy for route in routes if route.proxy is not None and route.proxy.fault), None)
    if broken is not None:
        where = say_all((say(" ({})", place) for place in where_of(cell, broken)), "")
        return refuse("network", say("The proxy in {}{} cannot be used: {}.", broken.name, where, broken.fault))
    trust = trust_of(cell.session.process, cell.environment)
    cwd = cell.machine.cwd
    hosts = say_all((address.shown for address in ends.addresses), " and ")
    ways = say_all(dict.fromkeys(way_words(cell, route) for route in routes), " or ")
    each = say("each") if len(ends.addresses) > 1 else say("it")
    says = [
        say("Looks up {}, connects to {} {}, and sends HEAD /, as {} would go.", hosts, each, ways, cell.place),
        *dict.fromkeys(note for route in routes for note in proxy_notes(route)),
        *_unknown(cell),
        say("Where a certificate is not trusted, it asks once more without checking it, to see who signed it."),
        say("No key, token or login is sent. It takes {} seconds at most.", seconds_shown(limits.whole)),
    ]

    def work(stop: Stop) -> tuple[Row, ...]:
        ready = trusted(trust, cwd)
        errands = [Errand("HEAD", address, "", route, ready, limits) for address, route in zip(ends.addresses, routes, strict=True)]
        talks = talk_all(errands, stop)
        found = [row for errand, told in zip(errands, talks, strict=True) for row in host_rows(cell, errand, told, stop)]
        return (*ready.rows, *found)

    return Plan("network", tuple(says), say("sends it"), work, limits)


def _unknown(cell: Cell) -> tuple[Shown, ...]:
    names = cell.unknown_way
    return (say("{}: decided when the shell runs, so left out here.", say_all(names, " and ")),) if names else ()


def host_rows(cell: Cell, errand: Errand, told: Talk, stop: Stop) -> list[Row]:
    """Everything about one host, up to where it failed."""
    address, route = errand.address, errand.route
    about = address.shown
    rows = [Row("info", say("Way"), way_words(cell, route), about)]
    if told.addresses:
        whose = say("the proxy is ") if route.proxy is not None else NOTHING
        more = say(" and {} more", len(told.addresses) - 1) if len(told.addresses) > 1 else NOTHING
        rows.append(Row("ok", say("Name"), say("{}{}{}", whose, host_shown(told.addresses[0]), more), about))
    if told.status is None:
        return [*rows, failure_row(cell, errand, told, stop, look=True)]
    rows.append(Row("ok", say("Connection"), say("made") if route.proxy is None else say("made, through the proxy"), about))
    if address.encrypted:
        rows.append(_tls_row(errand, told, about))
    elif not address.is_loopback:
        rows.append(Row("warning", say("TLS"), say("none: whatever is sent there can be read on the way"), about))
    rows.append(_answer_row(told, address.host, about))
    rows.append(clock_row(told, about))
    return rows


def failure_row(cell: Cell, errand: Errand, told: Talk, stop: Stop, look: bool = False) -> Row:
    """Where it ended and why; with `look`, for a certificate also who signed it, which takes a second request."""
    about = errand.address.shown
    if told.fault is None:
        return Row("unknown", _STAGES[told.stage], say("no answer"), about)
    text, proxy, stage = told.fault.text, errand.route.proxy, told.fault.stage or told.stage
    if proxy is not None and stage in ("name", "connect"):
        text = say("the proxy: {}", text)
    if told.fault.certificate:
        issuer = issuer_seen(errand, stop) if look and stop.left else ""
        if issuer:
            text += say('; it is signed by "{}"', harmless(issuer, ()))
        if told.fault.explain == "certificate-not-trusted":
            text += say(". Where that is your company's own authority, NODE_EXTRA_CA_CERTS must name its file")
            if cell.machine.platform == "macos":
                text += say("; what only the Keychain trusts is not known here")
    level: Level = "unknown" if stop.asked else "error"
    return Row(level, _STAGES[stage], say("{}.", text.capital), about, told.fault.explain)


def _tls_row(errand: Errand, told: Talk, about: Shown) -> Row:
    issuer = say('; certificate signed by "{}"', harmless(told.issuer, ())) if told.issuer else NOTHING
    checked = errand.trusted.context.check_hostname
    protocol = say("TLS {}", version(told.tls.removeprefix("TLSv"))) if told.tls else NOTHING
    return Row(
        "ok" if checked else "warning", say("TLS"), say("{}{}{}", protocol, issuer, NOTHING if checked else say(", not checked")), about
    )


def other_host(told: Talk, host: str) -> str:
    """The host a redirect leads to, as the answer says; empty where it leads nowhere else."""
    try:
        leads_to = urlsplit(told.headers.get("location", "")).hostname or ""
    except ValueError:
        return "a host that cannot be read"
    return leads_to if told.status in REDIRECTS and leads_to != host else ""


def _answer_row(told: Talk, host: str, about: Shown) -> Row:
    status = told.status or 0
    if other := other_host(told, host):
        words = say("HTTP {}, a redirect to {}: the sign-in page of a guest network answers so too", status, harmless(other, ()))
        return Row("warning", say("Answer"), words, about, "not-an-api-answer")
    if status == 407:
        return Row("error", say("Answer"), say("HTTP 407: the proxy wants a user and password"), about, "proxy-refused")
    if status >= 500:
        return Row("warning", say("Answer"), say("HTTP {}: it answers, and has a fault", status), about, "server-error")
    return Row("ok", say("Answer"), say("HTTP {}: it answers", status), about)


def clock_row(told: Talk, about: Shown) -> Row:
    """This machine's clock beside the server's."""
    try:
        there = parsedate_to_datetime(told.headers["date"]).timestamp()
    except (KeyError, TypeError, ValueError, OverflowError, IndexError):
        return Row("unknown", say("Clock"), say("the answer does not tell the time"), about)
    here = (told.asked_at + told.answered_at) / 2
    skew = here - (there + 0.5)
    around = 0.5 + (told.answered_at - told.asked_at) / 2
    off = max(0.0, abs(skew) - around)
    if off <= _CLOSE:
        return Row("ok", say("Clock"), say("right to within {} s of the server's", max(1, round(off + around))), about)
    direction = say("ahead of") if skew > 0 else say("behind")
    words = say("{} s {} the server's", round(abs(skew)), direction)
    if off >= _FAR:
        return Row("error", say("Clock"), say("{}: logins, signatures and certificates fail with a wrong clock", words), about)
    return Row("warning", say("Clock"), words, about)
