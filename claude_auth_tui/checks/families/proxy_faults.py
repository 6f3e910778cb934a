"""Proxies: addresses Claude Code cannot use, variables that differ, and hosts that go around the proxy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.wrong_host import base_in_use
from claude_auth_tui.checks.fixes.wrong_value import add_scheme, corrections, evidence_of, where_from
from claude_auth_tui.checks.frame import error, info, leveled, warning
from claude_auth_tui.checks.known import effective_value, ends, new_shell
from claude_auth_tui.checks.phrases import listed
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.address import (
    ALL_PROXIES,
    API,
    BASE_URL,
    NO_PROXIES,
    PROXIES,
    Address,
    Proxy,
    login_fault,
    proxy_in_use,
    route_to,
)
from claude_auth_tui.claude_code.shown_values import address_shown, host_shown
from claude_auth_tui.model.diagnosis import Evidence, Finding
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="network", docs=docs.NETWORK)


@check(
    "proxy-invalid",
    passed="The proxy's address is one",
    about="A proxy that is no whole address, such as http://proxy.example.com:8080, stops Claude Code when it starts, before anything else. "
    "That holds for every command, claude auth status too.",
    levels=("error", "warning"),
)
def proxy_invalid(facts: Facts) -> Iterator[Finding]:
    found = _proxy(facts)
    if found is None or found.address.kind not in ("no_address", "unexpanded"):
        return
    name, value, taken = found.name, found.value, found.address
    halted = any(end.reason == "proxy" for end in ends(new_shell(facts)).values())
    becomes = say("Claude Code does not start") if halted and found.stops else say("Claude Code cannot use it as a proxy")
    fix = add_scheme(facts, name, value, say("http")) if taken.lacks_scheme and not taken.has_login else None
    yield leveled(
        "error" if halted or taken.kind == "unexpanded" else "warning",
        "{name} is no address, {fault}",
        "{becomes}: {words}. It has to be a whole address such as http://proxy.example.com:8080; signs in a password have to be written as codes.",
        evidence_of(facts, name),
        corrections(facts, name, say("Write the proxy's whole address"), fix),
        parts={"name": name, "fault": taken.fault, "becomes": becomes, "words": login_fault(value) or taken.fault},
    )


@check(
    "proxy-unsupported",
    passed="The proxy speaks what Claude Code speaks",
    about="Claude Code goes through HTTP and HTTPS proxies only. With a SOCKS proxy every request fails; many proxies listen for HTTP on another port.",
    levels=("error",),
)
def proxy_unsupported(facts: Facts) -> Iterator[Finding]:
    found = _proxy(facts)
    if found is None or found.address.kind != "other_scheme" or _around(facts):
        return
    name, taken = found.name, found.address
    what = say("SOCKS proxy") if taken.scheme.startswith("socks") else say("proxy of a kind")
    yield error(
        "{name} names a {what} that Claude Code cannot use",
        "Its scheme is {scheme}, so no request is sent. "
        "Use the address of an HTTP proxy, or let NO_PROXY name the host if the proxy is not needed for it.",
        evidence_of(facts, name),
        corrections(facts, name, say("Write the address of an HTTP proxy")),
        parts={"name": name, "what": what, "scheme": user_name(taken.scheme) if taken.scheme else say("neither http nor https")},
    )


@check(
    "proxy-login-unescaped",
    passed="The proxy's user and password are written as codes where they must be",
    about="In an address a backslash, a %, a / and a few other signs mean something. In a password they have to be written as codes such as %25, "
    "or the proxy gets another host, another password or none.",
    levels=("warning",),
)
def proxy_login_unescaped(facts: Facts) -> Iterator[Finding]:
    found = _proxy(facts)
    if found is None or found.address.kind != "ok":
        return
    name, fault = found.name, login_fault(found.value)
    if fault:
        yield warning(
            "The user or password in {name} has a sign in it that must be a code",
            "{fault.capital}. As it stands the proxy gets no password, or another host is asked.",
            evidence_of(facts, name),
            corrections(facts, name, say("Write the sign as a code"), keep=True),
            parts={"name": name, "fault": fault},
        )


@check(
    "proxy-variables-differ",
    passed="No other proxy is named in other letters",
    about="https_proxy, HTTPS_PROXY, http_proxy and HTTP_PROXY are read in this order, and the first one that is set decides for everything. "
    "Other programs read them in another order, and a settings file that sets a later one changes nothing.",
    levels=("warning",),
)
def proxy_variables_differ(facts: Facts) -> Iterator[Finding]:
    found, prediction = _proxy(facts), new_shell(facts)
    if found is None:
        return
    used = found.name
    pairs = ((say("https_proxy"), say("HTTPS_PROXY")), (say("http_proxy"), say("HTTP_PROXY")))
    for lower, upper in pairs:
        first, second = effective_value(prediction, lower), effective_value(prediction, upper)
        if first and second and first.trimmed() != second.trimmed():
            beaten = [name for name in (lower, upper) if name != used]
            yield warning(
                "{lower} and {upper} name different proxies",
                "Claude Code uses {used}, from {place}; other programs may use the other one. Keep one of them, or give both the same value.",
                evidence_of(facts, lower, upper),
                [fix for name in beaten[:1] for fix in remove_variable(facts, name)],
                parts={"lower": lower, "upper": upper, "used": used, "place": where_from(facts, used)},
            )
    settings = prediction.configuration.settings.env
    for name in PROXIES[PROXIES.index(used) + 1 :]:
        setting = settings.get(name)
        if setting is not None and setting.value and used not in settings and name.swapcase() != used and setting.value != found.value:
            yield warning(
                "The proxy in {where} is not used: {used} comes before {name}",
                "Claude Code reads {used} first, and {place} sets it. Set that one in the settings file too, or take it away.",
                evidence_of(facts, used, name),
                remove_variable(facts, used),
                parts={"where": setting.where, "used": used, "name": name, "place": where_from(facts, used)},
            )


@check(
    "proxy-passed-by",
    passed="Requests go through the proxy that is set",
    about="A host that NO_PROXY names is reached without the proxy. Where only the proxy leads out, that ends in a timeout.",
    levels=("info",),
)
def proxy_passed_by(facts: Facts) -> Iterator[Finding]:
    found, target = _proxy(facts), _target(facts)
    if found is None or target is None or target.is_near or not _around(facts):
        return
    names = [name for name in NO_PROXIES if effective_value(new_shell(facts), name)]
    yield info(
        "Requests to {host} go around the proxy",
        "{names} names that host, so {proxy} does not count for it. That is right where the network lets it through.",
        evidence_of(facts, *names, found.name),
        [fix for name in names[:1] for fix in corrections(facts, name, say("Leave {} out", host_shown(target.host)), keep=True)],
        parts={"host": host_shown(target.host), "names": listed(names), "proxy": found.name},
    )


@check(
    "all-proxy-only",
    passed="The proxy is named in a variable that counts for everything",
    about="ALL_PROXY is no variable of Claude Code's. Some of its requests follow it all the same and others do not, so logging in or renewing a login can fail.",
    levels=("info",),
)
def all_proxy_only(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    names = [name for name in reversed(ALL_PROXIES) if prediction.start.environment.get(name)]
    used = _proxy(facts)
    if names and (used is None or used.name in ALL_PROXIES):
        writer = writer_for(facts)
        yield info(
            "Only {name} names a proxy, and Claude Code follows it in part",
            "Some requests go through it and others go out directly. Claude Code reads HTTPS_PROXY: set that to an HTTP proxy, if one is needed here.",
            [
                Evidence(NOTHING, say("{}={}", name, address_shown(value)))
                for name in names
                if (value := prediction.start.environment.get(name)) is not None
            ],
            writer.fix(say("Set HTTPS_PROXY to the address of an HTTP proxy"), unproven=say("only you know the proxy's address")),
            parts={"name": names[0]},
        )


def _get(facts: Facts, name: str) -> Secret | None:
    return effective_value(new_shell(facts), name)


def _proxy(facts: Facts) -> Proxy | None:
    return proxy_in_use(lambda name: _get(facts, name))


def _target(facts: Facts) -> Address | None:
    """Where requests go; None where it is a cloud provider's own address, or none that can be used."""
    base = base_in_use(facts)
    if any(end.provider not in (None, "anthropic") for end in ends(new_shell(facts)).values()):
        return None
    if base is None:
        return API
    return base.address if base.name == BASE_URL and base.address.kind == "ok" else None


def _around(facts: Facts) -> bool:
    target = _target(facts)
    return target is not None and bool(route_to(lambda name: _get(facts, name), target).spared_by)
