"""The way a request takes: each row is what Claude Code 2.1.329 did with real proxies on the loopback address."""

from __future__ import annotations

import pytest

from claude_auth_tui.claude_code.environment import of_process
from claude_auth_tui.claude_code.route import Address, address_of, route_to
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

GATEWAY = Address("https", "gw.example", 8443)


def way(env: dict[str, str], address: Address = GATEWAY) -> str:
    """ "direct", "P1" for the proxy at port 9001, "invalid", "unusable"."""
    route = route_to(of_process({name: Secret(value) for name, value in env.items()}, {}, False), address)
    if route.proxy is None:
        return "direct"
    if route.proxy.fault:
        return "invalid" if "does not start" in route.proxy.fault else "unusable"
    assert route.proxy.address is not None
    return f"P{route.proxy.address.port - 9000}"


def at(number: int) -> str:
    return f"http://127.0.0.1:{9000 + number}"


@pytest.mark.parametrize(
    ("env", "taken"),
    [
        ({}, "direct"),
        ({"https_proxy": at(1)}, "P1"),
        ({"https_proxy": at(1), "HTTPS_PROXY": at(2), "http_proxy": at(3), "HTTP_PROXY": at(4)}, "P1"),
        ({"HTTPS_PROXY": at(2), "http_proxy": at(3), "HTTP_PROXY": at(4)}, "P2"),
        ({"http_proxy": at(3), "HTTP_PROXY": at(4)}, "P3"),
        ({"HTTP_PROXY": at(4), "ALL_PROXY": at(5)}, "P4"),
        ({"all_proxy": at(4), "ALL_PROXY": at(5)}, "P4"),
        ({"ALL_PROXY": at(5)}, "P5"),
        ({"https_proxy": "", "HTTPS_PROXY": at(2)}, "P2"),
        ({"https_proxy": "  ", "HTTPS_PROXY": at(2)}, "invalid"),
        ({"HTTPS_PROXY": f" {at(1)}/ "}, "P1"),
        ({"HTTPS_PROXY": f"{at(1)}/path?x=1"}, "P1"),
        ({"HTTPS_PROXY": "HTTP://127.0.0.1:9001"}, "P1"),
        ({"HTTPS_PROXY": "127.0.0.1:9001"}, "P1"),
        ({"HTTPS_PROXY": "localhost:9001"}, "P1"),
        ({"HTTPS_PROXY": "http://us er:p w@127.0.0.1:9001"}, "P1"),
        ({"HTTPS_PROXY": "garbage"}, "invalid"),
        ({"HTTPS_PROXY": "http://"}, "invalid"),
        ({"HTTPS_PROXY": "::::"}, "invalid"),
        ({"HTTPS_PROXY": "//127.0.0.1:9001"}, "invalid"),
        ({"HTTPS_PROXY": "http://127.0.0.1:99999"}, "invalid"),
        ({"HTTPS_PROXY": "socks5://127.0.0.1:9001"}, "unusable"),
        ({"HTTPS_PROXY": "ftp://127.0.0.1:9001"}, "unusable"),
    ],
)
def test_which_proxy(env: dict[str, str], taken: str) -> None:
    assert way(env) == taken


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_one_proxy_serves_both_kinds_of_addresses(scheme: str) -> None:
    assert way({"HTTPS_PROXY": at(1), "HTTP_PROXY": at(2)}, Address(scheme, "gw.example", 8080)) == "P1"
    assert way({"HTTPS_PROXY": at(1)}, Address(scheme, "localhost", 8080)) == "P1"


@pytest.mark.parametrize(
    ("entry", "host", "spared"),
    [
        ("*", "gw.example", True),
        ("a,*", "gw.example", True),
        ("gw.example", "gw.example", True),
        ("GW.EXAMPLE", "gw.example", True),
        ("gw.example.", "gw.example", True),
        (".gw.example", "gw.example", True),
        ("example", "gw.example", True),
        (".example", "gw.example", True),
        ("*.example", "gw.example", True),
        ("gw.example", "sub.gw.example", True),
        ("gw.example:8443", "gw.example", True),
        ("gw.example:443", "gw.example", False),
        ("other gw.example", "gw.example", True),
        ("other, gw.example", "gw.example", True),
        ("w.example", "gw.example", False),
        ("*gw.example", "gw.example", False),
        ("gw.*", "gw.example", False),
        (";gw.example", "gw.example", False),
        ("https://gw.example", "gw.example", False),
        ("gw.example/", "gw.example", False),
        ("127.0.0.1", "gw.example", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1:8443", "127.0.0.1", True),
        ("127.0.0.0/8", "127.0.0.1", True),
        ("127.*", "127.0.0.1", False),
        ("0.0.1", "127.0.0.1", False),
    ],
)
def test_whom_no_proxy_spares(entry: str, host: str, spared: bool) -> None:
    assert (way({"HTTPS_PROXY": at(1), "NO_PROXY": entry}, Address("https", host, 8443)) == "direct") is spared


def test_the_lower_case_exception_counts_unless_it_is_empty() -> None:
    assert way({"HTTPS_PROXY": at(1), "no_proxy": "other", "NO_PROXY": "gw.example"}) == "P1"
    assert way({"HTTPS_PROXY": at(1), "no_proxy": "gw.example", "NO_PROXY": "other"}) == "direct"
    assert way({"HTTPS_PROXY": at(1), "no_proxy": "", "NO_PROXY": "gw.example"}) == "direct"


@pytest.mark.parametrize(
    ("address", "user"),
    [
        ("http://us%40er:p%3Aw@127.0.0.1:9001", "us@er:p:w"),
        ("http://us er:p w@127.0.0.1:9001", "us er:p w"),
        ("http://tok@127.0.0.1:9001", "tok:"),
        ("http://u:p%@127.0.0.1:9001", None),
        ("http://127.0.0.1:9001", None),
    ],
)
def test_what_the_proxy_is_told_of_the_user(address: str, user: str | None) -> None:
    proxy = route_to(of_process({"HTTPS_PROXY": Secret(address)}, {}, False), GATEWAY).proxy
    assert proxy is not None
    assert (unveil(proxy.user) if proxy.user is not None else None) == user


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://api.anthropic.com", "https://api.anthropic.com"),
        (" https://gw.example:8443/team/ ", "https://gw.example:8443"),
        ("HTTPS://GW.example", "https://gw.example"),
        ("https://user:FAKE@gw.example/?key=FAKE", "https://gw.example"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("gw.example", None),
        ("ftp://gw.example", None),
        ("https://", None),
        ("https://gw.example:port", None),
        ("https://$HOST/", None),
        ("https://gw .example", None),
        ("", None),
    ],
)
def test_an_address_is_whole_or_none(text: str, shown: str | None) -> None:
    address = address_of(Secret(text))
    assert (address.shown if address else None) == shown
    assert "FAKE" not in repr(address)
